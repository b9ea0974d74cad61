"""A document that was made without us: staff type its number, once, and what waits for it is made or noted."""

from datetime import timedelta
from fractions import Fraction
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
import time_machine

from fitkit import wiring
from fitkit.core import clock
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.documents import actions, flows, queries
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.ports.invoices import DocumentKind, Issuer
from fitkit.ports.payments import Provider
from tests.conftest import make_gym
from tests.factories.documents import done_refund, paid_charge, pay_account, ports_with
from tests.factories.members import make_member
from tests.integrations.demo import store
from tests.integrations.harnesses import ISSUERS

KEYS = {
    Issuer.CARDCOM: {"terminal": "1000", "api_name": "x", "api_password": "y"},
    Issuer.ICREDIT: {"api_token": "x"},
    Issuer.DEMO: None,
}


def today():
    return clock.day_of(clock.now(), clock.ISRAEL)


def choose(gym, issuer=Issuer.DEMO, ports=None):
    flows.choose_issuer(
        ports or wiring.ports(),
        gym.acting(Role.OWNER),
        issuer=issuer,
        credentials=KEYS[issuer],
        is_exempt=False,
        mails_them=False,
    )


def given_back(gym, *, refund=4_900):
    """What Morning took and made a document of by itself, some of it given back: both documents."""
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        account = w.hot(sa.text("select id from pay_account")).scalar() or pay_account(
            w, Provider.MORNING, '{"id": "a", "secret": "b"}'
        )
        charge = paid_charge(w, member, account_id=account)
        actions.owe_for_charge(w, charge_id=charge)
        note = actions.owe_for_refund(w, refund_id=done_refund(w, charge, refund))
    return charge, note


@pytest.fixture
def waiting(gym):
    """The gym has another issuer, so the one is refused and the other waits."""
    choose(gym)
    found = given_back(gym)
    flows.issue_due(wiring.ports(), gym.system)
    assert states(gym, found) == [DocumentState.REFUSED, DocumentState.DUE]
    return found


def row(gym, document):
    with open_work(gym.system) as w:
        found = w.get(TaxDocument, document)
        w.session.expunge(found)
        return found


def states(gym, documents):
    return [row(gym, one).state for one in documents]


def note(actor, document, number="20417", on=None):
    with open_work(actor) as w:
        actions.note_number(w, document_id=document, number=number, made_on=on or today())


def papers(gym):
    with store().reading() as c:
        asked = "select kind, number, credits, facts from papers where account = ?"
        return c.execute(asked, [gym.org_id.hex]).fetchall()


def events(gym, name):
    with open_work(gym.system) as w:
        asked = sa.text("select facts, actor_user_id from event_log where name = :name")
        return list(w.hot(asked, {"name": name}))


def test_with_the_originals_number_the_credit_note_is_made_and_names_it(gym, waiting):
    original, back = waiting
    note(gym.acting(Role.OWNER), original)
    kept = row(gym, original)
    assert (kept.state, kept.number, kept.on) == (DocumentState.ISSUED, "20417", today())
    flows.issue_due(wiring.ports(), gym.system)
    assert row(gym, back).state is DocumentState.ISSUED
    [paper] = papers(gym)  # the note alone: nobody made the original again
    assert (paper["kind"], paper["credits"]) == ("credit_note", "")
    assert "20417" in paper["facts"]
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.missing(w).count == 0
        [view] = [d for d in queries.documents(w, first=today()).rows if d.is_noted]
        assert view.number == "20417"


