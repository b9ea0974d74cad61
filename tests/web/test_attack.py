"""Every handler and every endpoint, fired over real sockets by whoever it is not meant for.

One web process and two gyms whose every word carries a mark. Whatever is not meant for somebody changes
nothing in the gym's tables and brings none of its marks back; what is meant for them does so only with
their own gym's ids. The handlers are read from the registry: a new one is attacked without being named here.
"""

import json
import re
import types
import typing
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from reflex_base.registry import RegistrationContext

from fitkit import endpoints
from fitkit import fitkit as app_file
from fitkit.core.actor import VISITOR, Actor
from fitkit.core.ids import new_id
from fitkit.core.permissions import ROLES, Role
from fitkit.core.work import open_work
from fitkit.dev.wire import ROOT, Wire, browser
from fitkit.features.checkin import actions as checkin
from fitkit.web.guard import FRAMEWORK, door
from fitkit.web.session import COOKIE
from tests.conftest import committed_database
from tests.factories.identity import enter
from tests.factories.world import (
    NATIONAL_ID,
    World,
    cookie_of,
    fingerprint,
    make_platform_person,
    make_world,
)
from tests.served import Serving, served

SOURCES = Path(__file__).parents[2] / "fitkit" / "web"
TYPED = "intruder-typed-this"  # must never be logged
HYDRATE = ROOT + "hydrate"
BATCH = 60
HUNG_UP = 0
SETTING = {"var_name": "rows", "value": TYPED}  # what setvar takes


@dataclass
class Ground:
    """What is attacked."""

    serving: Serving
    ours: World
    theirs: World
    cookies: dict[str, str]  # by who
    actors: dict[str, Actor]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("attack")
    with committed_database():
        ground = Ground(None, make_world("qamar", 1), make_world("zefir", 2), {}, {})  # type: ignore[arg-type]
        _, platform = make_platform_person()
        let_in(ground)
        ground.cookies |= {"visitor": "", "platform": f"{COOKIE}={platform}"}
        ground.cookies["kiosk"] = (
            f"{COOKIE}={ground.ours.kiosk_token}"  # its key in a person's lock
        )
        ground.actors |= {
            "visitor": VISITOR,
            "kiosk": VISITOR,
            "platform": Actor(org_id=None, permissions=ROLES[Role.PLATFORM_ADMIN]),
        }
        with served(folder, target="tests.web.attacked:application", FITKIT_LOG_LEVEL="info") as s:
            yield replace(ground, serving=s)


def let_in(ground: Ground) -> None:
    """Sign everybody of both gyms in."""
    for who, world, role in (
        ("stranger", ground.theirs, Role.MEMBER),
        ("foreign owner", ground.theirs, Role.OWNER),
        ("member", ground.ours, Role.MEMBER),
        ("coach", ground.ours, Role.COACH),
        ("owner", ground.ours, Role.OWNER),
    ):
        ground.cookies[who] = f"{COOKIE}={cookie_of(world, role)}"
        ground.actors[who] = world.acting(role)


@pytest.fixture
def ground(shared: Ground) -> Iterator[Ground]:
    """Both gyms as they are; whoever wants to change one makes one of their own."""
    yield replace(shared, cookies=dict(shared.cookies), actors=dict(shared.actors))
    tokens = [c.partition("=")[2] for c in shared.cookies.values()]
    unspoken(shared.serving.log(), shared.ours, shared.theirs, tokens)


def unspoken(log: str, ours: World, theirs: World, tokens: Any) -> None:
    """Nothing of a person and nothing secret was printed."""
    words = [*ours.phones, *theirs.phones, ours.mark, theirs.mark, TYPED, ours.invitation_token]
    words += [ours.kiosk_token, theirs.kiosk_token]
    words += [token for token in tokens if token]
    told = {word: line for word in words for line in log.splitlines() if word in line}
    assert told == {}
    assert not re.search(r"set-cookie|fitkit_session", log, re.IGNORECASE)


# --- what is fired -----------------------------------------------------------------------------


def handlers() -> dict[str, list[str]]:
    """Every registered handler of the app, by its state."""
    RegistrationContext.set(app_file.app._registration_context)
    found: dict[str, list[str]] = {}
    for name in sorted(RegistrationContext.get().event_handlers):
        if "tests___" not in name:
            found.setdefault(name.rpartition(".")[0], []).append(name)
    return found


