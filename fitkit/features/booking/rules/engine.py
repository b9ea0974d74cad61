"""Who gets a place, why not, what it takes, and what would mend it.

One answer everywhere: the button, the roster, the waitlist, the kiosk and the calendar ask the same
functions of the same facts (a ``Desk``).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time
from functools import lru_cache, partial
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of, day_span, week_span, years_between
from fitkit.core.i18n import Counted, Text, clock_time, near_day
from fitkit.features.booking.rules.facts import (
    CHECK_IN_FROM,
    CORRECTED_FOR,
    Admit,
    BookingCost,
    BookingStatus,
    Desk,
    Hindrance,
    Mend,
    MyPlace,
    MyWeek,
    Queue,
    Reason,
    Refuse,
    Sentence,
    Takes,
    when,
)
from fitkit.features.class_types.rules import Policy
from fitkit.features.members.rules import FormKind
from fitkit.features.plans.rules import PlanKind
from fitkit.features.scheduling.rules import SessionFacts, Span
from fitkit.features.subscriptions.rules import (
    Entitlement,
    Shortfall,
    in_paying_order,
    shortfall,
)
from fitkit.texts import places as words
from fitkit.texts import schedule as texts
from fitkit.texts import subscriptions as plan_texts

OF_AGE: Final = 18
# A week of classes asks again and again for the same few days and weeks; a clock on the wall is
# slow to read (a fifth of what opening a week costs).
span_of_day: Final = lru_cache(maxsize=512)(day_span)
_span_of_week: Final = lru_cache(maxsize=512)(week_span)
_ORDER: Final = {reason: n for n, reason in enumerate(Reason)}
_SHORT_OF: Final = {
    Shortfall.ENTRIES_USED_UP: (Reason.ENTRIES_USED_UP, plan_texts.NO_ENTRIES_LEFT, Mend.PLAN),
    Shortfall.PAST_DUE: (Reason.PAST_DUE, plan_texts.PLAN_PAST_DUE, Mend.DEBT),
    Shortfall.FROZEN: (Reason.FROZEN, plan_texts.PLAN_FROZEN, Mend.CALL),
    Shortfall.NOT_HERE: (Reason.NOT_HERE, plan_texts.NOT_HERE, Mend.PLAN),
    Shortfall.OTHER_HOURS: (Reason.OTHER_HOURS, plan_texts.OTHER_HOURS, Mend.PLAN),
    Shortfall.NOT_COVERED: (Reason.NOT_COVERED, plan_texts.NOT_COVERED, Mend.PLAN),
    Shortfall.NO_PLAN: (Reason.NO_PLAN, plan_texts.NO_PLAN, Mend.PLAN),
}


def desk(
    session: SessionFacts,
    my: MyWeek,
    held: Iterable[Entitlement],
    *,
    zone: ZoneInfo,
    by_staff: bool = False,
    is_fixed: bool = False,
    line_comes_first: bool = False,
) -> Desk:
    """Lay out the facts of one member and one class.

    Args:
        session: the class.
        my: at least the member's places of the class's week (Sunday to Saturday in ``zone``)
            and of the days next to it, and the live ones ahead; more does no harm.
        held: what the member holds on the day of the class; more does no harm.
        zone: the gym's.
        by_staff: whether staff ask for them.
        is_fixed: whether it is their fixed place, which does not wait for booking to open.
        line_comes_first: whether the free places are others' who wait.
    """
    wait = next((wait for wait in my.waits if wait.session_id == session.id), None)
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
        position=wait.position if wait else None,
        clash=min(clashes, key=lambda p: p.starts_at, default=None),
        used_this_week=used_in_week_of(session.starts_at, my.places, zone=zone),
        by_staff=by_staff,
        is_fixed=is_fixed,
        wait=wait,
        line_comes_first=line_comes_first,
        my=my,
    )


def used_in_week_of(at: datetime, places: Iterable[MyPlace], *, zone: ZoneInfo) -> dict[UUID, int]:
    """How many classes each subscription has paid for in the week (from Sunday) of a moment."""
    begins, ends = _span_of_week(day_of(at, zone), zone)
    used: dict[UUID, int] = {}
    for p in places:
        if p.subscription_id and p.counts_in_week and begins <= p.starts_at < ends:
            used[p.subscription_id] = used.get(p.subscription_id, 0) + 1
    return used


def decide_booking(desk: Desk, *, now: datetime) -> Admit | Queue | Refuse:
    """Decide what happens when a member asks for a place.

    A refusal holds every reason, in the order in which the member can mend them: what cannot be
    mended is told first (they are in already, the class is off, booking is closed), then what a
    tap mends (two classes at once, a limit), then a form, then what the plan lacks. A full class
    comes last. Who may book, and only waits for a place, is told a number in line.
    """
    settled = _settled(desk, now)
    if settled is not None:
        return Refuse((settled,))
    pays = what_pays(desk, asked_at=now)
    if isinstance(pays, Refuse):
        return pays
    session = desk.session
    if session.free > 0 and not desk.line_comes_first:
        return Admit(pays, cost_of_booking(desk, pays))
    if session.waiting < session.policy.waitlist_limit:
        return Queue(session.waiting + 1, cost_of_booking(desk, pays))
    return Refuse((Hindrance(Reason.FULL, Sentence(texts.FULL_NO_LINE), Mend.NOTHING),))


def may_claim(desk: Desk) -> bool:
    """Whether somebody in line may simply take a free place: it is nobody's turn before them."""
    if desk.wait is None or desk.wait.offer_until is not None:
        return False  # who is kept a place takes that one
    return desk.session.free > 0 and not desk.line_comes_first


