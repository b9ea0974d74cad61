"""What the card of a class says and what a tap on it does."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.i18n import Counted, Text, clock_time
from fitkit.features.booking.rules.agreed import Toll, toll_of
from fitkit.features.booking.rules.cancelling import cancellation_outcome
from fitkit.features.booking.rules.engine import decide_booking, policy_for
from fitkit.features.booking.rules.facts import (
    Admit,
    Attendance,
    BookingCost,
    CancelledBy,
    Cost,
    Desk,
    FreeCancellation,
    Hindrance,
    LateCancellation,
    Mend,
    MyPlace,
    MyWait,
    Queue,
    Reason,
    Refuse,
    Sentence,
    Takes,
    TooLate,
    when,
)
from fitkit.features.booking.rules.line import (
    LineWay,
    decide_promotion,
    is_in_time,
    line_moment,
)
from fitkit.features.booking.rules.ways import SWAPPABLE, cost_of_swap, decide_trial, swap_for
from fitkit.features.penalties.rules import Record, Verdict
from fitkit.features.scheduling.rules import SessionFacts
from fitkit.features.subscriptions.rules import Entitlement
from fitkit.texts import common
from fitkit.texts import penalties as penalty_words
from fitkit.texts import places as words
from fitkit.texts import schedule as texts
from fitkit.texts import subscriptions as plan_texts

FEW_PLACES: Final = 2
FEW_SHARE: Final = 0.15


class CardKind(StrEnum):
    """What a class card shows."""

    OPEN = "open"
    FEW_LEFT = "few_left"
    BOOKED_FREE = "booked_free"
    BOOKED_COSTS = "booked_costs"
    WAITING = "waiting"
    OFFERED = "offered"  # a place is kept for them, for some minutes
    TO_CLAIM = "to_claim"  # they wait, and a place is free for the first tap
    FULL = "full"
    OPENS_LATER = "opens_later"
    CLOSED = "closed"
    ATTENDED = "attended"
    MISSED = "missed"
    PAST = "past"
    CANCELLED = "cancelled"
    NOT_ALLOWED = "not_allowed"


class CardAction(StrEnum):
    """What a tap on a card does."""

    NONE = "none"
    BOOK = "book"
    WAIT = "wait"
    LEAVE = "leave"
    ACCEPT = "accept"  # or decline
    DECLINE = "decline"  # all there is while something keeps them from the place that is kept
    CLAIM = "claim"
    CANCEL = "cancel"
    CANCEL_AT_COST = "cancel_at_cost"
    SWAP = "swap"  # give another place of the day up for it
    TRIAL = "trial"  # book it as the trial class
    REMIND = "remind"
    CHOOSE_PLAN = "choose_plan"


@dataclass(frozen=True, slots=True)
class SwapOffer:
    """The place that a tap gives up for another one of its day, and what that takes."""

    session_id: UUID
    name: Text
    starts_at: datetime
    takes: BookingCost  # beyond what the place that is given up had taken
    said: Sentence  # what it takes, and who stays behind
    guests: int = 0  # who have places in it, and do not come along


@dataclass(frozen=True, slots=True)
class CardStatus:
    """What a card shows and what a tap on it does."""

    kind: CardKind
    action: CardAction
    line: Sentence  # the status line
    places: Sentence  # the tally in words
    free_until: datetime | None = None  # of a place that is free to cancel
    was_moved: bool = False  # … to its start, as the gym moved the class
    cost: Cost = Cost.NOTHING  # of a cancellation now
    toll: Toll = field(
        default_factory=Toll
    )  # … and all that it takes; what is agreed to with a tap
    penalty: Verdict | None = None  # what a cancellation now leads to besides
    position: int | None = None  # in line
    opens_at: datetime | None = None  # while booking is not open
    kept_until: datetime | None = None  # of an offer
    notice_minutes: int = 0  # own, in line
    reason: Reason | None = None  # why there is no place, the first of them
    reasons: tuple[Hindrance, ...] = ()  # all of them, in the order in which they can be mended
    takes: BookingCost | None = (
        None  # what the place takes: at the tap, or (in line) once one frees
    )
    swap: SwapOffer | None = None  # by the action itself, or by a second one beside it


def status_of(desk: Desk, *, now: datetime) -> CardStatus:
    """What the card of a class shows to a member, the same on every screen."""
    session = desk.session
    if not session.is_on:
        return _card(desk, CardKind.CANCELLED, CardAction.NONE, _returned(desk))
    if desk.has_place:
        return _status_of_place(desk, now)
    if now >= session.starts_at:
        return _card(desk, CardKind.PAST, CardAction.NONE, _gone_by(session, now))
    if desk.wait is not None:
        return _status_of_waiting(desk, desk.wait, now)
    return _status_of_asking(desk, now)


def places_said(session: SessionFacts) -> Sentence:
    """The tally of a class in words."""
    if session.free <= 0:
        if session.waiting:
            return Sentence(
                texts.FULL_WAITING, {"waiting": Counted(texts.PEOPLE_WAITING, session.waiting)}
            )
        return Sentence(texts.FULL)
    forms = texts.FEW_LEFT if is_few(session) else texts.PLACES_FREE
    return Sentence(texts.ONLY, {"words": Counted(forms, session.free)})


def _places_said(desk: Desk) -> Sentence:
    """The tally in words; free places that the line has first are nobody else's to book."""
    if desk.line_comes_first and desk.session.free > 0:
        return Sentence(texts.ONLY, {"words": Counted(texts.FREE_FOR_LINE, desk.session.free)})
    return places_said(desk.session)


