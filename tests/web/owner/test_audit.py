"""The audit log's screen, and the sentences of all events."""

import base64
import csv
import dataclasses
import io
import re
import typing
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from fitkit.core import clock, discover
from fitkit.core.events import KINDS
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import Work, open_work
from fitkit.features.audit import queries as audit
from fitkit.features.audit.queries import TrailView
from fitkit.features.members import actions as members
from fitkit.features.members.rules import MemberStatus
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import PlanDetails, PlanKind, Terms
from fitkit.features.substitutes.events import SubstituteAsked
from fitkit.texts import audit as texts
from fitkit.web.owner.audit import state as screen
from fitkit.web.owner.audit.state import AuditState
from fitkit.web.rows import event as rows
from tests.conftest import Gym
from tests.factories import scheduling as make
from tests.factories.booking import book, weekly_member
from tests.factories.identity import make_actor, within
from tests.factories.members import make_member
from tests.factories.plans import make_weekly
from tests.web.driver import Tab

HERE = "/he/dashboard/audit/"
THERE = "/en/dashboard/audit/"
discover.jobs()
OURS = sorted(n for n, kind in KINDS.items() if kind.__module__.startswith("fitkit."))
WORDS = {"brand": "#8C3B5E", "version": "2026-11"}
FIELDS = ("name", "phone", "capacity", "starts_at", "class_type_ids")
AT = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


# sentences


def values(name: str, hint: Any) -> Iterator[Any]:  # noqa: C901  # one line a kind
    """What a field of an event may hold: each of an enum's values, with and without."""
    inner = typing.get_args(hint)
    if NoneType in inner:
        yield None
        yield from values(name, next(a for a in inner if a is not NoneType))
    elif hint is UUID:
        yield uuid4()
    elif isinstance(hint, type) and issubclass(hint, Enum):
        yield from hint
    elif hint is bool:
        yield from (True, False)
    elif hint is int:
        yield from (3, -2, 0) if name == "delta" else (3, 0)
    elif hint is datetime:
        yield AT
    elif hint is date:
        yield AT.date()
    elif hint is str:
        yield WORDS.get(name, "abc")
    elif typing.get_origin(hint) is tuple:
        yield FIELDS if name == "fields" else ()
    else:
        raise AssertionError(f"{name}: {hint}")


def events_of(name: str) -> Iterator[Any]:
    """Enough events of a kind that every value of every field occurs."""
    kind = KINDS[name]
    hints = typing.get_type_hints(kind)
    given = {f.name: list(values(f.name, hints[f.name])) for f in dataclasses.fields(kind)}
    for n in range(max(map(len, given.values()))):
        yield kind(**{k: v[n % len(v)] for k, v in given.items()})


def told(event: Any, lang: Lang, *, is_known: bool = True) -> rows.EventRow:
    view = TrailView(uuid4(), AT, event.name, event.about, None, "", None, None, event.facts())
    somebody = "רונית שגב" if lang is Lang.HE else "Ronit Segev"
    ids = [given for _, given in rows._ids(view.facts)]
    names = dict.fromkeys(ids, somebody) if is_known else {}
    return rows.event_row(view, names, zone=clock.ISRAEL, today=AT.date(), lang=lang)


@pytest.mark.parametrize("name", OURS)
def test_every_event_is_told_whole_in_both_languages(name: str) -> None:
    for event in events_of(name):
        for is_known in (True, False):
            he, en = (told(event, lang, is_known=is_known) for lang in (Lang.HE, Lang.EN))
            for row, foreign in ((he, "[A-Za-z]{2,}"), (en, "[\u05d0-\u05ea]")):
                said = f"{row.words} | {row.detail}"
                bare = re.sub(r"\u2066.*?\u2069|FitKit|QR", "", said)
                assert not re.search(r"[{}_]|None|\bTrue\b|\bFalse\b", said), said
                assert not re.search(foreign, bare), said
                assert len(row.words) > 5, said
                assert not row.words.strip().endswith((":", ",")), said
            assert (he.who, he.at, he.when) == ("FitKit", "18:30", "היום, 18:30")