def what_pays(desk: Desk, *, asked_at: datetime | None = None) -> Entitlement | Refuse:
    """Find what pays for the class: the first under whose rules nothing stands in the way.

    Each subscription is tried in paying order, under the class type's policy as its plan changes
    it. When none passes, the reasons are those of the nearest to a place.

    Args:
        desk: the facts.
        asked_at: the moment at which the member asks; None: they did not ask now, so the hours of
            booking do not count (a free place is given to the line).
    """
    shared = [*_clash(desk), *_forms(desk), *_block(desk, asked_at), *_debt(desk)]
    nearest: list[Hindrance] | None = None
    for one in in_paying_order(desk.held):
        own = _lacking(desk, one, asked_at)
        if not own:
            return Refuse(_ordered(shared)) if shared else one
        if nearest is None or _distance(own) < _distance(nearest):
            nearest = own
    if nearest is None:
        nearest = [*_hours(desk, desk.session.policy, asked_at), _no_plan(desk, asked_at)]
    # A plan that says it of itself says no more than the debt does.
    known = {hindrance.reason for hindrance in shared}
    rest = (h for h in nearest if h.reason is not Reason.PAST_DUE or h.reason not in known)
    return Refuse(_ordered([*shared, *rest]))


def policy_for(session: SessionFacts, by: Entitlement | None) -> Policy:
    """The rules of a class for what pays: the class type's, as the plan changes them."""
    return session.policy.overridden(by.override_for(session.class_type_id) if by else None)


def payer_of(place: MyPlace, held: Iterable[Entitlement]) -> Entitlement | None:
    """What paid for a place, if it is still held."""
    return next((e for e in held if e.subscription_id == place.subscription_id), None)


def cost_of_booking(desk: Desk, by: Entitlement) -> BookingCost:
    """What a place paid by a subscription takes."""
    if by.kind is PlanKind.TRIAL:
        return BookingCost(Takes.TRIAL, Sentence(words.TAKES_TRIAL), left=0)
    if by.entries_left is not None:
        left = _entries_left(desk, by) - 1
        said = Sentence(words.TAKES_ENTRY, {"left": words.left(left)})
        return BookingCost(Takes.ENTRY, said, left=left)
    if by.weekly_limit is not None:
        number = desk.used_this_week.get(by.subscription_id, 0) + 1
        said = Sentence(words.TAKES_WEEK_VISIT, {"number": number, "limit": by.weekly_limit})
        return BookingCost(Takes.WEEK_VISIT, said, number=number, limit=by.weekly_limit)
    return BookingCost(Takes.NOTHING, Sentence(words.TAKES_NOTHING))


