"""A gym with a class or two, and a member before its screens."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from fitkit.core import clock
from fitkit.core.actor import Actor
from fitkit.core.clock import day_of
from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from fitkit.features.class_types.rules import Policy
from tests.conftest import Gym
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.scheduling import Place, make_place, publish, session_at

FREE_TO_CANCEL = Policy(opens_days=14, cancel_cutoff_minutes=0)
COSTS_ALWAYS = Policy(opens_days=14, cancel_cutoff_minutes=10_000, grace_minutes=0)


@dataclass(frozen=True)
class Scene:
    """Who looks, at what."""

    gym: Gym
    place: Place
    member_id: UUID

    @property
    def actor(self) -> Actor:
        return self.gym.acting(Role.MEMBER, member_id=self.member_id)

    @property
    def today(self) -> date:
        return day_of(clock.now(), self.actor.zone)

    @property
    def day(self) -> date:
        """Tomorrow, on which the classes of a test are."""
        return self.today + timedelta(days=1)

    def schedule(self, lang: str = "en", day: date | None = None, rest: str = "") -> str:
        return f"/{lang}/schedule/?day={(day or self.day).isoformat()}{rest}"

    def owner(self):
        return open_work(self.gym.acting(Role.OWNER))

    def publish(self, at: time = time(18, 30), day: date | None = None, **more: object) -> UUID:
        with self.owner() as w:
            return publish(w, self.place, day or self.day, at=at, **more).session_ids[0]

    def past(self, starts_at: datetime) -> UUID:
        with self.owner() as w:
            return session_at(w, self.place, starts_at)

    def somebody_books(self, session_id: UUID, name: str = "דנה") -> UUID:
        with self.owner() as w:
            member_id = pack_member(w, name)
            book(w, session_id, member_id)
            return member_id

    def books(self, session_id: UUID) -> None:
        with self.owner() as w:
            book(w, session_id, self.member_id)


def scene(gym: Gym, policy: Policy = FREE_TO_CANCEL, *, pack: bool = False) -> Scene:
    """A place with a policy, and a member with a weekly plan of three or a pack of ten."""
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w, policy=policy)
        return Scene(gym, place, (pack_member if pack else weekly_member)(w))


def bare_member(w: Work) -> UUID:
    """Somebody without a plan."""
    from tests.factories.members import make_member

    return make_member(w, "רון")