@pytest.mark.parametrize("name", OURS)
def test_every_kind_and_group_has_a_name_of_its_own(name: str) -> None:
    for lang in Lang:
        assert rows.kind_words(name, lang)
        assert "{" not in rows.kind_words(name, lang)
        assert rows.kind_words(name.partition(".")[0], lang)
    assert rows.kind_words("no.such", Lang.HE) == ""


def test_an_event_that_left_the_code_is_still_told() -> None:
    view = TrailView(uuid4(), AT, "old.kind", uuid4(), None, "", None, None, {"x": 1})
    row = rows.event_row(view, {}, zone=clock.ISRAEL, today=AT.date(), lang=Lang.EN)
    assert "old.kind" in row.words


def test_a_request_to_all_coaches_names_nobody() -> None:
    to_all = SubstituteAsked(about=uuid4(), session_id=uuid4(), staff_id=uuid4(), to_staff_id=None)
    assert told(to_all, Lang.HE, is_known=True).detail == ""
    to_one = dataclasses.replace(to_all, to_staff_id=uuid4())
    assert told(to_one, Lang.HE, is_known=True).detail == "אל רונית שגב"


def test_what_changed_stands_under_the_sentence(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, status=MemberStatus.LEAD)
        members.set_status(w, member_id=member_id, status=MemberStatus.ACTIVE)
        plan_id = make_weekly(w, 3)
        terms = Terms(PlanKind.WEEKLY, weekly_limit=3)
        details = PlanDetails("3 בשבוע", "3 a week", terms, price=Money.shekels(420))
        plans.change(w, plan_id=plan_id, details=details)
        views = audit.trail(w).rows
        names = rows.named(w, views=views)
    rows_ = {
        v.name: rows.event_row(v, names, zone=clock.ISRAEL, today=AT.date(), lang=Lang.HE)
        for v in views
    }
    assert rows_["members.status_changed"].detail == "היה: ליד. עכשיו: מנוי פעיל"
    assert rows_["members.status_changed"].words == "שינוי סטטוס: נועה כהן"
    detail = rows_["plans.changed"].detail
    assert "390" in detail
    assert "420" in detail
    assert "שונו: שם באנגלית, מחיר" in detail