def _entries_left(desk: Desk, by: Entitlement) -> int:
    """Entries of all packs that could pay for the class: the last one of one pack is not their last."""
    packs = [e for e in desk.held if e.entries_left and e.kind is not PlanKind.TRIAL]
    if len(packs) < 2:
        return by.entries_left or 0
    lacks = partial(
        shortfall,
        class_type_id=desk.session.class_type_id,
        location_id=desk.session.location_id,
        day=_day(desk),
        at=_begins(desk),
        used=0,
    )
    return sum(e.entries_left or 0 for e in packs if lacks(e) is None)


def said_of_freed(cost: BookingCost) -> Sentence | None:
    """What a place that frees takes of whoever waits, in words; None: nothing."""
    text = words.FREED_TAKES.get(cost.takes.value)
    return Sentence(text, cost.said.params) if text else None


def check_in_span(session: SessionFacts, *, zone: ZoneInfo) -> Span:
    """When somebody may be checked in: from an hour before the start until the day is over."""
    day = day_of(session.ends_at, zone)
    return Span(session.starts_at - CHECK_IN_FROM, day_span(day, zone)[1])


def correction_span(session: SessionFacts) -> Span:
    """When staff may mark, close, reopen and put right: one end for all of it, 48 hours after the class."""
    return Span(session.starts_at - CHECK_IN_FROM, session.ends_at + CORRECTED_FOR)


def arrival(
    tapped_at: datetime | None, session: SessionFacts, *, now: datetime, zone: ZoneInfo
) -> datetime:
    """When somebody came: at the tap that says so, though it is told later.

    A telephone that was offline keeps its taps, and its clock may be wrong: never in the future, and
    not before check-in opens.

    Args:
        tapped_at: by the telephone's clock; None: now, or the end of a class of an earlier day.
        session: the class.
        now: the moment.
        zone: the gym's.
    """
    if tapped_at is None:
        # Put right on another day: they came to the class, not after it.
        return now if now < check_in_span(session, zone=zone).ends_at else session.ends_at
    opens_at = check_in_span(session, zone=zone).starts_at
    return min(max(tapped_at, opens_at), now)


def missing_forms(required: Iterable[FormKind], desk: Desk) -> tuple[FormKind, ...]:
    """Forms that are not on file, or no longer good on the day of the class.

    A parent's consent is asked of minors only.
    """
    day, me = _day(desk), desk.my.me
    on_file = frozenset(kind for kind in FormKind if _is_on_file(desk, kind, day))
    return lacking_forms(required, on_file, born_on=me.born_on, day=day)


def lacking_forms(
    required: Iterable[FormKind],
    on_file: Collection[FormKind],
    *,
    born_on: date | None,
    day: date,
) -> tuple[FormKind, ...]:
    """Which of the forms a class asks for somebody has not on file, in the order they are asked for.

    Args:
        required: by the class.
        on_file: good on the day of the class.
        born_on: a parent's consent is asked only of who is known to be a minor.
        day: of the class, in the gym's zone.
    """
    is_minor = born_on is not None and years_between(born_on, day) < OF_AGE
    asked = (k for k in required if k is not FormKind.PARENT_CONSENT or is_minor)
    return tuple(k for k in asked if k not in on_file)


def _settled(desk: Desk, now: datetime) -> Hindrance | None:
    """What makes every other question idle."""
    session = desk.session
    if desk.has_place:
        return Hindrance(Reason.ALREADY_BOOKED, Sentence(texts.ALREADY_BOOKED), Mend.NOTHING)
    if desk.position is not None and not may_claim(desk):
        said = Sentence(texts.ALREADY_WAITING, {"position": desk.position})
        has_offer = desk.wait is not None and desk.wait.offer_until is not None
        mend = Mend.OFFER if has_offer else Mend.NOTHING
        return Hindrance(Reason.ALREADY_WAITING, said, mend)
    if not session.is_on:
        return Hindrance(Reason.CANCELLED, Sentence(texts.CLASS_IS_OFF), Mend.NOTHING)
    if now >= session.ends_at:
        return Hindrance(Reason.STARTED, Sentence(texts.OVER), Mend.NOTHING)
    if now >= session.starts_at and not desk.by_staff:
        return Hindrance(Reason.STARTED, Sentence(texts.BEGAN), Mend.NOTHING)
    return None


