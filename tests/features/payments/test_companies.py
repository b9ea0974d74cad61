"""Killed with -9 just after each company answered, over real HTTP: money moved once, and our book says so in the end."""

import multiprocessing
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit.core import clock
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import actions as documents
from fitkit.features.documents import flows as issuing
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import queries as ledger
from fitkit.features.payments import actions, flows, queries
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.features.reconciliation import flows as reconciliation
from fitkit.features.reconciliation import queries as differences
from fitkit.ports.payments import PaidLine, PayWay, Provider
from tests.conftest import Gym, make_gym
from tests.factories.payments import PRICE
from tests.features.payments.companies import (
    BOOKS,
    Company,
    CompanyTill,
    company,
    issuer_of,
    make_company_till,
    work_until,
)
from tests.features.payments.test_crash import count, recover

COMPANIES = (Provider.CARDCOM, Provider.MORNING, Provider.ICREDIT)


@pytest.fixture(params=COMPANIES)
def at(request: pytest.FixtureRequest) -> Iterator[Company]:
    with company(request.param) as one:
        yield one


@pytest.fixture
def gym_there(real_database: str) -> Gym:
    return make_gym()


@pytest.fixture
def till(gym_there: Gym, at: Company) -> CompanyTill:
    return make_company_till(gym_there.system, at)


