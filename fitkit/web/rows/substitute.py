"""Requests for a substitute as rows: those that wait for me, and mine that are open."""

from dataclasses import dataclass

from fitkit.core.clock import day_of
from fitkit.core.i18n import near_day, weekday
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.substitutes.queries import AskedView, RequestView
from fitkit.texts import substitutes as texts
from fitkit.web.rows.timetable import Watch, span_of


@dataclass
class AskedRow:
    """Somebody asks whether I give their class."""

    id: str
    asks: str  # "Ido needs a substitute"
    name: str  # of the class
    when: str  # Tuesday 24.11, 18:30
    place: str
    booked: str  # empty: nobody yet
    note: str
    busy: str  # empty: I am free then


@dataclass
class MineRow:
    """I asked, and nobody has said yes."""

    id: str
    session_id: str
    name: str
    when: str
    said: str  # whom it went to
    declined: str  # who said no; empty: nobody


def asked_row(view: AskedView, watch: Watch) -> AskedRow:
    """A request that waits for the reader."""
    of, lang = view.request.session, watch.lang
    return AskedRow(
        id=str(view.request.id),
        asks=texts.ASKS.to(lang, name=view.request.asked_by_name),
        name=of.name.to(lang),
        when=_when(of, watch),
        place=", ".join(words for words in (of.location, of.room) if words),
        booked=texts.BOOKED.to(lang, of.booked) if of.booked else "",
        note=view.request.note,
        busy=texts.BUSY_THEN.to(lang) if view.is_busy else "",
    )


def mine_row(view: RequestView, watch: Watch) -> MineRow:
    """A request of the reader's own."""
    lang = watch.lang
    one = texts.ASKED_ONE.to(lang, name=view.asked_of_name)
    return MineRow(
        id=str(view.id),
        session_id=str(view.session.id),
        name=view.session.name.to(lang),
        when=_when(view.session, watch),
        said=one if view.asked_of else texts.ASKED_ALL.to(lang),
        declined=texts.SAID_NO.to(lang, names=", ".join(view.declined)) if view.declined else "",
    )


def _when(of: SessionView, watch: Watch) -> str:
    day = day_of(of.starts_at, watch.zone)
    return f"{weekday(day, watch.lang)} {near_day(day)}, {span_of(of, watch.zone)}"