def is_few(session: SessionFacts) -> bool:
    """Whether so few places are left that it is worth saying: two, or 15 in a hundred."""
    return session.free > 0 and (
        session.free <= FEW_PLACES or session.free <= FEW_SHARE * session.capacity
    )


def _card(
    desk: Desk, kind: CardKind, action: CardAction, line: Sentence, **more: object
) -> CardStatus:
    return CardStatus(kind, action, line, _places_said(desk), **more)  # type: ignore[arg-type]  # its own fields


def _returned(desk: Desk) -> Sentence:
    mine = desk.mine
    if mine is None or mine.cancelled_by not in (None, CancelledBy.GYM):
        return Sentence(texts.CLASS_IS_OFF_SHORT)
    if mine.cancelled_by is CancelledBy.GYM and mine.subscription_id is not None:
        return Sentence(texts.CLASS_IS_OFF_RETURNED)
    return Sentence(texts.CLASS_IS_OFF_PLACE)


def _status_of_place(desk: Desk, now: datetime) -> CardStatus:
    session, mine = desk.session, desk.mine
    if mine is None:
        raise ValueError("no place")
    if mine.attendance is Attendance.ATTENDED:
        return _card(desk, CardKind.ATTENDED, CardAction.NONE, Sentence(texts.TRAINED))
    if mine.attendance is Attendance.EXCUSED:
        return _card(desk, CardKind.PAST, CardAction.NONE, _gone_by(session, now))
    if mine.attendance is Attendance.NO_SHOW:
        return _card(desk, CardKind.MISSED, CardAction.NONE, Sentence(texts.MISSED))
    record = desk.my.me.record
    outcome = cancellation_outcome(mine, session, desk.held, zone=desk.zone, now=now, record=record)
    match outcome:
        case TooLate():
            return _card(desk, CardKind.PAST, CardAction.NONE, _gone_by(session, now))
        case FreeCancellation(until, was_moved):
            at = when(until, now=now, zone=desk.zone, beside=session.starts_at)
            free = _free_said(at, guests=mine.guests, was_moved=was_moved)
            more = {"free_until": until, "was_moved": was_moved}
            return _card(desk, CardKind.BOOKED_FREE, CardAction.CANCEL, free, **more)
        case LateCancellation(cost, penalty):
            line = _late_said(cost, penalty, record, guests=mine.guest_entries)
            toll = toll_of(outcome, guest_entries=mine.guest_entries)
            more = {"cost": cost, "penalty": penalty, "toll": toll}
            return _card(desk, CardKind.BOOKED_COSTS, CardAction.CANCEL_AT_COST, line, **more)
        case never:
            assert_never(never)


def _free_said(at: Text, *, guests: int, was_moved: bool) -> Sentence:
    """Until when a cancellation is free, why so late, and that guests' places go with it."""
    free = Sentence(texts.FREE_AS_MOVED if was_moved else texts.FREE_UNTIL, {"at": at})
    if not guests:
        return free
    both = {"line": free.as_text(), "guests": Counted(words.GUESTS_GO, guests)}
    return Sentence(words.AND_GUESTS, both)


def _late_said(
    cost: Cost, penalty: Verdict | None, record: Record | None, *, guests: int
) -> Sentence:
    """What a late cancellation takes, guests' entries too, and what it leads to."""
    takes = Sentence(texts.COSTS_NOW[cost.value])
    if guests:
        all_of_them = guests + (cost is Cost.ENTRY)
        takes = Sentence(texts.COSTS_NOW_ALL, {"visits": plan_texts.entries(all_of_them)})
    if penalty is None or record is None:
        return takes
    leads = Sentence(
        penalty_words.NEXT[penalty.step],
        {
            "n": penalty.number,
            "days": penalty_words.days(record.ladder.window_days),
            "block": penalty_words.days(penalty.block_days),
        },
    )
    return Sentence(texts.COSTS_AND_LEADS, {"cost": takes.as_text(), "leads": leads.as_text()})


