"""What a member's page knows and does."""

from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text, clock_time, moment, near_day, weekday
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.audit import queries as audit
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import ClassCard, PlaceView
from fitkit.features.booking.rules import Attendance, BookingStatus
from fitkit.features.class_types import queries as class_types
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as identity_queries
from fitkit.features.identity.queries import InvitationView
from fitkit.features.members import actions as members
from fitkit.features.members import queries as member_queries
from fitkit.features.members.queries import MemberCard, NoteView
from fitkit.features.orgs import queries as orgs
from fitkit.features.plans import queries as plans
from fitkit.features.plans.queries import PlanView
from fitkit.features.staff import actions as staff
from fitkit.features.staff import queries as staff_queries
from fitkit.features.subscriptions import actions as giving
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.subscriptions.queries import HeldView
from fitkit.texts import desk
from fitkit.texts import subscriptions as plan_texts
from fitkit.web.owner import typed
from fitkit.web.owner.member.files.state import FilesState
from fitkit.web.owner.member.regular.state import RegularState
from fitkit.web.owner.members.state import details_of
from fitkit.web.owner.typed import back_by
from fitkit.web.rows import member as rows
from fitkit.web.rows.choice import Choice, named
from fitkit.web.rows.event import EventRow, activity
from fitkit.web.rows.member import (
    InvitationRow,
    MemberHead,
    NoteRow,
    TagRow,
    VisitRow,
)
from fitkit.web.rows.subscription import HeldRow, MoveRow, held_row, move_row, promise
from fitkit.web.screen import Needs, Screen, also_needs, text

VISITS = 20
EVENTS = 20


