"""A bank debit collected for what was paid meanwhile: credit, told once, and given back only by a person."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core import clock
from fitkit.core.i18n import Lang, Text
from fitkit.core.money import ZERO
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions
from fitkit.features.billing.actions import settling
from fitkit.features.billing.queries import ended_money
from fitkit.features.billing.queries.periods import CAUSE
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Cancellation, Deal, Period
from fitkit.features.debits.rules import ReturnReason
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.notifications import queries as notices
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.payments.events import ChargeSettled
from fitkit.features.payments.rules import ChargeMode, ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.ports.payments import PaidLine, PayWay
from tests.conftest import Gym, make_gym
from tests.factories.identity import make_role, make_user
from tests.factories.renewals import PRICE, Renewing
from tests.features.billing.test_debits import NOON, days_pass, debited, give_back, lines, make


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def gym(real_database: str) -> Gym:
    return make_gym()


def page_left_open(deal: Renewing) -> UUID:
    """A page for the period, given up with us and alive at its company."""
    with open_work(deal.gym.system) as w:
        charge_id = payments.open_charge(
            w,
            member_id=deal.member_id,
            cause_kind=CAUSE,
            cause_id=deal.period().id,
            amount=PRICE,
            lines=(PaidLine("מנוי חודשי", PRICE),),
            words=Text("מנוי חודשי", "Plan"),
            mode=ChargeMode.PAGE,
        )
    deal.till.page(charge_id)
    with open_work(deal.gym.system) as w:
        assert payments.abandon(w, charge_id=charge_id)
    deal.settle()
    return charge_id


def paid_meanwhile(gym: Gym, time: time_machine.Traveller) -> tuple[Renewing, UUID, UUID]:
    """A period debited in a file, then paid by its old link: the deal, the file, the debit's charge."""
    deal = debited(gym)
    link = page_left_open(deal)
    deal.hour()
    run_id = make(gym, deal)
    deal.till.fill(link)
    time.shift(timedelta(hours=1))
    assert deal.till.ask(link).state is ChargeState.PAID
    deal.settle()
    assert deal.states() == [PeriodState.PAID]
    assert deal.balance() == ZERO
    with open_work(gym.system) as w:
        debit = w.hot(sa.text("select id from charge where mode = 'debit'")).scalar_one()
    return deal, run_id, debit


def events(gym: Gym, name: str) -> list[UUID]:
    with open_work(gym.system) as w:
        found = sa.text("select about from event_log where name = :name")
        return list(w.hot(found, {"name": name}).scalars())


def test_it_is_the_members_credit_and_no_refund_says_otherwise(time, gym):
    deal, run_id, debit = paid_meanwhile(gym, time)
    days_pass(time, gym, deal, 12)
    charge = deal.till.charge(debit)
    assert (charge.state, charge.is_surplus, charge.refunded) == (ChargeState.PAID, True, ZERO)
    assert deal.till.refunds(debit) == ()
    assert deal.balance() == -PRICE
    with open_work(gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.CLEARING_MASAV) == PRICE
        assert ledger.balance_of_account(w, account=Account.BANK) == ZERO
    assert lines(gym, run_id)[1][0].state is ChargeState.PAID
    assert events(gym, "payments.surplus_kept") == [debit]
    assert events(gym, "payments.paid_twice") == []


def test_member_and_owner_are_told_once_however_often_the_days_end(time, gym):
    user_id = make_user("ronit@namal.test", "רונית")
    make_role(gym.org_id, user_id, Role.OWNER)
    owner = gym.acting_as(gym.acting(Role.OWNER), user_id=user_id)
    deal, _, debit = paid_meanwhile(gym, time)
    days_pass(time, gym, deal, 12)
    days_pass(time, gym, deal, 1)
    with open_work(gym.system) as w:  # whoever settles it again
        payments.settle_debit_paid(w, charge_id=debit, paid_on=clock.day_of(w.now, clock.ISRAEL))
    deal.settle()
    assert deal.told().count("credit_kept") == 1
    with open_work(owner) as w:
        told = [n for n in notices.inbox(w, lang=Lang.HE).rows if n.path.endswith(str(debit))]
    assert len(told) == 1
    assert "390" in told[0].body
    assert "יתרת זכות" in told[0].body


def test_it_pays_the_next_period(time, gym):
    deal, _, _ = paid_meanwhile(gym, time)
    days_pass(time, gym, deal, 12)
    time.move_to(datetime(2026, 12, 23, 10, tzinfo=UTC))
    deal.hour()
    assert deal.states() == [PeriodState.PAID, PeriodState.PAID]
    assert deal.period(2).credit_agorot == PRICE.agorot
    assert deal.balance() == ZERO


