"""What handing a plan over to another member would do."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import agreed, changes, freezes
from fitkit.features.billing.queries.endings import LineView
from fitkit.features.billing.rules import changes as rules
from fitkit.features.billing.rules.freezes import Obstacles
from fitkit.features.billing.tables import Deal
from fitkit.features.booking.rules import Attendance, BookingStatus
from fitkit.features.booking.tables import Booking, GuestPlace
from fitkit.features.members import queries as members
from fitkit.features.plans import queries as plans
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.subscriptions.rules import SubscriptionStatus, overlap
from fitkit.features.subscriptions.tables import Subscription


@dataclass(frozen=True, slots=True)
class HandOverView:
    """What would go over, or why it may not."""

    why_not: Text | None  # in words; None: it may
    plan: Text
    to: str  # the name of who gets it
    lines: tuple[LineView, ...]

    @property
    def mark(self) -> str:
        """What somebody who agrees agrees to."""
        return "|".join(line.words.en for line in self.lines)


@requires(Permission.EDIT_MONEY)
def hand_over_preview(
    w: Work, *, member_id: UUID, subscription_id: UUID, to_member_id: UUID
) -> HandOverView:
    """What handing a member's plan over would do: the same calculation as ``actions.hand_plan_over`` does it by.

    Raises:
        NotFound: no such subscription of this member, or no such member to get it.
        Refusal: it ended.
    """
    held = freezes.held_of(w, member_id=member_id, subscription_id=subscription_id)
    to = members.facts(w, member_id=to_member_id)
    plan = plans.plan(w, plan_id=held.plan_id)
    deal = freezes.deal_for(w, subscription_id=held.id)
    reason = rules.why_not_hand_over(
        Obstacles() if deal is None else changes.in_the_way(w, deal=deal),
        held.kind,
        is_self=member_id == to_member_id,
        is_archived=to.is_archived,
        is_held=_holds_it(w, held, to_member_id),
        is_kept=plan.is_kept,
        entries=entries_over(w, held),
    )
    lines = rules.hand_over(
        plan.name,
        to.name,
        entries=entries_over(w, held),
        ends_on=held.ends_on,
        next_on=None if deal is None else deal.next_on,
        committed_until=None if deal is None or deal.goes_on else agreed.agreed_until(w, deal),
    )
    why = None if reason is None else changes.words_of(reason)
    return HandOverView(why, plan.name, to.name, changes.views(lines))


@internal
def entries_over(w: Work, held: Subscription) -> int | None:
    """How many entries go over: those left and those that come back of places ahead; None: not counted.

    The guests of these places count, and so do those of today that have not begun.
    """
    if held.entries_left is None:
        return None
    ahead = (
        select(col(Booking.session_id), col(Booking.entry_taken))
        .join(ClassSession, col(ClassSession.id) == col(Booking.session_id))
        .where(
            col(Booking.subscription_id) == held.id,
            col(Booking.status) == BookingStatus.BOOKED,
            col(Booking.attendance) != Attendance.ATTENDED,
            col(ClassSession.status) == SessionStatus.SCHEDULED,
            col(ClassSession.starts_at) > w.now,
        )
    )
    places = w.session.execute(ahead).all()
    guests = select(sa.func.count()).where(
        col(GuestPlace.member_id) == held.member_id,
        col(GuestPlace.subscription_id) == held.id,
        col(GuestPlace.status) == BookingStatus.BOOKED,
        col(GuestPlace.entry_taken),
        col(GuestPlace.session_id).in_([session_id for session_id, _ in places]),
    )
    out = sum(is_out for _, is_out in places)
    return held.entries_left + out + (w.session.scalar(guests) or 0)


def _holds_it(w: Work, held: Subscription, member_id: UUID) -> bool:
    """Whether the other member holds the same plan on some of the days; packs wait their turn."""
    if held.entries_left is not None:
        return False
    found = select(Subscription).where(
        col(Subscription.member_id) == member_id,
        col(Subscription.plan_id) == held.plan_id,
        col(Subscription.status) != SubscriptionStatus.ENDED,
    )
    days = (held.starts_on, held.ends_on)
    return any(overlap((s.starts_on, s.ends_on), days) for s in w.session.scalars(found))


@internal
def deal_of(w: Work, held: Subscription) -> Deal | None:
    """The deal of what is handed over, held; None: it was given without one."""
    deal = freezes.deal_for(w, subscription_id=held.id)
    return None if deal is None else w.hold(Deal, deal.id)
