"""Send what is due; stop letters by a link; show what was sent."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from fitkit.core import clock, crypto
from fitkit.core.actor import Actor, system
from fitkit.core.errors import NotFound, OutsideFailure, Refusal
from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission, flow_requires, internal, public
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.features.notifications import actions, queries, rules
from fitkit.features.notifications.queries import Outgoing
from fitkit.features.notifications.rules import Channel, Happening, NoticeGroup, Receiver, Wording
from fitkit.features.orgs.rules import quiet_until
from fitkit.ports import Ports
from fitkit.ports.mail import Letter, Sent
from fitkit.ports.outbox import SentItem
from fitkit.ports.push import Pushed, PushNote, PushTarget
from fitkit.texts import notices as texts
from fitkit.texts.common import APP_NAME
from fitkit.texts.letters import Button, Letterhead, letter_html, letter_text

log = structlog.get_logger(__name__)
BATCH: Final = 10  # few, so that a slow server does not outlast the claim of the last one
BATCHES: Final = 200
STOP: Final = "notices.stop"  # what the link of a letter is signed for
STOP_PATH: Final = "/mail/stop"


@dataclass(frozen=True, slots=True)
class StopView:
    """What a letter's link would stop, or has stopped."""

    lang: Lang
    gym: str
    brand: str
    group: NoticeGroup


@internal
def deliver_due(ports: Ports, actor: Actor) -> int:
    """Send everything that is due, of the actor's gym or of all; returns how many were tried.

    Claims in batches, sends outside of any Work, records each outcome in a Work of its gym.
    Safe to run in many processes, and to be killed: what was claimed comes due again. A letter
    may then go out twice, under the same Message-ID; a note replaces its twin on the phone.
    """
    over_all = actor if actor.org_id else actor.as_platform("deliver")
    tried = 0
    for _ in range(BATCHES):
        with open_work(over_all) as w:
            taken = actions.take_on(w, limit=BATCH)
        for delivery_id in taken:
            _deliver_or_put_off(ports, over_all, delivery_id)
        tried += len(taken)
        if len(taken) < BATCH:
            break
    return tried


@flow_requires(Permission.SEE_PLATFORM)
def outbox(ports: Ports, actor: Actor, *, limit: int = 50) -> list[SentItem]:  # noqa: ARG001  # checked by the mark
    """What this installation has sent, newest first.

    Raises:
        NotFound: nothing is kept here (production).
    """
    if ports.outbox is None:
        raise NotFound
    return ports.outbox.recent(min(max(limit, 1), 200))


@flow_requires(Permission.USE_ACCOUNT)
def push_key(ports: Ports, actor: Actor) -> str:  # noqa: ARG001
    """The public key a browser subscribes with, base64url; empty when push is not set up."""
    return ports.push.public_key


@public
def stop_question(ports: Ports, actor: Actor, *, token: str) -> StopView:  # noqa: ARG001
    """What a letter's link would stop.

    Raises:
        Refusal: the link is forged, foreign or expired.
    """
    return _stop_view(token)[0]


@public
def stop_letters(ports: Ports, actor: Actor, *, token: str) -> StopView:  # noqa: ARG001
    """Stop letters of a group for whoever holds the link, without signing in; again changes nothing.

    Raises:
        Refusal: the link is forged, foreign or expired.
    """
    view, org_id, receiver = _stop_view(token)
    with open_work(system(org_id)) as w:
        actions.stop_letters(w, receiver, group=view.group)
    return view


@internal
def tell_account(ports: Ports, *, user_id: UUID, happening: Happening, key: str) -> None:
    """Write to a user about their own account, from FitKit and not from a gym.

    Raises:
        OutsideFailure: the mail server is to be asked again.
    """
    with open_work(system(None)) as w:
        reach = queries.reach_user(w, user_id)
    if reach is None:
        return
    said = rules.wording(happening.kind, happening.facts, lang=reach.lang, zone=clock.ISRAEL)
    head = Letterhead(sender=APP_NAME.to(reach.lang))
    button = Button(said.button, f"{settings().public_url}/{reach.lang}{happening.path}")
    letter = Letter(
        key=key,
        to=reach.email,
        subject=said.title,
        text=letter_text(reach.lang, said.title, [said.body], head=head, button=button),
        html=letter_html(reach.lang, said.title, [said.body], head=head, button=button),
    )
    if ports.mail.send(letter) is Sent.LATER:
        raise OutsideFailure("mail server: later")


