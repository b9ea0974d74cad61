"""Gift cards that were bought for cash, and what the papers of a gym say beside its book."""

from fractions import Fraction
from uuid import UUID

import sqlalchemy as sa

from fitkit import wiring
from fitkit.core import clock
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing.tables import GiftPart
from fitkit.features.documents import flows as documents
from fitkit.features.documents.rules import DocumentState, takes_back
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.offers import actions as offers
from fitkit.features.offers import queries
from fitkit.features.offers.queries.gift_cards import letter_of
from fitkit.features.offers.rules.gift_cards import GiftDetails
from fitkit.ports.invoices import DocumentKind, Issuer
from fitkit.ports.payments import PayWay
from tests.conftest import Gym
from tests.factories.members import make_member


def number_documents(gym: Gym, *, is_exempt: bool = False) -> None:
    """The demo's issuer numbers the gym's documents from now on."""
    documents.choose_issuer(
        wiring.ports(),
        gym.acting(Role.OWNER),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=is_exempt,
        mails_them=False,
    )


def gift_code(gym: Gym, amount: Money) -> str:
    """The code of a card that somebody else bought at the desk, for cash."""
    by_hand = sales.ByHand(PayWay.CASH, "", clock.day_of(clock.now(), clock.ISRAEL))
    with open_work(gym.acting(Role.OWNER)) as w:
        buyer = make_member(w)
        details = GiftDetails(amount, "דנה", "dana@example.com")
        sales.sell_gift_card(w, member_id=buyer, details=details, by_hand=by_hand, lang=Lang.HE)
        newest = queries.gift_cards_sold(w).cards[0]
        return letter_of(w, gift_card_id=newest.id).code


def get_gift(gym: Gym, member_id: UUID, amount: Money) -> None:
    """A member has so much more to their credit, from a gift card."""
    code = gift_code(gym, amount)
    with open_work(gym.acting(Role.MEMBER, member_id=member_id)) as w:
        offers.redeem(w, member_id=member_id, gift_code=code)


def papers(gym: Gym, member_id: UUID) -> list[TaxDocument]:
    """A member's documents, whether issued or owed, in order of time."""
    with open_work(gym.system) as w:
        mine = sa.select(TaxDocument).where(TaxDocument.member_id == member_id)
        return list(w.session.scalars(mine.order_by(TaxDocument.created_at, TaxDocument.id)))


def told(gym: Gym, member_id: UUID) -> list[tuple[DocumentKind, Money]]:
    """Kind and amount of a member's documents, all of which are issued."""
    found = papers(gym, member_id)
    assert all(paper.state is DocumentState.ISSUED for paper in found)
    return [(paper.kind, Money(paper.amount_agorot)) for paper in found]


def parts(gym: Gym) -> list[Money]:
    """What gift cards paid of sales, in order; below zero what was taken back."""
    with open_work(gym.system) as w:
        rows = w.session.scalars(sa.select(GiftPart).order_by(GiftPart.id))
        return [Money(row.amount_agorot) for row in rows]


def vat_of_papers(gym: Gym) -> Money:
    """The VAT of all documents of a gym, what takes back taken off."""
    found = ZERO
    with open_work(gym.system) as w:
        for paper in w.session.scalars(sa.select(TaxDocument)):
            vat = Money(paper.amount_agorot).vat_inside(Fraction(paper.vat_per_mille, 1000))
            found += -vat if takes_back(paper.kind) else vat
    return found


def vat_of_book(gym: Gym) -> Money:
    """The VAT that a gym's book says it is to pay."""
    with open_work(gym.system) as w:
        return -ledger.balance_of_account(w, account=Account.VAT)
