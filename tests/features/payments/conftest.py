"""A till in one gym, on a Monday at noon."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.conftest import Gym
from tests.factories.payments import Till, make_till

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def till(time: time_machine.Traveller, gym: Gym) -> Till:
    return make_till(gym.system)
