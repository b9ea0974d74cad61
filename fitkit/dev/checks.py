"""Project rules that the general tools cannot express; ``./run check`` ends with them."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, TypeGuard

from fitkit.dev.processes import ROOT

HEBREW: Final = re.compile("[\u05d0-\u05ea]")
WORDS_OF_CORE: Final = {"Text", "Plural", "Forms"}
# What folds or formats Hebrew must name its letters.
LETTERS: Final = ("fitkit/core/search.py", "fitkit/core/i18n.py", "fitkit/dev/")
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b\d+(?:\.\d+)?px\b|\b(?:rgb|hsl|oklch)a?\(")
# In pieces, so that this file does not find itself.
REGISTRY: Final = re.compile(
    "|".join(
        [
            r'"resolved"' + r'\s*:\s*"http',
            r"registry" + r"\s*=\s*[\"']?https?://",
            r"--(?:extra-)?index" + r"-url[= ]+\S*://",
            r"index" + r"-url\s*=\s*\S*://",
            r"https?://[^\s\"'<>]*\.(?:whl|tgz|tar\.gz)\b",
            r"https?://[^\s\"'<>]*/simple" + r"/",
        ]
    )
)
BIG: Final = 400
IMPURE: Final = {"now", "today", "random", "uuid4", "uuid7", "new_id", "open", "settings"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule at one line."""

    path: str
    line: int
    says: str

    def __str__(self) -> str:
        """As editors understand it."""
        return f"{self.path}:{self.line}: {self.says}"


class Source:
    """One Python file, read and parsed once."""

    def __init__(self, path: str, text: str) -> None:
        """Take the path from the root, with slashes, and the text."""
        self.path = path
        self.text = text

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.path)

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Each node's parent."""
        return {c: p for p in ast.walk(self.tree) for c in ast.iter_child_nodes(p)}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around one, from the inside out."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the last part of what is called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, _last_name(node.func)

    def is_in(self, *places: str) -> bool:
        """Whether the file is one of these, or below one that ends in a slash."""
        return any(self.path.startswith(p) if p.endswith("/") else self.path == p for p in places)


def no_hebrew_in_code(s: Source) -> Iterator[Problem]:
    """Words of people are in texts; core has no texts below it, so there a Text may stand."""
    if s.is_in("fitkit/texts/", "fitkit/seeds/", *LETTERS) or not HEBREW.search(s.text):
        return
    for node in ast.walk(s.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and HEBREW.search(node.value)
        ):
            inside = {_last_name(a.func) for a in s.above(node) if isinstance(a, ast.Call)}
            if not (s.is_in("fitkit/core/") and inside & WORDS_OF_CORE):
                yield Problem(s.path, node.lineno, "Hebrew belongs in texts/")


def no_raw_sql(s: Source) -> Iterator[Problem]:
    """Raw statements pass under the tenancy hooks: only core may, others by w.hot and a constant."""
    if s.is_in("fitkit/core/", "fitkit/dev/"):
        return
    for node, name in s.calls():
        if name == "text" and _is_sqlalchemy(s, node.func) and not s.path.endswith("/tables.py"):
            yield Problem(
                s.path, node.lineno, "text() passes under the tenancy hooks: core and alembic only"
            )
    for found in ast.walk(s.tree):
        if isinstance(found, ast.Attribute) and found.attr == "__table__":
            yield Problem(s.path, found.lineno, "__table__ is core's: use tables.columns and w.hot")


def hot_statements_are_constants(s: Source) -> Iterator[Problem]:
    """Core tables (``columns(Row)``) are named once at the top, not inside functions."""
    if not s.is_in("fitkit/features/"):
        return
    for node, name in s.calls():
        local = any(isinstance(a, ast.FunctionDef | ast.AsyncFunctionDef) for a in s.above(node))
        if name == "columns" and local:
            yield Problem(
                s.path, node.lineno, "columns() belongs in a module constant, run by w.hot"
            )


def one_place_commits(s: Source) -> Iterator[Problem]:
    """Only open_work ends a transaction."""
    if s.is_in("fitkit/core/work.py", "fitkit/core/db.py"):
        return
    for node, name in s.calls():
        if name == "commit" and isinstance(node.func, ast.Attribute):
            yield Problem(s.path, node.lineno, "only core/work.py commits")


