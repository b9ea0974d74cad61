"""Signing in, out and over by form posts."""

import json
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest
from sqlmodel import select
from starlette.datastructures import Headers

from fitkit.core.actor import VISITOR
from fitkit.core.events import PlatformLog
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.settings import settings
from fitkit.core.work import open_work
from fitkit.endpoints import auth, posts
from fitkit.features.identity import actions, known_browsers, rules
from fitkit.features.identity.tables import SignInSession
from fitkit.features.orgs.rules import VERSIONS
from fitkit.texts import identity as texts
from fitkit.texts import legal
from fitkit.web.session import COOKIE
from tests.endpoints.client import TestClient
from tests.factories.entry import code_of
from tests.factories.identity import (
    PASSWORD,
    behind,
    enter,
    make_actor,
    make_role,
    make_user,
    signed_in,
)
from tests.factories.members import make_member

pytestmark = pytest.mark.usefixtures("rolled_back")
EMAIL = "noa@example.com"
OURS = settings().public_url


@pytest.fixture
def browser():
    with TestClient(
        auth.api, base_url=OURS, headers={"origin": OURS}, follow_redirects=False
    ) as client:
        yield client


def sign_in(browser, **fields):
    given = {"account": EMAIL, "password": PASSWORD, "lang": "he"} | fields
    return browser.post("/auth/sign-in", data=given)


