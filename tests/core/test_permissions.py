"""Each permission of each role, at every function that has a mark."""

import importlib
import inspect
from types import SimpleNamespace

import pytest

from fitkit.core import discover
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.errors import Denied
from fitkit.core.ids import new_id
from fitkit.core.permissions import (
    GYM_ROLES,
    INTERNAL,
    PUBLIC,
    ROLES,
    Permission,
    Role,
    is_open_at_edges,
    mark_of,
    requires,
)


def marked_functions() -> list[tuple[str, object, str]]:
    """(name, function, mark) of all queries and actions."""
    found = []
    for word in ("queries", "actions"):
        for name in discover.speaking(word):
            module = importlib.import_module(name)
            for key, fn in inspect.getmembers(module, callable):
                mark = mark_of(fn)
                if mark and getattr(fn, "__module__", "") == name:
                    found.append((f"{name.removeprefix('fitkit.features.')}.{key}", fn, mark))
    return found


GUARDED = [(n, f, m) for n, f, m in marked_functions() if m not in (PUBLIC, INTERNAL)]


@pytest.mark.parametrize(("name", "fn", "mark"), GUARDED, ids=[n for n, _, _ in GUARDED])
def test_who_lacks_the_permission_is_denied_before_anything_is_read(name, fn, mark):
    for role in Role:
        if Permission(mark) in ROLES[role]:
            continue
        actor = Actor(
            org_id=new_id(), user_id=new_id(), member_id=new_id(), permissions=ROLES[role]
        )
        work = SimpleNamespace(actor=actor)  # no session: touching the database would fail
        with pytest.raises(Denied):
            fn(work)
        with pytest.raises(Denied):
            fn(work, member_id=new_id(), user_id=new_id())
    with pytest.raises(Denied):
        fn(SimpleNamespace(actor=VISITOR))


def test_every_permission_is_held_by_some_role_and_guards_something():
    of_a_device = {Permission.USE_KIOSK}  # opened by an address, no person's
    held = set().union(*ROLES.values())
    assert set(Permission) == held | of_a_device
    assert not held & of_a_device


def test_roles_of_a_gym_hold_nothing_of_the_platform_and_the_reverse():
    platform = {Permission.SEE_PLATFORM, Permission.RUN_PLATFORM}
    for role in Role:
        if role in GYM_ROLES:
            assert not ROLES[role] & platform
        else:
            assert ROLES[role] <= platform | {Permission.USE_ACCOUNT}


def test_an_owner_holds_all_that_an_admin_holds_and_an_admin_all_of_a_coach():
    assert ROLES[Role.COACH] < ROLES[Role.ADMIN] < ROLES[Role.OWNER]


def test_ones_own_row_is_admitted_by_the_lesser_permission():
    @requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
    def deed(w, *, member_id):
        return member_id

    me = new_id()
    work = SimpleNamespace(
        actor=Actor(org_id=new_id(), member_id=me, permissions=ROLES[Role.MEMBER])
    )
    assert deed(work, member_id=me) == me
    for foreign in (new_id(), None, str(me)):
        with pytest.raises(Denied):
            deed(work, member_id=foreign)


def test_nobodys_row_is_not_owned_by_one_without_a_member():
    @requires(Permission.BOOK_OTHERS, own=Permission.BOOK_SELF)
    def deed(w, *, member_id):
        return member_id

    work = SimpleNamespace(actor=Actor(org_id=new_id(), permissions=ROLES[Role.MEMBER]))
    with pytest.raises(Denied):
        deed(work, member_id=None)


def test_a_function_without_a_mark_is_closed_at_every_edge():
    assert not is_open_at_edges(lambda w: None)
    assert not is_open_at_edges(object())