@pytest.mark.parametrize("issuer", [Issuer.CARDCOM, Issuer.ICREDIT])
def test_a_credit_note_of_another_house_names_the_original_in_words(gym, tmp_path, issuer):
    with ISSUERS[issuer.value](tmp_path) as there:
        beside = ports_with(issuer, there.issuer)
        choose(gym, issuer, beside)
        original, back = given_back(gym)
        flows.issue_due(beside, gym.system)
        note(gym.acting(Role.OWNER), original, "A-20/417")
        with open_work(gym.system) as w:
            asked = queries.request(w, w.get(TaxDocument, back), account=queries.in_use(w))
        assert (asked.credits, asked.credits_number) == ("", "A-20/417")
        assert f"A-20/417 מיום {today():%d/%m/%Y}" in asked.remarks
        flows.issue_due(beside, gym.system)
        assert row(gym, back).state is DocumentState.ISSUED, row(gym, back).problem
        assert row(gym, back).on == today()
        assert len(there.issued()) == 1


def test_a_credit_note_made_there_too_is_noted_and_made_by_nobody(gym, waiting):
    original, back = waiting
    note(gym.acting(Role.OWNER), back, "881")
    note(gym.acting(Role.OWNER), original, "20417")
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        flows.issue_due(wiring.ports(), gym.system)
    assert states(gym, waiting) == [DocumentState.ISSUED] * 2
    assert papers(gym) == []
    with open_work(gym.acting(Role.OWNER)) as w:
        view = queries.of_cause(w, cause_id=back)
        assert (view.number, view.credits_number, view.kind) == (
            "881",
            "20417",
            DocumentKind.CREDIT_NOTE,
        )


def test_who_typed_which_number_stands_in_the_log(gym, waiting):
    owner = gym.acting(Role.OWNER)
    note(owner, waiting[0], " 20417\u200f", today())
    [said] = events(gym, "documents.noted")
    assert said.actor_user_id == owner.user_id
    assert said.facts["number"] == "20417"
    assert said.facts["on"] == today().isoformat()


def test_it_is_typed_once(gym, waiting):
    owner = gym.acting(Role.OWNER)
    note(owner, waiting[0])
    for number in ("20417", "5"):
        with pytest.raises(Refusal):
            note(owner, waiting[0], number)
    assert row(gym, waiting[0]).number == "20417"
    assert len(events(gym, "documents.noted")) == 1


def test_two_at_one_moment_type_it_once(real_database):
    gym = make_gym()
    choose(gym)
    original, _ = given_back(gym)
    flows.issue_due(wiring.ports(), gym.system)
    ready, refused = Barrier(2), []

    def tap():
        ready.wait()
        try:
            note(gym.acting(Role.OWNER), original)
        except Refusal as refusal:
            refused.append(refusal)

    taps = [Thread(target=tap) for _ in range(2)]
    [one.start() for one in taps]
    [one.join() for one in taps]
    assert len(refused) == 1
    assert len(events(gym, "documents.noted")) == 1


@pytest.mark.parametrize("number", ["20417", "0020417"])
def test_a_number_is_one_documents(gym, waiting, number):
    owner = gym.acting(Role.OWNER)
    note(owner, waiting[0])
    other, back = given_back(gym)
    flows.issue_due(wiring.ports(), gym.system)
    with pytest.raises(Refusal) as refused:
        note(owner, other, number)
    assert refused.value.field == "number"
    note(owner, back, "20417")  # kinds are numbered each by itself
    assert row(gym, back).number == "20417"


