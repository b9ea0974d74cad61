"""The booking engine: who gets a place, what a cancellation costs, who is next in line.

The same facts (a ``Desk``) make the decision and what a card says before the tap.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, assert_never
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, day_span, week_span
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Counted, Lang, Text, clock_time, near_day, weekday
from fitkit.features.scheduling.rules import SessionFacts, SessionStatus, Span
from fitkit.features.subscriptions.rules import Entitlement, Shortfall, first_that_pays
from fitkit.texts import schedule as texts
from fitkit.texts import subscriptions as plan_texts

PROMOTED_GRACE: Final = timedelta(minutes=30)  # nobody is charged for a place given unasked
UNDO_FOR: Final = timedelta(minutes=10)
CHECK_IN_FROM: Final = timedelta(minutes=60)
FEW_PLACES: Final = 2
FEW_SHARE: Final = 0.15


class BookingStatus(StrEnum):
    """Where a place stands."""

    BOOKED = "booked"  # live; after the class too
    CANCELLED = "cancelled"  # at no cost
    LATE_CANCELLED = "late_cancelled"  # keeps the entry, counts in the week


class CancelledBy(StrEnum):
    """Who gave a place back."""

    MEMBER = "member"
    STAFF = "staff"
    GYM = "gym"  # with the whole class, or with the member's leave to be in it


class Release(StrEnum):
    """Why the gym takes a place back."""

    CLASS_OFF = "class_off"
    MEMBER_ARCHIVED = "member_archived"
    PLAN_ENDED = "plan_ended"


class Attendance(StrEnum):
    """Whether the member came."""

    NONE = "none"  # not known
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    EXCUSED = "excused"  # did not come, for a reason that staff accepted


class Via(StrEnum):
    """How a place was come by."""

    APP = "app"
    STAFF = "staff"
    PROMOTION = "promotion"
    OFFER = "offer"  # accepted
    CLAIM = "claim"  # the first tap in the last hour
    STANDING = "standing"  # a regular's fixed place
    SWAP = "swap"
    TRIAL = "trial"
    WALK_IN = "walk_in"


class WaitState(StrEnum):
    """Where a number in line stands."""

    WAITING = "waiting"
    PROMOTED = "promoted"
    LEFT = "left"
    RELEASED = "released"  # by the gym


class Cost(StrEnum):
    """What a late cancellation takes."""

    NOTHING = "nothing"
    ENTRY = "entry"
    WEEK_VISIT = "week_visit"  # counts as one of the week's classes


class Reason(StrEnum):
    """Why there is no place; nearest to a place first."""

    ALREADY_BOOKED = "already_booked"
    ALREADY_WAITING = "already_waiting"
    CANCELLED = "cancelled"
    STARTED = "started"
    CLOSED = "closed"
    NOT_OPEN = "not_open"
    CLASH = "clash"
    WEEK_USED_UP = "week_used_up"
    ENTRIES_USED_UP = "entries_used_up"
    PAST_DUE = "past_due"
    FROZEN = "frozen"
    NOT_COVERED = "not_covered"
    NO_PLAN = "no_plan"
    FULL = "full"


class CardKind(StrEnum):
    """What a class card shows."""

    OPEN = "open"
    FEW_LEFT = "few_left"
    BOOKED_FREE = "booked_free"
    BOOKED_COSTS = "booked_costs"
    WAITING = "waiting"
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
    CANCEL = "cancel"
    CANCEL_AT_COST = "cancel_at_cost"
    REMIND = "remind"
    CHOOSE_PLAN = "choose_plan"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose places are filled; said in the reader's language at the edge."""

    text: Text
    params: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever a Text can word

    def to(self, lang: Lang) -> str:
        """The words."""
        return self.text.to(lang, **self.params)


