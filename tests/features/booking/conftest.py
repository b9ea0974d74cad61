from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from fitkit.core.permissions import Role
from fitkit.core.work import Work, open_work
from tests.conftest import Gym

MONDAY_NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # 12:00 in Tel Aviv


@pytest.fixture
def w(gym: Gym) -> Iterator[Work]:
    """A Work of the gym's owner at noon on a Monday, whatever the hour is."""
    with open_work(gym.acting(Role.OWNER)) as work:
        yield replace(work, now=MONDAY_NOON)


@pytest.fixture
def statements(database: sa.Engine, w: Work) -> Callable[[], AbstractContextManager[list[str]]]:
    """Notes the statements that are sent, savepoints and what was not yet written left out."""

    @contextmanager
    def noting() -> Iterator[list[str]]:
        sent: list[str] = []
        w.session.flush()

        def note(_c, _cursor, statement, *_rest) -> None:
            if "SAVEPOINT" not in statement:
                sent.append(statement)

        sa.event.listen(database, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            sa.event.remove(database, "before_cursor_execute", note)

    return noting