def where(answer) -> tuple[str, dict[str, str]]:
    """The page an answer leads to, and the words in its address."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert not parts.netloc
    return parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}


def cookie(answer, name=COOKIE):
    found = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        found.load(line)
    return found.get(name)


def typed(answer) -> dict[str, str]:
    return json.loads(unquote(cookie(answer, posts.FORM_COOKIE).value))


# The gate.


@pytest.mark.parametrize("path", [r.path for r in auth.ROUTES])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": OURS + ".evil.example"},
        {"origin": OURS.replace("http://", "http://user@")},
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_post_from_elsewhere_changes_nothing(path, headers):
    make_user()
    token = enter()
    with TestClient(auth.api, base_url=OURS, follow_redirects=False) as client:
        client.cookies.set(COOKIE, token)
        answer = client.post(path, data={"account": EMAIL, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert behind(token) is not None


def test_a_browser_that_leaves_the_origin_out_is_believed_when_it_says_same_origin():
    make_user()
    with TestClient(auth.api, base_url=OURS, follow_redirects=False) as client:
        answer = client.post(
            "/auth/sign-in",
            data={"account": EMAIL, "password": PASSWORD},
            headers={"sec-fetch-site": "same-origin"},
        )
    assert cookie(answer) is not None


@pytest.mark.parametrize("path", [r.path for r in auth.ROUTES])
def test_a_link_cannot_do_what_a_post_does(browser, path):
    assert browser.get(path).status_code == 405


def test_only_small_plain_forms_are_read(browser):
    assert browser.post("/auth/sign-in", json={"account": EMAIL}).status_code == 415
    big = browser.post("/auth/sign-in", data={"account": "x" * 20_000})
    assert big.status_code == 413
    many = browser.post("/auth/sign-in", data={f"f{n}": "1" for n in range(100)})
    assert many.status_code == 400
    broken = browser.post(
        "/auth/sign-in",
        content=b"account=\xff\xfe",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert broken.status_code == 400


@pytest.mark.parametrize(
    "words", ["\x00", "'; drop table app_user; --", "\u202e" * 50, "{}", "%00"]
)
def test_strange_words_are_simply_wrong(browser, words):
    path, said = where(sign_in(browser, account=words, password=words))
    assert (path, said["problem"]) == ("/he/sign-in/", "wrong")


@pytest.mark.parametrize("path", [r.path for r in auth.ROUTES])
def test_an_empty_form_is_answered_and_never_kept(browser, path):
    answer = browser.post(path, data={"lang": "he"})
    assert answer.status_code == 303
    assert answer.headers["cache-control"] == "no-store"


# Passwords.


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(browser):
    make_user()
    answer = sign_in(browser)
    found = cookie(answer)
    assert (found["httponly"], found["samesite"], found["path"]) == (True, "lax", "/")
    assert found["secure"] == ""
    assert found["domain"] == ""
    assert int(found["max-age"]) == settings().session_days * 86400
    assert signed_in(found.value).email == EMAIL


def test_under_https_the_cookie_is_secure(browser, monkeypatch):
    make_user()
    secure = SimpleNamespace(origins=(OURS,), is_https=True, session_days=30, trusted_proxies=0)
    monkeypatch.setattr(posts, "settings", lambda: secure)
    answer = sign_in(browser)
    assert cookie(answer)["secure"] is True


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.OWNER, "/he/dashboard/overview/"),
        (Role.ADMIN, "/he/dashboard/overview/"),
        (Role.COACH, "/he/dashboard/today/"),
        (Role.MEMBER, "/he/home/"),
    ],
)
def test_everybody_lands_on_their_first_screen(browser, gym, role, home):
    make_role(gym.org_id, make_user(), role)
    assert where(sign_in(browser)) == (home, {})


def test_the_platform_team_lands_on_the_platform(browser):
    make_role(None, make_user(), Role.SUPPORT)
    assert where(sign_in(browser, lang="en"))[0].startswith("/en/platform/")


def test_who_has_no_gym_is_led_to_open_one(browser):
    make_user()
    assert where(sign_in(browser)) == ("/he/open-a-gym/", {})


@pytest.mark.parametrize("path", ["/he/schedule/", "/en/dashboard/members/1?tab=plan"])
def test_the_page_that_was_wanted_comes_first(browser, path):
    make_user()
    assert sign_in(browser, next=path).headers["location"] == path


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/he/",
        "//evil.example/he/",
        "/\\evil.example",
        "/he/\\..\\..\\evil",
        "/\t/evil.example/",
        "/he/\n//evil.example",
        "javascript:alert(1)",
        "/hello",
        "/he",
        "he/",
        "/he/" + "x" * 600,
        "http:///he/",
        " /he/",
    ],
)
def test_nobody_is_led_out_of_fitkit(browser, evil):
    make_user()
    assert where(sign_in(browser, next=evil)) == ("/he/open-a-gym/", {})
    wrong = sign_in(browser, next=evil, back=evil, password="wrong-words")
    assert where(wrong) == ("/he/sign-in/", {"problem": "wrong", "left": "4"})


@pytest.mark.parametrize("account", [EMAIL, "nobody@example.com"])
def test_wrong_details_say_the_same_for_everybody_and_never_a_secret(browser, account):
    make_user()
    answer = sign_in(browser, account=account, password="wrong-words", next="/he/schedule/")
    assert where(answer) == (
        "/he/sign-in/",
        {"problem": "wrong", "left": "4", "next": "/he/schedule/"},
    )
    assert cookie(answer) is None
    assert account not in answer.headers["location"]
    assert typed(answer) == {"account": account}
    kept = cookie(answer, posts.FORM_COOKIE)
    assert (kept["max-age"], kept["httponly"]) == ("120", "")
    assert "wrong-words" not in str(answer.headers)


@pytest.mark.parametrize("account", [EMAIL, "nobody@example.com"])
def test_the_fifth_wrong_password_says_how_long_to_wait(browser, account):
    make_user()
    for _ in range(5):
        answer = sign_in(browser, account=account, password="wrong-words", lang="en")
    assert where(answer) == ("/en/sign-in/", {"problem": "locked", "minutes": "5"})


def test_every_problem_that_is_said_has_a_sentence(browser):
    assert set(posts._WORDS.values()) <= set(texts.PROBLEMS)


def test_what_was_typed_is_forgotten_after_signing_in(browser):
    make_user()
    sign_in(browser, password="wrong-words")
    answer = sign_in(browser)
    assert cookie(answer, posts.FORM_COOKIE)["max-age"] == "0"


def test_signing_in_as_another_ends_the_sign_in_that_was_there(browser):
    make_user()
    make_user("tal@example.com")
    first = cookie(sign_in(browser)).value
    second = cookie(sign_in(browser, account="tal@example.com")).value
    assert behind(first) is None
    assert signed_in(second).email == "tal@example.com"


def test_the_callers_address_is_written_down(browser, monkeypatch):
    make_user()
    trusting = SimpleNamespace(origins=(OURS,), is_https=False, session_days=30, trusted_proxies=1)
    monkeypatch.setattr(posts, "settings", lambda: trusting)
    answer = browser.post(
        "/auth/sign-in",
        data={"account": EMAIL, "password": PASSWORD},
        headers={"x-forwarded-for": "10.0.0.1, 203.0.113.7", "user-agent": "Chrome/131 Android"},
    )
    assert answer.status_code == 303
    with open_work(VISITOR) as w:
        s = w.session.execute(select(SignInSession)).scalar_one()
        logged = w.session.execute(
            select(PlatformLog.ip).where(PlatformLog.name == "identity.signed_in")
        ).scalar_one()
    assert (s.ip, s.device, logged) == ("203.0.113.7", "Chrome, Android", "203.0.113.7")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.7", "198.51.100.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "10.0.0.1", "198.51.100.1"),
        (1, "nonsense", None),
        (1, "", "198.51.100.1"),
    ],
)
def test_only_our_own_proxies_are_believed(monkeypatch, proxies, forwarded, found):
    monkeypatch.setattr(posts, "settings", lambda: SimpleNamespace(trusted_proxies=proxies))
    request = SimpleNamespace(
        client=SimpleNamespace(host="198.51.100.1"),
        headers=Headers({"x-forwarded-for": forwarded}),
    )
    assert posts.address_of_caller(request) == found


def test_a_header_the_caller_wrote_is_not_taken_for_the_one_our_proxy_adds(monkeypatch):
    monkeypatch.setattr(posts, "settings", lambda: SimpleNamespace(trusted_proxies=1))
    lines = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"203.0.113.7")]
    request = SimpleNamespace(
        client=SimpleNamespace(host="198.51.100.1"), headers=Headers(raw=lines)
    )
    assert posts.address_of_caller(request) == "203.0.113.7"


# Codes.


@pytest.mark.parametrize("account", [EMAIL, "nobody@example.com", "+972548123390"])
def test_asking_for_a_code_says_the_same_for_everybody(browser, account):
    make_user()
    answer = browser.post("/auth/code", data={"account": account, "lang": "en"})
    assert where(answer) == ("/en/sign-in/", {"step": "code"})
    assert typed(answer) == {"account": account}


def test_a_code_lets_in(browser, gym):
    make_role(gym.org_id, make_user(), Role.MEMBER)
    browser.post("/auth/code", data={"account": EMAIL, "next": "/he/schedule/"})
    answer = browser.post("/auth/code/confirm", data={"account": EMAIL, "code": code_of()})
    assert where(answer) == ("/he/home/", {})
    assert signed_in(cookie(answer).value).actor.org_id == gym.org_id


def test_a_browser_keeps_a_secret_for_the_code_that_it_asked_for(browser):
    make_user()
    asked = browser.post("/auth/code", data={"account": EMAIL})
    kept = cookie(asked, posts.CODE_COOKIE)
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "lax", "600")
    again = browser.post("/auth/code", data={"account": EMAIL})
    assert cookie(again, posts.CODE_COOKIE).value == kept.value
    wrong = browser.post("/auth/code/confirm", data={"account": EMAIL, "code": "1"})
    assert where(wrong)[1]["left"] == "4"
    entered = browser.post("/auth/code/confirm", data={"account": EMAIL, "code": code_of()})
    assert cookie(entered, posts.CODE_COOKIE)["max-age"] == "0"


def test_a_code_is_of_no_use_in_another_browser(browser):
    make_user()
    browser.post("/auth/code", data={"account": EMAIL})
    given = {"account": EMAIL, "code": code_of()}
    with TestClient(
        auth.api, base_url=OURS, headers={"origin": OURS}, follow_redirects=False
    ) as other:
        for secret in ("", "x", "a" * 43):
            other.cookies.set(posts.CODE_COOKIE, secret)
            answer = other.post("/auth/code/confirm", data=given)
            assert where(answer)[1] == {"step": "code", "problem": "code", "left": "0"}
    assert cookie(browser.post("/auth/code/confirm", data=given)) is not None


def test_a_secret_that_we_did_not_make_is_replaced(browser):
    browser.cookies.set(posts.CODE_COOKIE, "short")
    asked = browser.post("/auth/code", data={"account": EMAIL})
    assert posts.TOKEN.fullmatch(cookie(asked, posts.CODE_COOKIE).value)


def test_a_wrong_code_leads_back_to_its_step(browser):
    answer = browser.post("/auth/code/confirm", data={"account": EMAIL, "code": "1"})
    assert where(answer) == ("/he/sign-in/", {"step": "code", "problem": "code", "left": "0"})


def test_a_browser_is_known_once_somebody_came_in_with_it_and_after_they_left(browser):
    make_user(phone="+972548123390")
    assert cookie(sign_in(browser, password="wrong-words"), posts.KNOWN_COOKIE) is None
    kept = cookie(sign_in(browser), posts.KNOWN_COOKIE)
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "lax", "/")
    assert int(kept["max-age"]) == 180 * 86400
    assert cookie(browser.post("/auth/sign-out"), posts.KNOWN_COOKIE) is None
    for account in (EMAIL, "054-812-3390"):
        assert known_browsers.number_known(kept.value, actions.address_of(account))
    assert cookie(sign_in(browser), posts.KNOWN_COOKIE).value == kept.value


def test_the_privacy_policy_names_what_a_browser_keeps_and_for_how_long():
    (part,) = (p for p in legal.PRIVACY if p.heading.en.startswith("Cookies"))
    for lang in Lang:
        said = " ".join(line.to(lang) for line in part.lines)
        assert str(rules.KNOWN_FOR.days) in said
        kept = {Lang.HE: ("עשר דקות", "שתי דקות"), Lang.EN: ("ten minutes", "two minutes")}[lang]
        assert all(words in said for words in kept)
    assert (timedelta(minutes=10), 120) == (rules.CODE_LIFE, posts.FORM_COOKIE_S)


def test_a_known_browser_asks_for_a_code_while_strangers_use_up_theirs(browser):
    make_user()
    sign_in(browser)
    with TestClient(
        auth.api, base_url=OURS, headers={"origin": OURS}, follow_redirects=False
    ) as stranger:
        for _ in range(5):
            answer = stranger.post("/auth/code", data={"account": EMAIL})
    assert where(answer)[1]["problem"] == "limit"
    asked = browser.post("/auth/code", data={"account": EMAIL})
    assert where(asked)[1] == {"step": "code"}


def test_too_many_codes_are_refused_with_the_minutes(browser):
    for _ in range(5):
        answer = browser.post("/auth/code", data={"account": EMAIL})
    path, said = where(answer)
    assert (path, said["problem"]) == ("/he/sign-in/", "limit")
    assert int(said["minutes"]) > 0


def test_a_visitor_signs_up_by_a_code_and_opens_a_gym(browser):
    page = "/en/open-a-gym/"
    new = {
        "account": "gal@example.com",
        "name": "Gal",
        "purpose": "sign_up",
        "lang": "en",
        "back": page,
    }
    assert where(browser.post("/auth/code", data=new)) == (page, {"step": "code"})
    entered = browser.post(
        "/auth/code/confirm", data=new | {"code": code_of("gal@example.com"), "next": page}
    )
    assert where(entered) == (page, {})
    accepted = {f"accept_{d}": v for d, v in VERSIONS.items()}
    gym = {"name": "Yam", "slug": "yam-studio", "kind": "pilates", "lang": "en", "gym_lang": "en"}
    answer = browser.post("/auth/open", data=gym | accepted)
    assert where(answer) == ("/en/dashboard/overview/", {})
    found = signed_in(cookie(entered).value)
    assert (found.gym_slug, found.roles) == ("yam-studio", (Role.OWNER,))


def test_what_is_wrong_with_an_opening_is_said_field_by_field_and_what_was_typed_stays(browser):
    make_user()
    sign_in(browser)
    given = {"name": "ים", "slug": "he", "kind": "pilates", "phone": "1", "step": "3"}
    answer = browser.post("/auth/open", data=given)
    assert where(answer) == (
        "/he/open-a-gym/",
        {"step": "3", "slug": "slug-length", "phone": "phone", "accepted": "accept"},
    )
    assert typed(answer)["name"] == "ים"


def test_a_visitor_opens_no_gym(browser):
    assert where(browser.post("/auth/open", data={"name": "x"})) == (
        "/he/sign-in/",
        {"next": "/he/open-a-gym/"},
    )


def test_an_unknown_kind_of_gym_is_refused_at_its_field(browser):
    make_user()
    sign_in(browser)
    assert where(browser.post("/auth/open", data={"kind": "zoo"})) == (
        "/he/open-a-gym/",
        {"kind": "choice"},
    )


# The second factor.


@pytest.fixture
def secret(gym):
    actor = make_actor(gym.org_id, Role.OWNER, EMAIL)
    with open_work(actor) as w:
        setup = actions.start_totp(w)
        w.now = w.now.replace(year=w.now.year - 1)  # so that today's code is still unused
        actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now))
    return setup.secret


def test_a_password_alone_leads_to_the_second_step_and_that_to_the_gym(browser, secret):
    half = sign_in(browser, next="/he/dashboard/staff/")
    assert where(half) == (
        "/he/sign-in/",
        {"step": "second-factor", "next": "/he/dashboard/staff/"},
    )
    token = cookie(half).value
    assert signed_in(token).is_pending
    assert cookie(half)["httponly"]
    refused = browser.post("/auth/second-factor", data={"code": "nonsense"})
    assert where(refused) == (
        "/he/sign-in/",
        {"step": "second-factor", "problem": "factor", "left": "4"},
    )
    whole = browser.post(
        "/auth/second-factor",
        data={"code": pyotp.TOTP(secret).now(), "next": "/he/dashboard/staff/"},
    )
    assert where(whole) == ("/he/dashboard/staff/", {})
    assert cookie(whole).value != token
    assert behind(token) is None
    assert not signed_in(cookie(whole).value).is_pending


def test_a_second_step_without_a_first_begins_again(browser):
    answer = browser.post("/auth/second-factor", data={"code": "123456"})
    assert where(answer) == ("/he/sign-in/", {"problem": "code"})


def test_half_a_sign_in_does_nothing_else(browser, secret, gym):
    sign_in(browser)
    for path in ("/auth/switch", "/auth/open"):
        assert where(browser.post(path, data={"org_id": str(gym.org_id)}))[0] == "/he/sign-in/"


# Out and over.


def test_signing_out_ends_the_sign_in_and_takes_the_cookie(browser):
    make_user()
    token = cookie(sign_in(browser)).value
    answer = browser.post("/auth/sign-out", data={"lang": "en"})
    assert where(answer) == ("/en/sign-in/", {})
    assert cookie(answer)["max-age"] == "0"
    assert behind(token) is None


def test_switching_leads_to_the_first_screen_of_the_role_there(browser, gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.OWNER)
    make_role(other_gym.org_id, user_id, Role.MEMBER)
    token = cookie(sign_in(browser)).value
    answer = browser.post("/auth/switch", data={"org_id": str(other_gym.org_id)})
    assert where(answer) == ("/he/home/", {})
    assert signed_in(token).actor.org_id == other_gym.org_id


@pytest.mark.parametrize("org_id", ["nonsense", "", "00000000-0000-0000-0000-000000000000"])
def test_switching_to_nowhere_is_refused(browser, gym, org_id):
    make_role(gym.org_id, make_user(), Role.OWNER)
    token = cookie(sign_in(browser)).value
    answer = browser.post("/auth/switch", data={"org_id": org_id, "back": "/he/home/"})
    assert where(answer) == ("/he/home/", {"problem": "no-gym"})
    assert signed_in(token).actor.org_id == gym.org_id


def test_switching_to_a_gym_of_others_is_refused(browser, gym, other_gym):
    make_role(gym.org_id, make_user(), Role.OWNER)
    token = cookie(sign_in(browser)).value
    browser.post("/auth/switch", data={"org_id": str(other_gym.org_id)})
    assert signed_in(token).actor.org_id == gym.org_id


# Joining.


@pytest.fixture
def link(gym):
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        receipt = actions.invite_member(
            w, member_id=member_id, name="נועה", email="guest@example.com", phone="", lang=Lang.HE
        )
    return receipt.path.strip("/").split("/")[-1]


def test_somebody_new_joins_and_is_in(browser, gym, link):
    answer = browser.post("/auth/join", data={"token": link, "name": "נועה", "password": PASSWORD})
    assert where(answer) == ("/he/home/", {})
    assert signed_in(cookie(answer).value).actor.org_id == gym.org_id


def test_who_is_signed_in_joins_as_they_are(browser, gym, other_gym, link):
    make_role(other_gym.org_id, make_user(), Role.OWNER)
    token = cookie(sign_in(browser)).value
    assert where(browser.post("/auth/join", data={"token": link})) == ("/he/home/", {})
    assert signed_in(token).actor.org_id == gym.org_id


def test_what_is_wrong_with_joining_leads_back_to_the_link(browser, link):
    answer = browser.post("/auth/join", data={"token": link, "name": "", "password": "short"})
    assert where(answer) == (f"/he/join/{link}/", {"name": "required", "password": "short"})


@pytest.mark.parametrize("token", ["", "x", "../../evil", "a" * 43])
def test_a_link_that_opens_nothing_says_so(browser, token):
    path, said = where(browser.post("/auth/join", data={"token": token, "name": "x"}))
    assert said == {"problem": "gone"}
    assert "evil" not in path


def test_an_address_with_an_account_is_asked_to_sign_in(browser, link):
    make_user("guest@example.com")
    answer = browser.post("/auth/join", data={"token": link, "name": "נועה", "password": PASSWORD})
    assert where(answer)[1] == {"problem": "sign-in-first"}
    assert cookie(answer) is None
