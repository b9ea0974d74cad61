"""What is told unasked, and the sending."""

from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.jobs import every, later, on, task
from fitkit.core.work import Work
from fitkit.features.billing import queries as orders
from fitkit.features.billing.events.endings import CancellationWithdrawn, DealCancelled
from fitkit.features.billing.events.orders import OrderGivenBack, OrderPaid
from fitkit.features.billing.events.renewals import (
    BookingBlocked,
    CardEnding,
    CommitmentEnding,
    DebtReminded,
    DebtTaskDue,
    PeriodPaid,
    PriceChangeTold,
    RenewalFailed,
    RenewalGivenUp,
    RenewalStuck,
)
from fitkit.features.billing.rules.words import OrderChannel
from fitkit.features.booking.events import (
    BookingCancelled,
    BookingMade,
    CancellationUndone,
    GuestNotRetaken,
    OfferExpired,
    OfferMade,
    PlaceNotRetaken,
    PlaceReleased,
    PlaceRetaken,
    PlaceToClaim,
    WaitlistPassedOver,
    WaitlistPromoted,
)
from fitkit.features.booking.rules import CancelledBy, Reason, Release
from fitkit.features.closures.events import ClosuresProposed
from fitkit.features.documents.events import DocumentOwed, DocumentRefused, DocumentsMissing
from fitkit.features.identity.events import (
    AccountChanged,
    InvitationAccepted,
    PasswordChanged,
    RecoveryCodeUsed,
    TotpDisabled,
    TotpEnabled,
    UserSignedIn,
)
from fitkit.features.notifications import actions, flows, queries, rules
from fitkit.features.notifications.events import ReminderChanged
from fitkit.features.notifications.rules import (
    TOLD_CHANGES,
    Channel,
    Happening,
    NoticeKind,
    Receiver,
)
from fitkit.features.payments.events import (
    ChargeStaysUnknown,
    PaidTwice,
    RefundSettled,
    RefundStaysUnknown,
)
from fitkit.features.payments.rules import RefundState
from fitkit.features.penalties.events import (
    PenaltyDisputed,
    PenaltyExcused,
    PenaltyGiven,
    PenaltyUpheld,
)
from fitkit.features.reconciliation.events import DifferencesFound
from fitkit.features.scheduling.events import SessionChanged
from fitkit.features.standing.events import StandingMissed
from fitkit.features.subscriptions.events import SubscriptionGiven
from fitkit.features.substitutes.events import (
    SubstituteAsked,
    SubstituteDeclined,
    SubstituteFound,
)
from fitkit.ports import Ports
from fitkit.texts import notices as texts

# Who came to the class again by themself before it was given back misses nothing.
_HAVE_IT = frozenset({Reason.ALREADY_BOOKED, Reason.ALREADY_WAITING})
# Letters about an account go out by themselves, from FitKit: not once for each gym.
_IN_APP = frozenset({Channel.INBOX, Channel.PUSH})
_RECORD = frozenset({Channel.INBOX})


@every(minutes=1, outside=True)
def deliver(ports: Ports, actor: Actor) -> None:
    """What was held, failed for now, or was left by a dead sender."""
    flows.deliver_due(ports, actor)


@task(outside=True)
def deliver_soon(ports: Ports, actor: Actor) -> None:
    """What was given just now."""
    flows.deliver_due(ports, actor)


@on(BookingMade)
def tell_booked(w: Work, e: BookingMade) -> None:
    """The member who has a place; and the reminder is planned."""
    _tell_of_class(w, e, NoticeKind.BOOKED)
    _plan_reminder(w, e.about)


@on(WaitlistPromoted)
def tell_promoted(w: Work, e: WaitlistPromoted) -> None:
    """The member whose waiting is over."""
    _tell_of_class(w, e, NoticeKind.PROMOTED)
    _plan_reminder(w, e.about)


@on(WaitlistPassedOver)
def tell_passed_over(w: Work, e: WaitlistPassedOver) -> None:
    """The member who was first in line, and whom nothing pays for."""
    _tell_of_class(w, e, NoticeKind.PASSED_OVER)


