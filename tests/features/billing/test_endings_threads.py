"""The same notice from several sides at once: one of it is written down, and the money goes back once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

from sqlmodel import select

from fitkit.core.clock import day_of
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, queries
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.tables import Cancellation
from fitkit.features.ledger import queries as ledger
from fitkit.features.payments.tables import Refund
from tests.conftest import make_gym
from tests.factories.deals import make_deal
from tests.factories.members import make_member


def test_two_tabs_and_the_desk_end_it_once(real_database):
    gym = make_gym()
    with open_work(gym.acting(Role.OWNER)) as w:
        today = day_of(w.now, w.actor.zone)
        made = make_deal(w, make_member(w), price=310, starts_on=today - timedelta(days=3))
    member = gym.acting(Role.MEMBER, member_id=made.member_id)

    def end(actor):
        with open_work(actor) as w:
            return actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())

    with ThreadPoolExecutor(6) as pool:
        told = set(pool.map(end, [member, member, gym.acting(Role.OWNER)] * 2))
    assert len(told) == 1
    with open_work(gym.acting(Role.OWNER)) as w:
        assert len(w.session.scalars(select(Cancellation)).all()) == 1
        (refund,) = w.session.scalars(select(Refund))
        (view,) = queries.cancellations(w, member_id=made.member_id)
        assert Money(refund.amount_agorot) == view.ending.refund
        assert ledger.balance(w, member_id=made.member_id) == -view.ending.refund


def test_one_that_is_broken_off_before_its_end_leaves_nothing(real_database):
    gym = make_gym()
    with open_work(gym.acting(Role.OWNER)) as w:
        today = day_of(w.now, w.actor.zone)
        made = make_deal(w, make_member(w), price=310, starts_on=today - timedelta(days=3))
        before = ledger.balance(w, member_id=made.member_id)
    with suppress(KeyboardInterrupt), open_work(gym.acting(Role.OWNER)) as w:
        actions.cancel(w, member_id=made.member_id, deal_id=made.deal_id, notice=Typed())
        raise KeyboardInterrupt  # as when its process ends before the commit
    with open_work(gym.acting(Role.OWNER)) as w:
        assert w.session.scalars(select(Cancellation)).all() == []
        assert w.session.scalars(select(Refund)).all() == []
        assert ledger.balance(w, member_id=made.member_id) == before
        assert queries.endable(w, member_id=made.member_id)[0].cancellation_id is None
