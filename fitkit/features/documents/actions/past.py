"""Documents of payments that were brought in."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.clock import day_of
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.documents import queries, rules
from fitkit.features.documents.actions.issuing import Ask
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import DocumentAccount, TaxDocument
from fitkit.features.payments.rules import ChargeState
from fitkit.features.payments.tables import Charge
from fitkit.ports.invoices import IssuedDocument


@internal
def owe_past(w: Work, *, charge_ids: Collection[UUID]) -> tuple[Ask, ...]:
    """Owe the documents of payments that were brought in, without events; what to ask for, in their order.

    They are UNKNOWN from here on, for some minutes: whoever is killed meanwhile leaves them to be looked for.
    Empty where nobody numbers documents, or a document of all of them is there.
    """
    account = queries.in_use(w)
    if account is None:
        return ()
    known = set(
        w.session.scalars(select(TaxDocument.id).where(col(TaxDocument.id).in_(charge_ids)))
    )
    paid = select(Charge).where(
        col(Charge.id).in_(set(charge_ids) - known), col(Charge.state) == ChargeState.PAID
    )
    charges = w.session.scalars(paid.order_by(col(Charge.settled_at), col(Charge.id))).all()
    rows = [_past_row(w, each, account) for each in charges if each.amount_agorot]
    w.add(*rows)
    w.session.flush()
    requests = [queries.request(w, row, account=account) for row in rows]
    return tuple(Ask(account.id, one, tries=1, looks_first=False) for one in requests)


@internal
def write_past(w: Work, *, found: Mapping[UUID, IssuedDocument]) -> None:
    """Write down what the issuer made of ``owe_past``; each file is fetched when somebody opens it."""
    rows = w.session.scalars(select(TaxDocument).where(col(TaxDocument.id).in_(list(found)))).all()
    for row in rows:
        made = found[row.id]
        row.state, row.number, row.kind = DocumentState.ISSUED, made.number[:60], made.kind
        row.reference, row.url = made.reference[:200], made.url[:2000]
        row.issued_at, row.tries, row.next_try_at = row.created_at, 0, None


def _past_row(w: Work, charge: Charge, account: DocumentAccount) -> TaxDocument:
    at = charge.settled_at or charge.created_at
    on = charge.paid_on or day_of(at, w.actor.zone)
    rate = rules.rate_of(on, is_exempt=account.is_exempt)
    return TaxDocument(
        id=charge.id,
        created_at=at,
        updated_at=at,
        kind=rules.kind_of_payment(is_exempt=account.is_exempt),
        cause_kind="charge",
        cause_id=charge.id,
        member_id=charge.member_id,
        on=on,
        amount_agorot=charge.amount_agorot,
        vat_per_mille=rules.per_mille(rate),
        lines=charge.lines,
        account_id=account.id,
        state=DocumentState.UNKNOWN,
        tries=1,
        next_try_at=w.now + rules.CLAIM,
    )
