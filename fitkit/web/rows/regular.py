"""Fixed places as a person reads them."""

from dataclasses import dataclass

from fitkit.core.i18n import Lang, day_in_record
from fitkit.features.standing.queries import SlotChoice, StandingView
from fitkit.texts import catalogue
from fitkit.texts import standing as texts


@dataclass
class RegularRow:
    """One fixed place."""

    id: str = ""
    member_id: str = ""
    member: str = ""
    title: str = ""
    line: str = ""  # Sunday 18:30 · Namal
    since: str = ""
    end_label: str = ""


def regular_row(view: StandingView, lang: Lang) -> RegularRow:
    """A fixed place, worded."""
    name = view.name.to(lang)
    return RegularRow(
        id=str(view.id),
        member_id=str(view.member_id),
        member=view.member,
        title=name,
        line=texts.LINE.to(
            lang, day=catalogue.WEEKDAYS[view.weekday], at=f"{view.at:%H:%M}", where=view.location
        ),
        since=texts.SINCE.to(lang, day=day_in_record(view.first_on)),
        end_label=texts.END_NAMED.to(lang, session=name),
    )


def slot_label(choice: SlotChoice, lang: Lang) -> str:
    """A weekly class in a list, with what is open to regulars."""
    return texts.SLOT_CHOICE.to(
        lang,
        session=choice.name,
        day=catalogue.WEEKDAYS[choice.weekday],
        at=f"{choice.at:%H:%M}",
        free=texts.FREE.to(lang, free=choice.free, of=choice.capacity),
    )
