"""Receivers, deliveries and ports for these tests."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from fitkit.core import db
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.identity.tables import RoleGrant, User
from fitkit.features.notifications import actions
from fitkit.features.notifications.rules import Happening, NoticeKind, Receiver
from fitkit.integrations.payments import Gateways, Issuers
from fitkit.integrations.sandbox.mail import SandboxMail
from fitkit.integrations.sandbox.outbox import FileOutbox
from fitkit.integrations.sandbox.push import SandboxPush
from fitkit.integrations.webpush.keys import new_pair
from fitkit.ports import Ports
from tests.conftest import Gym
from tests.factories.members import make_member

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # 12:00 in the gym
NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)  # 23:00
SEVEN = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # the next morning
_PAIR = new_pair()


@dataclass(frozen=True)
class Person:
    """A member who has an account."""

    actor: Actor
    member_id: UUID
    user_id: UUID

    @property
    def as_member(self) -> Receiver:
        return Receiver(member_id=self.member_id)

    @property
    def as_user(self) -> Receiver:
        return Receiver(user_id=self.user_id)


def make_user(email: str, *, lang: Lang = Lang.HE, name: str = "מאיה") -> UUID:
    with open_work(VISITOR) as w:
        user = User(email=email, name=name, lang=lang)
        w.add(user)
    return user.id


def grant(gym: Gym, user_id: UUID, role: Role, *, member_id: UUID | None = None) -> None:
    with open_work(VISITOR) as w:
        w.add(RoleGrant(user_id=user_id, org_id=gym.org_id, role=role, member_id=member_id))


def person(gym: Gym, email: str = "maya@example.com", *, lang: Lang = Lang.HE) -> Person:
    user_id = make_user(email, lang=lang)
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, "מאיה", "לוי", email=email)
    grant(gym, user_id, Role.MEMBER, member_id=member_id)
    actor = replace(gym.acting(Role.MEMBER, member_id=member_id), user_id=user_id, lang=lang)
    return Person(actor, member_id, user_id)


def tell(gym: Gym, receiver: Receiver, kind: NoticeKind = NoticeKind.PROMOTED, **more: Any):
    facts = {"session": {"he": "קרוספיט", "en": "CrossFit"}, "starts_at": SEVEN.isoformat()}
    given = {"about": new_id(), "facts": facts, "path": "/schedule"} | more
    with open_work(gym.system) as w:
        return actions.notify(w, receiver, Happening(kind, **given))


def sandbox(path) -> Ports:
    outbox = FileOutbox(path / "outbox")
    push = SandboxPush(outbox, _PAIR.public)
    none = {"payments": Gateways({}), "invoices": Issuers({}), "debits": None}
    return Ports(mail=SandboxMail(outbox), push=push, outbox=outbox, **none)


def browser(who: Person, word: str = "ok") -> str:
    endpoint = f"https://push.invalid/{word}/{new_id()}"
    with open_work(who.actor) as w:
        actions.subscribe_push(
            w, endpoint=endpoint, p256dh=_PAIR.public, auth="A" * 22, device="Chrome, Android"
        )
    return endpoint


def deliveries(columns: str = "channel, state") -> list[tuple[object, ...]]:
    """As the platform sees them, by channel."""
    with db.transaction() as c:
        c.exec_driver_sql("select set_config('role', 'fitkit_platform', true)")
        return [
            tuple(r) for r in c.execute(sa.text(f"select {columns} from delivery order by channel"))
        ]