@dataclass(frozen=True, slots=True)
class MyPlace:
    """A place a member has or had."""

    booking_id: UUID
    session_id: UUID
    name: Text
    starts_at: datetime
    ends_at: datetime
    session_status: SessionStatus
    subscription_id: UUID | None
    entry_taken: bool
    status: BookingStatus
    via: Via
    booked_at: datetime
    cancelled_by: CancelledBy | None
    attendance: Attendance

    @property
    def is_live(self) -> bool:
        """Whether the place is theirs, in a class that takes place."""
        return (
            self.status is BookingStatus.BOOKED and self.session_status is SessionStatus.SCHEDULED
        )

    @property
    def counts_in_week(self) -> bool:
        """Whether it uses one of the week's classes: came, will come, or cancelled late."""
        return (
            self.status is not BookingStatus.CANCELLED
            and self.session_status is SessionStatus.SCHEDULED
        )


@dataclass(frozen=True, slots=True)
class MyWait:
    """A member's place in a line."""

    entry_id: UUID
    session_id: UUID
    position: int  # 1 is next


@dataclass(frozen=True, slots=True)
class MyWeek:
    """A member's places and lines around a class: of its week and a day on either side."""

    places: tuple[MyPlace, ...] = ()
    waits: tuple[MyWait, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is known when a member asks for a place."""

    session: SessionFacts
    zone: ZoneInfo
    held: tuple[Entitlement, ...] = ()
    mine: MyPlace | None = None  # the newest in this class, cancelled ones too
    position: int | None = None  # in this class's line
    clash: MyPlace | None = None  # a live place at the same time
    used_this_week: Mapping[UUID, int] = field(default_factory=dict)  # subscription to places
    by_staff: bool = False  # not bound by the hours of booking; walk-ins until the end

    @property
    def has_place(self) -> bool:
        """Whether the member is in already."""
        return self.mine is not None and self.mine.is_live


@dataclass(frozen=True, slots=True)
class Admit:
    """A place, and what pays for it."""

    by: Entitlement


@dataclass(frozen=True, slots=True)
class Queue:
    """A number in line."""

    position: int  # 1 is next


@dataclass(frozen=True, slots=True)
class Refuse:
    """No place; what happened and what to do."""

    reason: Reason
    said: Sentence

    def as_refusal(self) -> Refusal:
        """What is raised."""
        return Refusal(self.said.text, **self.said.params)


@dataclass(frozen=True, slots=True)
class FreeCancellation:
    """All comes back."""

    until: datetime  # the last moment of it does not belong


@dataclass(frozen=True, slots=True)
class LateCancellation:
    """The place is free for others; what was paid stays paid."""

    cost: Cost


@dataclass(frozen=True, slots=True)
class TooLate:
    """The class began."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in line."""

    entry_id: UUID
    member_id: UUID
    number: int
    was_passed_over: bool


@dataclass(frozen=True, slots=True)
class LineCall:
    """Who is called from the line, and who was passed over on the way, both in its order."""

    promoted: tuple[tuple[Waiter, Admit], ...]
    passed: tuple[tuple[Waiter, Refuse], ...]


@dataclass(frozen=True, slots=True)
class CardStatus:
    """What a card shows and what a tap on it does."""

    kind: CardKind
    action: CardAction
    line: Sentence  # the status line
    places: Sentence  # the tally in words
    free_until: datetime | None = None  # of a place that is free to cancel
    cost: Cost = Cost.NOTHING  # of a cancellation now
    position: int | None = None  # in line
    opens_at: datetime | None = None  # while booking is not open
    reason: Reason | None = None  # why there is no place


def desk(
    session: SessionFacts,
    my: MyWeek,
    held: Iterable[Entitlement],
    *,
    zone: ZoneInfo,
    by_staff: bool = False,
) -> Desk:
    """Lay out the facts of one member and one class.

    Args:
        session: the class.
        my: at least the member's places of the class's week (Sunday to Saturday in ``zone``)
            and of the days next to it; more does no harm.
        held: what the member holds on the day of the class; more does no harm.
        zone: the gym's.
        by_staff: whether staff ask for them.
    """
    here = [p for p in my.places if p.session_id == session.id]
    live = [p for p in here if p.status is BookingStatus.BOOKED]
    span = Span(session.starts_at, session.ends_at)
    clashes = (
        p
        for p in my.places
        if p.is_live and p.session_id != session.id and span.overlaps(Span(p.starts_at, p.ends_at))
    )
    return Desk(
        session=session,
        zone=zone,
        held=tuple(held),
        mine=max(live or here, key=lambda p: p.booked_at, default=None),
        position=next((wait.position for wait in my.waits if wait.session_id == session.id), None),
        clash=min(clashes, key=lambda p: p.starts_at, default=None),
        used_this_week=used_in_week_of(session.starts_at, my.places, zone=zone),
        by_staff=by_staff,
    )


def used_in_week_of(at: datetime, places: Iterable[MyPlace], *, zone: ZoneInfo) -> dict[UUID, int]:
    """How many classes each subscription has paid for in the week (from Sunday) of a moment."""
    begins, ends = week_span(day_of(at, zone), zone)
    used: dict[UUID, int] = {}
    for p in places:
        if p.subscription_id and p.counts_in_week and begins <= p.starts_at < ends:
            used[p.subscription_id] = used.get(p.subscription_id, 0) + 1
    return used


def decide_booking(desk: Desk, *, now: datetime) -> Admit | Queue | Refuse:
    """Decide what happens when a member asks for a place.

    Refusals are ordered by what the member can mend soonest: what cannot be mended is told
    first (they are in already, the class is off, booking is closed), then what a tap mends
    (two classes at once), then what the plan lacks; a full class comes last.
    """
    session = desk.session
    refused = _settled(desk) or _hours(desk, now) or _clash(desk)
    if refused is not None:
        return refused
    pays = _pays(desk)
    if isinstance(pays, Refuse):
        return pays
    if session.free > 0:
        return Admit(pays)
    if session.waiting < session.policy.waitlist_limit:
        return Queue(session.waiting + 1)
    return Refuse(Reason.FULL, Sentence(texts.FULL_NO_LINE))


def decide_promotion(desk: Desk) -> Admit | Refuse:
    """Decide whether somebody in line may have a free place; the line moves, says ``line_moves``."""
    refused = _clash(desk)
    if refused is not None:
        return refused
    pays = _pays(desk)
    return pays if isinstance(pays, Refuse) else Admit(pays)


def line_moves(session: SessionFacts, *, now: datetime) -> bool:
    """Whether free places go to the line: until booking closes, while the class is on."""
    is_open = session.is_on and now < session.policy.closes_at(session.starts_at)
    return is_open and session.free > 0 and session.waiting > 0


def next_in_line(line: Iterable[tuple[Waiter, Desk]], *, places: int) -> LineCall:
    """Call as many from the line as there are places, in order among those who may come.

    Whoever may not is passed over and keeps their number.

    Args:
        line: in order; read no further than needed.
        places: free ones, 0 or more.
    """
    promoted: list[tuple[Waiter, Admit]] = []
    passed: list[tuple[Waiter, Refuse]] = []
    waiting: Iterator[tuple[Waiter, Desk]] = iter(line)
    while len(promoted) < places:
        ahead = next(waiting, None)
        if ahead is None:
            break
        waiter, facts = ahead
        match decide_promotion(facts):
            case Admit() as admitted:
                promoted.append((waiter, admitted))
            case Refuse() as refused:
                passed.append((waiter, refused))
    return LineCall(tuple(promoted), tuple(passed))


def cancellation_outcome(
    place: MyPlace, session: SessionFacts, held: Iterable[Entitlement], *, now: datetime
) -> FreeCancellation | LateCancellation | TooLate:
    """What cancelling a live place means now.

    Free before the cut-off, and for 30 minutes after a promotion; costs from then on until
    the class starts; at its start it is too late.

    Args:
        place: the member's live place.
        session: its class.
        held: what the member holds on its day; says whether the week is counted.
        now: the moment of the tap.
    """
    if now >= session.starts_at:
        return TooLate()
    until = free_until(place, session)
    if now < until:
        return FreeCancellation(until)
    return LateCancellation(cost_of(place, held))


def free_until(place: MyPlace, session: SessionFacts) -> datetime:
    """Until when a place may be cancelled at no cost; at that moment it costs."""
    until = session.policy.free_until(session.starts_at)
    if place.via is Via.PROMOTION:
        until = max(until, place.booked_at + PROMOTED_GRACE)
    return min(until, session.starts_at)


def cost_of(place: MyPlace, held: Iterable[Entitlement]) -> Cost:
    """What a late cancellation of a place takes."""
    if place.entry_taken:
        return Cost.ENTRY
    pays = next((e for e in held if e.subscription_id == place.subscription_id), None)
    if pays is not None and pays.weekly_limit is not None:
        return Cost.WEEK_VISIT
    return Cost.NOTHING


def check_in_span(session: SessionFacts, *, zone: ZoneInfo) -> Span:
    """When somebody may be checked in: from an hour before the start until the day is over."""
    day = day_of(session.ends_at, zone)
    return Span(session.starts_at - CHECK_IN_FROM, day_span(day, zone)[1])


def status_of(desk: Desk, *, now: datetime) -> CardStatus:
    """What the card of a class shows to a member, the same on every screen."""
    session = desk.session
    if not session.is_on:
        return _card(desk, CardKind.CANCELLED, CardAction.NONE, _returned(desk))
    if desk.has_place:
        return _status_of_place(desk, now)
    if now >= session.starts_at:
        return _card(desk, CardKind.PAST, CardAction.NONE, _gone_by(session, now))
    if desk.position is not None:
        line = Sentence(texts.IN_LINE, {"position": desk.position})
        return _card(desk, CardKind.WAITING, CardAction.LEAVE, line, position=desk.position)
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


def is_few(session: SessionFacts) -> bool:
    """Whether so few places are left that it is worth saying: two, or 15 in a hundred."""
    return session.free > 0 and (
        session.free <= FEW_PLACES or session.free <= FEW_SHARE * session.capacity
    )


def when(at: datetime, *, now: datetime, zone: ZoneInfo) -> Text:
    """A moment near by, inside a sentence: ``14:30``, ``tomorrow 14:30``, ``Tue 14:30``, ``24.11 14:30``."""
    hour = clock_time(at, zone)
    day, today = day_of(at, zone), day_of(now, zone)
    match (day - today).days:
        case 0:
            return Text(hour, hour)
        case 1:
            return Text(texts.TOMORROW.he + f" {hour}", texts.TOMORROW.en + f" {hour}")
        case n if 1 < n < 7:
            return Text(f"{weekday(day, Lang.HE)} {hour}", f"{weekday(day, Lang.EN)} {hour}")
        case _:
            return Text(f"{near_day(day)} {hour}", f"{near_day(day)} {hour}")


def _settled(desk: Desk) -> Refuse | None:
    if desk.has_place:
        return Refuse(Reason.ALREADY_BOOKED, Sentence(texts.ALREADY_BOOKED))
    if desk.position is not None:
        return Refuse(
            Reason.ALREADY_WAITING,
            Sentence(texts.ALREADY_WAITING, {"position": desk.position}),
        )
    return None


def _hours(desk: Desk, now: datetime) -> Refuse | None:
    session, policy = desk.session, desk.session.policy
    if not session.is_on:
        return Refuse(Reason.CANCELLED, Sentence(texts.CLASS_IS_OFF))
    if desk.by_staff:
        return Refuse(Reason.STARTED, Sentence(texts.OVER)) if now >= session.ends_at else None
    if now >= session.starts_at:
        return Refuse(Reason.STARTED, Sentence(texts.BEGAN))
    closes_at = policy.closes_at(session.starts_at)
    if now >= closes_at:
        closed = {"at": when(closes_at, now=now, zone=desk.zone)}
        return Refuse(Reason.CLOSED, Sentence(texts.BOOKING_CLOSED, closed))
    opens_at = policy.opens_at(session.starts_at, desk.zone)
    if now < opens_at:
        opens = {"at": when(opens_at, now=now, zone=desk.zone)}
        return Refuse(Reason.NOT_OPEN, Sentence(texts.OPENS_AT, opens))
    return None


def _clash(desk: Desk) -> Refuse | None:
    if desk.clash is None:
        return None
    at = clock_time(desk.clash.starts_at, desk.zone)
    return Refuse(Reason.CLASH, Sentence(texts.OVERLAPS, {"other": desk.clash.name, "at": at}))


def _pays(desk: Desk) -> Entitlement | Refuse:
    day = day_of(desk.session.starts_at, desk.zone)
    found = first_that_pays(
        desk.held,
        class_type_id=desk.session.class_type_id,
        day=day,
        used_this_week=desk.used_this_week,
    )
    if isinstance(found, Entitlement):
        return found
    if found is Shortfall.WEEK_USED_UP:
        used = _most_used(desk)
        said = Sentence(texts.WEEK_USED_UP, {"used": Counted(texts.CLASSES_USED, used)})
        return Refuse(Reason.WEEK_USED_UP, said)
    reason, text = _SHORT_OF[found]
    return Refuse(reason, Sentence(text))


def _most_used(desk: Desk) -> int:
    weekly = (e for e in desk.held if e.weekly_limit is not None)
    return max((desk.used_this_week.get(e.subscription_id, 0) for e in weekly), default=0)


_SHORT_OF: Final = {
    Shortfall.ENTRIES_USED_UP: (Reason.ENTRIES_USED_UP, plan_texts.NO_ENTRIES_LEFT),
    Shortfall.PAST_DUE: (Reason.PAST_DUE, plan_texts.PLAN_PAST_DUE),
    Shortfall.FROZEN: (Reason.FROZEN, plan_texts.PLAN_FROZEN),
    Shortfall.NOT_COVERED: (Reason.NOT_COVERED, plan_texts.NOT_COVERED),
    Shortfall.NO_PLAN: (Reason.NO_PLAN, plan_texts.NO_PLAN),
}


def _card(
    desk: Desk, kind: CardKind, action: CardAction, line: Sentence, **more: object
) -> CardStatus:
    return CardStatus(kind, action, line, places_said(desk.session), **more)  # type: ignore[arg-type]  # its own fields


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
    if mine.attendance is Attendance.NO_SHOW:
        return _card(desk, CardKind.MISSED, CardAction.NONE, Sentence(texts.MISSED))
    outcome = cancellation_outcome(mine, session, desk.held, now=now)
    match outcome:
        case TooLate():
            return _card(desk, CardKind.PAST, CardAction.NONE, _gone_by(session, now))
        case FreeCancellation(until):
            free = Sentence(texts.FREE_UNTIL, {"at": when(until, now=now, zone=desk.zone)})
            return _card(desk, CardKind.BOOKED_FREE, CardAction.CANCEL, free, free_until=until)
        case LateCancellation(cost):
            line = Sentence(texts.COSTS_NOW[cost.value])
            action = CardAction.CANCEL_AT_COST
            return _card(desk, CardKind.BOOKED_COSTS, action, line, cost=cost)
        case never:
            assert_never(never)


def _gone_by(session: SessionFacts, now: datetime) -> Sentence:
    return Sentence(texts.OVER if now >= session.ends_at else texts.BEGAN)


def _status_of_asking(desk: Desk, now: datetime) -> CardStatus:
    match decide_booking(desk, now=now):
        case Admit():
            return _status_of_free(desk)
        case Queue():
            return _card(desk, CardKind.FULL, CardAction.WAIT, places_said(desk.session))
        case Refuse() as refused:
            return _status_of_refused(desk, refused)
        case never:
            assert_never(never)


def _status_of_free(desk: Desk) -> CardStatus:
    kind = CardKind.FEW_LEFT if is_few(desk.session) else CardKind.OPEN
    return _card(desk, kind, CardAction.BOOK, places_said(desk.session))


def _status_of_refused(desk: Desk, refused: Refuse) -> CardStatus:
    kind, action = CardKind.NOT_ALLOWED, CardAction.CHOOSE_PLAN
    opens_at = None
    match refused.reason:
        case Reason.NOT_OPEN:
            kind, action = CardKind.OPENS_LATER, CardAction.REMIND
            opens_at = desk.session.policy.opens_at(desk.session.starts_at, desk.zone)
        case Reason.CLOSED | Reason.STARTED:
            kind, action = CardKind.CLOSED, CardAction.NONE
        case Reason.FULL:
            kind, action = CardKind.FULL, CardAction.NONE
        case Reason.CLASH | Reason.WEEK_USED_UP | Reason.FROZEN | Reason.PAST_DUE:
            action = CardAction.NONE
        case _:
            pass
    return _card(desk, kind, action, refused.said, opens_at=opens_at, reason=refused.reason)
