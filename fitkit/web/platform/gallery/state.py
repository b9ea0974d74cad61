"""GalleryState: what the gallery's components hold; nothing of it is kept."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from fitkit.core.i18n import Lang, Text
from fitkit.core.permissions import Permission
from fitkit.texts import gallery as texts
from fitkit.web.screen import Needs, Screen

HERE = "/platform/gallery"
MARKS = (1, 1, 3, 0, 1, 0, 0)


@dataclass
class Row:
    """A member as the example table shows one."""

    id: str
    name: str
    phone: str
    plan: str
    used: int
    total: int
    period: str
    visit: str
    pay: str
    pay_kind: str


@dataclass
class Session:
    """A class of the example week."""

    time: str
    name: str
    coach: str
    used: int
    total: int
    kind: str


@dataclass
class Day:
    """A day of the example week."""

    day: str
    letter: str
    name: str
    number: str
    label: str
    marks: int
    is_past: bool
    is_today: bool
    is_folded: bool
    sessions: list[Session]


@dataclass
class Option:
    """A choice of a list."""

    value: str
    label: str


class GalleryState(Screen, rx.State):
    """Lets the examples be touched."""

    needs: ClassVar[Needs] = Permission.RUN_PLATFORM

    rows: list[Row] = []
    week: list[Day] = []
    chosen_types: list[Option] = []
    other_types: list[Option] = []
    selected: list[str] = []
    days: list[str] = ["0", "2"]
    problems: dict[str, str] = {}
    sort: str = "name"
    search: str = ""
    day: str = "2026-11-24"
    part: str = "details"
    condition: str = "full"
    over: str = ""
    filter: str = "all"
    level: str = "rx"
    reps: int = 12
    is_on: bool = True
    is_loading: bool = True
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        """Fill the examples in the reader's language."""
        async with self.loading():
            lang = self.lang()
            self.rows = _rows(lang)
            self.week = _week(lang)
            options = [
                Option(t.en, t.to(lang)) for t in (texts.STRENGTH, texts.LIFTING, texts.PILATES)
            ]
            self.chosen_types, self.other_types = options[:2], options[2:]

    @rx.event
    async def pick(self, row: str) -> None:
        """Select a row, or let go of it."""
        self.selected = _toggled(self.selected, row)

    @rx.event
    async def pick_all(self) -> None:
        """Select the page, or let go of it."""
        self.selected = [] if len(self.selected) == len(self.rows) else [r.id for r in self.rows]

    @rx.event
    async def pick_none(self) -> None:
        """Let go of the selection."""
        self.selected = []

    @rx.event
    async def sort_by(self, key: str) -> None:
        """Sort by a column; the other way when it is the same."""
        self.sort = f"-{key}" if self.sort == key else key
        self.rows = sorted(self.rows, key=lambda r: r.name, reverse=self.sort.startswith("-"))

    @rx.event
    async def toggle_day(self, day: str) -> None:
        """A day of the week on or off."""
        self.days = _toggled(self.days, day)

    @rx.event
    async def look_for(self, words: str) -> None:
        """What the search holds."""
        self.search = words

    @rx.event
    async def choose_day(self, day: str) -> None:
        """The day that is shown."""
        self.day = day

    @rx.event
    async def choose_part(self, part: str) -> None:
        """The tab that is shown."""
        self.part = part

    @rx.event
    async def choose_filter(self, chosen: str) -> None:
        """The filter that is on."""
        self.filter = chosen

    @rx.event
    async def choose_level(self, level: str) -> None:
        """The level of the result."""
        self.level = level

    @rx.event
    async def choose_condition(self, condition: str) -> None:
        """Which of the four conditions the list shows."""
        self.condition = condition
        self.problem = texts.BROKEN.to(self.lang()) if condition == "problem" else ""

    @rx.event
    async def open_over(self, which: str) -> None:
        """Open a dialog, a confirmation or a sheet."""
        self.over = which

    @rx.event
    async def close_over(self) -> None:
        """Close whatever is open."""
        self.over = ""

    @rx.event
    async def switch(self, is_on: bool) -> None:
        """The setting on or off."""
        self.is_on = is_on

    @rx.event
    async def more(self) -> None:
        """One more."""
        self.reps += 1

    @rx.event
    async def less(self) -> None:
        """One less, down to none."""
        self.reps = max(0, self.reps - 1)

    @rx.event
    async def add_type(self, value: str) -> None:
        """Choose one more of the list."""
        self.chosen_types, self.other_types = _moved(self.chosen_types, self.other_types, value)

    @rx.event
    async def remove_type(self, value: str) -> None:
        """Put one back into the list."""
        self.other_types, self.chosen_types = _moved(self.other_types, self.chosen_types, value)

    @rx.event
    async def save(self, form: dict[str, Any]) -> None:  # Any: what a browser sends
        """Show problems at the fields that are empty."""
        said = texts.ID_PROBLEM.to(self.lang())
        self.problems = {name: said for name in ("name", "id_number") if not form.get(name)}


def _toggled(held: list[str], one: str) -> list[str]:
    return [h for h in held if h != one] if one in held else [*held, one]


def _moved(to: list[Option], of: list[Option], value: str) -> tuple[list[Option], list[Option]]:
    return [*to, *(o for o in of if o.value == value)], [o for o in of if o.value != value]


def _rows(lang: Lang) -> list[Row]:
    def row(
        key: str, name: Text, phone: str, plan: Text, used: int, total: int, pay: Text, kind: str
    ) -> Row:
        period = texts.USED_OF.to(lang, used=used, total=total)
        visit = (texts.TODAY if used % 2 == 0 else texts.YESTERDAY).to(lang)
        return Row(
            key, name.to(lang), phone, plan.to(lang), used, total, period, visit, pay.to(lang), kind
        )

    return [
        row("1", texts.DANIEL, "052-440-1187", texts.TEN_VISITS, 6, 10, texts.PAID, "positive"),
        row("2", texts.MAYA, "054-812-3390", texts.THREE_WEEK, 2, 3, texts.DECLINED, "danger"),
        row("3", texts.ORI, "053-218-4406", texts.TEN_VISITS, 9, 10, texts.PAID, "positive"),
        row("4", texts.TAMAR, "054-991-2075", texts.THREE_WEEK, 0, 3, texts.PAID, "positive"),
    ]


def _week(lang: Lang) -> list[Day]:
    letters = texts.WEEK_LETTERS.to(lang).split()
    names = texts.WEEK_NAMES.to(lang).split()
    classes = [
        Session("07:00", texts.STRENGTH.to(lang), texts.IDO.to(lang), 10, 12, "past"),
        Session("12:00", texts.PILATES.to(lang), texts.NOA.to(lang), 8, 10, "open"),
        Session("18:30", texts.LIFTING.to(lang), texts.ROI.to(lang), 6, 8, "mine"),
        Session("21:00", texts.YOGA.to(lang), texts.NOA.to(lang), 0, 10, "cancelled"),
    ]
    return [
        Day(
            day=f"2026-11-{22 + i}",
            letter=letters[i],
            name=names[i],
            number=str(22 + i),
            label=f"{names[i]}, {22 + i}.11",
            marks=MARKS[i],
            is_past=i < 2,
            is_today=i == 2,
            is_folded=False,
            sessions=[] if i == 6 else classes[i % 3 : 4 if i == 2 else i % 3 + 2],
        )
        for i in range(7)
    ]
