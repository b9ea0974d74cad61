"""Endings through the real tables: what a preview shows is what is done, once, and can be undone exactly."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from sqlmodel import select

from fitkit.core.actor import Actor
from fitkit.core.clock import day_of
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.actions import collecting
from fitkit.features.billing.jobs import endings as jobs
from fitkit.features.billing.queries import debits
from fitkit.features.billing.rules.cancellation import Ground
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import CancellationState, DealState, PeriodState
from fitkit.features.billing.tables import Cancellation, Deal, Period
from fitkit.features.ledger import queries as ledger
from fitkit.features.members.rules import MemberStatus
from fitkit.features.members.tables import Member
from fitkit.features.payments import actions as payments
from fitkit.features.payments.events import ChargeSettled
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.features.payments.tables import Charge, Refund
from fitkit.features.plans.rules import Every
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.features.subscriptions.tables import Freeze, Subscription
from fitkit.ports.payments import PayWay, RefundRefused
from fitkit.texts import endings as texts
from tests.factories import desk
from tests.factories.deals import make_deal, pay
from tests.factories.members import make_member

PLAIN = Typed()


def at(day: date):
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False)


def end(w, made, notice=PLAIN, **more):
    return actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=notice, **more)


def shown(w, made, notice=PLAIN):
    return queries.preview(w, member_id=made.member_id, deal_id=made.deal_id, notice=notice)


def became(w, made, cancellation_id):
    w.session.flush()
    w.session.expire_all()
    return queries.cancellation(w, member_id=made.member_id, cancellation_id=cancellation_id)


def refunds(w):
    return list(w.session.scalars(select(Refund).order_by(Refund.id)))


def owes(w, made):
    return ledger.balance(w, member_id=made.member_id)


# §6.2, the reference's own example, through the tables: a year at 199 a month, 299 without commitment.
@pytest.mark.parametrize(
    ("on", "paid", "last", "fee", "refund", "owed"),
    [
        # All twelve months were paid ahead: what was not had comes back.
        (date(2026, 3, 10), 12, date(2026, 4, 9), 33000, 238800 - 64770 - 33000, 0),
        # Three were paid: what was had and the fee are more.
        (date(2026, 3, 10), 3, date(2026, 4, 9), 33000, 0, 64770 + 33000 - 59700),
        # Within the last third the cap is 17 %.
        (date(2026, 9, 10), 12, date(2026, 10, 9), 40596, 238800 - 184498 - 40596, 0),
    ],
)
def test_a_year_with_commitment(gym, on, paid, last, fee, refund, owed):
    with at(on), open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        made = make_deal(
            w, member_id, price=199, starts_on=date(2026, 1, 1), months=12, open_price=299,
            paid=paid, is_remote=False,
        )  # fmt: skip
        view = shown(w, made)
        assert (view.ground, view.last_day) == (Ground.FIXED_TERM, last)
        assert (view.fee, view.refund, view.owed) == (Money(fee), Money(refund), Money(owed))
        done = became(w, made, end(w, made))
        assert done.ending == view
        assert sum(r.amount_agorot for r in refunds(w)) == refund
        # Once the refund has gone, the book agrees with what was told.
        assert owes(w, made) + Money(refund) == Money(owed)
        assert w.get(Subscription, made.subscription_id).ends_on == last


def test_a_month_that_renews_stops_in_three_business_days_and_the_rest_comes_back(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        done = became(w, made, end(w, made))
        assert (done.ending.ground, done.ending.last_day) == (
            Ground.CONTINUING,
            date(2026, 3, 11),
        )
        assert done.ending.refund == Money.shekels(310 - 110)
        (refund,) = refunds(w)
        assert (refund.charge_id, refund.amount_agorot) == (made.charge_ids[2], 20000)
        assert done.on_its_way == Money.shekels(200)
        deal = w.get(Deal, made.deal_id)
        assert (deal.state, deal.next_on) == (DealState.CANCELLED, None)


def test_within_fourteen_days_the_first_payment_comes_back_but_for_days_and_fee(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=199, starts_on=date(2026, 3, 1), months=12, open_price=499
        )
        view = shown(w, made)
        assert (view.ground, view.last_day) == (Ground.WITHDRAWAL, date(2026, 3, 8))
        assert view.refund_by == date(2026, 3, 22)
        done = became(w, made, end(w, made))
        assert done.ending == view
        assert owes(w, made) == -view.refund


def test_what_is_due_and_not_paid_is_not_charged_any_more(gym):
    with at(date(2026, 4, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 1, 1), paid=3, due=1)
        done = became(w, made, end(w, made))  # until Sunday the 12th: 12 of 30 days
        assert (done.ending.last_day, done.ending.owed) == (
            date(2026, 4, 12),
            Money.shekels(120),
        )
        row = w.get(Period, made.period_ids[3])
        assert (row.state, row.amount_agorot) == (PeriodState.GIVEN_UP, 12000)
        assert (row.next_try_at, owes(w, made)) == (None, Money.shekels(120))
        assert refunds(w) == []


def test_what_is_left_to_pay_is_paid_on_a_page_of_its_own_amount(gym):
    with at(date(2026, 4, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 1, 1), paid=3, due=1)
        row = w.get(Period, made.period_ids[3])
        row.lines = [["מנוי", 30000, 1]]
        w.session.flush()
        before = collecting.open_page_charge(w, member_id=made.member_id, period_id=row.id)
        notice = end(w, made)
        assert w.get(Charge, before).state is ChargeState.ABANDONED
        opened = collecting.open_page_charge(w, member_id=made.member_id, period_id=row.id)
        charge = w.get(Charge, opened)
        assert (charge.amount_agorot, charge.lines) == (12000, [["מנוי", 12000, 1]])
        actions.withdraw(w, cancellation_id=notice, reason="נשארים")
        w.session.flush()
        assert (row.amount_agorot, row.lines) == (30000, [["מנוי", 30000, 1]])


def test_whoever_owes_nothing_any_more_books_again(gym):
    with at(date(2026, 3, 12)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=310, starts_on=date(2026, 3, 1), paid=0, due=1, months=12,
            open_price=310,
        )  # fmt: skip
        row = w.get(Period, made.period_ids[0])
        row.state, row.failed_at = PeriodState.DUNNING, w.now - timedelta(days=8)
        w.session.flush()
        subscriptions.block_for_debt(w, member_id=made.member_id)
        w.get(Deal, made.deal_id).price_agorot = row.amount_agorot = 0  # nothing was had for it
        w.session.flush()
        notice = end(w, made)
        w.session.flush()
        assert row.state is PeriodState.VOID
        assert w.get(Member, made.member_id).status is not MemberStatus.PAST_DUE
        actions.withdraw(w, cancellation_id=notice, reason="נשארים")
        assert w.get(Member, made.member_id).status is MemberStatus.PAST_DUE


def test_a_period_that_has_not_begun_to_count_is_void(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3, due=1)
        end(w, made)
        w.session.flush()
        assert w.get(Period, made.period_ids[3]).state is PeriodState.VOID
        assert owes(w, made) == Money.shekels(-200)


def test_several_charges_give_back_what_one_cannot_the_newest_first(gym):
    with at(date(2026, 3, 10)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=199, starts_on=date(2026, 1, 1), months=12, open_price=200,
            paid=12, is_remote=False,
        )  # fmt: skip
        done = became(w, made, end(w, made))
        got = refunds(w)
        assert sum(r.amount_agorot for r in got) == done.ending.refund.agorot
        assert len(got) > 1
        assert all(0 < r.amount_agorot <= 19900 for r in got)
        assert len({r.charge_id for r in got}) == len(got)


def test_cash_is_given_back_by_hand_and_no_company_is_asked(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3, way=PayWay.CASH
        )
        done = became(w, made, end(w, made))
        assert (done.by_hand, refunds(w)) == (Money.shekels(200), [])
        for _ in range(2):
            actions.hand_back(w, cancellation_id=done.id, way=PayWay.CASH)
        after = became(w, made, done.id)
        assert (after.by_hand, after.refunded, owes(w, made)) == (ZERO, Money.shekels(200), ZERO)
        assert [r.way for r in refunds(w)] == [PayWay.CASH]


def test_what_a_company_refuses_to_give_back_is_handed_back_once(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        notice = end(w, made)
        (refused,) = refunds(w)
        payments.begin_giving_back(w, refund_id=refused.id)
        payments.settle_refund(w, refund_id=refused.id, outcome=RefundRefused("no parts"))
        assert became(w, made, notice).by_hand == Money.shekels(200)
        for _ in range(2):
            actions.hand_back(w, cancellation_id=notice, way=PayWay.TRANSFER)
        after = became(w, made, notice)
        assert (after.by_hand, after.refunded) == (ZERO, Money.shekels(200))
        assert [r.state for r in refunds(w)] == [RefundState.REFUSED, RefundState.DONE]
        assert w.get(Charge, refused.charge_id).refunded_agorot == 20000
        assert owes(w, made) == ZERO


def test_days_of_a_freeze_are_not_had_and_make_a_term_no_shorter(gym):
    with at(date(2026, 5, 1)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=365, starts_on=date(2026, 1, 1), months=12, open_price=365,
            paid=12, is_remote=False,
        )  # fmt: skip
        each = {"subscription_id": made.subscription_id, "member_id": made.member_id}
        w.add(Freeze(first_on=date(2026, 2, 1), last_on=date(2026, 3, 2), **each))  # 30 days
        called_off = datetime(2026, 3, 20, 9, tzinfo=UTC)
        w.add(
            Freeze(first_on=date(2026, 4, 1), last_on=date(2026, 4, 1), ended_at=called_off, **each)
        )
        w.session.flush()
        view = shown(w, made)  # until the 31st: 151 days less 30, of 365, at 12 shekels
        assert (view.last_day, view.fee) == (date(2026, 5, 31), ZERO)
        assert view.refund == Money.shekels(12 * (365 - 121))


def test_a_period_that_is_not_opened_yet_begins_where_a_freeze_left_the_one_before(gym):
    with at(date(2026, 2, 22)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=280, starts_on=date(2026, 1, 1), is_remote=False)
        each = {"subscription_id": made.subscription_id, "member_id": made.member_id}
        w.add(Freeze(first_on=date(2026, 1, 5), last_on=date(2026, 1, 24), **each))  # 20 days
        w.get(Period, made.period_ids[0]).last_on = date(2026, 2, 20)
        w.session.flush()
        view = shown(w, made)  # from the 21st, until the 25th: 5 of 28 days, at 10 shekels
        assert (view.last_day, view.owed) == (date(2026, 2, 25), Money.shekels(50))


def test_what_was_written_off_is_not_asked_for_again(gym):
    with at(date(2026, 4, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=365, starts_on=date(2026, 1, 1), months=12, open_price=365,
            paid=2, due=2, is_remote=False,
        )  # fmt: skip
        before = shown(w, made)  # until May 7th: 127 days at 12 shekels, less two months
        assert before.owed == Money.shekels(12 * 127 - 730)
        actions.write_off(w, period_id=made.period_ids[2], reason="ויתור")
        w.session.flush()
        done = became(w, made, end(w, made)).ending
        assert done.owed == before.owed - Money.shekels(365)
        assert owes(w, made) == done.owed
        total = sum((x.amount for x in done.lines[:-1] if x.amount is not None), ZERO)
        assert total == -done.owed


def test_what_a_company_is_giving_back_is_not_handed_back(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        notice = end(w, made)
        actions.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        assert [r.state for r in refunds(w)] == [RefundState.CREATED]
        # What came back by nobody's refund is nobody's to hand over.
        w.get(Cancellation, notice).refund_agorot += 100
        w.session.flush()
        with pytest.raises(Refusal) as refused:
            actions.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        assert refused.value.text is texts.NOT_BY_HAND


def test_an_earlier_refund_is_no_part_of_what_comes_back(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        w.get(Charge, made.charge_ids[2]).refunded_agorot = 15000
        w.session.flush()
        assert shown(w, made).refund == Money.shekels(310 - 150 - 110)


def test_told_twice_it_is_done_once(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        first = end(w, made)
        assert end(w, made) == first
        assert len(refunds(w)) == 1
        assert len(list(w.session.scalars(select(Cancellation)))) == 1
        told = [
            e for e in w.session.scalars(select(EventLog)) if e.name == "billing.deal_cancelled"
        ]
        assert len(told) == 1


def test_another_sum_than_was_shown_is_refused(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        mark = shown(w, made).mark
    with at(date(2026, 3, 9)), open_work(gym.acting(Role.OWNER)) as w:
        with pytest.raises(Refusal) as refused:
            end(w, made, as_shown=mark)
        assert refused.value.text is texts.CHANGED_MEANWHILE
        end(w, made, as_shown=shown(w, made).mark)


def test_a_member_who_stays_has_everything_as_it_was(gym):
    with at(date(2026, 4, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 1, 1), paid=3, due=1)
        before = _stand(w, made)
        notice = end(w, made)
        assert _stand(w, made) != before
        actions.withdraw(w, cancellation_id=notice, reason="התקשרה ב־9.4 ונשארת")
        actions.withdraw(w, cancellation_id=notice, reason="again")
        assert _stand(w, made) == before
        assert became(w, made, notice).state is CancellationState.WITHDRAWN
        assert end(w, made) != notice  # and may end it anew


def _stand(w, made):
    w.session.flush()
    w.session.expire_all()
    deal, held = w.get(Deal, made.deal_id), w.get(Subscription, made.subscription_id)
    rows = [w.get(Period, each) for each in made.period_ids]
    return (
        (deal.state, deal.next_on, held.ends_on, held.status),
        [(p.state, p.amount_agorot, p.next_try_at, p.failed_at) for p in rows],
        owes(w, made),
    )


def test_nobody_stays_whose_money_is_on_its_way(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        notice = end(w, made)
        with pytest.raises(Refusal) as refused:
            actions.withdraw(w, cancellation_id=notice, reason="stays")
        assert refused.value.text is texts.MONEY_WENT


def test_a_pack_past_its_days_waits_for_the_gym_which_gives_back_what_it_likes(gym):
    with at(date(2026, 3, 20)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=550, starts_on=date(2026, 3, 1), every=None)
        notice = end(w, made)
        assert became(w, made, notice).state is CancellationState.REVIEW
        assert w.get(Deal, made.deal_id).state is DealState.RUNNING
        assert [v.id for v in queries.to_review(w)] == [notice]
        for wrong in (Money(-1), Money(55001)):
            with pytest.raises(Refusal):
                actions.decide(w, cancellation_id=notice, refund=wrong)
        actions.decide(w, cancellation_id=notice, refund=Money.shekels(200))
        actions.decide(w, cancellation_id=notice, refund=Money.shekels(500))
        done = became(w, made, notice)
        assert (done.state, done.ending.refund) == (CancellationState.SETTLED, Money.shekels(200))
        assert (done.on_its_way, owes(w, made)) == (Money.shekels(200), Money.shekels(-200))
        assert queries.to_review(w) == ()


def test_a_pack_within_fourteen_days_counts_its_entries(gym):
    with at(date(2026, 3, 10)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=550, starts_on=date(2026, 3, 1), every=None)
        w.get(Subscription, made.subscription_id).entries_left = 7
        w.session.flush()
        done = became(w, made, end(w, made))
        assert done.ending.ground is Ground.WITHDRAWAL
        assert done.ending.refund == Money.shekels(550 - 165) - Money(2750)


def test_a_pack_that_is_used_up_is_no_longer_there_to_be_ended(gym):
    with at(date(2026, 3, 20)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=550, starts_on=date(2026, 3, 1), every=None)
        assert [v.deal_id for v in queries.endable(w, member_id=made.member_id)] == [made.deal_id]
        w.get(Subscription, made.subscription_id).entries_left = 0
        w.session.flush()
        assert queries.endable(w, member_id=made.member_id) == ()


def test_before_it_began_a_deal_ends_at_once(gym):
    with at(date(2026, 3, 1)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 4, 1))
        w.get(Deal, made.deal_id).made_on = date(2026, 3, 1)
        w.session.flush()
        done = became(w, made, end(w, made))
        assert done.ending.refund >= Money.shekels(285)
        assert w.get(Subscription, made.subscription_id).status is SubscriptionStatus.ENDED


def test_money_that_is_taken_after_the_notice_goes_back_once(gym):
    with at(date(2026, 4, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 1, 1), paid=3, due=1)
        row = w.get(Period, made.period_ids[3])
        notice = end(w, made)
        row.amount_agorot = 30000  # its charge was under way
        late = pay(w, row, made.account_id)
        event = ChargeSettled(
            about=late, charge_id=late, member_id=made.member_id, cause_kind="deal_period",
            cause_id=row.id, state=ChargeState.PAID, amount_agorot=30000,
        )  # fmt: skip
        jobs.give_back_later(w, event)
        jobs.give_back_later(w, event)
        (refund,) = refunds(w)
        assert (refund.charge_id, refund.amount_agorot) == (late, 18000)
        done = became(w, made, notice)
        assert (done.ending.owed, done.ending.refund) == (ZERO, Money.shekels(180))


def test_somebody_of_65_needs_no_statement_and_keeps_it_with_the_notice(gym):
    with at(date(2026, 4, 20)), open_work(gym.acting(Role.OWNER)) as w:
        old, young = make_member(w), make_member(w, "דן")
        w.get(Member, old).birth_date = date(1960, 1, 1)
        w.session.flush()
        deal = {"price": 199, "starts_on": date(2026, 3, 1), "months": 12, "open_price": 499}
        spoke = Typed(spoke_before=True)
        first, second = make_deal(w, old, **deal), make_deal(w, young, **deal)
        assert shown(w, first, spoke).ground is Ground.PROTECTED_WITHDRAWAL
        assert shown(w, second, spoke).ground is Ground.FIXED_TERM
        stated = Typed(spoke_before=True, is_protected=True)
        assert shown(w, second, stated).ground is Ground.PROTECTED_WITHDRAWAL
        end(w, second, stated)
        row = w.session.scalars(select(Cancellation)).one()
        assert (row.is_protected, row.spoke_before) == (True, True)


def test_staff_date_a_notice_back_and_members_do_not(gym):
    with at(date(2026, 3, 11)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        by_post = Typed(noticed_on=date(2026, 3, 2), by_registered_post=True)
        assert shown(w, made, by_post).last_day == date(2026, 3, 9)
        for day in (date(2026, 3, 12), date(2026, 1, 9), date(2025, 12, 31)):
            with pytest.raises(Refusal) as refused:
                shown(w, made, Typed(noticed_on=day))
            assert refused.value.field == "noticed_on"
    with at(date(2026, 3, 11)), open_work(gym.acting(Role.MEMBER, member_id=made.member_id)) as w:
        assert shown(w, made, by_post).noticed_on == date(2026, 3, 11)


def test_a_day_of_notice_that_makes_the_end_past_ends_it_now(gym):
    with at(date(2026, 3, 20)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        end(w, made, Typed(noticed_on=date(2026, 3, 8)))
        assert w.get(Subscription, made.subscription_id).status is SubscriptionStatus.ENDED


def test_lines_are_kept_in_both_languages_as_they_were_shown(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        view = shown(w, made)
        done = became(w, made, end(w, made))
        assert done.ending.lines == view.lines
        said = [line.words.to(lang) for line in view.lines for lang in Lang]
        assert all(words and "{" not in words for words in said)
        total = sum((x.amount for x in view.lines[:-1] if x.amount is not None), ZERO)
        assert total == view.refund - view.owed


# Attacks.


def test_another_member_s_deal_is_not_found(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        mine, theirs = make_member(w), make_member(w, "דן")
        today = day_of(w.now, w.actor.zone)
        made = make_deal(w, theirs, price=310, starts_on=today - timedelta(days=3))
    with open_work(gym.acting(Role.MEMBER, member_id=mine)) as w:
        for fn in (queries.preview, actions.cancel):
            with pytest.raises(Denied):
                fn(w, member_id=theirs, deal_id=made.deal_id, notice=PLAIN)
            with pytest.raises(NotFound):
                fn(w, member_id=mine, deal_id=made.deal_id, notice=PLAIN)


def test_another_gym_s_deal_and_notice_are_not_found(gym, other_gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        today = day_of(w.now, w.actor.zone)
        made = make_deal(w, make_member(w), price=310, starts_on=today - timedelta(days=3))
        notice = end(w, made)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        with pytest.raises(NotFound):
            end(w, made)
        with pytest.raises(NotFound):
            actions.withdraw(w, cancellation_id=notice, reason="x")
        with pytest.raises(NotFound):
            actions.decide(w, cancellation_id=notice, refund=ZERO)


def test_a_coach_and_a_member_decide_nothing(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        today = day_of(w.now, w.actor.zone)
        made = make_deal(w, make_member(w), price=310, starts_on=today - timedelta(days=3))
        notice = end(w, made)
    for actor in (
        gym.acting(Role.COACH),
        gym.acting(Role.MEMBER, member_id=made.member_id),
        Actor(
            org_id=gym.org_id,
            member_id=made.member_id,
            permissions=frozenset({Permission.EDIT_OWN}),
        ),
    ):
        with open_work(actor) as w:
            with pytest.raises(Denied):
                actions.decide(w, cancellation_id=notice, refund=ZERO)
            with pytest.raises(Denied):
                actions.withdraw(w, cancellation_id=notice, reason="x")


def test_a_yearly_plan_that_renews_gives_the_rest_of_the_year_back(gym):
    with at(date(2026, 6, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=3650, starts_on=date(2026, 1, 1), every=Every.YEAR
        )
        view = shown(w, made)
        assert (view.ground, view.last_day) == (Ground.CONTINUING, date(2026, 6, 11))
        assert view.refund == Money.shekels(3650 - 10 * 162)


# A later last day, as the member wishes it.


def wish(day: date, **more) -> Typed:
    return Typed(wants_until=day, **more)


def test_without_a_wish_the_laws_day_stays_and_naming_it_changes_nothing(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        assert shown(w, made, wish(date(2026, 3, 11))) == shown(w, made)


def test_a_wish_to_the_end_of_the_month_leaves_nothing_to_come_back(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        view = shown(w, made, wish(date(2026, 3, 31)))
        assert (view.last_day, view.refund, view.owed) == (date(2026, 3, 31), ZERO, ZERO)
        done = became(w, made, end(w, made, wish(date(2026, 3, 31)), as_shown=view.mark))
        assert (done.ending, owes(w, made), refunds(w)) == (view, ZERO, [])
        held = w.get(Subscription, made.subscription_id)
        assert (held.status, held.ends_on) == (SubscriptionStatus.ACTIVE, date(2026, 3, 31))


def test_a_wish_for_a_later_day_is_in_the_audit_as_a_wish_and_the_laws_day_is_none(gym):
    def wished(w) -> list[dict]:
        rows = w.session.scalars(select(EventLog)).all()
        return [e.facts for e in rows if e.name == "billing.later_end_wished"]

    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        earliest = shown(w, made).last_day
        end(w, made, wish(earliest))
        assert wished(w) == []
        later = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        for _ in range(2):
            end(w, later, wish(earliest + timedelta(days=1)))
        (facts,) = wished(w)
        assert (facts["earliest"], facts["last_day"]) == (
            earliest.isoformat(),
            (earliest + timedelta(days=1)).isoformat(),
        )


def test_days_of_the_following_month_are_paid_and_no_more_than_was_shown(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 1, 1), paid=3)
        view = shown(w, made, wish(date(2026, 4, 12)))
        assert (view.last_day, view.owed) == (date(2026, 4, 12), Money.shekels(120))
        assert any("12 days" in line.words.en for line in view.lines)
        done = became(w, made, end(w, made, wish(date(2026, 4, 12)), as_shown=view.mark))
        assert (done.ending, owes(w, made)) == (view, Money.shekels(120))
        assert w.get(Deal, made.deal_id).next_on is None


def test_days_that_the_law_gives_for_nothing_are_not_paid_by_who_stays_longer(gym):
    with at(date(2026, 3, 31)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=300, starts_on=date(2026, 1, 1), paid=3)
        law = shown(w, made)
        assert (law.last_day > date(2026, 3, 31), law.owed) == (True, ZERO)
        one_more = shown(w, made, wish(law.last_day + timedelta(days=1)))
        assert one_more.owed == Money.shekels(10)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 7), texts.WISH_PAST),
        (date(1, 1, 1), texts.WISH_PAST),
        (date(2026, 3, 8), texts.WISH_BETWEEN),
        (date(2026, 3, 10), texts.WISH_BETWEEN),
        (date(2026, 5, 1), texts.WISH_BETWEEN),
        (date(2031, 1, 1), texts.WISH_BETWEEN),
        (date(9999, 12, 31), texts.WISH_BETWEEN),
    ],
)
def test_an_absurd_day_is_refused_at_its_field_and_nothing_ends(gym, day, words):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        for try_ in (shown, end):
            with pytest.raises(Refusal) as refused:
                try_(w, made, wish(day))
            assert (refused.value.text, refused.value.field) == (words, "wants_until")
        assert shown(w, made, wish(date(2026, 4, 30))).last_day == date(2026, 4, 30)
        assert w.get(Deal, made.deal_id).state is DealState.RUNNING


def test_a_commitment_is_left_no_later_than_its_own_end_and_withdrawal_is_not_lost_silently(gym):
    with at(date(2026, 11, 20)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(
            w, make_member(w), price=199, starts_on=date(2026, 1, 1), months=12, open_price=299,
            paid=11, is_remote=False,
        )  # fmt: skip
        assert shown(w, made, wish(date(2026, 12, 31))).last_day == date(2026, 12, 31)
        with pytest.raises(Refusal):
            shown(w, made, wish(date(2027, 1, 1)))
        fresh = make_deal(w, make_member(w, "דן"), price=300, starts_on=date(2026, 11, 18))
        soon, later = shown(w, fresh), shown(w, fresh, wish(date(2026, 12, 1)))
        assert (soon.ground, later.ground) == (Ground.WITHDRAWAL, Ground.CONTINUING)
        assert end_refused(w, fresh, later.mark)


def end_refused(w, made, mark) -> bool:
    """Whether agreeing to what another page showed is refused."""
    try:
        end(w, made, as_shown=mark)
    except Refusal as refusal:
        return refusal.text == texts.CHANGED_MEANWHILE
    return False


def test_who_rests_calls_the_freeze_off_before_they_wish(gym):
    with at(date(2026, 3, 8)), open_work(gym.acting(Role.OWNER)) as w:
        made = make_deal(w, make_member(w), price=310, starts_on=date(2026, 1, 1), paid=3)
        w.add(
            Freeze(
                subscription_id=made.subscription_id,
                member_id=made.member_id,
                first_on=date(2026, 3, 15),
                last_on=date(2026, 3, 20),
            )
        )
        w.session.flush()
        with pytest.raises(Refusal) as refused:
            shown(w, made, wish(date(2026, 3, 25)))
        assert refused.value.text == texts.WISH_RESTING


def perhaps(w, made, day):
    """What is shown for a wished day; None: it is refused, at its field."""
    try:
        return shown(w, made, wish(day))
    except Refusal as refusal:
        if refusal.field != "wants_until":
            raise
    return None


def test_whatever_day_is_wished_the_deed_is_what_was_shown(gym):
    """Any notice, any wish: refused at its field, or done to the agora as it was shown."""
    chance, done_ones = Random(20261128), 0
    for n in range(60):
        on = date(2026, 2, 1) + timedelta(days=chance.randrange(300))
        day = on + timedelta(days=chance.randrange(-3, 75))
        price = chance.choice((1, 99, 310))
        term = {"months": 12, "open_price": 499} if chance.random() < 0.5 else {}
        with at(on), open_work(gym.acting(Role.OWNER)) as w:
            made = make_deal(
                w, make_member(w, f"מתאמן {n}"), price=price, starts_on=date(2026, 1, 5),
                paid=chance.randrange(1, 12), is_remote=chance.random() < 0.5, **term,
            )  # fmt: skip
            view = perhaps(w, made, day)
            if view is None:
                continue
            law = shown(w, made)
            assert (view.last_day, view.last_day >= law.last_day) == (day, True)
            before = {row.id for row in refunds(w)}
            after = became(w, made, end(w, made, wish(day), as_shown=view.mark))
            back = sum(row.amount_agorot for row in refunds(w) if row.id not in before)
            assert (after.ending, back) == (view, view.refund.agorot)
            assert owes(w, made) + view.refund == view.owed
            assert w.get(Subscription, made.subscription_id).ends_on == day
            done_ones += 1
    assert done_ones > 15


def test_no_bank_is_asked_for_what_a_notice_left_owed(gym):
    with at(date(2026, 3, 10)), open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        desk.institution(w)
        desk.mandate(w, member_id=member_id)
        made = make_deal(
            w, member_id, price=199, starts_on=date(2026, 1, 1), months=12, open_price=299,
            paid=2, due=1, is_remote=False,
        )  # fmt: skip
        w.session.flush()
        assert debits.waiting_for_debit(w).count == 1
        assert became(w, made, end(w, made)).ending.owed > ZERO
        assert debits.waiting_for_debit(w).count == 0
        assert debits.to_debit(w) == ()
