"""A refund made on the company's own screen is written down as one, and nobody is asked to give it back again."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from fitkit.core import jobs
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import flows as issuing
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as ledger_actions
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments import actions
from fitkit.features.payments.rules import RefundState
from fitkit.ports.invoices import DocumentKind, Issuer
from fitkit.ports.payments import PaidLine, PayWay, RefundRefused
from tests.conftest import Gym
from tests.factories.payments import PRICE, Till
from tests.features.payments.conftest import NOON

HUNDRED = Money.shekels(100)
TODAY = date(2026, 11, 23)


def note(till: Till, charge_id, actor=None, **changes: Any):
    asked = {"amount": HUNDRED, "why": "בקשה", "number": "R-1", "made_on": TODAY} | changes
    with open_work(actor or till.actor) as w:
        return actions.note_refund(w, charge_id=charge_id, **asked)


def test_it_is_done_posted_and_told_to_nobody(till: Till) -> None:
    charge_id = till.paid()
    refund_id = note(till, charge_id)
    jobs.run_ready(till.ports)
    [refund] = till.refunds(charge_id)
    assert (refund.id, refund.state, refund.way) == (refund_id, RefundState.DONE, PayWay.CARD)
    assert (refund.transaction_id, refund.settled_at) == ("R-1", NOON)
    assert till.moved() == [PRICE]  # the company was asked for nothing
    assert till.charge(charge_id).left == PRICE - HUNDRED
    assert till.balance() == -(PRICE - HUNDRED)
    with open_work(till.actor) as w:
        cleared = ledger.balance_of_account(w, account=Account.CLEARING_DEMO)
        assert cleared == PRICE - HUNDRED
        assert ledger_actions.prove(w)
        told = sa.text(
            "select name, facts from event_log where about = :id and name like 'payments.%'"
        )
        [settled] = w.hot(told, {"id": refund_id}).all()
        assert (settled.name, settled.facts["state"]) == ("payments.refund_settled", "done")


def test_its_credit_note_is_issued_and_names_the_payments_document(till: Till) -> None:
    issuing.choose_issuer(
        till.ports,
        till.actor,
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=False,
        mails_them=False,
    )
    charge_id = till.paid()
    jobs.run_ready(till.ports, limit=500)
    refund_id = note(till, charge_id)
    jobs.run_ready(till.ports, limit=500)
    jobs.run_ready(till.ports, limit=500)
    with open_work(till.actor) as w:
        invoice, back = w.get(TaxDocument, charge_id), w.get(TaxDocument, refund_id)
        assert (invoice.state, back.state) == (DocumentState.ISSUED, DocumentState.ISSUED)
        assert (back.kind, back.amount_agorot) == (DocumentKind.CREDIT_NOTE, HUNDRED.agorot)
        assert back.credits_id == invoice.id
        assert back.number
        assert back.pdf.startswith(b"%PDF")


def test_a_number_is_one_refunds_however_often_it_is_sent(till: Till) -> None:
    charge_id, other = till.paid(), till.paid()
    note(till, charge_id)
    for again in (charge_id, other):
        with pytest.raises(Refusal) as refused:
            note(till, again)
        assert refused.value.field == "number"
    assert till.charge(charge_id).refunded == HUNDRED
    assert till.charge(other).refunded == ZERO


def test_no_more_than_is_left_is_noted(till: Till) -> None:
    charge_id = till.paid()
    with pytest.raises(Refusal) as refused:
        note(till, charge_id, amount=PRICE + Money(1))
    assert refused.value.field == "amount"
    note(till, charge_id, amount=PRICE)
    with pytest.raises(Refusal):
        note(till, charge_id, amount=Money(1), number="R-2")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("why", " "),
        ("number", " "),
        ("number", "x" * 201),
        ("amount", ZERO),
        ("made_on", TODAY + timedelta(days=1)),
        ("made_on", TODAY - timedelta(days=1)),  # it was paid today
    ],
)
def test_what_is_wrong_is_said_at_its_field(till: Till, field: str, wrong: object) -> None:
    charge_id = till.paid()
    with pytest.raises(Refusal) as refused:
        note(till, charge_id, **{field: wrong})
    assert refused.value.field == field
    assert till.charge(charge_id).refunded == ZERO


def test_it_went_back_on_its_own_day(till: Till, time) -> None:
    charge_id = till.paid()
    time.shift(timedelta(days=5))
    note(till, charge_id, made_on=TODAY + timedelta(days=2))
    note(till, charge_id, number="R-2", made_on=TODAY)
    later, first = till.refunds(charge_id)
    assert later.settled_at == NOON + timedelta(days=2)
    assert first.settled_at == till.charge(charge_id).settled_at  # never before it was paid


def test_what_no_company_took_or_nobody_paid_is_not_noted(till: Till) -> None:
    with open_work(till.actor) as w:
        by_hand = actions.take_by_hand(
            w,
            member_id=till.member_id,
            cause_kind="till",
            cause_id=new_id(),
            amount=PRICE,
            lines=(PaidLine("מנוי", PRICE),),
            words=Text("מנוי", "Plan"),
            way=PayWay.CASH,
            note="",
            paid_on=TODAY,
        )
    for one in (by_hand, till.open()):
        with pytest.raises(Refusal):
            note(till, one)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_only_who_may_refund_notes(till: Till, gym: Gym, role: Role) -> None:
    charge_id = till.paid()
    with pytest.raises(Denied):
        note(till, charge_id, gym.acting(role))


def test_another_gyms_payment_is_not_found(till: Till, other_gym: Gym) -> None:
    with pytest.raises(NotFound):
        note(till, till.paid(), other_gym.acting(Role.OWNER))


def test_one_that_is_under_way_is_cleared_up_first(till: Till) -> None:
    charge_id = till.paid()
    under_way = till.refund(charge_id, HUNDRED)
    with pytest.raises(Refusal):
        note(till, charge_id)
    note(till, charge_id, amount=Money.shekels(90))  # that is another one
    with open_work(till.actor) as w:
        actions.begin_giving_back(w, refund_id=under_way)
    with pytest.raises(Refusal):
        note(till, charge_id, number="R-2")


def test_it_settles_what_the_company_refused_us(till: Till) -> None:
    charge_id, cause_id = till.paid(), new_id()
    with open_work(till.actor) as w:
        refused = actions.open_refund_by_itself(
            w,
            charge_id=charge_id,
            amount=HUNDRED,
            why="ביטול",
            cause_kind="notice",
            cause_id=cause_id,
        )
        actions.begin_giving_back(w, refund_id=refused)
        actions.settle_refund(w, refund_id=refused, outcome=RefundRefused("no"))
    noted = note(till, charge_id)
    causes = {one.id: one.cause_id for one in till.refunds(charge_id)}
    assert causes[noted] == cause_id
