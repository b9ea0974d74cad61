"""From a deal as it is kept to what the law says of ending it, and which of its periods that is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import cancellation, periods
from fitkit.features.billing.rules.cancellation import DealKind, Line, Notice, Settlement
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.closures.rules import Leaning, proposals
from fitkit.features.members.rules import is_printable
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans.rules import Every, PlanKind
from fitkit.texts import cancellation as law
from fitkit.texts import common
from fitkit.texts import endings as texts

PROTECTED_FROM_AGE: Final = 65
BACK_MOST: Final = 60  # days that staff may date a notice back
REASON_MOST: Final = 500
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One period of a deal, and what was paid for it."""

    id: UUID
    number: int
    first_on: date
    last_on: date
    amount: Money
    paid: Money  # refunds taken off
    state: PeriodState


@dataclass(frozen=True, slots=True)
class DealFacts:
    """A deal as it is kept."""

    every: Every | None  # None: paid once
    price: Money  # of a period, or of all
    anchor_on: date
    made_on: date
    commitment_months: int | None
    open_price: Money | None
    is_remote: bool
    was_disclosed: bool
    plan_kind: PlanKind
    ends_on: date | None  # last day of the subscription
    entries: int
    entries_used: int  # those for classes after the day of the notice not counted
    rests: tuple[tuple[date, date], ...]  # first and last day of each freeze
    spans: tuple[Span, ...]  # by number; without void ones
    discount: Discount | None = None  # of the coupon it was taken with


@dataclass(frozen=True, slots=True)
class Typed:
    """A notice as a form gives it."""

    noticed_on: date | None = None  # None, and always for members: today
    by_registered_post: bool = False
    is_protected: bool = False  # as the member states; who is known to be 65 is so anyway
    spoke_before: bool = False  # as the member states
    wants_until: date | None = None  # a later last day; None: the earliest


@dataclass(frozen=True, slots=True)
class Said:
    """A member's notice, with what is known of them."""

    on: date
    by_registered_post: bool = False
    is_protected: bool = False  # 65 or older, disabled, or a new immigrant of up to five years
    spoke_before: bool = False  # with somebody of the gym, before the deal was made
    wants_until: date | None = None  # a later last day, that they wish


@dataclass(frozen=True, slots=True)
class Ending:
    """What ending a deal means, and for which of its periods."""

    settlement: Settlement
    from_number: int  # the first period it is about; those before stay as they are
    paid: Money  # for these periods
    forgiven: Money = ZERO  # of what would be owed: it was written off before

    @property
    def kept(self) -> Money:
        """What the gym has earned for these periods, the fee and what it wrote off included."""
        return self.paid - self.settlement.refund + self.settlement.owed + self.forgiven


@dataclass(frozen=True, slots=True)
class Left:
    """What becomes of a period that was not paid: its debt, or nothing of it."""

    span_id: UUID
    owed: Money  # ZERO: it is void


def ending(facts: DealFacts, said: Said) -> Ending:
    """End a deal by the law: the one calculation of the preview and of the deed.

    Raises:
        Refusal: at ``noticed_on``: the notice is older than the deal; at ``wants_until``: no day on which
            it may end.
    """
    if said.on < facts.made_on:
        raise Refusal(texts.OLDER_THAN_DEAL, field="noticed_on", day=facts.made_on)
    deal, from_number = as_law(facts, said)
    notice = Notice(said.on, said.by_registered_post, rest_days=rest_days(said.on))
    if said.wants_until is not None:
        notice = _wished(facts, deal, notice, said.wants_until)
    return _forgive(Ending(cancellation.settle(deal, notice), from_number, deal.paid), facts)


def _wished(facts: DealFacts, deal: cancellation.Deal, notice: Notice, until: date) -> Notice:
    """A notice with the last day that is wished: from the earliest one of such a deal to ``latest_end``."""
    if until == cancellation.settle(deal, notice).last_day:
        return notice
    most = latest_end(facts, deal, notice.on)
    later = replace(notice, wants_until=notice.on + _DAY)  # who wishes does not withdraw
    least = cancellation.settle(deal, later).last_day
    if most is None or most < least:
        raise Refusal(texts.WISH_NONE, field="wants_until")
    if not least <= until <= most:
        raise Refusal(texts.WISH_BETWEEN, field="wants_until", first=least, last=most)
    if any(last >= notice.on for _, last in facts.rests):
        raise Refusal(texts.WISH_RESTING, field="wants_until")
    return replace(notice, wants_until=until)


