"""The roster of a class: who is missing, checking in, adding, closing, the note."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from fitkit.core import clock
from fitkit.core.clock import ISRAEL, wall
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, Role
from fitkit.core.work import open_work
from fitkit.features.booking import actions as booking
from fitkit.features.booking.rules import Attendance
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.members import actions as members
from fitkit.features.members.rules import MemberDetails, MemberStatus
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling.tables import ClassSession
from fitkit.web.coach.roster.state import RosterState
from tests.conftest import Gym
from tests.factories.booking import book, pack_member, weekly_member
from tests.factories.members import make_member
from tests.factories.scheduling import make_place, session_at
from tests.web.driver import Tab

NOON = wall(date(2026, 11, 24), time(12, 0), ISRAEL)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def path(session_id: UUID | str, lang: str = "he") -> str:
    return f"/{lang}/dashboard/roster/{session_id}/"


def a_class(
    gym: Gym, *, minutes: int = -10, capacity: int = 12, booked: int = 2, guests: int = 0
) -> tuple[UUID, list[UUID]]:
    """A class that began ten minutes ago, with people in it."""
    with open_work(gym.acting(Role.OWNER)) as w:
        session_id = session_at(
            w,
            make_place(w, policy=Policy(grace_minutes=0, guests_most=guests)),
            NOON + timedelta(hours=3),
            capacity=capacity,
        )
        ids = [pack_member(w, "אורי")] if booked else []
        if booked > 1:
            ids.append(weekly_member(w, "גל"))
        for member_id in ids:
            book(w, session_id, member_id)
        for n in range(guests):
            booking.bring_guest(w, session_id=session_id, member_id=ids[0], name=f"Guest {n}")
        row = w.hold(ClassSession, session_id)
        row.starts_at = NOON + timedelta(minutes=minutes)
        row.ends_at = row.starts_at + timedelta(hours=1)
    return session_id, ids


def coach(gym: Gym, *without: Permission):
    actor = gym.acting(Role.COACH)
    return gym.acting_as(actor, permissions=actor.permissions - set(without))


async def loaded(tab: Tab):
    await tab.fire(RosterState, "load")
    return await tab.state(RosterState)


async def test_the_head_says_the_class_and_how_many_are_in(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        assert (state.head.name, state.head.time, state.head.when) == (
            "אימון היום",
            "11:50",
            "היום",
        )
        assert state.head.words == "0 מתוך 2 הגיעו"
        assert (state.head.missing, state.head.is_open, state.head.has_begun) == (2, True, True)
        assert [p.fact for p in state.people] == [
            "כרטיסייה של 10 ל־175 ימים, נשארו 9 כניסות",
            "3 בשבוע",
        ]
        assert [[f.words for f in p.flags] for p in state.people] == [["ביקור ראשון"]] * 2
        assert state.updated == "עודכן ב־12:00"


async def test_it_speaks_english(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id, "en")) as tab:
        state = await loaded(tab)
        assert (state.head.name, state.head.words) == ("WOD", "0 of 2 are in")
        assert state.people[0].flags[0].words == "First visit"


async def test_one_tap_checks_in_and_another_takes_it_back_without_moving_the_row(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "check_in", member_id=str(first))
        state = await tab.state(RosterState)
        assert [(p.id == str(first), p.how) for p in state.people] == [
            (True, "came"),
            (False, "none"),
        ]
        assert (state.people[0].fact, state.head.came, state.head.missing) == ("הגעה ב־12:00", 1, 1)
        flips = [d for d in tab.sent if any("people" in str(k) for s in d.values() for k in s)]
        assert len(flips) >= 2, "the row turns before the answer"
        await tab.fire(RosterState, "clear", member_id=str(first))
        assert (await tab.state(RosterState)).people[0].how == "none"


async def test_missing_people_come_first_once_the_list_is_read_again(gym: Gym) -> None:
    session_id, (first, second) = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "check_in", member_id=str(first))
        await tab.fire(RosterState, "refresh")
        state = await tab.state(RosterState)
        assert [p.id for p in state.people] == [str(second), str(first)]
        assert [p.was_missing for p in state.people] == [True, False]


async def test_a_refused_check_in_turns_the_row_back_and_says_why(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym, minutes=180)
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        assert (state.head.is_open, state.head.hint) == (False, "סימון הגעה נפתח: 14:00")
        await tab.fire(RosterState, "check_in", member_id=str(first))
        assert (await tab.state(RosterState)).people[0].how == "none"
        assert "רישום הגעה נפתח שעה לפני השיעור" in tab.said


async def test_who_gave_the_place_back_meanwhile_leaves_the_list(gym: Gym) -> None:
    session_id, (first, second) = a_class(gym, minutes=30)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        with open_work(gym.acting(Role.OWNER)) as w:
            booking.cancel(w, session_id=session_id, member_id=first)
        await tab.fire(RosterState, "check_in", member_id=str(first))
        state = await tab.state(RosterState)
        assert [p.id for p in state.people] == [str(second)]
        assert (state.gone[0].name, state.gone[0].words) == ("אורי כהן", "ביטול מאוחר, 12:00")
        assert "אין מקום שמור" in tab.said


async def test_a_no_show_is_marked_with_a_way_back(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "miss", member_id=str(first))
        state = await tab.state(RosterState)
        assert (state.people[0].how, state.people[0].fact) == ("missed", "אי הגעה")
        assert "סומנה אי הגעה: אורי כהן" in tab.said
        await tab.fire(RosterState, "clear", member_id=str(first))
        assert (await tab.state(RosterState)).people[0].how == "none"


async def test_flags_are_words_without_sums(gym: Gym) -> None:
    session_id, _ = a_class(gym, booked=0, minutes=30)
    with open_work(gym.acting(Role.OWNER)) as w:
        debtor = pack_member(w, "תמר", 1)
        booking.book(w, session_id=session_id, member_id=debtor)
        members.set_status(w, member_id=debtor, status=MemberStatus.PAST_DUE)
        born = MemberDetails(first_name="תמר", last_name="כהן", birth_date=date(1990, 11, 24))
        members.change(w, member_id=debtor, details=born)
    async with Tab(coach(gym), path(session_id)) as tab:
        (row,) = (await loaded(tab)).people
        assert [f.words for f in row.flags] == [
            "תשלום בפיגור",
            "ביקור ראשון",
            "יום הולדת היום",
            "הוספה של הצוות",
        ]
        assert "זו הכניסה האחרונה" in row.fact
        assert "₪" not in str(row)


async def test_a_member_is_found_and_checked_in_or_added(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        walk_in = pack_member(w, "תמר", 5)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "find", words="אורי")
        state = await tab.state(RosterState)
        assert [(f.id, f.action) for f in state.found] == [(str(first), "check_in")]
        await tab.fire(RosterState, "find", words="תמר")
        assert (await tab.state(RosterState)).found[0].action == "add"
        await tab.fire(RosterState, "add", member_id=str(walk_in))
        state = await tab.state(RosterState)
        assert [p.name for p in state.people if p.how == "came"] == ["תמר כהן"]
        assert (state.search, state.found) == ("", [])
        assert "נוספה הרשמה ונרשמה הגעה: תמר כהן. יורדת כניסה אחת" in tab.said


async def test_a_refusal_stands_at_the_search_and_keeps_what_was_typed(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        without_plan = make_member(w, "תמר")
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "find", words="תמר")
        await tab.fire(RosterState, "add", member_id=str(without_plan))
        state = await tab.state(RosterState)
        assert state.problems["search"].startswith("תמר כהן: ")
        assert (state.search, len(state.found), len(state.people)) == ("תמר", 1, 2)
        await tab.fire(RosterState, "find", words="")
        state = await tab.state(RosterState)
        assert (state.problems, state.found, state.is_lost) == ({}, [], False)


async def test_adding_to_a_full_class_leads_into_the_line_in_order(gym: Gym) -> None:
    session_id, _ = a_class(gym, minutes=30, capacity=2)
    with open_work(gym.acting(Role.OWNER)) as w:
        late = pack_member(w, "תמר", 5)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "find", words="תמר")
        await tab.fire(RosterState, "add", member_id=str(late))
        state = await tab.state(RosterState)
        assert [(e.position, e.name) for e in state.line] == [("1", "תמר כהן")]
        assert "מקום 1 בהמתנה" in tab.said
        await tab.fire(RosterState, "find", words="תמר")
        found = (await tab.state(RosterState)).found[0]
        assert (found.action, found.status) == ("", "בהמתנה")


async def test_who_walks_in_is_in_at_the_price_of_a_visit_and_out_again_by_one_undo(
    gym: Gym,
) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        details = ClassTypeDetails("פתוח", "Open", drop_in=Money.shekels(60))
        place = replace(make_place(w), class_type_id=class_types.add(w, details=details))
        session_id = session_at(w, place, NOON + timedelta(minutes=20))
        visitor = make_member(w, "תמר")
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "find", words="תמר")
        await tab.fire(RosterState, "add", member_id=str(visitor))
        state = await tab.state(RosterState)
        assert [(p.name, p.how, p.flags[-1].words) for p in state.people] == [
            ("תמר כהן", "came", "כניסה בדלת")
        ]
        assert "כניסה בודדת" in tab.said
        assert "₪60" in tab.said
        await tab.fire(RosterState, "undo_walk_in", member_id=str(visitor))
        state = await tab.state(RosterState)
        assert (state.people, state.head.total) == ([], 0)


async def test_a_guest_stands_on_the_list_is_counted_and_checked_in_by_a_tap(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w, policy=Policy(guests_most=1))
        session_id = session_at(w, place, NOON + timedelta(minutes=20))
        host = pack_member(w, "אורי")
        book(w, session_id, host)
        booking.bring_guest(w, session_id=session_id, member_id=host, name="דן")
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        row = state.people[1]
        assert (row.name, row.fact, row.how, row.is_guest) == (
            "דן",
            "יחד עם אורי כהן",
            "none",
            True,
        )
        assert (state.head.total, state.head.missing) == (2, 2)
        tap = {"session": str(session_id), "member": row.id, "how": "came", "mark": "a1"}
        await tab.fire(RosterState, "take_taps", taps=[tap, tap])
        state = await tab.state(RosterState)
        assert [(p.name, p.how) for p in state.people if p.how == "came"] == [("דן", "came")]
        assert (state.head.came, state.head.missing) == (1, 1)
        await tab.fire(RosterState, "take_taps", taps=[{**tap, "how": "none", "mark": "a2"}])
        assert (await tab.state(RosterState)).head.came == 0
        junk = {**tap, "member": "guest-'; drop", "mark": "a3"}
        await tab.fire(RosterState, "take_taps", taps=[junk])
        assert (await tab.state(RosterState)).head.came == 0


async def test_attendance_that_was_closed_too_soon_is_opened_again(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "close")
        assert {p.how for p in (await tab.state(RosterState)).people} == {"missed"}
        await tab.fire(RosterState, "reopen")
        state = await tab.state(RosterState)
        assert (state.head.is_taken, {p.how for p in state.people}) == (False, {"none"})
        assert "הנוכחות פתוחה שוב" in tab.said


async def test_an_offer_is_shown_in_line_and_its_holder_may_be_let_in(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w, policy=Policy(claim_minutes=15))
        session_id = session_at(w, place, NOON + timedelta(minutes=40), capacity=1)
        names = enumerate(("אורי", "גל", "תמר"), start=3)
        inside, first, second = (weekly_member(w, name, limit) for limit, name in names)
        for member_id in (inside, first, second):
            book(w, session_id, member_id)
        booking.cancel(w, session_id=session_id, member_id=inside)
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        assert [(e.position, e.name, e.chip) for e in state.line] == [
            ("1", "גל כהן", "מקום שמור עד 12:20"),
            ("2", "תמר כהן", ""),
        ]
        await tab.fire(RosterState, "find", words="תמר")
        assert (await tab.state(RosterState)).found[0].action == ""
        await tab.fire(RosterState, "find", words="גל")
        assert (await tab.state(RosterState)).found[0].action == "add"
        await tab.fire(RosterState, "add", member_id=str(first))
        state = await tab.state(RosterState)
        assert [p.name for p in state.people] == ["גל כהן"]
        await tab.fire(RosterState, "undo_walk_in", member_id=str(first))
        state = await tab.state(RosterState)
        assert [(e.position, e.name) for e in state.line] == [("1", "גל כהן"), ("2", "תמר כהן")]


async def test_nobody_by_that_name_is_said(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "find", words="זלמן")
        assert (await tab.state(RosterState)).is_lost


async def test_closing_says_what_it_will_do_and_marks_who_is_missing(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "check_in", member_id=str(first))
        state = await tab.state(RosterState)
        assert state.head.close_words.startswith("הגעה אחת נרשמה. מתאמן אחד יסומן כאי הגעה.")
        await tab.fire(RosterState, "open_panel", panel="close")
        await tab.fire(RosterState, "close")
        state = await tab.state(RosterState)
        assert (state.panel, state.head.is_taken) == ("", True)
        assert [p.how for p in state.people] == ["missed", "came"]
        assert "הנוכחות נסגרה. הגיעו: 1, לא הגיעו: 1" in tab.said
        await tab.fire(RosterState, "close")
        assert "הנוכחות כבר נסגרה" in tab.said


async def test_the_note_is_written_and_taken_back(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "open_panel", panel="note")
        await tab.fire(RosterState, "save_note", form={"note": "  להביא חבל "})
        state = await tab.state(RosterState)
        assert (state.head.note, state.panel) == ("להביא חבל", "")
        await tab.fire(RosterState, "put_note_back")
        assert (await tab.state(RosterState)).head.note == ""
        await tab.fire(RosterState, "save_note", form={"note": "א" * 501})
        assert (await tab.state(RosterState)).problems["note"].startswith("ארוך מדי")


async def test_a_cancelled_class_says_so_and_takes_nobody(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym, minutes=30)
    with open_work(gym.acting(Role.OWNER)) as w:
        scheduling.cancel_session(w, session_id=session_id)
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        assert (state.head.is_cancelled, state.head.is_open) == (True, False)
        await tab.fire(RosterState, "check_in", member_id=str(first))
        assert "השיעור בוטל" in tab.said


async def test_after_the_day_of_the_class_its_rows_are_put_right_and_nobody_is_added(
    gym: Gym,
) -> None:
    session_id, _ = a_class(gym, minutes=-60 * 30)
    async with Tab(coach(gym), path(session_id)) as tab:
        head = (await loaded(tab)).head
        assert (head.is_open, head.is_door_open, head.hint) == (True, False, "")


async def test_a_class_of_three_days_ago_can_only_be_read(gym: Gym) -> None:
    session_id, _ = a_class(gym, minutes=-60 * 72)
    async with Tab(coach(gym), path(session_id)) as tab:
        state = await loaded(tab)
        assert (state.head.is_open, state.head.hint) == (
            False,
            "עברו יומיים מסוף השיעור, הרשימה לקריאה בלבד",
        )


@pytest.mark.parametrize(
    "junk", ["junk", "01a20a52-da14-7607-b57e-05620e2cf895", "00000000-0000-0000-0000-000000000000"]
)
async def test_a_class_that_is_none_is_not_found(gym: Gym, junk: str) -> None:
    async with Tab(coach(gym), path(junk)) as tab:
        state = await loaded(tab)
        assert (state.problem, state.head.id, state.is_loading) == (
            "לא נמצא. אולי הוסר בינתיים",
            "",
            False,
        )


async def test_another_gyms_class_is_not_found_and_not_touched(gym: Gym, other_gym: Gym) -> None:
    session_id, (first, _) = a_class(other_gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        assert (await loaded(tab)).problem == "לא נמצא. אולי הוסר בינתיים"
        await tab.fire(RosterState, "check_in", member_id=str(first))
        await tab.fire(RosterState, "close")
        await tab.fire(RosterState, "save_note", form={"note": "x"})
        await tab.fire(RosterState, "add", member_id=str(first))
    with open_work(other_gym.acting(Role.OWNER)) as w:
        from fitkit.features.booking import queries

        view = queries.roster(w, session_id=session_id)
        assert (view.session.note, view.session.attendance_taken_at) == ("", None)
        assert {p.attendance for p in view.places} == {Attendance.NONE}


async def test_another_gyms_member_is_not_added(gym: Gym, other_gym: Gym) -> None:
    session_id, _ = a_class(gym)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        stranger = pack_member(w, "זר")
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "find", words="זר")
        assert (await tab.state(RosterState)).found == []
        await tab.fire(RosterState, "add", member_id=str(stranger))
        state = await tab.state(RosterState)
        assert (len(state.people), state.problems["search"]) == (2, "לא נמצא. אולי הוסר בינתיים")


async def test_a_junk_member_changes_nothing(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        for handler in ("check_in", "clear", "miss", "add"):
            await tab.fire(RosterState, handler, member_id="'; drop table member")
        assert [p.how for p in (await tab.state(RosterState)).people] == ["none", "none"]


async def test_a_member_may_not_see_or_touch_it(gym: Gym) -> None:
    session_id, (first, _) = a_class(gym)
    async with Tab(gym.acting(Role.MEMBER, member_id=first), path(session_id)) as tab:
        state = await loaded(tab)
        await tab.fire(RosterState, "check_in", member_id=str(first))
        assert (state.people, tab.went_to[0]) == ([], "/he/home/")
    with open_work(gym.acting(Role.OWNER)) as w:
        from fitkit.features.booking import queries

        assert queries.roster(w, session_id=session_id).attended == 0


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("check_in", {"member_id": "x"}),
        ("clear", {"member_id": "x"}),
        ("miss", {"member_id": "x"}),
        ("find", {"words": "אורי"}),
        ("close", {}),
        ("reopen", {}),
        ("undo_walk_in", {"member_id": "x"}),
        ("save_note", {"form": {"note": "x"}}),
        ("put_note_back", {}),
    ],
)
async def test_a_desk_without_check_in_reads_only(gym: Gym, handler: str, payload: dict) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym, Permission.CHECK_IN), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, handler, **payload)
        state = await tab.state(RosterState)
        assert "אין הרשאה לפעולה הזו" in tab.said
        assert (state.found, state.head.is_taken, state.head.note) == ([], False, "")
        assert [p.how for p in state.people] == ["none", "none"]


async def test_who_may_not_book_for_others_adds_nobody(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        walk_in = pack_member(w, "תמר", 5)
    async with Tab(coach(gym, Permission.BOOK_OTHERS), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "add", member_id=str(walk_in))
        assert len((await tab.state(RosterState)).people) == 2
        assert "אין הרשאה לפעולה הזו" in tab.said


async def test_tabs_show_missing_and_line_and_nothing_else(gym: Gym) -> None:
    session_id, _ = a_class(gym)
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "choose", what="missing")
        await tab.fire(RosterState, "choose", what="everything")
        assert (await tab.state(RosterState)).show == "missing"


@pytest.mark.parametrize(
    ("ago", "came_at"),
    [
        ("480", "11:52"),
        ("3", "12:00"),
        ("", "12:00"),
        ("junk", "12:00"),
        ("-60", "12:00"),
        ("99999", "10:50"),  # not before check-in opened
    ],
)
async def test_a_tap_that_was_kept_says_when_it_was_made(gym: Gym, ago: str, came_at: str) -> None:
    session_id, (first, _) = a_class(gym)
    tap = {"session": str(session_id), "member": str(first), "how": "came", "mark": "m1"}
    async with Tab(coach(gym), path(session_id)) as tab:
        await loaded(tab)
        await tab.fire(RosterState, "take_taps", taps=[tap | {"ago": ago}])
        facts = {p.id: p.fact for p in (await tab.state(RosterState)).people}
        assert facts[str(first)] == f"הגעה ב־{came_at}"
