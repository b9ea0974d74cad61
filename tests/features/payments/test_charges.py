"""Charges on a page, by a kept card and by hand, against the demo's company."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from fitkit.core import jobs
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.payments import actions, flows, queries
from fitkit.features.payments.jobs import look_in_gym
from fitkit.features.payments.rules import (
    AlreadyOpenError,
    AlreadyPaidError,
    ChargeMode,
    ChargeState,
    NoAccountError,
    NoCardError,
    RefundState,
)
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import DeclineKind, PaidLine, PayWay, Problem, Provider, Unknown
from fitkit.texts import payments as texts
from tests.conftest import Gym
from tests.factories.members import make_member
from tests.factories.payments import PRICE, Till, bank


def told(till: Till, name: str) -> list[dict]:
    found = sa.text("select facts from event_log where name = :n order by id")
    with open_work(till.actor) as w:
        return list(w.hot(found, {"n": f"payments.{name}"}).scalars())


def by_hand(till: Till, *, cause_id=None, way: PayWay = PayWay.CASH, on: date | None = None):
    with open_work(till.actor) as w:
        return actions.take_by_hand(
            w,
            member_id=till.member_id,
            cause_kind="till",
            cause_id=cause_id or new_id(),
            amount=PRICE,
            lines=(PaidLine("מנוי", PRICE),),
            words=Text("מנוי", "Plan"),
            way=way,
            note="מעטפה",
            paid_on=on or date(2026, 11, 23),
        )


def test_a_page_that_is_paid_is_booked_once(till):
    charge_id = till.paid()
    charge = till.charge(charge_id)
    assert (charge.state, charge.way, charge.last4) == (ChargeState.PAID, PayWay.CARD, "0000")
    assert charge.paid_on == date(2026, 11, 23)
    assert till.balance() == -PRICE
    till.ask(charge_id)
    assert till.balance() == -PRICE
    (settled,) = told(till, "charge_settled")
    assert settled["state"] == "paid"
    assert settled["amount_agorot"] == PRICE.agorot
    with open_work(till.actor) as w:
        assert ledger.balance_of_account(w, account=Account.CLEARING_DEMO) == PRICE


def test_two_who_open_the_page_of_a_charge_get_the_same(till):
    charge_id = till.open()
    assert till.page(charge_id) == till.page(charge_id)
    assert len(told(till, "page_opened")) == 1


def test_a_page_that_nobody_pays_is_given_up_and_may_still_be_paid(till, time):
    charge_id = till.open()
    till.page(charge_id)
    time.shift(timedelta(minutes=20))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.ON_PAGE
    time.shift(timedelta(minutes=26))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.ABANDONED
    till.fill(charge_id)
    time.shift(timedelta(hours=3))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.PAID
    assert [s["state"] for s in told(till, "charge_settled")] == ["abandoned", "paid"]


def test_a_declined_page_says_why_and_can_be_paid_after_all(till, time):
    charge_id = till.open()
    till.page(charge_id)
    till.fill(charge_id, Fate.SOFT)
    charge = till.ask(charge_id)
    assert (charge.state, charge.decline) == (ChargeState.DECLINED, DeclineKind.SOFT)
    time.shift(timedelta(seconds=5))
    till.ask(charge_id)
    assert len(told(till, "charge_settled")) == 1
    till.fill(charge_id)
    time.shift(timedelta(seconds=5))
    assert till.ask(charge_id).state is ChargeState.PAID
    assert till.charge(charge_id).decline is None


def test_a_card_is_kept_without_paying_and_charged_later(till):
    card_id = till.card()
    assert till.balance() == ZERO
    charge_id = till.open(mode=ChargeMode.CARD)
    charge = till.collect(charge_id)
    assert (charge.state, charge.card_id) == (ChargeState.PAID, card_id)
    assert till.moved() == [PRICE]
    with open_work(till.actor) as w:
        card = queries.card_of(w, member_id=till.member_id)
    assert card is not None
    assert (card.id, card.last4, card.is_over) == (card_id, "0000", False)
    assert told(till, "card_kept") == [
        {"card_id": str(card_id), "member_id": str(till.member_id), "is_apart": False}
    ]


def test_a_new_card_takes_the_place_of_the_old_one(till):
    first, second = till.card(), till.card()
    assert first != second
    with open_work(till.actor) as w:
        card = queries.card_of(w, member_id=till.member_id)
        assert card is not None
        assert card.id == second
        actions.remove_card(w, member_id=till.member_id)
        assert queries.card_of(w, member_id=till.member_id) is None
        with pytest.raises(NoCardError.__mro__[1]):
            actions.remove_card(w, member_id=till.member_id)
    with pytest.raises(NoCardError):
        till.open(mode=ChargeMode.CARD)


@pytest.mark.parametrize(
    ("fate", "kind"), [(Fate.SOFT_LATER, DeclineKind.SOFT), (Fate.HARD_LATER, DeclineKind.HARD)]
)
def test_a_declined_card_moves_nothing(till, fate, kind):
    charge = till.collect(till.by_card(fate))
    assert (charge.state, charge.decline) == (ChargeState.DECLINED, kind)
    assert till.moved() == []
    assert till.balance() == ZERO


def test_a_lost_answer_is_looked_up_and_charged_once(till, time):
    charge_id = till.by_card(Fate.LOST)
    assert till.collect(charge_id).state is ChargeState.UNKNOWN
    assert till.collect(charge_id).state is ChargeState.UNKNOWN
    assert len(told(till, "charge_unclear")) == 1
    time.shift(timedelta(seconds=101))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.PAID
    assert till.moved() == [PRICE]
    assert till.balance() == -PRICE


def test_what_the_company_never_heard_of_is_told_again_by_the_same_key(till, time):
    cause_id = new_id()
    charge_id = till.by_card(cause_id=cause_id)
    with open_work(till.actor) as w:
        assert actions.begin_telling(w, charge_id=charge_id)
    time.shift(timedelta(minutes=2))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.UNKNOWN  # too early to believe
    time.shift(timedelta(minutes=2))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.PAID
    with pytest.raises(AlreadyPaidError):
        till.open(mode=ChargeMode.CARD, cause_id=cause_id)
    assert till.moved() == [PRICE]


def test_a_charge_by_card_that_was_forgotten_is_told_by_itself(till, time):
    charge_id = till.by_card()
    time.shift(timedelta(minutes=11))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.PAID


def test_a_cause_has_one_open_charge_and_one_that_pays(till):
    cause_id = new_id()
    charge_id = till.open(cause_id=cause_id)
    with pytest.raises(AlreadyOpenError) as opened:
        till.open(cause_id=cause_id)
    assert opened.value.charge_id == charge_id
    till.page(charge_id)
    till.fill(charge_id)
    till.ask(charge_id)
    with pytest.raises(AlreadyPaidError):
        till.open(cause_id=cause_id)
    with open_work(till.actor) as w:
        state = queries.state_of_cause(w, kind="till", id=cause_id)
    assert (state.state, state.attempts, state.paid) == (ChargeState.PAID, 1, PRICE)


def test_a_cause_that_is_paid_twice_gets_the_second_back_by_itself(till, time):
    cause_id = new_id()
    first = till.open(cause_id=cause_id)
    till.page(first)
    second = by_hand(till, cause_id=cause_id)  # at the desk, while the page is open elsewhere
    assert till.charge(first).state is ChargeState.ABANDONED
    till.fill(first)
    time.shift(timedelta(hours=4))
    look_in_gym(till.ports, till.actor)
    jobs.run_ready(till.ports)
    assert till.charge(first).state is ChargeState.PAID
    (refund,) = till.refunds(first)
    assert (refund.state, refund.amount) == (RefundState.DONE, PRICE)
    assert till.refunds(second) == ()
    assert till.moved() == [PRICE, -PRICE]
    assert till.balance() == -PRICE
    assert len(told(till, "paid_twice")) == 1
    assert [s["is_double"] for s in told(till, "charge_settled") if s["state"] == "paid"] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("way", "account"),
    [
        (PayWay.CASH, Account.CASH),
        (PayWay.TRANSFER, Account.BANK),
        (PayWay.CHEQUE, Account.CHEQUES),
    ],
)
def test_what_staff_take_is_settled_at_once(till, way, account):
    charge = till.charge(by_hand(till, way=way, on=date(2026, 11, 20)))
    assert (charge.state, charge.way, charge.note) == (ChargeState.PAID, way, "מעטפה")
    with open_work(till.actor) as w:
        assert ledger.balance_of_account(w, account=account) == PRICE


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2024, 1, 1)])
def test_a_day_ahead_or_long_past_is_refused(till, on):
    with pytest.raises(Refusal) as refused:
        by_hand(till, on=on)
    assert refused.value.field == "paid_on"


def test_a_card_is_no_way_by_hand(till):
    with pytest.raises(Refusal) as refused:
        by_hand(till, way=PayWay.CARD)
    assert refused.value.field == "way"


def test_nothing_is_taken_by_hand_while_a_card_may_have_been_charged(till):
    cause_id = new_id()
    till.collect(till.by_card(Fate.LOST, cause_id=cause_id))
    with pytest.raises(AlreadyOpenError):
        by_hand(till, cause_id=cause_id)


def test_lines_are_what_is_charged(till):
    with open_work(till.actor) as w, pytest.raises(ValueError, match="not the amount"):
        actions.open_charge(
            w,
            member_id=till.member_id,
            cause_kind="till",
            cause_id=new_id(),
            amount=PRICE,
            lines=(PaidLine("מנוי", Money(1)),),
            words=Text("מנוי", "Plan"),
            mode=ChargeMode.PAGE,
        )


def test_a_gym_without_an_account_takes_cash_only(gym: Gym, time):
    with open_work(gym.system) as w:
        till = Till(gym.system, new_id(), make_member(w))
    with pytest.raises(NoAccountError):
        till.open()
    assert till.charge(by_hand(till)).state is ChargeState.PAID


def test_settings_that_the_company_refuses_fail_the_charge_and_say_so(gym: Gym, time):
    from tests.factories.payments import make_till

    till = make_till(gym.system, account="wrong")
    charge_id = till.open()
    with pytest.raises(Refusal):
        till.page(charge_id)
    failed = till.charge(charge_id)
    assert failed.state is ChargeState.FAILED
    with open_work(gym.system) as w:
        actions.settle_found(w, charge_id=charge_id, before=failed, outcome=Unknown("later"))
    assert till.charge(charge_id).said == failed.said
    with open_work(gym.acting(Role.OWNER)) as w:
        (account,) = queries.accounts(w)
    assert account.problem == "credentials"


def test_the_button_says_what_is_wrong_and_what_works(till, gym: Gym):
    owner = gym.acting(Role.OWNER)
    found = flows.check_connection(till.ports, owner, account_id=till.account_id)
    assert found.problem is None
    with open_work(owner) as w:
        actions.change_credentials(w, account_id=till.account_id, credentials={"account": "wrong"})
    found = flows.check_connection(till.ports, owner, account_id=till.account_id)
    assert found.problem == "credentials"
    with open_work(owner) as w:
        assert queries.accounts(w)[0].problem == "credentials"


def test_credentials_are_sealed_and_stand_in_no_event(till):
    secret = "s3cr3t-of-cardcom"  # invented
    with open_work(till.actor) as w:
        account_id = actions.connect_account(
            w,
            provider=Provider.CARDCOM,
            credentials={"terminal": "1000", "api_name": secret},
        )
        kept = w.hot(sa.text("select credentials_sealed from pay_account")).scalars().all()
        log = w.hot(sa.text("select facts::text from event_log")).scalars().all()
        shown = queries.accounts(w)
        assert queries.account(w).id == till.account_id  # type: ignore[union-attr]
        actions.choose_account(w, account_id=account_id)
        assert queries.account(w).id == account_id  # type: ignore[union-attr]
    assert all(secret not in words for words in [*kept, *log, repr(shown)])


def test_staff_clear_up_what_nobody_can_look_up(till):
    charge_id = till.by_card(Fate.LOST)
    till.collect(charge_id)
    with open_work(till.actor) as w:
        actions.decide_charge(w, charge_id=charge_id, was_taken=True, reference="77-list")
    charge = till.charge(charge_id)
    assert (charge.state, charge.transaction_id) == (ChargeState.PAID, "77-list")
    assert till.balance() == -PRICE
    with open_work(till.actor) as w, pytest.raises(Refusal):
        actions.decide_charge(w, charge_id=charge_id, was_taken=False)


def test_a_page_of_which_nobody_can_tell_is_unknown_after_a_day_and_the_owner_decides(till, time):
    cause = new_id()
    charge_id = till.open(cause_id=cause)
    till.page(charge_id)
    name = _account_name(till)
    _rename_account(till, "wrong")
    for hours in (1, 3, 19):
        time.shift(timedelta(hours=hours))
        look_in_gym(till.ports, till.actor)
        assert till.charge(charge_id).state is ChargeState.ON_PAGE
    for hours in (2, 24, 24):
        time.shift(timedelta(hours=hours))
        look_in_gym(till.ports, till.actor)
        assert till.charge(charge_id).state is ChargeState.UNKNOWN
    assert len(told(till, "charge_stays_unknown")) == 1
    with pytest.raises(AlreadyOpenError):
        till.open(cause_id=cause)
    _rename_account(till, name)
    time.shift(timedelta(hours=24))
    look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.ABANDONED
    assert till.charge(till.open(cause_id=cause)).attempt == 2


def test_a_company_that_keeps_no_card_alone_is_not_asked_to_and_nothing_is_wrong(till, gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        account_id = actions.connect_account(
            w, provider=Provider.MORNING, credentials={"id": "a", "secret": "b"}
        )
        actions.choose_account(w, account_id=account_id)
    charge_id = till.open(amount=ZERO, keeps_card=True)
    with pytest.raises(Refusal) as refused:
        till.page(charge_id)
    assert refused.value.text is texts.CARD_WITH_PAYMENT
    assert till.charge(charge_id).state is ChargeState.ABANDONED
    with open_work(gym.acting(Role.OWNER)) as w:
        assert [a.problem for a in queries.accounts(w)] == [None, None]


def test_an_account_that_is_paid_through_has_no_passing_problem(till, gym: Gym):
    with open_work(gym.system) as w:
        actions.note_problem(w, account_id=till.account_id, problem=Problem.UNREACHABLE)
    till.paid()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.accounts(w)[0].problem is None
        actions.note_problem(w, account_id=till.account_id, problem=Problem.NO_REFUNDS)
    till.paid()
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.accounts(w)[0].problem is Problem.NO_REFUNDS


def _account_name(till: Till) -> str:
    with open_work(till.actor) as w:
        return queries.dialled(w, account_id=till.account_id).credentials["account"]


def _rename_account(till: Till, name: str) -> None:
    with open_work(till.actor) as w:
        actions.change_credentials(w, account_id=till.account_id, credentials={"account": name})


def test_who_stays_unknown_is_said_once_after_half_an_hour(till, time):
    charge_id = till.by_card(Fate.LOST)
    till.collect(charge_id)
    with open_work(till.actor) as w:
        actions.change_credentials(w, account_id=till.account_id, credentials={"account": "wrong"})
    for _ in range(70):
        time.shift(timedelta(minutes=1))
        look_in_gym(till.ports, till.actor)
    assert till.charge(charge_id).state is ChargeState.UNKNOWN
    assert len(told(till, "charge_stays_unknown")) == 1
    assert bank() is not None


def test_the_list_and_the_story_tell_what_happened(till):
    charge_id = till.paid()
    by_hand(till)
    day = date(2026, 11, 23)
    with open_work(till.actor) as w:
        page = queries.payments(w, first=day, last=day, limit=1)
        assert page.after is not None
        rest = queries.payments(w, first=day, last=day, limit=1, after=page.after)
        sums = queries.sums(w, first=day, last=day)
        story = queries.charge_story(w, charge_id=charge_id)
    assert {page.rows[0].charge.id, rest.rows[0].charge.id} >= {charge_id}
    assert rest.after is None
    assert {(s.way, s.total) for s in sums} == {(PayWay.CARD, PRICE), (PayWay.CASH, PRICE)}
    kinds = [step.kind for step in story.steps if step.kind != "asked"]
    assert [step.facts for step in story.steps if step.kind == "asked"] == [{"answer": "paid"}]
    assert kinds == ["payments.charge_opened", "payments.page_opened", "payments.charge_settled"]