def latest_end(facts: DealFacts, deal: cancellation.Deal, on: date) -> date | None:
    """The latest last day that may be wished: of what renews, the last of the period after the one that runs.

    Never after a term's own end; None: of entries, which end when they are used.
    """
    match deal.kind:
        case DealKind.CONTINUING:
            return deal.next_ends_on or deal.ends_on
        case DealKind.FIXED_TERM if deal.ends_on is not None:
            following = None if facts.every is None else _following(facts, on)
            return deal.ends_on if following is None else min(following[0], deal.ends_on)
        case _:
            return None


def _forgive(ending_: Ending, facts: DealFacts) -> Ending:
    """A debt that the gym wrote off is not asked for again; nothing of it comes back either."""
    done = ending_.settlement
    gone = (s for s in facts.spans if s.number >= ending_.from_number)
    off = sum((s.amount - s.paid for s in gone if s.state is PeriodState.FORGIVEN), ZERO)
    less = min(off, done.owed)
    if not less:
        return ending_
    owed = done.owed - less
    last = Line(law.STILL_OWED, owed) if owed else Line(law.COMES_BACK, ZERO)
    lines = (*done.lines[:-1], Line(texts.WRITTEN_OFF, less), last)
    return replace(ending_, settlement=replace(done, owed=owed, lines=lines), forgiven=less)


def decided(paid: Money, refund: Money, *, today: date) -> Ending:
    """End a deal as the gym decides, today: what it does not give back it keeps.

    Raises:
        Refusal: at ``refund``: below zero, or more than was paid.
    """
    if not ZERO <= refund <= paid:
        raise Refusal(texts.REFUND_BETWEEN, field="refund", most=paid)
    lines = (
        Line(law.PAID, paid),
        Line(texts.DECIDED, refund - paid),
        Line(law.COMES_BACK, refund),
    )
    done = Settlement(
        ground=cancellation.Ground.ENTRIES,
        last_day=today,
        used=paid - refund,
        fee=ZERO,
        refund=refund,
        owed=ZERO,
        refund_by=refund_day(today) if refund else None,
        lines=lines,
    )
    return Ending(done, 0, paid)


def refund_day(on: date) -> date:
    """The last day for money that goes back."""
    return on + timedelta(days=cancellation.REFUND_WITHIN_DAYS)


def kind_of(facts: DealFacts, on: date) -> DealKind:
    """What the law calls a deal on a day; one whose commitment is over goes on until it is ended."""
    if facts.plan_kind in (PlanKind.PACK, PlanKind.TRIAL) and facts.every is None:
        return DealKind.ENTRIES
    last = term_end(facts)
    return DealKind.CONTINUING if last is None or on > last else DealKind.FIXED_TERM


def term_end(facts: DealFacts) -> date | None:
    """The last day of a term; None: it has none."""
    if facts.every is None:
        return facts.ends_on
    if facts.commitment_months is None:
        return None
    return periods.months_after(facts.anchor_on, facts.commitment_months) - _DAY


