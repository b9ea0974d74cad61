"""Troubles and charges of all gyms as FitKit's own people read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, Text, ltr, moment, money, number
from fitkit.core.money import ZERO
from fitkit.features.payments.rules import ChargeMode, ChargeState, RefundState
from fitkit.features.platform.queries import Condition, GymCharge, GymRefund, Trouble, Whole
from fitkit.features.platform.rules import TroubleKind
from fitkit.texts import notices
from fitkit.texts import payments as pay_texts
from fitkit.texts import platform as texts
from fitkit.web.rows.payment import (
    KINDS,
    FactRow,
    RefundRow,
    StepRow,
    refund_row,
    step_rows,
)

_LOOKS: Final = {
    TroubleKind.BOOK: "danger",
    TroubleKind.CHARGES: "danger",
    TroubleKind.REFUNDS: "danger",
    TroubleKind.JOBS: "danger",
    TroubleKind.LATE_JOBS: "danger",
    TroubleKind.DOCUMENTS: "warning",
    TroubleKind.ACCOUNTS: "warning",
    TroubleKind.LISTS: "warning",
    TroubleKind.LETTERS: "warning",
    TroubleKind.UNPROVED: "info",
}
_OF_PAYMENTS: Final = frozenset({TroubleKind.CHARGES, TroubleKind.REFUNDS})
_NAMES: Final[dict[TroubleKind, dict[str, Text]]] = {  # what a trouble's word is, by its kind
    TroubleKind.BOOK: texts.FAULTS,
    TroubleKind.ACCOUNTS: pay_texts.PROVIDERS,
    TroubleKind.LISTS: pay_texts.PROVIDERS,
    TroubleKind.LETTERS: notices.CHANNELS,
}


@dataclass
class TroubleRow:
    """One line of a kind of trouble."""

    id: str
    title: str
    facts: str
    why: str
    count: str
    may_wake: bool
    job_id: str
    wake_label: str


@dataclass
class TroubleGroup:
    """A kind of trouble with its lines."""

    kind: str
    title: str
    why: str
    look: str
    count: str
    leads_to_payments: bool
    rows: list[TroubleRow] = field(default_factory=list)


@dataclass
class GymChargeRow:
    """A charge of some gym."""

    id: str
    href: str
    gym: str
    amount: str
    company: str
    when: str
    asked: str
    state: str
    kind: str
    said: str
    open_label: str


@dataclass
class GymRefundRow:
    """A refund of some gym that is stuck."""

    id: str
    href: str
    title: str
    facts: str
    state: str


@dataclass
class WholeRow:
    """A charge that was opened: its head."""

    viewing: str = ""  # whose it is
    why: str = ""  # it was opened
    amount: str = ""
    what: str = ""
    state: str = ""
    kind: str = "neutral"
    may_ask: bool = False


def trouble_groups(found: Condition, *, zone: ZoneInfo, lang: Lang) -> list[TroubleGroup]:
    """Troubles by kind, the worst first."""
    return [
        _group(kind, list(rows), zone, lang)
        for kind, rows in groupby(found.troubles, key=lambda t: t.kind)
    ]


def counted(found: Condition, lang: Lang) -> list[FactRow]:
    """What was looked at."""
    pairs = [
        (texts.GYMS, found.gyms),
        (texts.SOUND, found.sound),
        (texts.CHARGES, found.charges),
        (texts.LETTERS, found.letters),
        (texts.JOBS, found.jobs),
    ]
    return [FactRow(label.to(lang), number(value, lang)) for label, value in pairs]


def charge_row(view: GymCharge, *, zone: ZoneInfo, lang: Lang) -> GymChargeRow:
    """A charge in the list of all gyms."""
    amount = money(view.amount, lang)
    asked = texts.ASKED_TIMES.to(lang, view.looks) if view.looks else texts.NEVER_ASKED.to(lang)
    return GymChargeRow(
        id=str(view.id),
        href=f"/{lang}/platform/payments/{view.id}/",
        gym=view.gym,
        amount=amount,
        company=_company(view, lang),
        when=moment(view.opened_at, zone, lang),
        asked="" if view.mode in (ChargeMode.HAND, ChargeMode.DEBIT) else asked,
        state=pay_texts.STATES[view.state].to(lang),
        kind=KINDS[view.state],
        said=view.said,
        open_label=texts.OPEN_NAMED.to(lang, gym=view.gym, amount=amount),
    )


def stuck_refund_row(view: GymRefund, *, zone: ZoneInfo, lang: Lang) -> GymRefundRow:
    """A refund that is stuck."""
    company = pay_texts.PROVIDERS[view.provider].to(lang) if view.provider else ""
    facts = [company, moment(view.told_at or view.opened_at, zone, lang), view.said]
    state = RefundState.UNKNOWN if view.told_at else RefundState.CREATED
    return GymRefundRow(
        id=str(view.id),
        href=f"/{lang}/platform/payments/{view.charge_id}/",
        title=f"{view.gym} · {money(view.amount, lang)}",
        facts=" · ".join(f for f in facts if f),
        state=pay_texts.REFUND_STATES[state].to(lang),
    )


def whole_row(view: Whole, *, reason: str, lang: Lang) -> WholeRow:
    """The head of an opened charge."""
    charge = view.found.charge
    is_settled = charge.state in (ChargeState.PAID, ChargeState.CREATED)
    return WholeRow(
        viewing=texts.VIEWING.to(lang, gym=view.at.gym),
        why=texts.VIEWING_WHY.to(lang, reason=reason),
        amount=money(charge.amount, lang),
        what=charge.words.to(lang),
        state=pay_texts.STATES[charge.state].to(lang),
        kind=KINDS[charge.state],
        may_ask=charge.mode not in (ChargeMode.HAND, ChargeMode.DEBIT) and not is_settled,
    )


def whole_facts(view: Whole, *, zone: ZoneInfo, lang: Lang) -> list[FactRow]:
    """What is known of a charge, without who pays it and without what is sealed."""
    charge = view.found.charge
    company = pay_texts.PROVIDERS[view.provider].to(lang) if view.provider else ""
    pairs = [
        (texts.CHARGE_ID, ltr(str(charge.id))),
        (texts.CAUSE, ltr(f"{charge.cause_kind} {charge.cause_id}")),
        (texts.COMPANY, company or texts.BY_HAND.to(lang)),
        (texts.PAGE, ltr(charge.page_reference) if charge.page_reference else ""),
        (texts.TOLD_AT, _at(charge.told_at, zone, lang)),
        (texts.LAST_ASKED, _at(charge.asked_at, zone, lang)),
    ]
    return [FactRow(label.to(lang), value) for label, value in pairs if value]


def whole_steps(view: Whole, *, zone: ZoneInfo, lang: Lang) -> list[StepRow]:
    """All that happened to a charge; where a callback pointed to stands beside it."""
    rows = step_rows(view.found, zone=zone, lang=lang)
    for row, step in zip(rows, view.found.steps, strict=True):
        if reference := step.facts.get("reference"):
            row.words += ". " + texts.POINTED_TO.to(lang, reference=ltr(str(reference)))
    return rows


def whole_refunds(view: Whole, *, zone: ZoneInfo, lang: Lang) -> list[RefundRow]:
    """Refunds of a charge; why staff gave back is the gym's business."""
    rows = [refund_row(one, zone=zone, lang=lang) for one in view.found.refunds]
    for row in rows:
        row.why = ""
    return rows


