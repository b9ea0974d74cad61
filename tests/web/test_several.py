"""Two web processes over one Redis: a tab may come back to either, and neither knows less than the other."""

import asyncio
import json
import re
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from fitkit.core import discover
from fitkit.core.permissions import Role
from fitkit.dev.wire import ROOT, Wire, browser
from fitkit.web.frames import PAGES
from fitkit.web.session import COOKIE
from tests.conftest import committed_database
from tests.factories.world import World, cookie_of, make_world
from tests.redisserver import redis_server
from tests.served import Serving, served

pytestmark = [pytest.mark.xdist_group("redis"), pytest.mark.timeout(420)]
discover.pages()
WEB = ROOT + "fitkit___web___"
HOME = WEB + "member___home___state____home_state"
OPEN = WEB + "public___open___state____open_state"
SESSION = WEB + "session____session_state"
ROLES = {
    "member": Role.MEMBER,
    "coach": Role.COACH,
    "owner": Role.OWNER,
    "account": Role.MEMBER,
    "public": Role.MEMBER,
}


@dataclass
class House:
    """One gym behind two processes."""

    one: Serving
    other: Serving
    world: World
    redis: str

    def cookie(self, role: Role) -> str:
        return f"{COOKIE}={cookie_of(self.world, role)}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folders = [tmp_path_factory.mktemp(name) for name in ("redis", "one", "other")]
    with (
        redis_server(folders[0]) as address,
        committed_database(),
        served(folders[1], FITKIT_REDIS_URL=address) as one,
        served(folders[2], FITKIT_REDIS_URL=address) as other,
    ):
        yield House(one, other, make_world("murjan", 6), address)


QUIET_S = 1.0  # some screens load in parts, after the page says that it has loaded


class Returning(Wire):
    """A tab whose socket broke: it asks for what it held, and for nothing anew."""

    first = "hydrate"

    async def __aenter__(self) -> "Returning":
        headers = {"Origin": self.origin} | ({"Cookie": self.cookie} if self.cookie else {})
        address = f"{self.base}/_event/?token={self.token}&EIO=4&transport=websocket"
        self._socket = await self.http.ws_connect(address, headers=headers, max_msg_size=0)
        await self._socket.receive()
        event = {"name": ROOT + self.first, "payload": {}, "router_data": self.router}
        await self._socket.send_str("40/_event," + json.dumps({"event": event}))
        await self.settle(0.2)
        return self


@asynccontextmanager
async def tab(serving: Serving, path: str, cookie: str) -> AsyncIterator[Wire]:
    async with browser() as http, Wire(http, serving.base, path, cookie) as opened:
        yield await opened.loaded()


async def gone(serving: Serving, token: str) -> None:
    """Wait until the process a tab left has noticed: until then its token is taken, and another is given."""
    with redis.Redis.from_url(serving.env["FITKIT_REDIS_URL"]) as store:
        for _ in range(200):
            if not [k for k in store.keys(f"*{token}*") if b"socket_record" in k]:
                return
            await asyncio.sleep(0.05)
    raise AssertionError("the tab is still there")


@asynccontextmanager
async def back(serving: Serving, before: Wire, cookie: str | None = None) -> AsyncIterator[Wire]:
    """The tab of a token at a process, with its own cookie or another."""
    given = before.cookie if cookie is None else cookie
    await gone(serving, before.token)
    async with (
        browser() as http,
        Returning(http, serving.base, before.path, given, token=before.token) as returned,
    ):
        yield returned


def address(route: str, world: World) -> str:
    """A screen's address with ids of the gym."""
    for part, name in (("[id]", "member_id"), ("[session]", "session_id")):
        route = route.replace(part, str(world.ids[name]))
    return f"{route.replace('[token]', world.invitation_token).rstrip('/')}/"


def places() -> list[tuple[str, str]]:
    found = {(p.build.__module__.split(".")[2], p.route) for p in PAGES if p.state is not None}
    return sorted((persona, route) for persona, route in found if persona in ROLES)


@pytest.mark.parametrize("persona", sorted(ROLES))
async def test_every_screen_is_the_same_at_the_other_process(house: House, persona: str) -> None:
    cookie = house.cookie(ROLES[persona])
    routes = [route for who, route in places() if who == persona]
    assert routes
    for route in routes:
        path = f"/en{address(route, house.world)}"
        async with tab(house.one, path, cookie) as before:
            await before.settle(QUIET_S, QUIET_S)
            held = _plain(before)
        async with back(house.other, before) as after:
            assert _plain(after) == held, path
            assert after.state[SESSION]["is_signed_in"]
    for serving in (house.one, house.other):
        assert _faults(serving) == []


def _plain(seen: Wire) -> dict[str, object]:
    """What the tab holds, but for whether it has loaded and for what the socket itself says."""
    skipped = ("router", "rx_router", "is_hydrated")
    return {
        f"{name}.{var}": value
        for name, held in seen.state.items()
        for var, value in held.items()
        if not var.startswith(skipped) and "reflex___" not in name.removeprefix(ROOT)
    }


