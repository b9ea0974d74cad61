"""A payment is owed one document, whatever befalls the asking: issued once, found after a lost answer, kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from fitkit import wiring
from fitkit.core import clock, jobs
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import actions, flows, queries
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import DocumentAccount, TaxDocument
from fitkit.ports.invoices import DocumentKind, Issuer
from fitkit.ports.payments import Provider
from tests.factories.documents import (
    Moody,
    done_refund,
    paid_charge,
    pay_account,
    ports_with,
)
from tests.factories.members import make_member
from tests.integrations.contract import Fault
from tests.integrations.harnesses import ISSUERS

CREDENTIALS = {
    Issuer.CARDCOM: {"terminal": "1000", "api_name": "x", "api_password": "y"},
    Issuer.MORNING: {"id": "x", "secret": "y"},
    Issuer.ICREDIT: {"api_token": "x"},
    Issuer.DEMO: {},
}


class Killed(BaseException):
    """The process is gone: nothing of ours catches it."""


def raise_killed() -> None:
    raise Killed


@pytest.fixture
def owner(gym):
    return gym.acting(Role.OWNER)


def choose(owner, issuer=Issuer.DEMO, *, is_exempt=False, ports=None, mails_them=False):
    flows.choose_issuer(
        ports or wiring.ports(),
        owner,
        issuer=issuer,
        credentials=CREDENTIALS[issuer],
        is_exempt=is_exempt,
        mails_them=mails_them,
    )


def owe(gym, agorot=24_900, **how):
    """A paid charge and its document; their one id."""
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w, email="noa@example.com")
    with open_work(gym.system) as w:
        charge = paid_charge(w, member, agorot, **how)
        assert actions.owe_for_charge(w, charge_id=charge) == charge
    return charge


def row(gym, document_id):
    with open_work(gym.system) as w:
        found = w.get(TaxDocument, document_id)
        w.session.expunge(found)
        return found


def papers(account: str):
    """What the demo's issuer has made for an account."""
    from tests.integrations.demo import store

    with store().reading() as c:
        asked = (
            "select kind, number, agorot, credits from papers where account = ? order by made_at"
        )
        return c.execute(asked, [account]).fetchall()


def test_a_payment_gets_its_document_with_a_number_and_a_file(gym, owner):
    choose(owner)
    document = owe(gym)
    flows.issue(wiring.ports(), gym.system, document_id=document)
    kept = row(gym, document)
    assert kept.state is DocumentState.ISSUED
    assert kept.kind is DocumentKind.INVOICE_RECEIPT
    assert (kept.number, kept.vat_per_mille) == ("1001", 180)
    assert kept.pdf.startswith(b"%PDF")
    assert kept.next_try_at is None


def test_a_payment_owes_one_document_however_often_it_is_told(gym, owner):
    choose(owner)
    document = owe(gym)
    for _ in range(3):
        with open_work(gym.system) as w:
            actions.owe_for_charge(w, charge_id=document)
        flows.issue(wiring.ports(), gym.system, document_id=document)
    assert len(papers(gym.org_id.hex)) == 1


def test_an_exempt_dealer_gives_a_receipt_without_vat(gym, owner):
    choose(owner, is_exempt=True)
    document = owe(gym)
    flows.issue(wiring.ports(), gym.system, document_id=document)
    kept = row(gym, document)
    assert (kept.kind, kept.vat_per_mille) == (DocumentKind.RECEIPT, 0)


def test_a_refund_takes_the_document_back_by_name(gym, owner):
    choose(owner)
    document = owe(gym)
    with open_work(gym.system) as w:
        note = actions.owe_for_refund(w, refund_id=done_refund(w, document))
    # Before the original is issued there is nothing to take back.
    flows.issue(wiring.ports(), gym.system, document_id=note)
    assert row(gym, note).state is DocumentState.DUE
    flows.issue(wiring.ports(), gym.system, document_id=document)
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        flows.issue_due(wiring.ports(), gym.system)
    kept, original = row(gym, note), row(gym, document)
    assert (kept.state, kept.kind) == (DocumentState.ISSUED, DocumentKind.CREDIT_NOTE)
    assert kept.credits_id == document
    [_, paper] = papers(gym.org_id.hex)
    assert paper["credits"] == original.reference
    assert paper["agorot"] == 4_900


