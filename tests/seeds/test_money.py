"""The demo's money: exact to the agora however much of it is brought in, and with something of everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
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
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.rules.words import (
    BillState,
    CancellationState,
    OrderChannel,
    OrderKind,
    OrderState,
    PeriodState,
)
from fitkit.features.billing.tables import Bill, Cancellation, Deal, Order, Period, PlanChange
from fitkit.features.debits import queries as debits
from fitkit.features.debits.rules import FileState
from fitkit.features.documents import queries as documents
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger import queries as book
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.offers.queries import coupons, gift_cards
from fitkit.features.offers.queries.gift_cards import GiftState
from fitkit.features.orgs.rules import VERSIONS, GymKind, Opening
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund
from fitkit.features.payouts import queries as payouts
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
        out = sum((one.arrived + one.fee for one in payouts.payouts(w)), ZERO)
        held = book.balance_of_account(w, account=Account.CLEARING_DEMO)
        assert held == Money(by_card) - out
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
        Part.IN_PARTS,
        Part.BOUNCED,
        Part.SENT,
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
        of_plans = select(Order.state).where(col(Order.kind) == OrderKind.PLAN)
        states = sorted(w.session.scalars(of_plans))
    assert states == sorted(
        [OrderState.EXPIRED, OrderState.FAILED, OrderState.OPEN] + [OrderState.PAID] * 4
    )


def test_maya_has_another_card_and_paid_with_it(namal: Studio):
    mine = namal.periods(Part.MAYA)
    assert {one.state for one in mine} == {PeriodState.PAID}
    assert mine[1].failed_at is not None
    with open_work(namal.owner) as w:
        ways = set(w.session.scalars(select(Charge.way).where(col(Charge.way).is_not(None))))
    assert ways == {
        PayWay.CARD,
        PayWay.CASH,
        PayWay.TRANSFER,
        PayWay.CHEQUE,
        PayWay.BANK_DEBIT,
    }


def test_gift_cards_are_whole_used_in_part_used_up_and_near_their_end(namal: Studio):
    with open_work(namal.owner) as w:
        sold = gift_cards.gift_cards_sold(w)
        assert book.balance_of_account(w, account=Account.GIFT_CARDS) == -sold.left
        today = clock.day_of(w.now, ISRAEL)
    at_desk, of_maya, from_shop, oldest = sold.cards
    assert (at_desk.state, at_desk.left) == (GiftState.USED, ZERO)
    assert (of_maya.buyer_id, of_maya.left) == (namal.who[Part.MAYA].id, of_maya.amount)
    assert ZERO < from_shop.left < from_shop.amount
    assert today < oldest.good_until <= today + timedelta(days=14)
    assert oldest.state is GiftState.OPEN


def test_goods_are_sold_in_every_way_and_one_order_waits_to_be_picked_up(namal: Studio):
    with open_work(namal.owner) as w:
        found = select(Order).where(col(Order.kind) == OrderKind.GOODS)
        rows = w.session.scalars(found).all()
        ways = set(
            w.session.scalars(
                select(Charge.way).where(col(Charge.cause_id).in_([row.id for row in rows]))
            )
        )
    assert {row.state for row in rows} == {OrderState.PAID}
    waiting = [row for row in rows if row.channel is OrderChannel.SITE and row.handed_at is None]
    assert [row.member_id for row in waiting] == [namal.who[Part.MAYA].id]
    assert ways == {PayWay.CASH, PayWay.CARD}


def test_a_friend_came_by_mayas_link_with_a_coupon_and_both_have_their_credit(namal: Studio):
    with open_work(namal.owner) as w:
        used = {one.code: one.uses for one in coupons.all_coupons(w)}
        assert used == {"חדשים20": 1, "MILUIM": 0, "KAYITZ50": 0}
        credit = billing.credit(w, member_id=namal.who[Part.MAYA].id)
        assert credit == Money.shekels(50)


def test_a_bank_file_is_over_with_a_return_and_another_is_out(namal: Studio):
    with open_work(namal.owner) as w:
        out, over = debits.files(w)
        _, lines = debits.file_with_lines(w, run_id=out.id)
    assert (over.state, over.count, over.returned) == (FileState.SETTLED, 2, 1)
    assert (out.state, out.returned, out.taken_at is None) == (FileState.MADE, 0, False)
    assert {one.member_id for one in lines} == {
        namal.who[Part.BOUNCED].id,
        namal.who[Part.SENT].id,
    }
    assert namal.periods(Part.DEBITED)[0].state is PeriodState.PAID


def test_plans_are_changed_handed_over_and_on_a_card_of_their_own(namal: Studio):
    with open_work(namal.owner) as w:
        changes = {row.member_id: row for row in w.session.scalars(select(PlanChange))}
        apart = w.session.scalars(select(Deal.member_id).where(col(Deal.card_id).is_not(None)))
        assert list(apart) == [namal.who[Part.TWO_CARDS].id]
    found = {
        part: (row.kind, row.state)
        for part in namal.who
        if (row := changes.get(namal.who[part].id)) is not None
    }
    assert found == {
        Part.LESS: (ChangeKind.DOWNGRADE, ChangeState.PLANNED),
        Part.MORE: (ChangeKind.UPGRADE, ChangeState.DONE),
        Part.HANDS_OVER: (ChangeKind.HAND_OVER, ChangeState.DONE),
    }


def test_a_debt_is_paid_in_parts_and_the_first_was_paid(namal: Studio):
    with open_work(namal.owner) as w:
        found = select(Bill).where(col(Bill.member_id) == namal.who[Part.IN_PARTS].id)
        parts = w.session.scalars(found.order_by(col(Bill.due_on))).all()
    assert [one.state for one in parts] == [BillState.PAID, BillState.OPEN, BillState.OPEN]


def test_payouts_are_whole_and_one_is_short(namal: Studio):
    with open_work(namal.owner) as w:
        short, whole = payouts.payouts(w)
    assert (whole.difference, whole.note) == (ZERO, "")
    assert short.difference == Money.shekels(210)
    assert short.note
