"""Deny by default: who may call what, with which arguments, and what a tab may keep."""

from dataclasses import dataclass
from dataclasses import replace as changed
from typing import Any, ClassVar, Literal
from uuid import uuid4

import pytest
import reflex as rx
import structlog

from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.work import caller_ip
from fitkit.web import guard
from fitkit.web.guard import BadInput, door
from fitkit.web.screen import ANYONE, Needs, Screen, also_needs
from fitkit.web.session import SessionState
from tests.web.driver import Tab, acting, signed_in


@dataclass
class Choice:
    name: str
    n: int


class GuardedState(Screen, rx.State):
    """A screen of members."""

    needs: ClassVar[Needs] = Permission.BOOK_SELF
    secret: str = ""
    got: list[str] = []
    seen: dict[str, str] = {}

    @rx.event
    async def load(self) -> None:
        self.secret = "of the member"

    @rx.event
    async def take(self, words: str, n: int = 0) -> None:
        self.got = [*self.got, f"{words}:{n}"]

    @rx.event
    async def submit(self, form: dict[str, Any]) -> None:
        self.got = [f"{k}={v}" for k, v in form.items()]

    @rx.event
    @also_needs(Permission.SEE_AUDIT)
    async def finer(self) -> None:
        self.got = ["finer"]

    @rx.event
    async def who(self) -> None:
        self.seen = {**structlog.contextvars.get_contextvars(), "ip": caller_ip.get() or ""}

    @rx.event(background=True)
    async def later(self) -> None:
        async with self:
            self.got = ["later"]

    @rx.event
    async def boom(self) -> None:
        raise ValueError("maya@example.com")


class OpenState(Screen, rx.State):
    """A screen for everybody."""

    needs: ClassVar[Needs] = ANYONE
    n: int = 0

    @rx.event
    async def step(self) -> None:
        self.n += 1


class ForgottenState(Screen, rx.State):
    """A screen whose writer forgot to say who may."""

    n: int = 0

    @rx.event
    async def step(self) -> None:
        self.n += 1


class StrayState(rx.State):
    """A state that is no screen."""

    n: int = 0

    @rx.event
    async def step(self) -> None:
        self.n += 1


@pytest.fixture
def member():
    return acting(Role.MEMBER)


async def test_a_member_calls_a_handler_of_a_member_screen(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "take", words="שלום", n=2)
        assert (await tab.state(GuardedState)).got == ["שלום:2"]


async def test_a_visitor_is_sent_to_sign_in_and_back():
    async with Tab(None, "/en/schedule/") as tab:
        await tab.fire(GuardedState, "load")
        assert (await tab.state(GuardedState)).secret == ""
        assert tab.went_to == ["/en/sign-in/?next=%2Fen%2Fschedule%2F"]