@internal
def warn_of_sign_in(ports: Ports, *, sign_in_id: UUID, user_id: UUID) -> None:
    """Write to a user that somebody signed in to their account from a new device."""
    with open_work(system(None)) as w:
        happening = queries.signed_in_anew(w, sign_in_id=sign_in_id)
    if happening is not None:
        tell_account(ports, user_id=user_id, happening=happening, key=happening.words)


@internal
def warn_of_change(ports: Ports, *, user_id: UUID, what: Text) -> None:
    """Write to a user that the guards of their account were changed."""
    with open_work(system(None)) as w:
        happening = queries.security_changed(w, user_id=user_id, what=what)
    # By the hour: a retry is the same letter to a mail server, a change on another day is not.
    key = f"{happening.kind}:{user_id}:{what.en}:{clock.now():%Y%m%d%H}"
    tell_account(ports, user_id=user_id, happening=happening, key=key)


@internal
def stop_url(org_id: UUID, receiver: Receiver, group: NoticeGroup) -> str:
    """The address in a letter that stops its kind."""
    facts = {"o": str(org_id), "r": receiver.words, "g": group.value}
    token = crypto.sign(facts, purpose=STOP, expires_at=clock.now() + rules.LETTER_LINK)
    return f"{settings().public_url}{STOP_PATH}?t={token}"


@internal
def letter_of(out: Outgoing) -> Letter:
    """A delivery as a letter in its reader's language."""
    said = rules.wording(out.kind, out.facts, lang=out.lang, zone=out.gym.zone)
    group = rules.GROUP[out.kind]
    stop = (
        ""
        if rules.is_fixed(group, Channel.EMAIL)
        else stop_url(out.gym.org_id, out.receiver, group)
    )
    why = texts.WHY_MEMBER if out.receiver.member_id else texts.WHY_STAFF
    head = Letterhead(sender=out.gym.name, brand=out.gym.brand, unsubscribe_url=stop)
    button = Button(said.button, _address(out)) if out.path else None
    footer = [why.to(out.lang, gym=out.gym.name)]
    if group is NoticeGroup.PLANS and out.receiver.member_id:  # §14i1: the way out is always near
        way = f"{settings().public_url}/{out.lang}/cancel/{out.gym.slug}/"
        footer.append(texts.CANCEL_WAY.to(out.lang, way=way))
    paragraphs = [said.body] if said.body else []
    return Letter(
        key=out.key,
        to=out.email,
        subject=said.title,
        text=letter_text(out.lang, said.title, paragraphs, head=head, button=button, footer=footer),
        html=letter_html(out.lang, said.title, paragraphs, head=head, button=button, footer=footer),
        reply_to=out.gym.email,
        sender_name=out.gym.name,
        unsubscribe_url=stop,
    )


@internal
def note_of(out: Outgoing, *, said: Wording, lifetime: timedelta, urgent: bool) -> PushNote:
    """A delivery as a push note."""
    return PushNote(
        key=out.key,
        title=said.title[:120],
        body=said.body,
        path=f"/{out.lang}{out.path or '/'}",
        lang=out.lang,
        lifetime_s=int(lifetime.total_seconds()),
        urgent=urgent,
        unread=out.unread,
    )


def _address(out: Outgoing) -> str:
    return f"{settings().public_url}/{out.lang}{out.path}"


def _deliver_or_put_off(ports: Ports, over_all: Actor, delivery_id: UUID) -> None:
    """One that breaks over a fault of ours must not hold up those behind it, nor be tried for ever."""
    try:
        _deliver(ports, over_all, delivery_id)
    except SQLAlchemyError:
        raise  # the database is gone: the job is retried as a whole
    except Exception as error:
        log.exception("delivery_broke", delivery_id=str(delivery_id), exc_info=error)
        with open_work(over_all) as w:
            attempt = queries.attempt_of(w, delivery_id)
            again = rules.next_try(attempt, w.now)
            actions.record_later(
                w, delivery_id=delivery_id, attempt=attempt, again_at=again, reason="fault"
            )