def _lacking(desk: Desk, by: Entitlement, asked_at: datetime | None) -> list[Hindrance]:
    """What stands in the way of one subscription, under the rules as its plan changes them."""
    policy = policy_for(desk.session, by)
    return [*_hours(desk, policy, asked_at), *_limits(desk, policy, by), *_short(desk, by)]


def _hours(desk: Desk, policy: Policy, asked_at: datetime | None) -> Iterator[Hindrance]:
    if asked_at is None or desk.by_staff:
        return
    starts_at = desk.session.starts_at
    closes_at = policy.closes_at(starts_at)
    if asked_at >= closes_at:
        closed = {"at": when(closes_at, now=asked_at, zone=desk.zone, beside=starts_at)}
        yield Hindrance(Reason.CLOSED, Sentence(texts.BOOKING_CLOSED, closed), Mend.CALL)
    opens_at = policy.opens_at(starts_at, desk.zone)
    if asked_at < opens_at and not desk.is_fixed:
        opens = {"at": when(opens_at, now=asked_at, zone=desk.zone, beside=starts_at)}
        yield Hindrance(Reason.NOT_OPEN, Sentence(texts.OPENS_AT, opens), Mend.WAIT)


def _limits(desk: Desk, policy: Policy, by: Entitlement | None) -> Iterator[Hindrance]:
    """Limits of the class type, which count its own classes, and of the plan, which count what it paid."""
    plan_day, plan_open = (by.day_limit, by.open_limit) if by else (None, None)
    if not any((policy.day_limit, policy.week_limit, policy.open_limit, plan_day, plan_open)):
        return  # as it mostly is
    of_type = [p for p in desk.my.places if p.class_type_id == desk.session.class_type_id]
    paid = [p for p in desk.my.places if by and p.subscription_id == by.subscription_id]
    day, week = span_of_day(_day(desk), desk.zone), _span_of_week(_day(desk), desk.zone)
    if reached := _reached(policy.day_limit, _in(of_type, day)):
        yield _limit(Reason.DAY_LIMIT, words.DAY_FULL_OF_TYPE, reached, desk)
    elif reached := _reached(plan_day, _in(paid, day)):
        yield _limit(Reason.DAY_LIMIT, words.DAY_FULL, reached, desk)
    if reached := _reached(policy.week_limit, _in(of_type, week)):
        yield _limit(Reason.TYPE_WEEK_LIMIT, words.WEEK_FULL_OF_TYPE, reached, desk)
    if reached := _reached(policy.open_limit, _ahead(of_type)):
        yield _limit(Reason.OPEN_LIMIT, words.OPEN_FULL_OF_TYPE, reached, desk)
    elif reached := _reached(plan_open, _ahead(paid)):
        yield _limit(Reason.OPEN_LIMIT, words.OPEN_FULL, reached, desk)


def _limit(reason: Reason, text: Text, used: int, desk: Desk) -> Hindrance:
    params = {"used": Counted(words.CLASSES_BOOKED, used), "name": desk.session.name}
    return Hindrance(reason, Sentence(text, params), Mend.SWAP)


def _reached(limit: int | None, used: int) -> int:
    """How many are used, when that is all there are; otherwise 0."""
    return used if limit is not None and used >= limit else 0


def _in(places: Iterable[MyPlace], span: tuple[datetime, datetime]) -> int:
    begins, ends = span
    return sum(p.counts_in_week and begins <= p.starts_at < ends for p in places)


def _ahead(places: Iterable[MyPlace]) -> int:
    return sum(p.is_live and p.is_ahead for p in places)


