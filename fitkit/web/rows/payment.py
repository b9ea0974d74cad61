"""Payments, refunds and their stories as a person reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, Text, day_in_record, ltr, moment, money
from fitkit.core.money import ZERO, Money
from fitkit.features.payments import rules
from fitkit.features.payments.queries import (
    CardView,
    ChargeView,
    Found,
    RefundView,
    StateSum,
    StoryStep,
)
from fitkit.features.payments.rules import ChargeState, RefundState
from fitkit.texts import payments as texts
from fitkit.texts import takings as said
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.event import kind_words

KINDS: Final = {
    ChargeState.CREATED: "neutral",
    ChargeState.ON_PAGE: "info",
    ChargeState.UNKNOWN: "warning",
    ChargeState.SENT: "info",
    ChargeState.PAID: "positive",
    ChargeState.DECLINED: "danger",
    ChargeState.ABANDONED: "neutral",
    ChargeState.FAILED: "danger",
}
REFUND_KINDS: Final = {
    RefundState.CREATED: "info",
    RefundState.UNKNOWN: "warning",
    RefundState.DONE: "positive",
    RefundState.REFUSED: "danger",
}
OPENED: Final = {
    ChargeState.ON_PAGE,
    ChargeState.UNKNOWN,
    ChargeState.SENT,
    ChargeState.CREATED,
}


@dataclass
class PaymentRow:
    """One payment in a list."""

    id: str = ""
    href: str = ""
    member: str = ""
    member_href: str = ""
    what: str = ""
    when: str = ""
    way: str = ""
    amount: str = ""
    back: str = ""  # how much of it went back; often empty
    state: str = ""
    kind: str = "neutral"
    why: str = ""  # of a decline
    may_refund: bool = False
    left: str = ""  # what may still be given back, in shekels as a field takes it
    left_words: str = ""
    refund_label: str = ""
    story_label: str = ""


@dataclass
class RefundRow:
    """One refund of a payment."""

    id: str
    title: str
    why: str
    when: str
    state: str
    kind: str
    said: str
    is_unknown: bool


@dataclass
class StepRow:
    """One thing that happened."""

    id: str
    when: str
    who: str
    words: str


@dataclass
class FactRow:
    """A label and its value."""

    label: str
    value: str


@dataclass
class SumRow:
    """What came by one way."""

    label: str
    value: str
    share: float


@dataclass
class SumsRow:
    """What some days come to."""

    paid: str = ""
    back: str = ""
    net: str = ""
    unclear: str = ""
    count: str = ""


def payment_row(view: ChargeView, *, member: str, zone: ZoneInfo, lang: Lang) -> PaymentRow:
    """A payment in a list."""
    amount = money(view.amount, lang)
    reason = texts.DECLINES[view.reason].to(lang) if view.reason else ""
    return PaymentRow(
        id=str(view.id),
        href=f"/{lang}/dashboard/payments/{view.id}/",
        member=member,
        member_href=f"/{lang}/dashboard/members/{view.member_id}/",
        what=view.words.to(lang),
        when=day_in_record(view.paid_on) if view.paid_on else moment(view.opened_at, zone, lang),
        way=way_words(view, lang),
        amount=amount,
        back=back_words(view, lang),
        state=texts.STATES[view.state].to(lang),
        kind=KINDS[view.state],
        why=reason,
        may_refund=bool(view.left),
        left=f"{view.left.agorot // 100}.{view.left.agorot % 100:02d}",
        left_words=money(view.left, lang),
        refund_label=said.REFUND_NAMED.to(lang, what=f"{view.words.to(lang)}, {amount}"),
        story_label=said.OPEN_STORY_NAMED.to(lang, what=f"{view.words.to(lang)}, {amount}"),
    )


def back_words(view: ChargeView, lang: Lang) -> str:
    """How much of it went back, and how much is on its way; often empty."""
    gone = view.refunded - view.under_way
    parts = [said.OF_IT_BACK.to(lang, amount=gone)] if gone else []
    if view.under_way:
        parts.append(said.OF_IT_UNDER_WAY.to(lang, amount=view.under_way))
    return " · ".join(parts)


def way_words(view: ChargeView, lang: Lang) -> str:
    """How it was paid, or is to be."""
    if view.way is None:
        return texts.MODES[view.mode].to(lang)
    if view.last4:
        return said.CARD_ENDING.to(lang, last4=ltr(view.last4))
    return texts.WAYS[view.way].to(lang)


def sums_row(found: Iterable[StateSum], lang: Lang) -> SumsRow:
    """What some days come to, in figures."""
    sums = list(found)
    paid = [s for s in sums if s.state is ChargeState.PAID]
    taken = sum((s.total for s in paid), ZERO)
    back = sum((s.refunded for s in paid), ZERO)
    unclear = [s for s in sums if s.state is ChargeState.UNKNOWN]
    return SumsRow(
        paid=money(taken, lang),
        back=money(back, lang),
        net=money(taken - back, lang),
        unclear=money(sum((s.total for s in unclear), ZERO), lang),
        count=said.COUNT.to(lang, sum(s.count for s in paid)),
    )


def way_sums(found: Iterable[StateSum], lang: Lang) -> list[SumRow]:
    """What was paid by each way, the most first."""
    by: dict[str, Money] = {}
    for one in found:
        if one.state is ChargeState.PAID and one.way is not None and one.total:
            words = texts.WAYS[one.way].to(lang)
            by[words] = by.get(words, ZERO) + one.total
    most = max((total.agorot for total in by.values()), default=1)
    ordered = sorted(by.items(), key=lambda pair: -pair[1].agorot)
    return [SumRow(words, money(total, lang), total.agorot / most) for words, total in ordered]


def state_choices(lang: Lang) -> list[Choice]:
    """States to choose from."""
    return [Choice(state, texts.STATES[state].to(lang)) for state in ChargeState]


def ways_back(view: ChargeView, lang: Lang) -> list[Choice]:
    """By which ways a payment may go back, the original means first."""
    if view.way is None:
        return []
    return [Choice(way, _way_back(view, way, lang)) for way in rules.back_ways(view.way)]


def preview(view: ChargeView, *, amount: Money, way: str, name: str, lang: Lang) -> str:
    """What a refund will do, in words."""
    left = view.left - amount
    if way in rules.BACK_BY_HAND:
        by = said.WAYS_BACK[way].to(lang)
        return said.PREVIEW_HAND.to(lang, amount=amount, name=name, way=by.lower(), left=left)
    return said.PREVIEW_COMPANY.to(
        lang, amount=amount, name=name, way=way_words(view, lang), left=left
    )


def refund_row(view: RefundView, *, zone: ZoneInfo, lang: Lang) -> RefundRow:
    """A refund."""
    return RefundRow(
        id=str(view.id),
        title=f"{money(view.amount, lang)} · {texts.WAYS[view.way].to(lang)}",
        why=view.why,
        when=moment(view.settled_at or view.opened_at, zone, lang),
        state=texts.REFUND_STATES[view.state].to(lang),
        kind=REFUND_KINDS[view.state],
        said=view.said,
        is_unknown=view.state is RefundState.UNKNOWN,
    )


def facts_of(view: ChargeView, lang: Lang) -> list[FactRow]:
    """What is known of a payment; only what there is."""
    pairs = [
        (said.AMOUNT, money(view.amount, lang)),
        (said.WAY, way_words(view, lang)),
        (said.PAID_ON, day_in_record(view.paid_on) if view.paid_on else ""),
        (said.INSTALMENTS, str(view.instalments) if view.instalments > 1 else ""),
        (said.TRANSACTION, ltr(view.transaction_id) if view.transaction_id else ""),
        (said.APPROVAL, ltr(view.approval) if view.approval else ""),
        (said.ATTEMPT, str(view.attempt) if view.attempt > 1 else ""),
        (said.SURPLUS, said.SURPLUS_IS.to(lang) if view.is_surplus else ""),
        (said.NOTE, view.note),
        (said.SAID, view.said),
    ]
    return [FactRow(label.to(lang), value) for label, value in pairs if value]


def step_rows(found: Found, *, zone: ZoneInfo, lang: Lang) -> list[StepRow]:
    """A payment's story, oldest first."""
    return [
        StepRow(
            id=f"{n}",
            when=moment(step.at, zone, lang),
            who=_who(step, lang),
            words=_step(step, lang),
        )
        for n, step in enumerate(found.steps)
    ]


