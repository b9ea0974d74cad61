"""Opening a week of 80 classes as a member: server time, bytes sent, statements, growth with the data."""

import dataclasses
import json
import statistics
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from fitkit.core import clock, db
from fitkit.core.i18n import Lang
from fitkit.core.work import open_work
from fitkit.dev.bench import _ground
from fitkit.dev.bench._ground import Ground, Person
from fitkit.features.booking import actions as booking
from fitkit.features.booking import queries
from fitkit.features.booking.queries import ClassCard
from fitkit.web.rows import session as rows
from fitkit.web.rows.session import Reading

PEOPLE: Final = 40  # who are measured; each has a history as long as anybody's, and more
MEMBERS, BOOKINGS = 2_000, 100_000
TIMES: Final = 10  # the same again with so much more of both
PAST_WEEKS: Final = 26
ROUNDS: Final = 400

_MEMBERS = """
insert into member
select p.* from (select * from member limit 1) m, generate_series(1, {count}) n,
lateral jsonb_populate_record(null::member, to_jsonb(m) || jsonb_build_object(
  'id', gen_random_uuid(), 'first_name', 'B' || n, 'folded', 'b' || n, 'email', '', 'phone', '')) p
"""
_SESSIONS = """
insert into class_session (id, created_at, updated_at, org_id, class_type_id, location_id, starts_at,
  ends_at, capacity, booked, waiting, held, last_number, status, series_id, is_exception, revision,
  note, published_at, cancel_reason)
select gen_random_uuid(), now(), now(), '{org}', '{kind}', '{place}', begins, begins + interval '1 hour',
  500, 0, 0, 0, 0, 'scheduled', gen_random_uuid(), false, 0, '', now(), ''
from (
  select (date '{first}' + d + time '06:00' + h * interval '75 minutes') at time zone 'Asia/Jerusalem' as begins
  from generate_series(0, {days}) d, generate_series(0, 11) h
  where (d * 12 + h) %% 84 < 80
) s
"""
_BOOKINGS = """
insert into booking (id, created_at, updated_at, org_id, session_id, member_id, entry_taken, status,
  via, booked_at, attendance)
select gen_random_uuid(), now(), now(), '{org}', s.id, m.id, false, 'booked', 'app', s.starts_at,
  'attended'
from (select id, row_number() over (order by id) n from member {whose}) m
cross join generate_series(1, {each}) k
join (
  select id, starts_at, row_number() over (order by id) n
  from class_session where starts_at < now()
) s on s.n = 1 + (m.n * 37 + k) %% {total}
on conflict do nothing
"""


