"""What needs attention on the overview, in cards: each line leads to where it is seen to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from fitkit.core.clock import day_of, week_start
from fitkit.core.i18n import (
    Text,
    clock_time,
    day_in_record,
    near_day,
    number,
    relative_day,
)
from fitkit.features.identity.queries import InvitationView
from fitkit.features.notifications.queries import TroubleView
from fitkit.features.penalties.queries import PenaltyView
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.features.subscriptions.queries import RunningOutView, WithoutPlanView
from fitkit.features.substitutes.queries import RequestView
from fitkit.texts import identity as identity_texts
from fitkit.texts import notices
from fitkit.texts import overview as texts
from fitkit.texts import penalties as penalty_texts
from fitkit.texts import substitutes as substitute_texts
from fitkit.web.rows.figure import Reading

SHOWN: Final = 4  # lines of a card


@dataclass
class TaskRow:
    """Somebody or something that needs attention."""

    id: str
    name: str
    fact: str
    kind: str  # of the fact: warning, danger, neutral
    href: str
    is_person: bool = True


@dataclass
class TaskCard:
    """One kind of what needs attention."""

    key: str
    title: str
    count: int
    count_words: str
    icon: str
    href: str  # to all of them; empty: there is no list
    rows: list[TaskRow]


def without_plan(views: Sequence[WithoutPlanView], reading: Reading) -> TaskCard:
    """Members who hold nothing."""
    rows = [
        TaskRow(
            str(v.member_id),
            v.member,
            texts.WITHOUT_SINCE.to(reading.lang, day=_record(v.joined_on, reading)),
            "neutral",
            reading.path(f"members/{v.member_id}"),
        )
        for v in views[:SHOWN]
    ]
    href = reading.path("members?status=lead")
    return _card("without_plan", texts.WITHOUT_PLAN, "plan", href, rows, len(views), reading)


def substitutes(views: Sequence[RequestView], reading: Reading) -> TaskCard:
    """Classes that a substitute is sought for; the nearest first, each leads to the class."""
    rows = [
        TaskRow(
            str(v.id),
            _titled(v.session, reading),
            _sought(v, reading),
            "warning",
            _on_the_board(v.session, reading),
            is_person=False,
        )
        for v in views[:SHOWN]
    ]
    href = reading.path("schedule")
    return _card("substitutes", texts.SUBSTITUTES, "coach", href, rows, len(views), reading)


def _sought(v: RequestView, reading: Reading) -> str:
    """For whom, and whom it was put to; or who said no already."""
    asked = substitute_texts.ASKED_ONE.to(reading.lang, name=v.asked_of_name)
    said = asked if v.asked_of else substitute_texts.ASKED_ALL.to(reading.lang)
    if v.declined:
        said = substitute_texts.SAID_NO.to(reading.lang, names=", ".join(v.declined))
    return texts.SOUGHT_FOR.to(reading.lang, name=v.asked_by_name, said=said)


def _on_the_board(v: SessionView, reading: Reading) -> str:
    """To the class beside the timetable of its week."""
    week = week_start(day_of(v.starts_at, reading.zone))
    return reading.path(f"schedule?week={week.isoformat()}&class={v.id}")


def disputes(views: Sequence[PenaltyView], reading: Reading) -> TaskCard:
    """What members say was not so; the longest waiting first."""
    href = reading.path("disputes")
    rows = [
        TaskRow(str(v.id), v.member, _disputed(v, reading), "warning", href) for v in views[:SHOWN]
    ]
    return _card("disputes", texts.DISPUTES, "dispute", href, rows, len(views), reading)


def _disputed(v: PenaltyView, reading: Reading) -> str:
    offence = penalty_texts.OFFENCES[v.offence]
    day = _day(day_of(v.at, reading.zone), reading)
    return texts.DISPUTED.to(reading.lang, offence=offence, day=day)


def running_out(views: Sequence[RunningOutView], reading: Reading) -> TaskCard:
    """Plans that are nearly over."""
    rows = [
        TaskRow(
            str(v.subscription_id),
            v.member,
            _runs_out(v, reading),
            "warning",
            reading.path(f"members/{v.member_id}"),
        )
        for v in views[:SHOWN]
    ]
    return _card("running_out", texts.RUNNING_OUT, "waiting", "", rows, len(views), reading)


def _runs_out(v: RunningOutView, reading: Reading) -> str:
    if v.entries_left is not None and (v.entries_left <= 1 or v.ends_on is None):
        left = texts.LEFT.to(reading.lang, v.entries_left) if v.entries_left else texts.NONE_LEFT
        return texts.ENTRIES_LEFT.to(reading.lang, plan=v.plan, left=left)
    day = _day(v.ends_on, reading) if v.ends_on else ""
    return texts.ENDS_ON.to(reading.lang, plan=v.plan, day=day)


def invitations(views: Sequence[InvitationView], reading: Reading) -> TaskCard:
    """Invitations nobody took up yet; those that went wrong first."""
    ordered = sorted(views, key=lambda v: not (v.has_bounced or v.is_expired))
    rows = [_invitation(v, reading) for v in ordered[:SHOWN]]
    return _card("invitations", texts.INVITATIONS, "mail", "", rows, len(views), reading)


def _invitation(v: InvitationView, reading: Reading) -> TaskRow:
    role = identity_texts.ROLES[str(v.role)]
    if v.has_bounced:
        fact, kind = texts.INVITE_BOUNCED.to(reading.lang, role=role), "danger"
    elif v.is_expired:
        fact, kind = texts.INVITE_EXPIRED.to(reading.lang, role=role), "warning"
    else:
        day = _day(day_of(v.sent_at, reading.zone), reading)
        fact, kind = texts.INVITED_ON.to(reading.lang, role=role, day=day), "neutral"
    to = f"members/{v.member_id}" if v.member_id else "staff"
    return TaskRow(str(v.id), v.name, fact, kind, reading.path(to))


def waiting(views: Sequence[SessionView], reading: Reading) -> TaskCard:
    """Classes of the coming week with people in line."""
    soon = [
        v
        for v in views
        if v.waiting
        and v.status is SessionStatus.SCHEDULED
        and reading.now < v.starts_at < reading.now + timedelta(days=7)
    ]
    rows = [
        TaskRow(
            str(v.id),
            _titled(v, reading),
            _in_line(v, reading),
            "neutral",
            reading.path(f"roster/{v.id}"),
            is_person=False,
        )
        for v in soon[:SHOWN]
    ]
    href = reading.path("schedule")
    return _card("waiting", texts.WAITING, "schedule", href, rows, len(soon), reading)


def _titled(v: SessionView, reading: Reading) -> str:
    day = _day(day_of(v.starts_at, reading.zone), reading)
    return f"{v.name.to(reading.lang)}, {day} {clock_time(v.starts_at, reading.zone)}"


def _in_line(v: SessionView, reading: Reading) -> str:
    of = texts.BOOKED_OF.to(reading.lang, booked=v.booked, of=v.capacity)
    return texts.WAITING_FACT.to(reading.lang, v.waiting, of=of)


def troubles(views: Sequence[TroubleView], names: dict[UUID, str], reading: Reading) -> TaskCard:
    """Messages that did not arrive, one line a person: the newest."""
    first: dict[UUID | None, TroubleView] = {}
    for v in views:
        first.setdefault(v.member_id or v.user_id, v)
    rows = [_trouble(v, names, reading) for v in list(first.values())[:SHOWN]]
    return _card("troubles", texts.TROUBLES, "failed", "", rows, len(first), reading)


def _trouble(v: TroubleView, names: dict[UUID, str], reading: Reading) -> TaskRow:
    fact = texts.TROUBLE_FACT.to(
        reading.lang,
        channel=notices.CHANNELS[str(v.channel)],
        state=notices.STATES[str(v.state)],
        day=_day(day_of(v.at, reading.zone), reading),
    )
    name = names.get(v.member_id or v.user_id or UUID(int=0)) or texts.SOMEBODY.to(reading.lang)
    to = f"members/{v.member_id}" if v.member_id else "staff"
    return TaskRow(str(v.delivery_id), name, fact, "danger", reading.path(to))


def _card(
    key: str,
    title: Text,
    icon: str,
    href: str,
    rows: list[TaskRow],
    count: int,
    reading: Reading,
) -> TaskCard:
    words = f"{count}+" if count >= 50 else number(count, reading.lang)
    return TaskCard(key, title.to(reading.lang), count, words, icon, href, rows)


def _record(day: date, reading: Reading) -> str:
    return near_day(day) if day.year == reading.today.year else day_in_record(day)


def _day(day: date, reading: Reading) -> str:
    if abs((day - reading.today).days) <= 1:
        return relative_day(day, today=reading.today, lang=reading.lang).lower()
    return near_day(day)
