"""What the invitation screen knows. The token stays in the address; joining is a real form post."""

import re
from typing import ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import day_in_record
from fitkit.features.identity import queries as identity
from fitkit.features.identity.queries import InvitationCard
from fitkit.texts import getting_in as texts
from fitkit.texts import identity as identity_texts
from fitkit.web.public.arrival import ARRIVED, arrival
from fitkit.web.public.colours import colour_css
from fitkit.web.screen import ANYONE, Needs, Screen

FIELDS: Final = ("name", "email", "password", "code")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,80}")


class JoinState(Screen, rx.State):
    """One invitation, as the holder of its link sees it."""

    needs: ClassVar[Needs] = ANYONE
    is_loading: bool = True
    problem: str = ""
    is_gone: bool = False  # used, withdrawn, expired, or of nobody
    problems: dict[str, str] = {}
    warning: str = ""
    must_sign_in: bool = False  # the address has an account
    step: str = ""  # code: one was sent
    gym: str = ""
    role: str = ""
    invited_by: str = ""
    until: str = ""
    name: str = ""
    email: str = ""  # the invitation's own, or the one typed
    is_open: bool = False  # the invitation has no address of its own
    brand_css: str = ""

    @rx.event
    async def load(self) -> EventSpec:
        """Read the invitation, and how the form came back."""
        self._reset()
        async with self.loading():
            self._show(await self.do(identity.invitation, token=self._token()))
            self._come()
        self.is_gone = self.problem == identity_texts.INVITATION_GONE.to(self.lang())
        return rx.call_script(ARRIVED)

    def _reset(self) -> None:
        """Nothing of another invitation stays."""
        self.is_loading, self.problems, self.warning = True, {}, ""
        self.must_sign_in = self.is_open = self.is_gone = False
        self.step = self.gym = self.role = self.invited_by = self.until = ""
        self.name = self.email = self.brand_css = ""

    def _token(self) -> str:
        """The token at the end of the address.

        Raises:
            Refusal: INVITATION_GONE: what stands there is none.
        """
        token = self._path().rstrip("/").rsplit("/", 1)[-1]
        if not _TOKEN.fullmatch(token):
            raise Refusal(identity_texts.INVITATION_GONE)
        return token

    def _show(self, card: InvitationCard) -> None:
        lang = self.lang()
        day = day_in_record(clock.day_of(card.expires_at, clock.ISRAEL))
        self.gym, self.brand_css = card.gym_name, colour_css(card.brand)
        self.role = texts.JOIN_AS[card.role].to(lang) if card.role in texts.JOIN_AS else ""
        self.invited_by = texts.INVITED_BY.to(lang, name=card.invited_by) if card.invited_by else ""
        self.until = texts.GOOD_UNTIL.to(lang, day=day)
        self.name, self.email, self.is_open = card.name, card.email, not card.email

    def _come(self) -> None:
        came = arrival(self.router, self.lang(), fields=FIELDS)
        self.step = came.step
        self.must_sign_in = came.word == "sign-in-first"
        at = "code" if came.word == "code" and came.step == "code" else ""
        self.problems = {**came.problems, **({at: came.warning} if at else {})}
        self.warning = "" if at else came.warning
        self.name = came.typed.get("name") or self.name
        if self.is_open:
            self.email = came.typed.get("email", "")
            self.step = came.step if self.email else ""
