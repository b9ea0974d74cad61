"""The line that the guard asks on: what it tells, to how many, and what happens when it is cut."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from fitkit.core import clock, db, glance
from fitkit.core.actor import VISITOR
from fitkit.core.crypto import digest
from fitkit.core.work import open_work
from fitkit.features.identity.queries import SIGNED_IN
from fitkit.features.identity.rules import EntryWay, FactorState
from fitkit.features.identity.tables import SignInSession, User

pytestmark = pytest.mark.usefixtures("real_database")


def enter(name: str) -> str:
    """Sign somebody in, committed; the digest of their token."""
    token = digest(name)
    now = clock.now()
    with open_work(VISITOR) as w:
        user = User(email=f"{name}@glance.test", name=name)
        w.add(user)
        w.session.flush()
        w.add(
            SignInSession(
                token_hash=token,
                user_id=user.id,
                way=EntryWay.PASSWORD,
                factor=FactorState.NONE,
                entered_at=now,
                last_seen_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    return token


def revoke(token: str) -> None:
    """End a sign-in, committed."""
    with open_work(VISITOR) as w:
        w.session.execute(
            sa.update(SignInSession)
            .where(SignInSession.token_hash == token)
            .values(revoked_at=w.now)
        )


async def opened() -> None:
    """Wait until the line is open."""
    async with asyncio.timeout(20):
        while SIGNED_IN._line is None:  # noqa: ASYNC110  # opened in the background
            await asyncio.sleep(0.01)


async def cut() -> None:
    """End the line's connection as a lost server would."""
    pid = SIGNED_IN._line._connection.info.backend_pid
    admin = sa.create_engine(db.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as c:
        c.execute(sa.text("select pg_terminate_backend(:pid)"), {"pid": pid})
    admin.dispose()


async def test_everyone_is_told_their_own_name_and_strangers_nothing():
    tokens = {name: enter(name) for name in ("maya", "noa", "גל")}
    async with SIGNED_IN.line():
        await opened()
        told = await asyncio.gather(
            *(SIGNED_IN.soon(t) for t in [*tokens.values(), digest("nobody")] * 20)
        )
    assert [t and t.name for t in told] == [*tokens, None] * 20


async def test_the_line_tells_what_the_ordinary_way_tells():
    token = enter("maya")
    async with SIGNED_IN.line():
        await opened()
        assert await SIGNED_IN.soon(token) == SIGNED_IN.at_once(token)


async def test_a_revoked_sign_in_is_nobody_in_the_next_question():
    token = enter("maya")
    async with SIGNED_IN.line():
        await opened()
        assert (await SIGNED_IN.soon(token)).name == "maya"
        revoke(token)
        assert await SIGNED_IN.soon(token) is None


async def test_a_cut_line_sends_people_the_ordinary_way_and_opens_again(monkeypatch):
    monkeypatch.setattr(glance, "AGAIN_S", 0.05)
    token = enter("maya")
    async with SIGNED_IN.line():
        await opened()
        before = SIGNED_IN._line
        await cut()
        with pytest.raises(glance.NoLine):
            await SIGNED_IN.soon(token)
        await before.lost.wait()
        while SIGNED_IN._line is before:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await opened()
        assert (await SIGNED_IN.soon(token)).name == "maya"


async def test_a_silent_line_is_given_up(monkeypatch):
    monkeypatch.setattr(glance, "LATE_S", 0.2)
    token = enter("maya")
    owner = sa.create_engine(db.url(db.OWNER))
    async with SIGNED_IN.line():
        await opened()
        with owner.begin() as c:
            c.exec_driver_sql("lock table sign_in_session in access exclusive mode")
            with pytest.raises(glance.NoLine):
                await SIGNED_IN.soon(token)
    owner.dispose()


async def test_a_closed_line_raises_for_all_who_wait():
    with pytest.raises(glance.NoLine):
        await SIGNED_IN.soon(digest("maya"))


async def test_words_that_are_no_key_never_reach_the_statement():
    async with SIGNED_IN.line():
        await opened()
        with pytest.raises(glance.NoLine):
            await SIGNED_IN.soon('x","y')
