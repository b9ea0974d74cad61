"""What is told of a class: a place, a substitute, a penalty, a fixed place."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core import clock
from fitkit.core.errors import NotFound
from fitkit.core.i18n import Lang, Text, clock_time, near_day, weekday
from fitkit.core.permissions import Permission, internal
from fitkit.core.work import Work
from fitkit.features.booking.rules import Reason, when
from fitkit.features.booking.tables import Booking, GuestPlace
from fitkit.features.class_types.tables import ClassType
from fitkit.features.identity import queries as identity
from fitkit.features.locations.tables import Location
from fitkit.features.notifications import rules
from fitkit.features.notifications.queries._words import words_of
from fitkit.features.notifications.queries.receivers import users_of
from fitkit.features.notifications.rules import Happening, NoticeKind, Receiver
from fitkit.features.penalties import queries as penalties
from fitkit.features.scheduling.tables import ClassSession
from fitkit.features.staff.tables import StaffProfile
from fitkit.features.subscriptions import queries as subscriptions
from fitkit.features.substitutes import queries as substitutes
from fitkit.texts import notices as texts
from fitkit.texts import penalties as penalty_texts
from fitkit.texts import standing as standing_texts


@internal
def entry_words(w: Work, *, booking_id: UUID) -> Text:
    """Where the entry of a place is that was given back: in the member's pack, or with who got it."""
    row = w.get(Booking, booking_id)
    went_on = row.subscription_id is not None and subscriptions.comes_back_to_another(
        w, subscription_id=row.subscription_id, member_id=row.member_id
    )
    return texts.ENTRY_WENT_ON if went_on else texts.ENTRY_RETURNED


@internal
def substitute_asked(w: Work, *, request_id: UUID) -> tuple[tuple[Receiver, Happening], ...]:
    """The coaches a request is put to, and what they are told; nobody when it is settled by now."""
    request = substitutes.one(w, request_id=request_id)
    if request is None:
        return ()
    told = of_class(
        w,
        kind=NoticeKind.SUBSTITUTE_ASKED,
        about=request_id,
        session_id=request.session.id,
    )
    facts = {**told.facts, "name": request.asked_by_name, "note": request.note}
    facts["where"] = request.session.location
    happening = replace(told, facts=facts, path="/dashboard/today")
    asked = substitutes.asked_coaches(w, request=request)
    return tuple((receiver, happening) for receiver in users_of(w, asked))


@internal
def substitute_declined(
    w: Work, *, request_id: UUID, staff_id: UUID
) -> tuple[tuple[Receiver, Happening], ...]:
    """Who hears one colleague's no, and what; nobody where all were asked, or it is settled.

    Whose class it is, and who asked on their behalf, as long as they plan the timetable.
    """
    request = substitutes.one(w, request_id=request_id)
    if request is None or request.asked_of != staff_id:
        return ()
    told = of_class(
        w,
        kind=NoticeKind.SUBSTITUTE_DECLINED,
        about=request_id,
        session_id=request.session.id,
    )
    facts = {**told.facts, "name": request.asked_of_name}
    whose = {lang.value: texts.CLASS_IS_OF.to(lang, name=request.asked_by_name) for lang in Lang}
    coach = users_of(w, [request.asked_by])
    own = {**facts, "whose": words_of(texts.CLASS_IS_YOURS)}
    yours = replace(told, facts=own, path="/dashboard/today")
    path = f"/dashboard/schedule?class={request.session.id}"
    theirs = replace(told, facts={**facts, "whose": whose}, path=path)
    asker = substitutes.asking_user(w, request_id=request_id)
    plan = identity.users_who_may(w, permission=Permission.EDIT_TIMETABLE)
    behalf = [Receiver(user_id=asker)] if asker in plan else []
    return (
        *((receiver, yours) for receiver in coach),
        *((receiver, theirs) for receiver in behalf if receiver not in coach),
    )


@internal
def substitute_found(w: Work, *, request_id: UUID, session_id: UUID, staff_id: UUID) -> Happening:
    """What those concerned are told when a class has found a substitute."""
    told = of_class(w, kind=NoticeKind.SUBSTITUTE_FOUND, about=request_id, session_id=session_id)
    facts = {**told.facts, "name": substitutes.name_of(w, staff_id=staff_id)}
    return replace(told, facts=facts, path="/dashboard/schedule")