def _status_of_waiting(desk: Desk, wait: MyWait, now: datetime) -> CardStatus:
    mine: dict[str, object] = {"position": wait.position, "notice_minutes": wait.notice_minutes}
    if wait.offer_until is not None and wait.has_offer(now):
        return _status_of_offered(desk, wait.offer_until, now, mine)
    decision = decide_booking(desk, now=now)
    if isinstance(decision, Admit):
        line, offer = Sentence(texts.FIRST_TAP), _swap_beside(desk, now)
        more = {"takes": decision.cost, "swap": offer, **mine}
        return _card(desk, CardKind.TO_CLAIM, CardAction.CLAIM, line, **more)
    line, takes = _line_said(desk, wait, now), _takes(decide_promotion(desk))
    offer = _swap_beside(desk, now)
    if offer is not None and isinstance(decision, Refuse):
        line = decision.said  # a place is free, and another of theirs is in the way
    return _card(desk, CardKind.WAITING, CardAction.LEAVE, line, takes=takes, swap=offer, **mine)


def _status_of_offered(
    desk: Desk, until: datetime, now: datetime, mine: dict[str, object]
) -> CardStatus:
    """A place is kept for them; what keeps them from it is said, with the swap that mends it."""
    at = {"at": when(until, now=now, zone=desk.zone, beside=desk.session.starts_at)}
    mine, offer = {**mine, "kept_until": until}, _swap_beside(desk, now)
    decision = decide_promotion(desk)
    if isinstance(decision, Admit):
        more = {"takes": decision.cost, "swap": offer, **mine}
        kept = Sentence(texts.KEPT_UNTIL, at)
        return _card(desk, CardKind.OFFERED, CardAction.ACCEPT, kept, **more)
    why = decision.said if offer is None else _swap_said(offer, desk)
    line = Sentence(texts.KEPT_BUT, {**at, "why": why.as_text()})
    if offer is None:
        return _card(desk, CardKind.OFFERED, CardAction.DECLINE, line, **mine)
    more = {"takes": offer.takes, "swap": offer, **mine}
    return _card(desk, CardKind.OFFERED, CardAction.SWAP, line, **more)


def _takes(decision: Admit | Refuse) -> BookingCost | None:
    return decision.cost if isinstance(decision, Admit) else None


def _line_said(desk: Desk, wait: MyWait, now: datetime) -> Sentence:
    """What happens when a place frees; first what keeps it from them."""
    if not is_in_time(desk.session.starts_at, wait.notice_minutes, now):
        hours, rest = divmod(wait.notice_minutes, 60)
        minutes = Counted(common.MINUTES, wait.notice_minutes)
        notice = minutes if rest else Counted(penalty_words.HOURS, hours)
        return Sentence(texts.LINE_TOO_LATE, {"notice": notice})
    lacking = decide_promotion(desk) if wait.was_passed_over else None
    return lacking.said if isinstance(lacking, Refuse) else _way_said(desk, now)


def _way_said(desk: Desk, now: datetime) -> Sentence:
    session = desk.session
    moment = line_moment(session, now=now, quiet=session.quiet, zone=desk.zone)
    starts_at = session.starts_at
    at = when(moment.until or starts_at, now=now, zone=desk.zone, beside=starts_at)
    match moment.way:
        case LineWay.PROMOTE:
            return Sentence(texts.LINE_AUTO, {"at": at})
        case LineWay.OFFER:
            minutes = Counted(common.MINUTES, session.policy.offer_minutes)
            return Sentence(texts.LINE_OFFER, {"minutes": minutes})
        case LineWay.CLAIM:
            return Sentence(texts.LINE_CLAIM)
        case LineWay.REST:
            return Sentence(texts.LINE_RESTS, {"at": at})
        case LineWay.OVER:
            return Sentence(texts.BOOKING_OVER)
        case never:
            assert_never(never)


def _gone_by(session: SessionFacts, now: datetime) -> Sentence:
    return Sentence(texts.OVER if now >= session.ends_at else texts.BEGAN)


def _status_of_asking(desk: Desk, now: datetime) -> CardStatus:
    match decide_booking(desk, now=now):
        case Admit() as admitted:
            return _status_of_free(desk, admitted, now)
        case Queue(_, cost):
            said = _places_said(desk)
            return _card(desk, CardKind.FULL, CardAction.WAIT, said, takes=cost)
        case Refuse() as refused:
            return _status_of_refused(desk, refused, now)
        case never:
            assert_never(never)


