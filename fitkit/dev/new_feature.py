"""./run new-feature NAME: a feature's files in the house's shape, with a test that passes."""

import re
import sys
from pathlib import Path
from typing import Final

from fitkit.dev.processes import ROOT

# Written with words in <angles>; what is made passes every check as it stands.
FILES: Final = {
    "fitkit/features/<name>/__init__.py": '''"""<Title>: what it is, in two sentences. And for whom.

Words:
    <row>: what one of them is.

Invariants:
    1. A <row> belongs to exactly one gym.
    2. A <row> has a name.
"""
''',
    "fitkit/features/<name>/rules.py": '''"""What decides about <words>."""

from fitkit.core.errors import Refusal
from fitkit.texts import <name> as texts


def clean_name(given: str) -> str:
    """Trim a name.

    Raises:
        Refusal: nothing is left, or it is longer than 80 letters.
    """
    name = " ".join(given.split())
    if not name:
        raise Refusal(texts.NAME_MISSING, field="name")
    if len(name) > 80:
        raise Refusal(texts.NAME_TOO_LONG, field="name")
    return name
''',
    "fitkit/features/<name>/tables.py": '''"""<Title> as kept."""

from sqlmodel import Field, Index

from fitkit.core.tables import OrgRow


class <Row>(OrgRow, table=True):
    """What one <row> is."""

    __tablename__ = "<row>"

    name: str = Field(max_length=80)

    __table_args__ = (Index("ix_<row>_by_name", "org_id", "name", "id"),)  # the list
''',
    "fitkit/features/<name>/events.py": '''"""Past facts about <words>."""

from dataclasses import dataclass
from typing import ClassVar

from fitkit.core.events import Event


@dataclass(frozen=True)
class <Row>Added(Event):
    """Somebody added a <row>."""

    name: ClassVar[str] = "<name>.<row>_added"
''',
    "fitkit/features/<name>/queries.py": '''"""Facts about <words>."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.<name>.tables import <Row>


@dataclass(frozen=True, slots=True)
class <Row>View:
    """A <row>."""

    id: UUID
    name: str


@internal
def all_<rows>(w: Work) -> list[<Row>View]:
    """The gym's <rows> by name; may be empty."""
    by_name = select(<Row>).order_by(col(<Row>.name), col(<Row>.id))
    return [<Row>View(r.id, r.name) for r in w.session.execute(by_name).scalars()]
''',
    "fitkit/features/<name>/actions.py": '''"""Changes of <words>."""

from uuid import UUID

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.<name> import rules
from fitkit.features.<name>.events import <Row>Added
from fitkit.features.<name>.tables import <Row>


@internal
def add(w: Work, *, name: str) -> UUID:
    """Add a <row>; publishes <Row>Added.

    Raises:
        Refusal: as for rules.clean_name.
    """
    row = <Row>(name=rules.clean_name(name))
    w.add(row)
    w.publish(<Row>Added(about=row.id))
    return row.id
''',
    "fitkit/texts/<name>.py": '''"""Words of <words>."""

from fitkit.core.i18n import Text

NAME_MISSING = Text("חסר שם", "A name is missing")
NAME_TOO_LONG = Text("השם ארוך מדי: עד 80 אותיות", "The name is too long: 80 letters at most")
<ROW>_ADDED = Text("נוסף", "Added")
''',
    "tests/features/<name>/__init__.py": "",
    "tests/features/<name>/test_rules.py": '''"""What decides about <words>."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Refusal
from fitkit.features.<name>.rules import clean_name


@given(st.text(alphabet="abc ", min_size=1, max_size=40).filter(str.strip))
def test_a_clean_name_is_clean_already(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_an_empty_or_endless_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean_name(name)
    assert refused.value.field == "name"
''',
}


def names_of(name: str, row: str) -> dict[str, str]:
    """What stands for the words in angles."""
    title = name.replace("_", " ").capitalize()
    return {
        "<name>": name,
        "<words>": name.replace("_", " "),
        "<Title>": title,
        "<row>": row,
        "<rows>": row + "s",
        "<Row>": "".join(part.capitalize() for part in row.split("_")),
        "<ROW>": row.upper(),
    }


def make(root: Path, name: str, row: str) -> list[Path]:
    """Write the files of a feature and its place in the order; returns what was written.

    Raises:
        SystemExit: a bad name, or it is there already.
    """
    for word in (name, row):
        if not re.fullmatch(r"[a-z][a-z_]{1,30}", word):
            sys.exit("A name is small letters and _, such as gift_cards.")
    if (root / "fitkit" / "features" / name).exists():
        sys.exit(f"There is a feature {name} already.")
    words = names_of(name, row)
    written = []
    for template, text in FILES.items():
        path = root / _filled(template, words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(text, words))
        written.append(path)
    _take_place(root / "pyproject.toml", name)
    return written


def _filled(text: str, words: dict[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def _take_place(pyproject: Path, name: str) -> None:
    """Below notifications, above every other: the highest place a newcomer can have."""
    text = pyproject.read_text()
    found = re.search(
        r'containers = \["fitkit\.features"\].*?layers = \[\n((?:.*?\n)*?)\]', text, re.DOTALL
    )
    if found is None:
        sys.exit("The order of features was not found in pyproject.toml.")
    lines = found[1].splitlines()
    lines.insert(lines.index('  "notifications",') + 1, f'  "{name}",')
    order = "\n".join(lines) + "\n"
    start, end = found.span(1)
    pyproject.write_text(text[:start] + order + text[end:])


def main(words: list[str]) -> None:
    """``new-feature NAME [ROW]``; the row's name is the feature's without its s."""
    if not 1 <= len(words) <= 2:
        sys.exit("./run new-feature NAME [ROW], such as: ./run new-feature gift_cards gift_card")
    name = words[0]
    row = words[1] if len(words) == 2 else name.removesuffix("s")
    for path in make(ROOT, name, row):
        print(f"  {path.relative_to(ROOT)}")
    print(
        f"\nNow: its words and invariants in features/{name}/__init__.py; its place in the order in\n"
        "pyproject.toml; permissions in core/permissions.py instead of @internal; the event's\n"
        f'sentence; a screen; and ./run migrate "{name.replace("_", " ")}".'
    )


if __name__ == "__main__":
    main(sys.argv[1:])
