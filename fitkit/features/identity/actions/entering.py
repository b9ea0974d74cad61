"""Coming in: by password, by a code, by the second factor.

What a guesser may try is answered by an outcome and never by an exception, so that the count of
wrong attempts is committed with it.
"""

from sqlmodel import col, select

from fitkit.core import crypto
from fitkit.core.i18n import Lang
from fitkit.core.permissions import public
from fitkit.core.work import Work
from fitkit.features.identity import rules
from fitkit.features.identity.actions._codes import use_code
from fitkit.features.identity.actions._factors import factor_fits
from fitkit.features.identity.actions._locks import (
    count_failure,
    forgive,
    hold_lock,
    lock_key,
    minutes_of_lock,
)
from fitkit.features.identity.actions._sign_ins import admitted, end_all, open_session, session_life
from fitkit.features.identity.actions._users import new_user, user_at
from fitkit.features.identity.actions.account import address_of
from fitkit.features.identity.actions.outcomes import (
    Admitted,
    Entry,
    FactorEntry,
    Locked,
    SecondFactor,
    Wrong,
)
from fitkit.features.identity.rules import CodePurpose, EntryWay, FactorState
from fitkit.features.identity.tables import SignInSession, User
from fitkit.features.orgs import rules as gyms


@public
def sign_in_with_password(w: Work, *, account: str, password: str, device: str) -> Entry:
    """Try an e-mail or phone with a password.

    The lock is per typed address, whether or not anybody has it, and is held until the end of
    the Work: guesses at one address come one after the other. A code still opens a locked
    account, so that nobody can be shut out by a stranger's wrong guesses.
    """
    address = address_of(account)
    lock = hold_lock(w, lock_key("password", address))
    user = user_at(w, address)
    fits = crypto.password_matches(
        user.password_hash if user else None, password[: rules.MOST_PASSWORD + 1]
    )
    if rules.is_locked(lock.locked_until, w.now):
        return Locked(minutes_of_lock(lock, w.now))
    if user is None or not fits:
        return count_failure(w, lock)
    forgive(w, lock)
    if crypto.is_outdated(user.password_hash or ""):
        user.password_hash = crypto.hash_password(password)
    return _enter(w, user, EntryWay.PASSWORD, device)


@public
def sign_in_with_code(w: Work, *, account: str, code: str, device: str, browser: str) -> Entry:
    """Try a code that was sent to somebody who has an account, in the browser that asked for it."""
    address = address_of(account)
    left = use_code(w, address, CodePurpose.SIGN_IN, code, browser=browser)
    user = user_at(w, address)
    if left is not None or user is None:
        return Wrong(left or 0)
    return _enter_proven(w, user, device)


@public
def sign_up_with_code(
    w: Work, *, email: str, code: str, name: str, device: str, lang: Lang, browser: str
) -> Entry:
    """Try a code that was sent to an address; makes its user if there is none.

    Only the browser that asked for it may.

    Raises:
        Refusal: REQUIRED or TOO_LONG at ``name``; NOT_AN_EMAIL at ``email``.
    """
    address = gyms.parsed_email(email)
    called = gyms.tidy(name, field="name", most=80, needed=True)
    left = use_code(w, address, CodePurpose.SIGN_UP, code, browser=browser)
    if left is not None:
        return Wrong(left)
    user = user_at(w, address)
    if user is None:
        user = new_user(w, User(email=address, name=called, lang=lang, email_confirmed_at=w.now))
    return _enter_proven(w, user, device)


@public
def pass_second_factor(w: Work, *, token: str, code: str) -> FactorEntry:
    """Finish a sign-in by a TOTP or a recovery code; the token is exchanged for a new one."""
    s = _pending(w, token)
    if s is None:
        return Wrong(0)
    lock = hold_lock(w, lock_key("totp", str(s.user_id)))
    user = w.hold(User, s.user_id)
    if rules.is_locked(lock.locked_until, w.now):
        return Locked(minutes_of_lock(lock, w.now))
    if not factor_fits(w, user, code):
        return count_failure(w, lock)
    forgive(w, lock)
    fresh = crypto.new_token()
    s.token_hash = crypto.digest(fresh)
    s.factor = FactorState.DONE
    s.entered_at = s.last_seen_at = w.now
    s.expires_at = w.now + session_life()
    return admitted(w, s, user, fresh)


def _enter_proven(w: Work, user: User, device: str) -> Entry:
    """Enter by a code: whoever reads the address's letters is its owner.

    A password that was set before anybody had proven the address may be a stranger's: it goes,
    and so do the sign-ins it opened.
    """
    if user.email_confirmed_at is None and user.totp_secret_sealed is None:
        user.email_confirmed_at = w.now
        user.password_hash = None
        end_all(w, user.id)
    forgive(w, hold_lock(w, lock_key("password", user.email)))
    return _enter(w, user, EntryWay.CODE, device)


def _enter(w: Work, user: User, way: EntryWay, device: str) -> Admitted | SecondFactor:
    s, token = open_session(w, user, way, device)
    if s.factor is FactorState.PENDING:
        return SecondFactor(token, user.lang)
    return admitted(w, s, user, token)


def _pending(w: Work, token: str) -> SignInSession | None:
    return w.session.execute(
        select(SignInSession)
        .where(
            SignInSession.token_hash == crypto.digest(token),
            SignInSession.factor == FactorState.PENDING,
            col(SignInSession.revoked_at).is_(None),
            SignInSession.expires_at > w.now,
        )
        .with_for_update()
    ).scalar_one_or_none()