def _status_of_free(desk: Desk, admitted: Admit, now: datetime) -> CardStatus:
    """A place to book; where one of the day may be given up for it, that is offered beside."""
    kind = CardKind.FEW_LEFT if is_few(desk.session) else CardKind.OPEN
    said, offer = places_said(desk.session), _swap_beside(desk, now)
    return _card(desk, kind, CardAction.BOOK, said, takes=admitted.cost, swap=offer)


def _swap_beside(desk: Desk, now: datetime) -> SwapOffer | None:
    """The place of the day that may be given up for one that is free, or kept, in this class."""
    found = swap_for(desk, now=now)
    return _swap_offer(*found) if found else None


def _status_of_refused(desk: Desk, refused: Refuse, now: datetime) -> CardStatus:
    better = _swap_instead(desk, refused, now) or _trial_instead(desk, refused, now)
    if better is not None:
        return better
    kind, action = CardKind.NOT_ALLOWED, CardAction.NONE
    opens_at = None
    match refused.mend:
        case Mend.WAIT:
            kind, action = CardKind.OPENS_LATER, CardAction.REMIND
            opens_at = _opens_at(desk)
        case Mend.PLAN | Mend.TRIAL:
            action = CardAction.CHOOSE_PLAN
        case _:
            pass
    match refused.reason:
        case Reason.CLOSED | Reason.STARTED:
            kind = CardKind.CLOSED
        case Reason.FULL:
            kind = CardKind.FULL
        case _:
            pass
    more = {"opens_at": opens_at, "reason": refused.reason, "reasons": refused.reasons}
    return _card(desk, kind, action, refused.said, **more)


def _opens_at(desk: Desk) -> datetime:
    """When booking opens for this member: for the first of their plans that lets them in."""
    starts_at = desk.session.starts_at
    day = day_of(starts_at, desk.zone)
    at = starts_at.astimezone(desk.zone).time()
    type_id = desk.session.class_type_id
    covering = (e for e in desk.held if e.covers(type_id, day) and e.is_good_at(at))
    fitting: list[Entitlement | None] = [*covering] or [None]
    return min(policy_for(desk.session, e).opens_at(starts_at, desk.zone) for e in fitting)


def _swap_instead(desk: Desk, refused: Refuse, now: datetime) -> CardStatus | None:
    """Where another place of theirs is all that stands in the way: swapping it."""
    if desk.session.free < 1 or not all(h.reason in SWAPPABLE for h in refused.reasons):
        return None
    offer = _swap_beside(desk, now)
    if offer is None:
        return None
    kind = CardKind.FEW_LEFT if is_few(desk.session) else CardKind.OPEN
    said = _swap_said(offer, desk)
    return _card(desk, kind, CardAction.SWAP, said, swap=offer, takes=offer.takes)


def _swap_offer(place: MyPlace, admitted: Admit) -> SwapOffer:
    takes = cost_of_swap(place, admitted)
    said = takes.said
    if place.guests:
        stay = Counted(words.GUESTS_STAY, place.guests)
        said = Sentence(words.SWAP_AND_GUESTS, {"swap": said.as_text(), "guests": stay})
    return SwapOffer(place.session_id, place.name, place.starts_at, takes, said, place.guests)


def _swap_said(offer: SwapOffer, desk: Desk) -> Sentence:
    """What a swap gives up, what it takes where another plan pays, and that guests stay behind."""
    other = {"other": offer.name, "at": clock_time(offer.starts_at, desk.zone)}
    said = Sentence(words.SWAP_FROM, other)
    if offer.takes.takes is not Takes.NOTHING:
        said = Sentence(words.SWAP_TAKES, {**other, "cost": offer.takes.said.as_text()})
    if not offer.guests:
        return said
    stay = Counted(words.GUESTS_STAY, offer.guests)
    return Sentence(words.SWAP_AND_GUESTS, {"swap": said.as_text(), "guests": stay})


def _trial_instead(desk: Desk, refused: Refuse, now: datetime) -> CardStatus | None:
    if refused.mend is not Mend.TRIAL:
        return None
    decision = decide_trial(desk, now=now)
    if isinstance(decision, Refuse):
        return _card(
            desk,
            CardKind.FULL if decision.reason is Reason.FULL else CardKind.NOT_ALLOWED,
            CardAction.NONE,
            decision.said,
            reason=decision.reason,
            reasons=decision.reasons,
        )
    kind = CardKind.FEW_LEFT if is_few(desk.session) else CardKind.OPEN
    return _card(desk, kind, CardAction.TRIAL, decision.cost.said, takes=decision.cost)
