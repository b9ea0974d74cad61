"""Charges: opened, told to the company, asked about, taken by hand, given up.

Locks: the cause's turn, then the charge, then a card's member and the book's turn of the member.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.payments import rules
from fitkit.features.payments.actions import _ending
from fitkit.features.payments.events import CardAsked, ChargeOpened, PageOpened
from fitkit.features.payments.queries import charges as queries
from fitkit.features.payments.queries.accounts import account
from fitkit.features.payments.queries.charges import ChargeView, view_of
from fitkit.features.payments.rules import (
    AlreadyOpenError,
    AlreadyPaidError,
    ChargeMode,
    ChargeState,
    NoAccountError,
    NoCardError,
)
from fitkit.features.payments.tables import Card, Charge, PayAccount
from fitkit.ports.payments import HostedPage, PaidLine, PayWay
from fitkit.texts import payments as texts

_NOON: Final = time(12)


@internal
def open_charge(  # noqa: PLR0913  # what a charge consists of
    w: Work,
    *,
    member_id: UUID,
    cause_kind: str,
    cause_id: UUID,
    amount: Money,
    lines: Sequence[PaidLine],
    words: Text,
    mode: ChargeMode,
    keeps_card: bool = False,
    keeps_apart: bool = False,
    card_id: UUID | None = None,
    most_instalments: int = 1,
    is_advance: bool = False,
) -> UUID:
    """Open the next charge of a cause and return it; nobody is told yet. Publishes ChargeOpened.

    Holds the cause's turn until the end of the Work, so two that open at once are one after the other.

    Args:
        w: of whoever wants it; of FitKit itself in a job.
        member_id: who pays.
        cause_kind: the table of the row it is for.
        cause_id: that row.
        amount: VAT included; nothing where a card is only to be kept.
        lines: what it is for; they sum to the amount.
        words: what it is for in short, cut to what companies take.
        mode: on a page, or by a kept card; what staff took is ``take_by_hand``.
        keeps_card: the page keeps the card for later charges.
        keeps_apart: for those of this cause alone: the member's own card stays as it is.
        card_id: the card to charge; none: the member's own.
        most_instalments: offered on the page.
        is_advance: it pays ahead of any sale, as a gift card does: a receipt is owed for it, and no VAT yet.

    Raises:
        AlreadyOpenError: a charge of the cause is open; go on with that one.
        AlreadyPaidError: the cause is paid.
        NoAccountError: the gym has no account in use.
        NoCardError: no such card of the member's, or removed.
        ValueError: amount or lines are wrong, or neither amount nor card is wanted.
    """
    if mode is ChargeMode.HAND or not (amount or (keeps_card and mode is ChargeMode.PAGE)):
        raise ValueError("nothing to charge, or nobody to tell")
    rules.checked_lines([(line.words, line.total, line.quantity) for line in lines], amount)
    _ending.take_turn(w, cause_kind, cause_id)
    attempt = next_attempt(w, cause_kind, cause_id, amount)
    card = _card(w, member_id, card_id) if mode is ChargeMode.CARD else None
    in_use = account(w)
    if card is None and in_use is None:
        raise NoAccountError
    account_id = card.account_id if card else in_use.id if in_use else None
    row = Charge(
        member_id=member_id,
        cause_kind=cause_kind,
        cause_id=cause_id,
        attempt=attempt,
        amount_agorot=amount.agorot,
        lines=kept_lines(lines),
        words=rules.shortened(words.he),
        words_en=rules.shortened(words.en),
        mode=mode,
        account_id=account_id,
        card_id=card.id if card else None,
        keeps_card=keeps_card or not amount,
        keeps_apart=keeps_apart,
        is_advance=is_advance,
        instalments=max(1, most_instalments),
        next_look_at=w.now + (rules.UNTOLD if card else rules.PAGE_OPEN),
    )
    w.add(row)
    w.session.flush()
    publish_opened(w, row)
    return row.id


@internal
def take_by_hand(  # noqa: PLR0913
    w: Work,
    *,
    member_id: UUID,
    cause_kind: str,
    cause_id: UUID,
    amount: Money,
    lines: Sequence[PaidLine],
    words: Text,
    way: PayWay,
    note: str,
    paid_on: date,
    is_advance: bool = False,
) -> UUID:
    """Write down money that staff took, and settle at once; return the charge.

    A page that is open for the cause is given up: should it be paid nevertheless, that goes back by itself.
    Publishes ChargeOpened and ChargeSettled; posts the payment.

    Args:
        w: of who took it.
        member_id: who paid.
        cause_kind: the table of the row it is for.
        cause_id: that row.
        amount: more than nothing.
        lines: what it is for; they sum to the amount.
        words: what it is for in short.
        way: cash, transfer or cheque.
        note: a cheque's number, who brought it; at most 200 characters.
        paid_on: the day it came, in the gym's zone.
        is_advance: as for ``open_charge``.

    Raises:
        AlreadyOpenError: a card is being charged for the cause, and nobody knows yet whether it was.
        AlreadyPaidError: the cause is paid.
        Refusal: another way, a day that is ahead or long past, a note that is too long.
        ValueError: amount or lines are wrong.
    """
    if way not in rules.BY_HAND:
        raise Refusal(texts.WAY_IS_WRONG, field="way")
    if not amount:
        raise ValueError("nothing was taken")
    rules.checked_lines([(line.words, line.total, line.quantity) for line in lines], amount)
    rules.checked_day(paid_on, today=clock.day_of(w.now, w.actor.zone))
    said = rules.checked_words(note, field="note", most=rules.NOTE_MOST)
    _ending.take_turn(w, cause_kind, cause_id)
    _give_up_open(w, cause_kind, cause_id)
    attempt = next_attempt(w, cause_kind, cause_id, amount)
    row = Charge(
        member_id=member_id,
        cause_kind=cause_kind,
        cause_id=cause_id,
        attempt=attempt,
        amount_agorot=amount.agorot,
        lines=kept_lines(lines),
        words=rules.shortened(words.he),
        words_en=rules.shortened(words.en),
        mode=ChargeMode.HAND,
        note=said,
        is_advance=is_advance,
        actor_user_id=w.actor.user_id,
    )
    w.add(row)
    w.session.flush()
    publish_opened(w, row)
    _ending.pay(w, row, way=way, paid_on=paid_on, at=_moment(w, paid_on), into=rules.INTO[way])
    return row.id


@internal
def abandon(w: Work, *, charge_id: UUID) -> bool:
    """Give up a charge that nobody was told of, or whose page was not paid; whether it was given up.

    A page lives on at its company: should it be paid nevertheless, it is found, and goes back by itself
    where its cause was paid meanwhile. Publishes ChargeSettled.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state not in (ChargeState.CREATED, ChargeState.ON_PAGE):
        return False
    _ending.end(w, row, ChargeState.ABANDONED)
    return True


