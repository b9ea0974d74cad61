"""A gym's accounts at payment companies: connected, opened otherwise, chosen, checked."""

import json
from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core import crypto
from fitkit.core.errors import Denied, Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.settings import settings
from fitkit.core.work import Work
from fitkit.features.payments import rules
from fitkit.features.payments.events import (
    AccountChosen,
    AccountConnected,
    ConnectionChecked,
    CredentialsChanged,
    PaceChanged,
)
from fitkit.features.payments.queries.accounts import account, dialled, sealed_to
from fitkit.features.payments.tables import PayAccount, PayKey
from fitkit.ports.payments import Problem, Provider
from fitkit.texts import common
from fitkit.texts import payments as texts


@requires(Permission.EDIT_SETTINGS)
def connect_account(w: Work, *, provider: Provider, credentials: Mapping[str, str]) -> UUID:
    """Connect the gym to a company; the first account is the one in use. Publishes AccountConnected.

    The demo's company needs nothing: its account is made for the gym.

    Args:
        w: of somebody who may change settings.
        provider: the company.
        credentials: what it gave the gym, by the names of ``rules.CREDENTIALS``; kept sealed.

    Raises:
        Invalid: one of them is missing or cannot be right; by its name.
        Refusal: the demo's company is not allowed here.
    """
    if w.actor.org_id is None:
        raise Denied
    if provider is Provider.DEMO:
        if not settings().demo_payments:
            raise Refusal(texts.NOT_ALLOWED_HERE, field="provider")
        credentials = {"account": credentials.get("account") or f"gym-{w.actor.org_id.hex}"}
    found = rules.checked_credentials(provider, credentials)
    is_first = account(w) is None
    token = crypto.new_token()
    row = PayAccount(provider=provider, credentials_sealed="", token_sealed="", is_in_use=is_first)
    row.credentials_sealed = _sealed(found, row.id)
    row.token_sealed = crypto.seal(token, sealed_to(row.id, "token"))
    w.add(row)
    w.session.flush()
    w.add(PayKey(token_hash=crypto.digest(token), account_id=row.id, gym_id=w.actor.org_id))
    w.publish(AccountConnected(about=row.id, provider=provider))
    return row.id


@requires(Permission.EDIT_SETTINGS)
def change_credentials(w: Work, *, account_id: UUID, credentials: Mapping[str, str]) -> None:
    """Open an account with other credentials from now on; what is left out stays as it was.

    Publishes CredentialsChanged.

    Raises:
        Invalid: one cannot be right; by its name.
        NotFound: no such account.
    """
    row = w.hold(PayAccount, account_id)
    given = {name: value for name, value in credentials.items() if value.strip()}
    kept = dialled(w, account_id=account_id).credentials
    row.credentials_sealed = _sealed(rules.checked_credentials(row.provider, kept | given), row.id)
    row.checked_at = row.problem = None
    w.publish(CredentialsChanged(about=row.id, provider=row.provider))


@requires(Permission.EDIT_SETTINGS)
def choose_account(w: Work, *, account_id: UUID) -> None:
    """Take new charges through this account; the other one stays for its refunds.

    Cards are a company's own: who has one at the other is asked for a card again. Publishes AccountChosen.

    Raises:
        NotFound: no such account.
    """
    row = w.hold(PayAccount, account_id)
    if row.is_in_use:
        return
    others = sa.update(PayAccount).where(col(PayAccount.is_in_use)).values(is_in_use=False)
    w.session.execute(others)
    w.session.flush()
    row.is_in_use = True
    w.publish(AccountChosen(about=row.id, provider=row.provider))


@requires(Permission.EDIT_SETTINGS)
def set_pace(w: Work, *, account_id: UUID, at_once: int | None) -> None:
    """Set how many kept cards are charged at the same time through an account. Publishes PaceChanged.

    Raises:
        NotFound: no such account.
        Refusal: not from 1 to 50; at ``at_once``.
    """
    if at_once is None or not 1 <= at_once <= rules.AT_ONCE_MOST:
        raise Refusal(common.OUT_OF_RANGE, field="at_once", least=1, most=rules.AT_ONCE_MOST)
    row = w.hold(PayAccount, account_id)
    if row.at_once != at_once:
        row.at_once = at_once
        w.publish(PaceChanged(about=row.id, provider=row.provider, at_once=at_once))


@internal
def note_check(w: Work, *, account_id: UUID, problem: Problem | None, called: str) -> None:
    """Keep what a check found. Publishes ConnectionChecked."""
    row = w.hold(PayAccount, account_id)
    row.checked_at, row.problem = w.now, problem
    if called:
        row.called = called[:120]
    w.publish(ConnectionChecked(about=row.id, provider=row.provider, problem=problem))


@internal
def note_problem(w: Work, *, account_id: UUID, problem: Problem) -> None:
    """Keep what is wrong with an account, as a charge found it."""
    row = w.get(PayAccount, account_id)
    if row.problem is not problem:
        row.problem = problem


def _sealed(credentials: Mapping[str, str], account_id: UUID) -> str:
    plain = json.dumps(credentials, sort_keys=True)
    return crypto.seal(plain, sealed_to(account_id, "credentials"))
