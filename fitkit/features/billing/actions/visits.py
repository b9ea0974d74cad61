"""Visits that are sold by themselves. What is owed for one follows its place, and the price that was told stands.

An order is placed when a place is said to have a price, and is over when the place is given back in time, taken
back by the gym, or its class is off. A paid one becomes its member's credit then. A place that is theirs again is
owed again, by a new order.
Locks: the orders of a place, in order of id, then as whoever places, gives or ends an order.
"""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing.actions import _giving, crediting, gifts
from fitkit.features.billing.actions._placing import Basket, Wish, place
from fitkit.features.billing.events.orders import VisitCredited
from fitkit.features.billing.queries import ended_money
from fitkit.features.billing.queries import orders as queries
from fitkit.features.billing.queries import visits as places
from fitkit.features.billing.rules import orders as rules
from fitkit.features.billing.rules.disclosure import visit_terms
from fitkit.features.billing.rules.words import OrderChannel, OrderKind, OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.payments import queries as charges
from fitkit.features.scheduling import queries as scheduling
from fitkit.features.scheduling.rules import title
from fitkit.texts import visits as texts


@internal
def place_visit(
    w: Work,
    *,
    place_id: UUID,
    session_id: UUID,
    member_id: UUID,
    price: Money | None,
    trial_id: UUID | None,
) -> None:
    """Order a visit for whoever owes it, at the price that was told; told again, nothing.

    Args:
        w: of FitKit itself.
        place_id: the booking, or the guest's place.
        session_id: the class.
        member_id: whoever has the place, or brings the guest.
        price: what was told; None: what the trial cost when it was booked first, where it is owed no more.
        trial_id: the subscription of a trial; None: of one visit or a guest's.

    Raises:
        NotFound: no such class or member in this gym.
    """
    if places.newest_of_place(w, place_id=place_id) is not None:
        return
    if price is None:
        price = _price_again(w, member_id, trial_id)
    if price:
        what = _named(w, place_id, session_id, trial_id)
        until = scheduling.one(w, session_id=session_id).ends_at + rules.VISIT_LIFE
        _order(w, member_id, place_id, price, what, until - w.now)
        settle_place(w, place_id=place_id)


@internal
def settle_place(w: Work, *, place_id: UUID) -> None:
    """Let what is owed for a place be as the place stands; told again, nothing. Holds its newest order.

    Publishes OrderExpired or VisitCredited, OrderPlaced.
    """
    order_id = places.newest_of_place(w, place_id=place_id)
    place_now = places.place_of(w, place_id=place_id)
    if order_id is None or place_now is None:
        return
    row = w.hold(Order, order_id)
    was_called_off = bool(row.what.get("called_off"))
    if row.is_holding and not place_now.is_owed:
        _call_off(w, row)
    elif row.is_holding and was_called_off:  # theirs again, while it was being paid
        _note(row, called_off=False)
    elif place_now.is_owed and was_called_off and not _is_owed_elsewhere(w, row):
        price = Money(row.amount_agorot + row.credit_agorot)
        kept = {key: row.what[key] for key in ("he", "en", "line", "trial")}
        _order(w, row.member_id, place_id, price, kept, row.expires_at - w.now)


@internal
def settle_session(w: Work, *, session_id: UUID, member_id: UUID | None = None) -> None:
    """The same for all places of a class, or a member's and their guests'."""
    for place_id in places.places_of_session(w, session_id=session_id, member_id=member_id):
        settle_place(w, place_id=place_id)


@internal
def settle_order(w: Work, *, order_id: UUID) -> None:
    """The same for what a charge of an order came to; nothing of what is no visit."""
    row = w.get(Order, order_id)
    if row.place_id is not None:
        settle_place(w, place_id=row.place_id)


