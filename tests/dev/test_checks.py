"""Each rule of the project: what breaks it, and what keeps it."""

from pathlib import Path

import pytest

from fitkit.dev import checks

BROKEN = [
    ("fitkit/web/x.py", 'WORD = "שלום"'),
    ("fitkit/core/x.py", 'WORD = "שלום"'),
    ("fitkit/features/a/queries.py", 'def f(w): return w.hot(sa.text("select 1"), {})'),
    ("fitkit/features/a/queries.py", "from sqlalchemy import text\nQ = text('select 1')"),
    ("fitkit/features/a/queries.py", "def f(w): return w.hot(select(Member.__table__), {})"),
    ("fitkit/features/a/actions.py", "def f(w): return columns(Member)"),
    ("fitkit/features/a/actions.py", "def f(w): w.session.commit()"),
    ("fitkit/web/a/page.py", 'COLOUR = "#ff0000"'),
    ("fitkit/web/a/page.py", 'box(width="12px")'),
    ("fitkit/web/a/page.py", 'box(style={"a": 1})'),
    ("fitkit/web/a/page.py", 'box(class_name="grid")'),
    ("fitkit/features/a/rules.py", "def f(): return datetime.now()"),
    ("fitkit/features/a/rules.py", "def f(): return uuid4()"),
    ("fitkit/features/a/rules/engine.py", "def f(): return datetime.now()"),
    ("fitkit/core/x.py", "x = 1  # TODO later"),
]
KEPT = [
    ("fitkit/texts/x.py", 'WORD = Text("שלום", "Hello")'),
    ("fitkit/core/x.py", 'WORD = Text("שלום", "Hello")'),
    ("fitkit/core/db.py", 'c.execute(sa.text("select 1"))'),
    ("fitkit/features/a/tables.py", "I = Index('x', postgresql_where=sa.text('a'))"),
    ("fitkit/web/a/page.py", 'text("hello")'.replace("text", "design.text")),
    ("fitkit/features/a/actions.py", "M = columns(Member)"),
    ("fitkit/core/work.py", "session.commit()"),
    ("fitkit/web/a/page.py", '"""Boxes of 12px and #fff."""\nbox(class_name=names.GRID)'),
    ("fitkit/features/a/rules.py", "def f(today): return today"),
    ("fitkit/core/x.py", "x = 1  # TODO(#12): later"),
]


@pytest.mark.parametrize(("path", "text"), BROKEN)
def test_a_broken_rule_is_found_with_its_line(path: str, text: str) -> None:
    found = checks.problems_of(path, text)
    assert len(found) == 1
    assert str(found[0]).startswith(f"{path}:{len(text.splitlines())}: ")


@pytest.mark.parametrize(("path", "text"), KEPT)
def test_what_keeps_the_rules_passes(path: str, text: str) -> None:
    assert checks.problems_of(path, text) == []


def test_an_address_of_a_registry_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    host = "https://packages.example"
    bad = [
        f'"resolved": "{host}/x"',
        f"registry={host}",
        "--index" + f"-url {host}",
        f"{host}/a-1.0.tar.gz",
    ]
    (tmp_path / "lock").write_text("\n".join(["fine", *bad, "see https://example.com/docs"]))
    assert [p.line for p in checks.addresses([tmp_path / "lock"])] == [2, 3, 4, 5]


def test_nothing_that_is_tracked_holds_such_an_address() -> None:
    assert checks.addresses(checks.tracked()) == []
