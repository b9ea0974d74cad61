"""A member's own documents: issued by themselves after a payment, and nobody else's."""

from dataclasses import replace

from fitkit import wiring
from fitkit.core import jobs
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.features.documents import flows
from fitkit.features.payments import flows as payments
from fitkit.ports.invoices import Issuer
from fitkit.web.member.documents.state import MyDocumentsState
from tests.conftest import Gym
from tests.factories.gifts import get_gift
from tests.factories.orders import PRICE, make_shop
from tests.factories.payments import Till, make_till
from tests.web.driver import Tab

HERE = "/he/me/documents/"


def choose(gym: Gym) -> None:
    flows.choose_issuer(
        wiring.ports(),
        gym.acting(Role.OWNER),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=False,
        mails_them=False,
    )


def till_of(gym: Gym) -> Till:
    return replace(make_till(gym.acting(Role.OWNER)), actor=gym.system)


async def test_after_a_payment_and_a_refund_both_documents_are_there(gym: Gym) -> None:
    choose(gym)
    till = till_of(gym)
    charge = till.paid()
    jobs.run_ready(wiring.ports())
    refund = till.refund(charge, Money(9_000))
    payments.give_back(till.ports, till.actor, refund_id=refund)
    jobs.run_ready(wiring.ports())
    actor = gym.acting(Role.MEMBER, member_id=till.member_id)
    async with Tab(actor, HERE) as tab:
        await tab.fire(MyDocumentsState, "load")
        state = await tab.state(MyDocumentsState)
    assert sorted(row.kind for row in state.rows) == ["חשבונית זיכוי", "חשבונית מס קבלה"]
    assert all(row.file.endswith(".pdf") for row in state.rows)
    file = flows.open_file(wiring.ports(), actor, document_id=charge)
    assert file.body.startswith(b"%PDF")


async def test_another_members_documents_are_not_theirs(gym: Gym) -> None:
    choose(gym)
    till_of(gym).paid()
    jobs.run_ready(wiring.ports())
    neighbour = till_of(gym).member_id
    async with Tab(gym.acting(Role.MEMBER, member_id=neighbour), HERE) as tab:
        await tab.fire(MyDocumentsState, "load")
        state = await tab.state(MyDocumentsState)
        assert (state.rows, state.problem) == ([], "")


async def test_what_a_gift_card_paid_is_there_as_an_invoice_and_says_so(gym: Gym) -> None:
    choose(gym)
    shop = make_shop(gym)
    get_gift(gym, shop.member_id, PRICE)
    shop.at_desk()
    shop.run_jobs()
    async with Tab(gym.acting(Role.MEMBER, member_id=shop.member_id), HERE) as tab:
        await tab.fire(MyDocumentsState, "load")
        state = await tab.state(MyDocumentsState)
    [row] = state.rows
    assert (row.kind, row.note) == ("חשבונית מס", "שולם בכרטיס מתנה")
    assert row.file == f"/documents/{row.id}.pdf"
