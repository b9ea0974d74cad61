"""Two gyms with the same data: whatever one of them asks with the other's ids is answered as if they did not exist."""

import importlib
import inspect
import re
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import pytest

from fitkit.core import discover
from fitkit.core.actor import Actor
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import INTERNAL, Permission, Role, mark_of
from fitkit.core.tables import tenant_tables
from fitkit.core.work import open_work
from tests.factories.world import World, fingerprint, make_world

# A link is its own key, whoever holds it; a gym's address is known to everybody.
BY_KEY = {
    "fitkit.features.identity.queries.invitations.invitation",
    "fitkit.features.orgs.queries.by_slug",
    "fitkit.features.checkin.queries.kiosk_of",
}
# Which gyms a person belongs to, and FitKit's own log: not of one gym.
OF_THE_PERSON = {"fitkit.features.identity.queries.behind_token.signed_in"}
ROLES = (Role.OWNER, Role.COACH, Role.MEMBER)
NAMED_BY = {
    "fitkit.features.class_types": "class_type_id",
    "fitkit.features.identity": "user_id",
    "fitkit.features.locations": "location_id",
    "fitkit.features.members": "member_id",
    "fitkit.features.offers": "coupon_id",
    "fitkit.features.penalties": "session_id",
    "fitkit.features.plans": "plan_id",
    "fitkit.features.scheduling": "session_id",
    "fitkit.features.booking": "session_id",
    "fitkit.features.staff": "staff_id",
}


@dataclass(frozen=True)
class Pair:
    """Ours and theirs."""

    ours: World
    theirs: World


@pytest.fixture
def gyms(rolled_back: None) -> Pair:
    return Pair(make_world("qamar", 1), make_world("zefir", 2))


