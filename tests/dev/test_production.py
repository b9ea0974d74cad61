"""Production from README's "Deploy" to a gym at work: real processes, a database by address, a proxy's headers.

One story in the order an administrator lives it; the tests of refusals come before it is migrated or after.
"""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import psutil
import psycopg
import pytest

from fitkit.core import crypto
from fitkit.core.ids import new_id
from fitkit.dev import build
from fitkit.dev.wire import Wire
from fitkit.features.orgs.rules import VERSIONS
from fitkit.seeds.demo import personas
from tests.production import PUBLIC, Production, production, said_in_readme
from tests.redisserver import redis_server
from tests.served import Serving

pytestmark = [pytest.mark.xdist_group("production"), pytest.mark.timeout(420)]
# What a proxy that speaks TLS adds; the name is the public one, the address a caller's.
BY_PROXY = {
    "Host": "gym.example.com",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
}
OWNER = "owner@gym.example.com"
OVERVIEW = "reflex___state____state.fitkit___web___owner___overview___state____overview_state"
SESSION = "reflex___state____state.fitkit___web___session____session_state"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    build.build(quiet=True)
    with production(tmp_path_factory.mktemp("production")) as made:
        yield made


@pytest.fixture(scope="module")
def too_early(place: Production) -> "list[subprocess.CompletedProcess[str]]":
    """What serve and worker said of a database without a schema."""
    return [place.run("serve"), place.run("worker")]


@pytest.fixture(scope="module")
def migrated(place: Production, too_early: object) -> Production:
    said = place.run("migrate")
    assert (said.returncode, said.stdout.strip()) == (0, "Migrated."), said.stderr
    return place


@pytest.fixture(scope="module")
def serving(migrated: Production) -> Serving:
    running = migrated.serve("one")
    running.start("worker")
    return running


@asynccontextmanager
async def person() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser's requests as they arrive from the proxy."""
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(headers=BY_PROXY, cookie_jar=jar) as http:
        yield http


async def post(
    http: aiohttp.ClientSession, base: str, path: str, cookie: str = "", **form: str
) -> aiohttp.ClientResponse:
    headers = {"Origin": PUBLIC} | ({"Cookie": cookie} if cookie else {})
    form = {"lang": "en", **form}
    return await http.post(f"{base}{path}", data=form, headers=headers, allow_redirects=False)


def cookie_in(answer: aiohttp.ClientResponse, name: str = "__Host-fitkit") -> str:
    """A cookie as the browser keeps it: of the session, unless said otherwise."""
    cookie = answer.cookies[name]
    assert cookie["secure"]
    assert cookie["httponly"]
    return f"{name}={cookie.value}"


async def let_in(http: aiohttp.ClientSession, place: Production, base: str, **form: str) -> str:
    """Ask for a code by mail and enter with it; the cookie."""
    before = len(place.mail.letters)
    asked = await post(http, base, "/auth/code", **form)
    assert asked.status == 303
    code = place.code_for(form["email"], after=before)
    browser = cookie_in(asked, "__Host-fitkit-code")
    entered = await post(http, base, "/auth/code/confirm", browser, code=code, **form)
    assert entered.status == 303, await entered.text()
    return cookie_in(entered)


async def opened_gym(http: aiohttp.ClientSession, base: str, cookie: str) -> str:
    """Open the gym; where it leads."""
    accepted = {f"accept_{document}": version for document, version in VERSIONS.items()}
    answer = await post(
        http, base, "/auth/open", cookie, name="Marina", slug="marina", kind="crossfit",
        location_name="Harbour", address="1 Quay", phone="03-5551234", **accepted,
    )  # fmt: skip
    return str(answer.headers["Location"])


# --- before it may start -----------------------------------------------------------------------


def test_a_database_without_a_schema_is_not_served(
    too_early: "list[subprocess.CompletedProcess[str]]",
) -> None:
    for said in too_early:
        refused(said, "./run migrate brings it there")


def test_readme_names_every_variable_it_starts_with(place: Production) -> None:
    named = {
        line.partition("=")[0].strip() for line in said_in_readme("sh").splitlines() if "=" in line
    }
    assert named == {name for name in place.env if name.startswith("FITKIT_")}


