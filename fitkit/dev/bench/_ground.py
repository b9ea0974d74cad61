"""What benches stand on: a database of their own, a gym full of signed-in members, a running server."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fitkit.core import crypto, db, discover, embedded
from fitkit.core.actor import VISITOR, Actor, system
from fitkit.core.ids import new_id
from fitkit.core.permissions import ROLES, Role
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.dev.processes import Crew, serving_environment


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in member."""

    member_id: UUID
    user_id: UUID
    cookie: str  # name=value


@dataclass(frozen=True, slots=True)
class Ground:
    """A gym to measure in."""

    org_id: UUID
    owner: Actor
    people: list[Person]
    class_type_id: UUID
    location_id: UUID

    def acting(self, person: Person) -> Actor:
        """The actor a member's browser acts as."""
        return Actor(
            org_id=self.org_id,
            user_id=person.user_id,
            member_id=person.member_id,
            permissions=ROLES[Role.MEMBER],
        )


def own_database(name: str) -> None:
    """Aim this process and its children at a fresh database beside the demo's.

    Must run before anything has connected.
    """
    home = settings().home / "bench"
    os.environ |= {
        "FITKIT_HOME": str(home),
        "FITKIT_DATABASE": f"bench_{name}",
        "FITKIT_ENV": "test",
        "FITKIT_LOG_LEVEL": "error",
        # The disk of the machine is not what is measured: both sides of a ratio skip its wait.
        "FITKIT_PG_OPTIONS": "-c synchronous_commit=off",
    }
    os.environ.pop("FITKIT_DATABASE_URL", None)
    settings.cache_clear()
    embedded.forget(home)  # the bench before this one may have left its server a moment to stop
    shutil.rmtree(home, ignore_errors=True)
    embedded.ensure(settings().home)
    discover.tables()
    discover.jobs()
    db.migrate()


def gym(members: int, *, weekly_limit: int | None = None, entries: int | None = None) -> Ground:
    """A gym whose members are signed in and hold a plan: unlimited, weekly, or a pack of entries."""
    from fitkit.features.class_types import actions as class_types
    from fitkit.features.class_types.rules import ClassTypeDetails, Policy
    from fitkit.features.identity.rules import EntryWay, FactorState
    from fitkit.features.identity.tables import RoleGrant, SignInSession, User
    from fitkit.features.locations import actions as locations
    from fitkit.features.locations.rules import LocationDetails
    from fitkit.features.members import actions as people
    from fitkit.features.members.rules import MemberDetails
    from fitkit.features.orgs.rules import GymKind
    from fitkit.features.orgs.tables import Org
    from fitkit.features.plans import actions as plans
    from fitkit.features.plans.rules import PlanDetails, PlanKind, Terms
    from fitkit.features.subscriptions import actions as subscriptions
    from fitkit.web.session import COOKIE

    org_id = new_id()
    with open_work(VISITOR.as_platform("bench")) as w:
        w.add(Org(id=org_id, slug=f"bench-{org_id.hex[-8:]}", name="Bench", kind=GymKind.CROSSFIT))
    owner = Actor(org_id=org_id, permissions=ROLES[Role.OWNER])
    with open_work(owner) as w:
        kind = class_types.add(
            w,
            details=ClassTypeDetails(
                "WOD", "WOD", policy=Policy(opens_days=60, waitlist_limit=100)
            ),
        )
        location = locations.add(w, details=LocationDetails("Bench"))
        terms = Terms(PlanKind.UNLIMITED)
        if entries is not None:
            terms = Terms(PlanKind.PACK, entries=entries, valid_days=90)
        elif weekly_limit is not None:
            terms = Terms(PlanKind.WEEKLY, weekly_limit=weekly_limit)
        plan = plans.add(w, details=PlanDetails("Bench", "Bench", terms))
        ids = [
            people.add(w, details=MemberDetails(f"M{n}", "Bench", email=f"m{n}@bench.test"))
            for n in range(members)
        ]
    with open_work(system(org_id)) as w:
        for member_id in ids:
            subscriptions.give(w, member_id=member_id, plan_id=plan)
    signed_in = []
    with open_work(VISITOR.as_platform("bench")) as w:
        for n, member_id in enumerate(ids):
            user = User(email=f"m{n}@bench.test", name=f"M{n} Bench")
            token = crypto.new_token()
            w.add(user)
            signed_in.append(Person(member_id, user.id, f"{COOKIE}={token}"))
            w.session.flush()
            w.add(
                RoleGrant(user_id=user.id, org_id=org_id, role=Role.MEMBER, member_id=member_id),
                SignInSession(
                    token_hash=crypto.digest(token),
                    user_id=user.id,
                    org_id=org_id,
                    way=EntryWay.PASSWORD,
                    factor=FactorState.NONE,
                    entered_at=w.now,
                    last_seen_at=w.now,
                    expires_at=w.now + timedelta(days=1),
                ),
            )
    return Ground(org_id, owner, signed_in, kind, location)


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def served(target: str, *, frontend: bool = False, **more: str) -> Iterator[tuple[str, int]]:
    """One web process; yields its address and its pid."""
    port = free_port()
    env = dict(serving_environment(FITKIT_PORT=str(port), PORT=str(port), **more))
    if not frontend:
        env.pop("__REFLEX_MOUNT_FRONTEND_COMPILED_APP", None)
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--log-level", "error", "--workers-kill-timeout", "5", target),
    ]
    with Crew({"web": command}, env) as crew:
        base = f"http://localhost:{port}"
        crew.await_answer(f"http://127.0.0.1:{port}/ping", seconds=90)
        yield base, crew.children["web"].pid


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the sorted values lies, in the unit of the values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def in_ms(seconds: float) -> float:
    """Milliseconds to a hundredth."""
    return round(seconds * 1000, 2)


def say(words: str) -> None:
    """Progress, before the last line."""
    print(words, file=sys.stderr, flush=True)
