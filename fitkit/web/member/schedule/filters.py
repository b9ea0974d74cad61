"""The filters over a week of classes: which there are, how many classes each leaves, where each leads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang, Text
from fitkit.features.booking.queries import ClassCard
from fitkit.features.locations.queries import LocationView
from fitkit.texts import member as texts
from fitkit.web.member.schedule.asked import Asked
from fitkit.web.rows.session import Pick, Reading


@dataclass
class Menu:
    """A filter of many values: one of them, or all."""

    label: str = ""  # the chosen one, or what is chosen
    is_on: bool = False
    off: str = ""  # the address without it
    off_label: str = ""  # what taking it away is called
    picks: list[Pick] = field(default_factory=list)  # empty: nothing to choose


def shows(cards: Sequence[ClassCard], wanted: Asked, reading: Reading) -> list[Pick]:
    """All, free for me, and the class types of the week by name; each turns itself over."""
    lang = reading.lang
    day = _of_day(cards, wanted, reading)
    every = replace(wanted, free=False, class_type_id=None)
    free = replace(wanted, free=True)
    picks = [
        Pick("", texts.ALL.to(lang), wanted.is_plain, every.address(lang), _left(day, every)),
        Pick(
            "free",
            texts.FREE_FOR_ME.to(lang),
            wanted.free,
            wanted.address(lang, free=not wanted.free),
            _left(day, free),
        ),
    ]
    types = _named((c.session.class_type_id, c.session.name.to(lang)) for c in cards)
    for each, name in types if len(types) > 1 else []:
        is_on = each == wanted.class_type_id
        only = replace(wanted, class_type_id=each)
        href = wanted.address(lang, class_type_id=None if is_on else each)
        picks.append(Pick(str(each), name, is_on, href, _left(day, only)))
    return picks


def coaches(cards: Sequence[ClassCard], wanted: Asked, reading: Reading) -> Menu:
    """The coaches of the week, by name."""
    named = _named((c.session.coach_id, c.session.coach) for c in cards if c.session.coach_id)
    day = _of_day(cards, wanted, reading)
    return _menu(
        [(each, name, _left(day, replace(wanted, coach_id=each))) for each, name in named],
        wanted.coach_id,
        (texts.ALL_COACHES, texts.BY_COACH),
        lambda chosen: wanted.address(reading.lang, coach_id=chosen),
        reading.lang,
    )


def places(branches: Sequence[LocationView], wanted: Asked, reading: Reading) -> Menu:
    """The gym's locations, in its order; not counted, since only the chosen one's classes are read."""
    return _menu(
        [(branch.id, branch.name, "") for branch in branches],
        wanted.location_id,
        (texts.ALL_PLACES, texts.BY_PLACE),
        lambda chosen: wanted.address(reading.lang, location_id=chosen),
        reading.lang,
    )


def _menu(
    found: Sequence[tuple[UUID, str, str]],
    chosen: UUID | None,
    words: tuple[Text, Text],
    address: Callable[[UUID | None], str],
    lang: Lang,
) -> Menu:
    """A menu of ids, names and counts; none where there is no choice and nothing is chosen."""
    if len(found) < 2 and chosen is None:
        return Menu()
    every, by = words
    name = next((name for each, name, _ in found if each == chosen), "")
    picks = [Pick("", every.to(lang), chosen is None, address(None))]
    picks += [
        Pick(str(each), name, each == chosen, address(each), count) for each, name, count in found
    ]
    label = by.to(lang) if chosen is None else name or texts.NOT_THIS_WEEK.to(lang)
    off_label = texts.TAKE_AWAY.to(lang, filter=label)
    return Menu(label, chosen is not None, address(None), off_label, picks)


def _of_day(cards: Iterable[ClassCard], wanted: Asked, reading: Reading) -> list[ClassCard]:
    return [c for c in cards if day_of(c.session.starts_at, reading.zone) == wanted.day]


def _left(day: Iterable[ClassCard], wanted: Asked) -> str:
    return str(sum(wanted.fits(c) for c in day) or "")


def _named(pairs: Iterable[tuple[UUID | None, str]]) -> list[tuple[UUID, str]]:
    found = {each: name for each, name in pairs if each is not None}
    return sorted(found.items(), key=lambda pair: (pair[1], pair[0]))
