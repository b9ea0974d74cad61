"""Which card a deal is charged to."""

from uuid import UUID

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, requires
from fitkit.core.work import Work
from fitkit.features.billing.queries import periods as queries
from fitkit.features.billing.tables import Deal
from fitkit.features.payments import actions as payments
from fitkit.texts import renewals as texts


@requires(Permission.EDIT_MONEY, own=Permission.EDIT_OWN)
def charge_own_card(w: Work, *, member_id: UUID, deal_id: UUID) -> None:
    """Charge a deal to its member's own card from now on, and no more to the one that was left for it alone.

    Told again, nothing. Holds the deal's row. Publishes CardRemoved.

    Raises:
        NotFound: no such deal of this member.
        Refusal: the member has no card of their own, or it is over.
    """
    deal = w.hold(Deal, deal_id)
    if deal.member_id != member_id:
        raise NotFound
    if deal.card_id is None:
        return
    if queries.card_id_of(w, member_id=member_id) is None:
        raise Refusal(texts.NO_CARD_OF_OWN)
    payments.drop_card_apart(w, card_id=deal.card_id)
    deal.card_id = None
    w.session.flush()
