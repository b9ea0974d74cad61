"""Periods are opened on their day, charged once, and seen through until somebody has paid or has it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.actions import periods
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.queries import agreed
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.ledger import actions as ledger
from fitkit.features.members.rules import MemberStatus
from fitkit.features.notifications.tables import Notice
from fitkit.features.payments import actions as payments
from fitkit.features.plans.rules import Every
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions.tables import Subscription
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.texts import renewals as texts
from tests.conftest import Gym, make_gym
from tests.factories.booking import book
from tests.factories.renewals import PRICE, Renewing, make_renewing, today
from tests.factories.scheduling import make_place, publish

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
A_MONTH_AGO = date(2026, 10, 23)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def gym(real_database: str) -> Gym:
    """With commits of its own: charges are told by several threads at a time."""
    return make_gym()


def days_later(time: time_machine.Traveller, deal: Renewing, days: int) -> None:
    """Hour by hour of each day at ten, half past and the end of the gym's day would be many; ten and noon do."""
    for _ in range(days):
        time.shift(timedelta(days=1))
        deal.hour()


def test_a_period_that_began_is_owed_charged_and_paid(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO)
    deal.hour()
    period = deal.period()
    assert (period.state, period.first_on, period.last_on) == (
        PeriodState.PAID,
        date(2026, 11, 23),
        date(2026, 12, 22),
    )
    assert deal.till.moved() == [PRICE]
    assert deal.balance() == ZERO
    row = deal.deal()
    assert (row.next_number, row.next_on, row.paid_agorot) == (2, date(2026, 12, 23), PRICE.agorot)


def test_nothing_is_opened_before_its_day_in_the_gym(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 10, 24))
    time.move_to(datetime(2026, 11, 23, 21, 59, tzinfo=UTC))  # 23:59 in Israel
    deal.hour()
    assert deal.periods() == []
    time.move_to(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    deal.hour()
    assert deal.states() == [PeriodState.PAID]


def test_the_hour_may_come_twice_and_charges_once(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO)
    for _ in range(3):
        deal.hour()
    assert deal.till.moved() == [PRICE]
    assert len(deal.periods()) == 1


def test_hours_that_were_missed_open_one_period_after_the_other(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 8, 31))
    for _ in range(4):
        deal.hour()
    assert [str(p.first_on) for p in deal.periods()] == ["2026-09-30", "2026-10-31"]
    assert deal.till.moved() == [PRICE, PRICE]


@pytest.mark.parametrize("day", [date(2026, 3, 27), date(2026, 10, 25)])
def test_a_clock_change_opens_the_day_once(time, gym: Gym, day: date):
    deal = make_renewing(gym, anchor=day.replace(month=day.month - 1))
    time.move_to(datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=4))
    for _ in range(10):
        deal.hour()
        time.shift(timedelta(hours=1))
    assert [p.first_on for p in deal.periods()] == [day]
    assert deal.till.moved() == [PRICE]


def test_bills_of_the_last_three_months_say_when_a_commitment_ends(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 1, 23), commitment_months=12)
    for _ in range(11):
        deal.hour()
    said = [str(p.lines[0][0]) for p in deal.periods()]
    told = [words.endswith("22.1.2027") for words in said]
    assert told == [False] * (len(said) - 2) + [True, True]  # of October and November
    assert [p.first_on.month for p in deal.periods()][-2:] == [10, 11]


def test_a_yearly_plan_renews_after_a_year(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2025, 11, 23), every=Every.YEAR)
    deal.hour()
    assert (deal.period().last_on, deal.deal().next_on) == (date(2027, 11, 22), date(2027, 11, 23))


