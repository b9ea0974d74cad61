"""What owners are told of tax documents, and of what a payment company's list says."""

from datetime import date
from uuid import UUID

from fitkit.core.i18n import Lang, money
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.members.rules import full_name
from fitkit.features.members.tables import Member
from fitkit.features.notifications import rules
from fitkit.features.notifications.queries._words import words_of
from fitkit.features.notifications.rules import Happening, NoticeKind
from fitkit.ports.payments import Provider
from fitkit.texts import documents as document_texts
from fitkit.texts import notices as texts
from fitkit.texts import payments as pay_texts

_PATH = "/dashboard/documents"


@internal
def document_refused(w: Work, *, document_id: UUID) -> Happening:
    """What the owner is told when the issuer will not make a document."""
    row = w.get(TaxDocument, document_id)
    member = w.get(Member, row.member_id)
    amount = Money(row.amount_agorot)
    facts: rules.Facts = {
        "member": full_name(member.first_name, member.last_name),
        "kind": words_of(document_texts.KINDS[row.kind]),
        "amount": {lang.value: money(amount, lang) for lang in Lang},
        "why": row.problem,
    }
    return Happening(
        NoticeKind.DOCUMENT_REFUSED, row.id, facts, _PATH, occasion=w.now.date().isoformat()
    )


@internal
def documents_missing(
    w: Work, *, gym_id: UUID, count: int, oldest_on: date, has_issuer: bool
) -> Happening:
    """What the owner is told once a day while documents are missing."""
    facts: rules.Facts = {
        "count": count,
        "oldest_on": oldest_on.isoformat(),
        "why": words_of(texts.TRIED_BY_ITSELF if has_issuer else texts.NO_ISSUER_YET),
    }
    occasion = w.now.date().isoformat()
    return Happening(NoticeKind.DOCUMENTS_MISSING, gym_id, facts, _PATH, occasion=occasion)


@internal
def differences_found(w: Work, *, account_id: UUID, provider: Provider, count: int) -> Happening:
    """What the owner is told when a night found differences."""
    facts: rules.Facts = {"company": words_of(pay_texts.PROVIDERS[provider]), "count": count}
    path, occasion = "/dashboard/documents/reconciliation", w.now.date().isoformat()
    return Happening(NoticeKind.DIFFERENCES_FOUND, account_id, facts, path, occasion=occasion)
