"""Workers that renew are killed with -9 again and again: each period is charged once, and none is lost."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from fitkit.core import clock
from fitkit.core.work import open_work
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.billing.tables import Period
from fitkit.features.ledger import actions as ledger
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.integrations.sandbox.cards import Fate
from tests.conftest import Gym, make_gym
from tests.factories.renewals import PRICE, Renewing, make_deal, make_renewing, today

ROOT = Path(__file__).parents[3]
DEALS, KILLS = 12, 6


def hire(gym: Gym) -> "subprocess.Popen[bytes]":
    env = os.environ | {"RENEW_GYM": str(gym.org_id), "FITKIT_JOB_LEASE": "1.5"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.features.billing.renewal_worker"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def add_deals(deal: Renewing, many: int) -> None:
    anchor = today() - timedelta(days=40)
    with open_work(deal.gym.system) as w:
        for _ in range(many):
            given = subscriptions.give_past(
                w, member_id=deal.member_id, plan_id=deal.plan_id, starts_on=anchor
            )
            w.add(make_deal(given.subscription_id, deal.member_id, anchor=anchor))


def states(gym: Gym) -> list[PeriodState]:
    with open_work(gym.system) as w:
        return list(w.session.scalars(select(Period.state)))


def test_killing_workers_charges_each_period_once(real_database: str) -> None:
    gym = make_gym()
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=Fate.APPROVED)
    add_deals(deal, DEALS - 1)
    dice = random.Random(11)
    for _ in range(KILLS):
        worker = hire(gym)
        time.sleep(dice.uniform(2.5, 5))
        worker.kill()
        worker.wait()
    finish(deal)
    assert states(gym) == [PeriodState.PAID] * DEALS
    assert deal.till.moved() == [PRICE] * DEALS
    assert deal.balance().agorot == 0
    with open_work(gym.system) as w:
        assert ledger.prove(w)


def finish(deal: Renewing) -> None:
    """The hours after: what was held or unknown when its worker died is let go and looked up."""
    import time_machine

    from fitkit.features.payments import jobs as looks

    for minutes in (2, 12, 25, 45, 80):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
            looks.look_in_gym(deal.till.ports, deal.gym.system)
            deal.settle()
            renewals.open_due(deal.till.ports, deal.gym.system)
            deal.collect()