def test_a_second_migration_has_nothing_to_do(migrated: Production) -> None:
    assert "newest migration" in migrated.run("migrate").stdout


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"FITKIT_ENV": "development"}, "FITKIT_ENV is not production"),
        ({"FITKIT_SECRET_KEYS": None}, "holds the development key"),
        ({"FITKIT_PUBLIC_URL": "http://gym.example.com"}, "not a public https address"),
        ({"FITKIT_SMTP_URL": None}, "FITKIT_SMTP_URL is missing"),
        ({"FITKIT_MAIL_FROM": None}, "FITKIT_MAIL_FROM is missing"),
        ({"FITKIT_VAPID_PRIVATE_KEY": None}, "FITKIT_VAPID_PRIVATE_KEY is missing"),
        ({"FITKIT_VAPID_CONTACT": None}, "FITKIT_VAPID_CONTACT is missing"),
        ({"FITKIT_WEB_PROCESSES": "2"}, "needs FITKIT_REDIS_URL"),
        ({"FITKIT_DATABASE_URL": "postgresql://fitkit_app:x@127.0.0.1:1/fitkit"}, "does not answer"),
    ],
    ids=lambda v: next(iter(v)) if isinstance(v, dict) else "",
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_starts(
    migrated: Production, changed: dict[str, str | None], sentence: str
) -> None:
    refused(migrated.run("serve", **changed), sentence)


def test_all_reasons_are_said_at_once(migrated: Production) -> None:
    said = migrated.run("worker", FITKIT_SMTP_URL=None, FITKIT_SECRET_KEYS=None)
    refused(said, "FITKIT_SMTP_URL")
    refused(said, "FITKIT_SECRET_KEYS")


def test_a_role_above_the_walls_is_refused(migrated: Production) -> None:
    above = migrated.address("postgres", "the%20administrator%27s%20word")
    refused(migrated.run("serve", FITKIT_DATABASE_URL=above), "use the role fitkit_app")


def test_a_schema_of_another_migration_is_refused(migrated: Production) -> None:
    with migrated.superuser() as c:
        now = c.execute("select version_num from alembic_version").fetchone()
        assert now
        c.execute("update alembic_version set version_num = 'older'")
        try:
            refused(migrated.run("serve"), "not at the newest migration")
        finally:
            c.execute("update alembic_version set version_num = %s", now)


def test_people_of_the_demo_are_refused(migrated: Production) -> None:
    one = personas()[0]
    with migrated.superuser() as c:
        c.execute(
            "insert into app_user (id, name, email, password_hash, created_at, updated_at, lang)"
            " values (%s, 'Demo', %s, %s, now(), now(), 'he')",
            (new_id(), one.sign_in, crypto.hash_password(one.password)),
        )
        try:
            refused(migrated.run("serve"), "demo people with known passwords (1 found)")
            refused(migrated.run("worker"), "demo people")
        finally:
            c.execute("delete from app_user where email = %s", (one.sign_in,))
    assert "invented people do not belong there" in migrated.run("seed").stderr


