"""Living codes of an address: tried, counted, used up."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.work import Work
from fitkit.features.identity import rules
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.identity.tables import LoginCode

_LOGIN: Final = "login-code"


def code_digest(code_id: UUID, code: str) -> str:
    """How a code is kept."""
    return crypto.keyed_digest(_said(code_id, code), _LOGIN)


def _said(code_id: UUID, code: str) -> str:
    return f"{code_id}:{code}"


def use_code(
    w: Work, address: str, purpose: CodePurpose, typed: str, *, browser: str
) -> int | None:
    """None when a living code of the browser fits; else how many tries are left, and one is counted.

    One that fits uses up all of the address. A wrong one counts on those alone that this browser
    asked for: nobody can use up the tries of another.
    """
    all_of_it = living_codes(w, address, purpose)
    living = asked_by(browser, all_of_it)
    if not living:
        return 0
    digits = rules.digits_of(typed)[:20]
    fits = [
        crypto.is_keyed_digest(row.code_digest, _said(row.id, digits), _LOGIN) for row in living
    ]
    if any(fits):
        kill_codes(all_of_it, at=w.now)
        return None
    for row in living:  # one guess is a guess at each of them
        row.attempts += 1
    return rules.CODE_TRIES - min(row.attempts for row in living)


def living_codes(w: Work, address: str, purpose: CodePurpose) -> list[LoginCode]:
    """Codes of an address that may still be used, newest first; holds them."""
    rows = w.session.execute(
        select(LoginCode)
        .where(
            LoginCode.address == address,
            LoginCode.purpose == purpose,
            col(LoginCode.used_at).is_(None),
            LoginCode.expires_at > w.now,
        )
        .order_by(col(LoginCode.id).desc())
        .with_for_update()
    ).scalars()
    return [
        row
        for row in rows
        if rules.is_code_alive(
            expires_at=row.expires_at, attempts=row.attempts, used_at=row.used_at, now=w.now
        )
    ]


def asked_by(browser: str, rows: list[LoginCode]) -> list[LoginCode]:
    """Those that a browser asked for; none for one that keeps no secret."""
    return [row for row in rows if browser and row.browser_digest == crypto.digest(browser)]


def kill_codes(rows: list[LoginCode], *, at: datetime) -> None:
    """Use codes up; their letters can no longer be written."""
    for row in rows:
        row.used_at, row.code_sealed = at, None
