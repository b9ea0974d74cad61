"""A tax document as a row."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang, Text, day_in_record, ltr, moment, money
from fitkit.features.documents.queries import DocumentView
from fitkit.features.documents.rules import GIFT, DocumentState, takes_back
from fitkit.texts import documents as texts


@dataclass
class DocumentRow:
    """A document."""

    id: str
    title: str  # its kind and number
    kind: str
    number: str
    member: str
    member_href: str
    day: str
    amount: str  # below zero when it takes back
    note: str  # what it takes back, the Tax Authority's number
    state: str
    look: str  # the kind of its chip
    problem: str  # why it is missing
    next_try: str
    file: str  # its address; empty while it is missing
    file_label: str
    may_be_noted: bool
    note_label: str
    has_waiting: bool


def document_row(view: DocumentView, *, lang: Lang, zone: ZoneInfo) -> DocumentRow:
    """A document in words."""
    kind = texts.KINDS[view.kind].to(lang)
    amount = -view.amount if takes_back(view.kind) else view.amount
    is_issued = view.state is DocumentState.ISSUED
    label = texts.OPEN_FILE_OF.to(lang, kind=kind, number=view.number)
    return DocumentRow(
        id=str(view.id),
        title=f"{kind} {ltr(view.number)}".strip() if view.number else kind,
        kind=kind,
        number=view.number,
        member=view.member,
        member_href=f"/{lang}/dashboard/members/{view.member_id}/",
        day=day_in_record(view.on),
        amount=money(amount, lang),
        note=_note(view, lang),
        state=texts.STATES[view.state].to(lang),
        look="danger" if view.state is DocumentState.REFUSED else "warning",
        problem=_problem(view, lang),
        next_try=_next(view.next_try_at, lang, zone),
        file=f"/documents/{view.id}.pdf" if is_issued and not view.is_noted else "",
        file_label=label if is_issued else "",
        may_be_noted=view.may_be_noted,
        note_label=texts.NOTE_NAMED.to(lang, kind=kind, member=view.member),
        has_waiting=view.waiting > 0,
    )


def by_gift(view: DocumentView) -> Text | None:
    """That a gift card paid what a document is of, or had paid what it takes back; None: neither."""
    if view.cause_kind != GIFT:
        return None
    return texts.BY_GIFT_BACK if takes_back(view.kind) else texts.BY_GIFT


def _note(view: DocumentView, lang: Lang) -> str:
    said = [how.to(lang)] if (how := by_gift(view)) else []
    if view.credits_number:
        said.append(texts.TAKES_BACK.to(lang, number=ltr(view.credits_number)))
    if view.allocation_number:
        said.append(texts.ALLOCATED.to(lang, number=ltr(view.allocation_number)))
    if view.is_noted:
        said.append(texts.IS_NOTED.to(lang))
    return " · ".join(said)


def _problem(view: DocumentView, lang: Lang) -> str:
    waits = takes_back(view.kind) and view.state is DocumentState.DUE and not view.credits_number
    return view.problem or (texts.WAITS_FOR_ORIGINAL.to(lang) if waits else "")


def _next(at: datetime | None, lang: Lang, zone: ZoneInfo) -> str:
    return texts.NEXT_TRY.to(lang, at=moment(at, zone, lang)) if at else ""