@internal
def note_page(w: Work, *, charge_id: UUID, page: HostedPage) -> ChargeView:
    """Keep the page that was made for a charge, unless it has one: then that is the one. Publishes PageOpened.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is not ChargeState.CREATED:
        return view_of(row)
    row.state = ChargeState.ON_PAGE
    row.page_reference, row.page_url, row.bit_url = page.reference, page.url, page.bit_url
    row.told_at = w.now
    row.next_look_at = rules.next_look(row.state, row.mode, told_at=w.now, now=w.now)
    provider = w.get(PayAccount, _account_id(row)).provider
    w.publish(PageOpened(about=row.id, member_id=row.member_id, provider=provider))
    return view_of(row)


@internal
def begin_telling(w: Work, *, charge_id: UUID) -> bool:
    """Say that the company is told of a charge now, before it is; False: somebody has said so before.

    Only who was told True may tell it. From here on the charge is unknown until an answer is written
    down, so that a crash leaves what is to be looked up. Publishes CardAsked.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is not ChargeState.CREATED or row.mode is not ChargeMode.CARD:
        return False
    row.state = ChargeState.UNKNOWN
    row.told_at = w.now
    row.next_look_at = rules.next_look(row.state, row.mode, told_at=w.now, now=w.now)
    provider = w.get(PayAccount, _account_id(row)).provider
    w.publish(CardAsked(about=row.id, member_id=row.member_id, provider=provider))
    return True


@internal
def begin_telling_again(w: Work, *, charge_id: UUID) -> bool:
    """Say that the company, which charges no key twice, is told again of a charge it never heard of; False: it is not.

    The charge is as unknown as it was. Publishes CardAsked.

    Raises:
        NotFound: no such charge.
    """
    row = _ending.hold(w, charge_id)
    if row.state is not ChargeState.UNKNOWN or row.mode is not ChargeMode.CARD:
        return False
    since = w.now - (row.told_at or w.now)
    if rules.unheard(since, by_key=True) is not rules.Unheard.TELL_AGAIN:
        return False
    provider = w.get(PayAccount, _account_id(row)).provider
    w.publish(CardAsked(about=row.id, member_id=row.member_id, provider=provider))
    return True


