import httpx
import pytest
from starlette.applications import Starlette

from fitkit import wiring
from fitkit.endpoints import unsubscribe
from fitkit.features.notifications import flows
from fitkit.features.notifications.rules import NoticeGroup
from tests.features.notifications.people import deliveries, person, sandbox, tell


@pytest.fixture
def client(monkeypatch, tmp_path):
    ports = sandbox(tmp_path)
    monkeypatch.setattr(wiring, "ports", lambda: ports)
    app = httpx.ASGITransport(Starlette(routes=list(unsubscribe.ROUTES)))
    return httpx.AsyncClient(transport=app, base_url="http://localhost:8000")


@pytest.fixture
def path(gym) -> str:
    maya = person(gym)
    tell(gym, maya.as_member)
    url = flows.stop_url(gym.org_id, maya.as_member, NoticeGroup.WAITLIST)
    return url[url.index("/mail/") :]


async def test_opening_the_link_asks_and_changes_nothing(client, path) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.text
    assert "נמל" in answer.text
    assert "<form" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert deliveries()[0] == ("email", "waiting")


async def test_one_click_of_a_mail_program_stops(client, path) -> None:
    answer = await client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "<form" not in answer.text
    assert deliveries()[0] == ("email", "failed")


@pytest.mark.parametrize("query", ["", "?t=", "?t=a.b.c", "?t=" + "x" * 5000])
async def test_a_bad_link_is_refused_in_the_readers_language(client, query) -> None:
    for ask in (client.get, client.post):
        answer = await ask(f"/mail/stop{query}", headers={"accept-language": "en"})
        assert answer.status_code == 400
        assert "expired" in answer.text
