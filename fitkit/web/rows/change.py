"""What a change of a plan does, as people read it: the lines of a preview, and bookings that it gives back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, ltr, moment, money
from fitkit.features.billing.queries import ChangeView, LineView, RestView
from fitkit.features.billing.rules.changes import ChangeKind
from fitkit.texts import changes
from fitkit.texts import freezes as texts
from fitkit.web.rows.ending import LineRow


@dataclass
class EffectRow:
    """A preview, worded."""

    lines: list[LineRow] = field(default_factory=list)
    released: str = ""  # how many bookings, and what comes back of them
    classes: list[str] = field(default_factory=list)


@dataclass
class ChangeRow:
    """What a change of plan would do, or why it may not be."""

    why_not: str = ""  # empty: it may
    when: str = ""
    lines: list[LineRow] = field(default_factory=list)
    total_words: str = ""
    total: str = ""
    then: list[LineRow] = field(default_factory=list)
    disclosed: list[str] = field(default_factory=list)
    pays: str = ""  # how it is paid
    verb: str = ""  # of the button that does it
    is_now: bool = False  # it is paid at once


def change_row(view: ChangeView, *, lang: Lang) -> ChangeRow:
    """A change of plan, worded."""
    if view.why_not is not None:
        return ChangeRow(why_not=view.why_not.to(lang))
    is_now = view.kind is ChangeKind.UPGRADE
    if is_now:
        verb = (
            changes.DO_NOW.to(lang, amount=view.amount) if view.amount else changes.DO_FREE.to(lang)
        )
    else:
        verb = changes.DO_LATER.to(lang, day=view.takes_on)
    by_card = changes.BY_CARD.to(lang, last4=ltr(view.card_last4))
    pays = by_card if view.card_last4 else (changes.BY_PAGE.to(lang) if is_now else "")
    return ChangeRow(
        when=(changes.AT_ONCE if is_now else changes.FROM_DAY).to(lang, day=view.takes_on),
        lines=lines_of(view.lines, lang),
        total_words=(changes.TO_PAY_NOW if is_now else changes.TO_PAY_LATER).to(
            lang, day=view.takes_on
        ),
        total=money(view.amount, lang),
        then=lines_of(view.then, lang),
        disclosed=list(view.disclosed[0 if lang is Lang.HE else 1]),
        pays=pays if view.amount else "",
        verb=verb,
        is_now=is_now and bool(view.amount),
    )


def lines_of(views: Iterable[LineView], lang: Lang) -> list[LineRow]:
    """Lines of a preview, worded."""
    return [
        LineRow(line.words.to(lang), "" if line.amount is None else money(line.amount, lang))
        for line in views
    ]


def rest_row(view: RestView, *, zone: ZoneInfo, lang: Lang, releases: bool) -> EffectRow:
    """What a freeze, or the end of one, does."""
    words = ""
    if releases:
        n = len(view.released)
        said = [texts.RELEASED.to(lang, n) if n else texts.NONE_RELEASED.to(lang)]
        said += [texts.ENTRIES_BACK.to(lang, view.entries_back)] if view.entries_back else []
        words = ", ".join(said)
    return EffectRow(
        lines_of(view.lines, lang),
        words,
        [f"{one.name.to(lang)}, {moment(one.starts_at, zone, lang)}" for one in view.released],
    )