def as_law(facts: DealFacts, said: Said) -> tuple[cancellation.Deal, int]:
    """A deal in the words of the law, and the first period that it is about."""
    kind = kind_of(facts, said.on)
    match kind:
        case DealKind.FIXED_TERM:
            first, last, price, number = _term(facts)
        case DealKind.CONTINUING:
            first, last, price, number = _running(facts, said.on)
        case _:
            first, last, price, number = facts.anchor_on, facts.ends_on, _price(facts, 0), 0
    scope = [span for span in facts.spans if span.number >= number]
    days = None if last is None else _days_paid(facts, kind, first, last, number)
    if kind is DealKind.FIXED_TERM and last is not None and facts.every is not None:
        last = _after_rests(facts.rests, first, last)
    following = _following(facts, said.on) if kind is DealKind.CONTINUING else None
    deal = cancellation.Deal(
        kind=kind,
        made_on=facts.made_on,
        starts_on=first,
        rests=facts.rests,
        days=days,
        ends_on=last,
        next_ends_on=None if following is None else following[0],
        next_price=ZERO if following is None else following[1],
        price=price,
        open_monthly=facts.open_price,
        monthly=_monthly(facts),
        was_disclosed=facts.was_disclosed,
        is_remote=facts.is_remote,
        by_conversation=said.spoke_before,
        is_protected=said.is_protected,
        entries=facts.entries,
        entries_used=facts.entries_used,
        paid=sum((span.paid for span in scope), ZERO),
    )
    return deal, number


def left_unpaid(ending_: Ending, spans: Iterable[Span]) -> tuple[Left, ...]:
    """What becomes of periods that are not paid: what is owed stands in the oldest of them.

    What the settlement leaves to be paid may be more than they were: then the rest is a debt of its
    own, in the book alone.
    """
    owed, found = ending_.settlement.owed, []
    for span in spans:
        if span.number < ending_.from_number or span.state in _SETTLED:
            continue
        part = min(owed, span.amount)
        owed -= part
        found.append(Left(span.id, part))
    return tuple(found)


_SETTLED: Final = (PeriodState.PAID, PeriodState.VOID, PeriodState.FORGIVEN)


def from_charges(
    wanted: Money, charges: Iterable[tuple[UUID, Money]]
) -> tuple[tuple[tuple[UUID, Money], ...], Money]:
    """Which charges give an amount back, in the order given, none more than it has left; and what no charge gives.

    Args:
        wanted: to go back.
        charges: id and what may still go back of each, newest first.
    """
    found = []
    for charge_id, has in charges:
        part = min(wanted, has)
        if part > ZERO:
            found.append((charge_id, part))
            wanted -= part
    return tuple(found), wanted


def change_of_sales(sold: Mapping[int, Money], kept: Money, *, rate: int) -> dict[int, Money]:
    """By how much sales change so that what is kept is what was sold, by rate of VAT in thousandths.

    Less: at the rates at which it was sold, the newest first. More: at ``rate``.

    Args:
        sold: by rate, the newest first; VAT included.
        kept: what the gym has earned, VAT included.
        rate: of the day of the notice.
    """
    change = kept - sum(sold.values(), ZERO)
    if change > ZERO:
        return {rate: change}
    found = {}
    for each, amount in sold.items():
        part = max(change, -amount)
        if part:
            found[each] = part
            change -= part
    return found


def is_old_enough(born: date | None, on: date) -> bool:
    """Whether somebody has the rights from the age of 65 on a day; False when it is not known."""
    return born is not None and periods.months_after(born, 12 * PROTECTED_FROM_AGE) <= on


def rest_days(on: date) -> frozenset[date]:
    """Holidays near a day, on which nobody works."""
    years = (on.year, on.year + 1)
    return frozenset(p.day for year in years for p in proposals(year) if p.leaning is Leaning.CLOSE)


def checked_day(on: date, today: date) -> date:
    """The day of a notice.

    Raises:
        Refusal: at ``noticed_on``: ahead, or too long ago.
    """
    if not today - timedelta(days=BACK_MOST) <= on <= today:
        raise Refusal(texts.NOTICE_DAY, field="noticed_on", days=BACK_MOST)
    return on


def checked_words(words: str, *, needed: bool = False) -> str:
    """Why, on one line.

    Raises:
        Refusal: at ``reason``: missing where it is needed, too long, not printable.
    """
    one = " ".join(words.split())
    if needed and not one:
        raise Refusal(common.REQUIRED, field="reason")
    if len(one) > REASON_MOST:
        raise Refusal(common.TOO_LONG, field="reason", most=REASON_MOST)
    if not is_printable(one):
        raise Refusal(common.SOMETHING_WRONG, field="reason")
    return one