@pytest.mark.parametrize(
    "number",
    ["", " ", "-", "0", "000", "12-", "-12", "1" * 21, "חשבונית", "12;--", "ABC", "1\u06602"],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(gym, waiting, number):
    with pytest.raises(Refusal) as refused:
        note(gym.acting(Role.OWNER), waiting[0], number)
    assert refused.value.field == "number"
    assert row(gym, waiting[0]).state is DocumentState.REFUSED


@pytest.mark.parametrize("number", ["1", "1" * 20, "a-12/26"])
def test_a_number_at_its_limits_is_kept_in_capitals(gym, waiting, number):
    note(gym.acting(Role.OWNER), waiting[0], number)
    assert row(gym, waiting[0]).number == number.upper()


@pytest.mark.parametrize(("days", "may"), [(-2, False), (-1, True), (0, True), (1, False)])
def test_a_document_is_of_no_day_before_its_payment_nor_ahead(gym, waiting, days, may):
    on = today() + timedelta(days=days)
    if may:
        note(gym.acting(Role.OWNER), waiting[0], on=on)
        assert row(gym, waiting[0]).on == on
        return
    with pytest.raises(Refusal) as refused:
        note(gym.acting(Role.OWNER), waiting[0], on=on)
    assert refused.value.field == "made_on"


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_nobody_else_types_it(gym, waiting, role):
    with pytest.raises(Denied):
        note(gym.acting(role), waiting[0])


def test_another_gyms_is_not_there(gym, waiting):
    with pytest.raises(NotFound):
        note(make_gym("other").acting(Role.OWNER), waiting[0])
    assert row(gym, waiting[0]).state is DocumentState.REFUSED


def test_two_gyms_may_have_one_number(gym, waiting):
    note(gym.acting(Role.OWNER), waiting[0])
    other = make_gym("other")
    choose(other)
    theirs, _ = given_back(other)
    flows.issue_due(wiring.ports(), other.system)
    note(other.acting(Role.OWNER), theirs)
    assert row(other, theirs).number == "20417"


def test_what_is_on_its_way_is_not_typed(gym):
    choose(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w)
    with open_work(gym.system) as w:
        document = paid_charge(w, member)
        actions.owe_for_charge(w, charge_id=document)
    for state in (DocumentState.DUE, DocumentState.UNKNOWN):
        with open_work(gym.system) as w:
            w.get(TaxDocument, document).state = state
        with pytest.raises(Refusal):
            note(gym.acting(Role.OWNER), document)


def test_without_an_issuer_what_the_company_made_is_typed(gym):
    original, back = given_back(gym)
    note(gym.acting(Role.OWNER), original)
    assert states(gym, (original, back)) == [DocumentState.ISSUED, DocumentState.DUE]
    choose(gym)  # and none is made again
    flows.issue_due(wiring.ports(), gym.system)
    assert row(gym, back).state is DocumentState.ISSUED
    assert [paper["kind"] for paper in papers(gym)] == ["credit_note"]


def test_what_a_gift_card_paid_is_noted_from_the_day_of_its_sale(gym):
    choose(gym)
    sold_on = today() - timedelta(days=3)
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w)
    with time_machine.travel(clock.now() - timedelta(days=3)), open_work(gym.system) as w:
        document = actions.owe_for_gift(
            w,
            part_id=new_id(),
            member_id=member,
            amount=Money.shekels(100),
            rate=Fraction(18, 100),
            words=Text("בקבוק", "Bottle"),
        )
    with open_work(gym.system) as w:
        kept = w.get(TaxDocument, document)
        kept.state, kept.on, kept.problem = DocumentState.REFUSED, today(), "name"
    with pytest.raises(Refusal):
        note(gym.acting(Role.OWNER), document, on=sold_on - timedelta(days=2))
    note(gym.acting(Role.OWNER), document, on=sold_on)
    assert (row(gym, document).number, row(gym, document).on) == ("20417", sold_on)


def test_a_number_that_the_company_issued_for_us_is_not_typed_again(gym, tmp_path):
    with ISSUERS["morning"](tmp_path) as there:
        ports = ports_with(Issuer.MORNING, there.issuer)
        flows.choose_issuer(
            ports,
            gym.acting(Role.OWNER),
            issuer=Issuer.MORNING,
            credentials={"id": "x", "secret": "y"},
            is_exempt=False,
            mails_them=False,
        )
        first, _ = given_back(gym)
        flows.issue_due(ports, gym.system)
        number = row(gym, first).number
        assert number
        choose(gym)
        second, _ = given_back(gym)
        flows.issue_due(wiring.ports(), gym.system)
        with pytest.raises(Refusal) as refused:
            note(gym.acting(Role.OWNER), second, number)
        assert refused.value.field == "number"