def _faults(serving: Serving) -> list[str]:
    lines = [json.loads(line) for line in serving.log().splitlines() if line.startswith("{")]
    return [json.dumps(line) for line in lines if line["level"] in ("error", "critical")]


async def test_what_was_typed_is_there_at_the_other_process(house: House) -> None:
    async with tab(house.one, "/en/open-a-gym/", house.cookie(Role.OWNER)) as before:
        await before.call(f"{OPEN}.rename", {"name": "Typed Here"})
        await before.settle(0.3, 0.5)
    async with back(house.other, before) as after:
        assert after.state[OPEN]["name"] == "Typed Here"
        await after.call(f"{OPEN}.choose_kind", {"kind": "pilates"})
        await after.settle(0.3, 0.5)
    async with back(house.one, after) as again:
        assert (again.state[OPEN]["name"], again.state[OPEN]["kind"]) == ("Typed Here", "pilates")


async def test_a_sign_out_at_one_ends_the_tab_at_the_other(house: House) -> None:
    cookie = house.cookie(Role.MEMBER)
    async with tab(house.one, "/en/home/", cookie) as open_tab, browser() as http:
        assert house.world.mark in json.dumps(open_tab.state)
        sent = {"Cookie": cookie, "Origin": house.other.base}
        url = f"{house.other.base}/auth/sign-out"
        async with http.post(url, headers=sent, data={}, allow_redirects=False) as answer:
            assert answer.status == 303
        await open_tab.fire(f"{HOME}.load", {})
        await open_tab.settle()
        assert "sign-in" in open_tab.said()
        assert house.world.mark not in json.dumps(open_tab.state)
    async with back(house.other, open_tab) as after:
        assert house.world.mark not in json.dumps(after.state)


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=invented"], ids=["none", "invented"])
@pytest.mark.parametrize("first", ["hydrate", "narrow"])
async def test_a_stolen_tab_is_empty_at_the_other_process(
    house: House, cookie: str, first: str
) -> None:
    """Also when the thief's first event asks for one state only, as Redis hands them out one by one."""
    async with tab(house.one, "/en/home/", house.cookie(Role.MEMBER)) as theirs:
        assert house.world.mark in json.dumps(theirs.state)
    async with browser() as http:
        thief = Returning(http, house.other.base, "/en/open-a-gym/", cookie, token=theirs.token)
        await gone(house.one, theirs.token)
        if first == "narrow":
            thief.first = OPEN.removeprefix(ROOT) + ".load"
        async with thief:
            await thief.call(f"{ROOT}hydrate")
            await thief.settle(0.3, 0.5)
            assert house.world.mark not in json.dumps(thief.state)


async def test_a_session_gone_from_redis_leaves_nothing_behind(house: House) -> None:
    cookie = house.cookie(Role.MEMBER)
    async with tab(house.one, "/en/home/", cookie) as theirs:
        assert house.world.mark in json.dumps(theirs.state)
    keys = await _keys(house, theirs)
    assert len(keys) > 1
    with redis.Redis.from_url(house.redis) as store:
        assert store.delete(*[k for k in keys if b"session_state" in k])
    async with back(house.other, theirs, cookie="") as thief:
        assert house.world.mark not in json.dumps(thief.state)


async def test_no_state_of_a_tab_outlives_its_session(house: House) -> None:
    async with tab(house.one, "/en/home/", house.cookie(Role.MEMBER)) as open_tab:
        with redis.Redis.from_url(house.redis) as store:
            session = next(k for k in await _keys(house, open_tab) if b"session_state" in k)
            store.expire(session, 30)
            await open_tab.fire(f"{HOME}.load", {})
            await open_tab.settle()
            left = {k: store.ttl(k) for k in await _keys(house, open_tab) if b"_lock" not in k}
    assert left[session] == max(left.values())
    assert left[session] > 3600


async def _keys(house: House, of: Wire) -> list[bytes]:
    with redis.Redis.from_url(house.redis) as store:
        return [k for k in store.keys(f"*{of.token}*") if re.search(rb"state", k)]


def test_without_redis_nobody_is_sent_there(house: House, tmp_path: Path) -> None:
    with redis_server(tmp_path / "short") as address:
        folder = tmp_path / "web"
        folder.mkdir()
        with served(folder, FITKIT_REDIS_URL=address) as serving:
            ready = f"{serving.base}/health/ready"
            with urllib.request.urlopen(ready, timeout=10) as answer:
                assert answer.status == 200
            with redis.Redis.from_url(address) as store:
                store.shutdown(nosave=True)
            with pytest.raises(urllib.error.HTTPError, match="503"):
                urllib.request.urlopen(ready, timeout=10)
