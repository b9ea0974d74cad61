"""What the roster knows and does."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlencode
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Counted
from fitkit.core.paging import PAGE
from fitkit.core.permissions import Permission
from fitkit.core.search import fold
from fitkit.features.booking import queries as booking
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as identity_queries
from fitkit.features.members import actions as members
from fitkit.features.members import queries as roster
from fitkit.features.members.queries import MemberLine, RosterCounts, RosterFilter
from fitkit.features.members.rules import (
    Gender,
    MemberDetails,
    MemberSource,
    MemberStatus,
    RosterOrder,
)
from fitkit.features.orgs import queries as orgs
from fitkit.features.plans import queries as plans
from fitkit.features.staff import actions as staff
from fitkit.features.staff import queries as staff_queries
from fitkit.features.subscriptions import actions as giving
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.texts import desk
from fitkit.web import problems
from fitkit.web.owner import typed
from fitkit.web.owner.typed import back_by
from fitkit.web.rows import member as rows
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.member import Around, MemberRow, TwinRow
from fitkit.web.screen import Needs, Screen, also_needs, text, ticked

ARCHIVED: Final = "archived"
FILTERS: Final = (*desk.FILTERS, ARCHIVED)
EXPORT_PAGE: Final = 200


class MembersState(Screen, rx.State):
    """One page of the roster, how it is filtered, and who is chosen."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    rows: list[MemberRow] = []
    counts: dict[str, int] = {}  # by filter; "" is everyone
    summary: str = ""
    count_words: str = ""
    search: str = ""
    status: str = ""
    tag: str = ""
    coach: str = ""
    tag_name: str = ""
    coach_name: str = ""
    order: str = "name"  # as the table's sort says it: name, -joined
    tags: list[Choice] = []
    coaches: list[Choice] = []
    plans: list[Choice] = []
    genders: list[Choice] = []
    sources: list[Choice] = []
    chosen: list[str] = []
    chosen_words: str = ""
    is_all: bool = False
    has_next: bool = False
    has_previous: bool = False
    is_filtered: bool = False
    is_loading: bool = True
    problem: str = ""

    panel: str = ""  # add, tag, coach, invite
    problems: dict[str, str] = {}
    twins: list[TwinRow] = []
    invite_words: str = ""
    _anyway: bool = False
    _after: list[str] = []  # the cursors that led here
    _next: str | None = None
    _were: dict[str, str] = {}  # whose the members were before an assignment

    @rx.event
    async def load(self) -> None:
        """Read the roster as the address asks for it."""
        self._forget()
        self._read_address()
        async with self.loading():
            await self._read_choices()
            await self._refresh()

    async def _refresh(self) -> None:
        after = self._after[-1] if self._after else None
        page = await self.do(roster.roster, only=self._only(), after=after)
        counts = await self.do(roster.counts, only=self._only())
        around = await self._around(page.rows)
        self.rows = [rows.member_row(line, around, self.lang()) for line in page.rows]
        self._next = page.after
        self.has_next, self.has_previous = page.after is not None, bool(self._after)
        self._tell_counts(counts)
        self._choose([])

    async def _read_choices(self) -> None:
        lang, actor = self.lang(), await self.actor()
        self.tags = named([(t.id, t.name) for t in await self.do(roster.tags)], lang)
        if actor.may(Permission.SEE_TIMETABLE):
            coaches = await self.do(staff_queries.coaches)
            self.coaches = named([(c.id, c.name) for c in coaches], lang)
        if actor.may(Permission.GIVE_PLANS) and actor.may(Permission.SEE_PLANS):
            self.plans = named([(p.id, p.name) for p in await self.do(plans.plans)], lang)
        self.genders, self.sources = rows.genders(lang), rows.sources(lang)

    async def _around(self, lines: Sequence[MemberLine]) -> Around:
        ids = [line.id for line in lines]
        return Around(
            standings=await self.do(subscriptions.standing_of, member_ids=ids),
            visits=await self.do(booking.used_in_week, member_ids=ids, day=await self.today()),
            last=await self.do(booking.last_visits, member_ids=ids),
            coaches={UUID(c.value): c.label for c in self.coaches},
            zone=await self.zone(),
            today=await self.today(),
        )

    def _only(self) -> RosterFilter:
        is_status = self.status in desk.FILTERS
        return RosterFilter(
            search=self.search,
            status=MemberStatus(self.status) if is_status else None,
            tag_id=self.uuid(self.tag) if self.tag else None,
            coach_id=self.uuid(self.coach) if self.coach else None,
            archived=self.status == ARCHIVED,
            order=RosterOrder.NEWEST if self.order == "-joined" else RosterOrder.NAME,
        )

    def _tell_counts(self, counts: RosterCounts) -> None:
        lang = self.lang()
        by_status = {str(k): n for k, n in counts.by_status.items()}
        self.counts = {"": counts.everyone, ARCHIVED: counts.archived, **by_status}
        of, first = self.counts[self.status], len(self._after) * PAGE + 1
        last = first + len(self.rows) - 1
        self.summary = desk.SHOWN.to(lang, first=first, last=last, of=of) if self.rows else ""
        self.count_words = desk.MEMBERS_COUNT.to(lang, counts.everyone)
        self.tag_name = _label_of(self.tags, self.tag)
        self.coach_name = _label_of(self.coaches, self.coach)
        self.is_filtered = bool(self.search or self.status or self.tag or self.coach)

    # searching and filtering

    @rx.event
    async def find(self, words: str) -> EventSpec:
        """Search as somebody types."""
        self.search = words[:100]
        return await self._again()

    @rx.event
    async def show(self, status: str) -> EventSpec:
        """Only members of one status, or the archive."""
        self.status = status if status in FILTERS else ""
        return await self._again()

    @rx.event
    async def show_tag(self, tag_id: str) -> EventSpec:
        """Only members who wear a tag; empty: everyone."""
        self.tag = str(self.uuid(tag_id)) if tag_id else ""
        return await self._again()

    @rx.event
    async def show_coach(self, coach_id: str) -> EventSpec:
        """Only members of a coach; empty: everyone."""
        self.coach = str(self.uuid(coach_id)) if coach_id else ""
        return await self._again()

    @rx.event
    async def clear(self) -> EventSpec:
        """Everyone again."""
        self.search = self.status = self.tag = self.coach = ""
        return await self._again()

    @rx.event
    async def sort(self, key: str) -> EventSpec:
        """By name, or by joining, the newest first."""
        self.order = "-joined" if key == "joined" else "name"
        return await self._again()

    @rx.event
    async def next_page(self) -> None:
        """On to the members after these."""
        if self._next is not None:
            self._after = [*self._after, self._next]
            await self._refresh()

    @rx.event
    async def previous_page(self) -> None:
        """Back to the members before these."""
        self._after = self._after[:-1]
        await self._refresh()

    async def _again(self) -> EventSpec:
        """The first page under the filters as they are now; the address follows."""
        self._after = []
        async with self.loading():
            await self._refresh()
        asked = {"q": self.search, "status": self.status, "tag": self.tag, "coach": self.coach}
        query = urlencode({k: v for k, v in asked.items() if v})
        return rx.call_script(
            "history.replaceState(history.state, '', location.pathname"
            f" + {'?' + query if query else ''!r})"
        )

    # choosing

    @rx.event
    async def choose(self, member_id: str) -> None:
        """Choose a member of this page, or no longer."""
        left = [i for i in self.chosen if i != member_id]
        self._choose(left if len(left) < len(self.chosen) else [*self.chosen, member_id])

    @rx.event
    async def choose_all(self) -> None:
        """Everybody of this page, or nobody."""
        self._choose([] if self.is_all else [row.id for row in self.rows])

    @rx.event
    async def choose_none(self) -> None:
        """Nobody."""
        self._choose([])

    def _choose(self, chosen: list[str]) -> None:
        here = {row.id for row in self.rows}
        self.chosen = [i for i in chosen if i in here]
        self.is_all = bool(here) and len(self.chosen) == len(here)
        self.chosen_words = desk.CHOSEN.to(self.lang(), len(self.chosen))

    # deeds for several

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def tag_chosen(self, form: dict[str, Any]) -> EventSpec | None:
        """Put a tag on those chosen who do not wear it."""
        async with self.attempt() as deed:
            name = text(form, "name")
            new = [r.id for r in self._picked() if fold(name) not in map(fold, r.tags)]
            if not new:
                raise Refusal(desk.ALL_WEAR_IT, field="name", tag=name)
            tagged = await self.do(members.tag, member_ids=[self.uuid(i) for i in new], name=name)
            deed.toast = self.offer_undo(
                desk.TAGGED,
                back_by(MembersState.untag, str(tagged.tag_id), new),
                tag=tagged.name,
                count=Counted(desk.MEMBERS_COUNT, tagged.count),
            )
            await self._after_deed()
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def untag(self, tag_id: str, member_ids: list[str]) -> EventSpec:
        """Take a tag off again."""
        ids = [self.uuid(i) for i in member_ids]
        gone = await self.do(members.untag, tag_id=self.uuid(tag_id), member_ids=ids)
        await self._after_deed()
        return self.say(desk.UNTAGGED, tag=gone.name)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def assign_chosen(self, form: dict[str, Any]) -> EventSpec | None:
        """Give those chosen to a coach, or to none."""
        async with self.attempt() as deed:
            coach_id = typed.chosen(form, "coach")
            self._were = {r.id: r.coach_id for r in self._picked()}
            count = await self._assign(coach_id, list(self._were))
            words = desk.ASSIGNED if coach_id else desk.UNASSIGNED
            deed.toast = self.offer_undo(
                words,
                back_by(MembersState.assign_back),
                coach=_label_of(self.coaches, str(coach_id)),
                count=Counted(desk.MEMBERS_COUNT, count),
            )
            await self._after_deed()
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def assign_back(self) -> EventSpec:
        """Give the members back to whoever had them."""
        were, self._were = self._were, {}
        for coach_id in dict.fromkeys(were.values()):
            theirs = [i for i, coach in were.items() if coach == coach_id]
            await self._assign(self.uuid(coach_id) if coach_id else None, theirs)
        await self._after_deed()
        return self.say(desk.COACH_CHANGED)

    async def _assign(self, coach_id: UUID | None, member_ids: list[str]) -> int:
        ids = [self.uuid(i) for i in member_ids]
        if coach_id is None:
            return (await self.do(staff.unassign, member_ids=ids)).count
        return (await self.do(staff.assign, staff_id=coach_id, member_ids=ids)).count

    @rx.event
    @also_needs(Permission.ARCHIVE_MEMBERS)
    async def archive_chosen(self) -> EventSpec:
        """Put those chosen away."""
        ids = [r.id for r in self._picked() if not r.is_archived]
        for member_id in ids:
            await self.do(members.archive, member_id=self.uuid(member_id))
        await self._after_deed()
        words = desk.ARCHIVED_MANY.to(self.lang(), len(ids))
        return problems.undoable(words, back_by(MembersState.restore_all, ids), self.lang())

    @rx.event
    @also_needs(Permission.ARCHIVE_MEMBERS)
    async def restore_chosen(self) -> EventSpec:
        """Bring those chosen back."""
        return await self._restore([r.id for r in self._picked() if r.is_archived])

    @rx.event
    @also_needs(Permission.ARCHIVE_MEMBERS)
    async def restore_all(self, member_ids: list[str]) -> EventSpec:
        """Bring back whom the archive was just given."""
        return await self._restore(member_ids)

    async def _restore(self, member_ids: list[str]) -> EventSpec:
        for member_id in member_ids:
            await self.do(members.restore, member_id=self.uuid(member_id))
        await self._after_deed()
        return problems.told(desk.RESTORED_MANY.to(self.lang(), len(member_ids)))

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def ask_invite(self) -> None:
        """Say how many letters would go out, before they do."""
        count = len(await self._without_account())
        words = Counted(desk.MEMBERS_COUNT, count)
        self.invite_words = desk.INVITE_HOW_MANY.to(self.lang(), count=words)
        self.panel = "invite"

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def invite_chosen(self) -> EventSpec:
        """Invite those chosen who can be; the others are passed over."""
        sent = [await self._invited(row.id) for row in await self._without_account()].count(True)
        passed = len(self.chosen) - sent
        await self._after_deed()
        return self.say(desk.INVITED_MANY, sent=sent, passed=passed)

    async def _without_account(self) -> list[MemberRow]:
        """Of those chosen, who has an address and neither account nor invitation."""
        ids = [self.uuid(r.id) for r in self._picked() if r.has_email and not r.is_archived]
        known = await self.do(identity_queries.members_with_account, member_ids=ids)
        open_ones = await self.do(identity_queries.open_invitations)
        waiting = {i.member_id for i in open_ones}
        return [r for r in self._picked() if (i := UUID(r.id)) in ids and i not in known | waiting]

    async def _invited(self, member_id: str) -> bool:
        """Whether a letter to a member is on its way now."""
        card = await self.do(roster.card, member_id=self.uuid(member_id))
        try:
            await self.do(
                identity.invite_member,
                member_id=card.id,
                name=card.name,
                email=card.email,
                phone=card.phone,
                lang=(await self.do(orgs.card)).lang,
            )
        except Refusal:
            return False
        return True

    # adding

    @rx.event
    async def open_panel(self, panel: str) -> None:
        """Open one of the dialogs."""
        self.panel = panel if panel in ("add", "tag", "coach") else ""
        self.problems, self.twins, self._anyway = {}, [], False

    @rx.event
    async def close_panel(self) -> None:
        """Close the dialog."""
        self.panel = ""

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def mean_it(self) -> None:
        """The next try adds although somebody looks like the same person."""
        self._anyway = True

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def add(self, form: dict[str, Any]) -> EventSpec | None:
        """Write somebody down; perhaps with a plan and an invitation at once."""
        anyway, self._anyway = self._anyway, False
        async with self.attempt() as deed:
            member_id = await self._add(details_of(form), anyway=anyway)
            if member_id is not None:
                but = await self._follow_up(form, member_id)
                self.panel = ""
                await self._after_deed()
                deed.toast = self._added(form, but)
        return deed.toast

    async def _add(self, details: MemberDetails, *, anyway: bool) -> UUID | None:
        """The new member's id; None when somebody may be the same person, who is shown."""
        if anyway:
            return await self.do(members.add_despite_duplicate, details=details)
        twins = await self.do(roster.duplicates_of, details=details)
        self.twins = [rows.twin_row(t, self.lang()) for t in twins]
        return None if twins else await self.do(members.add, details=details)

    async def _follow_up(self, form: dict[str, Any], member_id: UUID) -> str:
        """Plan and invitation; what went wrong with them, since the member is there already."""
        try:
            if plan_id := typed.chosen(form, "plan"):
                await self.do(giving.give, member_id=member_id, plan_id=plan_id)
            if ticked(form, "invite"):
                await self._invite_new(form, member_id)
        except Refusal as refusal:
            return problems.sentence(refusal, self.lang())
        return ""

    async def _invite_new(self, form: dict[str, Any], member_id: UUID) -> None:
        await self.do(
            identity.invite_member,
            member_id=member_id,
            name=f"{text(form, 'first_name')} {text(form, 'last_name')}".strip(),
            email=text(form, "email"),
            phone=text(form, "phone"),
            lang=(await self.do(orgs.card)).lang,
        )

    def _added(self, form: dict[str, Any], but: str) -> EventSpec:
        name = f"{text(form, 'first_name')} {text(form, 'last_name')}".strip()
        if but:
            return problems.warned(desk.ADDED_BUT.to(self.lang(), name=name, but=but))
        return self.say(desk.ADDED_INVITED if ticked(form, "invite") else desk.ADDED, name=name)

    # export

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def export(self) -> list[EventSpec]:
        """The members under the filters as a file; made here, kept nowhere."""
        lines = await self._everyone()
        content = rows.roster_file(lines, await self._around(lines), self.lang())
        name = f"{desk.EXPORT_FILE.to(self.lang())}-{(await self.today()).isoformat()}.csv"
        said = problems.told(desk.EXPORTED.to(self.lang(), len(lines)))
        return [rx.download(data=content, filename=name, mime_type="text/csv"), said]

    async def _everyone(self) -> list[MemberLine]:
        lines: list[MemberLine] = []
        after: str | None = None
        while True:
            page = await self.do(roster.roster, only=self._only(), after=after, limit=EXPORT_PAGE)
            lines += page.rows
            after = page.after
            if after is None:
                return lines

    async def _after_deed(self) -> None:
        self.panel = ""
        lang = self.lang()
        self.tags = named([(t.id, t.name) for t in await self.do(roster.tags)], lang)
        await self._refresh()

    def _picked(self) -> list[MemberRow]:
        picked = [row for row in self.rows if row.id in self.chosen]
        if not picked:
            raise NotFound
        return picked

    def _forget(self) -> None:
        self.panel, self.problems, self.twins = "", {}, []
        self._after, self._next, self._were = [], None, {}
        self.search = self.status = self.tag = self.coach = ""
        self.order = "name"

    def _read_address(self) -> None:
        asked = parse_qs(str(self.router.url.query or ""))
        first = {k: v[0][:100] for k, v in asked.items()}
        self.search = first.get("q", "")
        self.status = first["status"] if first.get("status") in FILTERS else ""
        self.order = "-joined" if first.get("sort") == "-joined" else "name"
        for name in ("tag", "coach"):
            try:
                setattr(self, name, str(UUID(first[name])))
            except (KeyError, ValueError):
                setattr(self, name, "")


def _label_of(choices: list[Choice], value: str) -> str:
    return next((c.label for c in choices if c.value == value), "")


def details_of(form: dict[str, Any]) -> MemberDetails:  # Any: what a browser sends
    """The typed member; an ID number that was not typed leaves the kept one.

    Raises:
        Refusal: a day or a choice that cannot be read, at its field.
    """
    return MemberDetails(
        first_name=text(form, "first_name"),
        last_name=text(form, "last_name"),
        phone=text(form, "phone"),
        email=text(form, "email"),
        birth_date=typed.day(form, "birth_date"),
        national_id=text(form, "national_id") or None,
        gender=typed.one_of(form, "gender", Gender) if text(form, "gender") else Gender.UNSAID,
        address=text(form, "address"),
        emergency_name=text(form, "emergency_name"),
        emergency_phone=text(form, "emergency_phone"),
        source=_source(form),
        joined_on=typed.day(form, "joined_on"),
    )


def _source(form: dict[str, Any]) -> MemberSource:  # Any: what a browser sends
    if not text(form, "source"):
        return MemberSource.UNKNOWN
    return typed.one_of(form, "source", MemberSource)
