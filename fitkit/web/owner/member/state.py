"""What a member's page knows and does; plans, classes and access are parts of their own."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.audit import queries as audit
from fitkit.features.class_types import queries as class_types
from fitkit.features.identity import queries as identity_queries
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.queries import NoteView
from fitkit.features.plans import queries as plans
from fitkit.features.staff import actions as staff
from fitkit.features.staff import queries as staff_queries
from fitkit.texts import desk
from fitkit.web.owner.member.access import AccessDeeds
from fitkit.web.owner.member.changes.state import OwnerChangeState
from fitkit.web.owner.member.endings.state import EndingsState
from fitkit.web.owner.member.files.state import FilesState
from fitkit.web.owner.member.money.state import MoneyState
from fitkit.web.owner.member.plans import PlanDeeds
from fitkit.web.owner.member.regular.state import RegularState
from fitkit.web.owner.member.rests.state import RestsState
from fitkit.web.owner.member.visits import VisitReads
from fitkit.web.owner.members.state import details_of
from fitkit.web.owner.typed import back_by
from fitkit.web.rows import member as rows
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.event import EventRow, activity
from fitkit.web.rows.member import InvitationRow, MemberHead, NoteRow, TagRow
from fitkit.web.screen import Needs, also_needs, text

EVENTS = 20


class MemberState(PlanDeeds, VisitReads, AccessDeeds, rx.State):
    """A member, and which of the page's dialogs is open."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    head: MemberHead = MemberHead()
    tags: list[TagRow] = []
    notes: list[NoteRow] = []
    written: int = 0  # notes added here: each leaves an empty field behind, a refused one does not
    trail: list[EventRow] = []
    national_id: str = ""  # shown on request only
    is_loading: bool = True
    problem: str = ""
    coaches: list[Choice] = []
    all_tags: list[Choice] = []
    genders: list[Choice] = []
    sources: list[Choice] = []
    coach_id: str = ""
    _removed: dict[str, str] = {}  # notes that may come back

    @rx.event
    async def load(self) -> list[Any]:  # Any: handlers of the other parts
        """Read everything about the member in the address; the other parts read their own after it."""
        self._forget()
        async with self.loading():
            self._member_id = self.id_in_path()
            await self._read_choices()
            await self._refresh()
            await self._read_visits()
        return [
            FilesState.load,
            RegularState.load,
            RestsState.load,
            OwnerChangeState.load,
            EndingsState.load,
            MoneyState.load,
        ]

    def _forget(self) -> None:
        self.head, self.panel, self.problems, self.national_id = MemberHead(), "", {}, ""
        self.held, self.past, self.notes, self.visits, self.coming = [], [], [], [], []
        self.trail, self.tags, self.moves, self.app = [], [], [], InvitationRow()
        self._member_id, self._card, self._held, self._removed, self._more = (
            None,
            None,
            {},
            {},
            None,
        )

    async def _read_choices(self) -> None:
        lang, actor = self.lang(), await self.actor()
        self._types = {t.id: t.name for t in await self.do(class_types.class_types)}
        if actor.may(Permission.SEE_TIMETABLE):
            found = await self.do(staff_queries.coaches)
            self.coaches = named([(c.id, c.name) for c in found], lang)
        if actor.may(Permission.SEE_PLANS):
            sold = await self.do(plans.plans)
            self._plans = {str(p.id): p for p in sold}
            self.plans = named([(p.id, p.name) for p in sold], lang)
        self.genders, self.sources = rows.genders(lang), rows.sources(lang)

    async def _refresh(self) -> None:
        """The member's head, plans, notes, access and trail; visits are read on their own."""
        card = await self.do(member_queries.card, member_id=self._id())
        self._card, self.coach_id = card, str(card.coach_id or "")
        coach = next((c.label for c in self.coaches if c.value == self.coach_id), "")
        here, now, lang = await self.zone(), await self.today(), self.lang()
        self.head = rows.member_head(card, coach=coach, zone=here, today=now, lang=lang)
        self.tags = [
            TagRow(str(t.id), t.name, desk.REMOVE_TAG.to(lang, tag=t.name)) for t in card.tags
        ]
        all_tags = await self.do(member_queries.tags)
        self.all_tags = named([(t.name, t.name) for t in all_tags], lang)
        await self._read_plans()
        await self._read_beside()

    async def _read_beside(self) -> None:
        """What only some may see: notes, app access, the trail."""
        actor = await self.actor()
        if actor.may(Permission.NOTE_MEMBERS):
            await self._read_notes()
        if actor.may(Permission.INVITE_MEMBERS):
            await self._read_access()
        if actor.may(Permission.SEE_AUDIT):
            await self._read_trail()

    async def _read_notes(self) -> None:
        views = (await self.do(member_queries.notes, member_id=self._id()))[:50]
        authors, here = await self._authors(views), await self.zone()
        self.notes = [
            rows.note_row(v, author=authors.get(v.id, ""), zone=here, lang=self.lang())
            for v in views
        ]

    async def _authors(self, views: tuple[NoteView, ...]) -> dict[UUID, str]:
        """Who wrote each note, as far as the reader may know it."""
        users: dict[UUID, str] = {}
        if (await self.actor()).may(Permission.SEE_AUDIT):
            ids = {v.author_user_id for v in views if v.author_user_id}
            users = await self.do(identity_queries.names, ids=ids)
        coaches = {c.value: c.label for c in self.coaches}
        return {
            v.id: coaches.get(str(v.author_staff_id)) or users.get(v.author_user_id or v.id, "")
            for v in views
        }

    async def _read_trail(self) -> None:
        page = await self.do(audit.trail, about=self._id(), limit=EVENTS)
        here, now, lang = await self.zone(), await self.today(), self.lang()
        self.trail = await activity(self.do, page.rows, zone=here, today=now, lang=lang)

    # details, tags, coach

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def open_edit(self) -> None:
        """Edit the details."""
        self._open("edit", rows.draft_of(self._known()))

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the details."""
        async with self.attempt() as deed:
            await self.do(members.change, member_id=self._id(), details=details_of(form))
            self.national_id = ""
            deed.toast = await self._done(desk.SAVED_NAMED, name=text(form, "first_name"))
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def show_national_id(self) -> None:
        """Open the ID number; that is on record."""
        self.national_id = await self.do(members.read_national_id, member_id=self._id())

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def open_tag(self) -> None:
        """Choose or write a tag."""
        self._open("tag")

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def add_tag(self, form: dict[str, Any]) -> EventSpec | None:
        """Put a tag on the member."""
        async with self.attempt() as deed:
            name = text(form, "name")
            tagged = await self.do(members.tag, member_ids=[self._id()], name=name)
            deed.toast = await self._done(desk.TAGGED_ONE, tag=tagged.name)
        return deed.toast

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def remove_tag(self, tag_id: str) -> EventSpec:
        """Take a tag off; it can be put back."""
        gone = await self.do(members.untag, tag_id=self.uuid(tag_id), member_ids=[self._id()])
        await self._refresh()
        return self.offer_undo(
            desk.UNTAGGED, back_by(MemberState.tag_back, gone.name), tag=gone.name
        )

    @rx.event
    @also_needs(Permission.EDIT_MEMBERS)
    async def tag_back(self, name: str) -> EventSpec:
        """Put a tag back."""
        tagged = await self.do(members.tag, member_ids=[self._id()], name=name)
        return await self._done(desk.TAGGED_ONE, tag=tagged.name)

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def choose_coach(self, coach_id: str) -> EventSpec:
        """Give the member to a coach, or to none."""
        before = self.coach_id
        await self._assign(coach_id)
        return self.offer_undo(desk.COACH_CHANGED, back_by(MemberState.coach_back, before))

    @rx.event
    @also_needs(Permission.EDIT_STAFF)
    async def coach_back(self, coach_id: str) -> EventSpec:
        """Give the member back."""
        await self._assign(coach_id)
        return self.say(desk.COACH_CHANGED)

    async def _assign(self, coach_id: str) -> None:
        ids = [self._id()]
        if coach_id:
            await self.do(staff.assign, staff_id=self.uuid(coach_id), member_ids=ids)
        else:
            await self.do(staff.unassign, member_ids=ids)
        await self._refresh()

    # notes

    @rx.event
    @also_needs(Permission.NOTE_MEMBERS)
    async def add_note(self, form: dict[str, Any]) -> EventSpec | None:
        """Write a note."""
        async with self.attempt() as deed:
            await self.do(members.add_note, member_id=self._id(), text=text(form, "text"))
            self.written += 1
            deed.toast = await self._done(desk.NOTE_ADDED)
        return deed.toast

    @rx.event
    @also_needs(Permission.NOTE_MEMBERS)
    async def remove_note(self, note_id: str) -> EventSpec:
        """Take a note away; it can be written again."""
        kept = next((n.text for n in self.notes if n.id == note_id), "")
        await self.do(members.remove_note, note_id=self.uuid(note_id))
        self._removed = {note_id: kept}
        await self._refresh()
        return self.offer_undo(desk.NOTE_REMOVED, back_by(MemberState.note_back, note_id))

    @rx.event
    @also_needs(Permission.NOTE_MEMBERS)
    async def note_back(self, note_id: str) -> EventSpec | None:
        """Write the removed note again."""
        kept = self._removed.pop(note_id, "")
        if not kept:
            return None
        await self.do(members.add_note, member_id=self._id(), text=kept)
        return await self._done(desk.NOTE_BACK)

    # archive

    @rx.event
    @also_needs(Permission.ARCHIVE_MEMBERS)
    async def archive(self) -> EventSpec:
        """Put the member away."""
        await self.do(members.archive, member_id=self._id())
        await self._refresh()
        return self.offer_undo(
            desk.MEMBER_ARCHIVED, back_by(MemberState.restore), name=self.head.name
        )

    @rx.event
    @also_needs(Permission.ARCHIVE_MEMBERS)
    async def restore(self) -> EventSpec:
        """Bring the member back."""
        await self.do(members.restore, member_id=self._id())
        return await self._done(desk.MEMBER_RESTORED, name=self.head.name)
