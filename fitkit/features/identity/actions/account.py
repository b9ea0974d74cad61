"""One's own account: name, language, password."""

from uuid import UUID

from fitkit.core import crypto
from fitkit.core.errors import Invalid, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.phone import parse as parse_phone
from fitkit.core.work import Work
from fitkit.features.identity import events, queries, rules
from fitkit.features.identity.actions._sign_ins import end_others
from fitkit.features.identity.actions._users import own_id
from fitkit.features.identity.tables import User
from fitkit.features.orgs import rules as gyms
from fitkit.texts import identity as texts


@requires(Permission.USE_ACCOUNT)
def change_account(w: Work, *, name: str, lang: Lang) -> None:
    """Change one's own name and language.

    Raises:
        Refusal: REQUIRED or TOO_LONG, at ``name``.
    """
    user = w.hold(User, own_id(w))
    wanted = {"name": gyms.tidy(name, field="name", most=80, needed=True), "lang": lang}
    changed = tuple(f for f, value in wanted.items() if getattr(user, f) != value)
    for field in changed:
        setattr(user, field, wanted[field])
    if changed:
        w.publish(events.AccountChanged(about=user.id, user_id=user.id, fields=changed))


@requires(Permission.USE_ACCOUNT)
def change_password(w: Work, *, current: str, new: str) -> None:
    """Set one's own password; every other sign-in ends. Screens call the flow, which limits tries.

    The present one is not asked for when there is none, or when this sign-in was opened by a
    code a moment ago (a forgotten password).

    Raises:
        Invalid: PASSWORD_WRONG at ``current``, or what the new one lacks, at ``new``.
    """
    user = w.hold(User, own_id(w))
    problems: dict[str, Text | Refusal] = {}
    free = queries.may_set_password(w, user_id=user.id)
    if not free and not crypto.password_matches(user.password_hash, current):
        problems["current"] = texts.PASSWORD_WRONG
    if problem := rules.password_problem(new, email=user.email):
        problems["new"] = problem
    if problems:
        raise Invalid(problems)
    user.password_hash = crypto.hash_password(new)
    user.password_changed_at = w.now
    end_others(w, user.id)
    w.publish(events.PasswordChanged(about=user.id, user_id=user.id))


@internal
def make_user(
    w: Work,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    phone: str | None = None,
    lang: Lang = Lang.HE,
) -> UUID:
    """Write a user whose address is taken as proven: for the platform team, seeds and tests."""
    user = User(
        email=gyms.parsed_email(email),
        name=gyms.tidy(name, field="name", most=80, needed=True),
        password_hash=password_hash,
        phone=phone,
        lang=lang,
        email_confirmed_at=w.now,
    )
    w.add(user)
    w.session.flush()
    return user.id


@internal
def address_of(account: str) -> str:
    """The address as it is kept: e-mail in lower case, E.164 for a phone; else the words themselves.

    Never refuses: what is no address is simply nobody's.
    """
    words = account.strip().lower()[:254]
    if "@" in words:
        return words
    try:
        return parse_phone(words)
    except Refusal:
        return words
