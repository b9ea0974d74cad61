from datetime import timedelta

import pytest
import sqlalchemy as sa

from fitkit.core import clock, db, jobs, ratelimit
from fitkit.core.actor import system
from fitkit.core.errors import Refusal
from fitkit.core.ratelimit import Allowance
from fitkit.core.work import open_work

FIVE = Allowance(burst=5, per_s=300)


def test_an_allowance_is_used_up_and_comes_back_with_time(rolled_back):
    now = clock.now()
    for _ in range(5):
        ratelimit.take("k", FIVE, now=now)
    with pytest.raises(Refusal, match="Too many") as refused:
        ratelimit.take("k", FIVE, now=now)
    assert refused.value.params == {"minutes": 1}
    ratelimit.take("k", FIVE, now=now + timedelta(seconds=60))
    with pytest.raises(Refusal):
        ratelimit.take("k", FIVE, now=now + timedelta(seconds=60))


def test_refused_tries_do_not_lengthen_the_wait(rolled_back):
    now = clock.now()
    for _ in range(5):
        ratelimit.take("k", FIVE, now=now)
    for _ in range(50):
        with pytest.raises(Refusal):
            ratelimit.take("k", FIVE, now=now)
    ratelimit.take("k", FIVE, now=now + timedelta(seconds=60))


def test_keys_do_not_share(rolled_back):
    now = clock.now()
    for _ in range(5):
        ratelimit.take("k", FIVE, now=now)
    ratelimit.take("other", FIVE, now=now)
    with pytest.raises(Refusal):
        ratelimit.take("k", FIVE, now=now)


def test_a_clock_set_back_gives_nothing_away(rolled_back):
    now = clock.now()
    for _ in range(5):
        ratelimit.take("k", FIVE, now=now)
    with pytest.raises(Refusal):
        ratelimit.take("k", FIVE, now=now - timedelta(hours=1))


def test_allowances_that_nobody_used_for_a_day_are_forgotten(rolled_back):
    now = clock.now()
    ratelimit.take("old", FIVE, now=now - timedelta(days=2))
    ratelimit.take("new", FIVE, now=now)
    with open_work(system(None).as_platform("test")) as w:
        jobs.tidy(w)
    with db.transaction() as c:
        keys = c.execute(sa.text("select key from rate_bucket where key in ('old', 'new')"))
        assert list(keys.scalars()) == ["new"]
