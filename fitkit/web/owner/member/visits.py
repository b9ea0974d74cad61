"""Classes of a member: to come, and those that were."""

import reflex as rx

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text, clock_time, moment, near_day, weekday
from fitkit.features.booking import queries as booking
from fitkit.features.booking.queries import ClassCard, PlaceView
from fitkit.features.booking.rules import Attendance, BookingStatus, CardKind
from fitkit.texts import desk
from fitkit.web.owner.member.whose import MemberPage
from fitkit.web.rows.member import VisitRow

VISITS = 20


class VisitReads(MemberPage, rx.State, mixin=True):
    """What is ahead, and page by page what was."""

    coming: list[VisitRow] = []
    visits: list[VisitRow] = []
    has_more_visits: bool = False
    _more: str | None = None

    @rx.event
    async def more_visits(self) -> None:
        """Further back."""
        if self._more is not None and len(self.visits) < 500:
            await self._more_visits()

    async def _read_visits(self) -> None:
        cards = await self.do(booking.upcoming, member_id=self._id())
        self.coming = [await self._coming(c) for c in cards[:VISITS]]
        self._more, self.visits = None, []
        await self._more_visits()

    async def _more_visits(self) -> None:
        page = await self.do(booking.history, member_id=self._id(), after=self._more, limit=VISITS)
        self.visits = [*self.visits, *[await self._visit(p) for p in page.rows]]
        self._more, self.has_more_visits = page.after, page.after is not None

    async def _coming(self, card: ClassCard) -> VisitRow:
        here, lang = await self.zone(), self.lang()
        s = card.session
        day = day_of(s.starts_at, here)
        status, kind = _standing(card)
        return VisitRow(
            id=str(s.id),
            title=s.name.to(lang),
            when=f"{weekday(day, lang)} {near_day(day)}, {clock_time(s.starts_at, here)}",
            status=status.to(lang),
            status_kind=kind,
        )

    async def _visit(self, place: PlaceView) -> VisitRow:
        here, lang = await self.zone(), self.lang()
        words, kind = _outcome(place)
        return VisitRow(
            id=str(place.booking_id),
            title=place.name.to(lang),
            when=moment(place.starts_at, here, lang),
            status=words.to(lang),
            status_kind=kind,
        )


def _standing(card: ClassCard) -> tuple[Text, str]:
    """How somebody stands in a class that is not over, one that is under way too: words and kind."""
    match card.status.kind:
        case CardKind.ATTENDED:
            return desk.PLACE_CAME, "positive"
        case CardKind.MISSED:
            return desk.PLACE_NO_SHOW, "danger"
    if card.booking_id is None:
        return desk.PLACE_WAITING, "info"
    return desk.PLACE_KEPT, "positive"


def _outcome(place: PlaceView) -> tuple[Text, str]:
    """What became of a place: words and kind."""
    if place.is_class_cancelled:
        return desk.PLACE_CLASS_CANCELLED, "neutral"
    match place.status, place.attendance:
        case BookingStatus.LATE_CANCELLED, _:
            return desk.PLACE_LATE, "warning"
        case BookingStatus.CANCELLED, _:
            return desk.PLACE_CANCELLED, "neutral"
        case _, Attendance.ATTENDED:
            return desk.PLACE_CAME, "positive"
        case _, Attendance.NO_SHOW:
            return desk.PLACE_NO_SHOW, "danger"
    return desk.PLACE_UNKNOWN, "neutral"