async def test_another_role_is_told_and_led_to_its_own_home():
    async with Tab(acting(Role.COACH), "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        assert (await tab.state(GuardedState)).secret == ""
        assert "אין הרשאה" in tab.said
        assert tab.went_to == ["/he/dashboard/today/"]


async def test_an_open_screen_answers_everybody():
    async with Tab(None, "/he/") as tab:
        await tab.fire(OpenState, "step")
        assert (await tab.state(OpenState)).n == 1


@pytest.mark.parametrize("state", [ForgottenState, StrayState])
async def test_what_declares_no_permission_is_closed_to_everybody(state):
    async with Tab(acting(Role.OWNER), "/he/") as tab:
        await tab.fire(state, "step")
        assert (await tab.state(state)).n == 0


async def test_a_handler_may_ask_for_more_than_its_screen(member):
    async with Tab(member, "/en/home/") as tab:
        await tab.fire(GuardedState, "finer")
        assert (await tab.state(GuardedState)).got == []
    both = changed(member, permissions=member.permissions | {Permission.SEE_AUDIT})
    async with Tab(both, "/en/home/") as tab:
        await tab.fire(GuardedState, "finer")
        assert (await tab.state(GuardedState)).got == ["finer"]


async def test_setvar_never_answers(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "setvar", var_name="secret", value="mine")
        await tab.fire(SessionState, "setvar", var_name="user_name", value="owner")
        assert (await tab.state(GuardedState)).secret == ""
        assert (await tab.state(SessionState)).user_name != "owner"


def test_what_a_screen_inherits_is_no_handler():
    handlers = GuardedState.event_handlers
    assert not set(handlers) & {n for n in vars(Screen) if not n.startswith("__")}
    assert door(f"{GuardedState.get_full_name()}.do") is None
    assert door(f"{SessionState.get_full_name()}._load") is None


async def test_a_background_handler_runs_for_whom_it_is_meant(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "later")
        assert (await tab.state(GuardedState)).got == ["later"]


async def test_a_background_handler_is_guarded_too():
    async with Tab(None, "/he/home/") as tab:
        await tab.fire(GuardedState, "later")
        assert (await tab.state(GuardedState)).got == []


async def test_a_stolen_tab_token_gets_an_empty_state(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        assert (await tab.state(GuardedState)).secret
        tab.cookie, tab.sent = "", []
        await tab.send("reflex___state____state.hydrate")
        assert (await tab.state(GuardedState)).secret == ""
        assert "of the member" not in str(tab.sent)


async def test_a_revoked_session_ends_at_the_next_hydrate(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        tab.actor, tab.sent = None, []
        await tab.send("reflex___state____state.hydrate")
        assert (await tab.state(GuardedState)).secret == ""
        assert not (await tab.state(SessionState)).is_signed_in
        assert "of the member" not in str(tab.sent)


async def test_a_revoked_session_empties_what_the_browser_shows(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        tab.actor, tab.sent = None, []
        await tab.fire(GuardedState, "take", words="x")
        emptied = [
            d[GuardedState.get_full_name()] for d in tab.sent if GuardedState.get_full_name() in d
        ]
        assert any(
            value == ""
            for delta in emptied
            for key, value in delta.items()
            if key.startswith("secret")
        )


async def test_a_switch_of_gym_empties_the_tab(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        tab.actor = changed(member, org_id=uuid4())
        await tab.fire(GuardedState, "take", words="x")
        assert (await tab.state(GuardedState)).secret == ""
        assert (await tab.state(GuardedState)).got == ["x:0"]


async def test_a_lost_role_empties_the_tab(member):
    async with Tab(
        changed(member, permissions=ROLES[Role.OWNER] | member.permissions), "/he/home/"
    ) as tab:
        await tab.fire(GuardedState, "load")
        tab.actor = member
        await tab.fire(GuardedState, "take", words="x")
        assert (await tab.state(GuardedState)).secret == ""


@pytest.mark.parametrize("lost", ["member_id", "staff_id", "ward_ids", "user_id"])
async def test_whatever_an_actor_loses_empties_the_tab(member, lost):
    child = uuid4()
    whole = {"member_id": uuid4(), "staff_id": uuid4()}
    before = changed(member, **whole, ward_ids=frozenset({child, uuid4()}))
    after = {"ward_ids": frozenset({child})}.get(lost, uuid4())
    async with Tab(before, "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        tab.actor = changed(before, **{lost: after})
        await tab.fire(GuardedState, "take", words="x")
        assert (await tab.state(GuardedState)).secret == ""


async def test_who_only_becomes_more_keeps_the_tab(member):
    """The owner of a gym that was opened a moment ago is put on its staff while their first screen loads."""
    more = {
        "staff_id": uuid4(),
        "ward_ids": frozenset({uuid4()}),
        "permissions": ROLES[Role.OWNER] | member.permissions,
    }
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "load")
        for name, value in more.items():
            tab.actor = changed(tab.actor, **{name: value})
            await tab.fire(GuardedState, "take", words=name)
        kept = await tab.state(GuardedState)
        assert kept.secret
        assert len(kept.got) == len(more)


async def test_logs_and_events_know_who_and_from_where(member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "who")
        seen = (await tab.state(GuardedState)).seen
        assert seen["actor_id"] == str(member.user_id)
        assert seen["org_id"] == str(member.org_id)
        assert seen["request_id"]
        assert seen["ip"] == "127.0.0.1"


async def test_a_fault_is_numbered_and_says_nothing_of_itself(member):
    async with Tab(member, "/en/home/") as tab:
        await tab.fire(GuardedState, "boom")
        assert "Something broke on our side" in tab.said
        assert "example.com" not in tab.said
        assert "ValueError" not in tab.said


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"words": None},
        {"words": 5},
        {"words": ["a"]},
        {"words": {"a": 1}},
        {"words": "x" * 10_001},
        {"words": "nul\x00"},
        {"words": "half \ud800"},
        {"words": "a", "n": "five"},
        {"words": "a", "n": True},
        {"words": "a", "n": 1.5},
        {"words": "a", "n": 2**60},
        {"words": "a", "self": "x"},
        {"words": "a", "unknown": 1},
    ],
)
async def test_wrong_arguments_are_refused_in_words(payload, member):
    async with Tab(member, "/en/home/") as tab:
        await tab.fire(GuardedState, "take", **payload)
        assert (await tab.state(GuardedState)).got == []
        assert "wasn't understood" in tab.said
        assert tab.faults == []


async def test_digits_from_a_field_are_a_number(member):
    async with Tab(member, "/en/home/") as tab:
        await tab.fire(GuardedState, "take", words="a", n="12")
        assert (await tab.state(GuardedState)).got == ["a:12"]


FORM = "__reflex_form_data__"


async def test_a_form_arrives_as_the_browser_wraps_it(member):
    async with Tab(member, "/en/home/") as tab:
        await tab.fire(GuardedState, "submit", form={FORM: [["name", "מאיה"], ["phone", "050"]]})
        assert (await tab.state(GuardedState)).got == ["name=מאיה", "phone=050"]


@pytest.mark.parametrize(
    "form",
    [
        "words",
        [],
        {FORM: "x"},
        {FORM: [["a"]]},
        {FORM: [["a", "b", "c"]]},
        {FORM: [[1, "b"]]},
        {FORM: [["a", "x" * 10_001]]},
        {FORM: [["a", "b"]] * 501},
        {FORM: [["a", "b"]], "more": 1},
        {"x" * 101: "b"},
        {str(i): "b" for i in range(501)},
        {"a": {"b": {"c": {"d": {"e": {}}}}}},
    ],
)
async def test_a_form_that_is_none_is_refused(form, member):
    async with Tab(member, "/he/home/") as tab:
        await tab.fire(GuardedState, "submit", form=form)
        assert (await tab.state(GuardedState)).got == []
        assert "לא הובנו" in tab.said


@pytest.mark.parametrize(
    ("hint", "good", "bad"),
    [
        (bool, True, "true"),
        (float, 1.5, float("inf")),
        (str | None, None, 5),
        (list[str], ["a", "b"], ["a", 5]),
        (list[int], [1] * 500, [1] * 501),
        (dict[str, str], {"a": "b"}, {"a": 5}),
        (Literal["a", "b"], "a", "c"),
        (Role, "owner", "emperor"),
        (Choice, {"name": "a", "n": 1}, {"name": "a"}),
        (list[Choice], [{"name": "a", "n": 1}], [{"name": "a", "n": 1, "x": 2}]),
    ],
)
def test_each_annotation_has_its_bounds(hint, good, bad):
    guard._check(good, hint, guard.DEEPEST)
    with pytest.raises(BadInput):
        guard._check(bad, hint, guard.DEEPEST)


def test_the_stand_in_of_the_driver_knows_the_role():
    assert signed_in(acting(Role.OWNER)).roles == (Role.OWNER,)
