"""Endings of deals as people read them: what can be ended, the calculation, what became of a notice."""

from dataclasses import dataclass, field

from fitkit.core.i18n import Lang, day_in_record, money
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.queries import CancellationView, EndableView, EndingView
from fitkit.features.billing.rules.words import CancellationState
from fitkit.features.plans.rules import Every
from fitkit.texts import endings as texts

_KINDS = {
    CancellationState.REVIEW: "info",
    CancellationState.SETTLED: "neutral",
    CancellationState.WITHDRAWN: "positive",
}


@dataclass
class LineRow:
    """One step of a calculation."""

    words: str = ""
    amount: str = ""  # empty: it only explains


@dataclass
class EndingRow:
    """What ending a deal means."""

    last_day: str = ""
    refund: str = ""  # empty: nothing comes back
    owed: str = ""  # empty: nothing is left to pay
    refund_by: str = ""
    fee: str = ""
    lines: list[LineRow] = field(default_factory=list)
    needs_review: bool = False


@dataclass
class DealRow:
    """A deal that may be ended, or that a notice ends."""

    id: str = ""
    plan: str = ""
    facts: str = ""
    is_ended: bool = False


@dataclass
class NoticeRow:
    """A notice, and what became of it."""

    id: str = ""
    title: str = ""
    facts: list[str] = field(default_factory=list)
    state: str = ""
    kind: str = "neutral"
    waits: bool = False  # for the gym's decision
    may_withdraw: bool = False
    by_hand: str = ""  # what staff have to give back; empty: nothing


def ending_row(view: EndingView, lang: Lang) -> EndingRow:
    """A calculation, worded."""
    return EndingRow(
        last_day=day_in_record(view.last_day),
        refund=_some(view.refund, lang),
        owed=_some(view.owed, lang),
        refund_by=day_in_record(view.refund_by) if view.refund_by else "",
        fee=_some(view.fee, lang),
        lines=[
            LineRow(line.words.to(lang), "" if line.amount is None else money(line.amount, lang))
            for line in view.lines
        ],
        needs_review=view.needs_review,
    )


def deal_row(view: EndableView, lang: Lang) -> DealRow:
    """A deal on a list."""
    said = []
    match view.every:
        case Every.MONTH:
            said.append(texts.PRICE_MONTH.to(lang, price=view.price))
        case Every.YEAR:
            said.append(texts.PRICE_YEAR.to(lang, price=view.price))
        case None:
            said.append(money(view.price, lang))
    if view.next_on is not None:
        said.append(texts.NEXT_CHARGE.to(lang, day=view.next_on))
    elif view.ends_on is not None:
        said.append(texts.UNTIL.to(lang, day=view.ends_on))
    return DealRow(
        str(view.deal_id), view.plan.to(lang), " · ".join(said), view.cancellation_id is not None
    )


def notice_row(view: CancellationView, lang: Lang) -> NoticeRow:
    """A notice on staff's list."""
    is_settled = view.state is CancellationState.SETTLED
    said = [texts.NOTICE_OF.to(lang, day=view.ending.noticed_on)]
    if is_settled:
        said.append(texts.ENDS_ON.to(lang, day=view.ending.last_day))
    sums = (
        (view.refunded, texts.REFUNDED),
        (view.on_its_way, texts.ON_ITS_WAY),
        (view.by_hand, texts.BY_HAND),
    )
    said += [words.to(lang, sum=amount) for amount, words in sums if amount]
    if view.reason:
        said.append(view.reason)
    return NoticeRow(
        str(view.id),
        view.plan.to(lang),
        said,
        texts.STATES[view.state].to(lang),
        _KINDS[view.state],
        waits=view.state is CancellationState.REVIEW,
        may_withdraw=view.state is not CancellationState.WITHDRAWN
        and not (view.refunded or view.on_its_way),
        by_hand=_some(view.by_hand, lang),
    )


def _some(amount: Money, lang: Lang) -> str:
    return money(amount, lang) if amount > ZERO else ""
