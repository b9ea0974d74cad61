"""What a company answered, written down: of what it was told, and of what it was asked."""

from typing import Final, assert_never
from uuid import UUID

import structlog
from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.members.tables import Member
from fitkit.features.payments import rules
from fitkit.features.payments.actions import _ending
from fitkit.features.payments.actions.accounts import note_problem
from fitkit.features.payments.actions.cards import drop_cards_apart, keep_card, keep_card_apart
from fitkit.features.payments.events import ChargeStaysUnknown, ChargeUnclear
from fitkit.features.payments.queries.charges import ChargeView, view_of
from fitkit.features.payments.rules import CLEARING_OF, ChargeMode, ChargeState
from fitkit.features.payments.tables import Charge, PayAccount
from fitkit.ports.payments import (
    CardKept,
    CardToken,
    ChargeOutcome,
    Declined,
    LookUp,
    Misconfigured,
    NeverHappened,
    PageOutcome,
    Paid,
    PayWay,
    Problem,
    Transaction,
    Unknown,
    Waiting,
)
from fitkit.texts import payments as texts

log = structlog.get_logger(__name__)
# Whatever else is wrong with an account keeps nobody from paying through it.
_PASSING: Final = (Problem.CREDENTIALS, Problem.UNREACHABLE, Problem.OTHER)
_ANSWERS: Final[dict[type, str]] = {
    Paid: "paid",
    CardKept: "card_kept",
    Declined: "declined",
    Waiting: "waiting",
    NeverHappened: "never_happened",
    Unknown: "unknown",
    Misconfigured: "misconfigured",
}


@internal
def settle_told(w: Work, *, charge_id: UUID, outcome: ChargeOutcome) -> ChargeView:
    """Write down what a company answered when it was told of a charge, and return the charge.

    What is paid already stays as it is. Publishes ChargeSettled, or ChargeUnclear where the answer says nothing.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    match outcome:
        case Paid(transaction):
            _paid(w, row, transaction)
        case Declined():
            _ending.end(w, row, ChargeState.DECLINED, declined=outcome)
        case Misconfigured(problem, words):
            _misconfigured(w, row, outcome)
            row.said = rules.shortened(words or problem, rules.SAID_MOST)
            _ending.end(w, row, ChargeState.FAILED)
        case Unknown(why):
            row.said = rules.shortened(why, rules.SAID_MOST)
            if row.state is ChargeState.UNKNOWN:
                w.publish(ChargeUnclear(about=row.id, member_id=row.member_id))
        case _:
            assert_never(outcome)
    return view_of(row)


@internal
def settle_found(
    w: Work,
    *,
    charge_id: UUID,
    before: ChargeView,
    outcome: PageOutcome | LookUp,
    by_key: bool = False,
) -> ChargeView:
    """Write down what a company answered when it was asked about a charge, and return the charge.

    What it never heard of stays open until it may be tried again: see ``rules.unheard``.

    Args:
        w: of whoever asked.
        charge_id: the charge.
        before: how ``begin_asking`` found it.
        outcome: the answer.
        by_key: whether the company charges no key twice.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    _note_answer(row, outcome)
    match outcome:
        case Paid(transaction):
            _paid(w, row, transaction)
        case CardKept(token):
            _kept(w, row, token)
        case Declined():
            _ending.end(w, row, ChargeState.DECLINED, declined=outcome)
        case Misconfigured():
            _misconfigured(w, row, outcome)
            _is_left_unanswered(w, row)
        case Unknown(why):
            if row.state in rules.OPEN:  # what is over says why it is
                row.said = rules.shortened(why, rules.SAID_MOST)
            _is_left_unanswered(w, row)
        case Waiting() | NeverHappened():
            _nothing_yet(w, row, outcome, by_key=by_key)
        case _:
            assert_never(outcome)
    _say_when_it_stays_unknown(w, row, before)
    return view_of(row)


