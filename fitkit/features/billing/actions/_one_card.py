"""One gift card pays one order at a time: the newest, and none beside one that is being paid.

Locks: a card's turn, which is taken before all else of a Work; then orders, in order of id.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from fitkit.core.errors import Refusal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _giving
from fitkit.features.billing.queries import gifts
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.words import OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.offers.queries import gift_cards as cards
from fitkit.features.plans.queries import PlanView
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.ports.payments import Payer
from fitkit.texts import gift_cards as texts

_TURN: Final = sa.select(
    sa.func.pg_advisory_xact_lock(
        sa.func.hashtext("gift card"), sa.func.hashtext(sa.bindparam("card", type_=sa.Text))
    )
)


def make_way(w: Work, *, gift_code: str, also: Iterable[UUID] = ()) -> None:
    """End the orders that wait with something of a gift card: what they hold of it is for the one that comes.

    Whoever has the code has the card, so it does not matter whose they are. Nothing without a code.

    Args:
        w: of whoever orders; nothing is held in it yet.
        gift_code: as typed.
        also: orders that the Work holds afterwards, of whatever card.

    Raises:
        Refusal: at ``gift_code``: no such card; an order with it is being paid.
    """
    if not gift_code.strip():
        return
    card_id = cards.card_of_code(w, gift_code=gift_code)
    w.hot(_TURN, {"card": str(card_id)})
    with_it = gifts.unpaid_with(w, card_id=card_id)
    rows = [w.hold(Order, order_id) for order_id in sorted({*with_it, *also})]
    mine = [row for row in rows if row.id in with_it]
    if any(row.state is OrderState.PAYING for row in mine):
        raise Refusal(texts.IS_PAYING, field="gift_code")
    for row in mine:
        if row.state in rules.WAITING:  # nor paid meanwhile
            _giving.expire(w, row)


def refuse_same(w: Work, *, gift_code: str, plan: PlanView, starts_on: date, buyer: Payer) -> None:
    """Refuse what the same buyer has bought with the same card, from another tab; in the card's turn.

    Whoever comes with the card and the name it was bought under is told so: nobody else learns of it.

    Raises:
        Refusal: at ``plan_id``: it was a moment ago, or is held on these days.
    """
    if not gift_code.strip():
        return
    card_id = cards.card_of_code(w, gift_code=gift_code)
    for order_id in gifts.paid_with(w, card_id=card_id, plan_id=plan.id):
        if not rules.is_same_buyer(queries.payer_of(w, order_id=order_id), buyer):
            continue
        row = w.get(Order, order_id)
        if (row.paid_at or w.now) > w.now - rules.JUST_NOW or _is_held(w, row, starts_on):
            raise Refusal(texts.BOUGHT_WITH_IT, field="plan_id", plan=plan.name)


def _is_held(w: Work, row: Order, starts_on: date) -> bool:
    if row.plan_id is None:
        return False
    try:
        subscriptions.check_sold(
            w, member_id=row.member_id, plan_id=row.plan_id, starts_on=starts_on
        )
    except Refusal as why:
        return why.field == "plan_id"
    return False