class MemberState(Screen, rx.State):
    """A member, and which of the page's dialogs is open."""

    needs: ClassVar[Needs] = Permission.SEE_MEMBERS
    head: MemberHead = MemberHead()
    tags: list[TagRow] = []
    held: list[HeldRow] = []
    past: list[HeldRow] = []
    notes: list[NoteRow] = []
    written: int = 0  # notes added here: each leaves an empty field behind, a refused one does not
    coming: list[VisitRow] = []
    visits: list[VisitRow] = []
    has_more_visits: bool = False
    trail: list[EventRow] = []
    app: InvitationRow = InvitationRow()
    national_id: str = ""  # shown on request only
    is_loading: bool = True
    problem: str = ""

    panel: str = ""  # give, adjust, end, moves, edit, tag
    problems: dict[str, str] = {}
    plans: list[Choice] = []
    coaches: list[Choice] = []
    all_tags: list[Choice] = []
    genders: list[Choice] = []
    sources: list[Choice] = []
    coach_id: str = ""
    start: dict[str, str] = {}  # what the open form begins with
    promise: str = ""
    about: HeldRow = HeldRow()  # the plan a dialog is about
    moves: list[MoveRow] = []
    _member_id: UUID | None = None
    _card: MemberCard | None = None
    _plans: dict[str, PlanView] = {}
    _held: dict[str, HeldView] = {}
    _types: dict[UUID, Text] = {}
    _asked: dict[str, str] = {}  # plan and first day, as chosen so far
    _removed: dict[str, str] = {}  # notes that may come back
    _more: str | None = None

    @rx.event
    async def load(self) -> list[Any]:  # Any: handlers of the other parts
        """Read everything about the member in the address; the other parts read their own after it."""
        self._forget()
        async with self.loading():
            self._member_id = self.id_in_path()
            await self._read_choices()
            await self._refresh()
            await self._read_visits()
        return [FilesState.load, RegularState.load]

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

    def _id(self) -> UUID:
        """Whose page it is: as loaded, whatever the address says by now."""
        return self._member_id if self._member_id else self.id_in_path()

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

    async def _read_plans(self) -> None:
        views = await self.do(subscriptions.held, member_id=self._id())
        self._held = {str(v.id): v for v in views}
        cards = [held_row(v, names=self._types, lang=self.lang()) for v in views]
        now = [c for c in cards if not c.is_over]
        self.held = [c for c in now if not c.is_used_up] or now[-1:]  # the newest of used-up ones
        self.past = [c for c in cards if c not in self.held][:20]

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

    async def _read_access(self) -> None:
        me = self._id()
        known = await self.do(identity_queries.members_with_account, member_ids=[me])
        waiting = await self.do(identity_queries.open_invitations)
        mine = next((i for i in waiting if i.member_id == me), None)
        if mine is not None and not known:
            self.app = await self._invited(mine)
        else:
            words = desk.HAS_ACCOUNT if known else desk.NOT_INVITED
            kind = "positive" if known else "neutral"
            self.app = InvitationRow(
                words=words.to(self.lang()), kind=kind, has_account=bool(known)
            )

    async def _invited(self, view: InvitationView) -> InvitationRow:
        here, lang = await self.zone(), self.lang()
        path = await self.do(identity_queries.invitation_path, invitation_id=view.id)
        words = desk.INVITE_BOUNCED if view.has_bounced else desk.INVITED_ON
        words = desk.INVITE_EXPIRED if view.is_expired else words
        until = near_day(day_of(view.expires_at, here))
        return InvitationRow(
            id=str(view.id),
            words=words.to(lang, at=moment(view.sent_at, here, lang), until=until),
            kind="danger" if view.has_bounced else "warning" if view.is_expired else "info",
            link=settings().public_url + path,
            is_open=True,
        )

    async def _read_trail(self) -> None:
        page = await self.do(audit.trail, about=self._id(), limit=EVENTS)
        here, now, lang = await self.zone(), await self.today(), self.lang()
        self.trail = await activity(self.do, page.rows, zone=here, today=now, lang=lang)

    async def _read_visits(self) -> None:
        cards = await self.do(booking.upcoming, member_id=self._id())
        self.coming = [await self._coming(c) for c in cards[:VISITS]]
        self._more, self.visits = None, []
        await self._more_visits()

    async def _more_visits(self) -> None:
        page = await self.do(booking.history, member_id=self._id(), after=self._more, limit=VISITS)
        self.visits = [*self.visits, *[await self._visit(p) for p in page.rows]]
        self._more, self.has_more_visits = page.after, page.after is not None

    @rx.event
    async def more_visits(self) -> None:
        """Further back."""
        if self._more is not None and len(self.visits) < 500:
            await self._more_visits()

    async def _coming(self, card: ClassCard) -> VisitRow:
        here, lang = await self.zone(), self.lang()
        s = card.session
        day = day_of(s.starts_at, here)
        is_in = card.booking_id is not None
        return VisitRow(
            id=str(s.id),
            title=s.name.to(lang),
            when=f"{weekday(day, lang)} {near_day(day)}, {clock_time(s.starts_at, here)}",
            status=(desk.PLACE_KEPT if is_in else desk.PLACE_WAITING).to(lang),
            status_kind="positive" if is_in else "info",
        )

    async def _visit(self, place: PlaceView) -> VisitRow:
        here, lang = await self.zone(), self.lang()
        words, kind = _outcome(place)
        return VisitRow(
            id=str(place.booking_id),
            title=place.name.to(lang),
            when=moment(place.starts_at, here, lang),
            status=words.to(lang),
            status_kind=kind,
        )

    # dialogs

    @rx.event
    async def close_panel(self) -> None:
        """Close whatever is open."""
        self.panel, self.problems = "", {}

    def _open(self, panel: str, start: dict[str, str] | None = None) -> None:
        self.panel, self.start, self.problems = panel, start or {}, {}

    # plans

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_give(self) -> None:
        """Choose a plan to give, from today unless another day is chosen."""
        today = (await self.today()).isoformat()
        first = self.plans[0].value if self.plans else ""
        self._asked = {"plan": first, "starts_on": today}
        self._open("give", self._asked)
        await self._promise()

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def consider(self, name: str, value: str) -> None:
        """Another plan or first day: say what the member would get."""
        if name in ("plan", "starts_on"):
            self._asked = self._asked | {name: value}
            await self._promise()

    async def _promise(self) -> None:
        self.promise = ""
        plan = self._plans.get(self._asked.get("plan", ""))
        try:
            first = typed.day(self._asked, "starts_on") or await self.today()
        except Refusal:
            return  # half a date
        if plan is not None:
            self.promise = promise(plan, first, names=self._types, lang=self.lang())

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def give(self, form: dict[str, Any]) -> EventSpec | None:
        """Give the plan."""
        async with self.attempt() as deed:
            given = await self.do(
                giving.give,
                member_id=self._id(),
                plan_id=self.uuid(text(form, "plan")),
                starts_on=typed.day(form, "starts_on"),
            )
            deed.toast = await self._done(desk.GIVEN, plan=given.plan)
        return deed.toast

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_adjust(self, subscription_id: str) -> None:
        """Correct the entries of a plan."""
        self._about(subscription_id)
        self._open("adjust")

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def adjust(self, form: dict[str, Any]) -> EventSpec | None:
        """Add or take away entries, with the reason."""
        async with self.attempt() as deed:
            left = await self.do(
                giving.adjust_entries,
                subscription_id=self.uuid(self.about.id),
                delta=typed.needed_whole(form, "delta"),
                note=text(form, "note"),
            )
            words = plan_texts.ENTRIES_LEFT.to(self.lang(), left)
            deed.toast = await self._done(desk.ADJUSTED, left=words)
        return deed.toast

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def open_end(self, subscription_id: str) -> None:
        """Ask before a plan ends: what is lost does not come back."""
        self._about(subscription_id)
        self._open("end")

    @rx.event
    @also_needs(Permission.GIVE_PLANS)
    async def end(self, form: dict[str, Any]) -> EventSpec | None:
        """End a plan now, or on a day."""
        async with self.attempt() as deed:
            day = typed.day(form, "day")
            given = self.uuid(self.about.id)
            if day is None:
                await self.do(giving.end, subscription_id=given)
                deed.toast = await self._done(desk.ENDED, plan=self.about.plan)
            else:
                await self.do(giving.end_on, subscription_id=given, day=day)
                deed.toast = await self._done(desk.END_SET, plan=self.about.plan, day=day)
        return deed.toast

    @rx.event
    async def open_moves(self, subscription_id: str) -> None:
        """The story of a plan's entries."""
        view = self._about(subscription_id)
        found = await self.do(subscriptions.moves, member_id=self._id(), subscription_id=view.id)
        here, lang = await self.zone(), self.lang()
        self.moves = [move_row(n, m, zone=here, lang=lang) for n, m in enumerate(found[:100])]
        self._open("moves")

    def _about(self, subscription_id: str) -> HeldView:
        view = self._held.get(str(self.uuid(subscription_id)))
        if view is None:
            raise Refusal(desk.NOT_FOUND)
        self.about = held_row(view, names=self._types, lang=self.lang())
        return view

    # app access

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def invite(self) -> EventSpec | None:
        """Invite by e-mail, or make a link to send by hand."""
        card = self._known()
        async with self.attempt() as deed:
            await self.do(
                identity.invite_member,
                member_id=card.id,
                name=card.name,
                email=card.email,
                phone=card.phone,
                lang=(await self.do(orgs.card)).lang,
            )
            deed.toast = await self._done(desk.INVITED if card.email else desk.LINK_MADE)
        return deed.toast or self._first_problem()

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def resend(self) -> EventSpec:
        """Send the letter once more."""
        await self.do(identity.resend_invitation, invitation_id=self.uuid(self.app.id))
        return await self._done(desk.RESENT)

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def revoke(self) -> EventSpec:
        """Close the link."""
        await self.do(identity.revoke_invitation, invitation_id=self.uuid(self.app.id))
        return await self._done(desk.REVOKED)

    @rx.event
    @also_needs(Permission.INVITE_MEMBERS)
    async def copied(self) -> EventSpec:
        """Say that the link is on the clipboard."""
        return self.say(desk.COPIED)

    def _first_problem(self) -> EventSpec | None:
        """Refusals at fields that this deed has no form for."""
        said = next(iter(self.problems.values()), "")
        return self.say(Text(said, said)) if said else None

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

    async def _done(self, words: Text, **params: object) -> EventSpec:
        await self._refresh()
        self.panel = ""
        return self.say(words, **params)

    def _known(self) -> MemberCard:
        if self._card is None:
            raise Refusal(desk.NOT_FOUND)
        return self._card


def _outcome(place: PlaceView) -> tuple[Text, str]:
    """What became of a place: words and kind."""
    if place.is_class_cancelled:
        return desk.PLACE_CLASS_CANCELLED, "neutral"
    match place.status, place.attendance:
        case BookingStatus.LATE_CANCELLED, _:
            return desk.PLACE_LATE, "warning"
        case BookingStatus.CANCELLED, _:
            return desk.PLACE_CANCELLED, "neutral"
        case _, Attendance.ATTENDED:
            return desk.PLACE_CAME, "positive"
        case _, Attendance.NO_SHOW:
            return desk.PLACE_NO_SHOW, "danger"
    return desk.PLACE_UNKNOWN, "neutral"
