"""What the audit log knows: a page of events under filters, which stand in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlencode
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission
from fitkit.features.audit import queries as audit
from fitkit.features.audit.queries import TrailView
from fitkit.features.members import queries as members
from fitkit.features.members.queries import RosterFilter
from fitkit.texts import audit as log_texts
from fitkit.texts import common
from fitkit.texts import overview as texts
from fitkit.web import problems
from fitkit.web.rows import event as rows
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.event import EventDay, EventRow
from fitkit.web.screen import Needs, Screen

EXPORT_MOST: Final = 5_000
EXPORT_PAGE: Final = 200
FOUND_MOST: Final = 6
FILTERS: Final = ("who", "kind", "from", "to", "about")


class AuditState(Screen, rx.State):
    """The log, newest first."""

    needs: ClassVar[Needs] = Permission.SEE_AUDIT
    days: list[EventDay] = []
    who: str = ""  # a user's id
    kind: str = ""  # booking, or booking.made
    since: str = ""  # 2026-11-24
    until: str = ""
    about: str = ""  # a member's id, or any other thing's
    about_name: str = ""
    kind_name: str = ""  # of one kind, when no group is chosen
    people: list[Choice] = []
    kinds: list[Choice] = []
    search: str = ""
    found: list[Choice] = []
    is_nobody: bool = False  # searched, and nobody found
    summary: str = ""
    has_next: bool = False
    has_previous: bool = False
    is_filtered: bool = False
    problems: dict[str, str] = {}
    is_loading: bool = True
    problem: str = ""
    _after: list[str] = []  # the cursors that led here
    _next: str | None = None

    @rx.event
    async def load(self) -> None:
        """Read the log as the address asks for it."""
        self._after, self._next, self.problems = [], None, {}
        self.search, self.found, self.is_nobody = "", [], False
        self._read_address()
        async with self.loading():
            await self._read_choices()
            await self._read()

    async def _read_choices(self) -> None:
        lang = self.lang()
        people = [(a.user_id, a.name or log_texts.REMOVED) for a in await self.do(audit.actors)]
        self.people = named(people, lang)
        happened = [k.name for k in await self.do(audit.kinds)]
        self.kinds = named(rows.group_choices(happened, lang), lang)

    async def _read(self) -> None:
        """A page; what is wrong with a filter stands at its field, and the list stays."""
        async with self.attempt() as deed:
            page = await self.do(
                audit.trail, after=self._after[-1] if self._after else None, **self._asked()
            )
            worded = await self._worded(page.rows)
            self.days = rows.by_day(worded, today=await self.today(), lang=self.lang())
            self._next = page.after
            self.has_next, self.has_previous = page.after is not None, bool(self._after)
            await self._say_filters(len(worded))
        if not deed.done and not self.problems:
            raise Refusal(log_texts.NOTHING_FITS)

    def _asked(self) -> dict[str, Any]:  # Any: arguments of the trail
        """The filters as values.

        Raises:
            Refusal: a day that is none, at its field.
            NotFound: an id that is none.
        """
        return {
            "actor_user_id": self.uuid(self.who) if self.who else None,
            "about": self.uuid(self.about) if self.about else None,
            "kind": self.kind,
            "from_day": _day("from_day", self.since),
            "to_day": _day("to_day", self.until),
        }

    async def _worded(self, views: tuple[TrailView, ...]) -> list[EventRow]:
        return await rows.activity(
            self.do, views, zone=await self.zone(), today=await self.today(), lang=self.lang()
        )

    async def _say_filters(self, count: int) -> None:
        lang, first = self.lang(), len(self._after) * PAGE + 1
        last = first + count - 1
        self.summary = texts.SHOWN_FROM.to(lang, first=first, last=last) if count else ""
        self.is_filtered = any((self.who, self.kind, self.since, self.until, self.about))
        self.kind_name = rows.kind_words(self.kind, lang) if "." in self.kind else ""
        self.about_name = await self._name_of(self.about) if self.about else ""

    async def _name_of(self, given: str) -> str:
        found = await self.do(members.names, ids=[self.uuid(given)])
        return next(iter(found.values()), texts.SOMETHING.to(self.lang()))

    # filters

    @rx.event
    async def show_who(self, user_id: str) -> EventSpec:
        """Only what one person did; empty: everybody."""
        return await self._again(who=str(self.uuid(user_id)) if user_id else "")

    @rx.event
    async def show_kind(self, kind: str) -> EventSpec:
        """Only one area; empty: all."""
        return await self._again(kind=kind[:80])

    @rx.event
    async def show_since(self, day: str) -> EventSpec:
        """Only from a day on."""
        return await self._again(since=day[:10])

    @rx.event
    async def show_until(self, day: str) -> EventSpec:
        """Only until a day."""
        return await self._again(until=day[:10])

    @rx.event
    async def show_about(self, member_id: str) -> EventSpec:
        """Only what is about one member; empty: about everybody."""
        self.search, self.found, self.is_nobody = "", [], False
        return await self._again(about=str(self.uuid(member_id)) if member_id else "")

    @rx.event
    async def clear(self) -> EventSpec:
        """Everything again."""
        return await self._again(**dict.fromkeys(("who", "kind", "since", "until", "about"), ""))

    @rx.event
    async def find(self, words: str) -> None:
        """Look for a member to filter by."""
        self.search = words[:100]
        self.found = await self._found(self.search)
        self.is_nobody = bool(self.search.strip()) and not self.found

    async def _found(self, words: str) -> list[Choice]:
        if not words.strip():
            return []
        page = await self.do(members.roster, only=RosterFilter(search=words), limit=FOUND_MOST)
        return named([(m.id, m.name) for m in page.rows], self.lang())

    async def _again(self, **chosen: str) -> EventSpec:
        """The first page under other filters; the address follows."""
        for name, value in chosen.items():
            setattr(self, name, value)
        self._after = []
        async with self.loading():
            await self._read()
        query = urlencode({k: v for k, v in self._address().items() if v})
        return rx.call_script(
            "history.replaceState(history.state, '', location.pathname"
            f" + {'?' + query if query else ''!r})"
        )

    def _address(self) -> Mapping[str, str]:
        values = (self.who, self.kind, self.since, self.until, self.about)
        return dict(zip(FILTERS, values, strict=True))

    def _read_address(self) -> None:
        asked = parse_qs(str(self.router.url.query or ""))
        first = {k: v[0][:80] for k, v in asked.items()}
        self.who, self.about = _id(first.get("who", "")), _id(first.get("about", ""))
        kind = first.get("kind", "")
        self.kind = kind if rows.kind_words(kind, Lang.HE) else ""
        self.since, self.until = _safe_day(first.get("from", "")), _safe_day(first.get("to", ""))

    # pages and the file

    @rx.event
    async def next_page(self) -> None:
        """On to older events."""
        if self._next is not None:
            self._after = [*self._after, self._next]
            await self._read()

    @rx.event
    async def previous_page(self) -> None:
        """Back to newer events."""
        self._after = self._after[:-1]
        await self._read()

    @rx.event
    async def export(self) -> list[EventSpec]:
        """The events under the filters as a file; made here, kept nowhere."""
        lines, is_cut = await self._lines()
        lang = self.lang()
        name = f"{texts.EXPORT_FILE.to(lang)}-{(await self.today()).isoformat()}.csv"
        words = (
            texts.EXPORT_CUT.to(lang, n=len(lines))
            if is_cut
            else texts.EXPORTED.to(lang, len(lines))
        )
        content = rows.event_file(lines, lang)
        file = rx.download(data=content, filename=name, mime_type="text/csv")
        return [file, problems.told(words)]

    async def _lines(self) -> tuple[list[EventRow], bool]:
        """At most so many events, and whether there are more."""
        lines: list[EventRow] = []
        after: str | None = None
        while len(lines) < EXPORT_MOST:
            page = await self.do(audit.trail, after=after, limit=EXPORT_PAGE, **self._asked())
            lines += await self._worded(page.rows)
            after = page.after
            if after is None:
                return lines, False
        return lines[:EXPORT_MOST], True


def _day(field: str, words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise Refusal(common.NOT_A_DATE, field=field) from None


def _safe_day(words: str) -> str:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return ""


def _id(words: str) -> str:
    try:
        return str(UUID(words))
    except ValueError:
        return ""
