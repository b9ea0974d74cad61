"""Plans to buy and orders to pay, as strings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from fitkit.core import phone as phones
from fitkit.core.i18n import Lang, Text, day_in_record, ltr, moment, money
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.queries import OrderView, ShopView
from fitkit.features.billing.rules.checkout import first_payment, needs_card
from fitkit.features.billing.rules.disclosure import ending_terms, payment_terms
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import OrderKind
from fitkit.features.offers.rules.coupons import Discount
from fitkit.features.plans.queries import PlanView
from fitkit.texts import coupons, gift_cards, visits
from fitkit.texts import shop as texts
from fitkit.web.rows.plan import PlanRow, offer, offer_of


@dataclass
class OfferRow:
    """A plan that may be bought."""

    id: str = ""
    card: PlanRow = field(default_factory=PlanRow)
    pays: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    amount: str = ""  # to pay now
    send: str = ""  # the words of the button
    gift: str = ""  # what a gift card takes off, and what is left to pay
    gift_rest: str = ""  # what stays on it; empty: nothing
    choose: str = ""  # what choosing it is called, to somebody who hears the page


@dataclass
class GymRow:
    """Whose shop it is, and how to reach it."""

    name: str = ""
    title: str = ""
    phone: str = ""  # as read
    call: str = ""  # address of a call; empty: no phone
    whatsapp: str = ""
    email: str = ""
    write: str = ""
    takes_cards: bool = False


@dataclass
class LineRow:
    """One line of what is paid."""

    words: str
    amount: str


@dataclass
class OrderRow:
    """An order as its page shows it."""

    kind: str = ""
    plan: str = ""  # or what else it is of
    starts: str = ""  # of a plan
    amount: str = ""
    lines: list[LineRow] = field(default_factory=list)
    standing: str = ""
    title: str = ""
    why: str = ""
    terms: list[str] = field(default_factory=list)
    needs_consent: bool = False
    may_pay: bool = False
    is_waiting: bool = False  # it may change by itself
    send: str = ""
    card: str = ""
    next: str = ""  # when it is charged next; empty: never
    join_path: str = ""
    shop_path: str = ""
    is_free: bool = False


def offer_row(
    view: PlanView,
    *,
    names: Mapping[UUID, Text],
    starts_on: date,
    has_vat: bool,
    lang: Lang,
    discount: Discount | None = None,
    gift: Money = ZERO,
) -> OfferRow:
    """A plan to buy, from a first day on; with a coupon or without, and what is on the buyer's gift card."""
    sold = offer_of(view, starts_on=starts_on, has_vat=has_vat, discount=discount)
    first = first_payment(sold)
    price = first.amount
    left = price - min(gift, price)
    keeps = texts.TO_KEEP_CARD if needs_card(sold) else texts.TO_JOIN
    words = texts.TO_PAYMENT if left else keeps
    card = offer(sold, is_private=view.is_private, names=names, lang=lang)
    told, rest = gift_words(gift, price, lang)
    return OfferRow(
        id=str(view.id),
        card=replace(card, id=str(view.id)),
        pays=_pays(payment_terms(sold, lang), first.off, told, lang),
        ends=list(ending_terms(sold, lang)),
        amount=money(left, lang),
        send=words.to(lang, amount=left),
        gift=told,
        gift_rest=rest,
        choose=texts.CHOOSE_NAMED.to(lang, plan=card.name),
    )


def _pays(terms: tuple[str, ...], off: Money, gift: str, lang: Lang) -> list[str]:
    """What is paid, with what a gift card pays of it after what a coupon takes off."""
    if not gift:
        return list(terms)
    at = terms.index(coupons.COUPON_INCLUDED.to(lang, off=off)) if off else 0
    return [*terms[: at + 1], f"{gift}.", *terms[at + 1 :]]


def gift_words(gift: Money, price: Money, lang: Lang) -> tuple[str, str]:
    """What a gift card takes off a price, with what is left to pay; and what stays on it. Empty: no card.

    Args:
        gift: what is on the card; nothing: there is none.
        price: to be paid now, a coupon taken off.
        lang: of who reads.
    """
    if not gift:
        return "", ""
    off = min(gift, price)
    rest = gift_cards.STAYS_ON_CARD.to(lang, rest=gift - off) if gift > off else ""
    if not price:
        return gift_cards.NOT_NEEDED.to(lang), rest
    words = gift_cards.APPLIED if off < price else gift_cards.APPLIED_WHOLE
    return words.to(lang, off=off, left=price - off), rest