def test_the_application_is_bound_by_the_walls(migrated: Production) -> None:
    address = migrated.env["FITKIT_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as c:
        assert c.execute("select count(*) from member").fetchone() == (0,)
        for statement in (
            "drop table member",
            "update event_log set name = 'x'",
            "set role postgres",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                c.execute(statement.encode())


# --- at work -----------------------------------------------------------------------------------


async def test_an_owner_opens_a_gym_and_comes_back(migrated: Production, serving: Serving) -> None:
    async with person() as http:
        cookie = await let_in(
            http, migrated, serving.base, email=OWNER, purpose="sign_up", name="Dana Owner"
        )
        assert await opened_gym(http, serving.base, cookie) == "/en/dashboard/overview/"
        async with Wire(
            http, serving.base, "/en/dashboard/overview/", cookie, origin=PUBLIC
        ) as tab:
            await tab.loaded()
            assert tab.state[SESSION]["gym_name"] == "Marina"
            while not tab.state[OVERVIEW]["greeting"]:
                await tab.next()
            assert "Dana" in tab.state[OVERVIEW]["greeting"]
        left = await post(http, serving.base, "/auth/sign-out", cookie)
        assert left.status == 303
        async with Wire(
            http, serving.base, "/en/dashboard/overview/", cookie, origin=PUBLIC
        ) as tab:
            assert "Marina" not in json.dumps(tab.state)
            assert "/en/sign-in/" in tab.said()
        again = await let_in(http, migrated, serving.base, email=OWNER)
        async with Wire(http, serving.base, "/en/dashboard/overview/", again, origin=PUBLIC) as tab:
            await tab.loaded()
            assert tab.state[SESSION]["gym_name"] == "Marina"
    logged = serving.log() + serving.log("worker")
    assert OWNER not in logged
    assert "Dana" not in logged
    assert "Traceback" not in logged


async def test_two_web_processes_serve_one_gym(migrated: Production, tmp_path: Path) -> None:
    with redis_server(tmp_path) as address:
        serving = migrated.serve("two", FITKIT_WEB_PROCESSES="2", FITKIT_REDIS_URL=address)
        serving.start("worker")
        leash = psutil.Process(serving.running["web"].pid)
        assert len(leash.children()[0].children()) >= 2
        async with person() as http:
            cookie = await let_in(
                http,
                migrated,
                serving.base,
                email="two@gym.example.com",
                purpose="sign_up",
                name="Two",
            )
            for _ in range(6):  # whichever process takes it
                async with Wire(
                    http, serving.base, "/en/me/settings/", cookie, origin=PUBLIC
                ) as tab:
                    await tab.loaded()
                    assert tab.state[SESSION]["user_name"] == "Two"
        assert "Traceback" not in serving.log()
        serving.close()
        migrated.running.remove(serving)


async def test_pages_come_built_and_fenced(serving: Serving) -> None:
    async with person() as http, http.get(f"{serving.base}/he/sign-in/") as page:
        assert page.status == 200
        assert 'lang="he"' in await page.text()
        assert "max-age=" in page.headers["Strict-Transport-Security"]
        assert "wss://gym.example.com" in page.headers["Content-Security-Policy"]


async def test_another_host_or_origin_is_turned_away(serving: Serving) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{serving.base}/he/") as page:
        assert page.status == 421
    async with person() as http:
        headers = {"Origin": "https://evil.example.com"}
        async with http.post(f"{serving.base}/auth/sign-in", data={}, headers=headers) as answer:
            assert answer.status == 403


def test_the_supervisor_sees_it_ready(serving: Serving) -> None:
    for path in ("/health/live", "/health/ready"):
        with urllib.request.urlopen(f"{serving.base}{path}", timeout=10) as answer:
            assert answer.status == 200


def test_it_is_not_ready_behind_the_schema(migrated: Production, serving: Serving) -> None:
    with migrated.superuser() as c:
        now = c.execute("select version_num from alembic_version").fetchone()
        assert now
        c.execute("update alembic_version set version_num = 'older'")
        try:
            with pytest.raises(urllib.error.HTTPError, match="503"):
                urllib.request.urlopen(f"{serving.base}/health/ready", timeout=10)
        finally:
            c.execute("update alembic_version set version_num = %s", now)


def test_a_taken_port_is_one_sentence(migrated: Production, serving: Serving) -> None:
    said = migrated.run("serve", FITKIT_PORT=str(serving.port))
    assert said.returncode == 1
    assert said.stderr.strip().startswith(f"Port {serving.port} is taken")


def test_a_backup_and_its_restore_go_by_the_owners_address(
    migrated: Production, tmp_path: Path
) -> None:
    file = tmp_path / "gym.dump"
    said = migrated.run("backup", str(file))
    assert said.returncode == 0, said.stderr
    assert "not empty" in migrated.run("restore", str(file)).stderr
    with migrated.superuser() as c:
        c.execute("create database elsewhere owner fitkit_owner encoding 'UTF8' template template0")
    elsewhere = {
        name: migrated.env[name].removesuffix("fitkit") + "elsewhere"
        for name in ("FITKIT_DATABASE_URL", "FITKIT_OWNER_DATABASE_URL")
    }
    restored = migrated.run("restore", str(file), **elsewhere)
    assert (restored.returncode, restored.stderr) == (0, "")
    with migrated.superuser() as here, migrated.superuser("elsewhere") as there:
        count = "select count(*) from event_log"
        assert here.execute(count).fetchone() == there.execute(count).fetchone()


def refused(said: "subprocess.CompletedProcess[str]", sentence: str) -> None:
    """It ended with the sentence, as words and not as a fault."""
    assert said.returncode == 1
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr
