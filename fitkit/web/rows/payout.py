"""Payouts as a person reads them."""

from dataclasses import dataclass

from fitkit.core.i18n import Lang, day_in_record, ltr, money
from fitkit.core.money import ZERO, Money
from fitkit.features.payouts.queries import HeldView, PayoutView
from fitkit.features.payouts.rules import PayoutState
from fitkit.texts import payouts as texts


@dataclass
class HeldRow:
    """What a company holds."""

    account: str
    label: str
    amount: str


@dataclass
class PayoutRow:
    """A payout."""

    id: str
    company: str
    on: str
    arrived: str
    fee: str
    expected: str
    difference: str
    kind: str
    state: str
    note: str
    may_book: bool
    label: str


def held_row(view: HeldView, lang: Lang) -> HeldRow:
    """A company's account."""
    company = texts.COMPANIES[view.account].to(lang)
    return HeldRow(view.account, texts.HELD.to(lang, company=company), money(view.held, lang))


def payout_row(view: PayoutView, lang: Lang) -> PayoutRow:
    """A payout in the list."""
    is_told, day = view.state is PayoutState.TOLD, day_in_record(view.on)
    amount = money(view.arrived, lang)
    return PayoutRow(
        id=str(view.id),
        company=texts.COMPANIES[view.account].to(lang),
        on=day,
        arrived=amount,
        fee=_fee(view, lang),
        expected="" if view.expected is None else money(view.expected, lang),
        difference="" if is_told else _difference(view.difference, lang),
        kind="info" if is_told else "warning" if view.difference else "positive",
        state=texts.STATES[view.state].to(lang),
        note=view.note,
        may_book=is_told,
        label=texts.BOOK_NAMED.to(lang, amount=amount, day=day),
    )


def _fee(view: PayoutView, lang: Lang) -> str:
    if not view.fee:
        return ""
    share = view.fee.agorot / (view.arrived + view.fee).agorot
    return texts.FEE_SHARE.to(lang, fee=view.fee, share=ltr(f"{share:.2%}"))


def _difference(difference: Money, lang: Lang) -> str:
    if not difference:
        return texts.EXACT.to(lang)
    words = texts.MISSING if difference > ZERO else texts.OVER
    return words.to(lang, amount=max(difference, -difference))
