from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import pytest
from sqlmodel import select

from fitkit.core.actor import VISITOR
from fitkit.core.events import KINDS, Event, EventLog, PlatformLog, from_facts
from fitkit.core.ids import new_id
from fitkit.core.work import open_work


class Shade(StrEnum):
    DARK = "dark"


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"
    who_id: UUID
    shade: Shade
    day: date
    at: datetime | None
    many: tuple[UUID, ...]
    count: int = 0


KINDS.pop("test.happened")


@pytest.fixture
def known(monkeypatch):
    monkeypatch.setitem(KINDS, "test.happened", Happened)


def an_event() -> Happened:
    return Happened(
        about=new_id(),
        who_id=new_id(),
        shade=Shade.DARK,
        day=date(2026, 2, 28),
        at=datetime(2026, 2, 28, 12, tzinfo=UTC),
        many=(new_id(), new_id()),
    )


def test_an_event_comes_back_from_its_row_as_it_was(gym, known):
    event = an_event()
    with open_work(gym.system) as w:
        w.publish(event)
    with open_work(gym.system) as w:
        row = w.session.execute(select(EventLog)).scalar_one()
    assert from_facts(row.name, row.about, row.facts) == event


def test_a_field_of_an_older_version_is_dropped(known):
    event = an_event()
    assert from_facts("test.happened", event.about, event.facts() | {"gone": 1}) == event


def test_an_event_without_a_gym_goes_to_the_platforms_log(rolled_back, known):
    with open_work(VISITOR) as w:
        w.publish(an_event())
    with open_work(VISITOR) as w:
        assert w.session.execute(select(PlatformLog.name)).scalars().all() == ["test.happened"]


def published_then_broken(w):
    w.publish(an_event())
    raise ZeroDivisionError


def test_what_is_rolled_back_has_not_happened(gym, known):
    with pytest.raises(ZeroDivisionError), open_work(gym.system) as w:
        published_then_broken(w)
    with open_work(gym.system) as w:
        assert w.session.execute(select(EventLog)).first() is None
