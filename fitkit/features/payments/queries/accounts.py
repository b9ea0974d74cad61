"""A gym's accounts at payment companies; whose a callback address is; what an account is opened with."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.orgs.tables import Org
from fitkit.features.payments import rules
from fitkit.features.payments.tables import Charge, PayAccount, PayKey
from fitkit.ports.payments import Problem, Provider


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account, without what it is opened with."""

    id: UUID
    provider: Provider
    is_in_use: bool
    checked_at: datetime | None
    problem: Problem | None  # of the last check
    called: str
    at_once: int
    has_charges: bool  # something was paid through it, and may go back; only ``accounts`` tells
    known: tuple[tuple[str, str], ...]  # names of its credentials; the value where it is no secret


@dataclass(frozen=True, slots=True)
class Dialled:
    """What it takes to talk to an account's company. Never leaves flows."""

    account_id: UUID
    provider: Provider
    credentials: dict[str, str]
    callback_token: str


@internal
def account(w: Work) -> AccountView | None:
    """The account through which new charges are taken; None: the gym has none."""
    found = select(PayAccount).where(col(PayAccount.is_in_use))
    row = w.session.scalars(found).one_or_none()
    return None if row is None else _view(row)


@requires(Permission.EDIT_SETTINGS)
def accounts(w: Work) -> tuple[AccountView, ...]:
    """All accounts of the gym, the one in use first; may be empty."""
    found = select(PayAccount).order_by(col(PayAccount.is_in_use).desc(), col(PayAccount.id).desc())
    return tuple(_view(row, has_charges=_took(w, row.id)) for row in w.session.scalars(found))


@internal
def dialled(w: Work, *, account_id: UUID) -> Dialled:
    """What it takes to talk to an account's company.

    Raises:
        NotFound: no such account.
    """
    row = w.get(PayAccount, account_id)
    return Dialled(
        account_id=row.id,
        provider=row.provider,
        credentials=_credentials(row),
        callback_token=crypto.unseal(row.token_sealed, sealed_to(row.id, "token")),
    )


@internal
def opened_by(w: Work, *, token: str) -> tuple[UUID, UUID, str] | None:
    """(account, gym, its zone) behind a callback address; None: unknown. Needs no gym."""
    found = (
        select(PayKey.account_id, PayKey.gym_id, Org.zone)
        .join(Org, col(Org.id) == col(PayKey.gym_id))
        .where(col(PayKey.token_hash) == crypto.digest(token))
    )
    row = w.session.execute(found).one_or_none()
    return None if row is None else (row.account_id, row.gym_id, row.zone)


@internal
def sealed_to(account_id: UUID, what: str) -> str:
    """Where an account's credentials or token are sealed to."""
    return f"{PayAccount.__tablename__}:{account_id}:{what}"


def _credentials(row: PayAccount) -> dict[str, str]:
    found: dict[str, str] = json.loads(
        crypto.unseal(row.credentials_sealed, sealed_to(row.id, "credentials"))
    )
    return found


def _took(w: Work, account_id: UUID) -> bool:
    paid = select(Charge.id).where(
        col(Charge.account_id) == account_id, col(Charge.state) == rules.ChargeState.PAID
    )
    return w.session.scalars(paid.limit(1)).first() is not None


def _view(row: PayAccount, *, has_charges: bool = False) -> AccountView:
    kept = _credentials(row)
    known = tuple(
        (one.name, "" if one.is_secret else kept[one.name])
        for one in rules.CREDENTIALS[row.provider]
        if one.name in kept
    )
    return AccountView(
        id=row.id,
        provider=row.provider,
        is_in_use=row.is_in_use,
        checked_at=row.checked_at,
        problem=row.problem,
        called=row.called,
        at_once=row.at_once,
        has_charges=has_charges,
        known=known,
    )
