"""What is told of plans that rest, and of plans that became others."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as billing
from fitkit.features.notifications import queries
from fitkit.features.subscriptions.rules import FreezeKind
from fitkit.integrations.sandbox.cards import Fate
from fitkit.texts import notices as texts
from tests.conftest import Gym
from tests.factories.changes import make_changing
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


def test_a_member_reads_what_their_plan_is_now_and_what_is_ahead(gym: Gym):
    now, later = make_changing(gym), make_changing(gym)
    now.change(now.plan(Money.shekels(450)))
    later.change(later.plan(Money.shekels(300)))
    for lang in Lang:
        (said,) = told(now.deal, "plan_changed", lang)
        assert all(part in said for part in ("23.11.2026", "450", "23.12.2026"))
        (said,) = told(later.deal, "change_ahead", lang)
        assert all(part in said for part in ("13.12.2026", "300"))
    assert told(now.deal, "plan_given", Lang.HE) == []


def test_a_declined_card_is_told_with_what_it_cost_which_is_nothing(gym: Gym):
    one = make_changing(gym, fate=Fate.SOFT)
    one.change(one.plan(Money.shekels(450)))
    (said,) = told(one.deal, "change_failed", Lang.HE)
    assert texts.CHANGE_NOT_CHARGED.he in said
