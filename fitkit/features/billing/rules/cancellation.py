"""Cancellation by Israeli law as arithmetic: when it takes effect, what is kept, what comes back, and why.

Sources: Consumer Protection Law 1981. §14c (14 days; four months for the protected), §13c1 to §13h
(fixed-term deals of gyms, Amendment 37), §13d (continuing deals), as collected in reference/israel.md
§6.2 and reference/market.md B10. FitKit is no lawyer: where the reading is unsure, the one kinder to
the member is taken, each in a function of its own (``third_for_fee``, ``business_days_on``,
``protected_days``, ``days_had``).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from fitkit.core.i18n import Counted, Text
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules.periods import days_in, months_after, months_between, share
from fitkit.texts import cancellation as texts

WITHDRAW_DAYS: Final = 14
PROTECTED_MONTHS: Final = 4
WITHDRAW_FEE_MOST: Final = Money.shekels(100)
WITHDRAW_FEE_SHARE: Final = Fraction(5, 100)
FEE_CAPS: Final = (Fraction(25, 100), Fraction(20, 100), Fraction(17, 100))
STOP_DAYS: Final = 3
STOP_DAYS_BY_POST: Final = 6
REFUND_WITHIN_DAYS: Final = 14
SET_DATE_DAYS: Final = 7
_DAY: Final = timedelta(days=1)


class DealKind(StrEnum):
    """What the law calls it."""

    FIXED_TERM = "fixed_term"  # months or a year with a last day
    CONTINUING = "continuing"  # renews until somebody ends it
    ENTRIES = "entries"  # a pack
    SET_DATE = "set_date"  # one class or course on days that are known


class Ground(StrEnum):
    """By which rule a deal is ended."""

    WITHDRAWAL = "withdrawal"  # within 14 days
    PROTECTED_WITHDRAWAL = "protected_withdrawal"  # within four months
    FIXED_TERM = "fixed_term"
    CONTINUING = "continuing"
    ENTRIES = "entries"  # no rule gives money back; the gym may
    TOO_LATE = "too_late"  # of a set date


@dataclass(frozen=True, slots=True)
class Deal:
    """What was agreed, as far as ending it goes."""

    kind: DealKind
    made_on: date
    starts_on: date
    price: Money  # of a continuing deal: of the period that runs on the day of notice; else of all of it
    ends_on: date | None = None  # last day of a fixed term; of a continuing deal, of that period
    next_ends_on: date | None = (
        None  # of a continuing deal: the last day of the period that follows
    )
    next_price: Money = ZERO  # of that period
    open_monthly: Money | None = None  # a month without commitment, as it was disclosed at the sale
    monthly: Money | None = None  # a month of this deal
    was_disclosed: bool = False  # the fee may be asked only then
    details_on: date | None = None  # when the written details arrived
    is_remote: bool = False  # made from afar: by the site, the app, a link, a call
    by_conversation: bool = False  # talked or written with somebody of the gym before
    is_protected: bool = False  # 65 or older, disabled, or a new immigrant of up to five years
    entries: int = 0  # of a pack
    entries_used: int = 0
    paid: Money = ZERO  # so far; of a continuing deal, for the period that runs
    set_for: date | None = None  # the first day of what is on a set date
    rests: tuple[tuple[date, date], ...] = ()  # first and last day of each freeze, ahead too
    days: int | None = None  # that the price is for; None: all from the first to the last


@dataclass(frozen=True, slots=True)
class Notice:
    """When and how the member said it."""

    on: date
    by_registered_post: bool = False
    wants_until: date | None = None  # a later last day, that day included, wished by the member
    rest_days: frozenset[date] = frozenset()  # holidays on which nobody works


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the calculation."""

    words: Text
    amount: Money | None = None  # None: it only explains
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What ending a deal means."""

    ground: Ground
    last_day: date  # the member may train until then, that day included
    used: Money  # kept for what was had
    fee: Money
    refund: Money  # to the member
    owed: Money  # by the member
    refund_by: date | None  # the law's last day for it
    lines: tuple[Line, ...]
    needs_review: bool = False  # the law leaves the gym a choice


def settle(deal: Deal, notice: Notice) -> Settlement:
    """End a deal by the rule that is kindest to the member among those that hold.

    Who wishes a later day does not withdraw: that would end it on the day of the notice.

    Raises:
        ValueError: the notice is older than the deal; the term, period or set date is missing.
    """
    if notice.on < deal.made_on:
        raise ValueError("a notice older than the deal")
    ways = [way for way in (_withdrawal(deal, notice), _by_kind(deal, notice)) if way is not None]
    return max(ways, key=lambda s: (s.refund - s.owed, s.ground is not Ground.ENTRIES))


def withdraws_until(deal: Deal) -> date | None:
    """The last day of withdrawal from a deal made from afar or that goes on; None: there is none.

    Counted from the deal or from the written details, whichever is later.
    """
    if not deal.is_remote and deal.kind is not DealKind.CONTINUING:
        return None
    known = max(deal.made_on, deal.details_on or deal.made_on)
    return protected_days(deal, known) or known + timedelta(days=WITHDRAW_DAYS)


def protected_days(deal: Deal, known: date) -> date | None:
    """The last day of the four months of somebody protected; None: the 14 days.

    The law wants a conversation, an electronic one too. Taken kindly: an order on the site counts
    as one when anybody of the gym wrote or spoke with the member before it.
    """
    if not (deal.is_protected and deal.by_conversation):
        return None
    return months_after(known, PROTECTED_MONTHS)


def third_for_fee(deal: Deal, last_day: date) -> int:
    """In which third of the term the deal ends: 0, 1 or 2; the cap of the fee falls with it.

    Not sure: whether the day of notice or that of effect decides. The later one, of effect, has the
    lower cap, and is taken.
    """
    if deal.ends_on is None:
        raise ValueError("a deal without a last day")
    whole = _paid_days(deal, deal.ends_on)
    gone = days_had(deal, last_day)
    return min(2, max(0, gone - 1) * 3 // whole)


def days_had(deal: Deal, until: date) -> int:
    """How many days of a deal were there to train on up to a day, that day included.

    Not sure: whether days of a freeze count as used, those between the notice and the last day as well. They
    do not: nobody may train on them.
    """
    last = until if deal.ends_on is None else min(until, deal.ends_on)
    rested = (days_in(max(a, deal.starts_on), min(b, last)) for a, b in deal.rests)
    return days_in(deal.starts_on, last) - sum(rested)


def _of_days(deal: Deal, until: date) -> Money:
    """The part of the price that falls on days that were had up to a day."""
    if deal.ends_on is None:
        return ZERO
    whole = _paid_days(deal, deal.ends_on)
    return deal.price.times(Fraction(min(days_had(deal, until), whole), whole))


def _paid_days(deal: Deal, ends_on: date) -> int:
    return max(1, days_in(deal.starts_on, ends_on) if deal.days is None else deal.days)


def business_days_on(start: date, days: int, rest_days: Collection[date]) -> date:
    """The day that is so many business days after another.

    Not sure: whether Friday is one. It is counted, so that charges stop sooner; Saturdays and
    holidays are not.
    """
    day = start
    while days > 0:
        day += _DAY
        if day.weekday() != 5 and day not in rest_days:
            days -= 1
    return day


def _withdrawal(deal: Deal, notice: Notice) -> Settlement | None:
    """§14c: within 14 days of the deal or the details, even when training has begun."""
    until = withdraws_until(deal)
    if until is None or notice.on > until or _wishes_later(notice):
        return None
    if deal.kind is DealKind.SET_DATE:
        return _set_date(deal, notice)
    used = _had(deal, notice.on)
    fee = max(min(_withdrawal_fee(deal), deal.price - used), ZERO)
    is_protected = protected_days(deal, until) is not None and notice.on > _plain_until(deal)
    ground = Ground.PROTECTED_WITHDRAWAL if is_protected else Ground.WITHDRAWAL
    why = texts.WITHDRAWAL_PROTECTED if is_protected else texts.WITHDRAWAL
    return _made(
        ground,
        deal,
        notice,
        last_day=notice.on,
        used=used,
        fee=fee,
        lines=(
            Line(why, params={"until": until}),
            _used_line(deal, used, notice.on),
            Line(texts.WITHDRAWAL_FEE, -fee),
        ),
    )


def _withdrawal_fee(deal: Deal) -> Money:
    return min(deal.price.times(WITHDRAW_FEE_SHARE), WITHDRAW_FEE_MOST)


def _wishes_later(notice: Notice) -> bool:
    return notice.wants_until is not None and notice.wants_until > notice.on


def _plain_until(deal: Deal) -> date:
    return max(deal.made_on, deal.details_on or deal.made_on) + timedelta(days=WITHDRAW_DAYS)


def _by_kind(deal: Deal, notice: Notice) -> Settlement | None:
    match deal.kind:
        case DealKind.FIXED_TERM:
            return _fixed_term(deal, notice)
        case DealKind.CONTINUING:
            return _continuing(deal, notice)
        case DealKind.ENTRIES:
            return _entries(deal, notice)
        case DealKind.SET_DATE:
            return _set_date(deal, notice)


def _fixed_term(deal: Deal, notice: Notice) -> Settlement:
    """Amendment 37: any day, a month ahead; what was had is paid, and a fee within its cap."""
    if deal.ends_on is None:
        raise ValueError("a fixed term needs its last day")
    by_law = months_after(notice.on, 1) - _DAY
    last_day = min(max(by_law, notice.wants_until or date.min), deal.ends_on)
    used = _of_days(deal, last_day)
    fee, fee_lines = _term_fee(deal, last_day, used)
    lines = (
        _until_wished(last_day)
        if last_day > by_law
        else Line(texts.TERM, params={"notice": notice.on, "last": last_day}),
        _used_line(deal, used, last_day),
        *fee_lines,
    )
    return _made(
        Ground.FIXED_TERM, deal, notice, last_day=last_day, used=used, fee=fee, lines=lines
    )


def _term_fee(deal: Deal, last_day: date, used: Money) -> tuple[Money, tuple[Line, ...]]:
    if not deal.was_disclosed or deal.open_monthly is None or deal.monthly is None:
        return ZERO, (Line(texts.NO_FEE_UNDISCLOSED, ZERO),)
    had = days_had(deal, last_day)
    months = months_between(last_day + _DAY - timedelta(days=had), last_day + _DAY)
    difference = max(deal.open_monthly - deal.monthly, ZERO).times(months)
    cap = FEE_CAPS[third_for_fee(deal, last_day)]
    most = deal.price.times(cap)
    fee = max(min(difference, most, deal.price - used), ZERO)
    explained = Line(
        texts.TERM_FEE,
        -fee,
        {
            "open": deal.open_monthly,
            "deal": deal.monthly,
            "months": _decimal(months),
            "difference": difference,
            "cap": int(cap * 100),
            "most": most,
        },
    )
    return fee, (explained,)


def _continuing(deal: Deal, notice: Notice) -> Settlement:
    """§13d: ends three business days after the notice, six by registered post; later money goes back."""
    if deal.ends_on is None:
        raise ValueError("a continuing deal needs the last day of its period")
    days = STOP_DAYS_BY_POST if notice.by_registered_post else STOP_DAYS
    stops = business_days_on(notice.on, days, notice.rest_days)
    last_day = max(stops, notice.wants_until or date.min)
    used = _of_days(deal, last_day)
    lines = [
        _until_wished(last_day)
        if last_day > stops
        else Line(texts.CONTINUING, params={"days": days, "last": last_day}),
        _used_line(deal, used, last_day),
    ]
    later = wished_days(deal, stops, last_day)
    if later is not None and deal.next_ends_on is not None:
        of = deal.ends_on + _DAY, deal.next_ends_on
        more = share(deal.next_price, used=later, of=of)
        params = {
            "days": Counted(texts.DAYS, days_in(*later)),
            "first": later[0],
            "last": later[1],
        }
        lines.append(Line(texts.USED_LATER, -more, params))
        used += more
    return _made(
        Ground.CONTINUING, deal, notice, last_day=last_day, used=used, fee=ZERO, lines=lines
    )


def wished_days(deal: Deal, stops: date, last_day: date) -> tuple[date, date] | None:
    """The days of the following period that a wish for a later last day adds, which are paid; None: none.

    Not sure: whether days until the law's own end that fall into that period are paid by who stays
    longer. They are free for who does not, and stay so.
    """
    if deal.ends_on is None:
        return None
    first = max(deal.ends_on, stops) + _DAY
    return (first, last_day) if first <= last_day else None


def _entries(deal: Deal, notice: Notice) -> Settlement:
    """A pack past its days of withdrawal: no rule gives money back, and the gym is asked."""
    lines = (_no_right(deal),)
    return _made(
        Ground.ENTRIES,
        deal,
        notice,
        last_day=notice.on,
        used=deal.paid,
        fee=ZERO,
        lines=lines,
        needs_review=True,
    )


def _set_date(deal: Deal, notice: Notice) -> Settlement:
    """§14c (d): what is on a set date, until seven days before it that are no days of rest."""
    if deal.set_for is None:
        raise ValueError("a set date is missing")
    enough = _days_ahead(notice.on, deal.set_for, notice.rest_days) >= SET_DATE_DAYS
    until = withdraws_until(deal)
    if not enough or until is None or notice.on > until:
        return _made(
            Ground.TOO_LATE,
            deal,
            notice,
            last_day=notice.on,
            used=deal.paid,
            fee=ZERO,
            lines=(
                _no_right(deal)
                if enough
                else Line(texts.SET_DATE_TOO_LATE, params={"day": deal.set_for}),
            ),
            needs_review=True,
        )
    fee = _withdrawal_fee(deal)
    lines = (
        Line(texts.WITHDRAWAL, params={"until": until}),
        Line(texts.WITHDRAWAL_FEE, -fee),
    )
    return _made(
        Ground.WITHDRAWAL, deal, notice, last_day=notice.on, used=ZERO, fee=fee, lines=lines
    )


def _no_right(deal: Deal) -> Line:
    """Why the law gives nothing back: its days are over, or there never were any."""
    until = withdraws_until(deal)
    if until is None:
        return Line(texts.NO_WITHDRAWAL)
    return Line(texts.WITHDRAWAL_OVER, params={"until": until})


def _until_wished(last_day: date) -> Line:
    return Line(texts.AS_WISHED, params={"last": last_day})


def _days_ahead(start: date, end: date, rest_days: Collection[date]) -> int:
    span = (start + _DAY * n for n in range((end - start).days))
    return sum(1 for day in span if day.weekday() != 5 and day not in rest_days)


def _had(deal: Deal, until: date) -> Money:
    """What was used of a deal up to a day, that day included."""
    if deal.kind is DealKind.ENTRIES:
        return deal.price.times(
            Fraction(min(deal.entries_used, deal.entries), max(deal.entries, 1))
        )
    return _of_days(deal, until)


def _used_line(deal: Deal, used: Money, last_day: date) -> Line:
    if deal.kind is DealKind.ENTRIES:
        used_up = Counted(texts.ENTRIES, deal.entries_used)
        params: dict[str, object] = {"used": used_up, "entries": deal.entries}
        return Line(texts.USED_ENTRIES, -used, params)
    last = min(last_day, deal.ends_on or last_day)
    days = days_had(deal, last)
    if not days:
        return Line(texts.NOT_BEGUN, -used, {"first": deal.starts_on})
    params = {"days": Counted(texts.DAYS, days), "first": deal.starts_on, "last": last}
    rested = days_in(deal.starts_on, last) - days
    if not rested:
        return Line(texts.USED_DAYS, -used, params)
    return Line(texts.USED_RESTED, -used, {**params, "rested": Counted(texts.DAYS, rested)})


def _made(
    ground: Ground,
    deal: Deal,
    notice: Notice,
    *,
    last_day: date,
    used: Money,
    fee: Money,
    lines: Iterable[Line],
    needs_review: bool = False,
) -> Settlement:
    """Together with what was paid: what comes back or is still to be paid, never more than the price."""
    kept = min(used + fee, max(deal.price, used))
    balance = deal.paid - kept
    refund, owed = max(balance, ZERO), max(-balance, ZERO)
    end = Line(texts.COMES_BACK, refund) if not owed else Line(texts.STILL_OWED, owed)
    return Settlement(
        ground=ground,
        last_day=last_day,
        used=used,
        fee=fee,
        refund=refund,
        owed=owed,
        refund_by=notice.on + timedelta(days=REFUND_WITHIN_DAYS) if refund else None,
        lines=(Line(texts.PAID, deal.paid), *lines, end),
        needs_review=needs_review,
    )


def _decimal(months: Fraction) -> str:
    return f"{float(months):.1f}"
