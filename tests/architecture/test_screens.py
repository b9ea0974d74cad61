"""Every screen is declared whole, closed by default, and says itself in both languages."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
from reflex_base.registry import RegistrationContext

from fitkit import fitkit as app_file
from fitkit.core import discover
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Permission
from fitkit.web import frames
from fitkit.web.frames import PAGES, SIGNED_IN, Frame
from fitkit.web.guard import FRAMEWORK, door
from fitkit.web.screen import Anyone, Screen

ROOT = Path(__file__).parents[2]
HEBREW = re.compile("[\u05d0-\u05ea]")
# The key of an authenticator app, as long as its dialog is open: its owner must be able to type it.
SHOWN_ONCE = {("SafetyState", "secret")}
PERSONAS = {"public", "member", "coach", "owner", "platform", "account"}


@pytest.fixture(scope="module", autouse=True)
def registry():
    RegistrationContext.set(app_file.app._registration_context)
    for p in PAGES:  # pages with states of their own register them when they are evaluated
        for language in Lang:
            frames.rendered(p, language)


def _handlers():
    known = app_file.app._registration_context.event_handlers
    return {n: h for n, h in known.items() if "tests___" not in n}


def _kinds():
    todo, found = [*Screen.__subclasses__()], []
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if kind.__module__.startswith("fitkit."):
            found.append(kind)
    return sorted(found, key=lambda k: k.__name__)


def _screens():
    return [kind for kind in _kinds() if not kind._mixin]


def test_every_module_with_a_page_was_found():
    found = set(discover.modules("web/*/*/page.py"))
    assert found
    assert {p.build.__module__ for p in PAGES} - {"fitkit.web.frames"} <= found | {
        p.build.__module__ for p in PAGES if not p.build.__module__.startswith("fitkit.web")
    }
    silent = [m for m in found if m not in {p.build.__module__ for p in PAGES}]
    assert silent == [], "a page module that declares no page"


def test_the_framework_calls_no_other_events_than_the_guard_knows():
    assert set(_handlers()) >= FRAMEWORK


def test_every_handler_is_a_screens_or_the_frameworks_or_refused():
    for name, known in _handlers().items():
        way = door(name)
        if name in FRAMEWORK or name.endswith((".setvar", ".set_is_hydrated")):
            assert way is None, name
        elif known.states[0].__module__.startswith("fitkit.web"):
            assert way is not None, f"{name} has no declared permission"


def test_every_screen_declares_a_permission():
    assert [
        k.__name__ for k in _screens() if not isinstance(vars(k).get("needs"), Permission | Anyone)
    ] == []


def test_every_open_handler_is_async():
    for name, known in _handlers().items():
        fn = known.handler.fn
        if door(name) is not None:
            assert inspect.iscoroutinefunction(fn) or inspect.isasyncgenfunction(fn), name


def test_every_argument_of_an_open_handler_is_annotated():
    for name in _handlers():
        way = door(name)
        if way is not None:
            assert way.required <= set(way.hints), name


def test_no_screen_inherits_from_another_state():
    """Inheritance loads the whole chain on every event."""
    for kind in _screens():
        bases = [b for b in kind.__bases__ if b is not Screen and not getattr(b, "_mixin", False)]
        assert [b.__name__ for b in bases] in (["State"], []), kind


def test_a_handler_is_at_most_ten_statements():
    long = []
    for file in sorted((ROOT / "fitkit/web").rglob("state.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.AsyncFunctionDef) and any(
                "event" in ast.unparse(d) for d in node.decorator_list
            ):
                n = sum(isinstance(s, ast.stmt) for s in ast.walk(node)) - 1
                if n > 12:
                    long.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name} {n}")
    assert long == []


def test_no_two_pages_share_an_address():
    routes = [p.route for p in PAGES]
    assert sorted(routes) == sorted(set(routes))
    shapes = [re.sub(r"\[[^]]*\]", "[]", r) for r in routes]
    assert sorted(shapes) == sorted(set(shapes))


@pytest.mark.parametrize("p", PAGES, ids=lambda p: p.route)
def test_a_page_is_whole(p):
    assert p.title.he
    assert p.title.en
    assert p.route.startswith("/")
    assert p.build.__module__.split(".")[2] in PERSONAS or not p.build.__module__.startswith(
        "fitkit"
    )
    if p.frame in SIGNED_IN:
        needs = getattr(p.state, "needs", None)
        assert isinstance(needs, Permission) or p.frame == Frame.PLATFORM


@pytest.mark.parametrize("p", PAGES, ids=lambda p: p.route)
def test_a_page_says_itself_in_both_languages(p):
    he, en = (str(frames.rendered(p, language).render()) for language in Lang)
    assert he != en
    assert p.title.to(Lang.EN) in en or not p.heads


@pytest.mark.parametrize("p", [p for p in PAGES if p.heads], ids=lambda p: p.route)
def test_a_page_has_one_heading(p):
    drawn = str(frames.rendered(p, Lang.EN).render()).count('"h1"')
    assert drawn == 1


def test_states_do_not_hold_what_no_browser_should_see():
    """Yes or no may be known: whether there is a password, not what it is. A name alone proves neither."""
    for kind in _screens():
        for name, var in kind.base_vars.items():
            if var._var_type is bool or not re.search(r"password|secret|token|hash", name):
                continue
            assert (kind.__name__, name) in SHOWN_ONCE, name


def test_a_mixin_of_screens_answers_nobody_by_itself():
    """It has no ``needs`` because each screen that takes it says its own."""
    mixins = [k for k in _kinds() if k._mixin]
    assert mixins
    owners = {state for known in _handlers().values() for state in known.states}
    for kind in mixins:
        assert kind not in owners, kind
        assert "needs" not in vars(kind), f"{kind}: a screen that takes it could forget its own"
        takers = [k for k in _screens() if issubclass(k, kind)]
        assert takers, f"{kind} is taken by no screen"
        for taker in takers:
            assert isinstance(vars(taker).get("needs"), Permission | Anyone), taker


def test_every_screen_module_imports():
    for name in [*discover.modules("web/*/*/state.py"), *discover.modules("web/*/*/page.py")]:
        importlib.import_module(name)
