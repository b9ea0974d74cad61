"""What tests of screens share."""

import pytest

from fitkit.core import db


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens run queries in threads; a test's one connection must not be used by two at once."""
    import asyncio

    lock = asyncio.Lock()

    async def to_thread(fn, /, *args, **kwargs):  # the real thread pool's order is not under test
        async with lock:
            return fn(*args, **kwargs)

    if db.where is not None:
        monkeypatch.setattr(asyncio, "to_thread", to_thread)
