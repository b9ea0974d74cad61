import string
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
import time_machine

from fitkit.core import discover
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, Refusal
from fitkit.core.events import KINDS, Event
from fitkit.core.ids import new_id
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import open_work
from fitkit.features.audit import queries
from fitkit.texts import audit as texts
from tests.features.notifications.people import NOON, make_user


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def happen():
    """Kinds of events of this test's own, and a way to make one happen."""

    @dataclass(frozen=True, kw_only=True)
    class Rung(Event):
        name: ClassVar[str] = "testing.rung"
        member_id: UUID | None = None

    @dataclass(frozen=True, kw_only=True)
    class Heard(Event):
        name: ClassVar[str] = "testing_more.heard"
        email: str = "maya@example.com"

    def go(gym, kind=Rung, *, user_id=None, reason=None, **fields):
        who = replace(gym.system, user_id=user_id) if gym else replace(VISITOR, user_id=user_id)
        fields = {"about": new_id()} | fields
        with open_work(who) as w:
            w.publish(kind(**fields))
        return fields["about"]

    go.rung, go.heard = Rung, Heard
    yield go
    for name in ("testing.rung", "testing_more.heard"):
        KINDS.pop(name)


def trail(gym, **more):
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.trail(w, **more)


def test_the_trail_says_who_did_what_when_newest_first(gym, happen) -> None:
    user_id = make_user("owner@example.com", name="רוני")
    first, second = happen(gym), happen(gym, user_id=user_id)
    page = trail(gym)
    assert [v.about for v in page.rows] == [second, first]
    assert [(v.actor_user_id, v.actor_name) for v in page.rows] == [(user_id, "רוני"), (None, "")]
    assert (page.rows[0].name, page.rows[0].at, page.after) == ("testing.rung", NOON, None)


def test_another_gyms_trail_is_never_seen(gym, other_gym, happen) -> None:
    happen(other_gym, user_id=make_user("their@example.com"))
    with open_work(gym.acting(Role.OWNER)) as w:
        assert queries.trail(w).rows == ()
        assert queries.kinds(w) == ()
        assert queries.actors(w) == ()


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
def test_who_may_not_see_the_audit_log_is_denied(gym, role) -> None:
    with open_work(gym.acting(role)) as w:
        for query in (queries.trail, queries.kinds, queries.actors, queries.platform_trail):
            with pytest.raises(Denied):
                query(w)


def test_what_an_event_should_not_have_carried_is_not_shown(gym, happen) -> None:
    happen(gym, happen.heard)
    [view] = trail(gym).rows
    assert "maya" not in str(view.facts)


def test_filters_by_person_subject_kind_and_group(gym, happen) -> None:
    user_id, member_id = make_user("owner@example.com"), new_id()
    by_user = happen(gym, user_id=user_id)
    about_member = happen(gym, member_id=member_id)
    heard = happen(gym, happen.heard)

    def abouts(**more):
        return [v.about for v in trail(gym, **more).rows]

    assert abouts(actor_user_id=user_id) == [by_user]
    assert abouts(about=member_id) == [about_member]
    assert abouts(about=heard) == [heard]
    assert abouts(kind="testing.rung") == [about_member, by_user]
    assert abouts(kind="testing") == [about_member, by_user]
    assert abouts(kind="testing_more") == [heard]
    assert abouts(kind="nothing_such") == []
    assert abouts(kind="testing", actor_user_id=new_id()) == []


def test_days_are_the_gyms_days(gym, happen, noon) -> None:
    noon.move_to(NOON + timedelta(hours=11))  # 23:00
    today = happen(gym)
    noon.move_to(NOON + timedelta(hours=13))  # 01:00
    tomorrow = happen(gym)
    monday = date(2026, 11, 23)
    assert [v.about for v in trail(gym, from_day=monday, to_day=monday).rows] == [today]
    assert [v.about for v in trail(gym, from_day=date(2026, 11, 24)).rows] == [tomorrow]


def test_pages_neither_repeat_nor_skip_while_more_is_written(gym, happen) -> None:
    happened = [happen(gym) for _ in range(7)]
    seen, after = [], None
    while True:
        page = trail(gym, after=after, limit=3)
        seen += [v.about for v in page.rows]
        happen(gym)
        after = page.after
        if after is None:
            break
    assert seen == happened[::-1]


@pytest.mark.parametrize("bad", [{"after": "x"}, {"after": "WyJ4Il0"}, {"kind": "'; drop"}])
def test_made_up_questions_are_refused(gym, bad) -> None:
    with pytest.raises(Refusal):
        trail(gym, **bad)


def test_a_page_has_a_bound(gym, happen) -> None:
    for _ in range(3):
        happen(gym)
    assert len(trail(gym, limit=-5).rows) == 1
    assert len(trail(gym, limit=10**9).rows) == 3


def test_kinds_and_actors_in_use_are_listed_once(gym, happen) -> None:
    user_id = make_user("owner@example.com", name="רוני")
    removed = new_id()
    for _ in range(3):
        happen(gym, user_id=user_id)
        happen(gym, happen.heard, user_id=removed)
    with open_work(gym.acting(Role.ADMIN)) as w:
        assert [(k.name, k.group) for k in queries.kinds(w)] == [
            ("testing.rung", "testing"),
            ("testing_more.heard", "testing_more"),
        ]
        assert [(a.user_id, a.name) for a in queries.actors(w)] == [
            (removed, ""),
            (user_id, "רוני"),
        ]


def test_what_happens_outside_gyms_is_the_platforms_to_see(gym, happen) -> None:
    outside, _inside = happen(None), happen(gym)
    admin = replace(VISITOR, permissions=ROLES[Role.PLATFORM_ADMIN])
    with open_work(admin) as w:
        assert [v.about for v in queries.platform_trail(w).rows] == [outside]
        assert [v.about for v in queries.platform_trail(w, kind="testing").rows] == [outside]
        assert [k.name for k in queries.platform_kinds(w)] == ["testing.rung"]
    support = replace(VISITOR, permissions=ROLES[Role.SUPPORT])
    with open_work(support) as w, pytest.raises(Denied):
        queries.platform_trail(w)


def ours() -> dict[str, type[Event]]:
    discover.jobs()
    return {n: k for n, k in KINDS.items() if k.__module__.startswith("fitkit.features.")}


def test_every_event_has_a_sentence_and_every_group_a_name() -> None:
    assert sorted(set(ours()) - set(texts.sentences())) == []
    assert {name.partition(".")[0] for name in ours()} <= set(texts.GROUPS)


def test_every_sentence_asks_only_for_what_its_event_has() -> None:
    resolved = {"member", "staff", "session", "plan", "class_type", "location", "room", "user"}
    for name, kind in ours().items():
        fields = set(kind.__dataclass_fields__)
        for words in (texts.sentences()[name].he, texts.sentences()[name].en):
            asked = {place for _, place, _, _ in string.Formatter().parse(words) if place}
            known = {p for p in resolved if f"{p}_id" in fields or name.startswith(f"{p}s.")}
            assert asked <= fields | known | {"user"}, name
