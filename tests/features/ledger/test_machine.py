"""The book as a state machine on the real database, with threads: money is conserved, a cause posts once."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.ledger import actions, queries
from fitkit.features.ledger.rules import postings as make
from fitkit.features.ledger.rules.accounts import Account, Cause, Draft, PostingKind
from fitkit.features.ledger.rules.postings import BalanceMovedError
from tests.conftest import make_gym
from tests.factories.members import committed_member

GYMS = itertools.count()
WHO = st.integers(0, 2)
AMOUNT = st.integers(1, 200_000).map(Money)
VAT = Fraction(18, 100)
# What may be posted of one member and one amount.
KINDS: dict[str, Callable[[UUID, Money], Draft]] = {
    "sale": lambda m, a: make.sale(m, a, rate=VAT),
    "sale_exempt": lambda m, a: make.sale(m, a, rate=Fraction(0)),
    "credit_note": lambda m, a: make.credit_note(m, a, rate=VAT),
    "cash": lambda m, a: make.payment(m, a, into=Account.CASH),
    "card": lambda m, a: make.payment(m, a, into=Account.CLEARING_CARDCOM),
    "cheque": lambda m, a: make.payment(m, a, into=Account.CHEQUES),
    "refund": lambda m, a: make.refund(m, a, out_of=Account.CLEARING_CARDCOM),
    "refund_due": make.refund_due,
    "refund_paid": lambda m, a: make.refund_paid(m, a, out_of=Account.BANK),
    "write_off": make.write_off,
    "gift_card": make.gift_card_used,
    "opening": lambda m, a: make.opening_balance(m, -a),
    "deposit": lambda _, a: make.deposit(a, out_of=Account.CASH),
    "payout": lambda _, a: make.payout(a + Money(1), fee=Money(1), out_of=Account.CLEARING_CARDCOM),
}


class Book(RuleBasedStateMachine):
    """Three members of one gym, and a second gym that nothing may reach."""

    def __init__(self) -> None:
        super().__init__()
        n = next(GYMS)
        self.gym, self.other = make_gym(f"book-{n}"), make_gym(f"else-{n}")
        owner = self.gym.acting(Role.OWNER)
        self.members = [committed_member(owner, f"מתאמן {i}") for i in range(3)]
        theirs = committed_member(self.other.acting(Role.OWNER))
        with open_work(self.other.system) as w:
            draft = make.sale(theirs, Money(777), rate=VAT)
            actions.post(w, draft=draft, cause=Cause("charge", new_id()), at=w.now)
        # the model
        self.posted: dict[tuple[Cause, PostingKind], tuple[UUID, Draft]] = {}
        self.live: dict[UUID, Draft] = {}  # neither reversed nor a reversal
        self.accounts: Counter[Account] = Counter()
        self.owed: Counter[UUID] = Counter(dict.fromkeys(self.members, 0))

    def book(self, draft: Draft) -> None:
        for line in draft.lines:
            self.accounts[line.account] += line.amount.agorot
            if line.account is Account.MEMBER:
                self.owed[line.member_id] += line.amount.agorot

    def post(self, draft: Draft, cause: Cause) -> actions.Receipt:
        with open_work(self.gym.system) as w:
            return actions.post(w, draft=draft, cause=cause, at=w.now)

    def note(self, draft: Draft, cause: Cause, posting_id: UUID) -> None:
        self.posted[cause, draft.kind] = (posting_id, draft)
        self.live[posting_id] = draft
        self.book(draft)

    @rule(kind=st.sampled_from(sorted(KINDS)), who=WHO, amount=AMOUNT)
    def something_happens(self, kind, who, amount):
        draft, cause = KINDS[kind](self.members[who], amount), Cause("charge", new_id())
        receipt = self.post(draft, cause)
        assert receipt.is_new
        self.note(draft, cause, receipt.posting_id)

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def told_again(self, data):
        (cause, _), (posting_id, draft) = data.draw(st.sampled_from(list(self.posted.items())))
        receipt = self.post(draft, cause)
        assert (receipt.posting_id, receipt.is_new) == (posting_id, False)

    @precondition(lambda self: self.posted)
    @rule(data=st.data(), who=WHO, amount=AMOUNT)
    def told_otherwise(self, data, who, amount):
        (cause, kind), (_, draft) = data.draw(st.sampled_from(list(self.posted.items())))
        other = KINDS["sale"](self.members[who], amount)
        if kind is not PostingKind.SALE or set(other.lines) == set(draft.lines):
            return
        try:
            self.post(other, cause)
        except Refusal:
            return
        raise AssertionError("posted otherwise")

    @precondition(lambda self: self.live)
    @rule(data=st.data(), by_hand=st.booleans())
    def reversed_(self, data, by_hand):
        posting_id = data.draw(st.sampled_from(list(self.live)))
        draft = self.live[posting_id]
        try:
            with open_work(self.gym.acting(Role.OWNER)) as w:
                if by_hand:
                    actions.reverse(w, posting_id=posting_id, reason="טעות")
                else:
                    actions.take_back(w, posting_id=posting_id, at=w.now, note="חזר")
        except Refusal:
            assert by_hand
            assert not make.may_be_reversed_by_hand(draft.kind, draft.lines)
            return
        del self.live[posting_id]
        self.book(make.reversal(draft.lines))

    def correct(self, member_id: UUID, change: Money, seen: Money) -> UUID | None:
        """The posting; None when the balance was another."""
        try:
            with open_work(self.gym.acting(Role.OWNER)) as w:
                return actions.correct(
                    w, member_id=member_id, change=change, seen=seen, reason="תיקון"
                )
        except BalanceMovedError:
            return None

    def corrected(self, made: UUID, member_id: UUID, change: Money) -> None:
        draft = make.correction(member_id, change)
        self.live[made] = draft
        self.book(draft)

    @rule(who=WHO, agorot=st.integers(1, 50_000), up=st.booleans(), is_stale=st.booleans())
    def somebody_corrects(self, who, agorot, up, is_stale):
        member_id, change = self.members[who], Money(agorot if up else -agorot)
        made = self.correct(member_id, change, Money(self.owed[member_id] + is_stale))
        assert (made is None) == is_stale
        if made is not None:
            self.corrected(made, member_id, change)

    @rule(kind=st.sampled_from(["sale", "cash", "card"]), who=WHO, amount=AMOUNT)
    def told_by_many_at_once(self, kind, who, amount):
        """One cause by three threads, and other causes of the same member beside it."""
        member_id = self.members[who]
        same = (KINDS[kind](member_id, amount), Cause("charge", new_id()))
        others = [(KINDS["sale"](member_id, Money(n)), Cause("charge", new_id())) for n in (5, 7)]
        done = at_once([partial(self.post, *one) for one in [same] * 3 + others])
        assert [r.is_new for r in done[:3]].count(True) == 1
        assert len({r.posting_id for r in done[:3]}) == 1
        self.note(*same, done[0].posting_id)
        for (draft, cause), receipt in zip(others, done[3:], strict=True):
            self.note(draft, cause, receipt.posting_id)

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def reversed_by_many_at_once(self, data):
        posting_id = data.draw(st.sampled_from(list(self.live)))

        def undo() -> bool:
            try:
                with open_work(self.gym.system) as w:
                    actions.take_back(w, posting_id=posting_id, at=w.now, note="חזר")
            except Refusal:
                return False
            return True

        assert at_once([undo] * 3).count(True) == 1
        self.book(make.reversal(self.live.pop(posting_id).lines))

    @rule(who=WHO, change=st.integers(1, 5_000))
    def corrected_by_two_tabs(self, who, change):
        member_id = self.members[who]
        tap = partial(self.correct, member_id, Money(change), Money(self.owed[member_id]))
        (made,) = [m for m in at_once([tap, tap]) if m is not None]
        self.corrected(made, member_id, Money(change))

    @rule(
        table=st.sampled_from(["ledger_posting", "ledger_entry"]),
        words=st.sampled_from(["update {} set at = at", "delete from {}"]),
    )
    def somebody_tries_raw_sql(self, table, words):
        try:
            with open_work(self.gym.system) as w:
                w.hot(sa.text(words.format(table)))
        except sa.exc.DBAPIError:
            return
        raise AssertionError("the book was changed")

    @invariant()
    def balances_are_the_models_and_money_is_conserved(self):
        with open_work(self.gym.acting(Role.OWNER)) as w:
            trial = {a.account: a.balance.agorot for a in queries.trial_balance(w)}
            assert sum(trial.values()) == 0
            assert trial == {a: self.accounts[a] for a in trial}
            assert {a for a, n in self.accounts.items() if n} <= set(trial)
            found = queries.balances(w, member_ids=self.members)
            assert {m: b.agorot for m, b in found.items()} == dict(self.owed)

    @invariant()
    def debts_are_who_owes_and_their_ages_sum(self):
        with open_work(self.gym.acting(Role.OWNER)) as w:
            found = queries.debts(w, ages=(0,))
        owed = {row.member_id: row.owed.agorot for row in found.rows}
        assert owed == {m: n for m, n in self.owed.items() if n > 0}
        assert sum(one.total.agorot for one in found.sums) == sum(owed.values())
        assert sum(one.count for one in found.sums) == len(owed)

    @invariant()
    def the_proof_is_sound_and_the_other_gym_untouched(self):
        with open_work(self.gym.system) as w:
            assert queries.recount(w).faults == ()
        with open_work(self.other.system) as w:
            assert queries.balance_of_account(w, account=Account.MEMBER) == Money(777)


def at_once(deeds: list[Callable]) -> list:
    """What each gives, begun together in threads; whatever one raises is raised."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable):
        gate.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_whatever_happens_money_is_conserved_and_a_cause_posts_once(real_database):
    run_state_machine_as_test(
        Book,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