@internal
def of_class(
    w: Work,
    *,
    kind: NoticeKind,
    about: UUID,
    session_id: UUID,
    occasion: str = "",
    outcome: Text | None = None,
    until: datetime | None = None,
) -> Happening:
    """What a member is told of a class: which, when, where, with whom; until when a place is kept.

    Raises:
        NotFound: no such class in this gym.
    """
    query: Any = (  # Any: a row of four tables
        sa.select(
            col(ClassSession.starts_at),
            col(ClassType.name_he),
            col(ClassType.name_en),
            col(Location.name).label("location"),
            col(StaffProfile.name).label("coach"),
        )
        .select_from(ClassSession)
        .join(ClassType, col(ClassType.id) == col(ClassSession.class_type_id))
        .join(Location, col(Location.id) == col(ClassSession.location_id))
        .outerjoin(StaffProfile, col(StaffProfile.id) == col(ClassSession.coach_id))
        .where(col(ClassSession.id) == session_id)
    )
    row = w.session.execute(query).first()
    if row is None:
        raise NotFound
    facts: dict[str, str | int | dict[str, str]] = {
        "session": {Lang.HE.value: row.name_he, Lang.EN.value: row.name_en},
        "starts_at": row.starts_at.isoformat(),
        "where": " · ".join(words for words in (row.location, row.coach) if words),
    }
    if outcome is not None:
        facts["outcome"] = words_of(outcome)
    if until is not None:
        facts["until"] = words_of(when(until, now=w.now, zone=w.actor.zone))
    return Happening(kind, about, facts, f"{rules.CLASS_PATH}{session_id}", row.starts_at, occasion)


@internal
def penalty_given(w: Work, *, penalty_id: UUID) -> Happening:
    """What a member is told of a penalty: what for, what it led to, and until when it can be disputed."""
    found = penalties.one(w, penalty_id=penalty_id)
    happening = of_class(w, kind=NoticeKind.PENALTY, about=found.id, session_id=found.session_id)
    zone = w.actor.zone
    until = _moment(found.blocks_until, zone) if found.blocks_until else {}
    outcome = penalty_texts.OUTCOMES[found.step]
    facts = {
        **happening.facts,
        "what": words_of(penalty_texts.OFFENCES[found.offence]),
        "outcome": {lang.value: outcome.to(lang, until=until.get(lang.value, "")) for lang in Lang},
        "until": _moment(found.dispute_until, zone),
    }
    return replace(happening, facts=facts, path="/me/settings", starts_at=None)


@internal
def penalty_decided(w: Work, *, penalty_id: UUID) -> Happening:
    """What a member is told when a penalty was upheld or excused."""
    found = penalties.one(w, penalty_id=penalty_id)
    happening = of_class(
        w, kind=NoticeKind.PENALTY_DECIDED, about=found.id, session_id=found.session_id
    )
    facts = {
        **happening.facts,
        "what": words_of(penalty_texts.DECIDED_WHAT[found.state]),
        "outcome": words_of(penalty_texts.DECISIONS[found.state]),
    }
    return replace(
        happening, facts=facts, path="/me/settings", starts_at=None, occasion=found.state
    )


@internal
def standing_missed(w: Work, *, standing_id: UUID, session_id: UUID, because: str) -> Happening:
    """What a regular is told when their fixed place was not booked in one class."""
    happening = of_class(
        w,
        kind=NoticeKind.STANDING_MISSED,
        about=standing_id,
        session_id=session_id,
        occasion=str(session_id),
    )
    why = words_of(standing_texts.WHY.get(because, standing_texts.WHY_OTHER))
    return replace(happening, facts={**happening.facts, "why": why})


@internal
def not_retaken(w: Work, *, about: UUID, session_id: UUID, because: Reason) -> Happening:
    """What a member is told when a class takes place after all and their place is not theirs again."""
    why = texts.NOT_RETAKEN_WHY.get(because, texts.NOT_RETAKEN_OTHER)
    return of_class(
        w,
        kind=NoticeKind.CLASS_RESTORED,
        about=about,
        session_id=session_id,
        occasion=w.now.isoformat(),
        outcome=Text(
            texts.NOT_RETAKEN.to(Lang.HE, why=why), texts.NOT_RETAKEN.to(Lang.EN, why=why)
        ),
    )


@internal
def guest_not_retaken(w: Work, *, guest_id: UUID, session_id: UUID, because: Reason) -> Happening:
    """What a host is told when a class takes place after all and their guest's place is not back."""
    guest = w.get(GuestPlace, guest_id)
    why = texts.NOT_RETAKEN_WHY.get(because, texts.NOT_RETAKEN_OTHER)
    said = {"name": guest.name, "why": why}
    return of_class(
        w,
        kind=NoticeKind.CLASS_RESTORED,
        about=guest_id,
        session_id=session_id,
        occasion=w.now.isoformat(),
        outcome=Text(
            texts.GUEST_NOT_RETAKEN.to(Lang.HE, **said), texts.GUEST_NOT_RETAKEN.to(Lang.EN, **said)
        ),
    )


@internal
def dispute_opened(w: Work, *, penalty_id: UUID) -> Happening:
    """What staff are told of a dispute."""
    found = penalties.one(w, penalty_id=penalty_id)
    happening = of_class(
        w, kind=NoticeKind.DISPUTE_OPENED, about=found.id, session_id=found.session_id
    )
    facts = {**happening.facts, "name": found.member, "note": found.dispute}
    return replace(happening, facts=facts, path="/dashboard/disputes", starts_at=None)


def _moment(at: datetime, zone: ZoneInfo) -> dict[str, str]:
    day = clock.day_of(at, zone)
    return {
        lang.value: texts.AT.to(
            lang, day=f"{weekday(day, lang)} {near_day(day)}", at=clock_time(at, zone)
        )
        for lang in Lang
    }