def test_a_freeze_moves_the_next_charge_by_its_days_and_back_when_called_off(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    with open_work(gym.acting(Role.OWNER)) as w:
        rest = subscriptions.freeze(
            w,
            subscription_id=deal.subscription_id,
            first_on=date(2026, 12, 1),
            last_on=date(2026, 12, 10),
        )
    deal.settle()
    assert deal.deal().next_on == date(2026, 12, 30)
    with open_work(gym.acting(Role.OWNER)) as w:
        subscriptions.unfreeze(w, freeze_id=rest)
    deal.settle()
    assert deal.deal().next_on == date(2026, 12, 20)


def test_a_freeze_of_the_period_after_moves_only_the_one_after_it(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO)
    with open_work(gym.acting(Role.OWNER)) as w:
        subscriptions.freeze(
            w,
            subscription_id=deal.subscription_id,
            first_on=date(2026, 12, 1),
            last_on=date(2026, 12, 10),
        )
    deal.hour()
    assert deal.period().first_on == date(2026, 11, 23)
    assert (deal.period().last_on, deal.deal().next_on) == (date(2027, 1, 1), date(2027, 1, 2))


def test_a_subscription_that_ended_renews_no_more(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO)
    with open_work(gym.acting(Role.OWNER)) as w:
        subscriptions.end(w, subscription_id=deal.subscription_id)
    deal.hour()
    assert (deal.periods(), deal.deal().next_on) == ([], None)


def test_a_last_day_within_a_period_is_paid_by_its_days(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 10, 30))
    with open_work(gym.acting(Role.OWNER)) as w:
        subscriptions.end_on(w, subscription_id=deal.subscription_id, day=date(2026, 12, 4))
    time.move_to(datetime(2026, 11, 30, 10, tzinfo=UTC))
    deal.hour()
    period = deal.period()
    assert (period.first_on, period.last_on) == (date(2026, 11, 30), date(2026, 12, 4))
    assert deal.till.moved() == [Money(6500)]  # 5 of 30 days
    assert deal.deal().next_on is None


def test_what_was_agreed_ends_with_it_and_goes_on_when_the_member_says_so(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 9, 23), commitment_months=3)
    deal.hour()
    deal.hour()
    with open_work(gym.system) as w:
        assert w.get(Subscription, deal.subscription_id).ends_on == date(2026, 12, 22)
    assert deal.deal().next_on is None
    member = gym.acting(Role.MEMBER, member_id=deal.member_id)
    with open_work(member) as w:
        actions.go_on(w, deal_id=deal.deal_id, member_id=deal.member_id)
    assert deal.deal().next_on == date(2026, 12, 23)
    with open_work(gym.system) as w:
        assert w.get(Subscription, deal.subscription_id).ends_on is None


def test_without_a_card_the_member_is_told_with_a_link(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=None)
    deal.hour()
    period = deal.period()
    assert (period.state, period.needs_card, period.tries) == (PeriodState.DUNNING, True, 0)
    assert "card_needed" in deal.told()
    assert deal.balance() == PRICE


def test_a_soft_decline_is_tried_again_on_its_days_and_then_given_to_a_person(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.SOFT)
    deal.hour()
    assert (deal.period().state, deal.period().tries) == (PeriodState.DUNNING, 1)
    tries = []
    for _ in range(14):
        time.shift(timedelta(days=1))
        deal.hour()
        tries.append(deal.period().tries)
    # The first of December is a day of pay, two days after the sixth day: the third retry waits for it.
    assert tries == [2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5]
    assert deal.period().state is PeriodState.GIVEN_UP
    assert deal.till.moved() == []
    assert deal.balance() == PRICE
    assert deal.told().count("renewal_failed") == 1
    assert [k for k in deal.told() if k.startswith("debt")] == ["debt_reminder", "debt_last"]


