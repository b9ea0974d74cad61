"""What companies tell unasked: kept as it came, pointed to its charge, forgotten after its time."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.payments.events import CallbackCame
from fitkit.features.payments.rules import BODY_MOST
from fitkit.features.payments.tables import Callback

KEPT: Final = timedelta(days=400)


@internal
def keep_callback(w: Work, *, account_id: UUID, body: bytes, content_type: str, query: str) -> UUID:
    """Keep what came to an account's address; at most 64 kB of it. Publishes CallbackCame."""
    row = Callback(
        account_id=account_id,
        body=body[:BODY_MOST],
        content_type=_plain(content_type)[:120],
        query=_plain(query)[:2000],
    )
    w.add(row)
    w.session.flush()
    w.publish(CallbackCame(about=row.id, account_id=account_id))
    return row.id


@internal
def note_callback(w: Work, *, callback_id: UUID, reference: str, charge_id: UUID | None) -> None:
    """Keep where a callback points, and that it was read."""
    row = w.hold(Callback, callback_id)
    row.reference, row.charge_id, row.handled_at = _plain(reference)[:200], charge_id, w.now


@internal
def forget_old_callbacks(w: Work) -> None:
    """Bodies may hold what a payer typed: none is kept longer than it can be of use."""
    old = sa.delete(Callback).where(col(Callback.created_at) < w.now - KEPT)
    w.session.execute(old)


def _plain(words: str) -> str:
    """Without what the database cannot hold."""
    return words.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