def form_fields() -> list[str]:
    """Every name under which a screen reads a form."""
    words = [f.read_text() for f in SOURCES.rglob("*.py")]
    return sorted({n for w in words for n in re.findall(r"\(form, \"(\w+)\"", w)})


FIELDS = form_fields()


def value(name: str, hint: Any, world: World) -> Any:  # noqa: C901  # one kind of argument after another
    """What a person might send, with the ids of a gym."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return value(name, typing.get_args(hint)[0], world)
    if typing.get_origin(hint) in (list, tuple):
        return [value(name.rstrip("s"), str, world)]
    if hint is bool:
        return True
    if hint in (int, float):
        return 1
    if hint is not str:
        return {n: value(n, str, world) for n in FIELDS}
    if name in world.ids:
        return str(world.ids[name])
    near = next((k for k in world.ids if k.removesuffix("_id") in name), None)
    if name.endswith("_id") or name in (
        "coach",
        "location",
        "room",
        "plan",
        "class_type",
        "member",
    ):
        return str(world.ids[near or "member_id"])
    if "day" in name or "date" in name or "starts_on" in name:
        return (world.today + timedelta(days=2)).isoformat()
    if name in ("at", "until", "starts", "ends", "from", "to", "quiet_from", "quiet_to"):
        return {"until": "19:45", "ends": "19:45", "to": "19:45"}.get(name, "18:45")
    if re.search(
        r"count|capacity|times|weeks|limit|entries|price|minutes|days|hours|delta|room", name
    ):
        return "5"
    if "email" in name:
        return f"{TYPED}@example.com"
    return TYPED


WRONG: Sequence[Any] = ({"a": 1}, None, [[[[[[1]]]]]], 2**70, "\x00", "x" * 20_000, ["y"] * 600)


def payloads(name: str, worlds: Sequence[World], *, thorough: bool) -> list[dict[str, Any]]:
    """Arguments for a handler: plausible ones of each gym; if asked for, whatever else comes to mind."""
    way = door(name)
    hints: Mapping[str, Any] = way.hints if way else {}
    found = [{n: value(n, h, world) for n, h in hints.items()} for world in worlds]
    if not thorough:
        return found
    found.append(
        {n: str(new_id()) if h is str else value(n, h, worlds[0]) for n, h in hints.items()}
    )
    found.append({n: TYPED if h is str else {} for n, h in hints.items()})
    for one in hints:
        found += [{**found[0], one: wrong} for wrong in WRONG]
    return [*found, {}, {**found[0], "surplus": TYPED}]


# --- who fires ---------------------------------------------------------------------------------


class Attacker(Wire):
    """A tab that keeps all it was told."""

    heard: str = ""

    async def fire_all(self, events: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Fire in batches; each is over when a hydrate that was fired after it has answered."""
        for first in range(0, len(events), BATCH):
            for name, payload in events[first : first + BATCH]:
                await self.fire(name, payload)
            await self.fire(HYDRATE)
            while True:
                update = await self.next(60)
                if "is_hydrated_rx_state_" in (update.get("delta") or {}).get(ROOT.rstrip("."), {}):
                    break

    def _taken(self, update: dict[str, Any]) -> dict[str, Any]:
        self.heard += json.dumps(update, ensure_ascii=False)
        return super()._taken(update)


@asynccontextmanager
async def tab(ground: Ground, who: str, path: str = "/en/") -> AsyncIterator[Attacker]:
    async with (
        browser() as http,
        Attacker(http, ground.serving.base, path, ground.cookies[who]) as t,
    ):
        yield t


def _kiosk(token: str) -> str:
    return f"/en/kiosk/{token}/"


def leaked(heard: str, world: World) -> list[str]:
    """Secrets of a gym in what came back, beyond ids that were sent there."""
    return [s for s in (world.mark, *world.phones) if s in heard]


# --- the walk ----------------------------------------------------------------------------------


