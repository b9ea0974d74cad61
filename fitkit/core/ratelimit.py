"""Token buckets in the database: shared by every process, kept over a restart."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field

from fitkit.core import db
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text
from fitkit.core.tables import Row, UtcDateTime, columns
from fitkit.core.work import Work

TOO_MANY = Text(
    "יותר מדי ניסיונות. אפשר לנסות שוב בעוד {minutes} דק׳",
    "Too many attempts. Try again in {minutes} min",
)


class RateBucket(Row, table=True):
    """How much of an allowance is left; the key holds a digest where it is about a person."""

    __tablename__ = "rate_bucket"

    key: str = Field(unique=True, max_length=160)
    tokens: float
    filled_at: datetime = Field(sa_type=UtcDateTime, nullable=False)


@dataclass(frozen=True, slots=True)
class Allowance:
    """``burst`` at once, and ``burst`` again over each ``per_s`` seconds, a day at most."""

    burst: int
    per_s: int


_B = columns(RateBucket)
KEEP: Final = timedelta(days=1)


def take(key: str, allowance: Allowance, *, now: datetime) -> None:
    """Use one of the allowance; counted even when the deed that follows fails.

    Runs in a transaction of its own on purpose: a refused sign-in rolls its Work back,
    and must still count. One statement, so callers at the same moment cannot share a token.

    Raises:
        Refusal: TOO_MANY, with the minutes until the next one.
    """
    rate = allowance.burst / allowance.per_s
    passed = sa.func.greatest(
        sa.extract("epoch", sa.bindparam("now", now, UtcDateTime()) - _B.c.filled_at), 0
    )
    refilled = sa.func.least(float(allowance.burst), _B.c.tokens + passed * rate)
    statement = (
        insert(_B)
        .values(key=key[:160], tokens=allowance.burst - 1.0, filled_at=now)
        .on_conflict_do_update(
            index_elements=[_B.c.key],
            set_={
                "tokens": refilled - 1,
                "filled_at": now,
                "updated_at": now,
            },
        )
        .returning(_B.c.tokens)
    )
    with db.transaction() as c:
        left = c.execute(statement).scalar_one()
        if left < 0:  # nothing was there to take: give back what the statement took
            c.execute(sa.update(_B).where(_B.c.key == key[:160]).values(tokens=_B.c.tokens + 1))
    if left < 0:
        raise Refusal(TOO_MANY, minutes=max(1, math.ceil(-left / rate / 60)))


def tidy(w: Work) -> None:
    """Forget buckets that nobody used for a day: they are full by then."""
    w.hot(sa.delete(_B).where(_B.c.filled_at < w.now - KEEP))
