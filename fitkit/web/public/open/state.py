"""What the opening of a gym knows. What was typed stays with the tab: going back and a reload lose nothing."""

from typing import Any, ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission
from fitkit.features.orgs import queries as orgs
from fitkit.features.orgs.rules import DEFAULT_BRAND, VERSIONS, GymKind, slug_problem
from fitkit.texts import getting_in as texts
from fitkit.texts import orgs as org_texts
from fitkit.web.public.arrival import ARRIVED, Arrival, arrival
from fitkit.web.public.colours import colour_css, colour_words
from fitkit.web.public.open import draft
from fitkit.web.public.open.draft import ACCEPT, GYM, LOOK, WHO, Draft
from fitkit.web.screen import ANYONE, Needs, Screen, also_needs, text

FIELDS: Final = (*draft.STEP_OF, "person")
TYPED: Final = ("location_name", "address", "phone")


class OpenState(Screen, rx.State):
    """A gym to be."""

    needs: ClassVar[Needs] = ANYONE
    step: int = WHO
    is_sent: bool = False  # a code is on its way
    person: str = ""
    email: str = ""
    problems: dict[str, str] = {}
    warning: str = ""

    name: str = ""
    slug: str = ""
    slug_note: str = ""  # that it is free
    kind: str = GymKind.CROSSFIT
    location_name: str = ""
    address: str = ""
    phone: str = ""
    colour: str = DEFAULT_BRAND
    colour_note: str = ""
    brand_css: str = ""
    kind_words: str = ""
    accepted: list[str] = []

    _is_own_slug: bool = False  # typed, no longer suggested

    @rx.event
    async def load(self) -> EventSpec:
        """Read how the form came back; keep what was typed."""
        came = arrival(self.router, self.lang(), fields=FIELDS)
        is_in = (await self.actor()).may(Permission.USE_ACCOUNT)
        if is_in:
            self._recall(came.typed)
        else:
            self.person = came.typed.get("name") or self.person
            self.email = came.typed.get("email") or self.email
        self.is_sent = not is_in and came.step == "code" and bool(self.email)
        self._place(came, is_in=is_in)
        self._dress()
        return rx.call_script(ARRIVED)

    def _recall(self, typed: dict[str, str]) -> None:
        """What the last post carried, when this tab was emptied meanwhile."""
        if self.name or not typed.get("slug"):
            return
        self._is_own_slug = True
        for field in ("name", "slug", "kind", *TYPED):
            setattr(self, field, typed.get(field) or getattr(self, field))
        self.colour = typed.get("brand") or self.colour

    def _place(self, came: Arrival, *, is_in: bool) -> None:
        """The step to stand at: the first with a problem, and none but the first for a visitor."""
        at = "code" if came.word == "code" and came.step == "code" else ""
        self.problems = {**came.problems, **({at: came.warning} if at else {})}
        self.warning = "" if at else came.warning
        if not is_in:
            self.step = WHO
        elif self.problems and self.name:
            self.step = draft.first_step(self.problems)
        else:
            self.step = max(self.step, GYM)

    def _dress(self) -> None:
        lang = self.lang()
        self.brand_css = colour_css(self.colour) if self.step >= LOOK else ""
        self.colour_note = colour_words(self.colour, lang)
        self.kind_words = draft.kind_words(self.kind, lang)

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def rename(self, name: str) -> None:
        """Take the gym's name; suggest an address while none was typed."""
        self.name = name[:80]
        if self._is_own_slug:
            return
        free = await self.do(orgs.free_slugs, name=self.name)
        self.slug = free[0] if free else ""
        self.slug_note = texts.SLUG_FREE.to(self.lang()) if free else ""
        self.problems = {k: v for k, v in self.problems.items() if k not in ("name", "slug")}

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def readdress(self, slug: str) -> None:
        """Take a typed address, and say whether it is free."""
        self.slug, self._is_own_slug = slug.strip().lower()[:40], bool(slug.strip())
        await self._check_slug()

    async def _check_slug(self) -> bool:
        wrong = slug_problem(self.slug)
        if wrong is None and not await self.do(orgs.is_slug_free, slug=self.slug):
            wrong = org_texts.SLUG_TAKEN
        kept = {k: v for k, v in self.problems.items() if k != "slug"}
        self.problems = {**kept, **({"slug": wrong.to(self.lang())} if wrong else {})}
        self.slug_note = "" if wrong else texts.SLUG_FREE.to(self.lang())
        return wrong is None

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def choose_kind(self, kind: str) -> None:
        """Take what the gym begins as."""
        self.kind = kind if kind in set(GymKind) else self.kind

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def go_on(self, form: dict[str, Any]) -> EventSpec | None:
        """Leave the second step, when all is well with it."""
        for field in TYPED:
            setattr(self, field, text(form, field)[:200])
        async with self.attempt() as deed:
            draft.check(self._draft(), GYM)
            if not await self._check_slug():
                raise Refusal(org_texts.SLUG_TAKEN, field="slug")
            self.step, self.warning = LOOK, ""
        self._dress()
        return deed.toast

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def colour_it(self, colour: str) -> None:
        """Try a colour on."""
        self.colour = colour.strip().upper()[:7]
        self._dress()

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def keep_colour(self) -> EventSpec | None:
        """Leave the third step."""
        async with self.attempt() as deed:
            draft.check(self._draft(), LOOK)
            self.step = ACCEPT
        self._dress()
        return deed.toast

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def back_to(self, step: int) -> None:
        """Return to a step that was done; nothing typed is lost."""
        self.step = min(max(int(step), GYM), self.step)
        self.problems = {}
        self._dress()

    @rx.event
    @also_needs(Permission.USE_ACCOUNT)
    async def accept(self, document: str, is_on: bool) -> None:
        """Tick a document, or take the tick back."""
        known = [str(d) for d in VERSIONS]
        ticked = {*self.accepted, document} if is_on else {*self.accepted} - {document}
        self.accepted = [d for d in known if d in ticked]

    def _draft(self) -> Draft:
        return Draft(
            self.name,
            self.slug,
            self.kind,
            self.location_name,
            self.address,
            self.phone,
            self.colour,
        )
