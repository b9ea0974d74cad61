"""Every public function of queries, actions and flows says who may call it; nobody else's tables are written."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from fitkit.core import discover
from fitkit.core.permissions import INTERNAL, PUBLIC, Permission, mark_of

ROOT = Path(__file__).parents[2]
WORDS = ("queries", "actions", "flows")
MODULES = [name for word in WORDS for name in discover.speaking(word)]
MARKS = {"requires", "public", "internal"}
# A session's count of taken places stands on its row, where one statement checks and takes.
COUNTERS = {("booking", "_S")}


def _functions(name: str):
    module = importlib.import_module(name)
    return [
        (key, fn)
        for key, fn in inspect.getmembers(module, inspect.isfunction)
        if not key.startswith("_") and fn.__module__ == name
    ]


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_a_mark(name):
    unmarked = [key for key, fn in _functions(name) if mark_of(fn) is None]
    assert unmarked == []


@pytest.mark.parametrize("name", MODULES)
def test_no_function_has_two_marks(name):
    tree = ast.parse(Path(importlib.import_module(name).__file__ or "").read_text())
    twice = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            named = [_decorator(d) for d in node.decorator_list]
            if sum(n in MARKS for n in named) > 1:
                twice.append(node.name)
    assert twice == []


@pytest.mark.parametrize("name", MODULES)
def test_marks_are_known_permissions(name):
    known = {PUBLIC, INTERNAL, *map(str, Permission)}
    assert {mark_of(fn) for _, fn in _functions(name)} <= known | {None}


@pytest.mark.parametrize("name", [m for m in MODULES if ".flows" not in m])
def test_queries_and_actions_begin_with_a_work_and_name_the_rest(name):
    odd = []
    for key, fn in _functions(name):
        parameters = list(inspect.signature(fn).parameters.values())
        has_work = bool(parameters) and parameters[0].name in ("w", "_w")
        named = all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters[1:])
        is_inside = mark_of(fn) == INTERNAL  # building blocks are called by code, not by edges
        if not (is_inside or (has_work and named)) and key != "signed_in":  # it has no Work
            odd.append(key)
    assert odd == []


@pytest.mark.parametrize(
    "feature", sorted(p.parent.name for p in ROOT.glob("fitkit/features/*/tables.py"))
)
def test_a_feature_writes_only_its_own_tables(feature):
    """Joins may read a lower feature's tables; rows are made and changed by the feature that keeps them."""
    written = []
    for file in sorted((ROOT / "fitkit/features" / feature).rglob("*.py")):
        tree = ast.parse(file.read_text())
        foreign = _foreign_tables(tree, feature)
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
        named = [(c.lineno, _written(c)) for c in calls if _written(c) in foreign]
        written += [f"{file.name}:{n} {t}" for n, t in named if (feature, t) not in COUNTERS]
    assert written == []


def _foreign_tables(tree: ast.Module, feature: str) -> set[str]:
    """Names of other features' tables in a module, and of their Core twins (``_S = columns(Session)``)."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and re.fullmatch(r"fitkit\.features\.\w+\.tables", node.module or "")
        and (node.module or "").split(".")[2] != feature
        for alias in node.names
        if alias.name[0].isupper()
    }
    twins = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and _decorator(node.value) == "columns"
        and isinstance(node.value.args[0], ast.Name)
        and node.value.args[0].id in names
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    enums = {n for n in names if n.endswith(("Status", "Kind", "Via", "Role"))}
    return (names - enums) | twins


def _written(node: ast.Call) -> str:
    """The table that a call makes a row of, or inserts into, updates or deletes from."""
    called = _decorator(node)
    if (
        called in {"insert", "update", "delete"}
        and node.args
        and isinstance(node.args[0], ast.Name)
    ):
        return node.args[0].id
    return called if called[:1].isupper() else ""


def _decorator(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
