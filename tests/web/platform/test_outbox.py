"""The outbox: for FitKit's own people, searchable, and its letters are forgotten when they are closed."""

import pytest

from fitkit import wiring
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.ports.mail import Letter
from fitkit.web.platform.outbox.state import OutboxState
from tests.web.driver import Tab, acting

BODY = "קוד הכניסה הוא 123456\nhttp://localhost:8000/he/join/abc_-123/ ."


@pytest.fixture
def address() -> str:
    """Nobody else's: the outbox outlives a test."""
    return f"{new_id().hex}@example.com"


def post(address, subject="הקוד שלך", html="<html><head></head><body>123456</body></html>"):
    letter = Letter(key=new_id().hex, to=address, subject=subject, text=BODY, html=html)
    wiring.ports().mail.send(letter)


async def found(tab, address):
    await tab.fire(OutboxState, "load")
    await tab.fire(OutboxState, "find", needle=address.upper())
    return await tab.state(OutboxState)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.COACH, Role.MEMBER])
@pytest.mark.parametrize(
    ("handler", "given"), [("load", {}), ("find", {"needle": ""}), ("read", {"letter_id": "x"})]
)
async def test_nobody_of_a_gym_reads_it(address, role, handler, given):
    post(address)
    async with Tab(acting(role), "/en/platform/outbox/") as tab:
        await tab.fire(OutboxState, handler, **given)
        state = await tab.state(OutboxState)
        assert (state.rows, state.letter.text) == ([], "")
        assert address not in str(tab.sent)


@pytest.mark.parametrize("lang", Lang)
async def test_letters_are_found_by_a_part_of_the_address(address, lang):
    post(address)
    post("someone-else@example.com")
    async with Tab(acting(Role.SUPPORT), f"/{lang}/platform/outbox/") as tab:
        rows = (await found(tab, address[:20])).rows
        assert [(r.address, r.subject, r.is_mail) for r in rows] == [
            (address, "\u2068הקוד שלך\u2069", True)
        ]


async def test_the_newest_stands_first(address):
    post(address, "ראשון")
    post(address, "שני")
    async with Tab(acting(Role.SUPPORT), "/en/platform/outbox/") as tab:
        subjects = [r.subject.strip("\u2068\u2069") for r in (await found(tab, address)).rows]
        assert subjects == ["שני", "ראשון"]


async def test_an_open_letter_gives_its_code_and_links_and_forgets_them(address):
    post(address)
    async with Tab(acting(Role.PLATFORM_ADMIN), "/en/platform/outbox/") as tab:
        row = (await found(tab, address)).rows[0]
        await tab.fire(OutboxState, "read", letter_id=row.id)
        state = await tab.state(OutboxState)
        assert state.letter.code == "123456"
        assert [x.href for x in state.letter.links] == ["http://localhost:8000/he/join/abc_-123/"]
        assert '<head><base target="_blank">' in state.letter.html
        assert state.is_open
        await tab.fire(OutboxState, "close")
        state = await tab.state(OutboxState)
        assert (state.is_open, state.letter.text, state.letter.code) == (False, "", "")


async def test_a_letter_without_html_opens_as_text(address):
    post(address, html="")
    async with Tab(acting(Role.SUPPORT), "/en/platform/outbox/") as tab:
        row = (await found(tab, address)).rows[0]
        await tab.fire(OutboxState, "read", letter_id=row.id)
        assert (await tab.state(OutboxState)).as_text
        await tab.fire(OutboxState, "show_as", way="letter")
        assert not (await tab.state(OutboxState)).as_text


@pytest.mark.parametrize("junk", ["", "x", "../../etc/passwd"])
async def test_junk_ids_are_not_found(junk):
    async with Tab(acting(Role.SUPPORT), "/en/platform/outbox/") as tab:
        await tab.fire(OutboxState, "read", letter_id=junk)
        assert "Not found" in tab.said
        assert tab.faults == []
