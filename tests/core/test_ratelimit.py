from datetime import timedelta

import pytest

from fitkit.core import clock, ratelimit
from fitkit.core.errors import Refusal
from fitkit.core.ratelimit import Allowance

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


def test_keys_do_not_share_and_success_forgets(rolled_back):
    now = clock.now()
    for _ in range(5):
        ratelimit.take("k", FIVE, now=now)
    ratelimit.take("other", FIVE, now=now)
    ratelimit.forget("k")
    ratelimit.take("k", FIVE, now=now)


def test_a_clock_set_back_gives_nothing_away(rolled_back):
    now = clock.now()
    for _ in range(5):
        ratelimit.take("k", FIVE, now=now)
    with pytest.raises(Refusal):
        ratelimit.take("k", FIVE, now=now - timedelta(hours=1))
