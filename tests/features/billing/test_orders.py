"""Orders: bought by visitors and members, sold at the desk, paid once, given once, or given back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from fitkit import wiring
from fitkit.core import crypto
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows
from fitkit.features.billing.actions import paying as inner
from fitkit.features.billing.queries import periods as due
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import OrderState, PeriodState
from fitkit.features.billing.tables import Order
from fitkit.features.documents.tables import DocumentAccount
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.members.rules import MemberDetails, MemberStatus
from fitkit.features.members.tables import Member
from fitkit.features.payments import actions as payments
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.plans import actions as plans
from fitkit.features.plans import queries as plans_read
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.texts import shop as texts
from tests.factories.orders import NOA, PRICE, Shop, make_shop

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
NINE = time(9)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    return make_shop(gym)


def told(shop: Shop, name: str) -> list[dict]:
    found = sa.text("select facts from event_log where name = :n order by id")
    with open_work(shop.gym.system) as w:
        return list(w.hot(found, {"n": f"billing.{name}"}).scalars())


def people(shop: Shop) -> list[Member]:
    with open_work(shop.gym.system) as w:
        return list(w.session.scalars(sa.select(Member).order_by(Member.id)))


# what paying brings


def test_a_visitor_who_pays_is_a_member_with_a_plan_a_deal_and_a_paid_period(shop):
    token = shop.visit()
    view = shop.pay(token)
    assert view.standing is OrderStanding.PAID
    row = shop.row(token)
    (plan,) = shop.held(row.member_id)
    assert (plan.plan_id, plan.starts_on, plan.ends_on) == (shop.plan_id, MONDAY, None)
    (deal,), (period,) = shop.deals(), shop.periods()
    assert (deal.every, deal.price_agorot, deal.next_number) == (Every.MONTH, PRICE.agorot, 1)
    assert (deal.anchor_on, deal.next_on, deal.made_on) == (MONDAY, date(2026, 12, 23), MONDAY)
    assert (deal.is_remote, deal.was_disclosed, deal.paid_agorot) == (True, True, PRICE.agorot)
    assert (period.number, period.state, period.amount_agorot) == (
        0,
        PeriodState.PAID,
        PRICE.agorot,
    )
    assert (period.first_on, period.last_on) == (MONDAY, date(2026, 12, 22))
    member = next(p for p in people(shop) if p.id == row.member_id)
    assert member.status is MemberStatus.ACTIVE


def test_sale_and_payment_stand_in_the_book_and_nothing_is_owed(shop):
    token = shop.visit()
    shop.pay(token)
    assert shop.balance(shop.row(token).member_id) == ZERO
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.CLEARING_DEMO) == PRICE
        vat = ledger.balance_of_account(w, account=Account.VAT)
        assert vat == -Money(5949)  # 18 % inside of ₪390
    assert shop.row(token).vat_per_mille == 180


def test_an_exempt_dealers_sale_has_no_vat(shop):
    account_id = new_id()
    sealed = crypto.seal("{}", f"document_account:{account_id}:credentials")
    with open_work(shop.gym.system) as w:
        w.add(
            DocumentAccount(id=account_id, issuer="demo", credentials_sealed=sealed, is_exempt=True)
        )
    token = shop.visit()
    shop.pay(token)
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.VAT) == ZERO
    assert shop.row(token).vat_per_mille == 0
    assert not any("מע״מ" in line for line in shop.row(token).disclosed.split("\n"))


def test_an_issuer_that_is_not_in_use_any_more_says_nothing_of_vat(shop):
    for issuer, is_exempt, is_in_use in (("demo", True, False), ("cardcom", False, True)):
        account_id = new_id()
        sealed = crypto.seal("{}", f"document_account:{account_id}:credentials")
        with open_work(shop.gym.system) as w:
            w.add(
                DocumentAccount(
                    id=account_id, issuer=issuer, credentials_sealed=sealed,
                    is_exempt=is_exempt, is_in_use=is_in_use,
                )
            )  # fmt: skip
    token = shop.visit()
    shop.pay(token)
    assert shop.row(token).vat_per_mille == 180
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.VAT) == -Money(5949)
        assert due.is_exempt(w) is False  # of renewals, too


def test_told_twice_and_by_a_job_too_it_is_given_once(shop):
    token = shop.visit()
    shop.pay(token)
    order_id = shop.row(token).id
    for _ in range(2):
        with open_work(shop.gym.system) as w:
            inner.settle(w, order_id=order_id)
        shop.run_jobs()
        assert shop.look(token).standing is OrderStanding.PAID
    assert len(shop.held(shop.row(token).member_id)) == 1
    assert len(shop.deals()) == len(shop.periods()) == len(told(shop, "order_paid")) == 1


def test_the_job_alone_gives_it_when_the_browser_never_comes_back(shop, time):
    token = shop.visit()
    shop.open(token)
    shop.fill(token)
    assert shop.see(token).standing is OrderStanding.ON_PAGE
    time.shift(timedelta(minutes=2))
    look_in_gym(wiring.ports(), shop.gym.system)
    shop.run_jobs()
    assert shop.see(token).standing is OrderStanding.PAID


def test_what_renews_keeps_the_card_and_a_pack_does_not(shop):
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(850))
    for plan_id, keeps in ((shop.plan_id, True), (pack, False)):
        token = shop.visit(plan_id=plan_id)
        shop.pay(token)
        assert shop.charge(token).keeps_card is keeps
    deal = shop.deals()[-1]
    assert (deal.every, deal.next_on, deal.price_agorot) == (None, None, 85_000)


def test_with_a_common_billing_day_the_share_is_paid_and_the_rest_of_the_year_follows_it(shop):
    plan_id = shop.plan("מהראשון", Terms(PlanKind.UNLIMITED), every=Every.MONTH, billing_day=1)
    token = shop.visit(plan_id=plan_id)
    view = shop.pay(token)
    assert view.amount == Money.shekels(104)  # 8 of November's 30 days
    deal, period = shop.deals()[-1], shop.periods()[-1]
    assert (deal.anchor_on, deal.next_on) == (date(2026, 11, 1), date(2026, 12, 1))
    assert (period.first_on, period.last_on) == (MONDAY, date(2026, 11, 30))
    assert deal.price_agorot == PRICE.agorot


def test_a_commitment_goes_into_the_deal_with_its_open_price_and_what_was_disclosed(shop):
    plan_id = shop.plan(
        "שנה",
        Terms(PlanKind.UNLIMITED),
        every=Every.MONTH,
        commitment_months=12,
        open_price=Money.shekels(450),
    )
    token = shop.visit(plan_id=plan_id)
    shop.pay(token)
    deal = shop.deals()[-1]
    assert (deal.commitment_months, deal.open_price_agorot) == (12, 45_000)
    assert "₪450" in shop.row(token).disclosed
    assert shop.row(token).consented_at == NOON


def test_what_costs_nothing_is_given_at_once_without_a_page(shop):
    trial = shop.plan("ניסיון", Terms(PlanKind.TRIAL), ZERO)
    token = shop.visit(plan_id=trial)
    assert shop.see(token).standing is OrderStanding.PAID
    assert shop.see(token).charge_id is None
    assert len(shop.held(shop.row(token).member_id)) == 1


def test_member_and_owner_are_told_once_each(shop):
    token = shop.visit()
    shop.pay(token)
    shop.run_jobs()
    found = sa.text("select kind, member_id from notice order by id")
    with open_work(shop.gym.system) as w:
        kinds = [kind for kind, member_id in w.hot(found) if member_id]
    assert kinds == ["plan_bought"]


# failed, abandoned, unknown


@pytest.mark.parametrize("fate", [Fate.SOFT, Fate.HARD])
def test_a_declined_card_says_so_and_another_may_be_tried(shop, fate):
    token = shop.visit()
    view = shop.pay(token, fate)
    if view.standing is OrderStanding.ON_PAGE:  # the company lets the payer try again there
        assert shop.held(shop.row(token).member_id) == ()
        return
    assert view.standing is OrderStanding.DECLINED
    assert shop.row(token).state is OrderState.FAILED
    assert shop.held(shop.row(token).member_id) == ()
    assert shop.pay(token).standing is OrderStanding.PAID


def test_a_page_that_was_left_is_told_apart_and_paid_later(shop, time):
    token = shop.visit()
    shop.open(token)
    time.shift(timedelta(minutes=46))
    view = shop.look(token)
    shop.run_jobs()
    look_in_gym(wiring.ports(), shop.gym.system)
    shop.run_jobs()
    view = shop.look(token)
    assert view.standing is OrderStanding.ABANDONED
    assert shop.row(token).state is OrderState.ABANDONED
    assert shop.pay(token).standing is OrderStanding.PAID


def test_two_tabs_get_the_same_page_and_pay_once(shop):
    token = shop.visit()
    assert shop.open(token) == shop.open(token)
    shop.fill(token)
    shop.look(token)
    with pytest.raises(Refusal) as caught:
        shop.open(token)
    assert caught.value.text is texts.ORDER_PAID
    assert shop.balance(shop.row(token).member_id) == ZERO


def test_two_orders_of_the_same_plan_give_it_once_and_the_second_money_goes_back(shop):
    first, second = shop.buy(), shop.buy()
    assert shop.pay(first).standing is OrderStanding.PAID
    assert shop.pay(second).standing is OrderStanding.GIVEN_BACK
    shop.run_jobs()
    assert len(shop.held(shop.member_id)) == 1
    assert shop.balance(shop.member_id) == ZERO
    (back,) = told(shop, "order_given_back")
    assert back["amount_agorot"] == PRICE.agorot
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.CLEARING_DEMO) == PRICE


def test_a_plan_that_costs_more_by_the_time_it_is_paid_is_had_as_agreed(shop):
    token = shop.visit()
    shop.open(token)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        before = plans_read.plan(w, plan_id=shop.plan_id)
        dearer = PlanDetails(
            before.name.he, "", before.terms, Money.shekels(500), every=Every.MONTH,
            commitment_months=12, open_price=Money.shekels(600),
        )  # fmt: skip
        plans.change(w, plan_id=shop.plan_id, details=dearer)
    shop.run_jobs()
    shop.fill(token)
    view = shop.look(token)
    assert (view.standing, view.next_amount) == (OrderStanding.PAID, PRICE)
    (deal,) = shop.deals()
    assert (deal.price_agorot, deal.commitment_months) == (PRICE.agorot, None)


def change(shop: Shop, plan_id, terms: Terms) -> None:
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        price = plans_read.plan(w, plan_id=plan_id).price
        plans.change(w, plan_id=plan_id, details=PlanDetails("אחר", "", terms, price))
    shop.run_jobs()


def limits(shop: Shop, subscription_id) -> tuple[int | None, int | None]:
    with open_work(shop.gym.system) as w:
        row = w.get(Subscription, subscription_id)
        return row.day_limit, row.open_limit


def test_a_plan_that_gives_less_by_the_time_it_is_paid_gives_what_the_buyer_saw(shop):
    agreed = replace(PACK, day_limit=2, open_limit=4, class_from=NINE)
    pack = shop.plan("כרטיסייה", agreed)
    token = shop.visit(plan_id=pack)
    shop.open(token)
    seen = shop.see(token).terms[Lang.HE]
    change(shop, pack, replace(PACK, entries=1, valid_days=7, day_limit=1))
    assert shop.see(token).terms[Lang.HE] == seen
    shop.fill(token)
    assert shop.look(token).standing is OrderStanding.PAID
    (held,) = shop.held(shop.row(token).member_id)
    assert held.entries_left == 10
    assert held.ends_on == agreed.last_day(MONDAY)
    assert limits(shop, held.id) == (2, 4)
    assert (held.class_from, held.class_until) == (NINE, None)
    change(shop, pack, PACK)  # whoever orders now gets what is sold now
    later = shop.visit(plan_id=pack, details=replace(NOA, first_name="דנה", phone="0525550177"))
    shop.pay(later)
    (theirs,) = shop.held(shop.row(later).member_id)
    assert limits(shop, theirs.id) == (None, None)


def test_an_order_of_before_terms_were_kept_is_given_as_the_plan_is(shop):
    pack = shop.plan("כרטיסייה", PACK)
    token = shop.visit(plan_id=pack)
    with open_work(shop.gym.system) as w:
        row = w.hold(Order, shop.see(token).id)
        row.agreed = {k: v for k, v in row.agreed.items() if k not in ("terms", "most_instalments")}
    shop.pay(token)
    (held,) = shop.held(shop.row(token).member_id)
    assert held.entries_left == 10


def test_what_went_back_is_not_given_later_for_nothing(shop):
    first, second = shop.buy(), shop.buy()
    shop.pay(first)
    shop.pay(second)
    shop.run_jobs()
    (held,) = shop.held(shop.member_id)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        subscriptions.end(w, subscription_id=held.id)
    with open_work(shop.gym.system) as w:
        inner.settle(w, order_id=shop.row(second).id)
    assert shop.see(second).standing is OrderStanding.GIVEN_BACK
    assert all(view.status is SubscriptionStatus.ENDED for view in shop.held(shop.member_id))


def test_an_order_that_nobody_pays_ends_after_a_day(shop, time):
    token = shop.visit()
    time.shift(timedelta(hours=24))
    assert shop.see(token).standing is OrderStanding.EXPIRED
    with open_work(shop.gym.system) as w:
        assert inner.expire(w) == 1
        assert inner.expire(w) == 0
    with pytest.raises(Refusal) as caught:
        shop.open(token)
    assert caught.value.text is texts.ORDER_EXPIRED


def test_what_is_being_paid_is_waited_for_and_given_though_its_day_is_over(shop, time):
    token = shop.visit()
    time.shift(timedelta(hours=23, minutes=50))
    shop.open(token)
    time.shift(timedelta(minutes=20))
    with open_work(shop.gym.system) as w:
        assert inner.expire(w) == 0
    shop.fill(token)
    assert shop.look(token).standing is OrderStanding.PAID


def test_a_plan_that_was_retired_meanwhile_is_given_to_who_ordered_it(shop):
    token = shop.visit()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        plans.retire(w, plan_id=shop.plan_id)
    assert shop.pay(token).standing is OrderStanding.PAID


def test_an_order_of_a_plan_that_changed_is_over(shop):
    token = shop.visit()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        terms = Terms(PlanKind.UNLIMITED)
        details = PlanDetails("חופשי", "", terms, Money.shekels(450), every=Every.MONTH)
        plans.change(w, plan_id=shop.plan_id, details=details)
    shop.run_jobs()
    assert shop.see(token).standing is OrderStanding.EXPIRED


# by staff


@pytest.mark.parametrize(
    ("way", "into"),
    [
        (PayWay.CASH, Account.CASH),
        (PayWay.TRANSFER, Account.BANK),
        (PayWay.CHEQUE, Account.CHEQUES),
    ],
)
def test_what_is_paid_at_the_desk_is_given_at_once(shop, way, into):
    token = shop.at_desk(way=way)
    assert shop.see(token).standing is OrderStanding.PAID
    assert len(shop.held(shop.member_id)) == 1
    assert shop.balance(shop.member_id) == ZERO
    assert shop.deals()[0].is_remote is False
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=into) == PRICE
    shop.run_jobs()
    assert len(shop.deals()) == 1


@pytest.mark.parametrize(
    ("paid_on", "per_mille", "tax"),
    [(date(2024, 12, 31), 170, Money(5667)), (date(2025, 1, 1), 180, Money(5949))],
)
def test_what_was_paid_before_a_new_rate_is_sold_at_the_rate_of_its_day(
    time, gym, paid_on, per_mille, tax
):
    time.move_to(datetime(2025, 1, 5, 10, tzinfo=UTC))
    shop = make_shop(gym)
    token = shop.send()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        actions.take_by_hand(
            w, order_id=shop.row(token).id, way=PayWay.CASH, note="", paid_on=paid_on
        )
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.VAT) == -tax  # inside of ₪390
    assert shop.row(token).vat_per_mille == per_mille
    assert [one.vat_per_mille for one in shop.periods()] == [per_mille]


def test_who_gets_a_link_agrees_before_paying(shop):
    token = shop.send()
    assert not shop.see(token).is_consented
    with pytest.raises(Refusal) as caught:
        shop.open(token)
    assert caught.value.field == "consents"
    assert shop.pay(token, consents=True).standing is OrderStanding.PAID
    assert shop.row(token).disclosed


def test_cash_for_an_order_whose_page_is_open_gives_the_page_up(shop):
    token = shop.send()
    shop.open(token, consents=True)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        actions.take_by_hand(
            w, order_id=shop.row(token).id, way=PayWay.CASH, note="", paid_on=MONDAY
        )
    assert shop.see(token).standing is OrderStanding.PAID
    shop.run_jobs()
    assert len(shop.held(shop.member_id)) == 1
    assert shop.balance(shop.member_id) == ZERO


def test_what_was_sent_can_be_taken_back(shop):
    token = shop.send()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        actions.take_back(w, order_id=shop.row(token).id)
    assert shop.see(token).standing is OrderStanding.EXPIRED


# who somebody is stays untold


def test_a_visitor_whom_the_gym_knows_is_found_and_nothing_tells_so(shop):
    first = shop.visit()
    shop.pay(first)
    pack = shop.plan("כרטיסייה", PACK)
    second = shop.visit(plan_id=pack)
    assert shop.row(second).member_id == shop.row(first).member_id
    assert shop.pay(second).standing is OrderStanding.PAID


@pytest.mark.parametrize(
    "other",
    [
        replace(NOA, first_name="דנה"),
        replace(NOA, phone="052-5550199", email="other@example.com"),
    ],
)
def test_a_name_or_a_phone_alone_is_not_who_it_is(shop, other):
    first, second = shop.visit(), shop.visit(details=other)
    assert shop.row(first).member_id != shop.row(second).member_id


def test_who_had_a_trial_is_not_told_so(shop):
    trial = shop.plan("ניסיון", Terms(PlanKind.TRIAL), Money.shekels(50))
    shop.pay(shop.visit(plan_id=trial))
    assert shop.pay(shop.visit(plan_id=trial)).standing is OrderStanding.PAID


def test_a_member_who_holds_it_already_is_told_before_paying(shop):
    shop.pay(shop.buy())
    with pytest.raises(Refusal) as caught:
        shop.buy()
    assert caught.value.field == "plan_id"


# attacks


def test_a_plan_of_another_gym_is_not_there(shop, other_gym):
    theirs = make_shop(other_gym)
    for bought in (
        lambda: shop.visit(plan_id=theirs.plan_id),
        lambda: shop.buy(plan_id=theirs.plan_id),
        lambda: shop.send(plan_id=theirs.plan_id),
    ):
        with pytest.raises(NotFound):
            bought()


def test_a_private_or_retired_plan_is_not_there_for_visitors_and_members(shop):
    private = shop.plan("פרטי", PACK, is_private=True)
    retired = shop.plan("ישן", PACK)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        plans.retire(w, plan_id=retired)
    for plan_id in (private, retired, new_id()):
        with pytest.raises(NotFound):
            shop.visit(plan_id=plan_id)
        with pytest.raises(NotFound):
            shop.buy(plan_id=plan_id)
    assert shop.send(plan_id=private)
    with pytest.raises(Refusal):
        shop.send(plan_id=retired)


@pytest.mark.parametrize("token", ["", "a" * 43, "' or 1=1", "../../x", "א" * 43])
def test_a_forged_token_opens_nothing(shop, token):
    for try_it in (shop.see, shop.look, shop.open):
        with pytest.raises(NotFound):
            try_it(token)


def test_coming_back_from_the_page_proves_nothing(shop):
    token = shop.visit()
    shop.open(token)
    for _ in range(3):
        assert shop.look(token).standing is OrderStanding.ON_PAGE
    assert shop.held(shop.row(token).member_id) == ()


@pytest.mark.parametrize("days", [-1, 61, -4000, 40_000])
def test_a_first_day_in_the_past_or_far_ahead_is_refused(shop, days):
    with pytest.raises(Refusal) as caught:
        shop.visit(starts_on=MONDAY + timedelta(days=days))
    assert caught.value.field == "starts_on"


def test_without_consent_nothing_is_ordered(shop):
    with pytest.raises(Refusal) as caught:
        shop.visit(consents=False)
    assert caught.value.field == "consents"
    assert len(people(shop)) == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (replace(NOA, email=""), "email"),
        (replace(NOA, phone=" "), "phone"),
        (MemberDetails("", "", phone="052-5550100", email="noa@example.com"), "first_name"),
        (replace(NOA, phone="12"), "phone"),
        (replace(NOA, email="noa"), "email"),
    ],
)
def test_a_visitor_says_who_they_are(shop, details, field):
    with pytest.raises((Refusal, Invalid)) as caught:
        shop.visit(details=details)
    found = caught.value
    assert field in (found.problems if isinstance(found, Invalid) else {found.field})


def test_one_address_orders_at_a_persons_pace(shop):
    for n in range(10):
        shop.visit(details=replace(NOA, first_name=f"נועה{'אבגדהוזחטי'[n]}"))
    with pytest.raises(Refusal):
        shop.visit()


def test_the_charge_is_the_orders_own_amount_whatever_the_plan_costs_by_now(shop):
    token = shop.visit()
    with open_work(shop.gym.system) as w:
        w.hot(sa.text("update plan set price_agorot = 1"))
    shop.open(token)
    assert shop.charge(token).amount == PRICE


def test_a_gym_without_an_account_takes_no_card(gym, time):
    shop = make_shop(gym)
    with open_work(gym.system) as w:
        w.hot(sa.text("update pay_account set is_in_use = false"))
    token = shop.visit()
    with pytest.raises(Refusal) as caught:
        shop.open(token)
    assert caught.value.text is texts.NO_CARDS_HERE
    assert not flows.see_shop(wiring.ports(), VISITOR, slug=shop.slug).takes_cards


def test_members_order_for_themselves_only_and_sell_nothing(shop):
    stranger = shop.gym.acting(Role.MEMBER, member_id=new_id())
    with open_work(stranger) as w, pytest.raises(Denied):
        actions.buy(
            w,
            member_id=shop.member_id,
            plan_id=shop.plan_id,
            starts_on=MONDAY,
            lang=Lang.HE,
            consents=True,
        )
    with open_work(stranger) as w, pytest.raises(Denied):
        actions.take_by_hand(w, order_id=new_id(), way=PayWay.CASH, note="", paid_on=MONDAY)


def test_a_payment_of_another_cause_gives_nothing(shop):
    token = shop.visit()
    with open_work(shop.gym.system) as w:
        payments.take_by_hand(
            w,
            member_id=shop.member_id,
            cause_kind="deal_period",
            cause_id=shop.row(token).id,
            amount=PRICE,
            lines=(PaidLine("x", PRICE),),
            words=Text("x", "Plan"),
            way=PayWay.CASH,
            note="",
            paid_on=MONDAY,
        )
    shop.run_jobs()
    assert shop.see(token).standing is OrderStanding.OPEN


def test_a_closed_gym_sells_nothing(shop):
    token = shop.visit()
    with open_work(VISITOR.as_platform("test")) as w:
        w.hot(sa.text("update org set closed_at = now()"))
    with pytest.raises(NotFound):
        flows.see_shop(wiring.ports(), VISITOR, slug=shop.slug)
    with pytest.raises(NotFound):
        shop.see(token)