def test_a_refund_that_is_told_before_its_payment_owes_both(gym, owner):
    choose(owner)
    with open_work(owner) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        charge = paid_charge(w, member)
        actions.owe_for_refund(w, refund_id=done_refund(w, charge))
        assert w.get(TaxDocument, charge).state is DocumentState.DUE


@pytest.mark.parametrize("issuer", [Issuer.CARDCOM, Issuer.MORNING])
@pytest.mark.parametrize("fault", Fault)
def test_after_a_lost_answer_the_document_is_found_and_not_made_again(
    gym, owner, tmp_path, issuer, fault
):
    with ISSUERS[issuer.value](tmp_path) as there:
        ports = ports_with(issuer, there.issuer)
        choose(owner, issuer, ports=ports)
        document = owe(gym)
        there.arrange(fault)
        flows.issue(ports, gym.system, document_id=document)
        kept = row(gym, document)
        assert kept.state is DocumentState.UNKNOWN
        assert kept.problem
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            flows.issue_due(ports, gym.system)
        kept = row(gym, document)
        assert kept.state is DocumentState.ISSUED, kept.problem
        assert len(there.issued()) == 1


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_process_that_is_killed_around_the_issuing_leaves_one_document(gym, owner, at):
    choose(owner)
    document = owe(gym)
    ports = wiring.ports()
    with open_work(gym.system) as w:
        account = queries.open_account(w, account_id=queries.in_use(w).id)
    dying = Moody(ports.invoices.open(Issuer.DEMO, account.credentials), **{at: raise_killed})
    with pytest.raises(Killed):
        flows.issue(ports_with(Issuer.DEMO, dying), gym.system, document_id=document)
    kept = row(gym, document)
    assert (kept.state, kept.tries) == (DocumentState.UNKNOWN, 1)
    flows.issue_due(ports, gym.system)  # at once: whoever took it on may still be at it
    assert row(gym, document).state is DocumentState.UNKNOWN
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        flows.issue_due(ports, gym.system)
    assert row(gym, document).state is DocumentState.ISSUED
    assert len(papers(gym.org_id.hex)) == 1


def test_what_is_refused_waits_for_a_person_with_the_issuers_words(gym, owner, tmp_path):
    with ISSUERS["morning"](tmp_path) as there:
        wrong = ports_with(Issuer.MORNING, there.with_wrong_credentials())
        choose(owner, Issuer.MORNING, ports=wrong)
        document = owe(gym)
        flows.issue(wrong, gym.system, document_id=document)
        kept = row(gym, document)
        assert kept.state is DocumentState.REFUSED
        assert kept.problem
        assert kept.next_try_at is None
        # Right credentials have all of it made out anew.
        right = ports_with(Issuer.MORNING, there.issuer)
        choose(owner, Issuer.MORNING, ports=right)
        flows.issue_due(right, gym.system)
        assert row(gym, document).state is DocumentState.ISSUED
        assert len(there.issued()) == 1


def test_staff_have_a_missing_document_tried_again(gym, owner, tmp_path):
    with ISSUERS["morning"](tmp_path) as there:
        choose(owner, Issuer.MORNING, ports=ports_with(Issuer.MORNING, there.issuer))
        document = owe(gym)
        wrong = ports_with(Issuer.MORNING, there.with_wrong_credentials())
        flows.issue(wrong, gym.system, document_id=document)
        with open_work(owner) as w:
            actions.try_again(w, document_id=document)
        flows.issue(ports_with(Issuer.MORNING, there.issuer), gym.system, document_id=document)
        assert row(gym, document).state is DocumentState.ISSUED
    with open_work(owner) as w, pytest.raises(Refusal):
        actions.try_again(w, document_id=document)


