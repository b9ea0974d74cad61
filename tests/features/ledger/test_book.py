"""Posting, reversing, correcting, and what is read: balances, statements, debts, accounts."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.ledger import actions, queries
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause, PostingKind
from fitkit.features.ledger.rules.postings import BalanceMovedError
from tests.conftest import Gym
from tests.factories.ledger import VAT, pay, put, sell
from tests.factories.members import make_member

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
AGES = (7, 30, 60)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def ils(shekels: int) -> Money:
    return Money.shekels(shekels)


def events(w, name: str) -> list[dict]:
    found = sa.text("select facts from event_log where name = :n order by id")
    return list(w.hot(found, {"n": name}).scalars())


def test_a_sale_and_a_payment_leave_what_is_owed(w):
    me = make_member(w)
    assert queries.balance(w, member_id=me) == ZERO
    sell(w, me, 390)
    pay(w, me, 100)
    assert queries.balance(w, member_id=me) == ils(290)
    trial = {a.account: a.balance for a in queries.trial_balance(w)}
    assert trial[Account.MEMBER] == ils(290)
    assert trial[Account.CASH] == ils(100)
    assert trial[Account.REVENUE] + trial[Account.VAT] == -ils(390)
    assert sum(trial.values(), ZERO) == ZERO


def test_a_cause_told_again_is_the_same_posting(w):
    me = make_member(w)
    cause = Cause("charge", new_id())
    draft = postings.sale(me, ils(390), rate=VAT)
    first = actions.post(w, draft=draft, cause=cause, at=w.now)
    again = actions.post(w, draft=draft, cause=cause, at=w.now, note="עוד פעם")
    assert (again.posting_id, first.is_new, again.is_new) == (first.posting_id, True, False)
    assert queries.balance(w, member_id=me) == ils(390)
    assert len(events(w, "ledger.posted")) == 1


@pytest.mark.parametrize("other", ["amount", "member", "rate"])
def test_a_cause_told_otherwise_is_refused_and_changes_nothing(w, other):
    me, them = make_member(w), make_member(w, "דנה")
    cause = Cause("charge", new_id())
    put(w, postings.sale(me, ils(390), rate=VAT), cause=cause)
    changed = {
        "amount": postings.sale(me, ils(391), rate=VAT),
        "member": postings.sale(them, ils(390), rate=VAT),
        "rate": postings.sale(me, ils(390), rate=VAT * 0),
    }
    with pytest.raises(Refusal, match="in the book already"):
        put(w, changed[other], cause=cause)
    assert queries.balances(w, member_ids=[me, them]) == {me: ils(390), them: ZERO}


def test_one_cause_posts_each_kind_once(w):
    me = make_member(w)
    cause = Cause("charge", new_id())
    put(w, postings.sale(me, ils(390), rate=VAT), cause=cause)
    put(w, postings.payment(me, ils(390), into=Account.CASH), cause=cause)
    kinds = [p.kind for p in queries.of_cause(w, cause=cause)]
    assert kinds == [PostingKind.SALE, PostingKind.PAYMENT]


def test_what_is_yet_to_happen_is_not_posted(w):
    me = make_member(w)
    with pytest.raises(ValueError, match="has happened"):
        sell(w, me, 1, at=w.now + timedelta(hours=1))


def test_a_member_who_is_not_there_is_not_found(w):
    with pytest.raises(NotFound):
        sell(w, new_id(), 1)


def test_a_reversal_undoes_each_entry_and_happens_once(w):
    me = make_member(w)
    sold = sell(w, me, 390)
    turned = actions.reverse(w, posting_id=sold, reason="טעות  הקלדה")
    assert queries.balance(w, member_id=me) == ZERO
    assert {a.balance for a in queries.trial_balance(w)} == {ZERO}
    seen = queries.posting(w, posting_id=turned)
    assert (seen.note, seen.reverses_id) == ("טעות הקלדה", sold)
    assert queries.posting(w, posting_id=sold).reversed_by_id == turned
    with pytest.raises(Refusal, match="reversed already"):
        actions.reverse(w, posting_id=sold, reason="שוב")
    (told,) = events(w, "ledger.reversed")
    assert (told["posting"], told["owed_agorot"]) == ("sale", -39000)


def test_a_reversal_needs_a_reason_and_is_never_reversed(w):
    me = make_member(w)
    sold = sell(w, me, 390)
    for reason in ("", "  ", "א" * 501, "a\x00b"):
        with pytest.raises(Refusal) as refused:
            actions.reverse(w, posting_id=sold, reason=reason)
        assert refused.value.field == "reason"
    turned = actions.reverse(w, posting_id=sold, reason="טעות")
    with pytest.raises(Refusal, match="by hand"):
        actions.reverse(w, posting_id=turned, reason="טעות")
    with pytest.raises(Refusal, match="by hand"):
        actions.take_back(w, posting_id=turned, at=w.now, note="")


def test_what_a_provider_took_is_taken_back_only_by_what_the_provider_says(w):
    me = make_member(w)
    paid = pay(w, me, 390, into=Account.CLEARING_CARDCOM)
    with pytest.raises(Refusal, match="by hand"):
        actions.reverse(w, posting_id=paid, reason="טעות")
    actions.take_back(w, posting_id=paid, at=w.now, note="chargeback")
    assert queries.balance(w, member_id=me) == ZERO


def test_a_cause_that_was_reversed_does_not_post_again(w):
    me = make_member(w)
    cause = Cause("charge", new_id())
    draft = postings.sale(me, ils(390), rate=VAT)
    sold = put(w, draft, cause=cause)
    actions.reverse(w, posting_id=sold, reason="טעות")
    assert put(w, draft, cause=cause) == sold
    assert queries.balance(w, member_id=me) == ZERO


def test_a_correction_moves_the_balance_and_keeps_why(w):
    me = make_member(w)
    sell(w, me, 390)
    made = actions.correct(w, member_id=me, change=-ils(40), seen=ils(390), reason="פיצוי")
    assert queries.balance(w, member_id=me) == ils(350)
    assert queries.posting(w, posting_id=made).note == "פיצוי"
    (told,) = events(w, "ledger.corrected")
    assert (told["account"], told["change_agorot"]) == ("member", -4000)


def test_a_second_tap_corrects_nothing(w):
    me = make_member(w)
    sell(w, me, 390)
    actions.correct(w, member_id=me, change=-ils(40), seen=ils(390), reason="פיצוי")
    with pytest.raises(BalanceMovedError):
        actions.correct(w, member_id=me, change=-ils(40), seen=ils(390), reason="פיצוי")
    assert queries.balance(w, member_id=me) == ils(350)


def test_a_cash_desk_that_was_counted_is_corrected_and_sales_are_not(w):
    me = make_member(w)
    pay(w, me, 100)
    actions.correct_account(w, account=Account.CASH, change=-ils(3), seen=ils(100), reason="ספירה")
    assert queries.balance_of_account(w, account=Account.CASH) == ils(97)
    with pytest.raises(BalanceMovedError):
        actions.correct_account(
            w, account=Account.CASH, change=-ils(3), seen=ils(100), reason="ספירה"
        )
    for account in (Account.REVENUE, Account.VAT, Account.MEMBER, Account.CLEARING_CARDCOM):
        with pytest.raises(Refusal, match="documents"):
            actions.correct_account(w, account=account, change=ils(1), seen=ZERO, reason="ספירה")


def test_a_statement_is_paged_newest_first_with_the_balance_after_each(w):
    me = make_member(w)
    for n in range(1, 8):
        sell(w, me, n)
    pay(w, me, 20)
    first = queries.statement(w, member_id=me, limit=5)
    second = queries.statement(w, member_id=me, limit=5, after=first.after)
    rows = [*first.rows, *second.rows]
    assert (len(first.rows), len(second.rows), second.after) == (5, 3, None)
    assert [r.number for r in rows] == list(range(8, 0, -1))
    balance = ZERO
    for row in reversed(rows):
        balance += row.amount
        assert row.balance == balance
    assert balance == queries.balance(w, member_id=me) == ils(8)


@pytest.mark.parametrize("junk", ["junk", "WyJ4Il0", "WyItMSJd", "WyI5OTk5OTk5OTk5OTkiXQ"])
def test_a_cursor_that_is_not_ours_is_refused(w, junk):
    me = make_member(w)
    with pytest.raises(Refusal, match="page is gone"):
        queries.statement(w, member_id=me, after=junk)


def test_a_member_sees_their_own_statement_without_what_staff_wrote(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        me, them = make_member(w), make_member(w, "דנה")
        sell(w, me, 390)
        actions.correct(w, member_id=me, change=-ils(40), seen=ils(390), reason="מתלונן תמיד")
        assert queries.statement(w, member_id=me).rows[0].note == "מתלונן תמיד"
    with open_work(gym.acting(Role.MEMBER, member_id=me)) as w:
        assert queries.balance(w, member_id=me) == ils(350)
        assert {r.note for r in queries.statement(w, member_id=me).rows} == {""}
        for read in (queries.balance, queries.statement):
            with pytest.raises(Denied):
                read(w, member_id=them)


def test_who_may_do_what(gym: Gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        me = make_member(w)
        sold = sell(w, me, 390)
    desk = gym.acting_as(
        gym.acting(Role.ADMIN),
        permissions=gym.acting(Role.ADMIN).permissions - {Permission.REFUND},
    )
    given = {"change": ils(1), "seen": ils(390), "reason": "x"}
    with open_work(desk) as w:
        assert queries.debts(w, ages=AGES).rows[0].member_id == me
        with pytest.raises(Denied):
            actions.correct(w, member_id=me, **given)
        actions.reverse(w, posting_id=sold, reason="טעות")
    for role in (Role.COACH, Role.MEMBER):
        with open_work(gym.acting(role, member_id=me)) as w:
            with pytest.raises(Denied):
                queries.debts(w, ages=AGES)
            for read in (queries.trial_balance, queries.last_proof, queries.health):
                with pytest.raises(Denied):
                    read(w)
            with pytest.raises(Denied):
                actions.reverse(w, posting_id=sold, reason="טעות")


# Accounts over days


def test_accounts_over_days_go_from_what_stood_to_what_stands(w):
    me = make_member(w)
    sell(w, me, 118, at=w.now - timedelta(days=40))
    sell(w, me, 236)
    pay(w, me, 100)
    today = date(2026, 11, 23)
    turned = {a.account: a for a in queries.accounts(w, first=today, last=today)}
    mine = turned[Account.MEMBER]
    assert (mine.before, mine.debits, mine.credits, mine.after) == (
        ils(118), ils(236), ils(100), ils(254),
    )  # fmt: skip
    assert turned[Account.VAT].after == -ils(54)
    assert sum((a.after for a in turned.values()), ZERO) == ZERO


def test_days_beyond_the_calendar_are_all_days_and_reversed_ones_refused(w):
    me = make_member(w)
    sell(w, me, 118)
    ever = {a.account: a for a in queries.accounts(w, first=date.min, last=date.max)}
    assert (ever[Account.MEMBER].before, ever[Account.MEMBER].after) == (ZERO, ils(118))
    with pytest.raises(Refusal):
        queries.accounts(w, first=date(2026, 2, 1), last=date(2026, 1, 1))
