"""Notices of the inbox, and what of them comes by which way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core import clock
from fitkit.core.i18n import Lang, clock_time, ltr, relative_day
from fitkit.features.notifications.queries import BrowserView, NoticeView, PreferenceView
from fitkit.features.notifications.rules import REMINDER_CHOICES, Channel, NoticeGroup
from fitkit.texts import account as texts
from fitkit.texts import notices
from fitkit.web.rows.choice import Choice

ICONS: Final = {
    "bookings": "calendar_done",
    "waitlist": "waiting",
    "classes": "calendar",
    "reminders": "remind",
    "plans": "plan",
    "team": "staff",
    "security": "shield",
}


@dataclass
class NoticeRow:
    """One notice."""

    id: str
    icon: str  # a meaning
    title: str
    body: str
    at: str
    path: str  # with its language; empty: nothing to open
    is_read: bool


@dataclass
class GroupRow:
    """Kinds of notices that are chosen together, and their two ways besides the inbox."""

    group: str
    label: str
    why: str
    email: bool
    is_email_fixed: bool
    email_label: str
    push: bool
    push_label: str


@dataclass
class BrowserRow:
    """Another browser of the reader that takes push notes."""

    id: str
    device: str
    since: str
    remove: str
    endpoint: str


def notice_row(view: NoticeView, *, lang: Lang, zone: ZoneInfo, today: date) -> NoticeRow:
    """A notice in the reader's language."""
    day = relative_day(clock.day_of(view.at, zone), today=today, lang=lang)
    return NoticeRow(
        id=str(view.id),
        icon=ICONS[view.group],
        title=view.title,
        body=view.body,
        at=texts.AT.to(lang, day=day, time=clock_time(view.at, zone)),
        path=_address(view.path, lang),
        is_read=view.is_read,
    )


def group_rows(switches: Iterable[PreferenceView], lang: Lang) -> list[GroupRow]:
    """Groups in their order, a row each."""
    found: dict[NoticeGroup, dict[Channel, PreferenceView]] = {}
    for switch in switches:
        found.setdefault(switch.group, {})[switch.channel] = switch
    return [
        GroupRow(
            group=str(group),
            label=notices.GROUPS[group].to(lang),
            why=texts.GROUPS_WHY[group].to(lang),
            email=ways[Channel.EMAIL].is_on,
            is_email_fixed=ways[Channel.EMAIL].is_fixed,
            email_label=_label(group, Channel.EMAIL, lang),
            push=ways[Channel.PUSH].is_on,
            push_label=_label(group, Channel.PUSH, lang),
        )
        for group, ways in found.items()
    ]


def browser_row(view: BrowserView, *, lang: Lang, zone: ZoneInfo, today: date) -> BrowserRow:
    """A browser that takes push notes."""
    device = view.device or texts.UNKNOWN_DEVICE.to(lang)
    day = relative_day(clock.day_of(view.since, zone), today=today, lang=lang)
    return BrowserRow(
        id=str(view.id),
        device=device,
        since=texts.SINCE.to(lang, day=day),
        remove=texts.REMOVE_BROWSER.to(lang, device=device),
        endpoint=view.endpoint,
    )


def reminder_choices(lang: Lang) -> list[Choice]:
    """How long before a class one may be reminded."""
    return [
        Choice(
            str(hours),
            notices.HOURS_BEFORE.to(lang, hours) if hours else notices.NO_REMINDER.to(lang),
        )
        for hours in REMINDER_CHOICES
    ]


def quiet_words(since: time, until: time, lang: Lang) -> str:
    """The gym's quiet hours in a sentence."""
    if since == until:
        return texts.QUIET_NONE.to(lang)
    return texts.QUIET.to(lang, since=ltr(f"{since:%H:%M}"), until=ltr(f"{until:%H:%M}"))


def _label(group: NoticeGroup, channel: Channel, lang: Lang) -> str:
    return texts.CHANNEL_OF.to(lang, channel=notices.CHANNELS[channel], group=notices.GROUPS[group])


def _address(path: str, lang: Lang) -> str:
    """What a tap opens in the reader's language; what it asks for stays at its end."""
    route, mark, query = path.partition("?")
    return f"/{lang}{route}/{mark}{query}" if route else ""
