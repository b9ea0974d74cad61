"""Ending a deal without an account: a code to the address the gym has, and who it proves.

The law wants a way that is seen and needs no sign-in (§14i1). Whoever asks is told nothing of whom the gym
knows: the same answer, the same work for every name and address.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fitkit.core import clock, crypto
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.errors import OutsideFailure, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission, internal, public
from fitkit.core.ratelimit import Allowance, take
from fitkit.core.work import Work, caller_ip, open_work
from fitkit.features.billing.events.endings import CancelCodeAsked
from fitkit.features.identity import actions as identity
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.members import queries as members
from fitkit.features.orgs import queries as gyms
from fitkit.ports import Ports
from fitkit.ports.mail import Letter, Sent
from fitkit.texts import endings as texts
from fitkit.texts.letters import Letterhead, letter_html, letter_text

_ASKS_BY_IP: Final = Allowance(burst=40, per_s=3600)
_ASKS_BY_CALLER: Final = Allowance(burst=4, per_s=1800)
_ASKS_BY_CONTACT: Final = Allowance(burst=24, per_s=3600)
_TRIES_BY_IP: Final = Allowance(burst=60, per_s=600)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who somebody says they are, on the page of a gym."""

    slug: str
    name: str
    contact: str  # a phone number or an e-mail, as typed
    browser: str  # a secret of the page that asks: nobody else may try its code


@public
def ask_code(_ports: Ports, _actor: Actor, *, asking: Asking, lang: Lang) -> None:
    """Send a code to the e-mail that the gym has of a member, if it has one; the answer is always the same.

    Publishes CancelCodeAsked.

    Raises:
        NotFound: no such gym.
        Refusal: TOO_MANY; at ``name`` or ``contact``: nothing was typed.
    """
    if not asking.name.strip():
        raise Refusal(texts.NAME_HELP, field="name")
    if not asking.contact.strip():
        raise Refusal(texts.SAY_WHO, field="contact")
    contact = identity.address_of(asking.contact)
    _limit("ip", caller_ip.get() or "", _ASKS_BY_IP)
    _limit("caller", f"{caller_ip.get()} {asking.slug} {contact}", _ASKS_BY_CALLER)
    _limit("contact", f"{asking.slug} {contact}", _ASKS_BY_CONTACT)
    with open_work(system(_gym(asking.slug))) as w:
        found = members.named_at(w, name=asking.name, contact=contact)
        code_id = identity.make_code(
            w,
            address=_address(w, contact),
            purpose=CodePurpose.CANCEL,
            lang=lang,
            browser=asking.browser,
        )
        w.publish(CancelCodeAsked(about=code_id, member_id=found[0] if found else None, lang=lang))


@public
def check_code(_ports: Ports, _actor: Actor, *, asking: Asking, code: str) -> Actor | None:
    """Who a code proves somebody to be: an actor who may end their own deals and nothing else; None: it is wrong.

    Members of the same name and address, and the children whose guardian they are, are theirs too.

    Raises:
        NotFound: no such gym.
        Refusal: TOO_MANY.
    """
    _limit("tries", caller_ip.get() or "", _TRIES_BY_IP)
    contact = identity.address_of(asking.contact)
    with open_work(system(_gym(asking.slug))) as w:
        is_right = identity.try_code(
            w,
            address=_address(w, contact),
            purpose=CodePurpose.CANCEL,
            typed=code,
            browser=asking.browser,
        )
        found = members.named_at(w, name=asking.name, contact=contact) if is_right else ()
        if not found:
            return None
        children = [members.ward_ids(w, guardian_id=each) for each in found]
        return Actor(
            org_id=w.actor.org_id,
            member_id=found[0],
            ward_ids=frozenset(found[1:]).union(*children),
            permissions=frozenset({Permission.EDIT_OWN}),
            zone_name=gyms.card(w).zone,
        )


@internal
def send_code(ports: Ports, actor: Actor, *, code_id: UUID, member_id: UUID, lang: Lang) -> None:
    """Send a code to the e-mail that the gym has of a member; to nobody when it has none.

    Sent twice when a worker dies in between: the code is the same.

    Raises:
        OutsideFailure: the mail server asks to try later.
    """
    with open_work(actor) as w:
        code = identity.sealed_code(w, code_id=code_id)
        to, gym = members.reached_at(w, member_id=member_id), gyms.card(w)
    if code is None or not to:
        return
    head = Letterhead(sender=gym.name, brand=gym.brand)
    title, paragraphs = texts.LETTER_TITLE.to(lang, gym=gym.name), [texts.LETTER_BODY.to(lang)]
    letter = Letter(
        key=f"cancel-code:{code_id}",
        to=to,
        subject=texts.LETTER_SUBJECT.to(lang, code=code),
        text=letter_text(lang, title, paragraphs, head=head, code=code),
        html=letter_html(lang, title, paragraphs, head=head, code=code),
        sender_name=gym.name,
    )
    if ports.mail.send(letter) is Sent.LATER:
        raise OutsideFailure("mail server asks to try later")
    with open_work(actor) as w:
        identity.forget_sealed_code(w, code_id=code_id)


def _gym(slug: str) -> UUID:
    with open_work(VISITOR) as w:
        return gyms.by_slug(w, slug=slug).id


def _address(w: Work, contact: str) -> str:
    """What a code is kept by: of this gym and this page alone."""
    return crypto.keyed_digest(f"{w.actor.org_id} {contact}", "cancel")


def _limit(what: str, whose: str, allowance: Allowance) -> None:
    key = crypto.keyed_digest(whose, "limit")
    take(f"cancel:{what}:{key}", allowance, now=clock.now())
