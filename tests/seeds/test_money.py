"""The demo's money: exact to the agora however much of it is brought in, and with something of everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import pytest
from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.clock import ISRAEL
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.work import open_work
from fitkit.features.billing import queries as billing
from fitkit.features.billing.rules.words import CancellationState, OrderState, PeriodState
from fitkit.features.billing.tables import Cancellation, Order, Period
from fitkit.features.documents import queries as documents
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund
from fitkit.features.reconciliation import queries as reconciliation
from fitkit.features.reconciliation.rules import DifferenceKind
from fitkit.ports.invoices import DocumentKind
from fitkit.ports.payments import PayWay
from fitkit.seeds import founding, people, plans, studio, troubles
from fitkit.seeds.people import Regular
from fitkit.seeds.troubles import Part
from tests.conftest import committed_database


@dataclass(frozen=True)
class Studio:
    """The demo's studio, without its classes."""

    owner: Actor
    who: dict[Part, Regular]

    def periods(self, part: Part) -> list[Period]:
        """Of somebody's deals, the newest first."""
        with open_work(self.owner) as w:
            found = select(Period).where(col(Period.member_id) == self.who[part].id)
            return list(w.session.scalars(found.order_by(col(Period.first_on).desc())))


@pytest.fixture(scope="module")
def namal() -> Iterator[Studio]:
    with committed_database():
        yield open_studio()


def open_studio() -> Studio:
    today = clock.day_of(clock.now(), ISRAEL)
    user_id = people.new_users([("ronit@namal.demo", "רונית", "", Lang.HE)])["ronit@namal.demo"]
    slug = f"namal-{new_id().hex[-6:]}"
    opening = Opening(
        name="נמל",
        slug=slug,
        kind=GymKind.CROSSFIT,
        location_name="נמל",
        address="",
        phone="03-5440011",
        email="hello@namal.demo",
        accepted=VERSIONS,
    )
    org_id = founding.found(user_id, opening)
    owner = people.owner_of(org_id, user_id)
    plans.sell_by_the_year(owner)
    lifting = plans.sell_lifting(owner)
    with open_work(owner) as w:
        regulars = people.enrol(w, today=today, coaches=[], dice=Random(20))
    held = plans.give_plans(owner, regulars, Random(20))
    studio.live_money(owner, org_id, regulars, held, lifting, today)
    return Studio(owner, troubles.cast(regulars, held, plans.by_the_year(owner)))


def test_the_book_is_sound_and_is_what_was_charged(namal: Studio):
    with open_work(namal.owner) as w:
        assert ledger.prove(w)
        paid = w.session.scalars(select(Charge).where(col(Charge.state) == ChargeState.PAID)).all()
        back = w.session.scalars(select(Refund)).all()
        assert {one.state for one in back} == {RefundState.DONE}
        by_card = sum(c.amount_agorot for c in paid if c.account_id) - sum(
            r.amount_agorot for r in back
        )
        assert book.balance_of_account(w, account=Account.CLEARING_DEMO) == Money(by_card)
        assert len(paid) > 300


def test_whoever_pays_as_agreed_owes_nothing_and_the_others_what_is_open(namal: Studio):
    with open_work(namal.owner) as w:
        listed = {row.member_id: row.owed for row in billing.debtors(w).rows}
        unpaid = {
            part: sum((one.amount for one in billing.unpaid(w, member_id=person.id)), ZERO)
            for part, person in namal.who.items()
        }
    owing = {part for part, owed in unpaid.items() if owed}
    assert owing == {
        Part.TODAY,
        Part.THIRD,
        Part.WEEK,
        Part.TWENTY,
        Part.PROMISED,
        Part.NO_CARD,
    }
    assert {namal.who[part].id: unpaid[part] for part in owing} == listed


def test_each_step_of_a_failed_renewal_is_there(namal: Studio):
    newest = {part: namal.periods(part)[0] for part in namal.who}
    assert newest[Part.TODAY].state is PeriodState.DUNNING
    assert (newest[Part.THIRD].state, newest[Part.THIRD].tries) in (
        (PeriodState.DUNNING, 3),
        (PeriodState.DUNNING, 2),  # before ten in the morning, or a try that waits for a day of pay
    )
    assert newest[Part.WEEK].needs_card
    assert newest[Part.TWENTY].state is PeriodState.GIVEN_UP
    assert newest[Part.PROMISED].promised_on is not None
    assert newest[Part.NO_CARD].needs_card
    assert newest[Part.FORGIVEN].state is PeriodState.FORGIVEN
    assert newest[Part.TWICE].state is PeriodState.PAID


def test_what_was_paid_has_its_document_but_for_one_that_was_refused(namal: Studio):
    with open_work(namal.owner) as w:
        owed = documents.missing(w)
        assert [row.member_id for row in owed.rows] == [namal.who[Part.PAPERLESS].id]
        assert owed.rows[0].problem
        paid = select(Charge.id).where(
            col(Charge.state) == ChargeState.PAID, col(Charge.amount_agorot) > 0
        )
        rows = {row.id: row for row in w.session.scalars(select(TaxDocument))}
        assert set(w.session.scalars(paid)) <= set(rows)
        notes = [row for row in rows.values() if row.kind is DocumentKind.CREDIT_NOTE]
        refunded = set(w.session.scalars(select(Refund.id)))
        assert {row.id for row in notes} == refunded
        assert len(refunded) == 4  # two parts, a second payment, what the law gives back


def test_documents_are_numbered_in_the_order_of_their_days(namal: Studio):
    with open_work(namal.owner) as w:
        rows = w.session.scalars(
            select(TaxDocument).where(col(TaxDocument.kind) == DocumentKind.INVOICE_RECEIPT)
        ).all()
    numbered = sorted((int(row.number), row.on) for row in rows if row.number)
    late = [a for (_, a), (_, b) in pairwise(numbered) if a > b]
    assert len(late) < len(numbered) / 20


def test_the_night_found_what_the_company_has_otherwise(namal: Studio):
    with open_work(namal.owner) as w:
        found = reconciliation.differences(w)
        kinds = sorted(one.kind for one in found)
    assert kinds == [DifferenceKind.NOT_HERE, DifferenceKind.NOT_THERE]


def test_one_ending_is_settled_and_one_waits_for_the_gym(namal: Studio):
    with open_work(namal.owner) as w:
        rows = w.session.scalars(select(Cancellation)).all()
    settled = [row for row in rows if row.state is CancellationState.SETTLED]
    assert [row.member_id for row in settled] == [namal.who[Part.LEAVES].id]
    assert settled[0].refund_agorot > 0
    assert len(rows) <= 2  # without classes nobody has begun a pack


def test_orders_are_open_failed_expired_and_paid(namal: Studio):
    with open_work(namal.owner) as w:
        states = sorted(w.session.scalars(select(Order.state)))
    assert states == sorted(
        [OrderState.EXPIRED, OrderState.FAILED, OrderState.OPEN, OrderState.PAID, OrderState.PAID]
    )


def test_maya_has_another_card_and_paid_with_it(namal: Studio):
    mine = namal.periods(Part.MAYA)
    assert {one.state for one in mine} == {PeriodState.PAID}
    assert mine[1].failed_at is not None
    with open_work(namal.owner) as w:
        ways = set(w.session.scalars(select(Charge.way).where(col(Charge.way).is_not(None))))
    assert ways == {PayWay.CARD, PayWay.CASH, PayWay.TRANSFER, PayWay.CHEQUE}
