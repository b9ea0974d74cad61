"""Plans on screens: a card, its preview, and what a plan gives in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fitkit.core.i18n import Counted, Lang, Text, money
from fitkit.core.money import Money
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.texts import common, desk

NO_NAMES: Mapping[UUID, Text] = {}


@dataclass
class PlanRow:
    """A plan as a card."""

    id: str = ""
    name: str = ""
    kind: str = ""
    kind_word: str = ""
    price: str = ""
    period: str = ""  # a month, or one payment
    per_class: str = ""
    gives: list[str] = field(default_factory=list)
    strokes: int = 0  # of the tally; 0: none is drawn
    strokes_label: str = ""
    holders: str = ""
    has_holders: bool = False
    kept: str = ""  # why it cannot be deleted; empty: nobody has it
    is_private: bool = False
    is_retired: bool = False


@dataclass
class PlanGroup:
    """Plans of one kind, or of two that belong together."""

    kind: str
    title: str
    plans: list[PlanRow]


def plan_row(view: PlanView, *, names: Mapping[UUID, Text], holders: int, lang: Lang) -> PlanRow:
    """A plan as a card."""
    row = offer(
        view.name.to(lang),
        view.terms,
        view.price,
        is_private=view.is_private,
        names=names,
        lang=lang,
    )
    row.id = str(view.id)
    row.holders = holders_words(holders, lang)
    row.has_holders = holders > 0
    row.kept = desk.KEPT_BY.to(lang, holders) if holders else ""
    row.is_retired = view.is_retired
    return row


def offer(
    name: str,
    terms: Terms,
    price: Money,
    *,
    is_private: bool,
    names: Mapping[UUID, Text],
    lang: Lang,
) -> PlanRow:
    """What a member sees of a plan, also of one that is still being written."""
    strokes = terms.weekly_limit or terms.entries or 0
    return PlanRow(
        name=name,
        kind=str(terms.kind),
        kind_word=desk.KINDS[terms.kind].to(lang),
        price=money(price, lang) if price else desk.FREE.to(lang),
        period=_period(terms.kind, price, lang),
        per_class=_per_class(terms, price, lang),
        gives=[gives(terms, lang), lasts(terms, lang), covers(terms, names, lang)],
        strokes=min(strokes, 30),
        strokes_label=gives(terms, lang),
        is_private=is_private,
    )


def gives(terms: Terms, lang: Lang) -> str:
    """How much may be trained with it."""
    match terms.kind:
        case PlanKind.WEEKLY:
            return desk.GIVES_WEEKLY.to(lang, terms.weekly_limit or 0)
        case PlanKind.UNLIMITED:
            return desk.GIVES_UNLIMITED.to(lang)
        case PlanKind.PACK:
            return desk.GIVES_ENTRIES.to(lang, terms.entries or 0)
        case PlanKind.TRIAL:
            return desk.GIVES_TRIAL.to(lang)


def lasts(terms: Terms, lang: Lang) -> str:
    """How long it is good for."""
    if terms.valid_days is None:
        return desk.GOOD_OPEN.to(lang)
    return desk.GOOD_FOR.to(lang, days=Counted(common.DAYS, terms.valid_days))


def covers(terms: Terms, names: Mapping[UUID, Text], lang: Lang) -> str:
    """For which classes it is good."""
    if not terms.class_type_ids:
        return desk.ALL_CLASSES.to(lang)
    listed = [names[i].to(lang) for i in terms.class_type_ids if i in names]
    return desk.ONLY_CLASSES.to(lang, names=", ".join(listed))


def holders_words(n: int, lang: Lang) -> str:
    """How many have it."""
    return desk.HOLDERS.to(lang, n) if n else desk.NO_HOLDERS.to(lang)


def _period(kind: PlanKind, price: Money, lang: Lang) -> str:
    if not price:
        return ""
    is_monthly = kind in (PlanKind.WEEKLY, PlanKind.UNLIMITED)
    return (desk.A_MONTH if is_monthly else desk.ONE_TIME).to(lang)


def _per_class(terms: Terms, price: Money, lang: Lang) -> str:
    """The price of one class, in whole shekels: of a month, by 52 weeks in 12 months."""
    if not price:
        return ""
    match terms.kind:
        case PlanKind.WEEKLY if terms.weekly_limit:
            each = price.agorot * 12 // (52 * terms.weekly_limit)
        case PlanKind.PACK if terms.entries:
            each = price.agorot // terms.entries
        case _:
            return ""
    return desk.PER_CLASS.to(lang, price=money(Money.shekels(round(each / 100)), lang))
