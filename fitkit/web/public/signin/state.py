"""What the sign-in screen knows. It changes nothing: its forms post for real."""

from dataclasses import dataclass
from typing import ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.i18n import Lang, Text
from fitkit.texts import common
from fitkit.web.public.arrival import ARRIVED, Arrival, arrival
from fitkit.web.public.signin.personas import Persona, offered
from fitkit.web.screen import ANYONE, Needs, Screen

FIELDS: Final = ("account", "email", "password", "code", "name")
STEPS: Final = ("code", "second-factor")
# Which field a word about the whole form stands at.
_AT: Final = {"wrong": "password", "code": "code", "factor": "code", "email": "account"}


@dataclass
class PersonaRow:
    """Somebody of the demo."""

    label: str
    account: str
    password: str
    path: str


def persona_row(person: Persona, lang: Lang) -> PersonaRow:
    """A persona in words."""
    return PersonaRow(
        label=person.label.to(lang),
        account=person.account,
        password=person.password,
        path=f"/{lang}{person.lands_on}/",
    )


class SignInState(Screen, rx.State):
    """How somebody came to the sign-in screen."""

    needs: ClassVar[Needs] = ANYONE
    step: str = "password"  # password, code, second-factor
    account: str = ""
    problems: dict[str, str] = {}
    warning: str = ""  # about the form as a whole
    onward: str = ""
    by_recovery: bool = False
    personas: list[PersonaRow] = []

    @rx.event
    async def load(self) -> EventSpec:
        """Read the address, and what was typed before it."""
        lang = self.lang()
        came = arrival(self.router, lang, fields=FIELDS)
        self.account = came.typed.get("account") or came.typed.get("email", "")
        self.onward, self.by_recovery = came.onward, False
        self.step = came.step if came.step in STEPS else "password"
        self.problems, self.warning = _placed(came)
        if self.step == "code" and not self.account:
            self._ask_again({"account": common.REQUIRED} if not self.problems else {})
        self.personas = [persona_row(p, lang) for p in offered()]
        return rx.call_script(ARRIVED)

    @rx.event
    async def use(self, way: str) -> None:
        """Type a recovery code (``recovery``) in the place of the app's, or back."""
        self.by_recovery, self.problems = way == "recovery", {}

    def _ask_again(self, missing: dict[str, Text]) -> None:
        """Nobody can be at the code without an address: two minutes went by, or none was typed."""
        self.step = "password"
        said = {name: text.to(self.lang()) for name, text in missing.items()}
        self.problems = {**said, **{k: v for k, v in self.problems.items() if k != "code"}}


def _placed(came: Arrival) -> tuple[dict[str, str], str]:
    """Problems by field, and what stands above the form; a code's word stands at the code only while it is asked."""
    at = _AT.get(came.word, "")
    if at == "code" and came.step not in STEPS:
        at = ""
    if not at:
        return came.problems, came.warning
    return {**came.problems, at: came.warning}, ""
