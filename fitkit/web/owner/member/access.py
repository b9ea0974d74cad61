"""A member's way into the app: an account, an open invitation, or neither."""

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text, moment, near_day
from fitkit.core.permissions import Permission
from fitkit.core.settings import settings
from fitkit.features.identity import actions as identity
from fitkit.features.identity import queries as identity_queries
from fitkit.features.identity.queries import InvitationView
from fitkit.features.orgs import queries as orgs
from fitkit.texts import desk
from fitkit.web.owner.member.whose import MemberPage
from fitkit.web.rows.member import InvitationRow
from fitkit.web.screen import also_needs


class AccessDeeds(MemberPage, rx.State, mixin=True):
    """Invite, send again, close the link."""

    app: InvitationRow = InvitationRow()

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

    def _first_problem(self) -> EventSpec | None:
        """Refusals at fields that this deed has no form for."""
        said = next(iter(self.problems.values()), "")
        return self.say(Text(said, said)) if said else None