async def test_no_handler_does_or_shows_what_is_not_meant_for_whoever_calls_it(ground: Ground):
    ours = ground.ours
    before = fingerprint(ours)
    fired = 0
    for who, actor in ground.actors.items():
        is_inside = actor.org_id == ours.org_id
        async with tab(ground, who) as t:
            for names in handlers().values():
                closed = [n for n in names if not _may(n, actor)]
                events = [
                    (n, p) for n in closed for p in [*payloads(n, [ours], thorough=False), SETTING]
                ]
                fired += len(events)
                mark = len(t.heard)
                await t.fire_all(events)
                # Inside the gym a person's own screens say its words; those of others' screens were not loaded.
                if not is_inside:
                    assert leaked(t.heard[mark:], ours) == [], (who, names[0])
            await t.settle(0.3, 0.3)
            if is_inside:
                assert leaked(_but_own(t.heard, ours), ours) == [], who
            assert "planted" not in t.heard
        assert fingerprint(ours) == before, f"{who} changed something"
    assert fired > 1000
    assert '"event": "denied"' in ground.serving.log(), (
        "nothing is logged: its silence proves nothing"
    )


def _may(name: str, actor: Actor) -> bool:
    """Whether a handler is meant for somebody; what nobody declared is meant for no one."""
    way = door(name)
    return name in FRAMEWORK or (way is not None and way.opens_for(actor))


def _but_own(heard: str, world: World) -> str:
    """What somebody of the gym always reads: the gym's name and their own."""
    for own in (f"Gym {world.mark}", f"{world.mark} ", f"@{world.slug}.test"):
        heard = heard.replace(own, "")
    return heard


async def test_a_handler_that_is_meant_for_somebody_reaches_only_their_own_gym(ground: Ground):
    ours, theirs = make_world("laila", 3), ground.theirs  # what owners may do to their own, they do
    own = replace(ground, ours=ours, cookies=dict(ground.cookies), actors=dict(ground.actors))
    let_in(own)
    before, ours_before = fingerprint(theirs), fingerprint(ours)
    said = len(ground.serving.log())  # other attacks of this file are noted in the same log
    for who in ("member", "coach", "owner"):
        actor = own.actors[who]
        for names in handlers().values():
            open_ = sorted(
                (n for n in names if _may(n, actor) and n not in FRAMEWORK), key=_loads_first
            )
            if not open_:
                continue
            async with tab(own, who, _page_of(theirs)) as t:
                events = [(n, p) for n in open_ for p in payloads(n, [theirs, ours], thorough=True)]
                await t.fire_all(events)
                assert leaked(t.heard, theirs) == [], (who, names[0])
                assert who == "owner" or NATIONAL_ID not in t.heard, (who, names[0])
        assert fingerprint(theirs) == before, f"{who} changed something in the other gym"
    assert fingerprint(ours) != ours_before, "nobody did anything: it proved nothing"
    assert _faults(ground.serving.log()[said:]) == []


def _loads_first(name: str) -> tuple[bool, bool, str]:
    word = name.rpartition(".")[2]
    return (word != "load", word.startswith(("sign_out", "revoke", "hand_over")), word)


def _page_of(world: World) -> str:
    return f"/en/dashboard/members/{world.ids['member_id']}/"


def _faults(log: str) -> list[str]:
    """Handlers that fell over what they were given instead of refusing it."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return sorted(
        {
            f"{x.get('error')} {x.get('trace')} {x.get('cause', '')}"
            for x in lines
            if x["level"] in ("error", "critical") and not _is_of_no_handler(json.dumps(x))
        }
    )


def _is_of_no_handler(line: str) -> bool:
    """The framework's word that a name is no handler, of a name that a test here made up."""
    from tests.web import attacked

    said = re.search(r"No registered handler found for event: ([\w.]+)", line)
    if said is None:
        return False
    made_up = {kind.get_full_name() for kind in attacked.FORGOTTEN}
    known = said[1] in RegistrationContext.get().event_handlers
    return not known and said[1].rpartition(".")[0] in made_up


async def test_what_declares_no_permission_answers_nobody(ground: Ground):
    """A state that is no screen, a screen without needs, helpers, components with a state, and ``setvar``."""
    from tests.web import attacked

    RegistrationContext.set(app_file.app._registration_context)
    for kind in attacked.FORGOTTEN:
        name = kind.get_full_name()
        words = (
            "take",
            "undecorated",
            "helper",
            "_refresh",
            "do",
            "run",
            "reset",
            "__init__",
            "get_state",
        )
        events: list[tuple[str, dict[str, Any]]] = [(f"{name}.{word}", {}) for word in words]
        events += [
            (f"{name}.setvar", {"var_name": "found", "value": attacked.PLANTED}),
            (f"{name}.set_found", {"value": attacked.PLANTED}),
            (ROOT + "reflex___state____update_vars_internal_state.update_vars_internal", {"vars": {f"{name}.found": attacked.PLANTED, f"{name}.found_rx_state_": attacked.PLANTED}}),
        ]  # fmt: skip
        for who in ("visitor", "owner"):
            async with tab(ground, who) as t:
                for event in events:
                    await t.fire(*event)
                await t.fire_all([])
                await t.fire_all([(HYDRATE, {})])
                await t.settle(0.3, 0.5)
                assert attacked.PLANTED not in json.dumps(t.state), (kind, who)
                assert name in t.state, "the state is not in the app: nothing was proved"
        assert door(f"{name}.take") is None or kind is attacked.NarrowState


