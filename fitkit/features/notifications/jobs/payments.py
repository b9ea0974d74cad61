"""What the owner is told of money and documents."""

from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.jobs import on
from fitkit.core.work import Work
from fitkit.features.documents.events import DocumentOwed, DocumentRefused, DocumentsMissing
from fitkit.features.notifications import queries
from fitkit.features.notifications.jobs._telling import tell
from fitkit.features.notifications.rules import (
    NoticeKind,
    Receiver,
)
from fitkit.features.payments.events import (
    ChargeStaysUnknown,
    PaidTwice,
    RefundSettled,
    RefundStaysUnknown,
    SurplusKept,
)
from fitkit.features.payments.rules import RefundState
from fitkit.features.reconciliation.events import DifferencesFound


@on(DocumentRefused)
def tell_document_refused(w: Work, e: DocumentRefused) -> None:
    """The owner: a person must look."""
    happening = queries.document_refused(w, document_id=e.about)
    for receiver in queries.owners(w):
        tell(w, receiver, happening)


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
        tell(w, receiver, happening)


@on(DifferencesFound)
def tell_differences(w: Work, e: DifferencesFound) -> None:
    """The owner, once a night."""
    happening = queries.differences_found(w, account_id=e.about, provider=e.provider, count=e.count)
    for receiver in queries.owners(w):
        tell(w, receiver, happening)


@on(DocumentOwed, when=lambda e: not e.has_issuer)
def tell_no_issuer(w: Work, e: DocumentOwed) -> None:  # noqa: ARG001  # the shape of a reaction
    """The owner of a gym that owes documents and has nobody to issue them: once a day."""
    if w.actor.org_id is None:
        return
    today = day_of(w.now, w.actor.zone)
    happening = queries.documents_missing(
        w, gym_id=w.actor.org_id, count=1, oldest_on=today, has_issuer=False
    )
    for receiver in queries.owners(w):
        tell(w, receiver, happening)


@on(ChargeStaysUnknown)
def tell_charge_unknown(w: Work, e: ChargeStaysUnknown) -> None:
    """The owner: nobody knows whether money was taken."""
    _tell_of_payment(w, NoticeKind.CHARGE_UNKNOWN, e, charge_id=e.about)


@on(PaidTwice)
def tell_paid_twice(w: Work, e: PaidTwice) -> None:
    """The owner: somebody paid a second time, and it goes back."""
    _tell_of_payment(w, NoticeKind.PAID_TWICE, e, charge_id=e.about)


@on(SurplusKept)
def tell_surplus_kept(w: Work, e: SurplusKept) -> None:
    """The member whose bank was debited for what had been paid, and the owner."""
    happening = queries.credit_kept(charge_id=e.about, amount_agorot=e.amount_agorot)
    tell(w, Receiver(member_id=e.member_id), happening)
    _tell_of_payment(w, NoticeKind.PAID_TWICE_KEPT, e, charge_id=e.about)


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
    e: ChargeStaysUnknown | PaidTwice | RefundSettled | RefundStaysUnknown | SurplusKept,
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
        tell(w, receiver, happening)