def _short(desk: Desk, by: Entitlement) -> Iterator[Hindrance]:
    used = desk.used_this_week.get(by.subscription_id, 0)
    lacking = shortfall(
        by,
        class_type_id=desk.session.class_type_id,
        location_id=desk.session.location_id,
        day=_day(desk),
        at=_begins(desk),
        used=used,
    )
    if lacking is Shortfall.WEEK_USED_UP:
        said = Sentence(texts.WEEK_USED_UP, {"used": Counted(texts.CLASSES_USED, used)})
        yield Hindrance(Reason.WEEK_USED_UP, said, Mend.SWAP)
    elif lacking is not None:
        reason, text, mend = _SHORT_OF[lacking]
        yield Hindrance(reason, Sentence(text), mend)


def _clash(desk: Desk) -> Iterator[Hindrance]:
    if desk.clash is not None:
        at = clock_time(desk.clash.starts_at, desk.zone)
        said = Sentence(texts.OVERLAPS, {"other": desk.clash.name, "at": at})
        yield Hindrance(Reason.CLASH, said, Mend.SWAP)


def _forms(desk: Desk) -> Iterator[Hindrance]:
    for kind in missing_forms(desk.session.required_forms, desk):
        expired = desk.my.me.forms.get(kind)
        if expired is None:
            said = Sentence(words.FORM_MISSING, {"form": words.FORMS[kind.value]})
        else:
            on = {"form": words.FORMS[kind.value], "day": near_day(expired)}
            said = Sentence(words.FORM_EXPIRES, on)
        yield Hindrance(Reason.FORM_MISSING, said, Mend.FORM)


def _is_on_file(desk: Desk, kind: FormKind, day: date) -> bool:
    if kind not in desk.my.me.forms:
        return False
    good_until = desk.my.me.forms[kind]
    return good_until is None or day <= good_until


def _block(desk: Desk, asked_at: datetime | None) -> Iterator[Hindrance]:
    until = desk.my.me.blocked_until
    if until is not None and (asked_at is None or asked_at < until):
        at = (
            when(until, now=asked_at or until, zone=desk.zone)
            if asked_at
            else near_day(day_of(until, desk.zone))
        )
        yield Hindrance(Reason.BLOCKED, Sentence(words.BLOCKED_UNTIL, {"at": at}), Mend.BLOCK)


def _debt(desk: Desk) -> Iterator[Hindrance]:
    """Who owes books nothing, with a plan or without one."""
    if desk.my.me.is_past_due:
        reason, text, mend = _SHORT_OF[Shortfall.PAST_DUE]
        yield Hindrance(reason, Sentence(text), mend)


def _no_plan(desk: Desk, asked_at: datetime | None) -> Hindrance:
    """Nothing is held: a trial where there is one for them and this class, else a plan."""
    trial = desk.my.me.trial
    is_good = (
        trial is not None
        and not desk.my.me.is_past_due
        and asked_at is not None
        and desk.session.policy.allows_trial
        and not _lacking(desk, trial.entitlement(day_of(asked_at, desk.zone)), None)
    )
    if trial is None or not is_good:
        reason, text, mend = _SHORT_OF[Shortfall.NO_PLAN]
        return Hindrance(reason, Sentence(text), mend)
    said = Sentence(words.TRIAL_FOR, {"price": trial.price})
    return Hindrance(Reason.NO_PLAN, said, Mend.TRIAL)


def _distance(reasons: list[Hindrance]) -> tuple[int, int]:
    """How far from a place: by the worst reason, then by how many there are."""
    return max(_ORDER[h.reason] for h in reasons), len(reasons)


def _ordered(reasons: Iterable[Hindrance]) -> tuple[Hindrance, ...]:
    return tuple(sorted(reasons, key=lambda h: _ORDER[h.reason]))


def _begins(desk: Desk) -> time:
    return desk.session.starts_at.astimezone(desk.zone).time()


def _day(desk: Desk) -> date:
    return day_of(desk.session.starts_at, desk.zone)
