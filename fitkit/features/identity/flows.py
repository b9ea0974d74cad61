"""Coming in, joining and opening a gym as an edge does it; and the letters that go out.

Limits are taken here, before a Work is open: they are counted in transactions of their own, and
a Work that waited for a second connection could wait for itself.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from fitkit.core import clock, crypto
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.errors import Denied, OutsideFailure, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Permission, Role, internal, public
from fitkit.core.ratelimit import Allowance, take
from fitkit.core.settings import settings
from fitkit.core.work import caller_ip, open_work
from fitkit.features.identity import actions, known_browsers, queries, rules
from fitkit.features.identity.actions import Admitted, Entry, FactorEntry, Joined, RecoveryCodes
from fitkit.features.identity.letters import code_letter, invitation_letter
from fitkit.features.identity.queries import SignedIn
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.orgs import actions as orgs
from fitkit.features.orgs import queries as gyms
from fitkit.features.orgs.actions import OpenedGym
from fitkit.features.orgs.rules import Opening
from fitkit.ports import Ports
from fitkit.ports.mail import Letter, Sent
from fitkit.texts.orgs import TOO_MANY_GYMS

# A gym's whole wifi is one address: the limits by address are wide, those by account narrow.
_TRIES_BY_IP: Final = Allowance(burst=60, per_s=600)
_CODES_BY_IP: Final = Allowance(burst=40, per_s=3600)
# What one caller may do at an account is narrow, what all may is wide: a stranger uses up their own.
# Strangers of many networks use up what all may; so a browser that the account's user came in with
# before asks for codes apart from all of them. Codes are tried without a limit of their own: each
# takes five guesses and only from the browser that asked for it, so that all strangers together
# guess 120 times in a million an hour at one account.
_CODES_BY_CALLER: Final = Allowance(burst=4, per_s=1800)
_CODES_BY_ACCOUNT: Final = Allowance(burst=24, per_s=3600)
_TRIES_BY_CALLER: Final = Allowance(burst=10, per_s=3600)
_TRIES_BY_ACCOUNT: Final = Allowance(burst=30, per_s=3600)
_PROOFS_BY_USER: Final = Allowance(burst=8, per_s=1800)
_GYMS_A_DAY: Final = 3


@public
def recognise(token_hash: str) -> SignedIn | None:
    """Who holds a token, for the guard; notes about once an hour that they came back."""
    found = queries.signed_in(token_hash)
    if found and found.actor.sign_in_id and is_back(found):
        with open_work(VISITOR) as w:
            actions.mark_seen(w, sign_in_id=found.actor.sign_in_id)
    return found


@public
def is_back(found: SignedIn) -> bool:
    """Whether ``recognise`` has to note that they came back."""
    return (
        not found.is_pending
        and found.seen_at is not None
        and clock.now() - found.seen_at >= rules.RENEW_AFTER
    )


@public
def sign_in(_ports: Ports, _actor: Actor, *, account: str, password: str, device: str) -> Entry:
    """Sign in by password.

    Raises:
        Refusal: TOO_MANY, from this network or at this account.
    """
    _limit("sign-in", _TRIES_BY_IP)
    _limit_caller("sign-in", account, _TRIES_BY_CALLER)
    _limit_account("sign-in", account, _TRIES_BY_ACCOUNT)
    with open_work(VISITOR) as w:
        return actions.sign_in_with_password(w, account=account, password=password, device=device)


@public
def request_code(
    _ports: Ports,
    _actor: Actor,
    *,
    account: str,
    purpose: CodePurpose,
    lang: Lang,
    browser: str,
    kept: str,
) -> None:
    """Ask for a code; the answer is the same for every address. Only this browser may try it.

    It knows the secret ``browser``, and ``kept`` is what it keeps of who came in with it
    (``known_browsers``; empty: nothing).

    Raises:
        Refusal: TOO_MANY; NOT_AN_EMAIL when signing up.
    """
    number = known_browsers.number_known(kept, actions.address_of(account))
    if number is None:
        _limit("code", _CODES_BY_IP)
        _limit_caller("code", account, _CODES_BY_CALLER)
        _limit_account("code", account, _CODES_BY_ACCOUNT)
    else:
        _limit_known("code", number, account, _CODES_BY_CALLER)
    with open_work(VISITOR) as w:
        actions.request_code(w, account=account, purpose=purpose, lang=lang, browser=browser)


@public
def sign_in_by_code(
    _ports: Ports, _actor: Actor, *, account: str, code: str, device: str, browser: str
) -> Entry:
    """Sign in by a code that was sent.

    Raises:
        Refusal: TOO_MANY, from this network.
    """
    _limit("sign-in", _TRIES_BY_IP)
    with open_work(VISITOR) as w:
        return actions.sign_in_with_code(
            w, account=account, code=code, device=device, browser=browser
        )


@public
def sign_up_by_code(
    _ports: Ports,
    _actor: Actor,
    *,
    email: str,
    code: str,
    name: str,
    device: str,
    lang: Lang,
    browser: str,
) -> Entry:
    """Sign up, or in, by a code that was sent.

    Raises:
        Refusal: TOO_MANY, from this network; what is wrong with ``name`` or ``email``.
    """
    _limit("sign-in", _TRIES_BY_IP)
    with open_work(VISITOR) as w:
        return actions.sign_up_with_code(
            w, email=email, code=code, name=name, device=device, lang=lang, browser=browser
        )


@public
def pass_second_factor(_ports: Ports, _actor: Actor, *, token: str, code: str) -> FactorEntry:
    """Finish a sign-in.

    Raises:
        Refusal: TOO_MANY.
    """
    _limit("second-factor", _TRIES_BY_IP)
    with open_work(VISITOR) as w:
        return actions.pass_second_factor(w, token=token, code=code)


@public
def sign_out(_ports: Ports, _actor: Actor, *, token: str) -> None:
    """End the sign-in of a token."""
    with open_work(VISITOR) as w:
        actions.sign_out(w, token=token)


@public
def change_password(_ports: Ports, actor: Actor, *, current: str, new: str) -> None:
    """Set one's own password; wrong guesses at the present one are limited.

    Raises:
        Refusal: TOO_MANY; else as the action.
    """
    _limit_proof(actor)
    with open_work(actor) as w:
        actions.change_password(w, current=current, new=new)


@public
def disable_totp(_ports: Ports, actor: Actor, *, code: str) -> None:
    """Switch one's own second factor off.

    Raises:
        Refusal: TOO_MANY; else as the action.
    """
    _limit_proof(actor)
    with open_work(actor) as w:
        actions.disable_totp(w, code=code)


@public
def renew_recovery_codes(_ports: Ports, actor: Actor, *, code: str) -> RecoveryCodes:
    """Ten new recovery codes.

    Raises:
        Refusal: TOO_MANY; else as the action.
    """
    _limit_proof(actor)
    with open_work(actor) as w:
        return actions.renew_recovery_codes(w, code=code)


@public
def hand_over(_ports: Ports, actor: Actor, *, to_user_id: UUID, password: str) -> None:
    """Make somebody else the owner.

    Raises:
        Refusal: TOO_MANY; else as the action.
    """
    _limit_proof(actor)
    with open_work(actor) as w:
        actions.hand_over(w, to_user_id=to_user_id, password=password)


@public
def join(_ports: Ports, actor: Actor, *, token: str) -> Joined:
    """Accept an invitation as the signed-in user, in the invitation's gym.

    Raises:
        Denied: nobody is signed in, or the second factor is pending.
        Refusal: TOO_MANY; else as the action.
    """
    if actor.user_id is None or not actor.may(Permission.USE_ACCOUNT):
        raise Denied
    _limit("join", _TRIES_BY_IP)
    with open_work(_in_gym(actor, _gym_of(token))) as w:
        return actions.accept_invitation(w, token=token)


@public
def join_as_new(
    _ports: Ports, _actor: Actor, *, token: str, name: str, password: str, device: str
) -> Admitted:
    """Accept an invitation as somebody who has no account yet.

    Raises:
        Refusal: TOO_MANY; else as the action.
    """
    _limit("join", _TRIES_BY_IP)
    with open_work(_in_gym(VISITOR, _gym_of(token))) as w:
        return actions.accept_as_new(w, token=token, name=name, password=password, device=device)


@public
def open_gym(_ports: Ports, actor: Actor, *, opening: Opening) -> OpenedGym:
    """Open a gym and make the signed-in user its owner, in one transaction of the gym to be.

    The gym's id is chosen first and the Work is opened in it: no power over other gyms is
    needed, and a crash leaves either all of it or nothing. OrgOpened is stored with it; what
    higher features add (a location, class types, plans) comes by its jobs, which are repeated
    until they are done.

    Raises:
        Denied: nobody is signed in.
        Refusal: TOO_MANY_GYMS; else as orgs.actions.found.
    """
    if actor.user_id is None or not actor.may(Permission.USE_ACCOUNT):
        raise Denied
    with open_work(_in_gym(actor, new_id(), opening.zone)) as w:
        yesterday = w.now - timedelta(days=1)
        if actions.gyms_opened_since(w, user_id=actor.user_id, since=yesterday) >= _GYMS_A_DAY:
            raise Refusal(TOO_MANY_GYMS)
        opened = orgs.found(w, opening=opening)
        actions.give_role(w, user_id=actor.user_id, role=Role.OWNER)
        if actor.sign_in_id is not None:
            actions.use_gym(w, sign_in_id=actor.sign_in_id)
    return opened


@internal
def send_code(ports: Ports, actor: Actor, *, code_id: UUID) -> None:
    """Send a code to whoever is known by its address; to nobody when nobody is.

    Sent twice when a worker dies in between: the code is the same.

    Raises:
        OutsideFailure: the mail server asks to try later.
    """
    with open_work(actor) as w:
        letter = actions.code_to_send(w, code_id=code_id)
    if letter is None:
        return
    _send(ports, code_letter(code_id, to=letter.to, code=letter.code, lang=letter.lang))
    with open_work(actor) as w:
        actions.forget_sealed_code(w, code_id=code_id)


@internal
def send_invitation(ports: Ports, actor: Actor, *, invitation_id: UUID) -> None:
    """Send an invitation's letter, if it has an address and is still open.

    Raises:
        OutsideFailure: the mail server asks to try later.
    """
    with open_work(actor) as w:
        ready = queries.invitation_to_send(w, invitation_id=invitation_id)
        gym = gyms.card(w)
    if ready is None:
        return
    letter = invitation_letter(
        f"invitation:{invitation_id}:{ready.nth}",
        to=ready.email,
        name=ready.name,
        gym=gym.name,
        brand=gym.brand,
        role=ready.role,
        url=settings().public_url + ready.path,
        lang=ready.lang,
    )
    if _send(ports, letter) is Sent.REFUSED:
        with open_work(actor) as w:
            actions.mark_bounced(w, invitation_id=invitation_id)


def _limit(deed: str, allowance: Allowance) -> None:
    ip = caller_ip.get()
    if ip is not None:
        take(f"{deed}:ip:{crypto.keyed_digest(ip, 'limit')}", allowance, now=clock.now())


def _limit_caller(deed: str, account: str, allowance: Allowance) -> None:
    """What one caller may do at one account."""
    pair = f"{caller_ip.get() or ''} {actions.address_of(account)}"
    take(f"{deed}:caller:{crypto.keyed_digest(pair, 'limit')}", allowance, now=clock.now())


def _limit_known(deed: str, number: str, account: str, allowance: Allowance) -> None:
    """What a browser may do at an account whose user came in with it; no stranger counts here."""
    pair = f"{number} {actions.address_of(account)}"
    take(f"{deed}:known:{crypto.keyed_digest(pair, 'limit')}", allowance, now=clock.now())


def _limit_account(deed: str, account: str, allowance: Allowance) -> None:
    whose = crypto.keyed_digest(actions.address_of(account), "limit")
    take(f"{deed}:account:{whose}", allowance, now=clock.now())


def _limit_proof(actor: Actor) -> None:
    if actor.user_id is None or not actor.may(Permission.USE_ACCOUNT):
        raise Denied
    take(f"proof:user:{actor.user_id}", _PROOFS_BY_USER, now=clock.now())


def _gym_of(token: str) -> UUID:
    with open_work(VISITOR) as w:
        return queries.invitation(w, token=token).org_id


def _in_gym(actor: Actor, org_id: UUID, zone: str | None = None) -> Actor:
    """The same person in another gym, without any permission there."""
    return replace(
        actor,
        org_id=org_id,
        member_id=None,
        staff_id=None,
        permissions=frozenset(),
        zone_name=zone or actor.zone_name,
    )


def _send(ports: Ports, letter: Letter) -> Sent:
    sent = ports.mail.send(letter)
    if sent is Sent.LATER:
        raise OutsideFailure("mail server asks to try later")
    return sent