def _call_off(w: Work, row: Order) -> None:
    """Nothing is owed for it: an open one is over, a paid one is credit, and what is being paid goes back."""
    _note(row, called_off=True)
    if row.state in rules.WAITING:
        _giving.expire(w, row)
    elif row.state is OrderState.PAID:
        _credit(w, row)
    w.session.flush()


def _credit(w: Work, row: Order) -> None:
    """What was paid for it, and not given back by staff, is its member's credit again, by the rate of its sale."""
    row.is_holding = False
    w.session.flush()
    cause = (rules.CAUSE, row.id)
    paid = charges.state_of_cause(w, kind=rules.CAUSE, id=row.id).charge_id
    left = charges.charge(w, charge_id=paid).left if paid is not None else ZERO
    total = Money(row.credit_agorot) + left
    sold = ended_money.sold(w, causes=(cause,))
    if not total or not sold:
        return
    crediting.take_turn(w, row.member_id)
    apart = gifts.take_back(w, sold=(cause,), most=total - left, cause=cause)
    rate = Fraction(next(iter(sold)), 1000)
    draft = postings.credit_note(row.member_id, total, rate=rate, apart=apart)
    ledger.post(w, draft=draft, cause=Cause(*cause), at=w.now)
    w.publish(VisitCredited(about=row.id, member_id=row.member_id, amount_agorot=total.agorot))


def _is_owed_elsewhere(w: Work, row: Order) -> bool:
    """Whether a trial is owed, or was paid, by another place that it was booked for meanwhile."""
    if not row.what.get("trial"):
        return False
    trial_id = UUID(row.what["trial"])
    newest = places.newest_of_trial(w, member_id=row.member_id, trial_id=trial_id)
    return newest is not None and newest != row.id and w.get(Order, newest).is_holding


def _price_again(w: Work, member_id: UUID, trial_id: UUID | None) -> Money:
    """What a trial that is booked again costs: as told at first, where that is owed no more by another place."""
    if trial_id is None:
        return ZERO
    order_id = places.newest_of_trial(w, member_id=member_id, trial_id=trial_id)
    if order_id is None:
        return ZERO
    settle_order(w, order_id=order_id)
    row = w.hold(Order, order_id)
    if row.is_holding or not row.what.get("called_off"):
        return ZERO
    return Money(row.amount_agorot + row.credit_agorot)


def _named(
    w: Work, place_id: UUID, session_id: UUID, trial_id: UUID | None
) -> dict[str, str | None]:
    """What it is called in both languages, and on papers; and whose trial it is."""
    view = scheduling.one(w, session_id=session_id)
    session = title(view.name, view.starts_at, w.actor.zone)
    place_now = places.place_of(w, place_id=place_id)
    guest = place_now.guest if place_now else ""
    words = texts.GUEST if guest else texts.TRIAL if trial_id else texts.DROP_IN
    name = Text(*(words.to(lang, name=guest, session=session) for lang in (Lang.HE, Lang.EN)))
    return {
        "he": name.he,
        "en": name.en,
        "line": name.to(queries.gym_lang(w)),
        "trial": None if trial_id is None else str(trial_id),
    }


def _order(
    w: Work,
    member_id: UUID,
    place_id: UUID,
    price: Money,
    what: dict[str, str | None],
    good_for: timedelta,
) -> None:
    """An order that its member agreed to when they were told; what is to their credit pays it."""
    lang = queries.gym_lang(w)
    basket = Basket(
        OrderKind.VISIT,
        ((str(what["line"]), price, 1),),
        queries.day_in_gym(w),
        what=dict(what),
        terms=visit_terms(price, lang, has_vat=queries.has_vat(w)),
        place_id=place_id,
        good_until=w.now + good_for,
    )
    wish = Wish(
        member_id,
        OrderChannel.DESK,
        lang,
        has_consent=True,
        uses_credit=True,
        spares_others=True,
    )
    place(w, new_id(), basket, wish)


def _note(row: Order, *, called_off: bool) -> None:
    row.what = row.what | {"called_off": called_off}
