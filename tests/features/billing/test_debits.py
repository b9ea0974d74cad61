"""Renewals of members who pay from their bank: each in one file, paid when its days are over, or sent back to dunning."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit.core import clock
from fitkit.core.clock import ISRAEL
from fitkit.core.errors import Denied, Invalid, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import queries as billing
from fitkit.features.billing.flows import debits as flows
from fitkit.features.billing.queries import debits as waiting
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.debits import actions, queries
from fitkit.features.debits import flows as files
from fitkit.features.debits.jobs import settle
from fitkit.features.debits.rules import FileState, MandateState, ReturnReason
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments.rules import ChargeState
from fitkit.integrations.sandbox.cards import Fate
from fitkit.web.rows.due import next_words
from tests.conftest import Gym, make_gym
from tests.factories import desk
from tests.factories.renewals import PRICE, Renewing, make_renewing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
A_MONTH_AGO = date(2026, 10, 23)
VALUE_DAY = date(2026, 11, 25)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def gym(real_database: str) -> Gym:
    return make_gym()


def debited(gym: Gym, *, fate: Fate | None = None, name: str = "נועה כהן") -> Renewing:
    """A member with an active mandate, whose period has begun; a card only if its fate is told."""
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=fate)
    with open_work(gym.acting(Role.OWNER)) as w:
        if queries.institution(w) is None:
            desk.institution(w)
        desk.mandate(w, member_id=deal.member_id, name=name)
    deal.settle()
    deal.hour()
    return deal


def make(gym: Gym, deal: Renewing, day: date = VALUE_DAY) -> UUID:
    return flows.make_debit_file(deal.till.ports, gym.acting(Role.OWNER), charge_on=day)


def lines(gym: Gym, run_id: UUID):
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.file_with_lines(w, run_id=run_id)


def waits(gym: Gym) -> tuple[int, Money]:
    with open_work(gym.acting(Role.OWNER)) as w:
        found = waiting.waiting_for_debit(w)
        return found.count, found.total


def why(gym: Gym, deal: Renewing) -> tuple[str, str]:
    """What the debt list says of the oldest period, and what comes next."""
    with open_work(gym.acting(Role.OWNER)) as w:
        (one,) = billing.unpaid(w, member_id=deal.member_id)
    words, _ = next_words(one, Lang.EN, ISRAEL)
    return one.why, words


def give_back(gym: Gym, deal: Renewing, run_id: UUID, reason: ReturnReason) -> None:
    (line,) = lines(gym, run_id)[1]
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.mark_returned(w, line_id=line.id, reason=reason, code="01")
    deal.settle()


def days_pass(time: time_machine.Traveller, gym: Gym, deal: Renewing, days: int) -> None:
    time.shift(timedelta(days=days))
    with open_work(gym.system) as w:
        settle(w)
    deal.settle()


def clearing(gym: Gym) -> Money:
    with open_work(gym.system) as w:
        return ledger.balance_of_account(w, account=Account.CLEARING_MASAV)


def test_what_is_due_waits_for_a_file_and_touches_no_card(time, gym):
    deal = debited(gym, fate=Fate.APPROVED)
    assert deal.till.moved() == []
    assert deal.states() == [PeriodState.DUE]
    assert waits(gym) == (1, PRICE)


def test_a_file_is_taken_to_the_bank_and_paid_when_its_days_are_over(time, gym):
    deal = debited(gym)
    run_id = make(gym, deal)
    assert waits(gym) == (0, ZERO)
    made = files.take_file(deal.till.ports, gym.acting(Role.OWNER), run_id=run_id)
    again = files.take_file(deal.till.ports, gym.acting(Role.OWNER), run_id=run_id)
    assert made == again
    assert made.name == "masav-20261125-001.txt"
    assert len(made.raw.split(b"\r\n")) == 5  # header, debit, total, end, and nothing after it
    assert f"{PRICE.agorot:013}".encode() in made.raw
    days_pass(time, gym, deal, 9)
    assert PeriodState.PAID not in deal.states()
    days_pass(time, gym, deal, 1)
    view, (line,) = lines(gym, run_id)
    assert (view.state, line.state) == (FileState.SETTLED, ChargeState.PAID)
    assert deal.states() == [PeriodState.PAID]
    assert (deal.balance(), clearing(gym)) == (ZERO, PRICE)
    days_pass(time, gym, deal, 1)
    assert clearing(gym) == PRICE


def test_the_debt_list_speaks_of_the_bank_where_the_bank_is_asked(time, gym):
    deal = debited(gym)
    assert why(gym, deal) == ("for_file", "Waiting for the next bank file")
    run_id = make(gym, deal)
    assert why(gym, deal) == ("at_bank", "Waiting for the bank's answer")
    give_back(gym, deal, run_id, ReturnReason.NO_COVER)
    reason, following = why(gym, deal)
    assert reason == "sent_back"
    assert following.startswith("Next try on")


def test_a_period_is_in_one_open_file_whoever_presses_how_often(time, gym):
    deal = debited(gym)

    def press(_: int) -> UUID | None:
        try:
            return make(gym, deal)
        except Refusal:
            return None

    with ThreadPoolExecutor(4) as crew:
        made = [one for one in crew.map(press, range(4)) if one]
    assert len(made) == 1
    assert len(lines(gym, made[0])[1]) == 1
    deal.hour()
    assert deal.till.moved() == []


def test_without_cover_dunning_goes_on_and_the_next_file_tries_again(time, gym):
    deal = debited(gym)
    first = make(gym, deal)
    give_back(gym, deal, first, ReturnReason.NO_COVER)
    period = deal.period()
    assert (period.state, period.tries, period.needs_card) == (PeriodState.DUNNING, 1, False)
    assert period.next_try_at is not None
    assert waits(gym) == (0, ZERO)  # not before its day
    time.move_to(period.next_try_at + timedelta(minutes=1))
    deal.hour()
    assert waits(gym) == (1, PRICE)
    second = make(gym, deal, desk.bank_day(clock.day_of(clock.now(), clock.ISRAEL)))
    days_pass(time, gym, deal, 14)
    assert deal.states()[0] is PeriodState.PAID
    assert lines(gym, second)[1][0].state is ChargeState.PAID
    assert lines(gym, first)[1][0].state is ChargeState.DECLINED
    assert clearing(gym) == PRICE


def test_a_closed_account_ends_the_mandate_and_the_card_takes_over(time, gym):
    deal = debited(gym, fate=Fate.APPROVED)
    run_id = make(gym, deal)
    give_back(gym, deal, run_id, ReturnReason.CLOSED)
    with open_work(gym.acting(Role.OWNER)) as w:
        (one,) = queries.mandates(w)
    assert one.state is MandateState.CANCELLED
    for _ in range(4):
        time.shift(timedelta(days=1))
        deal.hour()
    assert deal.states()[0] is PeriodState.PAID
    assert deal.till.moved() == [PRICE]
    assert clearing(gym) == ZERO


def test_a_debit_is_settled_once(time, gym):
    deal = debited(gym)
    run_id = make(gym, deal)
    give_back(gym, deal, run_id, ReturnReason.REFUSED)
    with pytest.raises(Refusal):
        give_back(gym, deal, run_id, ReturnReason.REFUSED)
    other = debited(gym, name="דוד לוי")
    late = make(gym, other)
    days_pass(time, gym, other, 12)
    with pytest.raises(Refusal):
        give_back(gym, other, late, ReturnReason.NO_COVER)
    assert clearing(gym) == PRICE


def test_a_file_that_never_went_is_withdrawn_and_its_debits_wait_again(time, gym):
    deal = debited(gym)
    run_id = make(gym, deal)
    with open_work(gym.acting(Role.OWNER)) as w:
        actions.withdraw_file(w, run_id=run_id)
    deal.settle()
    assert waits(gym) == (1, PRICE)
    again = make(gym, deal)
    assert again != run_id
    assert lines(gym, again)[0].serial == 2
    with pytest.raises(Refusal), open_work(gym.acting(Role.OWNER)) as w:
        actions.withdraw_file(w, run_id=run_id)
    days_pass(time, gym, deal, 12)
    assert clearing(gym) == PRICE


def test_a_file_with_a_return_cannot_be_withdrawn(time, gym):
    deal = debited(gym)
    run_id = make(gym, deal)
    give_back(gym, deal, run_id, ReturnReason.NO_COVER)
    with pytest.raises(Refusal), open_work(gym.acting(Role.OWNER)) as w:
        actions.withdraw_file(w, run_id=run_id)


def test_cancelling_a_mandate_sends_what_waits_to_the_card(time, gym):
    deal = debited(gym, fate=Fate.APPROVED)
    with open_work(gym.acting(Role.OWNER)) as w:
        (one,) = queries.mandates(w)
        actions.cancel_mandate(w, mandate_id=one.id, why="ביקשה לעבור לכרטיס")
    deal.settle()
    deal.hour()
    assert deal.till.moved() == [PRICE]
    assert waits(gym) == (0, ZERO)


def test_a_name_that_the_file_cannot_hold_keeps_the_file_from_being_made(time, gym):
    deal = debited(gym, name="नोआ")
    with pytest.raises(Refusal) as refused:
        make(gym, deal)
    assert refused.value.params["name"]
    assert waits(gym) == (1, PRICE)
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.files(w) == ()


@pytest.mark.parametrize(
    "day", [date(2026, 11, 22), date(2026, 11, 27), date(2026, 11, 28), date(2027, 3, 1)]
)
def test_banks_debit_on_their_days_alone(time, gym, day):
    deal = debited(gym)
    with pytest.raises(Refusal) as refused:
        make(gym, deal, day)
    assert refused.value.field == "charge_on"
    assert waits(gym) == (1, PRICE)


def test_account_numbers_are_sealed_and_shown_by_their_end(time, gym):
    debited(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        (view,) = queries.mandates(w)
        opened = queries.opened(w, mandate_id=view.id)
    assert (view.account_end, opened.account) == ("456", "123456")
    assert "123456" not in repr(view).replace(str(view.id), "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bank", "123"), ("bank", "x"), ("bank", "0"), ("branch", ""), ("branch", "1234"),
        ("account", "1234567890"), ("account", "12a"), ("payer_name", " "), ("payer_id", "123456789"),
    ],
)  # fmt: skip
def test_what_a_form_cannot_say_is_refused_at_its_field(time, gym, field, value):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=None)
    form = {
        "bank": "12", "branch": "345", "account": "123456",
        "payer_name": "נועה", "payer_id": desk.PAYER_ID,
    } | {field: value}  # fmt: skip
    with pytest.raises(Invalid) as refused, open_work(gym.acting(Role.OWNER)) as w:
        actions.ask_mandate(w, member_id=deal.member_id, **form)
    assert field in refused.value.problems


def test_a_mandate_goes_step_by_step_and_a_member_has_one(time, gym):
    deal = make_renewing(gym, anchor=A_MONTH_AGO, fate=None)
    form = {"bank": "12", "branch": "345", "account": "123456"}
    payer = {"payer_name": "נועה", "payer_id": desk.PAYER_ID}
    with open_work(gym.acting(Role.OWNER)) as w:
        one = actions.ask_mandate(w, member_id=deal.member_id, **form, **payer)
        with pytest.raises(Refusal):
            actions.activate_mandate(w, mandate_id=one)
        with pytest.raises(Refusal):
            actions.ask_mandate(w, member_id=deal.member_id, **form, **payer)
        actions.sign_mandate(w, mandate_id=one, signed_on=date(2026, 11, 22))
        actions.activate_mandate(w, mandate_id=one)
        with pytest.raises(Refusal):
            actions.sign_mandate(w, mandate_id=one, signed_on=date(2026, 11, 22))
        actions.cancel_mandate(w, mandate_id=one, why="עזב")
        actions.ask_mandate(w, member_id=deal.member_id, **form, **payer)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_nobody_else_makes_files_or_sees_mandates(time, gym, role):
    who = gym.acting(role)
    with open_work(who) as w:
        for ask in (
            queries.mandates,
            queries.files,
            queries.institution,
            waiting.waiting_for_debit,
        ):
            with pytest.raises(Denied):
                ask(w)
    for flow, given in (
        (flows.make_debit_file, {"charge_on": VALUE_DAY}),
        (files.take_file, {"run_id": new_id()}),
    ):
        with pytest.raises(Denied):
            flow(None, who, **given)