def statements_of(w: Work, page: Sequence[TrailView]) -> int:
    """How many statements the names of a page take."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    bind = w.session.connection().engine
    sa.event.listen(bind, "before_cursor_execute", note)
    assert len(rows.named(w, views=page)) == len(page) + 1
    sa.event.remove(bind, "before_cursor_execute", note)
    return len(seen)


def test_names_take_as_many_queries_for_a_page_as_for_one_event(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        session_id = make.session_at(w, place, w.now + timedelta(hours=30))
        for n in range(4):
            book(w, session_id, weekly_member(w, f"נועה {n}", limit=n + 1))
        views = [v for v in audit.trail(w).rows if v.name == "booking.made"]
        w.session.flush()
        counts = [statements_of(w, page) for page in (views[:1], views)]
    assert counts == [2, 2]


def test_names_are_for_those_who_may_see_the_log(gym: Gym) -> None:
    from fitkit.core.errors import Denied

    with open_work(gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        rows.named(w, views=[])


# the screen


async def loaded(tab: Tab) -> AuditState:
    await tab.fire(AuditState, "load")
    return await tab.state(AuditState)


def lines(state: AuditState) -> list[str]:
    return [row.words for day in state.days for row in day.rows]


async def test_the_log_says_who_did_what_to_whom_and_when(gym: Gym) -> None:
    ronit = make_actor(gym.org_id, Role.OWNER, "ronit@example.com")
    with open_work(ronit) as w:
        make_member(w, "אורי", "מלכה")
    async with Tab(ronit, HERE) as tab:
        state = await loaded(tab)
        row = state.days[0].rows[0]
        assert (row.words, row.who, row.is_fitkit) == ("הוספת כרטיס: אורי מלכה", "ronit", False)
        assert state.days[0].label.startswith("היום, ")
        assert [c.label for c in state.kinds if c.value == "members"] == ["מתאמנים"]
    async with Tab(ronit, THERE) as tab:
        assert lines(await loaded(tab))[0] == "Added אורי מלכה"


async def test_an_empty_log_and_an_empty_answer_are_told_apart(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert (state.days, state.is_filtered, state.problem) == ([], False, "")
        await tab.fire(AuditState, "show_kind", kind="booking")
        assert (await tab.state(AuditState)).is_filtered


async def test_filters_narrow_the_log_and_stand_in_the_address(gym: Gym) -> None:
    ronit = make_actor(gym.org_id, Role.OWNER, "ronit@example.com")
    with open_work(ronit) as w:
        uri, gal = make_member(w, "אורי", "מלכה"), make_member(w, "גל", "ועקנין")
        make_weekly(w, 3)
    with open_work(gym.system) as w:
        members.archive(w, member_id=gal)
    async with Tab(ronit, HERE) as tab:
        assert len(lines(await loaded(tab))) >= 4
        await tab.fire(AuditState, "show_kind", kind="plans")
        assert lines(await tab.state(AuditState)) == ["הוספת מסלול: 3 בשבוע"]
        assert "kind=plans" in tab.said
        await tab.fire(AuditState, "clear")
        await tab.fire(AuditState, "find", words="אור")
        state = await tab.state(AuditState)
        assert [c.label for c in state.found] == ["אורי מלכה"]
        await tab.fire(AuditState, "show_about", member_id=str(uri))
        state = await tab.state(AuditState)
        assert (lines(state), state.about_name) == (["הוספת כרטיס: אורי מלכה"], "אורי מלכה")
        assert (state.search, state.found) == ("", [])
        await tab.fire(AuditState, "clear")
        await tab.fire(AuditState, "show_who", user_id=str(ronit.user_id))
        assert not any("ארכיון" in words for words in lines(await tab.state(AuditState)))
        await tab.fire(AuditState, "find", words="זזז")
        assert (await tab.state(AuditState)).is_nobody


async def test_the_address_says_what_to_show(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w, "אורי")
        make_weekly(w, 3)
    asked = f"?kind=members.added&about={member_id}&from=2020-01-01&to=2100-01-01"
    async with Tab(gym.acting(Role.OWNER), HERE + asked) as tab:
        state = await loaded(tab)
        assert (state.kind_name, state.about_name) == ("הוספת כרטיס", "אורי כהן")
        assert (state.since, len(lines(state))) == ("2020-01-01", 1)
    junk = "?kind=x%27&about=1&who=2&from=yesterday&to=2026-13-01"
    async with Tab(gym.acting(Role.OWNER), HERE + junk) as tab:
        state = await loaded(tab)
        assert (state.is_filtered, state.problem) == (False, "")
        assert len(lines(state)) == 2


async def test_days_the_wrong_way_round_are_told_at_the_field_and_the_list_stays(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        before = lines(await loaded(tab))
        await tab.fire(AuditState, "show_since", day="2026-11-24")
        await tab.fire(AuditState, "show_until", day="2026-11-20")
        state = await tab.state(AuditState)
        assert set(state.problems) == {"to_day"}
        assert (state.problem, state.until) == ("", "2026-11-20")
        await tab.fire(AuditState, "show_since", day="not a day")
        assert set((await tab.state(AuditState)).problems) == {"from_day"}
        await tab.fire(AuditState, "clear")
        state = await tab.state(AuditState)
        assert (state.problems, lines(state)) == ({}, before)


async def test_pages_of_fifty_go_on_and_back(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        for n in range(53):
            make_member(w, f"מתאמן {n:02d}", "")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        state = await loaded(tab)
        assert (len(lines(state)), state.has_next, state.has_previous) == (50, True, False)
        assert state.summary == "1 עד 50"
        await tab.fire(AuditState, "next_page")
        state = await tab.state(AuditState)
        assert (len(lines(state)), state.has_next, state.summary) == (3, False, "51 עד 53")
        await tab.fire(AuditState, "previous_page")
        assert lines(await tab.state(AuditState))[0] == "הוספת כרטיס: מתאמן 52"


def exported(tab: Tab) -> list[list[str]]:
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", str([e.payload for e in tab.events]))
    assert found is not None
    return list(csv.reader(io.StringIO(base64.b64decode(found[1]).decode("utf-8-sig"))))


async def test_the_export_holds_what_the_filters_show_with_formulas_disarmed(gym: Gym) -> None:
    evil = make_actor(gym.org_id, Role.OWNER, "=1+1@example.com")
    with open_work(evil) as w:
        for n in range(51):
            make_member(w, f"מתאמן {n}", "")
        make_weekly(w, 3)
    async with Tab(evil, HERE + "?kind=members") as tab:
        await loaded(tab)
        await tab.fire(AuditState, "export")
        file = exported(tab)
        assert file[0] == ["תאריך", "שעה", "מי", "מה", "פרטים", "כתובת IP"]
        assert len(file) == 52
        assert all(line[2] == "'=1+1" for line in file[1:])
        assert "יוצאו 51 פעולות" in tab.said


async def test_an_export_ends_somewhere_and_says_so(
    gym: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "EXPORT_MOST", 4)
    monkeypatch.setattr(screen, "EXPORT_PAGE", 3)
    with open_work(gym.acting(Role.OWNER)) as w:
        for n in range(9):
            make_member(w, f"מתאמן {n}")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await loaded(tab)
        await tab.fire(AuditState, "export")
        assert len(exported(tab)) == 5
        assert "4 הפעולות האחרונות" in tab.said


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a"])
def test_no_cell_of_the_file_begins_a_formula(cell: str) -> None:
    row = rows.EventRow("1", "2026-11-24", "18:30", "", cell, False, cell, cell, "", cell)
    line = list(csv.reader(io.StringIO(rows.event_file([row], Lang.EN).decode("utf-8-sig"))))[1]
    assert line[2:] == [f"'{cell}"] * 4


async def test_a_fault_says_so_and_the_next_try_works(
    gym: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("down")

    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        with monkeypatch.context() as patch:
            patch.setattr(rows, "event_row", broken)
            assert (await loaded(tab)).problem
        state = await loaded(tab)
        assert (state.problem, len(lines(state))) == ("", 1)


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER, None])
async def test_others_see_no_line_and_export_nothing(gym: Gym, role: Role | None) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w, "אורי")
    async with Tab(gym.acting(role) if role else None, HERE) as tab:
        state = await loaded(tab)
        for handler in ("export", "next_page", "clear"):
            await tab.fire(AuditState, handler)
        await tab.fire(AuditState, "find", words="אורי")
        state = await tab.state(AuditState)
        assert (state.days, state.found, state.people) == ([], [], [])
        assert not any("base64" in str(e.payload) for e in tab.events)


async def test_an_admin_without_the_right_to_the_log_is_led_home(gym: Gym) -> None:
    admin = gym.acting(Role.ADMIN)
    narrow = within(admin, permissions=admin.permissions - {Permission.SEE_AUDIT})
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(narrow, HERE) as tab:
        assert (await loaded(tab)).days == []


async def test_another_gyms_events_and_names_stay_there(gym: Gym, other_gym: Gym) -> None:
    with open_work(other_gym.acting(Role.OWNER)) as w:
        theirs = make_member(w, "סודי")
    async with Tab(gym.acting(Role.OWNER), HERE + f"?about={theirs}") as tab:
        state = await loaded(tab)
        assert (state.days, state.about_name) == ([], "פריט")
    with open_work(gym.acting(Role.OWNER)) as w:
        view = TrailView(
            uuid4(), AT, "members.added", theirs, None, "", None, None, {"member_id": str(theirs)}
        )
        names = rows.named(w, views=[view])
        assert names == {}
        row = rows.event_row(view, names, zone=clock.ISRAEL, today=AT.date(), lang=Lang.HE)
        assert row.words == f"הוספת כרטיס: {texts.REMOVED_THING.he}"


async def test_junk_arguments_change_nothing(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        make_member(w)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        before = lines(await loaded(tab))
        await tab.fire(AuditState, "show_who", user_id="junk")
        await tab.fire(AuditState, "show_about", member_id="' or 1=1")
        await tab.fire(AuditState, "show_kind", kind="x'; drop")
        await tab.fire(AuditState, "find", words={"a": 1})
        await tab.fire(AuditState, "show_since", day=["x"])
        assert tab.faults == []
        await tab.fire(AuditState, "clear")
        assert lines(await tab.state(AuditState)) == before