def test_a_gym_without_an_issuer_owes_its_documents_until_it_has_one(gym, owner):
    document = owe(gym)
    flows.issue(wiring.ports(), gym.system, document_id=document)
    with open_work(owner) as w:
        missing = queries.missing(w)
    assert [m.id for m in missing.rows] == [document]
    assert missing.count == 1
    assert row(gym, document).tries == 0
    choose(owner, is_exempt=True)
    flows.issue_due(wiring.ports(), gym.system)
    kept = row(gym, document)
    assert (kept.state, kept.kind) == (DocumentState.ISSUED, DocumentKind.RECEIPT)


def test_what_was_asked_of_an_issuer_is_looked_for_there_after_another_was_chosen(
    gym, owner, tmp_path
):
    with ISSUERS["morning"](tmp_path) as there:
        ports = ports_with(Issuer.MORNING, there.issuer)
        choose(owner, Issuer.MORNING, ports=ports)
        document = owe(gym)
        there.arrange(Fault.LOST)
        flows.issue(ports, gym.system, document_id=document)
        choose(owner, Issuer.DEMO)
        with time_machine.travel(clock.now() + timedelta(minutes=2)):
            flows.issue_due(ports, gym.system)
        assert row(gym, document).state is DocumentState.ISSUED
        assert len(there.issued()) == 1
    assert papers(gym.org_id.hex) == []
    with open_work(gym.system) as w:
        accounts = w.session.execute(sa.select(DocumentAccount)).scalars().all()
        assert {a.issuer: a.is_in_use for a in accounts} == {
            Issuer.MORNING: False,
            Issuer.DEMO: True,
        }


def test_what_a_payment_company_issues_by_itself_no_other_issues_again(gym, owner):
    choose(owner)
    with open_work(gym.system) as w:
        account = pay_account(w, Provider.MORNING, '{"id": "a", "secret": "b"}')
    document = owe(gym, account_id=account)
    flows.issue(wiring.ports(), gym.system, document_id=document)
    kept = row(gym, document)
    assert kept.state is DocumentState.REFUSED
    assert kept.problem
    assert papers(gym.org_id.hex) == []


def test_a_document_of_a_month_ago_is_dated_when_it_is_asked_for(gym, owner):
    today = clock.day_of(clock.now(), clock.ISRAEL)
    document = owe(gym, on=today - timedelta(days=31))
    assert row(gym, document).on == today - timedelta(days=31)
    choose(owner)
    flows.issue_due(wiring.ports(), gym.system)
    assert row(gym, document).on == today


def test_nothing_is_owed_for_what_was_not_paid_or_was_free(gym, owner):
    from fitkit.features.payments.rules import ChargeState
    from fitkit.features.payments.tables import Charge

    with open_work(owner) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        charge = paid_charge(w, member)
        w.get(Charge, charge).amount_agorot = 0
        assert actions.owe_for_charge(w, charge_id=charge) is None
        open_charge = w.get(Charge, charge)
        open_charge.state, open_charge.way, open_charge.paid_on = ChargeState.DECLINED, None, None
        assert actions.owe_for_charge(w, charge_id=charge) is None


def test_the_owner_is_told_of_what_is_missing_for_a_day(gym, owner):
    def told():
        with open_work(gym.system) as w:
            actions.alert(w)
            asked = sa.text("select facts from event_log where name = 'documents.missing'")
            return list(w.hot(asked).scalars())

    owe(gym)
    assert told() == []
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        [facts] = told()
    assert (facts["count"], facts["has_issuer"]) == (1, False)


def test_credentials_are_kept_sealed_and_never_shown(gym, owner, tmp_path):
    with ISSUERS["cardcom"](tmp_path) as there:
        choose(owner, Issuer.CARDCOM, ports=ports_with(Issuer.CARDCOM, there.issuer))
        with open_work(owner) as w:
            view = queries.account(w)
            kept = queries.in_use(w).credentials_sealed
            assert view.kept == {"terminal", "api_name", "api_password"}
            assert "y" not in str(view.kept)
            assert '"' not in kept
        # What is left out stays.
        flows.choose_issuer(
            ports_with(Issuer.CARDCOM, there.issuer),
            owner,
            issuer=Issuer.CARDCOM,
            credentials={"terminal": "2000", "api_name": "", "api_password": ""},
            is_exempt=False,
            mails_them=True,
        )
        with open_work(owner) as w:
            opened = queries.open_account(w, account_id=queries.in_use(w).id)
            assert opened.credentials == {"terminal": "2000", "api_name": "x", "api_password": "y"}