def _group(
    kind: TroubleKind, troubles: Sequence[Trouble], zone: ZoneInfo, lang: Lang
) -> TroubleGroup:
    return TroubleGroup(
        kind=kind,
        title=texts.KINDS[kind].to(lang),
        why=texts.WHY[kind].to(lang),
        look=_LOOKS[kind],
        count=number(sum(t.count for t in troubles), lang),
        leads_to_payments=kind in _OF_PAYMENTS,
        rows=[_trouble(n, t, zone, lang) for n, t in enumerate(troubles)],
    )


def _trouble(n: int, view: Trouble, zone: ZoneInfo, lang: Lang) -> TroubleRow:
    named = _NAMES.get(view.kind, {}).get(view.what)
    what = named.to(lang) if named else ltr(view.what) if view.what else ""
    since = texts.SINCE.to(lang, when=moment(view.since, zone, lang)) if view.since else ""
    in_doubt = view.kind in _OF_PAYMENTS and view.total != ZERO
    doubt = texts.IN_DOUBT.to(lang, amount=view.total) if in_doubt else ""
    is_account = view.kind is TroubleKind.ACCOUNTS
    problem = pay_texts.PROBLEMS.get(view.why) if is_account else None
    return TroubleRow(
        id=f"{view.kind}-{n}",
        title=view.gym or texts.OF_FITKIT.to(lang),
        facts=" · ".join(f for f in (what, doubt, since) if f),
        why=problem.to(lang) if problem else view.why,
        count=number(view.count, lang) if view.count > 1 else "",
        may_wake=view.id is not None,
        job_id=str(view.id or ""),
        wake_label=texts.WAKE_NAMED.to(lang, what=view.what),
    )


def _company(view: GymCharge, lang: Lang) -> str:
    return pay_texts.PROVIDERS[view.provider].to(lang) if view.provider else texts.BY_HAND.to(lang)


def _at(at: datetime | None, zone: ZoneInfo, lang: Lang) -> str:
    return moment(at, zone, lang) if at else ""
