"""What a change of a plan does, as people read it: the lines of a preview, and bookings that it gives back."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, moment, money
from fitkit.features.billing.queries import RestView
from fitkit.texts import freezes as texts
from fitkit.web.rows.ending import LineRow


@dataclass
class EffectRow:
    """A preview, worded."""

    lines: list[LineRow] = field(default_factory=list)
    released: str = ""  # how many bookings, and what comes back of them
    classes: list[str] = field(default_factory=list)


def rest_row(view: RestView, *, zone: ZoneInfo, lang: Lang, releases: bool) -> EffectRow:
    """What a freeze, or the end of one, does."""
    words = ""
    if releases:
        n = len(view.released)
        said = [texts.RELEASED.to(lang, n) if n else texts.NONE_RELEASED.to(lang)]
        said += [texts.ENTRIES_BACK.to(lang, view.entries_back)] if view.entries_back else []
        words = ", ".join(said)
    return EffectRow(
        [
            LineRow(line.words.to(lang), "" if line.amount is None else money(line.amount, lang))
            for line in view.lines
        ],
        words,
        [f"{one.name.to(lang)}, {moment(one.starts_at, zone, lang)}" for one in view.released],
    )
