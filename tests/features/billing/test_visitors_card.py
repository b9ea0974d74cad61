"""A card that a visitor leaves pays for what that visitor ordered, whoever they said they are, and for nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions
from fitkit.features.billing import queries as billing
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.queries import agreed, periods
from fitkit.features.billing.queries import orders as orders_read
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Deal
from fitkit.features.members.tables import Member
from fitkit.features.orgs.tables import Org
from fitkit.features.payments import queries as payments
from fitkit.features.payments.queries import CardView
from fitkit.features.plans.rules import Every, PlanKind, Terms
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from tests.conftest import Gym, make_gym
from tests.factories.orders import NOA, Shop
from tests.factories.payments import bank
from tests.factories.renewals import Renewing, make_renewing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
A_MONTH_LATER = datetime(2026, 12, 23, 10, tzinfo=UTC)
OWN, STRANGERS, ANOTHER = "0000", "7777", "5555"
FULL = "חופשי מלא"


@dataclass
class Known(Shop):
    """A shop, and a member of the gym whom a visitor names."""

    own: Renewing = None  # type: ignore[assignment]  # always given

    def visitor_buys(self, *, fate: Fate = Fate.APPROVED, plan_id: UUID | None = None) -> Deal:
        """By the member's name and phone; the deal that comes of it."""
        token = self.visit(plan_id=plan_id, details=replace(NOA, email="stranger@example.com"))
        assert self.row(token).member_id == self.member_id
        self.open(token)
        fill(self.charge(token).page_reference, STRANGERS, fate)
        self.look(token)
        self.run_jobs()
        return max(self.deals(), key=lambda deal: deal.id)

    def card(self) -> CardView | None:
        with open_work(self.gym.system) as w:
            return payments.card_of(w, member_id=self.member_id)

    def last4(self) -> str:
        found = self.card()
        return found.last4 if found else ""

    def charged(self, deal: Deal) -> list[str]:
        """The cards by which a deal's periods were charged, oldest first."""
        ids = [p.id for p in self.periods() if p.deal_id == deal.id]
        with open_work(self.gym.system) as w:
            page = payments.charges_of(w, member_id=self.member_id, after=None, limit=50)
            return [c.last4 for c in reversed(page.rows) if c.cause_id in ids]

    def deal_card(self, deal: Deal) -> str:
        with open_work(self.gym.acting(Role.MEMBER, member_id=self.member_id)) as w:
            found = billing.next_charges(w, member_id=self.member_id)
        view = next(one for one in found if one.deal_id == deal.id)
        return view.card.last4 if view.card else ""

    def leaves_card(self, last4: str = ANOTHER) -> None:
        """The member leaves a card of their own, on the page that is for it."""
        with open_work(self.gym.acting(Role.MEMBER, member_id=self.member_id)) as w:
            token = billing.due_path(w, member_id=self.member_id).rsplit("/", 1)[-1]
        renewals.change_card(wiring.ports(), VISITOR, token=token, lang=Lang.HE)
        with open_work(self.gym.system) as w:
            (charge_id,) = periods.open_charges(w, member_id=self.member_id)
            reference = payments.charge(w, charge_id=charge_id).page_reference
        fill(reference, last4)
        renewals.look_again(wiring.ports(), VISITOR, token=token)
        self.run_jobs()


def fill(reference: str | None, last4: str, fate: Fate = Fate.APPROVED) -> None:
    assert reference is not None
    bank().try_card(reference, EnteredCard(fate, last4, 2030, 12, "123456782"))


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, real_database: str) -> Known:
    """With commits of its own: charges are told by several threads at a time."""
    return known(make_gym(), Fate.APPROVED)


def known(gym: Gym, fate: Fate | None) -> Known:
    own = make_renewing(gym, anchor=date(2026, 11, 1), fate=fate)
    with open_work(gym.system) as w:
        w.get(Member, own.member_id).phone = "+972525550100"
        slug = w.get(Org, gym.org_id).slug
    shop = Known(gym, slug, own.member_id, own.plan_id, own=own)
    shop.plan_id = shop.plan(FULL, Terms(PlanKind.UNLIMITED), every=Every.MONTH)
    return shop