def _fill(ground: Ground, members: int, bookings: int, mine: int) -> None:
    """Members and their past, in bulk; the measured ones with a history of so many classes each."""
    owner = sa.create_engine(db.url(db.OWNER), poolclass=sa.NullPool)
    ids = ", ".join(f"'{p.member_id}'" for p in ground.people)
    with owner.begin() as c:
        have = c.exec_driver_sql("select count(*) from member").scalar_one()
        c.exec_driver_sql(_MEMBERS.format(count=members - have))
        past = "select count(*) from class_session where starts_at < now()"
        total = c.exec_driver_sql(past).scalar_one()
        for whose, each in (
            (f"where id not in ({ids})", bookings // members),
            (f"where id in ({ids})", mine),
        ):
            filled = {"org": ground.org_id, "whose": whose, "each": each, "total": total}
            c.exec_driver_sql(_BOOKINGS.format(**filled))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.exec_driver_sql("vacuum analyze")


def _classes(ground: Ground, today: date) -> None:
    """Half a year of the past and two weeks to come, 80 classes each."""
    first = clock.week_start(today) - timedelta(days=7 * PAST_WEEKS)
    with sa.create_engine(db.url(db.OWNER), poolclass=sa.NullPool).begin() as c:
        statement = _SESSIONS.format(
            org=ground.org_id,
            kind=ground.class_type_id,
            place=ground.location_id,
            first=first,
            days=7 * (PAST_WEEKS + 2) - 1,
        )
        c.exec_driver_sql(statement)


def _book_some(ground: Ground, day: date) -> None:
    """Each who is measured has a few places in the week that is opened."""
    for n, person in enumerate(ground.people):
        with open_work(ground.acting(person)) as w:
            cards = queries.week_for_member(w, member_id=person.member_id, day=day)
        for card in cards[n % 7 :: 23]:
            with open_work(ground.acting(person)) as w:
                booking.book(w, session_id=card.session.id, member_id=person.member_id)


def _open(ground: Ground, person: Person, day: date) -> tuple[tuple[ClassCard, ...], float]:
    """Read and word the week as the schedule screen does; the cards and the milliseconds."""
    begins = time.perf_counter()
    with open_work(ground.acting(person)) as w:
        cards = queries.week_for_member(w, member_id=person.member_id, day=day)
        reading = Reading(Lang.HE, w.actor.zone, w.now, may_call=True, says_place=False)
    rows.day_rows(cards, day, reading)
    for card in cards:
        rows.session_row(card, reading)
    return cards, (time.perf_counter() - begins) * 1000


def _sent_kb(ground: Ground, day: date) -> tuple[float, float]:
    """Kilobytes of rows as sent: of the fullest day with the strip of the week, and of all days."""
    person = ground.people[0]
    with open_work(ground.acting(person)) as w:
        cards = queries.week_for_member(w, member_id=person.member_id, day=day)
        reading = Reading(Lang.HE, w.actor.zone, w.now, may_call=True, says_place=False)
    strip = [dataclasses.asdict(each) for each in rows.day_rows(cards, day, reading)]
    sent = [dataclasses.asdict(rows.session_row(card, reading)) for card in cards]
    days: dict[str, list[object]] = {}
    for row in sent:
        days.setdefault(row["day"], []).append(row)
    return max(_kb([strip, each]) for each in days.values()), _kb([strip, sent])


def _kb(sent: object) -> float:
    return len(json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()) / 1024


def _statements(ground: Ground, day: date) -> int:
    """How many are sent for a week, savepoints and the beginning of the transaction left out."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if (
            statement.lstrip().lower().startswith(("select", "with"))
            and "set_config" not in statement
        ):
            sent.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        _open(ground, ground.people[0], day)
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
    return len(sent)


def _p95(ground: Ground, day: date) -> tuple[float, float]:
    """(p95, p50) in milliseconds of opening the week, one after another."""
    for person in ground.people:  # plans are made, caches filled
        _open(ground, person, day)
    took = [_open(ground, ground.people[n % PEOPLE], day)[1] for n in range(ROUNDS)]
    cuts = statistics.quantiles(took, n=100)
    return cuts[94], cuts[49]


def main() -> Mapping[str, object]:
    """The figures at the size asked for, and how much slower ten times of it is."""
    _ground.own_database("schedule")
    ground = _ground.gym(PEOPLE)
    today = clock.day_of(clock.now(), clock.ISRAEL)
    day = clock.week_start(today) + timedelta(days=7)
    _classes(ground, today)
    _fill(ground, MEMBERS, BOOKINGS, BOOKINGS // MEMBERS)
    _book_some(ground, day)
    cards, _ = _open(ground, ground.people[0], day)
    p95, p50 = _p95(ground, day)
    sent, whole = _sent_kb(ground, day)
    figures = {
        "sessions": len(cards),
        "p95_ms": round(p95, 1),
        "p50_ms": round(p50, 1),
        "sent_kb": round(sent, 1),
        "whole_week_kb": round(whole, 1),
        "queries": _statements(ground, day),
    }
    _fill(ground, MEMBERS * TIMES, BOOKINGS * TIMES, BOOKINGS * TIMES // MEMBERS)
    grown, _ = _p95(ground, day)
    return figures | {"grown_p95_ms": round(grown, 1), "growth_ratio": round(grown / p95, 2)}