def card_apart_words(card: CardView, plan: Text, lang: Lang) -> str:
    """The card that one plan alone is charged to."""
    return said.CARD_APART.to(
        lang,
        plan=plan,
        brand=card.brand,
        last4=ltr(card.last4),
        until=ltr(f"{card.good_until:%m/%Y}"),
    )


def card_words(card: CardView | None, lang: Lang) -> str:
    """The card that renewals are charged to."""
    if card is None:
        return said.NO_SAVED_CARD.to(lang)
    return said.SAVED_CARD.to(
        lang,
        brand=card.brand,
        last4=ltr(card.last4),
        until=ltr(f"{card.good_until:%m/%Y}"),
    )


def _way_back(view: ChargeView, way: str, lang: Lang) -> str:
    if way == view.way and way not in rules.BACK_BY_HAND:
        return said.WAYS_BACK["same"].to(lang, way=way_words(view, lang))
    return said.WAYS_BACK[way].to(lang)


def _who(step: StoryStep, lang: Lang) -> str:
    if step.kind in ("callback", "asked"):
        return said.BY_COMPANY.to(lang)
    return step.actor or said.BY_FITKIT.to(lang)


def _step(step: StoryStep, lang: Lang) -> str:
    words = said.STEPS.get(step.kind)
    if words is None:
        return kind_words(step.kind, lang) or step.kind
    states = texts.REFUND_STATES if "refund" in step.kind else texts.STATES
    state = states.get(str(step.facts.get("state")))
    agorot = step.facts.get("amount_agorot")
    answer = said.ANSWERS.get(str(step.facts.get("answer")))
    return words.to(
        lang,
        answer=answer.to(lang) if answer else "",
        state=state.to(lang) if state else "",
        amount=Money(agorot) if isinstance(agorot, int) else "",
    )