def kept_lines(lines: Iterable[Line]) -> list[list[object]]:
    """Lines as they are kept: words in both languages, and agorot or nothing."""
    return [
        [
            [line.words.to(lang, **line.params) for lang in (Lang.HE, Lang.EN)],
            None if line.amount is None else line.amount.agorot,
        ]
        for line in lines
    ]


def _term(facts: DealFacts) -> tuple[date, date | None, Money, int]:
    """A term as a whole: what its periods cost that are there, and the price for those to come."""
    first = facts.spans[0].first_on if facts.spans else facts.anchor_on
    last = term_end(facts)
    count = 1
    if facts.every is not None and facts.commitment_months is not None:
        each = 1 if facts.every is Every.MONTH else 12
        count = -(-facts.commitment_months // each)
    price = sum((_price(facts, n) for n in range(count)), ZERO)
    return first, last, price, 0


def _running(facts: DealFacts, on: date) -> tuple[date, date | None, Money, int]:
    """The period that runs on a day; before the first one: that one."""
    for span in facts.spans:
        if on <= span.last_on and (span.first_on <= on or span.number == 0):
            return span.first_on, span.last_on, span.amount, span.number
    if facts.every is None:  # paid once, for good: a month of it is what the law knows
        last = max(periods.months_after(facts.anchor_on, 1) - _DAY, on)
        return facts.anchor_on, last, facts.price, 0
    if facts.spans and on > facts.spans[-1].last_on:
        return _after_last(facts, facts.every, facts.spans[-1], on)
    number = max(0, periods.number_of(facts.anchor_on, on, facts.every))
    first, last = periods.period(facts.anchor_on, number, facts.every)
    return first, last, _price(facts, number), number


def _following(facts: DealFacts, on: date) -> tuple[date, Money] | None:
    """The last day and the price of the period after the one that runs on a day; None: nothing renews."""
    if facts.every is None:
        return None
    _, last, _, number = _running(facts, on)
    if last is None:
        return None
    whole = periods.period(facts.anchor_on, number + 1, facts.every)
    opened = next((s.last_on for s in facts.spans if s.number == number + 1), None)
    ends = opened or last + timedelta(days=periods.days_in(*whole))
    return ends, _price(facts, number + 1)


def _after_last(
    facts: DealFacts, every: Every, newest: Span, on: date
) -> tuple[date, date, Money, int]:
    """The period of a day that was not opened yet: they follow the newest one, wherever freezes took it."""
    number, first = newest.number, newest.first_on
    last = newest.last_on
    while last < on:
        number, first = number + 1, last + _DAY
        whole = periods.period(facts.anchor_on, number, every)
        last = first + timedelta(days=periods.days_in(*whole) - 1)
    return first, last, _price(facts, number), number


def _price(facts: DealFacts, number: int) -> Money:
    off = facts.discount.off(facts.price, number) if facts.discount else ZERO
    return next((s.amount for s in facts.spans if s.number == number), facts.price - off)


def _monthly(facts: DealFacts) -> Money | None:
    if facts.every is None:
        return None
    return facts.price if facts.every is Every.MONTH else facts.price.times(Fraction(1, 12))


def _days_paid(facts: DealFacts, kind: DealKind, first: date, last: date, number: int) -> int:
    """How many days a price is for: without those by which freezes made its span longer."""
    length = periods.days_in(first, last)
    if facts.every is None:  # its last day was moved by every freeze
        rested = (periods.days_in(max(a, first), min(b, last)) for a, b in facts.rests)
        return length - (sum(rested) if kind is DealKind.FIXED_TERM else 0)
    if kind is DealKind.FIXED_TERM:
        return length
    begun, ends = periods.period(facts.anchor_on, number, facts.every)
    sold = periods.days_in(first if number == 0 else begun, ends)
    return min(length, sold)  # cut short by a last day, it is for those days


def _after_rests(rests: Iterable[tuple[date, date]], first: date, last: date) -> date:
    """The last day of a term that a freeze makes no shorter: its days come after it."""
    for a, b in sorted(rests):
        if a <= last:
            last += timedelta(days=periods.days_in(max(a, first), b))
    return last
