"""What becomes of renewals and debts."""

from uuid import UUID

from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.billing.events.renewals import (
    BookingBlocked,
    CardEnding,
    CommitmentEnding,
    DebtPartUnpaid,
    DebtReminded,
    DebtTaskDue,
    PeriodPaid,
    PriceChangeTold,
    RenewalFailed,
    RenewalGivenUp,
    RenewalStuck,
)
from fitkit.features.notifications import queries
from fitkit.features.notifications.jobs._telling import tell
from fitkit.features.notifications.rules import (
    NoticeKind,
    Receiver,
)


@on(RenewalFailed)
def tell_renewal_failed(w: Work, e: RenewalFailed) -> None:
    """The member, at the first failure and when the card will never do; the tries between are FitKit's own."""
    if e.needs_card:
        _tell_of_period(w, e, NoticeKind.CARD_NEEDED, occasion=str(e.failures))
    elif e.is_first:
        _tell_of_period(w, e, NoticeKind.RENEWAL_FAILED)


@on(DebtReminded)
def tell_debt(w: Work, e: DebtReminded) -> None:
    """The member who has not paid yet."""
    kind = NoticeKind.DEBT_LAST if e.is_last else NoticeKind.DEBT_REMINDER
    _tell_of_period(w, e, kind, occasion=str(e.step))


@on(DebtPartUnpaid)
def tell_debt_part(w: Work, e: DebtPartUnpaid) -> None:
    """The member: a part of their plan waits to be paid by the link."""
    tell(w, Receiver(member_id=e.member_id), queries.debt_part(w, bill_id=e.about))


@on(PeriodPaid, when=lambda e: e.was_failed)
def tell_debt_settled(w: Work, e: PeriodPaid) -> None:
    """The member who was told that they owe."""
    _tell_of_period(w, e, NoticeKind.DEBT_SETTLED)


@on(BookingBlocked)
def tell_booking_blocked(w: Work, e: BookingBlocked) -> None:
    """The member who books nothing new for now."""
    _tell_of_period(w, e, NoticeKind.BOOKING_BLOCKED)


@on(DebtTaskDue)
def tell_debt_task(w: Work, e: DebtTaskDue) -> None:
    """Staff who see to money: it is time to speak with them."""
    _tell_collectors(w, e.about, NoticeKind.DEBT_TASK)


@on(RenewalGivenUp)
def tell_given_up(w: Work, e: RenewalGivenUp) -> None:
    """Staff who see to money: from here on it is theirs."""
    _tell_collectors(w, e.about, NoticeKind.DEBT_GIVEN_UP)


@on(RenewalStuck)
def tell_stuck(w: Work, e: RenewalStuck) -> None:
    """The owner, once a day however many charges it is."""
    happening = queries.renewals_stuck(w, day=e.on)
    for receiver in queries.owners(w):
        tell(w, receiver, happening)


@on(PriceChangeTold)
def tell_price_change(w: Work, e: PriceChangeTold) -> None:
    """The member who holds the plan."""
    happening = queries.price_change(
        w, deal_id=e.about, before=e.before_agorot, after=e.after_agorot, since=e.since
    )
    if e.instead_agorot is not None and e.instead_since is not None:
        happening = queries.price_instead(
            happening, instead=e.instead_agorot, instead_since=e.instead_since
        )
    tell(w, Receiver(member_id=e.member_id), happening)


@on(CommitmentEnding)
def tell_commitment_ending(w: Work, e: CommitmentEnding) -> None:
    """The member, as the law wants it."""
    happening = queries.commitment_ending(w, deal_id=e.about, ends_on=e.ends_on, days=e.days_before)
    tell(w, Receiver(member_id=e.member_id), happening)


@on(CardEnding)
def tell_card_ending(w: Work, e: CardEnding) -> None:
    """The member, before a charge fails."""
    happening = queries.card_ending(w, card_id=e.about, days=e.days_before)
    tell(w, Receiver(member_id=e.member_id), happening)


def _tell_of_period(
    w: Work,
    e: RenewalFailed | DebtReminded | PeriodPaid | BookingBlocked,
    kind: NoticeKind,
    *,
    occasion: str = "",
) -> None:
    happening = queries.of_period(w, kind=kind, period_id=e.about, occasion=occasion)
    tell(w, Receiver(member_id=e.member_id), happening)


def _tell_collectors(w: Work, period_id: UUID, kind: NoticeKind) -> None:
    happening = queries.debt_for_staff(w, kind=kind, period_id=period_id)
    for receiver in queries.who_collects(w):
        tell(w, receiver, happening)
