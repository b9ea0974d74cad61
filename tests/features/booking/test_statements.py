"""What every booking asks: short enough to be translated once."""

from psycopg._queries import MAX_CACHED_STATEMENT_LENGTH
from sqlalchemy.dialects import postgresql

from fitkit.features.booking.queries import _rows


def test_the_desk_of_every_booking_is_a_statement_that_psycopg_keeps():
    statement = _rows._MINE.compile(dialect=postgresql.psycopg.dialect())
    assert len(str(statement)) <= MAX_CACHED_STATEMENT_LENGTH