async def test_the_frameworks_own_handlers_write_nothing(ground: Ground):
    name = ROOT + "fitkit___web___session____session_state"
    internal = ROOT + "reflex___state____update_vars_internal_state.update_vars_internal"
    async with tab(ground, "member", "/en/home/") as t:
        before = dict(t.state[name])
        claims = {
            "role": "owner",
            "powers": ["see_audit"],
            "gym_name": TYPED,
            "_actor": {},
            "_bound": "x",
        }
        for var, given in claims.items():
            for key in (f"{name}.{var}", f"{name}.{var}_rx_state_"):
                await t.fire(internal, {"vars": {key: given}})
            await t.fire(f"{name}.setvar", {"var_name": var, "value": given})
        report = ROOT + "reflex___state____frontend_event_exception_state.handle_frontend_exception"
        await t.fire(
            report,
            {
                "info": f"at 0{ground.ours.phones[0]} of {ground.ours.email(Role.MEMBER)}",
                "component_stack": "z" * 9000,
            },
        )
        await t.fire_all([(HYDRATE, {})])
        assert t.state[name] == before
    assert fingerprint(ground.ours)["role_grant"][0] >= 3


# --- the kiosk ----------------------------------------------------------------------------------

KIOSK = ROOT + "fitkit___web___public___kiosk___state____kiosk_state"


async def test_a_kiosks_address_opens_its_own_screen_and_nothing_else(ground: Ground):
    """A tablet that is signed in as nobody fires every handler but its own, at its own address."""
    ours = ground.ours
    before = fingerprint(ours)
    async with tab(ground, "kiosk", _kiosk(ours.kiosk_token)) as t:
        for state, names in handlers().items():
            if state == KIOSK:
                continue
            await t.fire_all([(n, p) for n in names for p in payloads(n, [ours], thorough=False)])
            assert leaked(_but_the_door(t.heard, ours), ours) == [], names[0]
    assert fingerprint(ours)["booking"] == before["booking"]
    changed = {name for name, rows in fingerprint(ours).items() if rows != before[name]}
    assert changed <= {"kiosk"}  # when it was seen


def _but_the_door(heard: str, world: World) -> str:
    """What a tablet shows to whoever passes by: the gym's name and the location's."""
    for own in ("Gym", "Hall"):
        heard = heard.replace(f"{own} {world.mark}", "")
    return heard


async def test_a_kiosk_reaches_only_its_own_gym(ground: Ground):
    ours = ground.ours
    before = fingerprint(ours)
    async with browser() as http:
        at = _kiosk(ground.theirs.kiosk_token)
        async with Attacker(http, ground.serving.base, at, "") as t:
            own = sorted(handlers()[KIOSK], key=_loads_first)
            await t.fire_all([(n, p) for n in own for p in payloads(n, [ours], thorough=True)])
            assert leaked(t.heard, ours) == []
            assert ground.theirs.mark in t.heard, "the tablet showed nothing: it proved nothing"
            assert not any(phone in t.heard for phone in ground.theirs.phones)
    assert fingerprint(ours) == before


async def test_whatever_is_wrong_with_an_address_the_tablet_says_the_same(ground: Ground):
    theirs = ground.theirs
    with open_work(theirs.acting(Role.OWNER)) as w:
        revoked = checkin.add_kiosk(w, name="Old", location_id=theirs.ids["location_id"])
        checkin.revoke_kiosk(w, kiosk_id=revoked.kiosk_id)
    answers = []
    for token in (revoked.token, "x" * 43, "", TYPED, "%00", theirs.invitation_token):
        async with browser() as http:
            at = _kiosk(token)
            async with Attacker(http, ground.serving.base, at, ground.cookies["owner"]) as t:
                digits = {"form": {"digits": theirs.phones[0]}}
                await t.fire_all([(f"{KIOSK}.load", {}), (f"{KIOSK}.find", digits)])
                shown = {k: v for k, v in t.state[KIOSK].items() if "turn" not in k}
                answers.append(json.dumps(shown, sort_keys=True))
    assert len(set(answers)) == 1
    assert '"gone"' in answers[0]