def web_has_no_looks(s: Source) -> Iterator[Problem]:
    """Colours, sizes and classes are design's."""
    if not s.is_in("fitkit/web/"):
        return
    docs = {id(d) for d in _docstrings(s.tree)}
    for node in ast.walk(s.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            if COLOUR.search(node.value):
                yield Problem(s.path, node.lineno, "a colour or a pixel size belongs in design/")
        elif _is_look(node):
            yield Problem(s.path, node.value.lineno, f"a literal {node.arg} belongs in design/")


def rules_are_pure(s: Source) -> Iterator[Problem]:
    """Rules read no clock, no chance, no file, no setting: these are parameters."""
    if not re.match(r"fitkit/features/\w+/rules(\.py$|/)", s.path):
        return
    for node, name in s.calls():
        if name in IMPURE:
            yield Problem(s.path, node.lineno, f"{name}() in a rule: take it as a parameter")


def todo_has_a_number(s: Source) -> Iterator[Problem]:
    """An unowned promise is a defect."""
    for n, line in enumerate(s.text.splitlines(), 1):
        if re.search(r"#\s*(TODO|FIXME|XXX)\b(?!\(#\d+\))", line):
            yield Problem(s.path, n, "TODO needs an issue: TODO(#123)")


RULES: Final[tuple[Callable[[Source], Iterator[Problem]], ...]] = (
    no_hebrew_in_code,
    no_raw_sql,
    hot_statements_are_constants,
    one_place_commits,
    web_has_no_looks,
    rules_are_pure,
    todo_has_a_number,
)


def problems_of(path: str, text: str) -> list[Problem]:
    """Every broken rule of one Python file of the package."""
    source = Source(path, text)
    return [p for rule in RULES for p in rule(source)]


def addresses(files: list[Path]) -> list[Problem]:
    """Addresses of package registries in tracked files."""
    found = []
    for file in files:
        try:
            lines = file.read_text().splitlines()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        name = str(file.relative_to(ROOT))
        for n, line in enumerate(lines, 1):
            if REGISTRY.search(line):
                found.append(Problem(name, n, "an address of a package registry"))
    return found


def tracked() -> list[Path]:
    """Files that git has or would take."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:  # a copy without git
        hidden = {".venv", ".web", ".fitkit", ".git", ".states"}
        inside = (p for p in ROOT.rglob("*") if not hidden.intersection(p.relative_to(ROOT).parts))
        return [p for p in inside if p.is_file()]
    return [ROOT / name for name in asked.stdout.split("\0") if name]


def main() -> None:
    """Print what is broken and the largest files; end with 1 when anything is."""
    sources = sorted((ROOT / "fitkit").rglob("*.py"))
    problems = [
        p for f in sources for p in problems_of(f.relative_to(ROOT).as_posix(), f.read_text())
    ]
    problems += addresses(tracked())
    for problem in problems:
        print(problem)
    sizes = sorted(((len(f.read_text().splitlines()), f) for f in sources), reverse=True)
    big = [f"{n} {f.relative_to(ROOT)}" for n, f in sizes if n > BIG][:8]
    if big:
        print(f"Files over {BIG} lines (does each still do one thing?): " + ", ".join(big))
    if problems:
        sys.exit(f"{len(problems)} broken rules of the project")


def _last_name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _is_sqlalchemy(s: Source, called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return _last_name(called.value) in {"sa", "sqlalchemy"}
    return any(
        isinstance(n, ast.ImportFrom)
        and n.module in {"sqlalchemy", "sqlmodel"}
        and any(alias.name == "text" for alias in n.names)
        for n in ast.walk(s.tree)
    )


def _is_look(node: ast.AST) -> TypeGuard[ast.keyword]:
    if not isinstance(node, ast.keyword) or node.arg not in {"style", "class_name"}:
        return False
    return not isinstance(node.value, ast.Name | ast.Attribute | ast.Call)


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


if __name__ == "__main__":
    main()
