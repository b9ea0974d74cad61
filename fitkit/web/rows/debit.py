"""Mandates, files of bank debits and their lines as a person reads them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, day_in_record, ltr, moment, money
from fitkit.features.debits.queries import FileView, LineView, MandateView
from fitkit.features.debits.rules import FileState, MandateState
from fitkit.features.payments.rules import ChargeState
from fitkit.texts import debits as texts
from fitkit.texts import payments as pay_texts
from fitkit.web.rows.payment import KINDS

_MANDATE_KINDS = {
    MandateState.ASKED: "neutral",
    MandateState.SIGNED: "info",
    MandateState.ACTIVE: "positive",
    MandateState.CANCELLED: "neutral",
}
_FILE_KINDS = {
    FileState.MADE: "info",
    FileState.WITHDRAWN: "neutral",
    FileState.SETTLED: "positive",
}


@dataclass
class MandateRow:
    """An authorisation."""

    id: str
    member: str
    member_href: str
    account: str
    reference: str
    state: str
    kind: str
    why: str
    may_sign: bool
    may_activate: bool
    may_cancel: bool
    more: str


@dataclass
class FileRow:
    """A file."""

    id: str = ""
    href: str = ""
    title: str = ""
    total: str = ""
    count: str = ""
    state: str = ""
    kind: str = "neutral"
    facts: str = ""
    settles: str = ""
    is_open: bool = False
    has_returns: bool = False


@dataclass
class LineRow:
    """One debit in a file."""

    id: str
    member: str
    what: str
    amount: str
    state: str
    kind: str
    why: str
    href: str
    may_return: bool
    label: str


def mandate_row(view: MandateView, lang: Lang) -> MandateRow:
    """An authorisation in the list."""
    account = texts.ACCOUNT_WORDS.to(
        lang, bank=ltr(view.bank), branch=ltr(view.branch), end=ltr(view.account_end)
    )
    return MandateRow(
        id=str(view.id),
        member=view.member,
        member_href=f"/{lang}/dashboard/members/{view.member_id}/",
        account=account,
        reference=texts.REFERENCE.to(lang, number=ltr(str(view.number))),
        state=texts.STATES[view.state].to(lang),
        kind=_MANDATE_KINDS[view.state],
        why=view.why,
        may_sign=view.state is MandateState.ASKED,
        may_activate=view.state is MandateState.SIGNED,
        may_cancel=view.state is not MandateState.CANCELLED,
        more=texts.DEEDS.to(lang, name=view.member),
    )


def file_row(view: FileView, *, zone: ZoneInfo, lang: Lang) -> FileRow:
    """A file in the list, or as a head."""
    taken = texts.NOT_TAKEN.to(lang)
    if view.taken_at is not None:
        taken = texts.TAKEN.to(lang, when=moment(view.taken_at, zone, lang))
    returned = texts.RETURNED_COUNT.to(lang, view.returned) if view.returned else ""
    day = day_in_record(view.charge_on)
    title = (
        texts.FILE_OF.to(lang, day=day)
        if view.serial == 1
        else texts.FILE_NUMBER.to(lang, day=day, serial=view.serial)
    )
    is_open = view.state is FileState.MADE
    settles = texts.SETTLES.to(lang, day=day_in_record(view.settles_on)) if is_open else ""
    return FileRow(
        id=str(view.id),
        href=f"/{lang}/dashboard/payments/debits/{view.id}/",
        title=title,
        total=money(view.total, lang),
        count=texts.WAITING_COUNT.to(lang, view.count),
        state=texts.FILE_STATES[view.state].to(lang),
        kind=_FILE_KINDS[view.state],
        facts=" · ".join(f for f in (taken, returned) if f),
        settles=settles,
        is_open=is_open,
        has_returns=bool(view.returned),
    )


def line_row(view: LineView, *, is_open: bool, lang: Lang) -> LineRow:
    """One debit."""
    why = texts.REASONS[view.reason].to(lang) if view.reason else ""
    if view.code:
        why = f"{why} {ltr(view.code)}"
    return LineRow(
        id=str(view.id),
        member=view.member,
        what=view.words.to(lang),
        amount=money(view.amount, lang),
        state=(texts.IS_RETURNED if view.reason else pay_texts.STATES[view.state]).to(lang),
        kind=KINDS[view.state],
        why=why,
        href=f"/{lang}/dashboard/payments/{view.charge_id}/",
        may_return=is_open and view.state is ChargeState.SENT,
        label=texts.RETURN_NAMED.to(lang, name=view.member),
    )
