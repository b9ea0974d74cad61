"""What the owner is told of payments and refunds that need somebody."""

from uuid import UUID

from fitkit.core.i18n import Lang, money
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.members import queries as members
from fitkit.features.notifications import rules
from fitkit.features.notifications.rules import Happening, NoticeKind


@internal
def of_payment(
    w: Work,
    *,
    kind: NoticeKind,
    about: UUID,
    charge_id: UUID,
    member_id: UUID,
    amount_agorot: int,
) -> Happening:
    """What the owner is told of a charge or a refund; it opens the charge's story."""
    amount = Money(amount_agorot)
    name = members.names(w, ids=[member_id]).get(member_id, "")
    facts: rules.Facts = {
        "name": name,
        "amount": {lang.value: money(amount, lang) for lang in Lang},
    }
    return Happening(kind, about, facts, f"/dashboard/payments/{charge_id}")


@internal
def credit_kept(*, charge_id: UUID, amount_agorot: int) -> Happening:
    """What a member is told whose bank was debited for what had been paid."""
    amount = Money(amount_agorot)
    facts: rules.Facts = {"amount": {lang.value: money(amount, lang) for lang in Lang}}
    return Happening(NoticeKind.CREDIT_KEPT, charge_id, facts, "/me/membership")
