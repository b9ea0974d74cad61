"""What is owed and paid, on screens."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang, Text, day_in_record, moment, money, near_day
from fitkit.features.billing.queries import DebtorView, PaymentView, UnpaidView
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.payments.rules import ChargeState
from fitkit.texts import debts
from fitkit.texts import renewals as texts


@dataclass
class DueRow:
    """What is owed for a period."""

    id: str
    what: str
    days: str
    amount: str
    pay: str  # the button's words
    label: str  # the button's name, read out
    why: str
    next: str
    credit: str  # what of their credit is off it; empty: nothing


@dataclass
class DebtorRow:
    """Somebody who owes."""

    id: str  # the member's
    name: str
    phone: str  # digits for WhatsApp; empty: none
    owed: str
    since: str
    age: str  # a key
    age_label: str
    why: str
    last: str
    next: str  # empty: how far it is paid in parts says it
    next_kind: str
    is_blocked: bool
    is_archived: bool
    is_charged: bool  # nothing else may be asked for meanwhile
    more: str
    periods: list[DueRow]
    plan: str  # how far it is paid in parts; empty: it is not


@dataclass
class PaymentRow:
    """Something that was paid, or that did not go through."""

    id: str
    what: str
    fact: str
    amount: str
    state: str
    kind: str
    document: str  # a link's words; empty: none
    document_label: str
    href: str  # of its file; empty: there is none to open here


def due_row(view: UnpaidView, lang: Lang, zone: ZoneInfo) -> DueRow:
    """What is owed for a period, as it is told to whoever owes it."""
    what = view.plan.to(lang)
    amount = money(view.amount, lang)
    return DueRow(
        id=str(view.period_id),
        what=what,
        days=f"{near_day(view.first_on)}-{day_in_record(view.last_on)}",
        amount=amount,
        pay=texts.PAY.to(lang, amount=amount),
        label=texts.PAY_LABEL.to(lang, amount=amount, what=what),
        why=texts.WHY[view.why].to(lang),
        next=_next_for_payer(view, lang, zone),
        credit=texts.CREDIT_USED.to(lang, amount=money(view.credit, lang)) if view.credit else "",
    )


def debtor_row(view: DebtorView, lang: Lang, zone: ZoneInfo) -> DebtorRow:
    """Somebody who owes: the oldest period says why, and what comes next."""
    first = view.periods[0] if view.periods else None
    words, kind = (
        next_words(first, lang, zone) if first else (texts.NEXT_PERSON.to(lang), "warning")
    )
    plan = _plan_words(view, lang)
    if view.is_charged and (first is None or not first.is_open):  # all of it, or a part
        words, kind = texts.NEXT_LOOK.to(lang), "info"
    elif plan and first is not None and first.in_parts and not first.is_open:
        words = ""
    return DebtorRow(
        id=str(view.member_id),
        name=view.name,
        phone="".join(c for c in view.phone if c.isdigit()),
        owed=money(view.owed, lang),
        since=day_in_record(view.since),
        age=view.age.value,
        age_label=texts.AGES[view.age].to(lang),
        why=texts.WHY[first.why if first else "other"].to(lang),
        last=_last(first, lang, zone) if first else "",
        next=words,
        next_kind=kind,
        is_blocked=view.is_blocked,
        is_archived=view.is_archived,
        is_charged=view.is_charged,
        more=texts.MORE_OF.to(lang, name=view.name),
        periods=[due_row(one, lang, zone) for one in view.periods],
        plan=plan,
    )


def _plan_words(view: DebtorView, lang: Lang) -> str:
    plan = view.plan
    if plan is None or plan.next is None:
        return ""
    day = day_in_record(plan.next.due_on)
    return debts.IN_PLAN.to(lang, paid=plan.paid, count=plan.parts, day=day)


def payment_row(view: PaymentView, lang: Lang, zone: ZoneInfo) -> PaymentRow:
    """Something that was paid, with its document."""
    state, kind = _outcome(view)
    day = day_in_record(day_of(view.at, zone))
    card = texts.CARD_IS.to(lang, last4=view.last4) if view.last4 else ""
    return PaymentRow(
        id=str(view.charge_id),
        what=view.words.to(lang),
        fact=" · ".join(part for part in (day, card) if part),
        amount=money(view.amount, lang),
        state=texts.PAID_STATES[state].to(lang),
        kind=kind,
        document=_document(view, lang),
        document_label=texts.DOCUMENT_OPEN.to(lang, number=view.document) if view.document else "",
        href=f"/documents/{view.file_id}.pdf" if view.file_id else "",
    )


def next_words(view: UnpaidView, lang: Lang, zone: ZoneInfo) -> tuple[str, str]:
    """What comes next by itself, and in which kind of colour."""
    if view.is_open:
        asked = texts.NEXT_BANK if view.why == "at_bank" else texts.NEXT_LOOK
        return asked.to(lang), "info"
    if view.in_parts or view.for_file:
        return (texts.NEXT_PART if view.in_parts else texts.NEXT_FILE).to(lang), "info"
    if view.promised_on is not None:
        return texts.NEXT_PROMISE.to(lang, day=near_day(view.promised_on)), "info"
    if view.next_try_at is not None:
        return texts.NEXT_TRY.to(lang, at=moment(view.next_try_at, zone, lang)), "info"
    words, kind = _stands(view)
    return words.to(lang), kind


def _next_for_payer(view: UnpaidView, lang: Lang, zone: ZoneInfo) -> str:
    """What comes next; what waits for staff is their next step, not the payer's."""
    words, _ = next_words(view, lang, zone)
    return texts.NEXT_STAFF.to(lang) if words == texts.NEXT_PERSON.to(lang) else words


def _stands(view: UnpaidView) -> tuple[Text, str]:
    """What is waited for where nothing is planned."""
    if view.state is PeriodState.GIVEN_UP:
        return texts.NEXT_PERSON, "danger"
    if view.needs_card:
        return texts.NEXT_CARD, "warning"
    return texts.NEXT_LOOK, "info"


def month_of(day: date) -> str:
    """A card's last month as it stands on the card."""
    return f"{day:%m/%y}"


def _last(view: UnpaidView, lang: Lang, zone: ZoneInfo) -> str:
    if view.last_try_at is None:
        return ""
    at = texts.LAST_TRY.to(lang, at=near_day(day_of(view.last_try_at, zone)))
    return f"{at} · {texts.TRIES.to(lang, view.tries)}" if view.tries else at


def _outcome(view: PaymentView) -> tuple[str, str]:
    if view.state is ChargeState.DECLINED:
        return "declined", "danger"
    if view.state is not ChargeState.PAID:
        return "unknown", "info"
    if view.under_way:
        return "going_back", "info"
    if view.refunded == view.amount:
        return "refunded", "neutral"
    return ("refunded_partly", "neutral") if view.refunded else ("paid", "positive")


def _document(view: PaymentView, lang: Lang) -> str:
    if view.document:
        return texts.DOCUMENT.to(lang, number=view.document)
    return texts.DOCUMENT_DUE.to(lang) if view.is_document_due else ""