@requires(Permission.REFUND)
def decide_charge(w: Work, *, charge_id: UUID, was_taken: bool, reference: str = "") -> None:
    """Say what became of a charge that stays unknown, as the company's own list shows it.

    Publishes ChargeSettled; posts the payment when it was taken.

    Args:
        w: of somebody who may give money back.
        charge_id: the charge.
        was_taken: whether the company's list has it.
        reference: its number there, so that it can be given back; may be empty when it was not taken.

    Raises:
        Refusal: it has been cleared up meanwhile; taken, and no number or another charge's.
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is not ChargeState.UNKNOWN:
        raise Refusal(texts.NOT_UNKNOWN)
    if not was_taken:
        row.said = texts.NOT_TAKEN_BY_STAFF.en
        _ending.end(w, row, ChargeState.FAILED)
        row.next_look_at = None
        return
    number = rules.checked_words(reference, field="reference", most=200, is_needed=True)
    if _is_anothers(w, row, number):
        raise Refusal(texts.NUMBER_IS_ANOTHERS, field="reference")
    row.said, row.transaction_id = texts.TAKEN_BY_STAFF.en, number
    told_at = row.told_at or w.now
    _ending.pay(
        w,
        row,
        way=PayWay.CARD,
        paid_on=day_of(told_at, w.actor.zone),
        at=told_at,
        into=CLEARING_OF[w.get(PayAccount, _account_id(row)).provider],
    )


def _paid(w: Work, row: Charge, found: Transaction) -> None:
    """Book a payment once, if it is what we asked for."""
    if row.state is ChargeState.PAID:
        return
    is_ours = found.amount == Money(row.amount_agorot) and not found.is_refund
    if not is_ours or _is_anothers(w, row, found.id):
        log.error("paid_otherwise", charge_id=str(row.id), transaction=found.id)
        row.said = "the company names another amount or transaction"
        w.publish(ChargeUnclear(about=row.id, member_id=row.member_id))
        return
    _works(w, row)
    row.transaction_id, row.approval = found.id[:200], found.approval[:60]
    row.last4, row.instalments = found.last4[:8], max(1, found.instalments)
    if row.keeps_card and found.token is not None and row.mode is ChargeMode.PAGE:
        row.card_id = _keep(w, row, found.token)
    _ending.pay(
        w,
        row,
        way=found.way,
        paid_on=day_of(found.at, w.actor.zone),
        at=found.at,
        into=CLEARING_OF[w.get(PayAccount, _account_id(row)).provider],
    )


def _note_answer(row: Charge, outcome: PageOutcome | LookUp) -> None:
    """What the company said to the last question; the question was written down before it was asked."""
    if row.asks:
        (at, _), answer = row.asks[-1], _ANSWERS[type(outcome)]
        row.asks = [*row.asks[:-1], [at, answer]]


def _nothing_yet(w: Work, row: Charge, found: Waiting | NeverHappened, *, by_key: bool) -> None:
    """Nobody has paid: a page whose time is over is given up, what the company knows nothing of has failed."""
    since = w.now - (row.told_at or w.now)
    if isinstance(found, Waiting):
        if since >= rules.PAGE_OPEN and row.state in rules.ON_PAGES:
            _ending.end(w, row, ChargeState.ABANDONED)
        return
    is_early = (
        row.mode is ChargeMode.CARD
        and rules.unheard(since, by_key=by_key) is not rules.Unheard.GIVE_UP
    )
    if row.state in rules.OPEN and not is_early:
        _ending.end(w, row, ChargeState.FAILED)


def _is_left_unanswered(w: Work, row: Charge) -> None:
    """A page of which nothing was to be learnt for a day is unknown, and the owner may decide.

    One on which a card was only to be left is given up. Publishes ChargeStaysUnknown.
    """
    if row.state is not ChargeState.ON_PAGE or row.next_look_at is not None or row.told_at is None:
        return
    if not row.amount_agorot:
        _ending.end(w, row, ChargeState.ABANDONED)
        return
    row.state = ChargeState.UNKNOWN
    row.next_look_at = rules.next_look(row.state, row.mode, told_at=row.told_at, now=w.now)
    w.session.flush()
    _publish_unknown(w, row)


def _kept(w: Work, row: Charge, token: CardToken) -> None:
    """A card that was left without paying; of a charge with an amount it says nothing."""
    if row.state is ChargeState.PAID or row.amount_agorot:
        return
    row.card_id = _keep(w, row, token)
    if (
        row.cause_kind == Member.__tablename__
    ):  # their own, left for nothing else: for all that is theirs
        drop_cards_apart(w, member_id=row.member_id)
    row.last4 = token.last4[:8]
    _ending.pay(
        w,
        row,
        way=PayWay.CARD,
        paid_on=day_of(w.now, w.actor.zone),
        at=w.now,
        into=CLEARING_OF[w.get(PayAccount, _account_id(row)).provider],
    )


def _keep(w: Work, row: Charge, token: CardToken) -> UUID:
    keep = keep_card_apart if row.keeps_apart else keep_card
    return keep(w, member_id=row.member_id, account_id=_account_id(row), token=token)


def _works(w: Work, row: Charge) -> None:
    """What was wrong with the account when it was asked last is over: it has just been paid through."""
    account = w.get(PayAccount, _account_id(row))
    if account.problem in _PASSING:
        account.problem = None


def _misconfigured(w: Work, row: Charge, found: Misconfigured) -> None:
    log.warning("account_refused", charge_id=str(row.id), problem=found.problem)
    note_problem(w, account_id=_account_id(row), problem=found.problem)


def _is_anothers(w: Work, row: Charge, transaction_id: str) -> bool:
    found = select(Charge.id).where(
        col(Charge.account_id) == row.account_id,
        col(Charge.transaction_id) == transaction_id[:200],
        col(Charge.id) != row.id,
    )
    return w.session.scalars(found).first() is not None


def _say_when_it_stays_unknown(w: Work, row: Charge, before: ChargeView) -> None:
    if row.state is not ChargeState.UNKNOWN or row.told_at is None:
        return
    if rules.begins_to_stay_unknown(row.told_at, before.asked_at, w.now):
        _publish_unknown(w, row)


def _publish_unknown(w: Work, row: Charge) -> None:
    w.publish(
        ChargeStaysUnknown(about=row.id, member_id=row.member_id, amount_agorot=row.amount_agorot)
    )


def _account_id(row: Charge) -> UUID:
    if row.account_id is None:
        raise ValueError("what was taken by hand has no company")
    return row.account_id