def _deliver(ports: Ports, over_all: Actor, delivery_id: UUID) -> None:
    with open_work(over_all) as w:
        out = queries.outgoing(w, delivery_id)
        if out is None:
            attempt = queries.attempt_of(w, delivery_id)
            actions.record_gone(
                w, delivery_id=delivery_id, attempt=attempt, receiver=None, reason="nobody"
            )
            return
        if rules.is_stale(out.kind, out.starts_at, w.now):
            actions.record_later(
                w, delivery_id=delivery_id, attempt=out.attempt, again_at=None, reason="late"
            )
            return
    if out.channel is Channel.PUSH:
        _push(ports, out)
    else:
        _mail(ports, out)


def _mail(ports: Ports, out: Outgoing) -> None:
    outcome = ports.mail.send(letter_of(out)) if out.email else Sent.REFUSED
    match outcome:
        case Sent.ACCEPTED:
            _sent(out)
        case Sent.REFUSED:
            _gone(out, "refused" if out.email else "no_address")
        case Sent.LATER:
            _later(out)


def _push(ports: Ports, out: Outgoing) -> None:
    now = clock.now()
    note = note_of(
        out,
        said=rules.wording(out.kind, out.facts, lang=out.lang, zone=out.gym.zone),
        lifetime=rules.lifetime(out.starts_at, now),
        urgent=rules.is_urgent(out.kind, out.starts_at, now),
    )
    outcomes = set()
    for browser in out.browsers:
        target = PushTarget(browser.endpoint, browser.p256dh, browser.auth)
        outcome = ports.push.send(target, note)
        outcomes.add(outcome)
        is_ok = None if outcome is Pushed.GONE else outcome is Pushed.ACCEPTED
        with open_work(system(None)) as w:
            actions.record_browser(w, browser_id=browser.id, is_ok=is_ok)
    if Pushed.ACCEPTED in outcomes:
        _sent(out)
    elif Pushed.LATER in outcomes:
        _later(out)
    elif Pushed.REFUSED in outcomes:
        _give_up(out, "refused")
    else:
        _gone(out, "no_browser")


def _sent(out: Outgoing) -> None:
    with open_work(_of_gym(out)) as w:
        actions.record_sent(w, delivery_id=out.delivery_id, attempt=out.attempt)


def _gone(out: Outgoing, reason: str) -> None:
    with open_work(_of_gym(out)) as w:
        actions.record_gone(
            w,
            delivery_id=out.delivery_id,
            attempt=out.attempt,
            receiver=out.receiver,
            reason=reason,
        )


def _give_up(out: Outgoing, reason: str) -> None:
    with open_work(_of_gym(out)) as w:
        actions.record_later(
            w, delivery_id=out.delivery_id, attempt=out.attempt, again_at=None, reason=reason
        )


def _later(out: Outgoing) -> None:
    with open_work(_of_gym(out)) as w:
        again = rules.next_try(out.attempt, w.now)
        if again is not None and not rules.is_urgent(out.kind, out.starts_at, w.now):
            again = quiet_until(again, out.gym.quiet, out.gym.zone) or again
        actions.record_later(
            w, delivery_id=out.delivery_id, attempt=out.attempt, again_at=again, reason="later"
        )


def _of_gym(out: Outgoing) -> Actor:
    return system(out.gym.org_id, out.gym.zone.key)


def _stop_view(token: str) -> tuple[StopView, UUID, Receiver]:
    facts = crypto.signed_facts(token[:1000], purpose=STOP, now=clock.now())
    if facts is None:
        raise Refusal(texts.STALE_LINK)
    org_id, group = UUID(facts["o"]), NoticeGroup(facts["g"])
    kind, _, words = facts["r"].partition(":")
    receiver = Receiver(member_id=UUID(words)) if kind == "m" else Receiver(user_id=UUID(words))
    with open_work(system(org_id)) as w:
        gym = queries.gym_facts(w)
        reach = queries.reach(w, receiver, gym)
    lang = reach.lang if reach else gym.lang
    return StopView(lang, gym.name, gym.brand, group), org_id, receiver
