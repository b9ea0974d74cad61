"""Reading a feed by its address: the gym is found first, then its classes."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fitkit.core import crypto
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang
from fitkit.core.permissions import public
from fitkit.core.work import open_work
from fitkit.features.calendars import actions, queries, rules
from fitkit.features.calendars.rules import FeedOf
from fitkit.ports import Ports
from fitkit.texts import calendars as texts


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar to send."""

    body: bytes
    version: str  # the same for the same body


@public
def read(ports: Ports, actor: Actor, *, token: str, lang: Lang, home: str = "") -> Feed:  # noqa: ARG001  # the shape of a flow
    """The classes behind an address, for whoever holds it.

    Args:
        ports: not used.
        actor: nobody; the address is the key.
        token: the secret of the address.
        lang: of the words.
        home: where the app shows the classes, without its path.

    Raises:
        NotFound: unknown, revoked, or its person is not of the gym any more: told apart by nothing.
    """
    with open_work(VISITOR) as w:
        found = queries.opened(w, token_hash=crypto.digest(token))
    if found is None:
        raise NotFound
    with open_work(system(found.gym_id)) as w:
        view = queries.reading(w, feed_id=found.feed_id)
        if view is None:
            raise NotFound
        if not view.is_noted:
            actions.note_reading(w, feed_id=found.feed_id)
    is_member = view.of is FeedOf.MEMBER
    title = texts.TITLE_MEMBER if is_member else texts.TITLE_COACH
    path = f"/{lang}/schedule/" if is_member else f"/{lang}/dashboard/today/"
    body = rules.calendar(
        view.entries,
        title=title.to(lang, gym=view.gym),
        zone=ZoneInfo(view.zone_name),
        lang=lang,
        url=home.rstrip("/") + path if home else "",
    )
    return Feed(body, crypto.digest(body.decode())[:32])
