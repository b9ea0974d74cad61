"""The reader's inbox, and how what was told fared on its channels."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.paging import BAD_CURSOR, PAGE, Page, cursor, keys
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.work import Work
from fitkit.features.notifications import rules
from fitkit.features.notifications.rules import Channel, DeliveryState, NoticeGroup, NoticeKind
from fitkit.features.notifications.tables import Delivery, Notice


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice in the inbox, said in the language of the page."""

    id: UUID
    at: datetime  # UTC
    kind: NoticeKind
    group: NoticeGroup
    title: str
    body: str
    path: str  # without the language; empty: nothing to open
    is_read: bool


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """How a notice fared on one channel."""

    channel: Channel
    state: DeliveryState
    attempts: int
    not_before: datetime
    sent_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class TroubleView:
    """A delivery that did not arrive, and whom it was for."""

    delivery_id: UUID
    at: datetime
    channel: Channel
    state: DeliveryState
    reason: str
    kind: NoticeKind
    member_id: UUID | None
    user_id: UUID | None


@requires(Permission.USE_ACCOUNT)
def inbox(w: Work, *, lang: Lang, after: str | None = None, limit: int = PAGE) -> Page[NoticeView]:
    """The reader's notices in this gym, newest first, said in ``lang``.

    Raises:
        Refusal: a cursor that is none.
    """
    limit = min(max(limit, 1), PAGE)
    query = select(Notice).where(mine(w)).order_by(col(Notice.id).desc()).limit(limit + 1)
    if after is not None:
        query = query.where(col(Notice.id) < _place(after))
    rows = list(w.session.execute(query).scalars())
    page = rows[:limit]
    more = cursor(str(page[-1].id)) if len(rows) > limit else None
    return Page(tuple(_notice_view(r, lang, w.actor.zone) for r in page), more)


@requires(Permission.USE_ACCOUNT)
def unread_count(w: Work) -> int:
    """How many notices of this gym the reader has not read."""
    query = (
        select(sa.func.count()).select_from(Notice).where(mine(w), col(Notice.read_at).is_(None))
    )
    return int(w.session.execute(query).scalar_one())


@requires(Permission.USE_ACCOUNT)
def deliveries(w: Work, *, notice_id: UUID) -> tuple[DeliveryView, ...]:
    """How a notice fared, a view a channel; one's own, or for who may see members.

    Raises:
        NotFound: no such notice for this reader.
    """
    query = select(Notice.id).where(col(Notice.id) == notice_id)
    if not w.actor.may(Permission.SEE_MEMBERS):
        query = query.where(mine(w))
    if w.session.execute(query).first() is None:
        raise NotFound
    rows = w.session.execute(
        select(Delivery).where(col(Delivery.notice_id) == notice_id).order_by(col(Delivery.id))
    ).scalars()
    return tuple(
        DeliveryView(r.channel, r.state, r.attempts, r.not_before, r.sent_at, r.reason)
        for r in rows
    )


@requires(Permission.SEE_MEMBERS)
def troubles(
    w: Work, *, member_id: UUID | None = None, limit: int = PAGE
) -> tuple[TroubleView, ...]:
    """Deliveries whose address is dead or that ran out of tries, newest first; of one member or all."""
    query = (
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(col(Delivery.state).in_([DeliveryState.FAILED, DeliveryState.GONE]))
        .order_by(col(Delivery.id).desc())
        .limit(min(max(limit, 1), PAGE))
    )
    if member_id is not None:
        query = query.where(col(Notice.member_id) == member_id)
    return tuple(
        TroubleView(
            d.id, d.updated_at, d.channel, d.state, d.reason, n.kind, n.member_id, n.user_id
        )
        for d, n in w.session.execute(query)
    )


@internal
def mine(w: Work) -> sa.ColumnElement[bool]:
    """The condition of a notice that is the actor's own; never true for nobody."""
    ours: list[sa.ColumnElement[bool]] = [sa.false()]
    if w.actor.member_id is not None:
        ours.append(col(Notice.member_id) == w.actor.member_id)
    if w.actor.user_id is not None:
        ours.append(col(Notice.user_id) == w.actor.user_id)
    return sa.or_(*ours)


def _notice_view(row: Notice, lang: Lang, zone: ZoneInfo) -> NoticeView:
    said = rules.wording(row.kind, row.facts, lang=lang, zone=zone)
    return NoticeView(
        id=row.id,
        at=row.created_at,
        kind=row.kind,
        group=rules.GROUP[row.kind],
        title=said.title,
        body=said.body,
        path=row.path,
        is_read=row.read_at is not None,
    )


def _place(after: str) -> UUID:
    try:
        return UUID(keys(after, 1)[0])
    except ValueError:
        raise Refusal(BAD_CURSOR) from None