@on(OfferMade)
def tell_offered(w: Work, e: OfferMade) -> None:
    """The member for whom a place is kept."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.OFFERED,
        about=e.about,
        session_id=e.session_id,
        occasion=e.until.isoformat(),
        until=e.until,
    )
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(OfferExpired)
def tell_offer_over(w: Work, e: OfferExpired) -> None:
    """The member who did not answer in time, or whose place is no more."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.OFFER_OVER,
        about=e.about,
        session_id=e.session_id,
        occasion=e.until.isoformat(),
    )
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(PlaceToClaim)
def tell_to_claim(w: Work, e: PlaceToClaim) -> None:
    """Everybody in line, once each time a place frees in the last hour."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.TO_CLAIM,
        about=e.about,
        session_id=e.session_id,
        occasion=e.freed_at.isoformat(),
    )
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(BookingCancelled)
def tell_booking_cancelled(w: Work, e: BookingCancelled) -> None:
    """The member whose place the gym gave up."""
    if e.by is CancelledBy.STAFF:
        _tell_of_class(w, e, NoticeKind.BOOKING_CANCELLED)


@on(CancellationUndone)
def remind_again(w: Work, e: CancellationUndone) -> None:
    """The reminder of a place that was taken again."""
    _plan_reminder(w, e.about)


@on(PlaceReleased)
def tell_released(w: Work, e: PlaceReleased) -> None:
    """Whoever had a place or a number in a class that is off, or whose plan ended before it."""
    if e.because is not Release.CLASS_OFF:
        _tell_of_class(w, e, NoticeKind.BOOKING_CANCELLED)
        return
    kept = texts.ENTRY_RETURNED if e.entry_returned else texts.PLACE_RELEASED
    happening = queries.of_class(
        w,
        kind=NoticeKind.CLASS_CANCELLED,
        about=e.about,
        session_id=e.session_id,
        outcome=texts.LINE_DISSOLVED if e.was_waiting else kept,
    )
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(PlaceRetaken)
def tell_retaken(w: Work, e: PlaceRetaken) -> None:
    """Whoever has their place or their number again, as the class takes place after all."""
    happening = queries.of_class(
        w,
        kind=NoticeKind.CLASS_RESTORED,
        about=e.about,
        session_id=e.session_id,
        occasion=w.now.isoformat(),
        outcome=texts.WAIT_RETAKEN if e.was_waiting else texts.PLACE_RETAKEN,
    )
    _tell(w, Receiver(member_id=e.member_id), happening)
    if not e.was_waiting:
        _plan_reminder(w, e.about)


@on(PlaceNotRetaken)
def tell_not_retaken(w: Work, e: PlaceNotRetaken) -> None:
    """Whoever was in the class and cannot be again, and why."""
    if e.because not in _HAVE_IT:
        happening = queries.not_retaken(
            w, about=e.about, session_id=e.session_id, because=e.because
        )
        _tell(w, Receiver(member_id=e.member_id), happening)


@on(GuestNotRetaken)
def tell_guest_not_retaken(w: Work, e: GuestNotRetaken) -> None:
    """The host who is in the class again, and whose guest is not; who is not is told of themself."""
    if e.host_is_in:
        happening = queries.guest_not_retaken(
            w, guest_id=e.about, session_id=e.session_id, because=e.because
        )
        _tell(w, Receiver(member_id=e.member_id), happening)


@on(SessionChanged)
def tell_class_changed(w: Work, e: SessionChanged) -> None:
    """Whoever has a place or waits; reminders follow the new time."""
    if not TOLD_CHANGES.intersection(e.fields):
        return
    happening = queries.of_class(
        w,
        kind=NoticeKind.CLASS_CHANGED,
        about=e.session_id,
        session_id=e.session_id,
        occasion=w.now.isoformat(),
    )
    for receiver in queries.in_class(w, session_id=e.session_id):
        _tell(w, receiver, happening)
    for booking_id in queries.places_ahead(w, session_id=e.session_id):
        _plan_reminder(w, booking_id)


@on(ReminderChanged)
def plan_reminders_anew(w: Work, e: ReminderChanged) -> None:
    """Reminders of all that the member has booked."""
    for booking_id in queries.places_ahead(w, member_id=e.about):
        _plan_reminder(w, booking_id)


@task()
def remind(w: Work, booking_id: UUID) -> None:
    """Remind, unless the class or the member's wish has moved: then later, or not at all.

    Of several that are due, after a worker was away, only the last is told; each is told once.
    """
    found = queries.reminders(w, booking_id=booking_id)
    due = [r for r in found if r.at <= w.now]
    if due:
        _tell(w, due[-1].receiver, due[-1].happening)
    _plan_reminder(w, booking_id)


@on(SubscriptionGiven)
def tell_plan_given(w: Work, e: SubscriptionGiven) -> None:
    """The member who has a new plan; what they bought is told with its price."""
    if orders.was_bought(w, subscription_id=e.about):
        return
    happening = queries.plan_given(
        w, subscription_id=e.about, plan_id=e.plan_id, starts_on=e.starts_on
    )
    if happening is not None:
        _tell(w, Receiver(member_id=e.member_id), happening)


@on(DealCancelled)
def tell_deal_cancelled(w: Work, e: DealCancelled) -> None:
    """The member, with the day and the sums; and the owner."""
    _tell(
        w,
        Receiver(member_id=e.member_id),
        queries.deal_cancelled(w, cancellation_id=e.about, member_id=e.member_id),
    )
    happening = queries.member_cancelled(w, cancellation_id=e.about, member_id=e.member_id)
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


@on(CancellationWithdrawn)
def tell_cancellation_withdrawn(w: Work, e: CancellationWithdrawn) -> None:
    """The member who stays."""
    happening = queries.cancellation_withdrawn(w, cancellation_id=e.about, member_id=e.member_id)
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(OrderPaid)
def tell_bought(w: Work, e: OrderPaid) -> None:
    """The member who bought a plan; and the owner, of what was not sold at the desk."""
    bought = queries.plan_bought(
        w,
        order_id=e.about,
        plan_id=e.plan_id,
        amount_agorot=e.amount_agorot,
        starts_on=e.starts_on,
        next_on=e.next_on,
        price_agorot=e.price_agorot,
    )
    _tell(w, Receiver(member_id=e.member_id), bought)
    if e.channel is OrderChannel.DESK:
        return
    sold = queries.plan_sold(
        w,
        order_id=e.about,
        member_id=e.member_id,
        plan_id=e.plan_id,
        amount_agorot=e.amount_agorot,
    )
    for receiver in queries.owners(w):
        _tell(w, receiver, sold)


@on(OrderGivenBack)
def tell_given_back(w: Work, e: OrderGivenBack) -> None:
    """Who paid for what could not be given, and the owner."""
    happening = queries.order_given_back(
        w, order_id=e.about, plan_id=e.plan_id, amount_agorot=e.amount_agorot
    )
    for receiver in (Receiver(member_id=e.member_id), *queries.owners(w)):
        _tell(w, receiver, happening)


@on(ClosuresProposed)
def tell_closures_proposed(w: Work, e: ClosuresProposed) -> None:
    """The owner: a year's holidays wait."""
    happening = queries.closures_proposed(e.about, year=e.year)
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