def test_a_hard_decline_is_never_tried_again_with_that_card(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    days_later(time, deal, 12)
    assert (deal.period().tries, deal.period().state) == (1, PeriodState.GIVEN_UP)


def test_a_page_that_cannot_be_made_brings_no_declined_card_back(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    with open_work(gym.acting(Role.OWNER)) as w:
        path = queries.due_path(w, member_id=deal.member_id)
        payments.change_credentials(
            w, account_id=deal.till.account_id, credentials={"account": "wrong"}
        )
    with pytest.raises(Refusal):
        flows.pay_due(deal.till.ports, VISITOR, token=path.rsplit("/", 1)[-1], lang=Lang.HE)
    deal.settle()
    assert (deal.period().next_try_at, deal.period().tries) == (None, 1)


def test_on_the_day_of_a_promise_the_card_is_tried_though_its_tries_were_over(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.SOFT_LATER)
    deal.hour()
    days_later(time, deal, 14)
    assert (deal.period().state, deal.period().tries) == (PeriodState.GIVEN_UP, 5)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.promise(w, period_id=deal.period().id, day=today() + timedelta(days=2))
    days_later(time, deal, 1)
    assert deal.period().tries == 5
    days_later(time, deal, 3)
    assert deal.period().tries == 6


def test_booking_is_blocked_from_the_seventh_day_and_opens_with_the_payment(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    days_later(time, deal, 6)
    assert deal.status() is MemberStatus.ACTIVE
    days_later(time, deal, 1)
    assert deal.status() is MemberStatus.PAST_DUE
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.take_now(w, period_id=deal.period().id, way=PayWay.CASH, note="")
    deal.settle()
    assert (deal.status(), deal.states()) == (MemberStatus.ACTIVE, [PeriodState.PAID])
    assert deal.balance() == ZERO
    assert deal.told()[-1] == "debt_settled"


def test_another_card_is_charged_at_once(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    deal.till.card(Fate.APPROVED)
    deal.settle()
    assert deal.states() == [PeriodState.PAID]
    assert deal.till.moved() == [PRICE]


def test_a_lost_answer_is_looked_up_and_charged_once(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.LOST)
    deal.hour()
    assert deal.states() == [PeriodState.DUE]
    for _ in range(5):
        time.shift(timedelta(minutes=5))
        deal.hour()
    with open_work(gym.system) as w:
        charge_id = queries.periods.last_charge_id(w, period_id=deal.period().id)
    deal.till.ask(charge_id)
    deal.settle()
    assert deal.states() == [PeriodState.PAID]
    assert deal.till.moved() == [PRICE]


def link_of(deal: Renewing) -> str:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        return queries.due_path(w, member_id=deal.member_id).rsplit("/", 1)[-1]


def page_of(deal: Renewing, token: str) -> str:
    return flows.pay_due(deal.till.ports, deal.gym.system, token=token, lang="he").url


def test_a_debt_is_paid_by_its_link_and_two_tabs_pay_once(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    token = link_of(deal)
    assert page_of(deal, token) == page_of(deal, token)
    with open_work(gym.system) as w:
        charge_id = queries.periods.last_charge_id(w, period_id=deal.period().id)
    deal.till.fill(charge_id)
    seen = flows.look_again(deal.till.ports, gym.system, token=token)
    deal.settle()
    assert deal.states() == [PeriodState.PAID]
    assert deal.till.moved() == [PRICE]
    with pytest.raises(Refusal):
        page_of(deal, token)
    assert not seen.is_checking


def test_a_link_that_is_forged_or_old_opens_nothing(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    token = link_of(deal)
    time.shift(timedelta(days=121))
    for wrong in (token, token[:-1] + "x", "", "a.b.c"):
        with pytest.raises(Refusal):
            flows.see_due(deal.till.ports, gym.system, token=wrong)


def test_a_link_pays_only_its_own_members_debt(time, gym: Gym):
    mine = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    theirs = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    mine.hour()
    page_of(mine, link_of(mine))
    with open_work(gym.system) as w:
        assert queries.periods.last_charge_id(w, period_id=mine.period().id) is not None
        assert queries.periods.open_charges(w, member_id=theirs.member_id) == ()


def test_a_promise_holds_back_reminders_and_the_block_until_it_is_over(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.promise(w, period_id=deal.period().id, day=date(2026, 12, 3))
    days_later(time, deal, 10)
    assert deal.status() is MemberStatus.ACTIVE
    assert "debt_reminder" not in deal.told()
    days_later(time, deal, 2)
    assert deal.status() is MemberStatus.PAST_DUE


def test_a_debt_is_written_off_with_its_reason_and_booking_opens(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    days_later(time, deal, 8)
    with open_work(gym.acting(Role.OWNER)) as w:
        with pytest.raises(Refusal):
            actions.write_off(w, period_id=deal.period().id, reason=" ")
        actions.write_off(w, period_id=deal.period().id, reason="עבר דירה")
    assert (deal.states(), deal.balance()) == ([PeriodState.FORGIVEN], ZERO)
    assert deal.status() is MemberStatus.ACTIVE
    with open_work(gym.acting(Role.OWNER)) as w, pytest.raises(Refusal):
        actions.write_off(w, period_id=deal.period().id, reason="שוב")


def test_a_new_price_is_told_and_counts_from_its_day(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    with open_work(gym.acting(Role.OWNER)) as w:
        told = actions.announce_price(
            w, plan_id=deal.plan_id, price=Money.shekels(420), since=date(2027, 1, 1)
        )
    deal.settle()
    assert told == 1
    assert "price_change" in deal.told()
    for day in (date(2026, 12, 20), date(2027, 1, 20)):
        time.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
        deal.hour()
    assert deal.till.moved() == [PRICE, Money.shekels(420)]


def announce(gym: Gym, deal: Renewing, shekels: int, since: date) -> int:
    with open_work(gym.acting(Role.OWNER)) as w:
        price = Money.shekels(shekels)
        told = actions.announce_price(w, plan_id=deal.plan_id, price=price, since=since)
    deal.settle()
    return told


@pytest.mark.parametrize(
    ("first", "second", "since", "kept"),
    [
        # Told: 420 from 20 January, instead of 390. What is dearer on any day waits for that day.
        (420, 450, date(2027, 2, 20), True),
        (420, 421, date(2027, 1, 20), True),
        (420, 400, date(2027, 1, 19), True),  # a day sooner, and dearer than until then
        (420, 400, date(2027, 1, 20), False),  # on the very day
        (420, 390, date(2027, 1, 19), False),
        (420, 380, date(2026, 12, 28), False),
        (420, 400, date(2027, 1, 21), False),
        (420, 420, date(2027, 1, 21), True),  # it costs that already
        # Told: 350 from 20 January: it is not put off, nor taken back.
        (350, 340, date(2027, 1, 21), True),
        (350, 360, date(2027, 2, 20), True),
        (350, 340, date(2027, 1, 20), False),
        (350, 340, date(2026, 12, 28), False),
    ],
)
def test_a_price_that_was_told_stays_but_where_another_is_dearer_on_no_day(
    time, gym: Gym, first, second, since, kept
):
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    announce(gym, deal, first, date(2027, 1, 20))
    if kept:
        with pytest.raises(Refusal):
            announce(gym, deal, second, since)
        assert "price_instead" not in deal.told()
        expected = (first, date(2027, 1, 20))
    else:
        assert announce(gym, deal, second, since) == 1
        assert deal.told().count("price_instead") == 1
        expected = (second, since)
    row = deal.deal()
    assert (row.new_price_agorot, row.new_price_from) == (expected[0] * 100, expected[1])


def test_what_is_told_instead_says_what_will_not_come_and_is_charged_from_its_day(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    announce(gym, deal, 450, date(2027, 1, 20))
    announce(gym, deal, 420, date(2027, 1, 21))
    with open_work(gym.system) as w:
        rows = w.session.scalars(select(Notice).where(col(Notice.kind) == "price_instead")).all()
        (notice,) = [row for row in rows if row.member_id == deal.member_id]
        assert "450" in str(notice.facts["instead"])
        assert (notice.facts["instead_on"], notice.facts["since_on"]) == (
            "2027-01-20",
            "2027-01-21",
        )
    for day in (date(2026, 12, 20), date(2027, 1, 20), date(2027, 2, 20)):
        time.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
        deal.hour()
    assert deal.till.moved() == [PRICE, PRICE, Money.shekels(420)]


def test_once_a_told_price_has_begun_another_may_be_told(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    announce(gym, deal, 420, date(2027, 1, 20))
    time.move_to(datetime(2026, 12, 20, 10, tzinfo=UTC))
    deal.hour()
    time.move_to(datetime(2027, 1, 20, 10, tzinfo=UTC))
    with pytest.raises(Refusal) as refused:
        announce(gym, deal, 500, date(2027, 3, 20))
    assert refused.value.text is texts.TOLD_ANOTHER
    deal.hour()
    assert announce(gym, deal, 500, date(2027, 3, 20)) == 1
    assert "price_instead" not in deal.told()


def test_a_price_that_was_called_back_leaves_the_way_free(time, gym: Gym):
    """Told 450 by mistake, then the price it always was: once its day is over another may be told."""
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    announce(gym, deal, 450, date(2027, 1, 20))
    assert announce(gym, deal, 390, date(2027, 1, 20)) == 1
    for day in (date(2026, 12, 20), date(2027, 1, 20)):
        time.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
        deal.hour()
    assert deal.till.moved() == [PRICE, PRICE]
    assert announce(gym, deal, 500, date(2027, 3, 20)) == 1


def test_cards_and_commitments_that_end_are_told_once_each(time, gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 7, 1), commitment_months=6)
    time.move_to(datetime(2026, 11, 28, 10, tzinfo=UTC))
    for _ in range(3):
        with open_work(gym.system) as w:
            periods.tell_what_ends(w)
        deal.settle()
        time.shift(timedelta(days=1))
    assert deal.told().count("commitment_ending") == 1


def test_commitments_that_end_take_as_many_statements_for_many_as_for_one(time, gym: Gym):
    make_renewing(gym, anchor=date(2026, 7, 1), commitment_months=6)
    sent, told = statements_of_ending(gym)
    for _ in range(3):
        make_renewing(gym, anchor=date(2026, 7, 1), commitment_months=6)
    assert told == 1
    assert statements_of_ending(gym) == (sent, 4)


def statements_of_ending(gym: Gym) -> tuple[int, int]:
    """How many statements the commitments that end on the last of the year take, and how many there are."""
    sent: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    with open_work(gym.system) as w:
        bind = w.session.connection().engine
        sa.event.listen(bind, "before_cursor_execute", note)
        try:
            found = agreed.commitments_ending(w, today=date(2026, 12, 1))
        finally:
            sa.event.remove(bind, "before_cursor_execute", note)
    return len(sent), len(found)


def test_the_debt_list_says_who_owes_since_when_and_why(time, gym: Gym):
    owing = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    paying = make_renewing(gym, anchor=A_MONTH_AGO)
    owing.hour()
    days_later(time, owing, 9)
    with open_work(gym.acting(Role.OWNER)) as w:
        found = queries.debtors(w)
    (row,) = found.rows
    assert (row.member_id, row.owed, row.age.value) == (owing.member_id, PRICE, "month")
    assert row.is_blocked
    assert row.periods[0].why in ("blocked", "refused", "expired")
    assert (found.total, found.count) == (PRICE, 1)
    assert [(one.age.value, one.count) for one in found.sums if one.count] == [("month", 1)]
    assert paying.balance() == ZERO


def test_as_many_are_charged_at_a_time_as_the_account_takes(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO)
    others = [add_deal(deal) for _ in range(6)]
    renewals.open_due(deal.till.ports, gym.system)
    from fitkit.features.billing.actions import collecting

    claimed = []
    for _ in range(7):
        with open_work(gym.system) as w:
            claimed.append(collecting.claim_try(w))
    assert [bool(c) for c in claimed] == [True] * 4 + [False] * 3
    assert len(others) == 6


def add_deal(deal: Renewing) -> Renewing:
    """Another deal of the same member and card."""
    from tests.factories.renewals import make_deal

    with open_work(deal.gym.system) as w:
        given = subscriptions.give_past(
            w, member_id=deal.member_id, plan_id=deal.plan_id, starts_on=A_MONTH_AGO
        )
        row = make_deal(given.subscription_id, deal.member_id, anchor=A_MONTH_AGO)
        w.add(row)
        w.session.flush()
        deal_id = row.id
    return Renewing(deal.gym, deal.till, deal.plan_id, given.subscription_id, deal_id)


def test_the_book_is_sound_after_all_of_it(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.SOFT)
    deal.hour()
    deal.till.card(Fate.APPROVED)
    deal.settle()
    with open_work(gym.system) as w:
        assert ledger.prove(w)


def test_a_card_fails_the_member_pays_by_the_link_and_books_again(time, gym: Gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=Fate.HARD)
    deal.hour()
    days_later(time, deal, 8)
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = publish(w, make_place(w)).session_ids[0]
    with open_work(gym.acting(Role.OWNER)) as w, pytest.raises(Refusal):
        book(w, session_id, deal.member_id)
    page_of(deal, link_of(deal))
    with open_work(gym.system) as w:
        charge_id = queries.periods.last_charge_id(w, period_id=deal.period().id)
    deal.till.fill(charge_id)
    flows.look_again(deal.till.ports, gym.system, token=link_of(deal))
    deal.settle()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert book(w, session_id, deal.member_id).booking_id is not None
    assert deal.deal().next_on == date(2026, 12, 23)
