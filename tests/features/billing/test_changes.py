"""Another plan instead of the one that is held: what is shown is what is charged, once, or nothing is."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from fitkit.core.actor import Actor
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Counted, Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.queries import ChangeView, deals
from fitkit.features.billing.rules import changes as rules
from fitkit.features.billing.rules.changes import ChangeKind, ChangeState
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import DealState, PeriodState
from fitkit.features.billing.tables import Period, PlanChange
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking
from fitkit.features.ledger.rules import vat
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.offers.actions.coupons import stop_coupon
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.payments import actions as payments
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions.rules import FreezeKind, SubscriptionStatus
from fitkit.features.subscriptions.tables import Subscription
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PaidLine, PayWay
from fitkit.texts import changes as texts
from fitkit.texts import coupons
from tests.conftest import Gym, make_gym
from tests.factories.booking import book
from tests.factories.changes import Changing, make_changing
from tests.factories.payments import bank
from tests.factories.renewals import PRICE
from tests.factories.scheduling import make_place, publish

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ANCHOR = date(2026, 11, 13)  # ten days of thirty are had; the next charge is on 13 December
DEARER, CHEAPER = Money.shekels(450), Money.shekels(300)


@pytest.fixture(autouse=True)
def time():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


def test_a_dearer_plan_begins_at_once_and_the_days_not_had_come_off(gym: Gym):
    one = make_changing(gym)
    plan_id = one.plan(DEARER)
    view = one.shown(plan_id)
    assert (view.why_not, view.kind, view.takes_on) == (None, ChangeKind.UPGRADE, TODAY)
    assert [line.amount for line in view.lines] == [DEARER, -Money.shekels(260)]  # 20 of 30 days
    assert view.amount == Money.shekels(190)
    assert one.do(plan_id, view.mark).state is ChangeState.DONE
    (charge,) = one.charges()
    assert [line[1] for line in charge.lines] == [
        line.amount.agorot for line in view.lines if line.amount
    ]
    assert one.deal.till.moved() == [view.amount]
    assert one.deal.deal().state is DealState.ENDED
    new = one.new_deal()
    assert (new.next_on, new.price_agorot) == (view.next_on, DEARER.agorot)
    active = [name for name, status in one.plans_held() if status is SubscriptionStatus.ACTIVE]
    assert active == [view.plan.he]
    assert one.deal.balance() == ZERO


def test_the_places_ahead_go_along_to_the_plan_that_was_paid(gym: Gym):
    one = make_changing(gym)
    with open_work(gym.system) as w:
        place = make_place(w)
        sessions = [publish(w, place, TODAY + timedelta(days=n)).session_ids[0] for n in (1, 2)]
    with open_work(gym.system) as w:
        for session_id in sessions:
            book(w, session_id, one.deal.member_id)
    assert one.change(one.plan(DEARER)).state is ChangeState.DONE
    with open_work(gym.system) as w:
        rows = w.session.scalars(select(Booking)).all()
        assert {row.status for row in rows} == {BookingStatus.BOOKED}
        assert {row.subscription_id for row in rows} == {one.new_deal().subscription_id}
        assert len(rows) == len(sessions)


def test_a_cheaper_plan_waits_until_what_is_paid_is_over_and_is_charged_as_shown(gym: Gym, time):
    one = make_changing(gym)
    plan_id = one.plan(CHEAPER)
    view = one.shown(plan_id)
    assert (view.kind, view.takes_on, view.amount) == (
        ChangeKind.DOWNGRADE,
        date(2026, 12, 13),
        CHEAPER,
    )
    assert one.do(plan_id, view.mark).state is ChangeState.PLANNED
    assert one.deal.till.moved() == []
    time.move_to(datetime(2026, 12, 13, 10, tzinfo=UTC))
    renewals.open_due(one.deal.till.ports, gym.system)
    one.deal.settle()
    new = one.new_deal()
    (period,) = one.periods(new.id)
    assert (period.state, period.first_on) == (PeriodState.DUE, view.takes_on)
    assert [line[:2] for line in period.lines] == [
        [line.words.he, line.amount.agorot] for line in view.lines if line.amount
    ]
    assert new.next_on == view.next_on
    assert [row.state for row in one.rows()] == [ChangeState.DONE]


def test_a_plan_that_is_edited_before_its_day_gives_what_was_agreed_to(gym: Gym, time):
    one = make_changing(gym)
    plan_id = one.plan(CHEAPER)
    one.change(plan_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        less = Terms(PlanKind.WEEKLY, weekly_limit=1)
        details = PlanDetails("מעט", "", less, CHEAPER, every=Every.MONTH)
        plans.change(w, plan_id=plan_id, details=details)
    one.deal.settle()
    time.move_to(datetime(2026, 12, 13, 10, tzinfo=UTC))
    renewals.open_due(one.deal.till.ports, gym.system)
    with open_work(gym.system) as w:
        held = w.get(Subscription, one.new_deal().subscription_id)
    assert (held.kind, held.weekly_limit) == (PlanKind.WEEKLY, 3)


def test_what_waits_can_be_called_off_and_the_old_plan_renews(gym: Gym, time):
    one = make_changing(gym)
    one.change(one.plan(CHEAPER))
    with open_work(one.who) as w:
        (ahead,) = queries.changes_ahead(w, member_id=one.deal.member_id)
        actions.call_off(w, member_id=one.deal.member_id, change_id=ahead.id)
        actions.call_off(w, member_id=one.deal.member_id, change_id=ahead.id)
    time.move_to(datetime(2026, 12, 13, 10, tzinfo=UTC))
    renewals.open_due(one.deal.till.ports, gym.system)
    assert one.deal.period(1).amount_agorot == PRICE.agorot


def test_a_declined_card_leaves_the_old_plan_in_place(gym: Gym):
    one = make_changing(gym, fate=Fate.SOFT)
    assert one.change(one.plan(DEARER)).state is ChangeState.FAILED
    assert (one.deal.deal().state, one.deal.deal().next_on) == (
        DealState.RUNNING,
        date(2026, 12, 13),
    )
    assert one.deal.balance() == ZERO
    assert len(one.plans_held()) == 1


def test_without_a_card_it_is_paid_on_the_companys_page_once(gym: Gym):
    one = make_changing(gym, fate=None)
    plan_id = one.plan(DEARER)
    first, second = one.change(plan_id), one.change(plan_id)  # two tabs
    assert first.page_url
    assert second.page_url
    assert len(one.plans_held()) == 1
    paying = one.charges()[-1]
    bank().try_card(paying.page_reference or "", _card())
    (change,) = [row for row in one.rows() if row.state is ChangeState.OPEN]
    for _ in range(2):
        found = flows.look_at_change(
            one.deal.till.ports, one.who, member_id=one.deal.member_id, change_id=change.id
        )
        one.deal.settle()
    assert found.state is ChangeState.DONE
    assert one.deal.till.moved() == [Money(change.amount_agorot)]


def _card():
    from fitkit.integrations.sandbox.cards import EnteredCard

    return EnteredCard(Fate.APPROVED, "0000", 2030, 12, "123456782")


def test_what_was_paid_for_a_deal_that_a_notice_ended_meanwhile_goes_back(gym: Gym):
    one = make_changing(gym, fate=None)
    one.change(one.plan(DEARER))
    with open_work(one.who) as w:
        actions.cancel(w, member_id=one.deal.member_id, deal_id=one.deal.deal_id, notice=Typed())
    bank().try_card(one.charges()[-1].page_reference or "", _card())
    (change,) = one.rows()
    flows.look_at_change(
        one.deal.till.ports, one.who, member_id=one.deal.member_id, change_id=change.id
    )
    one.deal.settle()
    assert one.rows()[0].state is ChangeState.FAILED
    (charge,) = one.charges()
    assert charge.refunded_agorot == charge.amount_agorot


def test_what_an_upgrade_carried_over_is_handed_back_as_it_was_paid(gym: Gym, time):
    one = make_changing(gym)
    (period,) = one.periods(one.deal.deal_id)
    with open_work(gym.acting(Role.OWNER)) as w:
        payments.take_by_hand(
            w,
            member_id=one.deal.member_id,
            cause_kind="deal_period",
            cause_id=period.id,
            amount=PRICE,
            lines=(PaidLine("מנוי", PRICE),),
            words=Text("מנוי", "Plan"),
            way=PayWay.CASH,
            note="",
            paid_on=ANCHOR,
        )
    one.deal.settle()
    one.change(one.plan(DEARER))
    (change,), new = one.rows(), one.new_deal()
    assert change.credit_agorot == 26_000  # 20 of 30 days that were paid in cash
    with open_work(gym.acting(Role.OWNER)) as w:
        notice = actions.cancel(w, member_id=new.member_id, deal_id=new.id, notice=Typed())
    one.deal.settle()

    def left() -> Money:
        with open_work(gym.acting(Role.OWNER)) as w:
            return queries.cancellation(w, member_id=new.member_id, cancellation_id=notice).by_hand

    assert ZERO < left() <= Money(26_000)
    for _ in range(2):
        with open_work(gym.acting(Role.OWNER)) as w:
            actions.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        one.deal.settle()
    assert left() == ZERO


def test_an_edited_or_old_preview_charges_nothing(gym: Gym, time):
    one = make_changing(gym)
    plan_id = one.plan(DEARER)
    mark = one.shown(plan_id).mark
    for wrong in ("", mark.replace("45000", "1"), mark + "x"):
        with pytest.raises(Refusal) as refused:
            one.do(plan_id, wrong)
        assert refused.value.text is texts.CHANGED_MEANWHILE
    with open_work(gym.acting(Role.OWNER)) as w:
        details = PlanDetails(
            "שלוש בשבוע, אחרת",
            "",
            Terms(PlanKind.WEEKLY, weekly_limit=3),
            Money.shekels(460),
            every=Every.MONTH,
        )
        plans.change(w, plan_id=plan_id, details=details)
    with pytest.raises(Refusal):
        one.do(plan_id, mark)
    fresh = one.shown(plan_id).mark
    time.shift(timedelta(days=1))
    with pytest.raises(Refusal):
        one.do(plan_id, fresh)
    assert (one.charges(), one.rows(), one.deal.till.moved()) == ([], [], [])


def test_a_double_click_changes_and_charges_once(gym: Gym):
    one = make_changing(gym)
    plan_id = one.plan(DEARER)
    mark = one.shown(plan_id).mark
    one.do(plan_id, mark)
    with pytest.raises(Refusal):
        one.do(plan_id, mark)
    assert len(one.deal.till.moved()) == 1


def _refused(one: Changing, plan_id: UUID, who: Actor | None = None) -> str:
    view = one.shown(plan_id, who)
    assert view.why_not is not None
    with pytest.raises(Refusal):
        one.do(plan_id, view.mark, who)
    assert one.charges() == []
    return view.why_not.he


def test_each_reason_against_it_is_said_in_words(gym: Gym):
    rests, ends, owes = (make_changing(gym) for _ in range(3))
    with open_work(rests.who) as w:
        actions.freeze(
            w,
            member_id=rests.deal.member_id,
            subscription_id=rests.deal.subscription_id,
            first_on=TODAY,
            last_on=TODAY + timedelta(days=9),
            kind=FreezeKind.OWN,
        )
    assert _refused(rests, rests.plan(DEARER)) == texts.NOT_WHILE_RESTING.he
    with open_work(ends.who) as w:
        actions.cancel(w, member_id=ends.deal.member_id, deal_id=ends.deal.deal_id, notice=Typed())
    assert _refused(ends, ends.plan(DEARER)) == texts.NOT_WHILE_ENDING.he
    with open_work(gym.system) as w:
        row = w.session.scalars(
            select(Period).where(col(Period.deal_id) == owes.deal.deal_id)
        ).one()
        row.state, row.paid_at, row.failed_at = PeriodState.DUNNING, None, w.now
    assert _refused(owes, owes.plan(DEARER)) == texts.NOT_WHILE_OWING.he
    assert _refused(owes, owes.plan(DEARER), gym.acting(Role.OWNER)) == texts.NOT_WHILE_OWING.he


def test_a_commitment_gives_way_to_one_that_binds_as_long_or_to_staff(gym: Gym):
    one = make_changing(gym, commitment_months=12)
    free, bound = (
        one.plan(DEARER),
        one.plan(DEARER, commitment_months=12, open_price=Money.shekels(500)),
    )
    assert "13.11.2027" not in _refused(one, free)  # the day before it
    assert "12.11.2027" in _refused(one, free)
    assert _refused(one, one.plan(CHEAPER)).startswith("יש התחייבות")
    assert one.shown(bound).why_not is None
    assert one.shown(free, gym.acting(Role.OWNER)).why_not is None


def test_staff_take_it_at_the_desk_all_or_nothing(gym: Gym):
    one = make_changing(gym, fate=None)
    owner, plan_id = gym.acting(Role.OWNER), one.plan(DEARER)
    view = one.shown(plan_id, owner)
    given = {
        "member_id": one.deal.member_id,
        "deal_id": one.deal.deal_id,
        "to_plan_id": plan_id,
        "as_shown": view.mark,
        "note": "",
        "lang": Lang.HE,
    }
    with pytest.raises(Refusal), open_work(owner) as w:
        actions.change_at_desk(w, way=PayWay.CARD, **given)
    assert one.rows() == []
    with open_work(owner) as w:
        actions.change_at_desk(w, way=PayWay.CASH, **given)
    one.deal.settle()
    assert one.booked(Account.CASH) == view.amount
    assert one.deal.balance() == ZERO


def test_coaches_strangers_and_other_gyms_change_nothing(gym: Gym):
    one, other = make_changing(gym), make_changing(gym)
    plan_id = one.plan(DEARER)
    mark = one.shown(plan_id).mark
    for who in (gym.acting(Role.COACH), other.who):
        with pytest.raises(Denied):
            one.do(plan_id, mark, who)
    with pytest.raises(NotFound):
        one.do(plan_id, mark, make_gym("yam", "ים").acting(Role.OWNER))
    theirs = make_gym("har", "הר")
    foreign = make_changing(theirs).plan(DEARER)
    with pytest.raises(NotFound):
        one.do(foreign, mark)
    assert one.charges() == []


def test_what_comes_back_of_the_new_plan_goes_to_both_charges_and_is_never_more_than_was_paid(
    gym: Gym,
):
    one = make_changing(gym)
    one.change(one.plan(DEARER))
    new = one.new_deal()
    with open_work(one.who) as w:
        view = queries.preview(w, member_id=one.deal.member_id, deal_id=new.id, notice=Typed())
        actions.cancel(w, member_id=one.deal.member_id, deal_id=new.id, notice=Typed())
    one.deal.settle()
    (charge,) = one.charges()
    assert ZERO < view.refund <= DEARER
    assert charge.refunded_agorot == min(view.refund.agorot, charge.amount_agorot)


# A coupon of the old plan

HALF = Discount(percent=50, periods=3)


def words_of(view: ChangeView) -> list[Text]:
    return [line.words for line in view.then]


def said(text: Text, **params: object) -> Text:
    return Text(*(text.to(lang, **params) for lang in Lang))


def test_the_rest_of_a_coupon_goes_over_to_a_plan_that_it_counts_for(gym: Gym, time):
    one = make_changing(gym, coupon=HALF)
    plan_id = one.plan(DEARER)
    one.coupon(HALF)
    view = one.shown(plan_id)
    # 20 days of 30 at 195 that were paid come off half of 450.
    assert [line.amount for line in view.lines] == [
        DEARER, -Money.shekels(225), -Money.shekels(130),
    ]  # fmt: skip
    lasts = Counted(coupons.PAYMENTS, 2)
    assert said(texts.COUPON_LASTS, code="FALL", payments=lasts) in words_of(view)
    assert [(line.amount, line.words.en) for line in view.then[:2]] == [
        (Money.shekels(225), "From 23.12.2026 on, each month"),
        (DEARER, "From 23.1.2027 on, each month"),
    ]
    assert one.do(plan_id, view.mark).state is ChangeState.DONE
    assert one.deal.till.moved() == [Money.shekels(95)]
    new = one.new_deal()
    assert (new.off_percent, new.off_periods, new.off_code) == (50, 2, "FALL")
    for month, paid in ((12, 225), (1, 450)):
        time.move_to(datetime(2026 + (month == 1), month, 23, 10, tzinfo=UTC))
        renewals.open_due(one.deal.till.ports, gym.system)
        assert one.periods(new.id)[-1].amount_agorot == paid * 100


def test_a_coupon_that_does_not_count_for_the_new_plan_ends_and_the_preview_says_so(gym: Gym):
    one = make_changing(gym, coupon=HALF)
    plan_id = one.plan(DEARER)
    one.coupon(HALF, one.deal.plan_id)
    view = one.shown(plan_id)
    assert view.then[-1].words == said(texts.COUPON_ENDS, code="FALL")
    assert view.lines[0].amount == DEARER
    one.do(plan_id, view.mark)
    assert (one.new_deal().off_percent, one.new_deal().off_code) == (None, "")


def test_a_coupon_that_was_had_is_not_spoken_of(gym: Gym):
    once = Discount(percent=50, periods=1)
    one = make_changing(gym, coupon=once)
    plan_id = one.plan(DEARER)
    one.coupon(once)
    view = one.shown(plan_id)
    assert not any("FALL" in words.en for words in words_of(view))
    assert [line.amount for line in view.lines] == [DEARER, -Money.shekels(130)]


def test_a_stopped_coupon_goes_over_as_it_was_agreed(gym: Gym):
    one = make_changing(gym, coupon=HALF)
    plan_id, coupon_id = one.plan(CHEAPER), one.coupon(HALF)
    with open_work(gym.acting(Role.OWNER)) as w:
        stop_coupon(w, coupon_id=coupon_id)
    view = one.shown(plan_id)
    assert view.amount == CHEAPER.times(Fraction(1, 2))


@pytest.mark.parametrize(
    ("off", "goes"),
    [
        (Discount(percent=50, periods=None), True),
        (Discount(percent=50, periods=3), False),
        (Discount(amount=Money.shekels(50), periods=None), False),
    ],
)
def test_of_another_rhythm_only_a_percentage_of_every_payment_goes_over(gym: Gym, off, goes):
    one = make_changing(gym, coupon=off)
    plan_id = one.plan(Money.shekels(9_000), every=Every.YEAR)
    one.coupon(off)
    view = one.shown(plan_id)
    words = said(texts.COUPON_STAYS if goes else texts.COUPON_ENDS, code="FALL")
    assert view.then[-1].words == words
    assert (view.next_amount < Money.shekels(9_000)) == goes


amounts = st.integers(1_00, 2_000_00).map(Money)
discounts = st.builds(
    Discount, percent=st.integers(1, 100), periods=st.none() | st.integers(1, 3)
) | st.builds(
    Discount, amount=st.integers(1, 2_500_00).map(Money), periods=st.none() | st.integers(1, 3)
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    price=amounts,
    new=amounts,
    gone=st.integers(0, 27),
    billing_day=st.none() | st.integers(1, 28),
    every=st.sampled_from(Every),
    new_every=st.sampled_from(Every),
    off=st.none() | discounts,
    counts=st.booleans(),
)
def test_preview_equals_charge_for_every_change(
    rolled_back: None, price, new, gone, billing_day, every, new_every, off, counts
):
    anchor = TODAY - timedelta(days=gone)
    mine = make_gym(f"gym-{new_id().hex[-10:]}", "נמל")  # of this example alone
    one = make_changing(mine, anchor=anchor, price=price, every=every, coupon=off)
    if off is not None:
        one.coupon(off, *([] if counts else [one.deal.plan_id]))
    before = one.booked(Account.VAT)
    day = billing_day if new_every is Every.MONTH else None
    plan_id = one.plan(new, every=new_every, billing_day=day)
    view = one.shown(plan_id)
    charged = [line.amount for line in view.lines if line.amount is not None]
    assert sum(charged, ZERO) == view.amount
    assert ZERO <= view.credit <= price
    result = one.do(plan_id, view.mark)
    if view.kind is ChangeKind.UPGRADE:
        assert result.state is ChangeState.DONE
        assert one.deal.till.moved() == ([view.amount] if view.amount else [])
        lines = [Money(line[1]) for charge in one.charges()[-1:] for line in charge.lines]
        assert lines == charged or not view.amount
        tax = vat.split(view.amount, Fraction(18, 100))[1]
        assert one.booked(Account.VAT) - before == -tax
    else:
        assert result.state is ChangeState.PLANNED
        assert one.deal.till.moved() == []
        with time_machine.travel(
            datetime(view.takes_on.year, view.takes_on.month, view.takes_on.day, 10, tzinfo=UTC),
            tick=False,
        ):
            renewals.open_due(one.deal.till.ports, mine.system)
        with open_work(mine.system) as w:
            row = w.session.scalars(
                select(PlanChange).where(col(PlanChange.deal_id) == one.deal.deal_id)
            ).one()
        (period,) = one.periods(row.new_deal_id)
        assert [Money(line[1]) for line in period.lines] == charged
        assert period.first_on == view.takes_on
    new_deal = one.new_deal()
    assert (deals.price_of(new_deal), new_deal.next_on) == (view.next_amount, view.next_on)
    is_lost = any(words == said(texts.COUPON_ENDS, code="FALL") for words in words_of(view))
    left = off.after(1) if off else None
    assert (left is not None) == (is_lost or new_deal.off_code == "FALL")
    assert deals.discount_of(new_deal) == (None if is_lost else left)
    assert one.deal.balance() >= ZERO


@given(
    sold=amounts,
    credit=amounts,
    rate=st.sampled_from([Fraction(0), Fraction(17, 100), Fraction(18, 100)]),
)
def test_the_vat_of_the_parts_sums_to_that_of_the_charge(sold, credit, rate):
    credit = min(credit, sold)
    tax, credited = rules.taxes(sold, credit, rate)
    assert tax - credited == vat.split(sold - credit, rate)[1]
    assert ZERO <= credited <= credit


def test_staff_are_sent_to_no_page_of_a_payment_company(gym: Gym):
    one = make_changing(gym, fate=None)
    owner, plan_id = gym.acting(Role.OWNER), one.plan(DEARER)
    with pytest.raises(Refusal) as refused:
        one.do(plan_id, one.shown(plan_id, owner).mark, owner)
    assert refused.value.text is texts.NO_CARD_KEPT
    assert (one.charges(), one.rows()) == ([], [])