def test_staff_give_it_back_in_the_dialog_and_no_sale_is_less(time, gym):
    deal, _, debit = paid_meanwhile(gym, time)
    days_pass(time, gym, deal, 12)
    with open_work(gym.system) as w:
        vat = ledger.balance_of_account(w, account=Account.VAT)
    with open_work(gym.acting(Role.OWNER)) as w:
        payments.open_refund(
            w, charge_id=debit, amount=PRICE, why="נגבה פעמיים", way=PayWay.TRANSFER
        )
    deal.settle()
    assert deal.balance() == ZERO
    with open_work(gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.VAT) == vat
        assert ledger.balance_of_account(w, account=Account.BANK) == -PRICE
        # What ends later owes the member as much as if it had never been collected.
        assert ended_money.given_by_staff(w, causes=((CAUSE, deal.period().id),)) == (ZERO, ZERO)
    time.move_to(datetime(2026, 12, 23, 10, tzinfo=UTC))
    deal.hour()
    assert PeriodState.PAID not in deal.states()[1:]


def test_what_ends_later_counts_it_once_used_or_given_back(time, gym):
    deal, _, debit = paid_meanwhile(gym, time)
    days_pass(time, gym, deal, 12)

    def span():
        with open_work(gym.system) as w:
            return ended_money.spans_of(w, deal=w.get(Deal, deal.deal_id))[-1]

    assert (span().amount, span().paid) == (PRICE, PRICE)
    with open_work(gym.acting(Role.OWNER)) as w:
        causes = ((CAUSE, deal.period().id),)
        assert debit not in [charge_id for charge_id, _ in ended_money.refundable(w, causes=causes)]
        payments.open_refund(
            w, charge_id=debit, amount=PRICE, why="נגבה פעמיים", way=PayWay.TRANSFER
        )
    deal.settle()
    assert (span().amount, span().paid) == (PRICE, PRICE)


def test_given_back_after_it_was_used_it_is_owed_and_no_sale_is_less(time, gym):
    deal, _, debit = paid_meanwhile(gym, time)
    days_pass(time, gym, deal, 12)
    time.move_to(datetime(2026, 12, 23, 10, tzinfo=UTC))
    deal.hour()
    assert deal.balance() == ZERO
    with open_work(gym.system) as w:
        vat = ledger.balance_of_account(w, account=Account.VAT)
    with open_work(gym.acting(Role.OWNER)) as w:
        payments.open_refund(
            w, charge_id=debit, amount=PRICE, why="נגבה פעמיים", way=PayWay.TRANSFER
        )
    deal.settle()
    assert deal.balance() == PRICE
    with open_work(gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.VAT) == vat


def test_of_a_deal_that_has_ended_it_is_credit_alone_and_no_second_time_to_be_handed_over(
    time, gym
):
    deal, _, debit = paid_meanwhile(gym, time)
    with open_work(gym.acting(Role.OWNER)) as w:
        notice = actions.cancel(w, member_id=deal.member_id, deal_id=deal.deal_id, notice=Typed())
    deal.settle()
    with open_work(gym.system) as w:
        before = w.get(Cancellation, notice).refund_agorot
    days_pass(time, gym, deal, 12)
    assert deal.till.charge(debit).is_surplus
    with open_work(gym.system) as w:
        assert w.get(Cancellation, notice).refund_agorot == before


def test_a_debit_that_comes_back_after_all_is_nobodys_credit(time, gym):
    deal, run_id, debit = paid_meanwhile(gym, time)
    give_back(gym, deal, run_id, ReturnReason.NO_COVER)
    days_pass(time, gym, deal, 12)
    assert deal.till.charge(debit).state is ChargeState.DECLINED
    assert deal.states() == [PeriodState.PAID]
    assert deal.balance() == ZERO
    assert events(gym, "payments.surplus_kept") == []
    assert "credit_kept" not in deal.told()


class Killed(BaseException):
    """The process is gone: nothing of ours catches it."""


def settle_and_die(gym: Gym, debit: UUID) -> None:
    with open_work(gym.system) as w:
        payments.settle_debit_paid(w, charge_id=debit, paid_on=clock.day_of(w.now, clock.ISRAEL))
        raise Killed


def test_a_process_that_is_killed_between_leaves_nothing_half(time, gym):
    deal, _, debit = paid_meanwhile(gym, time)
    with pytest.raises(Killed):
        settle_and_die(gym, debit)
    assert deal.till.charge(debit).state is ChargeState.SENT
    days_pass(time, gym, deal, 12)
    assert deal.balance() == -PRICE
    assert events(gym, "payments.surplus_kept") == [debit]


def test_a_period_that_credit_paid_meanwhile_leaves_the_debit_as_credit(time, gym):
    deal = debited(gym)
    make(gym, deal)
    with open_work(gym.system) as w:
        period = w.hold(Period, deal.period().id)
        period.state, period.credit_agorot = PeriodState.PAID, period.amount_agorot
        period.paid_at = w.now
        debit = w.hot(sa.text("select id from charge where mode = 'debit'")).scalar_one()
    days_pass(time, gym, deal, 12)
    with open_work(gym.system) as w:
        row = w.get(Charge, debit)
        assert row.is_surplus
        again = ChargeSettled(
            about=debit,
            charge_id=debit,
            member_id=deal.member_id,
            cause_kind=CAUSE,
            cause_id=deal.period().id,
            state=ChargeState.PAID,
            amount_agorot=row.amount_agorot,
            way=PayWay.BANK_DEBIT,
        )
        settling.settle(w, again)
        assert charges.refunds_of(w, charge_id=debit) == ()
    assert events(gym, "payments.surplus_kept") == [debit]
