"""Plans on screens: a card, its preview, and what a plan gives in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fitkit.core.i18n import Counted, Lang, Text, day_in_record, money
from fitkit.core.money import Money
from fitkit.features.billing.rules.checkout import Offer
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans.queries import PlanView
from fitkit.features.plans.rules import Every, PlanKind, Terms
from fitkit.texts import common, desk, shop

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
        offer_of(view, starts_on=date.min), is_private=view.is_private, names=names, lang=lang
    )
    row.id = str(view.id)
    row.holders = holders_words(holders, lang)
    row.has_holders = holders > 0
    row.kept = desk.KEPT_BY.to(lang, holders) if holders else ""
    row.is_retired = view.is_retired
    row.gives += [window] if (window := sign_up(view.sold_from, view.sold_until, lang)) else []
    return row


def offer_of(
    view: PlanView,
    *,
    starts_on: date,
    has_vat: bool = True,
    is_remote: bool = True,
    discount: Discount | None = None,
) -> Offer:
    """A plan as it is sold from a day on."""
    return Offer(
        name=view.name,
        terms=view.terms,
        price=view.price,
        every=view.every,
        commitment_months=view.commitment_months,
        open_price=view.open_price,
        billing_day=view.billing_day,
        most_instalments=view.most_instalments,
        starts_on=starts_on,
        has_vat=has_vat,
        is_remote=is_remote,
        discount=discount,
    )


def offer(sold: Offer, *, is_private: bool, names: Mapping[UUID, Text], lang: Lang) -> PlanRow:
    """What a member sees of a plan, also of one that is still being written."""
    terms, price = sold.terms, sold.price
    strokes = terms.weekly_limit or terms.entries or 0
    committed = commitment(sold, lang)
    return PlanRow(
        name=sold.name.to(lang),
        kind=str(terms.kind),
        kind_word=desk.KINDS[terms.kind].to(lang),
        price=money(price, lang) if price else desk.FREE.to(lang),
        period=_period(sold, lang),
        per_class=_per_class(sold, lang),
        gives=[
            gives(terms, lang),
            lasts(terms, lang),
            *([committed] if committed else []),
            covers(terms, names, lang),
        ],
        strokes=min(strokes, 30),
        strokes_label=gives(terms, lang),
        is_private=is_private,
    )


def commitment(sold: Offer, lang: Lang) -> str:
    """For how long one binds oneself; empty when not at all."""
    if sold.commitment_months is None:
        return ""
    return shop.WITH_COMMITMENT.to(lang, months=Counted(shop.MONTHS, sold.commitment_months))


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
    days = Counted(common.DAYS, terms.valid_days)
    if terms.begin_within is None:
        return desk.GOOD_FOR.to(lang, days=days)
    within = Counted(common.DAYS, terms.begin_within)
    return desk.GOOD_FROM_USE.to(lang, days=days, within=within)


def covers(terms: Terms, names: Mapping[UUID, Text], lang: Lang) -> str:
    """For which classes it is good, and at which hours."""
    classes = desk.ALL_CLASSES.to(lang)
    if terms.class_type_ids:
        listed = [names[i].to(lang) for i in terms.class_type_ids if i in names]
        classes = desk.ONLY_CLASSES.to(lang, names=", ".join(listed))
    since = terms.class_from and f"{terms.class_from:%H:%M}"
    until = terms.class_until and f"{terms.class_until:%H:%M}"
    if since and until:
        return desk.AT_HOURS.to(lang, classes=classes, since=since, until=until)
    if since:
        return desk.AT_HOURS_FROM.to(lang, classes=classes, since=since)
    return desk.AT_HOURS_UNTIL.to(lang, classes=classes, until=until) if until else classes


def sign_up(first: date | None, last: date | None, lang: Lang) -> str:
    """When it may be signed up for; empty: always."""
    if first and last:
        said = {"first": day_in_record(first), "last": day_in_record(last)}
        return desk.SOLD_BETWEEN.to(lang, **said)
    if first:
        return desk.SOLD_FROM_ON.to(lang, first=day_in_record(first))
    return desk.SOLD_UNTIL_ON.to(lang, last=day_in_record(last)) if last else ""


def holders_words(n: int, lang: Lang) -> str:
    """How many have it."""
    return desk.HOLDERS.to(lang, n) if n else desk.NO_HOLDERS.to(lang)


def _period(sold: Offer, lang: Lang) -> str:
    if not sold.price:
        return ""
    match sold.every:
        case Every.MONTH:
            return desk.A_MONTH.to(lang)
        case Every.YEAR:
            return shop.A_YEAR.to(lang)
        case None:
            return desk.ONE_TIME.to(lang)


def _per_class(sold: Offer, lang: Lang) -> str:
    """The price of one class, in whole shekels: of a month, by 52 weeks in 12 months."""
    terms, price = sold.terms, sold.price
    if not price:
        return ""
    if terms.kind is PlanKind.PACK and terms.entries:
        each = price.agorot // terms.entries
    elif terms.weekly_limit and sold.every is not None:
        times = 12 if sold.every is Every.MONTH else 1
        each = price.agorot * times // (52 * terms.weekly_limit)
    else:
        return ""
    return desk.PER_CLASS.to(lang, price=money(Money.shekels(round(each / 100)), lang))