def test_an_issuer_may_go_by_the_credentials_of_payments(gym, owner):
    def same(issuer):
        flows.choose_issuer(
            wiring.ports(),
            owner,
            issuer=issuer,
            credentials=None,
            is_exempt=False,
            mails_them=True,
        )

    with pytest.raises(Refusal):
        same(Issuer.MORNING)
    with open_work(gym.system) as w:
        pay_account(w, Provider.MORNING, '{"id": "a", "secret": "b"}')
    same(Issuer.MORNING)
    with open_work(owner) as w:
        assert queries.account(w).is_as_payments
    with pytest.raises(Refusal):
        same(Issuer.ICREDIT)


def test_the_file_of_another_is_not_there(gym, other_gym, owner):
    choose(owner)
    document = owe(gym)
    flows.issue(wiring.ports(), gym.system, document_id=document)
    mine = row(gym, document).member_id
    ports = wiring.ports()
    file = flows.open_file(ports, gym.acting(Role.MEMBER, member_id=mine), document_id=document)
    assert file.body.startswith(b"%PDF")
    assert file.name == "invoice-receipt-1001.pdf"
    assert flows.open_file(ports, owner, document_id=document).body == file.body
    with open_work(owner) as w:
        neighbour = make_member(w, "דן")
    for stranger in (
        gym.acting(Role.MEMBER, member_id=neighbour),
        gym.acting(Role.COACH),
        other_gym.acting(Role.OWNER),
    ):
        with pytest.raises(NotFound):
            flows.open_file(ports, stranger, document_id=document)


def test_a_file_that_was_not_to_be_had_is_fetched_when_it_is_opened(gym, owner):
    choose(owner)
    document = owe(gym)
    ports = wiring.ports()
    flows.issue(ports, gym.system, document_id=document)
    with open_work(gym.system) as w:
        w.hold(TaxDocument, document).pdf = None
    file = flows.open_file(ports, owner, document_id=document)
    assert file.body.startswith(b"%PDF")
    assert row(gym, document).pdf == file.body


def test_jobs_of_documents_are_declared():
    assert {"documents.jobs.issue_due", "documents.jobs.alert"} <= set(jobs.JOBS)


def test_the_amount_a_document_was_made_with_must_be_ours(gym, owner):
    choose(owner)
    document = owe(gym)
    with open_work(gym.system) as w:
        found = queries.as_issued(w.get(TaxDocument, document))
        other = replace(found, number="1001", reference="r", amount=Money(1))
        actions.write_issued(w, document_id=document, found=other)
    kept = row(gym, document)
    assert kept.state is DocumentState.REFUSED
    assert "1001" in kept.problem


def test_what_an_issuer_made_with_another_amount_no_other_makes_again(gym, owner):
    choose(owner)
    document = owe(gym)
    with open_work(gym.system) as w:
        claimed = actions.claim(w, document_id=document, keeps_day=False)
        assert isinstance(claimed, actions.Ask)
        found = queries.as_issued(w.get(TaxDocument, document))
        other = replace(found, number="1001", reference="r", amount=Money(1))
        actions.write_issued(w, document_id=document, found=other)
    asked = row(gym, document).account_id
    with open_work(owner) as w:
        actions.choose_issuer(
            w, issuer=Issuer.ICREDIT, credentials={"api_token": "x"}, is_exempt=False,
            mails_them=False,
        )  # fmt: skip
    assert row(gym, document).state is DocumentState.REFUSED
    with open_work(owner) as w:
        actions.try_again(w, document_id=document)
    assert row(gym, document).account_id == asked