@on(DocumentRefused)
def tell_document_refused(w: Work, e: DocumentRefused) -> None:
    """The owner: a person must look."""
    happening = queries.document_refused(w, document_id=e.about)
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


@on(DocumentsMissing)
def tell_documents_missing(w: Work, e: DocumentsMissing) -> None:
    """The owner, each day until none is missing."""
    happening = queries.documents_missing(
        w,
        gym_id=e.about,
        count=e.count,
        oldest_on=e.oldest_on,
        has_issuer=e.has_issuer,
    )
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


@on(DifferencesFound)
def tell_differences(w: Work, e: DifferencesFound) -> None:
    """The owner, once a night."""
    happening = queries.differences_found(w, account_id=e.about, provider=e.provider, count=e.count)
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


@on(DocumentOwed)
def tell_no_issuer(w: Work, e: DocumentOwed) -> None:
    """The owner of a gym that owes documents and has nobody to issue them: once a day."""
    if e.has_issuer or w.actor.org_id is None:
        return
    today = day_of(w.now, w.actor.zone)
    happening = queries.documents_missing(
        w, gym_id=w.actor.org_id, count=1, oldest_on=today, has_issuer=False
    )
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


@every(at="09:00", per_gym=True)
def tell_plans_running_out(w: Work) -> None:
    """Members whose plan ends in a week, or whose pack is nearly used up."""
    for receiver, happening in queries.plans_running_out(w):
        _tell(w, receiver, happening)


