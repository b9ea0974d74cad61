"""A plain Reflex app with the one query of the probe: nothing of ours but the table.

It is what one writes who follows Reflex's and SQLAlchemy's manuals and knows that a blocking call has no
place on the event loop: an engine with a pool of its own, one session and one transaction a call, in a
worker thread. It knows no gym, no session cookie, no permission; it connects as the owner of the tables,
whom row-level security lets see everything.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from uuid import UUID

import reflex as rx
import sqlalchemy as sa
from sqlalchemy.orm import Session

from fitkit.core import db, discover
from fitkit.core.settings import settings
from fitkit.features.members.tables import Member


@cache
def _engine() -> sa.Engine:
    """As many connections as our own app keeps."""
    return sa.create_engine(db.url(db.OWNER), pool_size=settings().pool, max_overflow=0)


def _name_of(member_id: UUID) -> str:
    with Session(_engine()) as session, session.begin():
        member = session.get_one(Member, member_id)
        return f"{member.first_name} {member.last_name}"


class PlainState(rx.State):
    """The probe's two vars."""

    n: int = 0
    name: str = ""

    @rx.event
    async def query(self, member_id: str) -> None:
        """One query in one transaction."""
        self.name = await asyncio.to_thread(_name_of, UUID(member_id))
        self.n += 1


@asynccontextmanager
async def _threads() -> AsyncIterator[None]:
    """As many threads as our own app has: more only fight for the interpreter."""
    threads = ThreadPoolExecutor(settings().threads)
    asyncio.get_running_loop().set_default_executor(threads)
    yield


def application() -> Any:  # Any: an ASGI app
    """What granian serves."""
    discover.tables()  # the mapper of one table knows the others by name
    app = rx.App()
    app.register_lifespan_task(_threads)
    return app()
