"""Asking for a substitute, answering, and what closes a request by itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import time, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from fitkit.core import jobs
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import EventLog
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.scheduling.rules import SessionChange
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff import actions as staff
from fitkit.features.substitutes import actions, queries
from fitkit.features.substitutes.rules import RequestState
from fitkit.features.substitutes.tables import SubstituteRequest
from fitkit.texts import schedule as schedule_texts
from fitkit.texts import substitutes as texts
from tests.conftest import Gym, make_gym
from tests.factories.scheduling import Place, make_place, publish
from tests.factories.staff import make_coach, make_staff
from tests.features.notifications.people import sandbox


@dataclass(frozen=True)
class Crew:
    """A class of tomorrow, its coach, and three more."""

    gym: Gym
    place: Place
    session_id: UUID
    coach_id: UUID
    others: tuple[UUID, ...]

    def acting(self, staff_id: UUID):
        return self.gym.acting(Role.COACH, staff_id=staff_id)

    def ask(self, **more) -> UUID:
        with open_work(self.acting(self.coach_id)) as w:
            return actions.ask(w, session_id=self.session_id, **more)

    def accept(self, staff_id: UUID, request_id: UUID) -> UUID:
        with open_work(self.acting(staff_id)) as w:
            return actions.accept(w, request_id=request_id)

    def state(self, request_id: UUID) -> RequestState:
        with open_work(self.gym.system) as w:
            return w.get(SubstituteRequest, request_id).state

    def coach_now(self) -> UUID | None:
        with open_work(self.gym.system) as w:
            return timetable.one(w, session_id=self.session_id).coach_id


def make_crew(gym: Gym) -> Crew:
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make_place(w)
        others = tuple(make_coach(w, name) for name in ("שירה", "דנה", "עומר"))
        session_id = publish(w, place).session_ids[0]
    return Crew(gym, place, session_id, place.coach_id, others)


@pytest.fixture
def crew(gym: Gym) -> Crew:
    return make_crew(gym)


def happened(gym: Gym, name: str) -> list[dict]:
    with open_work(gym.system) as w:
        return [
            e.facts for e in w.session.scalars(select(EventLog).where(col(EventLog.name) == name))
        ]


def refused(call, *given) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*given)
    return caught.value


# ask


def test_a_coach_asks_for_a_class_of_their_own_once(crew):
    request_id = crew.ask(note="  חום של 39 ")
    with open_work(crew.acting(crew.others[0])) as w:
        asked = queries.waiting_for_me(w)
    assert [(a.request.id, a.request.note, a.is_busy) for a in asked] == [
        (request_id, "חום של 39", False)
    ]
    assert refused(crew.ask).text is texts.ASKED_ALREADY
    assert [e["to_staff_id"] for e in happened(crew.gym, "substitutes.asked")] == [None]


def test_nobody_asks_for_anothers_class_but_who_plans_the_timetable(crew):
    with open_work(crew.acting(crew.others[0])) as w:
        assert refused(lambda: actions.ask(w, session_id=crew.session_id)).text is texts.NOT_YOURS
    with open_work(crew.gym.acting(Role.MEMBER)) as w, pytest.raises(Denied):
        actions.ask(w, session_id=crew.session_id)
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        request_id = actions.ask(w, session_id=crew.session_id)
        assert w.get(SubstituteRequest, request_id).asked_by == crew.coach_id


def test_one_colleague_may_be_asked_who_coaches_here_and_is_another(crew):
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        desk = make_staff(w, "אביב", is_coach=False)
    for to, text in ((crew.coach_id, texts.ASKED_ONESELF), (desk, texts.NOT_A_COACH)):
        problem = refused(lambda to=to: crew.ask(to_staff_id=to))
        assert (problem.text, problem.field) == (text, "to_staff_id")
    with pytest.raises(NotFound):
        crew.ask(to_staff_id=new_id())
    request_id = crew.ask(to_staff_id=crew.others[1])
    assert refused(crew.accept, crew.others[0], request_id).text is texts.ASKED_ANOTHER
    with open_work(crew.acting(crew.others[0])) as w:
        assert queries.waiting_for_me(w) == ()
    assert crew.accept(crew.others[1], request_id) == crew.session_id


def test_a_note_that_is_too_long_is_told_at_its_field(crew):
    assert refused(lambda: crew.ask(note="א" * 301)).field == "note"


@pytest.mark.parametrize("how", ["cancelled", "begun", "without a coach"])
def test_a_class_that_needs_nobody_is_not_asked_for(crew, how):
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        if how == "cancelled":
            scheduling.cancel_session(w, session_id=crew.session_id)
        elif how == "begun":
            row = w.get(ClassSession, crew.session_id)
            row.starts_at, row.ends_at = w.now - timedelta(minutes=1), w.now + timedelta(hours=1)
        else:
            w.get(ClassSession, crew.session_id).coach_id = None
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        problem = refused(lambda: actions.ask(w, session_id=crew.session_id))
    expected = {"cancelled": texts.CLASS_OFF, "begun": texts.CLASS_BEGAN}
    assert problem.text is expected.get(how, texts.NO_COACH)


# accept and decline


def test_who_accepts_has_the_class_and_its_members_are_told(crew):
    request_id = crew.ask()
    crew.accept(crew.others[0], request_id)
    assert crew.coach_now() == crew.others[0]
    assert crew.state(request_id) is RequestState.ACCEPTED
    changed = happened(crew.gym, "scheduling.changed")
    assert [(e["fields"], e["staff_id"]) for e in changed] == [(["coach_id"], str(crew.others[0]))]
    found = happened(crew.gym, "substitutes.found")
    assert [(e["staff_before"], e["staff_id"]) for e in found] == [
        (str(crew.coach_id), str(crew.others[0]))
    ]
    assert refused(crew.accept, crew.others[1], request_id).text is texts.TAKEN


def test_the_first_of_many_has_it_and_the_others_are_told_so(real_database):
    crew = make_crew(make_gym())
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        more = tuple(make_coach(w, f"מאמן {n}") for n in range(5))
    request_id = crew.ask()

    def attempt(staff_id: UUID):
        try:
            crew.accept(staff_id, request_id)
        except Refusal as refusal:
            return refusal.text
        return staff_id

    candidates = (*crew.others, *more)
    with ThreadPoolExecutor(len(candidates)) as hands:
        answers = list(hands.map(attempt, candidates))
    winners = [a for a in answers if isinstance(a, UUID)]
    assert winners == [crew.coach_now()]
    assert {a for a in answers if a not in winners} <= {texts.TAKEN, texts.OTHER_COACH}
    assert len(happened(crew.gym, "substitutes.found")) == 1
    assert len(happened(crew.gym, "scheduling.changed")) == 1


def test_asking_and_withdrawing_and_accepting_at_once_end_in_one_way(real_database):
    crew = make_crew(make_gym())
    request_id = crew.ask()

    def take_back() -> str:
        with open_work(crew.acting(crew.coach_id)) as w:
            actions.withdraw(w, request_id=request_id)
        return "withdrawn"

    def take() -> str:
        crew.accept(crew.others[0], request_id)
        return "accepted"

    def cancel() -> str:
        with open_work(crew.gym.acting(Role.OWNER)) as w:
            scheduling.cancel_session(w, session_id=crew.session_id)
        return "cancelled"

    def run(deed):
        try:
            return deed()
        except Refusal:
            return "refused"

    with ThreadPoolExecutor(3) as hands:
        ended = set(hands.map(run, (take_back, take, cancel)))
    assert len(ended & {"withdrawn", "accepted"}) == 1
    is_taken = crew.state(request_id) is RequestState.ACCEPTED
    assert (crew.coach_now() == crew.others[0]) is is_taken is ("accepted" in ended)


def test_who_is_in_another_class_then_is_refused_and_the_class_is_named(crew):
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        publish(w, crew.place, at=time(19), coach_id=crew.others[0], room_id=None)
    request_id = crew.ask()
    problem = refused(crew.accept, crew.others[0], request_id)
    assert problem.text is schedule_texts.COACH_BUSY
    assert problem.params["other"].he.startswith("אימון היום")
    assert (crew.coach_now(), crew.state(request_id)) == (crew.coach_id, RequestState.OPEN)
    with open_work(crew.acting(crew.others[0])) as w:
        assert [a.is_busy for a in queries.waiting_for_me(w)] == [True]
        assert [c.id for c in queries.free_coaches(w, session_id=crew.session_id)] == sorted(
            crew.others[1:], key=lambda i: {crew.others[1]: "דנה", crew.others[2]: "עומר"}[i]
        )


def test_whoever_said_no_is_not_asked_again_and_the_others_are(crew):
    request_id = crew.ask()
    for _ in range(2):
        with open_work(crew.acting(crew.others[0])) as w:
            actions.decline(w, request_id=request_id)
    with open_work(crew.acting(crew.others[0])) as w:
        assert queries.waiting_for_me(w) == ()
    with open_work(crew.acting(crew.others[1])) as w:
        assert len(queries.waiting_for_me(w)) == 1
    with open_work(crew.acting(crew.coach_id)) as w:
        assert [m.declined for m in queries.mine_open(w)] == [("שירה",)]
    assert len(happened(crew.gym, "substitutes.declined")) == 1


def test_who_works_here_no_more_or_never_coached_does_not_step_in(crew):
    request_id = crew.ask()
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        staff.archive(w, staff_id=crew.others[0])
        desk = make_staff(w, "אביב", is_coach=False)
    for staff_id in (crew.others[0], desk):
        assert refused(crew.accept, staff_id, request_id).text is texts.NOT_A_COACH
    assert refused(crew.accept, crew.coach_id, request_id).text is texts.ASKED_ONESELF
    with open_work(crew.gym.acting(Role.OWNER)) as w, pytest.raises(Denied):
        actions.accept(w, request_id=request_id)  # no coach at all
    with open_work(crew.gym.acting(Role.MEMBER)) as w, pytest.raises(Denied):
        actions.accept(w, request_id=request_id)


# withdraw, assign


def test_a_request_is_withdrawn_by_who_asked_or_plans_and_then_is_answered_no_more(crew):
    request_id = crew.ask()
    with open_work(crew.acting(crew.others[0])) as w:
        assert refused(lambda: actions.withdraw(w, request_id=request_id)).text is texts.NOT_YOURS
    with open_work(crew.acting(crew.coach_id)) as w:
        actions.withdraw(w, request_id=request_id)
    assert refused(crew.accept, crew.others[0], request_id).text is texts.NOT_OPEN
    assert crew.ask() != request_id


def test_the_owner_decides_who_gives_the_class(crew):
    request_id = crew.ask(to_staff_id=crew.others[0])
    with open_work(crew.acting(crew.others[1])) as w, pytest.raises(Denied):
        actions.assign(w, request_id=request_id, staff_id=crew.others[1])
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        problem = refused(lambda: actions.assign(w, request_id=request_id, staff_id=crew.coach_id))
        assert (problem.text, problem.field) == (texts.ASKED_ONESELF, "staff_id")
        actions.assign(w, request_id=request_id, staff_id=crew.others[1])
    assert crew.coach_now() == crew.others[1]


def test_another_gyms_request_is_as_good_as_none(crew, other_gym):
    request_id = crew.ask()
    stranger = other_gym.acting(Role.OWNER, staff_id=new_id())
    with open_work(other_gym.acting(Role.OWNER)) as w:
        stranger = replace(stranger, staff_id=make_coach(w, "זר"))
    with open_work(stranger) as w:
        for deed in (actions.accept, actions.decline, actions.withdraw):
            with pytest.raises(NotFound):
                deed(w, request_id=request_id)
        with pytest.raises(NotFound):
            actions.assign(w, request_id=request_id, staff_id=stranger.staff_id)
        with pytest.raises(NotFound):
            actions.ask(w, session_id=crew.session_id)
        assert queries.open_of(w, session_id=crew.session_id) is None
    assert crew.state(request_id) is RequestState.OPEN


# what closes by itself


@pytest.fixture
def run_jobs(tmp_path):
    return lambda: jobs.run_ready(sandbox(tmp_path))


def test_a_cancelled_class_closes_its_request_also_between_asking_and_answering(crew, run_jobs):
    request_id = crew.ask()
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        scheduling.cancel_session(w, session_id=crew.session_id)
    assert refused(crew.accept, crew.others[0], request_id).text is texts.CLASS_OFF
    with open_work(crew.acting(crew.others[0])) as w:
        assert queries.waiting_for_me(w) == ()  # before any job ran
    run_jobs()
    run_jobs()
    assert crew.state(request_id) is RequestState.CLOSED
    assert len(happened(crew.gym, "substitutes.closed")) == 1


def test_a_class_given_to_another_by_hand_closes_its_request(crew, run_jobs):
    request_id = crew.ask()
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        v = timetable.session(w, session_id=crew.session_id)
        starts, ends = v.starts_at.astimezone(w.actor.zone), v.ends_at.astimezone(w.actor.zone)
        change = SessionChange(
            v.location_id,
            starts.date(),
            starts.time(),
            ends.time(),
            v.capacity,
            room_id=v.room_id,
            coach_id=crew.others[2],
        )
        scheduling.change_session(w, session_id=v.id, change=change)
    assert refused(crew.accept, crew.others[0], request_id).text is texts.OTHER_COACH
    run_jobs()
    assert (crew.state(request_id), crew.coach_now()) == (RequestState.CLOSED, crew.others[2])


def test_a_class_that_was_taken_back_and_one_that_began_close_theirs(crew):
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        later = publish(w, crew.place, at=time(20, 30))
    taken_back = crew.ask()
    with open_work(crew.acting(crew.coach_id)) as w:
        begun = actions.ask(w, session_id=later.session_ids[0])
    with open_work(crew.gym.acting(Role.OWNER)) as w:
        series = timetable.session(w, session_id=crew.session_id).series_id
        scheduling.withdraw(w, series_id=series)
        row = w.get(ClassSession, later.session_ids[0])
        row.starts_at, row.ends_at = w.now - timedelta(minutes=1), w.now + timedelta(hours=1)
    with open_work(crew.gym.system) as w:
        assert actions.close_moot(w) == 2
        assert actions.close_moot(w) == 0
    assert {crew.state(taken_back), crew.state(begun)} == {RequestState.CLOSED}