@on(InvitationAccepted)
def tell_invitation_accepted(w: Work, e: InvitationAccepted) -> None:
    """The owner and whoever invited."""
    happening = queries.invitation_accepted(
        w,
        invitation_id=e.about,
        user_id=e.user_id,
        role=e.role,
        staff=e.staff_id is not None or e.member_id is None,
    )
    for receiver in queries.inviters(w, invitation_id=e.about, joined=e.user_id):
        _tell(w, receiver, happening)


@on(SubstituteAsked)
def tell_substitute_asked(w: Work, e: SubstituteAsked) -> None:
    """The coaches who were asked, as long as somebody is sought."""
    for receiver, happening in queries.substitute_asked(w, request_id=e.about):
        _tell(w, receiver, happening)


@on(SubstituteDeclined)
def tell_substitute_declined(w: Work, e: SubstituteDeclined) -> None:
    """Whose class it is, and who asked this one colleague for them: another has to be asked."""
    for receiver, happening in queries.substitute_declined(
        w, request_id=e.about, staff_id=e.staff_id
    ):
        _tell(w, receiver, happening)


@on(SubstituteFound)
def tell_substitute_found(w: Work, e: SubstituteFound) -> None:
    """Whose class it was, who gives it now, and the owner; not who decided it."""
    happening = queries.substitute_found(
        w, request_id=e.about, session_id=e.session_id, staff_id=e.staff_id
    )
    concerned = queries.concerned_by_substitute(w, staff_ids=(e.staff_before, e.staff_id))
    for receiver in concerned:
        if receiver.user_id != e.by_user_id:
            _tell(w, receiver, happening)


@on(UserSignedIn, outside=True)
def write_new_sign_in(ports: Ports, actor: Actor, e: UserSignedIn) -> None:  # noqa: ARG001  # the shape of a reaction
    """The user, by letter."""
    if e.is_new_device:
        flows.warn_of_sign_in(ports, sign_in_id=e.about, user_id=e.user_id)


@on(UserSignedIn)
def tell_new_sign_in(w: Work, e: UserSignedIn) -> None:
    """The user, in each of their gyms."""
    if e.is_new_device:
        _tell_user(w, e.user_id, queries.signed_in_anew(w, sign_in_id=e.about))


@on(PasswordChanged, outside=True)
def write_password_changed(ports: Ports, actor: Actor, e: PasswordChanged) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.PASSWORD_CHANGED)


@on(PasswordChanged)
def tell_password_changed(w: Work, e: PasswordChanged) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.PASSWORD_CHANGED)


@on(TotpEnabled, outside=True)
def write_totp_enabled(ports: Ports, actor: Actor, e: TotpEnabled) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.TOTP_ON)


@on(TotpEnabled)
def tell_totp_enabled(w: Work, e: TotpEnabled) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.TOTP_ON)


@on(TotpDisabled, outside=True)
def write_totp_disabled(ports: Ports, actor: Actor, e: TotpDisabled) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.TOTP_OFF)


@on(TotpDisabled)
def tell_totp_disabled(w: Work, e: TotpDisabled) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.TOTP_OFF)


