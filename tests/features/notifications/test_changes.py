"""What is told of plans that rest, and of plans that became others."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as billing
from fitkit.features.notifications import queries
from fitkit.features.subscriptions.rules import FreezeKind
from tests.conftest import Gym
from tests.factories.renewals import Renewing, make_renewing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def told(deal: Renewing, kind: str, lang: Lang) -> list[str]:
    with open_work(deal.gym.acting(Role.MEMBER, member_id=deal.member_id)) as w:
        rows = queries.inbox(w, lang=lang).rows
    return [f"{row.title} {row.body}" for row in rows if row.kind == kind]


def test_a_member_reads_until_when_it_rests_and_when_they_pay_next(gym: Gym):
    deal = make_renewing(gym, anchor=date(2026, 11, 20))
    who = gym.acting(Role.MEMBER, member_id=deal.member_id)
    with open_work(who) as w:
        freeze_id = billing.freeze(
            w,
            member_id=deal.member_id,
            subscription_id=deal.subscription_id,
            first_on=date(2026, 11, 23),
            last_on=date(2026, 12, 2),
            kind=FreezeKind.OWN,
        )
    deal.settle()
    for lang in Lang:
        (said,) = told(deal, "plan_frozen", lang)
        assert all(part in said for part in ("23.11.2026", "2.12.2026", "30.12.2026", "390"))
    with open_work(who) as w:
        billing.unfreeze(w, member_id=deal.member_id, freeze_id=freeze_id)
    deal.settle()
    for lang in Lang:
        (said,) = told(deal, "plan_awake", lang)
        assert "20.12.2026" in said
