"""The landing page by its address: signed-in people go on to their own first screen, visitors see it."""

import json

import pytest
from starlette.responses import PlainTextResponse

from fitkit.core.permissions import Role
from fitkit.core.settings import settings
from fitkit.endpoints.doorway import Doorway
from fitkit.web.frames.head import ASSETS
from fitkit.web.session import COOKIE
from tests.conftest import Gym
from tests.endpoints.client import TestClient
from tests.factories.identity import enter, make_role, make_user

pytestmark = pytest.mark.usefixtures("rolled_back")
HERE = PlainTextResponse("the page")


def ask(path: str, token: str = "", method: str = "GET"):
    cookies = {COOKIE: token} if token else {}
    browser = TestClient(
        Doorway(HERE), base_url=settings().public_url, follow_redirects=False, cookies=cookies
    )
    return browser.request(method, path)


def token_of(gym: Gym, role: Role) -> str:
    make_role(gym.org_id, make_user("dana@example.com", "Dana"), role)
    return enter("dana@example.com")


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.MEMBER, "/home/"),
        (Role.COACH, "/dashboard/today/"),
        (Role.OWNER, "/dashboard/overview/"),
    ],
)
@pytest.mark.parametrize("path", ["/he/", "/en", "/en/?from=icon"])
def test_who_is_signed_in_goes_on_to_their_own_first_screen(gym, role, home, path):
    answer = ask(path, token_of(gym, role))
    assert answer.status_code == 303
    assert answer.headers["location"] == path[:3] + home
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["manifest.webmanifest", "manifest.en.webmanifest"])
def test_the_installed_app_opens_on_ones_own_first_screen(gym, name):
    begins = json.loads((ASSETS / name).read_text("utf-8"))["start_url"]
    answer = ask(begins, token_of(gym, Role.COACH))
    assert answer.headers["location"] == begins[:3] + "/dashboard/today/"


def test_visitors_and_forged_or_old_cookies_see_the_page():
    for token in ("", "x", "x" * 5000):
        assert ask("/he/", token).text == "the page"


@pytest.mark.parametrize("path", ["/", "/he/sign-in/", "/he/home/", "/english/", "/he//", "/fr/"])
def test_every_other_address_is_left_alone(gym, path):
    assert ask(path, token_of(gym, Role.MEMBER)).text == "the page"


def test_only_pages_are_led_on(gym):
    assert ask("/he/", token_of(gym, Role.MEMBER), "POST").text == "the page"