def functions(word: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Name and function of everything that edges may call, by module and name."""
    for module_name in discover.speaking(word):
        module = importlib.import_module(module_name)
        for name, fn in inspect.getmembers(module, inspect.isfunction):
            full = f"{module_name}.{name}"
            is_open = fn.__module__ == module_name and mark_of(fn) not in (None, INTERNAL)
            if is_open and full not in BY_KEY | OF_THE_PERSON:
                yield full, fn


def argument(name: str, hint: Any, world: World, ids: Mapping[str, UUID], of: str) -> Any:  # noqa: C901  # one kind of annotation after another
    """A value for an argument, from its name and annotation; ``ids`` says whose."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return argument(name, next(h for h in inner if h is not type(None)), world, ids, of)
    if hint is UUID:
        wanted = {"about": "member_id", "actor_user_id": "user_id", "except_id": "third_member_id"}
        return ids[wanted.get(name, name)]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if isinstance(origin, type) and issubclass(origin, Collection):
        if inner[0] is UUID:
            key = NAMED_BY[".".join(of.split(".")[:3])] if name == "ids" else name[:-1]
            return [ids[key]]
        if isinstance(inner[0], type) and issubclass(inner[0], Enum):
            return ()
        if inner[0] is int:
            return [1]
        if typing.get_origin(inner[0]) is tuple:
            return [(world.today - timedelta(days=30), world.today)]
        return [world.today] if inner[0] is date else ["booking.made"]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Lang.EN if hint is Lang else next(iter(hint))
    if is_dataclass(hint):
        return details(hint, world, ids, of)  # type: ignore[arg-type]
    if hint is date and name == "last_on":
        return world.today + timedelta(days=9)
    if hint is date and name == "since":
        return world.today + timedelta(days=40)
    plain = {
        "search": world.mark,
        "text": "words",
        "slug": world.slug,
        "token": world.invitation_token,
        "coupon": f"{world.mark}10",
        "digits": world.phones[0],
    }
    return {
        str: plain.get(name, ""),
        int: 3 if name == "count" else 1,
        date: world.today,
        bool: False,
    }.get(hint)


def details(kind: type, world: World, ids: Mapping[str, UUID], of: str) -> Any:
    """A dataclass filled with ids where it takes ids, with what it has by itself elsewhere."""
    hints = typing.get_type_hints(kind)
    given = {}
    for one in fields(kind):
        has_default = one.default is not one.default_factory  # both are MISSING where there is none
        takes_id = "UUID" in str(hints[one.name])
        if takes_id and one.name != "guardian_id":
            with suppress(KeyError, AttributeError):
                given[one.name] = argument(one.name, hints[one.name], world, ids, of)
        elif not has_default:
            given[one.name] = _needed(one.name, hints[one.name], world, ids, of)
    if "phone" in hints and kind.__name__ == "MemberDetails":
        given["phone"] = f"0{world.phones[0]}"  # asks for duplicates
    return kind(**given)


def _needed(name: str, hint: Any, world: World, ids: Mapping[str, UUID], of: str) -> Any:
    if hint is time:
        return time(21) if name == "until" else time(20)
    if hint is date:
        return world.today + timedelta(days=3)
    return argument(name, hint, world, ids, of) or {str: "words", int: 3}.get(hint)


def arguments(
    full: str, fn: Callable[..., Any], world: World, ids: Mapping[str, UUID]
) -> dict[str, Any]:
    """Keywords for a call; optional ones only where they take ids or dates or words."""
    hints = typing.get_type_hints(inspect.unwrap(fn))
    given = {}
    for name, parameter in list(inspect.signature(fn).parameters.items())[1:]:
        is_plain = hints[name] in (int, bool, str, str | None)
        if parameter.default is inspect.Parameter.empty or not is_plain:
            given[name] = argument(name, hints[name], world, ids, full)
    return given


def said(
    world: World, role: Role, full: str, fn: Callable[..., Any], given: Mapping[str, Any]
) -> str:
    """What a call answers, or refuses with, as text."""
    try:
        with open_work(_whoever_may(world, role, fn)) as w:
            return repr(fn(w, **given))
    except Refusal as refusal:
        return f"{type(refusal).__name__}: {refusal.text.en if hasattr(refusal, 'text') else ''}"


def _whoever_may(world: World, role: Role, fn: Callable[..., Any]) -> Actor:
    """Somebody of the role; a kiosk for what no role may."""
    return world.at_the_door() if mark_of(fn) == Permission.USE_KIOSK else world.acting(role)


def unknown(ids: Mapping[str, UUID]) -> dict[str, UUID]:
    """As many ids that nothing has."""
    return {name: new_id() for name in ids}


def plain(answer: str, ids: Mapping[str, UUID]) -> str:
    """An answer without the ids it was asked with, which it may repeat."""
    for name, value in ids.items():
        answer = answer.replace(str(value), f"<{name}>")
    return re.sub(r"datetime\.datetime\([^)]*\)|datetime\.timedelta\([^)]*\)", "<when>", answer)


def takes_ids(given: Mapping[str, Any], ids: Mapping[str, UUID]) -> bool:
    """Whether a call names any row at all."""
    return any(str(value) in repr(given) for value in ids.values())


def test_both_gyms_have_a_row_in_every_table(gyms: Pair):
    for world in (gyms.ours, gyms.theirs):
        found = fingerprint(world)
        assert [t.name for t, _ in tenant_tables() if not found[t.name][0]] == []


def test_every_query_is_asked(gyms: Pair):
    """The arguments are made from names and annotations: a query they do not fit would prove nothing."""
    failed = {}
    for full, fn in functions("queries"):
        given = arguments(full, fn, gyms.ours, gyms.ours.ids)
        answer = said(gyms.ours, Role.OWNER, full, fn, given)
        if re.match(r"\w+: ", answer) and mark_of(fn) not in (
            Permission.RUN_PLATFORM,
            Permission.SEE_PLATFORM,
        ):
            failed[full] = (answer, given)
    assert failed == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_query_shows_anything_of_the_other_gym(gyms: Pair, role: Role):
    """Not by our own ids, not by theirs, and their ids are answered exactly as unknown ones."""
    ours, theirs = gyms.ours, gyms.theirs
    leaks, told_apart, shown = [], [], 0
    for full, fn in functions("queries"):
        own = said(ours, role, full, fn, arguments(full, fn, ours, ours.ids))
        shown += ours.mark in own
        given = arguments(full, fn, ours, theirs.ids)
        foreign = said(ours, role, full, fn, given)
        nobody = unknown(theirs.ids)
        fresh = said(ours, role, full, fn, arguments(full, fn, ours, nobody))
        by_words = said(ours, role, full, fn, arguments(full, fn, theirs, theirs.ids))
        for answer in (own, foreign, by_words):
            repeated = plain(answer, theirs.ids if takes_ids(given, theirs.ids) else {})
            leaks += [(full, secret) for secret in theirs.secrets if secret in repeated]
        if takes_ids(given, theirs.ids) and plain(foreign, theirs.ids) != plain(fresh, nobody):
            told_apart.append((full, foreign[:300], fresh[:300]))
    assert leaks == []
    assert told_apart == []
    assert shown >= (3 if role is Role.MEMBER else 8), "the queries showed too little to prove it"


@pytest.mark.parametrize("role", [Role.OWNER, Role.COACH])
def test_no_action_changes_anything_in_the_other_gym(gyms: Pair, role: Role):
    """Every action with the other gym's ids: theirs stays as it is, and ids are refused as unknown."""
    ours, theirs = gyms.ours, gyms.theirs
    before = fingerprint(theirs)
    accepted = []
    for full, fn in functions("actions"):
        given = arguments(full, fn, ours, theirs.ids)
        if not takes_ids(given, theirs.ids):
            continue
        answer = said(ours, role, full, fn, given)
        if not re.match(r"\w+: ", answer) and theirs.mark in answer:
            accepted.append((full, answer))
        assert fingerprint(theirs) == before, full
    assert accepted == []


def test_one_foreign_id_among_our_own_is_refused(gyms: Pair):
    """A row of ours never comes to stand beside one of theirs."""
    ours, theirs = gyms.ours, gyms.theirs
    before = fingerprint(theirs)
    wrong, tried = [], 0
    for full, fn in functions("actions"):
        own = arguments(full, fn, ours, ours.ids)
        for name in [n for n, id_ in ours.ids.items() if str(id_) in repr(own)]:
            mixed = {**ours.ids, name: theirs.ids[name]}
            given = arguments(full, fn, ours, mixed)
            if str(theirs.ids[name]) not in repr(given):  # the same row goes by another name
                continue
            tried += 1
            with suppress(NotFound):
                answer = said(ours, Role.OWNER, full, fn, given)
                if not re.match(r"\w+: ", answer):
                    wrong.append((full, name, answer[:200]))
    assert fingerprint(theirs) == before
    assert tried > 30
    assert {one[:2]: one[2] for one in wrong if not _is_nothing(one[2])} == {}


def _is_nothing(answer: str) -> bool:
    """Whether a call over several rows said that it found none."""
    return answer in ("None", "0", "()", "[]", "False") or bool(
        re.search(r"(member_ids|changed|done)=\(\)|=frozenset\(\)", answer)
    )