@on(RecoveryCodeUsed, outside=True)
def write_recovery_code_used(ports: Ports, actor: Actor, e: RecoveryCodeUsed) -> None:  # noqa: ARG001
    """The user, by letter."""
    flows.warn_of_change(ports, user_id=e.user_id, what=texts.RECOVERY_USED)


@on(RecoveryCodeUsed)
def tell_recovery_code_used(w: Work, e: RecoveryCodeUsed) -> None:
    """The user, in each of their gyms."""
    _tell_change(w, e.user_id, texts.RECOVERY_USED)


@on(AccountChanged, outside=True)
def write_email_changed(ports: Ports, actor: Actor, e: AccountChanged) -> None:  # noqa: ARG001
    """The user, by letter to the new address."""
    if "email" in e.fields:
        flows.warn_of_change(ports, user_id=e.user_id, what=texts.EMAIL_CHANGED)


@on(AccountChanged)
def tell_email_changed(w: Work, e: AccountChanged) -> None:
    """The user, in each of their gyms."""
    if "email" in e.fields:
        _tell_change(w, e.user_id, texts.EMAIL_CHANGED)


@on(PenaltyGiven)
def tell_penalty(w: Work, e: PenaltyGiven) -> None:
    """The member, with what it led to and how to dispute it."""
    _tell(w, Receiver(member_id=e.member_id), queries.penalty_given(w, penalty_id=e.about))


@on(PenaltyDisputed)
def tell_dispute(w: Work, e: PenaltyDisputed) -> None:
    """Staff who decide."""
    happening = queries.dispute_opened(w, penalty_id=e.about)
    for receiver in queries.who_may_excuse(w):
        _tell(w, receiver, happening)


@on(PenaltyUpheld)
def tell_upheld(w: Work, e: PenaltyUpheld) -> None:
    """The member whose dispute was decided."""
    _tell(w, Receiver(member_id=e.member_id), queries.penalty_decided(w, penalty_id=e.about))


@on(PenaltyExcused)
def tell_excused(w: Work, e: PenaltyExcused) -> None:
    """The member whose penalty was taken back."""
    _tell(w, Receiver(member_id=e.member_id), queries.penalty_decided(w, penalty_id=e.about))


@on(StandingMissed)
def tell_standing_missed(w: Work, e: StandingMissed) -> None:
    """The regular whose fixed place was not booked, and why."""
    happening = queries.standing_missed(
        w, standing_id=e.about, session_id=e.session_id, because=e.because
    )
    _tell(w, Receiver(member_id=e.member_id), happening)


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


@on(PeriodPaid)
def tell_debt_settled(w: Work, e: PeriodPaid) -> None:
    """The member who was told that they owe."""
    if e.was_failed:
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
        _tell(w, receiver, happening)


@on(PriceChangeTold)
def tell_price_change(w: Work, e: PriceChangeTold) -> None:
    """The member who holds the plan."""
    happening = queries.price_change(
        w, deal_id=e.about, before=e.before_agorot, after=e.after_agorot, since=e.since
    )
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(CommitmentEnding)
def tell_commitment_ending(w: Work, e: CommitmentEnding) -> None:
    """The member, as the law wants it."""
    happening = queries.commitment_ending(w, deal_id=e.about, ends_on=e.ends_on, days=e.days_before)
    _tell(w, Receiver(member_id=e.member_id), happening)


@on(CardEnding)
def tell_card_ending(w: Work, e: CardEnding) -> None:
    """The member, before a charge fails."""
    happening = queries.card_ending(w, card_id=e.about, days=e.days_before)
    _tell(w, Receiver(member_id=e.member_id), happening)


def _tell_of_period(
    w: Work,
    e: RenewalFailed | DebtReminded | PeriodPaid | BookingBlocked,
    kind: NoticeKind,
    *,
    occasion: str = "",
) -> None:
    happening = queries.of_period(w, kind=kind, period_id=e.about, occasion=occasion)
    _tell(w, Receiver(member_id=e.member_id), happening)


