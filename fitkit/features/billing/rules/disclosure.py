"""What the law wants said before somebody buys: price, commitment, and how it is ended.

Sources: Consumer Protection Law 1981, §13c1 to §13h (fixed terms of gyms), §13d (what goes on),
§14c (14 days), §14i (how notice is given), as collected in reference/israel.md §6.2; VAT in §6.3. What is
said here is what ``rules.cancellation`` counts.
"""

from collections.abc import Iterator
from datetime import date

from fitkit.core.i18n import Counted, Lang
from fitkit.core.money import Money
from fitkit.features.billing.rules.checkout import (
    Offer,
    committed_total,
    committed_until,
    ends_by_itself,
    first_payment,
    next_payment_on,
    payment,
)
from fitkit.features.offers.rules.gift_cards import good_until
from fitkit.features.plans.rules import Every
from fitkit.texts import common, coupons, gift_cards, products, visits
from fitkit.texts import shop as texts


def disclosure(plan: Offer, lang: Lang) -> tuple[str, ...]:
    """All that must be said of an offer, a sentence or two a line: paying first, then ending it.

    Never empty. Of what is free only that is said.
    """
    return (*payment_terms(plan, lang), *ending_terms(plan, lang))


def payment_terms(plan: Offer, lang: Lang) -> tuple[str, ...]:
    """What is paid and when, in words; never empty."""
    return tuple(_payment(plan, lang))


def ending_terms(plan: Offer, lang: Lang) -> tuple[str, ...]:
    """Commitment and cancellation in words; empty of what is free."""
    return tuple(_ending(plan, lang)) if plan.price else ()


def goods_terms(amount: Money, lang: Lang, *, has_vat: bool) -> tuple[str, ...]:
    """What must be said of goods that are bought from afar and picked up: s.14C, 14 days, brought back unused."""
    once = texts.PAYS_ONCE if has_vat else texts.PAYS_ONCE_BARE
    return once.to(lang, price=amount), *(each.to(lang) for each in products.TERMS)


def visit_terms(amount: Money, lang: Lang, *, has_vat: bool) -> tuple[str, ...]:
    """What is said of one visit to a class: what it costs, and when nothing is owed for it."""
    once = texts.PAYS_ONCE if has_vat else texts.PAYS_ONCE_BARE
    return once.to(lang, price=amount), *(each.to(lang) for each in visits.TERMS)


def gift_card_terms(amount: Money, today: date, lang: Lang) -> tuple[str, ...]:
    """What must be said of a gift card: what it is worth, how long it is good, how it is cancelled."""
    until = good_until(today)
    return tuple(each.to(lang, amount=amount, until=until) for each in gift_cards.TERMS)


def _payment(plan: Offer, lang: Lang) -> Iterator[str]:
    first = first_payment(plan)
    if not plan.price or (plan.every is None and not first.amount):
        yield texts.PAYS_NOTHING.to(lang)
    elif plan.every is None:
        once = texts.PAYS_ONCE if plan.has_vat else texts.PAYS_ONCE_BARE
        yield once.to(lang, price=first.amount)
    else:
        words = texts.PAYS_FIRST if plan.has_vat else texts.PAYS_FIRST_BARE
        yield words.to(lang, price=first.amount, first=first.first_on, last=first.last_on)
        if first.is_share:
            days, of = Counted(common.DAYS, first.days), Counted(common.DAYS, first.of_days)
            yield texts.PRORATED.to(lang, days=days, of=of)
    if first.amount and plan.most_instalments > 1:
        yield texts.IN_INSTALMENTS.to(lang, most=plan.most_instalments)
    if first.off:
        yield coupons.COUPON_INCLUDED.to(lang, off=first.off)
    if plan.price and plan.every is not None:
        yield _renewal(plan, lang)
        yield from _discount(plan, lang)
        yield texts.NO_JOINING_FEE.to(lang)
    elif first.last_on is not None:
        yield texts.GOOD_FROM_TO.to(lang, first=first.first_on, last=first.last_on)


def _renewal(plan: Offer, lang: Lang) -> str:
    day = next_payment_on(plan)
    if day is None:
        raise ValueError("what is paid once does not renew")
    then = texts.THEN_YEARLY if plan.every is Every.YEAR else texts.THEN_MONTHLY
    monthday = first_payment(plan).anchor_on.day
    return then.to(lang, day=day, price=payment(plan, 1), monthday=monthday)


def _discount(plan: Offer, lang: Lang) -> Iterator[str]:
    """How long a discount stays that lowers more than the first payment."""
    discount = plan.discount
    if discount is None or not discount.counts(1):
        return
    if discount.periods is None:
        yield coupons.COUPON_STAYS.to(lang)
        return
    payments = Counted(coupons.PAYMENTS, discount.periods)
    yield coupons.COUPON_LASTS.to(lang, payments=payments, price=plan.price)


def _ending(plan: Offer, lang: Lang) -> Iterator[str]:
    if plan.terms.entries is not None:
        yield from _entries(plan, lang)
    elif plan.commitment_months is not None:
        yield from _committed(plan, lang)
    elif ends_by_itself(plan):
        yield texts.END_TERM.to(lang)
    else:
        yield texts.NO_COMMITMENT.to(lang)
        yield texts.END_CONTINUING.to(lang)
    if plan.terms.entries is None and _may_withdraw(plan):
        yield texts.WITHDRAW.to(lang)
    if _may_withdraw(plan):
        yield texts.WITHDRAW_LONGER.to(lang)
    yield texts.HOW_TO_END.to(lang)


def _entries(plan: Offer, lang: Lang) -> Iterator[str]:
    if not plan.is_remote:
        yield texts.NO_REFUND_AT_DESK.to(lang)
        return
    yield texts.WITHDRAW_ENTRIES.to(lang)
    yield texts.END_ENTRIES.to(lang)


def _committed(plan: Offer, lang: Lang) -> Iterator[str]:
    months, until, total = plan.commitment_months, committed_until(plan), committed_total(plan)
    if months is None or until is None or total is None or plan.open_price is None:
        raise ValueError("a commitment without its months or its open price")
    yield texts.COMMITS.to(lang, months=Counted(texts.MONTHS, months), last=until, total=total)
    yield texts.COMMITS_OPEN.to(lang, open=plan.open_price)
    yield texts.END_TERM_FEE.to(lang, open=plan.open_price, price=plan.price)
    yield texts.AFTER_COMMITMENT.to(lang)


def _may_withdraw(plan: Offer) -> bool:
    """As ``cancellation.withdraws_until``: from afar, or what goes on."""
    is_continuing = plan.every is not None and plan.commitment_months is None
    return plan.is_remote or is_continuing
