"""Ask an issuer for documents and for their files; try one out. Nothing here holds a transaction while it asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import structlog

from fitkit.core.actor import Actor, system
from fitkit.core.clock import day_of, now
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.permissions import Permission, flow_requires, internal
from fitkit.core.ratelimit import Allowance, take
from fitkit.core.work import open_work
from fitkit.features.documents import actions, queries, rules
from fitkit.features.documents.actions import Ask, Fetch
from fitkit.features.documents.queries import OpenAccount, Taken
from fitkit.features.documents.rules import DocumentState
from fitkit.ports import Ports
from fitkit.ports.invoices import (
    InvoiceIssuer,
    IssuedDocument,
    IssueOutcome,
    Issuer,
    IssueRefused,
    IssueUnknown,
)
from fitkit.ports.payments import Provider
from fitkit.texts import documents as texts

log = structlog.get_logger(__name__)
BATCH: Final = 20
_OPENINGS: Final = Allowance(burst=20, per_s=600)  # of files that are not kept yet, by gym


@dataclass(frozen=True, slots=True)
class File:
    """A document to send to a browser."""

    name: str
    body: bytes


@flow_requires(Permission.EDIT_SETTINGS)
def choose_issuer(
    ports: Ports,
    actor: Actor,
    *,
    issuer: Issuer,
    credentials: Mapping[str, str] | None,
    is_exempt: bool,
    mails_them: bool,
) -> None:
    """Set who numbers the gym's documents, as ``actions.choose_issuer``.

    Raises:
        Invalid, Refusal: as there; and a Refusal where the company may not be used here, or cannot be
            opened with what is kept.
    """
    with open_work(actor) as w:
        account_id = actions.choose_issuer(
            w, issuer=issuer, credentials=credentials, is_exempt=is_exempt, mails_them=mails_them
        )
        account = queries.open_account(w, account_id=account_id)
        if _open(ports, account) is None:  # opening talks to nobody
            raise Refusal(texts.CANNOT_OPEN, field="issuer")


@flow_requires(Permission.EDIT_SETTINGS)
def check_issuer(ports: Ports, actor: Actor) -> str:
    """Ask the issuer for a document that nobody has; empty when it answers, else its words.

    Raises:
        Refusal: the gym has no issuer, or it cannot be opened.
    """
    with open_work(actor) as w:
        row = queries.in_use(w)
        account = queries.open_account(w, account_id=row.id) if row else None
    if account is None:
        raise Refusal(texts.NO_ISSUER)
    issuer = _open(ports, account)
    if issuer is None:
        raise Refusal(texts.CANNOT_OPEN)
    found = issuer.find(uuid4().hex, on=day_of(now(), actor.zone))
    return (found.why or "?") if isinstance(found, IssueUnknown) else ""


@flow_requires(Permission.EDIT_SETTINGS)
def two_parties(ports: Ports, actor: Actor) -> bool:
    """Whether the payment company in use issues documents by itself, and another issuer is chosen."""
    with open_work(actor) as w:
        chosen, line = queries.in_use(w), queries.payments_in_use(w)
        issuer = chosen.issuer.value if chosen else None
    if issuer is None or line is None:
        return False
    provider, credentials = line
    by_itself = _has_own_documents(ports, provider, credentials)
    return rules.issued_by_another(provider.value, by_itself=by_itself, issuer=issuer)


@internal
def issue(ports: Ports, actor: Actor, *, document_id: UUID) -> None:
    """Ask for a document whose try has come, or for its file, and write down what became of it.

    After an answer that did not come the issuer is asked for the key before it is asked for another.
    Safe to be killed at any step, and to run twice at a time.
    """
    try:
        with open_work(actor) as w:
            taken = queries.taken(w, document_id=document_id)
    except NotFound:  # owed by nobody any more
        return
    by_itself = _issues_by_itself(ports, taken)
    if _is_anothers(taken, by_itself=by_itself) and taken.state is not DocumentState.ISSUED:
        with open_work(actor) as w:
            words = texts.ISSUED_BY_COMPANY.to(queries.gym(w).lang)
            actions.write_refused(w, document_id=document_id, words=words)
        return
    with open_work(actor) as w:
        # What takes back was made by nobody yet: its day is that of the asking.
        keeps_day = by_itself and not taken.is_refund
        claimed = actions.claim(w, document_id=document_id, keeps_day=keeps_day)
        account = queries.open_account(w, account_id=claimed.account_id) if claimed else None
    if claimed is None or account is None:
        return
    issuer = _open(ports, account)
    match claimed:
        case Ask() if issuer is None:
            with open_work(actor) as w:
                words = texts.CANNOT_OPEN.to(queries.gym(w).lang)
                actions.write_unknown(w, document_id=document_id, tries=claimed.tries, why=words)
        case Ask() if issuer is not None:
            _write(actor, document_id, claimed, _asked(issuer, claimed))
            issue_file(ports, actor, document_id=document_id)
        case Fetch() if issuer is not None:
            body = issuer.pdf(claimed.document)
            with open_work(actor) as w:
                actions.write_file(w, document_id=document_id, body=body)


@internal
def issue_file(ports: Ports, actor: Actor, *, document_id: UUID) -> None:
    """Fetch the file of a document that was just issued; nothing for one that was not."""
    with open_work(actor) as w:
        taken = queries.taken(w, document_id=document_id)
    if taken.state is DocumentState.ISSUED:
        issue(ports, actor, document_id=document_id)


@internal
def issue_due(ports: Ports, actor: Actor, *, until: datetime | None = None) -> int:
    """Ask for every document of a gym whose try has come, the longest waiting first; returns how many.

    Args:
        ports: the outside.
        actor: FitKit itself, in the gym.
        until: none is begun from then on; what is left waits for the next turn. None: all are.
    """
    asked: set[UUID] = set()
    while True:
        with open_work(actor) as w:
            found = queries.due(w, limit=BATCH)
        fresh = [one for one in found if one not in asked]
        for document_id in fresh:
            if until is not None and now() >= until:
                return len(asked)
            asked.add(document_id)
            _issue_or_put_off(ports, actor, document_id)
        if not fresh:
            return len(asked)


@internal
def issue_past(ports: Ports, actor: Actor, *, charge_ids: Collection[UUID]) -> int:
    """Have the documents of payments issued that were brought in, by the day they were paid; how many were.

    Nobody is told, and no file is fetched: imports, the demo. What is not answered is tried again as any other.
    """
    with open_work(actor) as w:
        asks = actions.owe_past(w, charge_ids=charge_ids)
        account = queries.open_account(w, account_id=asks[0].account_id) if asks else None
    issuer = _open(ports, account) if account else None
    if issuer is None:
        return 0
    answers = {UUID(ask.request.key): issuer.issue(ask.request) for ask in asks}
    found = {id_: one for id_, one in answers.items() if isinstance(one, IssuedDocument)}
    with open_work(actor) as w:
        actions.write_past(w, found=found)
    return len(found)


@flow_requires(Permission.USE_ACCOUNT)
def open_file(ports: Ports, actor: Actor, *, document_id: UUID) -> File:
    """A document's file, fetched now where it is not kept yet.

    Raises:
        NotFound: no such document, not issued, or not theirs to see.
        Refusal: the issuer does not give it now; TOO_MANY.
    """
    with open_work(actor) as w:
        found = queries.file_of(w, document_id=document_id)
        kept = None if found.body else queries.kept_at(w, document_id=document_id)
    if found.body is not None:
        return File(found.name, found.body)
    take(f"document-file:{actor.org_id}", _OPENINGS, now=now())
    issuer = _open(ports, kept[0]) if kept else None
    body = issuer.pdf(kept[1]) if issuer and kept else None
    if body is None or not rules.is_pdf(body):
        raise Refusal(texts.FILE_NOT_NOW)
    with open_work(system(actor.org_id, actor.zone_name)) as w:
        actions.write_file(w, document_id=document_id, body=body)
    return File(found.name, body)


def _issue_or_put_off(ports: Ports, actor: Actor, document_id: UUID) -> None:
    """One document that fails must not keep the others waiting; it has its next try."""
    try:
        issue(ports, actor, document_id=document_id)
    except Exception as error:  # whatever it is, it is said aloud and tried again
        log.exception("document_failed", document_id=str(document_id), error=type(error).__name__)
        with open_work(actor) as w:
            actions.write_unasked(w, document_id=document_id, words=type(error).__name__)


def _asked(issuer: InvoiceIssuer, ask: Ask) -> IssueOutcome:
    if ask.looks_first:
        there = issuer.find(ask.request.key, on=ask.request.on)
        if there is not None:
            return there
    return issuer.issue(ask.request)


def _write(actor: Actor, document_id: UUID, ask: Ask, outcome: IssueOutcome) -> None:
    with open_work(actor) as w:
        match outcome:
            case IssuedDocument():
                actions.write_issued(w, document_id=document_id, found=outcome)
            case IssueRefused():
                words = f"{outcome.words} ({outcome.code})" if outcome.code else outcome.words
                actions.write_refused(w, document_id=document_id, words=words)
            case IssueUnknown():
                actions.write_unknown(w, document_id=document_id, tries=ask.tries, why=outcome.why)


def _open(ports: Ports, account: OpenAccount) -> InvoiceIssuer | None:
    try:
        return ports.invoices.open(account.issuer, account.credentials)
    except ValueError:
        return None


def _issues_by_itself(ports: Ports, taken: Taken) -> bool:
    return taken.provider is not None and _has_own_documents(
        ports, taken.provider, taken.credentials
    )


def _has_own_documents(ports: Ports, provider: Provider, credentials: Mapping[str, str]) -> bool:
    try:
        return ports.payments.open(provider, credentials).abilities.issues_on_page
    except ValueError:  # its account was not complete; then it took nothing by a page
        return False


def _is_anothers(taken: Taken, *, by_itself: bool) -> bool:
    if taken.issuer is None or taken.is_refund:
        return False
    provider = taken.provider.value if taken.provider else None
    return rules.issued_by_another(provider, by_itself=by_itself, issuer=taken.issuer.value)