def test_a_visitor_who_names_a_member_does_not_replace_that_members_card(shop):
    deal = shop.visitor_buys()
    assert shop.last4() == OWN
    assert shop.deal_card(deal) == STRANGERS
    assert shop.deal_card(shop.own.deal()) == ""


def test_each_deal_is_charged_to_its_own_card(shop, time):
    deal = shop.visitor_buys()
    time.move_to(A_MONTH_LATER)
    for _ in range(2):
        shop.own.hour()
    assert shop.charged(deal) == [STRANGERS]
    assert shop.charged(shop.own.deal()) == [OWN]


def test_what_a_visitor_pays_tries_no_card_of_the_member_again(time, real_database):
    shop = known(make_gym(), Fate.SOFT_LATER)
    time.move_to(datetime(2026, 12, 1, 10, tzinfo=UTC))
    shop.own.hour()
    before = shop.own.period()
    assert (before.state, before.tries) == (PeriodState.DUNNING, 1)
    shop.visitor_buys()
    after = shop.own.period()
    assert (after.tries, after.next_try_at) == (1, before.next_try_at)


def test_a_member_without_a_card_has_the_deals_alone(time, real_database):
    shop = known(make_gym(), None)
    deal = shop.visitor_buys()
    assert shop.last4() == ""
    time.move_to(A_MONTH_LATER)
    for _ in range(2):
        shop.own.hour()
    assert shop.charged(deal) == [STRANGERS]
    assert shop.charged(shop.own.deal()) == []
    assert shop.own.states() == [PeriodState.DUNNING]


def test_a_deals_card_that_is_over_leaves_the_members_alone(shop, time):
    deal = shop.visitor_buys()
    time.move_to(datetime(2031, 1, 2, 10, tzinfo=UTC))
    with open_work(shop.gym.system) as w:
        assert periods.card_id_for(w, deal=w.get(Deal, deal.id)) is None


def test_a_card_that_the_member_leaves_is_charged_for_all_that_is_theirs(shop, time):
    deal = shop.visitor_buys()
    shop.leaves_card()
    assert (shop.last4(), shop.deal_card(deal)) == (ANOTHER, "")
    time.move_to(A_MONTH_LATER)
    for _ in range(2):
        shop.own.hour()
    assert shop.charged(deal) == [ANOTHER]


def test_the_member_may_charge_a_deal_to_the_card_they_have(shop, time):
    deal = shop.visitor_buys()
    whose = shop.gym.acting(Role.MEMBER, member_id=shop.member_id)
    for _ in range(2):  # two tabs
        with open_work(whose) as w:
            actions.charge_own_card(w, member_id=shop.member_id, deal_id=deal.id)
    assert (shop.last4(), shop.deal_card(deal)) == (OWN, "")
    time.move_to(A_MONTH_LATER)
    shop.own.hour()
    assert shop.charged(deal) == [OWN]


def test_without_a_card_of_their_own_the_deals_stays(time, real_database):
    shop = known(make_gym(), None)
    deal = shop.visitor_buys()
    with (
        open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w,
        pytest.raises(Refusal),
    ):
        actions.charge_own_card(w, member_id=shop.member_id, deal_id=deal.id)
    assert shop.deal_card(deal) == STRANGERS


def test_nobody_elses_deal_changes_its_card(shop):
    deal = shop.visitor_buys()
    other, coach = shop.gym.acting(Role.MEMBER), shop.gym.acting(Role.COACH)
    for actor in (other, coach):
        with open_work(actor) as w, pytest.raises((Denied, NotFound)):
            actions.charge_own_card(w, member_id=shop.member_id, deal_id=deal.id)
    elsewhere = make_gym("yam", "ים")
    with open_work(elsewhere.acting(Role.OWNER)) as w, pytest.raises(NotFound):
        actions.charge_own_card(w, member_id=shop.member_id, deal_id=deal.id)
    assert shop.deal_card(deal) == STRANGERS


