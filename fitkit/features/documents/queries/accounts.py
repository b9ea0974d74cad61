"""Who numbers a gym's documents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import NotFound
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.documents import rules
from fitkit.features.documents.tables import DocumentAccount
from fitkit.features.orgs.tables import Org
from fitkit.features.payments.tables import PayAccount
from fitkit.ports.invoices import Issuer
from fitkit.ports.payments import Provider


@dataclass(frozen=True, slots=True)
class AccountView:
    """Who numbers the documents, without a secret."""

    issuer: Issuer
    is_exempt: bool
    mails_them: bool
    is_as_payments: bool  # with the credentials of payments
    kept: frozenset[str]  # which credentials are kept
    known: tuple[tuple[str, str], ...]  # name and value of those that are no secret


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """The same with its credentials; for a flow, to be told to nobody."""

    id: UUID
    issuer: Issuer
    credentials: Mapping[str, str]
    mails_them: bool


@requires(Permission.EDIT_SETTINGS)
def account(w: Work) -> AccountView | None:
    """Who numbers the gym's documents; None while nobody does."""
    row = in_use(w)
    if row is None:
        return None
    own = own_credentials(row)
    return AccountView(
        issuer=row.issuer,
        is_exempt=row.is_exempt,
        mails_them=row.mails_them,
        is_as_payments=not own,
        kept=frozenset(name for name, value in own.items() if value),
        known=tuple(
            (one.name, own[one.name])
            for one in rules.CREDENTIALS[row.issuer]
            if not one.is_secret and one.name in own
        ),
    )


@requires(Permission.SEE_MONEY)
def has_issuer(w: Work) -> bool:
    """Whether anybody numbers the gym's documents."""
    return in_use(w) is not None


@internal
def in_use(w: Work) -> DocumentAccount | None:
    """The account in use, for this feature alone."""
    query = select(DocumentAccount).where(col(DocumentAccount.is_in_use))
    return w.session.execute(query).scalars().first()


@internal
def gym(w: Work) -> Org:
    """The gym of this Work, for this feature alone."""
    return w.session.execute(select(Org).where(col(Org.id) == w.actor.org_id)).scalars().one()


@internal
def own_credentials(row: DocumentAccount) -> dict[str, str]:
    """What an account keeps itself; empty: it goes by the credentials of payments."""
    return _opened(row.credentials_sealed, f"document_account:{row.id}:credentials")


@internal
def open_account(w: Work, *, account_id: UUID) -> OpenAccount:
    """An account with its credentials, in use or not.

    Raises:
        NotFound: no such account, or payments keep no credentials of that company.
    """
    row = w.get(DocumentAccount, account_id)
    own = own_credentials(row)
    found = own or payments_credentials(w, issuer=row.issuer)
    if found is None:
        raise NotFound
    return OpenAccount(row.id, row.issuer, found, row.mails_them)


@internal
def payments_credentials(w: Work, *, issuer: Issuer) -> dict[str, str] | None:
    """What payments keep of the same company, the account in use first; None: nothing."""
    p = PayAccount
    query = (
        select(p)
        .where(col(p.provider) == issuer.value)
        .order_by(col(p.is_in_use).desc(), col(p.id).desc())
        .limit(1)
    )
    row = w.session.execute(query).scalars().first()
    return None if row is None else credentials_of(row)


@internal
def payments_in_use(w: Work) -> tuple[Provider, dict[str, str]] | None:
    """The company that takes payments now, with its credentials; for a flow."""
    query = select(PayAccount).where(col(PayAccount.is_in_use))
    row = w.session.execute(query).scalars().first()
    return None if row is None else (row.provider, credentials_of(row))


@internal
def credentials_of(row: PayAccount) -> dict[str, str]:
    """What an account of payments keeps."""
    return _opened(row.credentials_sealed, f"pay_account:{row.id}:credentials")


def _opened(sealed: str, where: str) -> dict[str, str]:
    found = json.loads(crypto.unseal(sealed, where))
    return {str(name): str(value) for name, value in found.items()}
