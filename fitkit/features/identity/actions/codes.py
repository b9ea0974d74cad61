"""Codes that are sent to an address: asked for, put into a letter."""

from dataclasses import dataclass
from uuid import UUID

from fitkit.core import crypto
from fitkit.core.i18n import Lang
from fitkit.core.permissions import internal, public
from fitkit.core.work import Work
from fitkit.features.identity import events, rules
from fitkit.features.identity.actions._codes import (
    asked_by,
    code_digest,
    kill_codes,
    living_codes,
    use_code,
)
from fitkit.features.identity.actions._users import user_at
from fitkit.features.identity.actions.account import address_of
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.identity.tables import LoginCode
from fitkit.features.orgs import rules as gyms


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """A code on its way out."""

    to: str
    code: str
    lang: Lang


@public
def request_code(w: Work, *, account: str, purpose: CodePurpose, lang: Lang, browser: str) -> None:
    """Make a code for an address and ask for its letter; the same for known and unknown ones.

    Who is written to, if anybody, is found out by the job that sends. Only the browser that asks
    may try the code: it proves itself by the secret ``browser``. Of its own earlier codes for the
    same purpose the newest live on; those that others asked for are left alone. Publishes
    CodeRequested.

    Raises:
        Refusal: NOT_AN_EMAIL, at ``email``: signing up needs one.
    """
    address = gyms.parsed_email(account) if purpose is CodePurpose.SIGN_UP else address_of(account)
    code_id = make_code(w, address=address, purpose=purpose, lang=lang, browser=browser)
    w.publish(events.CodeRequested(about=code_id))


@internal
def make_code(w: Work, *, address: str, purpose: CodePurpose, lang: Lang, browser: str) -> UUID:
    """Make a code that only this browser may try, and return its id; whoever asks sees to its letter.

    ``address`` may be any words of up to 254 characters that stand for whom it opens something.
    """
    kept = rules.CODES_AT_ONCE - 1  # and the new one
    kill_codes(asked_by(browser, living_codes(w, address, purpose))[kept:], at=w.now)
    row = LoginCode(
        address=address,
        purpose=purpose,
        code_digest="",
        browser_digest=crypto.digest(browser),
        lang=lang,
        expires_at=w.now + rules.CODE_LIFE,
    )
    code = crypto.new_code()
    row.code_digest = code_digest(row.id, code)
    row.code_sealed = crypto.seal(code, f"login_code:{row.id}:code")
    w.add(row)
    return row.id


@internal
def sealed_code(w: Work, *, code_id: UUID) -> str | None:
    """The six digits for a letter; None when the code is dead or was sent."""
    row = w.session.get(LoginCode, code_id)
    if row is None or row.code_sealed is None or row.used_at or row.expires_at <= w.now:
        return None
    return crypto.unseal(row.code_sealed, f"login_code:{row.id}:code")


@internal
def try_code(w: Work, *, address: str, purpose: CodePurpose, typed: str, browser: str) -> bool:
    """Whether what was typed is a living code of this browser; one that fits is used up, a wrong try counts."""
    return use_code(w, address, purpose, typed, browser=browser) is None


@internal
def code_to_send(w: Work, *, code_id: UUID) -> CodeLetter | None:
    """Whom to write a code to; None when it is dead, sent, or meant for nobody we know."""
    code = sealed_code(w, code_id=code_id)
    row = w.session.get(LoginCode, code_id)
    if row is None or code is None:
        return None
    user = user_at(w, row.address)
    if user is None and row.purpose is CodePurpose.SIGN_IN:
        return None
    return CodeLetter(user.email if user else row.address, code, user.lang if user else row.lang)


@internal
def forget_sealed_code(w: Work, *, code_id: UUID) -> None:
    """The letter is out: from now on only the digest is kept."""
    w.get(LoginCode, code_id).code_sealed = None
