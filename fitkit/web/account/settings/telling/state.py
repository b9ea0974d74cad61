"""What is told by which way, reminders, and push on this device."""

from typing import Any, ClassVar, Final

import reflex as rx
from reflex.event import EventSpec

from fitkit.core.errors import NotFound
from fitkit.core.permissions import Permission
from fitkit.features.identity.rules import device_words
from fitkit.features.notifications import actions, flows, queries
from fitkit.features.notifications.queries import BrowserView
from fitkit.features.notifications.rules import Channel, NoticeGroup, ReminderWish
from fitkit.texts import account as texts
from fitkit.web.account.settings.telling import push
from fitkit.web.rows.choice import Choice
from fitkit.web.rows.notice import (
    BrowserRow,
    GroupRow,
    browser_row,
    group_rows,
    quiet_words,
    reminder_choices,
)
from fitkit.web.screen import Needs, Screen, also_needs, text

# How push stands on this device, as the page knows it.
STANDINGS: Final = ("on", "off", "blocked", "unsupported", "failed")


class TellingState(Screen, rx.State):
    """The reader's choices in this gym, and this browser."""

    needs: ClassVar[Needs] = Permission.USE_ACCOUNT
    is_loading: bool = True
    problem: str = ""
    problems: dict[str, str] = {}
    has_gym: bool = False
    groups: list[GroupRow] = []
    quiet: str = ""
    is_member: bool = False
    reminder: str = ""  # hours
    evening_before: bool = False
    reminders: list[Choice] = []

    push: str = ""  # one of STANDINGS; empty: not known yet, or not set up
    push_key: str = ""
    is_set_up: bool = False
    browsers: list[BrowserRow] = []  # other ones
    _endpoint: str = ""  # of this browser

    @rx.event
    async def load(self) -> EventSpec:
        """Read the choices, and ask the browser how push stands."""
        self.groups, self.browsers, self.push, self._endpoint = [], [], "", ""
        self.has_gym = (await self.actor()).org_id is not None
        async with self.loading():
            self.push_key = await self.run(flows.push_key)
            self.is_set_up = bool(self.push_key)
            await self._refresh()
        return rx.call_script(push.LOOK, callback=TellingState.looked)

    async def _refresh(self) -> None:
        lang = self.lang()
        chosen = await self.do(queries.preferences)
        self.groups = group_rows(chosen.switches, lang)
        self.quiet = quiet_words(chosen.quiet_from, chosen.quiet_to, lang)
        self.is_member = chosen.reminder is not None
        wish = chosen.reminder or ReminderWish(0)
        self.reminder, self.evening_before = str(wish.hours), wish.evening_before
        self.reminders = reminder_choices(lang)
        await self._show_browsers(chosen.browsers)

    async def _show_browsers(self, views: tuple[BrowserView, ...]) -> None:
        """Others in the list; this one only when the server knows it as the reader's."""
        lang, zone, today = self.lang(), await self.zone(), await self.today()
        rows = [browser_row(v, lang=lang, zone=zone, today=today) for v in views]
        here = [v for v in views if v.endpoint == self._endpoint]
        self.browsers = [r for r, v in zip(rows, views, strict=True) if v not in here]
        if self.push == "on" and not here:
            self.push = "off"

    @rx.event
    async def toggle(self, group: str, channel: str, is_on: bool) -> EventSpec | None:
        """Turn a way of a group on or off."""
        if group not in set(NoticeGroup) or channel not in set(Channel):
            raise NotFound
        async with self.attempt() as deed:
            await self.do(
                actions.set_preference,
                group=NoticeGroup(group),
                channel=Channel(channel),
                is_on=is_on,
            )
        await self._refresh()
        return self.say(texts.SAVED) if deed.done else deed.toast

    @rx.event
    @also_needs(Permission.SEE_OWN)
    async def remind(self, hours: str) -> EventSpec | None:
        """Choose how long before a class to be reminded."""
        chosen = int(hours) if hours.isdecimal() else -1
        return await self._wish(ReminderWish(chosen, self.evening_before))

    @rx.event
    @also_needs(Permission.SEE_OWN)
    async def remind_in_the_evening(self, is_on: bool) -> EventSpec | None:
        """Choose a reminder on the evening before, beside the other one."""
        return await self._wish(ReminderWish(int(self.reminder or 0), is_on))

    async def _wish(self, wish: ReminderWish) -> EventSpec | None:
        async with self.attempt() as deed:
            await self.do(actions.set_reminder, wish=wish)
        await self._refresh()
        return self.say(texts.SAVED) if deed.done else deed.toast

    @rx.event
    async def looked(self, found: dict[str, Any]) -> None:
        """What the browser says of itself; nothing of it is believed beyond this page."""
        self._stand(found)
        await self._refresh()

    @rx.event
    async def subscribed(self, found: dict[str, Any]) -> EventSpec | None:
        """Keep this browser, if it agreed."""
        self._stand(found)
        if self.push != "on":
            return None
        async with self.attempt() as deed:
            await self.do(
                actions.subscribe_push,
                endpoint=text(found, "endpoint"),
                p256dh=text(found, "p256dh"),
                auth=text(found, "auth"),
                device=device_words(self.router.headers.user_agent),
            )
        await self._refresh()
        return self.say(texts.PUSH_DONE) if deed.done else deed.toast

    @rx.event
    async def unsubscribed(self, found: dict[str, Any]) -> EventSpec:
        """Forget this browser."""
        await self.do(actions.unsubscribe_push, endpoint=text(found, "endpoint"))
        self._stand(found)
        await self._refresh()
        return self.say(texts.PUSH_STOPPED)

    @rx.event
    async def remove(self, browser_id: str) -> EventSpec:
        """Forget another browser."""
        await self.do(actions.remove_browser, browser_id=self.uuid(browser_id))
        await self._refresh()
        return self.say(texts.PUSH_STOPPED)

    def _stand(self, found: dict[str, Any]) -> None:
        standing = text(found, "state")
        self.push = standing if standing in STANDINGS else "failed"
        self._endpoint = text(found, "endpoint")