def test_who_pays_a_membership_by_their_link_is_charged_for_it_from_then_on(shop, time):
    deal = shop.visitor_buys(fate=Fate.SOFT_LATER)
    time.move_to(A_MONTH_LATER)
    for _ in range(2):
        shop.own.hour()
    (owed,) = [p for p in shop.periods() if p.state is PeriodState.DUNNING]
    assert owed.deal_id == deal.id
    with open_work(shop.gym.system) as w:
        token = billing.due_path(w, member_id=shop.member_id).rsplit("/", 1)[-1]
    renewals.pay_due(wiring.ports(), VISITOR, token=token, lang=Lang.HE)
    with open_work(shop.gym.system) as w:
        (charge_id,) = periods.open_charges(w, member_id=shop.member_id)
        reference = payments.charge(w, charge_id=charge_id).page_reference
    fill(reference, ANOTHER)
    renewals.look_again(wiring.ports(), VISITOR, token=token)
    shop.run_jobs()
    assert (shop.last4(), shop.deal_card(deal)) == (ANOTHER, "")


def test_a_pay_link_shows_the_members_own_card_and_never_a_visitors(shop):
    shop.visitor_buys()
    with open_work(shop.gym.system) as w:
        token = billing.due_path(w, member_id=shop.member_id).rsplit("/", 1)[-1]
    view = renewals.see_due(wiring.ports(), VISITOR, token=token)
    assert view.card is not None
    assert view.card.last4 == OWN


def test_a_member_is_warned_of_each_card_that_is_still_charged(shop, time):
    deal = shop.visitor_buys()

    def ending() -> set[UUID]:
        with open_work(shop.gym.system) as w:
            return {card for card, *_ in agreed.cards_ending(w, today=date(2030, 12, 1))}

    own = shop.card()
    assert own is not None
    assert ending() == {own.id, deal.card_id}
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        actions.charge_own_card(w, member_id=shop.member_id, deal_id=deal.id)
    assert ending() == {own.id}


def test_what_cannot_be_given_keeps_no_card(shop):
    details = replace(NOA, email="stranger@example.com")
    first, second = shop.visit(details=details), shop.visit(details=details)
    for token in (first, second):
        shop.open(token)
        fill(shop.charge(token).page_reference, STRANGERS)
        shop.look(token)
        shop.run_jobs()
    back = shop.charge(second)
    assert back.left == ZERO
    assert back.card_id is not None
    with open_work(shop.gym.system) as w:
        assert payments.kept_card(w, card_id=back.card_id) is None


# nothing tells that the gym knows whom they named


def test_the_company_hears_of_a_visitor_what_the_visitor_said(shop):
    with open_work(shop.gym.system) as w:
        w.get(Member, shop.member_id).email = "hers@example.com"
    token = shop.visit(details=replace(NOA, email="stranger@example.com"))
    with open_work(shop.gym.system) as w:
        payer = orders_read.payer_of(w, order_id=shop.row(token).id)
    assert (payer.email, payer.phone) == ("stranger@example.com", "+972525550100")


HIDDEN = {"id": None, "charge_id": None}


def both(shop: Known, **more) -> tuple[str, str]:
    """The orders of somebody who is known, and of somebody who is new."""
    new = replace(NOA, first_name="דנה", phone="0525550177", email="dana@example.com")
    return shop.visit(**more), shop.visit(details=new, **more)


def test_until_it_is_paid_the_page_is_the_same_for_who_is_known_and_who_is_not(shop):
    first, second = (replace(shop.see(token), **HIDDEN) for token in both(shop))
    assert first == second


def test_who_is_new_and_has_paid_is_led_to_an_account_and_nothing_else_differs(shop):
    first, second = (replace(shop.pay(token), **HIDDEN) for token in both(shop))
    assert first.join_path == ""
    assert second.join_path.startswith("/he/join/")
    assert first == replace(second, join_path="")


def test_what_costs_nothing_tells_nobody_whom_the_gym_knows(shop):
    free = shop.plan("בחינם", Terms(PlanKind.PACK, entries=1, valid_days=7), ZERO)
    first, second = (replace(shop.see(token), **HIDDEN) for token in both(shop, plan_id=free))
    assert first.standing is OrderStanding.PAID
    assert first == second


def test_the_card_of_who_is_new_is_theirs(shop, time):
    _, token = both(shop)
    shop.pay(token)
    (deal,) = [d for d in shop.deals() if d.member_id == shop.row(token).member_id]
    with open_work(shop.gym.system) as w:
        card = payments.card_of(w, member_id=deal.member_id)
    assert (card is not None, deal.card_id) == (True, None)
