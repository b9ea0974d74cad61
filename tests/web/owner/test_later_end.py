"""A later last day on staff's side: seen before it is recorded, refused at its field."""

from datetime import timedelta

from sqlmodel import select

from fitkit.core import clock
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing.tables import Cancellation
from fitkit.web.owner.member.endings.state import EndingsState
from tests.factories.deals import make_deal
from tests.factories.members import make_member
from tests.web.driver import Tab


async def test_staff_record_the_later_day_that_was_wished_and_no_absurd_one(gym):
    today = clock.now().date()
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        make_deal(w, member_id, price=300, starts_on=today - timedelta(days=20))
    later = today + timedelta(days=25)
    async with Tab(gym.acting(Role.OWNER), f"/he/dashboard/members/{member_id}/") as tab:
        await tab.fire(EndingsState, "load")
        await tab.fire(EndingsState, "open_record")
        for day in ("1999-01-01", "2099-01-01", "31.12"):
            await tab.fire(EndingsState, "consider", name="wants_until", value=day)
            state = await tab.state(EndingsState)
            assert (bool(state.problems["wants_until"]), state.is_shown) == (True, False)
            await tab.fire(EndingsState, "record", form={})
            assert (await tab.state(EndingsState)).notices == []
        await tab.fire(EndingsState, "consider", name="wants_until", value=later.isoformat())
        assert (await tab.state(EndingsState)).is_shown
        await tab.fire(EndingsState, "record", form={})
        assert len((await tab.state(EndingsState)).notices) == 1
    with open_work(gym.system) as w:
        assert w.session.scalars(select(Cancellation)).one().last_day == later