async def test_revoking_ends_a_tablet_in_the_middle(ground: Ground):
    theirs = ground.theirs
    with open_work(theirs.acting(Role.OWNER)) as w:
        kiosk = checkin.add_kiosk(w, name="Short", location_id=theirs.ids["location_id"])
    async with browser() as http:
        at = _kiosk(kiosk.token)
        async with Attacker(http, ground.serving.base, at, "") as t:
            await t.fire_all([(f"{KIOSK}.load", {})])
            assert theirs.mark in json.dumps(t.state[KIOSK])
            with open_work(theirs.acting(Role.OWNER)) as w:
                checkin.revoke_kiosk(w, kiosk_id=kiosk.kiosk_id)
            await t.fire_all([(f"{KIOSK}.back", {})])
            assert theirs.mark not in json.dumps(t.state[KIOSK])
            assert "gone" in json.dumps(t.state[KIOSK])


# --- sessions and sockets ----------------------------------------------------------------------

HOME = ROOT + "fitkit___web___member___home___state____home_state"


async def test_a_stolen_tab_shows_nothing_without_its_cookie(ground: Ground):
    async with tab(ground, "member", "/en/home/") as t:
        assert ground.ours.mark in json.dumps(t.state)
    async with browser() as http:
        for cookie in ("", ground.cookies["stranger"], f"{COOKIE}=invented"):
            thief = Attacker(http, ground.serving.base, "/en/home/", cookie, token=t.token)
            async with thief:
                await thief.fire_all([(HYDRATE, {}), (f"{HOME}.load", {})])
                assert leaked(thief.heard, ground.ours) == []


async def test_a_revoked_sign_in_ends_in_the_middle(ground: Ground):
    token = enter(ground.ours.email(Role.MEMBER))
    ground.cookies["leaving"] = f"{COOKIE}={token}"
    async with tab(ground, "leaving", "/en/home/") as t:
        await t.loaded()
        assert ground.ours.mark in json.dumps(t.state[HOME])
        async with browser() as http:
            sent = {"Cookie": ground.cookies["leaving"], "Origin": ground.serving.base}
            url = f"{ground.serving.base}/auth/sign-out"
            async with http.post(
                url, headers=sent, data={"lang": "en"}, allow_redirects=False
            ) as r:
                assert r.status == 303
        mark = len(t.heard)
        await t.fire_all([(f"{HOME}.load", {})])
        await t.settle(0.5, 2)
        assert "sign-in" in t.heard[mark:]
        assert leaked(t.heard[mark:], ground.ours) == []
        assert leaked(json.dumps(t.state[HOME]), ground.ours) == []
    async with browser() as http:
        back = Attacker(
            http, ground.serving.base, "/en/home/", ground.cookies["leaving"], token=t.token
        )
        async with back:
            assert leaked(back.heard, ground.ours) == []
    assert token not in ground.serving.log()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
async def test_a_socket_from_a_foreign_page_is_refused(ground: Ground, origin: str):
    async with browser() as http:
        wire = Attacker(
            http, ground.serving.base, "/en/home/", ground.cookies["member"], origin=origin
        )
        with pytest.raises((aiohttp.ClientError, ConnectionError, TypeError)):
            async with wire:
                pass
        assert wire.heard == ""


async def test_a_message_that_is_too_long_ends_only_its_own_socket(ground: Ground):
    async with tab(ground, "member", "/en/home/") as other:
        async with tab(ground, "member", "/en/home/") as t:
            try:
                await t.fire(f"{HOME}.book", {"session_id": "x" * 3_000_000})
                await t.settle(1, 3)
            except (ConnectionError, aiohttp.ClientError, TypeError):
                pass  # hung up on
        await other.fire_all([(f"{HOME}.load", {})])
        assert ground.ours.mark in json.dumps(other.state[HOME])


# --- plain requests ----------------------------------------------------------------------------


