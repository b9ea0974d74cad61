"""Who numbers the documents, and to whom they are made out."""

import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, requires
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents import queries, rules
from fitkit.features.documents.events import (
    BuyerSet,
    IssuerChosen,
)
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import BusinessBuyer, DocumentAccount, TaxDocument
from fitkit.features.members.tables import Member
from fitkit.ports.invoices import Issuer
from fitkit.texts import documents as texts

_D: Final = columns(TaxDocument)


@requires(Permission.EDIT_SETTINGS)
def choose_issuer(
    w: Work,
    *,
    issuer: Issuer,
    credentials: Mapping[str, str] | None,
    is_exempt: bool,
    mails_them: bool,
) -> UUID:
    """Set who numbers the gym's documents from now on, and have what is owed asked for; the account's id.

    Another issuer than before is another account; the older one stays for what was asked of it. What is
    owed and was asked of nobody yet, or was refused, goes to the new one. Publishes IssuerChosen.

    Args:
        w: of somebody who may change settings.
        issuer: the company.
        credentials: of its account; what is left out stays as it was kept for the same company. None:
            those of payments at the same company.
        is_exempt: the gym is an exempt dealer.
        mails_them: the issuer sends the documents to the customers.

    Raises:
        Invalid: a credential is missing or malformed.
        Refusal: payments keep nothing of that company; or the company has no one account for both.
    """
    row = queries.in_use(w)
    before = row if row is not None and row.issuer is issuer else None
    kept = _credentials(w, issuer, credentials, before)
    if row is not None and before is None:
        row.is_in_use = False
        w.session.flush()
    account = before or DocumentAccount(id=new_id(), issuer=issuer, credentials_sealed="")
    place = f"{DocumentAccount.__tablename__}:{account.id}:credentials"
    account.credentials_sealed = crypto.seal(json.dumps(kept), place)
    account.is_exempt, account.mails_them = is_exempt, mails_them
    w.add(account)
    w.session.flush()
    # What was refused is made out anew: most often the credentials were wrong. Not what is there already.
    owed = sa.update(_D).where(
        _D.c.state.in_([DocumentState.DUE, DocumentState.REFUSED]), _D.c.reference == ""
    )
    anew = {"state": DocumentState.DUE, "account_id": None, "problem": ""}
    w.hot(owed.values(**anew, next_try_at=w.now, updated_at=w.now))
    w.publish(IssuerChosen(about=account.id, issuer=issuer, is_exempt=is_exempt))
    return account.id


@requires(Permission.EDIT_MONEY)
def set_buyer(w: Work, *, member_id: UUID, tax_id: str, name: str) -> None:
    """Make a member's documents out to a business from now on. Publishes BuyerSet.

    Raises:
        NotFound: no such member.
        Invalid: its number or its name cannot be right; by its name.
    """
    w.get(Member, member_id)
    number, called = rules.checked_buyer(tax_id, name)
    row = w.session.scalars(
        select(BusinessBuyer).where(col(BusinessBuyer.member_id) == member_id)
    ).first()
    if row is None:
        row = BusinessBuyer(member_id=member_id, tax_id=number, name=called)
        w.add(row)
    row.tax_id, row.name = number, called
    w.session.flush()
    w.publish(BuyerSet(about=member_id, member_id=member_id, is_business=True))


@requires(Permission.EDIT_MONEY)
def clear_buyer(w: Work, *, member_id: UUID) -> None:
    """Make a member's documents out to themself again. Publishes BuyerSet.

    Raises:
        NotFound: no such member.
    """
    w.get(Member, member_id)
    row = w.session.scalars(
        select(BusinessBuyer).where(col(BusinessBuyer.member_id) == member_id)
    ).first()
    if row is not None:
        w.session.delete(row)
        w.session.flush()
        w.publish(BuyerSet(about=member_id, member_id=member_id, is_business=False))


def _credentials(
    w: Work,
    issuer: Issuer,
    given: Mapping[str, str] | None,
    before: DocumentAccount | None,
) -> dict[str, str]:
    if issuer is Issuer.DEMO:
        gym = queries.gym(w)
        return {"account": gym.id.hex, "business": gym.name}
    if given is not None:
        kept = queries.own_credentials(before) if before else {}
        filled = {name: value for name, value in given.items() if value.strip()}
        return rules.checked_credentials(issuer, kept | filled)
    if issuer not in rules.AS_PAYMENTS or not queries.payments_credentials(w, issuer=issuer):
        raise Refusal(texts.NOT_AS_PAYMENTS, field="issuer")
    return {}
