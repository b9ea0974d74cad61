"""Password, second factor, devices. Secrets are in the State while their dialog is open, and not a moment longer."""

from typing import Any, ClassVar, Final

import reflex as rx
import segno
from reflex.event import EventSpec

from fitkit.core.permissions import Permission
from fitkit.features.identity import actions, flows, queries
from fitkit.texts import account as texts
from fitkit.web import problems
from fitkit.web.rows.sign_in import SignInRow, sign_in_row
from fitkit.web.screen import Needs, Screen, text

ASKS: Final = ("password", "off", "renew")  # dialogs that open by themselves


class SafetyState(Screen, rx.State):
    """How the account is entered, and from where it is open."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}
    dialog: str = ""  # password, scan, codes, off, renew; empty: none

    has_password: bool = False
    may_set_password: bool = False  # without the present one
    has_factor: bool = False
    needs_factor: bool = False
    codes_left: str = ""
    sign_ins: list[SignInRow] = []
    has_others: bool = False

    qr: str = ""
    secret: str = ""
    codes: list[str] = []

    @rx.event
    async def load(self) -> None:
        """Read how the account is guarded."""
        self._forget()
        self.sign_ins = []
        async with self.loading():
            await self._refresh()

    def _forget(self) -> None:
        """Close, and let go of everything secret."""
        self.dialog, self.qr, self.secret, self.codes, self.problems = "", "", "", [], {}

    async def _refresh(self) -> None:
        lang, zone, today = self.lang(), await self.zone(), await self.today()
        account = await self.do(queries.account)
        self.has_password, self.may_set_password = account.has_password, account.may_set_password
        self.has_factor = account.has_totp
        self.needs_factor = account.needs_totp and not account.has_totp
        self.codes_left = texts.CODES_LEFT.to(lang, account.recovery_codes_left)
        views = await self.do(queries.sign_ins)
        self.sign_ins = [sign_in_row(v, lang=lang, zone=zone, today=today) for v in views]
        self.has_others = len(views) > 1

    @rx.event
    async def ask(self, what: str) -> None:
        """Open the dialog of a deed."""
        self._forget()
        self.dialog = what if what in ASKS else ""

    @rx.event
    async def close(self) -> None:
        """Leave any dialog."""
        self._forget()

    @rx.event
    async def change_password(self, form: dict[str, Any]) -> EventSpec | None:
        """Set the password; other devices are signed out."""
        current, new = str(form.get("current") or ""), str(form.get("new") or "")
        async with self.attempt() as deed:
            await self.run(flows.change_password, current=current, new=new)
            self._forget()
            await self._refresh()
        return self.say(texts.PASSWORD_DONE) if deed.done else deed.toast

    @rx.event
    async def start_factor(self) -> None:
        """Give a secret to scan; it is in force once confirmed."""
        self._forget()
        setup = await self.do(actions.start_totp)
        self.secret = " ".join(setup.secret[i : i + 4] for i in range(0, len(setup.secret), 4))
        self.qr = segno.make(setup.uri, error="m").svg_inline(omitsize=True, border=1)
        self.dialog = "scan"

    @rx.event
    async def confirm_factor(self, form: dict[str, Any]) -> EventSpec | None:
        """Put it in force by its first code, and show the recovery codes."""
        async with self.attempt() as deed:
            made = await self.do(actions.confirm_totp, code=text(form, "code"))
            await self._show(made.codes)
        return deed.toast

    @rx.event
    async def turn_off(self, form: dict[str, Any]) -> EventSpec | None:
        """Switch the second factor off."""
        async with self.attempt() as deed:
            await self.run(flows.disable_totp, code=text(form, "code"))
            self._forget()
            await self._refresh()
        return self.say(texts.OFF_DONE) if deed.done else deed.toast

    @rx.event
    async def renew(self, form: dict[str, Any]) -> EventSpec | None:
        """Ten new recovery codes in the place of the old ones."""
        async with self.attempt() as deed:
            made = await self.run(flows.renew_recovery_codes, code=text(form, "code"))
            await self._show(made.codes)
        return deed.toast

    async def _show(self, codes: tuple[str, ...]) -> None:
        self._forget()
        self.dialog, self.codes = "codes", list(codes)
        await self._refresh()

    @rx.event
    async def copied(self) -> EventSpec:
        """Say that the codes are on the clipboard."""
        return self.say(texts.COPIED)

    @rx.event
    async def revoke(self, sign_in_id: str) -> EventSpec:
        """Sign one device out."""
        await self.do(actions.revoke_sign_in, sign_in_id=self.uuid(sign_in_id))
        await self._refresh()
        return self.say(texts.REVOKED)

    @rx.event
    async def revoke_others(self) -> EventSpec:
        """Sign every other device out."""
        count = await self.do(actions.revoke_others)
        await self._refresh()
        words = texts.REVOKED_OTHERS.to(self.lang(), count)
        return problems.told(words) if count else self.say(texts.NO_OTHERS)