def gym_row(view: ShopView | OrderView, *, takes_cards: bool, lang: Lang) -> GymRow:
    """A gym and how to reach it."""
    return GymRow(
        name=view.gym,
        title=texts.SHOP_OF.to(lang, gym=view.gym),
        phone=ltr(phones.display(view.phone)) if view.phone else "",
        call=f"tel:{view.phone}" if view.phone else "",
        whatsapp=f"https://wa.me/{view.phone.removeprefix('+')}" if view.phone else "",
        email=ltr(view.email) if view.email else "",
        write=f"mailto:{quote(view.email)}" if view.email else "",
        takes_cards=takes_cards,
    )


def order_row(view: OrderView, *, zone: ZoneInfo, lang: Lang) -> OrderRow:
    """An order as its page shows it."""
    is_paid, is_plan = view.standing is OrderStanding.PAID, view.kind is OrderKind.PLAN
    title, why = _told(view, zone, lang)
    card = ltr(f"•••• {view.card_last4}") if view.card_last4 else ""
    terms = view.disclosed.split("\n") if view.disclosed else list(view.terms[lang])
    to_pay = view.standing in _TO_PAY
    again = view.standing in (OrderStanding.DECLINED, OrderStanding.FAILED)
    return OrderRow(
        kind=str(view.kind),
        plan=view.plan.to(lang),
        starts=texts.ORDER_FROM.to(lang, day=view.starts_on) if is_plan else "",
        amount=money(view.amount, lang),
        lines=[LineRow(words, money(amount, lang)) for words, amount in view.lines],
        standing=str(view.standing),
        title=title,
        why=why,
        terms=terms,
        needs_consent=to_pay and not view.is_consented,
        may_pay=to_pay or view.standing is OrderStanding.ON_PAGE,
        is_waiting=view.standing in (OrderStanding.ON_PAGE, OrderStanding.CHECKING),
        send=_send(view, again=again, lang=lang),
        card=_paid_by(view, card, lang) if card and is_paid else "",
        next=_next(view, card, lang) if is_paid else "",
        join_path=view.join_path,
        shop_path=f"/{lang}/shop/{view.slug}/",
        is_free=not (view.amount or view.credit),
    )


_TO_PAY = frozenset(
    {
        OrderStanding.OPEN,
        OrderStanding.DECLINED,
        OrderStanding.FAILED,
        OrderStanding.ABANDONED,
    }
)


def _told(view: OrderView, zone: ZoneInfo, lang: Lang) -> tuple[str, str]:
    title, why = texts.STANDINGS[view.standing]
    if view.standing is OrderStanding.PAID:
        title, why = _told_paid(view, title, why)
    declined = texts.DECLINES[view.reason or "refused"]
    told = why.to(
        lang,
        plan=view.plan,
        day=view.starts_on,
        until=moment(view.expires_at, zone, lang),
        why=declined,
    )
    return title.to(lang), told


def _told_paid(view: OrderView, title: Text, why: Text) -> tuple[Text, Text]:
    match view.kind:
        case OrderKind.PLAN:
            is_free = not (view.amount or view.credit)
            return (texts.FREE_DONE, texts.FREE_DONE_WHY) if is_free else (title, why)
        case OrderKind.GOODS:
            return title, texts.GOODS_DONE_WHY
        case OrderKind.GIFT_CARD:
            return title, texts.GIFT_DONE_WHY
        case OrderKind.VISIT:
            return title, visits.PAID_WHY
    assert_never(view.kind)


def _paid_by(view: OrderView, card: str, lang: Lang) -> str:
    if view.instalments > 1:
        return texts.PAID_IN_PARTS.to(lang, card=card, n=view.instalments)
    return texts.PAID_BY_CARD.to(lang, card=card)


def _send(view: OrderView, *, again: bool, lang: Lang) -> str:
    if view.standing is OrderStanding.ON_PAGE:
        return texts.GO_ON_PAYING.to(lang)
    if again:
        return texts.TRY_AGAIN.to(lang)
    if not view.amount:
        return texts.TO_KEEP_CARD.to(lang)
    return texts.TO_PAYMENT.to(lang, amount=view.amount)


def _next(view: OrderView, card: str, lang: Lang) -> str:
    if view.next_on is None or view.next_amount is None:
        return ""
    day = day_in_record(view.next_on)
    if not card:
        return texts.NEXT_CHARGE_BARE.to(lang, price=view.next_amount, day=day)
    return texts.NEXT_CHARGE_IS.to(lang, price=view.next_amount, day=day, card=card)