def _tell_collectors(w: Work, period_id: UUID, kind: NoticeKind) -> None:
    happening = queries.debt_for_staff(w, kind=kind, period_id=period_id)
    for receiver in queries.who_collects(w):
        _tell(w, receiver, happening)


@on(ChargeStaysUnknown)
def tell_charge_unknown(w: Work, e: ChargeStaysUnknown) -> None:
    """The owner: nobody knows whether money was taken."""
    _tell_of_payment(w, NoticeKind.CHARGE_UNKNOWN, e, charge_id=e.about)


@on(PaidTwice)
def tell_paid_twice(w: Work, e: PaidTwice) -> None:
    """The owner: somebody paid a second time, and it goes back."""
    _tell_of_payment(w, NoticeKind.PAID_TWICE, e, charge_id=e.about)


@on(RefundSettled)
def tell_refund_refused(w: Work, e: RefundSettled) -> None:
    """The owner: the company did not give it back."""
    if e.state is RefundState.REFUSED:
        _tell_of_payment(w, NoticeKind.REFUND_REFUSED, e, charge_id=e.charge_id)


@on(RefundStaysUnknown)
def tell_refund_unknown(w: Work, e: RefundStaysUnknown) -> None:
    """The owner: nobody knows whether money went back."""
    _tell_of_payment(w, NoticeKind.REFUND_UNKNOWN, e, charge_id=e.charge_id)


def _tell_of_payment(
    w: Work,
    kind: NoticeKind,
    e: ChargeStaysUnknown | PaidTwice | RefundSettled | RefundStaysUnknown,
    *,
    charge_id: UUID,
) -> None:
    happening = queries.of_payment(
        w,
        kind=kind,
        about=e.about,
        charge_id=charge_id,
        member_id=e.member_id,
        amount_agorot=e.amount_agorot,
    )
    for receiver in queries.owners(w):
        _tell(w, receiver, happening)


def _tell(w: Work, receiver: Receiver, happening: Happening) -> None:
    """Tell whom it is about, and the guardian of a child."""
    guardian = queries.guardian_of(w, receiver)
    if guardian is None:
        _tell_one(w, receiver, happening)
        return
    only = _RECORD if guardian.shares_address else frozenset(Channel)
    _tell_one(w, receiver, happening, only=only)
    theirs = rules.of_ward(happening, ward_id=guardian.ward_id, name=guardian.ward)
    _tell_one(w, guardian.receiver, theirs)


def _tell_one(
    w: Work,
    receiver: Receiver,
    happening: Happening,
    *,
    only: frozenset[Channel] = frozenset(Channel),
) -> None:
    told = actions.notify(w, receiver, happening, only=only)
    if told is not None and told.soonest is not None and told.soonest <= w.now:
        later(w, deliver_soon, run_at=w.now)


def _tell_of_class(
    w: Work,
    e: BookingMade | BookingCancelled | PlaceReleased | WaitlistPromoted | WaitlistPassedOver,
    kind: NoticeKind,
) -> None:
    happening = queries.of_class(w, kind=kind, about=e.about, session_id=e.session_id)
    _tell(w, Receiver(member_id=e.member_id), happening)


def _plan_reminder(w: Work, booking_id: UUID) -> None:
    """For the next moment; who books within the last hours needs none."""
    ahead = (r.at for r in queries.reminders(w, booking_id=booking_id) if r.at > w.now)
    soonest = next(ahead, None)
    if soonest is not None:
        later(w, remind, run_at=soonest, booking_id=booking_id)


def _tell_change(w: Work, user_id: UUID, what: Text) -> None:
    _tell_user(w, user_id, queries.security_changed(w, user_id=user_id, what=what))


def _tell_user(w: Work, user_id: UUID, happening: Happening | None) -> None:
    """In every gym the user belongs to: an account is in all of them; a Work of one gym tells there."""
    gyms = (w.actor.org_id,) if w.actor.org_id else queries.gyms_of(w, user_id)
    for org_id in gyms:
        if happening is not None:
            actions.notify(w, Receiver(user_id=user_id), happening, only=_IN_APP, org_id=org_id)