def killed(database: str, till: CompanyTill, what: str, row_id: UUID, method: str) -> None:
    """A worker that dies when the company has answered, before it has written anything down."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.conftest", "tests.features.payments.companies"])
    at, org_id = till.company, till.actor.org_id
    worker = context.Process(
        target=work_until,
        args=(database, at.environment, at.provider, what, (org_id, row_id), method),
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == -9, worker.exitcode


def test_a_charge_by_card_is_taken_once(real_database: str, till: CompanyTill) -> None:
    till.card()
    charge_id = till.open(mode=ChargeMode.CARD)
    before, moved = till.balance(), len(till.moved())
    killed(real_database, till, "charge", charge_id, "charge")
    assert till.moved()[moved:] == [PRICE]
    assert till.collect(charge_id).state is ChargeState.UNKNOWN  # told to nobody a second time
    recover(till)
    if not till.company.looks_up:  # nobody can find out: staff read the company's own list
        assert till.charge(charge_id).state is ChargeState.UNKNOWN
        with open_work(till.actor) as w:
            actions.decide_charge(w, charge_id=charge_id, was_taken=True, reference="seen there")
    assert till.charge(charge_id).state is ChargeState.PAID
    assert till.balance() == before - PRICE
    assert till.moved()[moved:] == [PRICE]
    assert count("charge_settled", charge_id) == 1


def test_a_page_whose_outcome_was_read_by_a_dead_worker(
    real_database: str, till: CompanyTill
) -> None:
    charge_id = till.open()
    till.page(charge_id)
    till.fill(charge_id)
    before = till.balance()
    with open_work(till.actor) as w:
        token = queries.dialled(w, account_id=till.account_id).callback_token
    told = page_notice(till, charge_id)
    flows.take_callback(
        till.ports,
        till.actor,
        token=token,
        body=told,
        content_type="application/json",
        query="",
    )
    killed(real_database, till, "callback", charge_id, "page_outcome")
    recover(till)
    assert till.charge(charge_id).state is ChargeState.PAID
    assert till.balance() == before - PRICE
    assert till.moved() == [PRICE]
    assert count("charge_settled", charge_id) == 1


def page_notice(till: CompanyTill, charge_id: UUID) -> bytes:
    """What each company sends when a page was paid; only where it points to is ever read."""
    reference, key = till.charge(charge_id).page_reference, charge_id.hex
    match till.company.provider:
        case Provider.CARDCOM:
            return f'{{"LowProfileId": "{reference}", "ReturnValue": "{key}"}}'.encode()
        case Provider.MORNING:
            return f'{{"custom": "{key}"}}'.encode()
    return f"SaleId={reference}&Custom1={key}".encode()


def test_a_refund_goes_out_once(real_database: str, till: CompanyTill) -> None:
    charge_id = till.paid()
    before, moved = till.balance(), len(till.moved())
    refund_id = till.refund(charge_id, PRICE)
    if till.company.provider is Provider.MORNING:  # gives nothing back by its interface
        recover(till)
        (refund,) = till.refunds(charge_id)
        assert refund.state is RefundState.REFUSED
        assert (till.moved()[moved:], till.balance()) == ([], before)
        return
    killed(real_database, till, "refund", refund_id, "refund")
    recover(till)
    (refund,) = till.refunds(charge_id)
    if till.company.provider is Provider.ICREDIT:  # neither keys nor a list: staff decide
        assert refund.state is RefundState.UNKNOWN
        with open_work(till.actor) as w:
            actions.decide_refund(w, refund_id=refund_id, went_back=True)
        (refund,) = till.refunds(charge_id)
    assert refund.state is RefundState.DONE
    assert till.moved()[moved:] == [-PRICE]
    assert till.balance() == before + PRICE
    assert count("refund_settled", refund_id) == 1
    assert till.charge(charge_id).left == ZERO


def test_a_document_is_issued_once(real_database: str, gym_there: Gym, till: CompanyTill) -> None:
    provider = till.company.provider
    issuing.choose_issuer(
        till.ports,
        gym_there.acting(Role.OWNER),
        issuer=issuer_of(provider),
        credentials=BOOKS.get(provider),
        is_exempt=False,
        mails_them=False,
    )
    with open_work(till.actor) as w:  # in cash: no page has brought a document with it
        charge_id = actions.take_by_hand(
            w,
            member_id=till.member_id,
            cause_kind="till",
            cause_id=new_id(),
            amount=PRICE,
            lines=(PaidLine("מנוי חודשי", PRICE),),
            words=Text("מנוי חודשי", "Plan"),
            way=PayWay.CASH,
            note="",
            paid_on=clock.day_of(w.now, clock.ISRAEL),
        )
        document_id = documents.owe_for_charge(w, charge_id=charge_id)
    assert document_id is not None
    killed(real_database, till, "document", document_id, "issue")
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        issuing.issue_due(till.ports, till.actor)
    with open_work(till.actor) as w:
        row = w.get(TaxDocument, document_id)
        assert row.state is DocumentState.ISSUED
        assert row.number
    assert papers(till) == 1


def papers(till: CompanyTill) -> int:
    there = till.company.there
    made = getattr(there, "papers", None)
    if made is None:
        return len(there.documents)  # type: ignore[attr-defined]  # Cardcom's
    return sum(paper.what == "document" for paper in made)


def test_the_nightly_list_reconciles(till: CompanyTill) -> None:
    """A page, a card and what went back agree with the company's list; one that is not ours is found."""
    charge_id = till.paid()
    till.card()
    till.collect(till.open(mode=ChargeMode.CARD))
    if till.company.provider is not Provider.MORNING:
        flows.give_back(till.ports, till.actor, refund_id=till.refund(charge_id, PRICE))
    today = clock.day_of(clock.now(), clock.ISRAEL)
    days = (today - timedelta(days=1), today)
    reconciliation.compare(till.ports, till.actor, account_id=till.account_id, days=days)
    with open_work(till.actor) as w:
        nights, found = differences.comparisons(w), differences.differences(w)
    if not till.company.ports.payments.open(
        till.company.provider, credentials(till)
    ).abilities.lists:
        assert (nights, found) == ((), ())
        return
    assert found == ()
    assert nights[0].theirs == nights[0].ours > 1
    stray = till.open()
    till.page(stray)
    till.fill(stray)
    reconciliation.compare(till.ports, till.actor, account_id=till.account_id, days=days)
    with open_work(till.actor) as w:
        (difference,) = differences.differences(w)
        assert ledger.recount(w).faults == ()
    assert difference.theirs == PRICE
    assert difference.ours is None
    till.ask(stray)
    reconciliation.compare(till.ports, till.actor, account_id=till.account_id, days=days)
    with open_work(till.actor) as w:
        assert differences.differences(w) == ()


def credentials(till: CompanyTill) -> dict[str, str]:
    with open_work(till.actor) as w:
        return queries.dialled(w, account_id=till.account_id).credentials
