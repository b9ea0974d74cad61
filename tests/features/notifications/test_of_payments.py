"""The owner hears of what payments cannot settle by themselves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from fitkit.core import jobs
from fitkit.core.i18n import Lang, Text
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.notifications import queries
from fitkit.features.payments import actions
from fitkit.features.payments.jobs import look_in_gym
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PaidLine, PayWay, Unknown
from tests.conftest import Gym
from tests.factories.identity import make_role, make_user
from tests.factories.payments import PRICE, Till, make_till


@pytest.fixture
def till(gym: Gym) -> Till:
    return make_till(gym.system)


@pytest.fixture
def owner(gym: Gym):
    user_id = make_user("ronit@namal.test", "רונית")
    make_role(gym.org_id, user_id, Role.OWNER)
    return gym.acting_as(gym.acting(Role.OWNER), user_id=user_id)


def heard(till: Till, owner) -> list[tuple[str, str, str]]:
    jobs.run_ready(till.ports)
    with open_work(owner) as w:
        told = queries.inbox(w, lang=Lang.HE).rows
    return [(n.title, n.body, n.path) for n in told if n.path.startswith("/dashboard/payments/")]


def ages(till: Till) -> None:
    older = (
        " set told_at = told_at - :ago, asked_at = asked_at - :ago,"
        " next_look_at = now() - :ago where told_at is not null"
    )
    with open_work(till.actor) as w:
        for table in ("update charge", "update refund"):
            w.hot(sa.text(table + older), {"ago": timedelta(minutes=31)})


def test_a_charge_that_stays_unknown(till, owner):
    charge_id = till.by_card(Fate.LOST)
    till.collect(charge_id)
    with open_work(till.actor) as w:
        actions.change_credentials(w, account_id=till.account_id, credentials={"account": "wrong"})
    ages(till)
    look_in_gym(till.ports, till.actor)
    ((title, body, path),) = heard(till, owner)
    assert "נועה כהן" in title
    assert "390" in body
    assert path == f"/dashboard/payments/{charge_id}"


def test_a_second_payment_that_goes_back(till, owner):
    cause_id = new_id()
    first = till.open(cause_id=cause_id)
    till.page(first)
    with open_work(till.actor) as w:
        actions.take_by_hand(
            w,
            member_id=till.member_id,
            cause_kind="till",
            cause_id=cause_id,
            amount=PRICE,
            lines=(PaidLine("מנוי", PRICE),),
            words=Text("מנוי", "Plan"),
            way=PayWay.CASH,
            note="",
            paid_on=w.now.date(),
        )
    till.fill(first)
    till.ask(first)
    ((title, _, path),) = heard(till, owner)
    assert "כפול" in title
    assert path.endswith(str(first))


def test_a_refund_that_was_refused(till, owner):
    charge_id = till.paid()
    with open_work(till.actor) as w:
        w.hot(sa.text("update charge set transaction_id = 'nothing'"))
    till.refund(charge_id, PRICE)
    jobs.run_ready(till.ports)
    ((title, body, _),) = heard(till, owner)
    assert "לא יצא" in title
    assert "390" in body


def test_a_refund_that_stays_unknown(till, owner):
    charge_id = till.paid()
    refund_id = till.refund(charge_id, PRICE)
    with open_work(till.actor) as w:
        actions.begin_giving_back(w, refund_id=refund_id)
        actions.settle_refund(w, refund_id=refund_id, outcome=Unknown("no answer"))
        actions.change_credentials(w, account_id=till.account_id, credentials={"account": "wrong"})
    ages(till)
    look_in_gym(till.ports, till.actor)
    ((title, _, _),) = heard(till, owner)
    assert "לא ברור" in title