@internal
def begin_asking(w: Work, *, charge_id: UUID) -> ChargeView | None:
    """The charge to ask the company about, its next look planned; None: nothing to ask, or asked just now.

    A charge by card whose answer may still come is not asked about: only who told it knows.

    Raises:
        NotFound: no such charge.
    """
    row = w.hold(Charge, charge_id)
    if row.told_at is None or row.state in (ChargeState.PAID, ChargeState.CREATED):
        return None
    if row.mode is ChargeMode.DEBIT:
        return None
    if row.mode is ChargeMode.CARD and w.now - row.told_at < rules.ANSWERED:
        return None
    if row.asked_at is not None and w.now - row.asked_at < rules.ASKED_AGAIN:
        look_soon(w, charge_id=charge_id)
        return None
    before = view_of(row)
    row.asked_at, row.looks = w.now, row.looks + 1
    row.asks = [*row.asks, [w.now.isoformat(), ""]][-rules.ASKS_MOST :]
    row.next_look_at = rules.next_look(row.state, row.mode, told_at=row.told_at, now=w.now)
    return before


@internal
def look_soon(w: Work, *, charge_id: UUID) -> None:
    """Ask about a charge within a minute, if it is to be asked about at all."""
    row = w.hold(Charge, charge_id)
    soon = w.now + rules.ASKED_AGAIN
    is_asked = row.told_at is not None and row.mode is not ChargeMode.DEBIT
    if is_asked and row.state is not ChargeState.PAID:
        row.next_look_at = min(row.next_look_at or soon, soon)


@internal
def put_off(w: Work, *, charge_id: UUID, until: datetime) -> None:
    """Look at a charge later, as when it could not be looked at."""
    w.hold(Charge, charge_id).next_look_at = until


@internal
def next_attempt(w: Work, kind: str, id_: UUID, amount: Money) -> int:
    """The number of a cause's next charge, from 1.

    Raises:
        AlreadyOpenError: one is open.
        AlreadyPaidError: it is paid, and there is an amount.
    """
    found = w.session.scalars(
        select(Charge)
        .where(col(Charge.cause_kind) == kind, col(Charge.cause_id) == id_)
        .order_by(col(Charge.attempt))
    ).all()
    if open_ := [row.id for row in found if row.state in rules.OPEN]:
        raise AlreadyOpenError(open_[0])
    if amount and (paid := [row.id for row in found if queries.is_paid(row)]):
        raise AlreadyPaidError(paid[0])
    return max((row.attempt for row in found), default=0) + 1


def _give_up_open(w: Work, kind: str, id_: UUID) -> None:
    row = queries.open_of(w, kind=kind, id=id_)
    if row is None:
        return
    if not abandon(w, charge_id=row.id):
        raise AlreadyOpenError(row.id)


def _card(w: Work, member_id: UUID, card_id: UUID | None) -> Card:
    found = select(Card).where(col(Card.member_id) == member_id, col(Card.removed_at).is_(None))
    which = col(Card.is_apart).is_(False) if card_id is None else col(Card.id) == card_id
    row = w.session.scalars(found.where(which)).first()
    if row is None:
        raise NoCardError
    return row


@internal
def kept_lines(lines: Sequence[PaidLine]) -> list[list[str | int]]:
    """Lines as a charge keeps them."""
    return [[line.words, line.total.agorot, line.quantity] for line in lines]


@internal
def publish_opened(w: Work, row: Charge) -> None:
    """Say that a charge was opened."""
    w.publish(
        ChargeOpened(
            about=row.id,
            member_id=row.member_id,
            cause_kind=row.cause_kind,
            cause_id=row.cause_id,
            mode=row.mode,
            amount_agorot=row.amount_agorot,
        )
    )


def _moment(w: Work, paid_on: date) -> datetime:
    """When money came that came on a day: now, or at noon of that day."""
    is_today = paid_on == clock.day_of(w.now, w.actor.zone)
    return w.now if is_today else clock.wall(paid_on, _NOON, w.actor.zone)


def _account_id(row: Charge) -> UUID:
    if row.account_id is None:
        raise ValueError("what was taken by hand has no company")
    return row.account_id