async def test_no_endpoint_does_or_shows_what_is_not_meant_for_whoever_asks(ground: Ground):
    ours, base = ground.ours, ground.serving.base
    before = fingerprint(ours)
    form = {n: value(n, str, ours) for n in FIELDS} | {
        "org_id": str(ours.org_id),
        "token": "x" * 43,
        "email": ours.email(Role.OWNER),
        "account": ours.email(Role.OWNER),
        "password": TYPED,
        "code": "000000",
        "slug": ours.slug,
        "next": "//evil.example/",
        "back": "https://evil.example/",
        "lang": "en",
    }
    async with browser() as http:
        for who in ("visitor", "stranger", "member", "platform"):
            for route in endpoints.routes():
                for method in sorted(route.methods or ()):  # type: ignore[attr-defined]
                    for headers in _knocks(base, ground.cookies[who]):
                        status, said = await _ask(http, method, base + route.path, headers, form)  # type: ignore[attr-defined]
                        assert status < 500, (who, route, status)
                        assert (
                            leaked(
                                said.replace(ours.slug, "").replace(ours.email(Role.OWNER), ""),
                                ours,
                            )
                            == []
                        ), (who, route)
                        assert not re.search(
                            r"^location: *(https?:)?//(?!localhost)",
                            said,
                            re.MULTILINE | re.IGNORECASE,
                        )
                        is_foreign = headers.get("Origin", base) != base
                        if method == "POST" and is_foreign:
                            assert status == 403, (who, route)
            assert fingerprint(ours) == before, f"{who} changed something"
    long = {"Origin": base, "Content-Type": "application/x-www-form-urlencoded"}
    plain = {"Origin": base, "Content-Type": "application/json"}
    for path in ("/auth/sign-in", "/auth/join"):
        assert await _posted(base + path, long, b"a=" + b"x" * 400_000) in (HUNG_UP, 413)
        assert await _posted(base + path, plain, json.dumps(form).encode()) == 415


def _knocks(base: str, cookie: str) -> Iterator[dict[str, str]]:
    mine = {"Cookie": cookie} if cookie else {}
    yield {**mine, "Origin": base}
    yield {**mine, "Origin": "http://evil.example"}
    yield {**mine, "Origin": "null"}


async def _ask(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    headers: dict[str, str],
    form: dict[str, str],
) -> tuple[int, str]:
    given = {"data": form} if method == "POST" else {"params": {"t": form["token"]}}
    async with http.request(method, url, headers=headers, allow_redirects=False, **given) as r:  # type: ignore[arg-type]
        head = "\n".join(f"{k}: {v}" for k, v in r.headers.items() if k.lower() != "set-cookie")
        return r.status, head + "\n\n" + await r.text()


async def test_nobody_uploads_anything_where_nothing_takes_files(ground: Ground):
    base, before = ground.serving.base, fingerprint(ground.ours)
    RegistrationContext.set(app_file.app._registration_context)
    takers = [n for names in handlers().values() for n in names if (d := door(n)) and d.takes_files]
    async with tab(ground, "member", "/en/home/") as t:
        targets = [f"{HOME}.load", f"{HOME}.setvar", HYDRATE, "nope.nope", "", *takers]
        for cookie in ("", ground.cookies["stranger"], ground.cookies["member"]):
            for target in targets:
                sent = {
                    "reflex-client-token": t.token,
                    "reflex-event-handler": target,
                    "Origin": base,
                }
                if cookie:
                    sent["Cookie"] = cookie
                data = aiohttp.FormData()
                data.add_field("files", b"MZ" * 500, filename="a.exe")
                allowed = target in takers and cookie == ground.cookies["member"]
                status = await _posted(f"{base}/_upload", sent, data)
                assert status in ((200, 403) if allowed else (HUNG_UP, 403)), target
        huge = {
            "reflex-client-token": t.token,
            "reflex-event-handler": f"{HOME}.load",
            "Origin": base,
        }
        assert await _posted(f"{base}/_upload", huge, b"x" * 11_000_000) in (HUNG_UP, 413)
        async with browser() as http, http.get(f"{base}/_upload/a.exe") as r:
            assert r.status == 404
    assert fingerprint(ground.ours) == before


async def _posted(url: str, headers: dict[str, str], data: Any) -> int:
    """The answer's status; the server may hang up before it has read all."""
    try:
        async with browser() as http, http.post(url, headers=headers, data=data) as r:
            return r.status
    except aiohttp.ClientError:
        return HUNG_UP
