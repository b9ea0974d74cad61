"""What is to be paid for a visit stands on the roster and is taken there, at the desk, or on its page."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit import wiring
from fitkit.core import jobs
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import queries
from fitkit.features.booking import actions as booking
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.payments import queries as charges
from fitkit.web.deeds.visits import VisitState
from fitkit.web.member.membership.state import MembershipState
from fitkit.web.owner.member.money.state import MoneyState
from tests.conftest import Gym
from tests.factories.members import make_member
from tests.factories.scheduling import Place, make_place, session_at
from tests.web.coach.test_roster import NOON, loaded, path
from tests.web.driver import Tab


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def a_visit(gym: Gym) -> tuple[UUID, UUID]:
    """A class that begins in five minutes, and somebody at the door who brings a guest."""
    with open_work(gym.acting(Role.OWNER)) as w:
        place: Place = make_place(w)
        details = ClassTypeDetails(
            "כוח", "Strength", policy=Policy(guests_most=1), drop_in=Money.shekels(60)
        )
        type_id = class_types.add(w, details=details)
        place = Place(**{**place.__dict__, "class_type_id": type_id})
        session_id = session_at(w, place, NOON + timedelta(minutes=5))
        who = make_member(w, "דנה", "לוי")
        booking.walk_in(w, session_id=session_id, member_id=who)
        booking.bring_guest(w, session_id=session_id, member_id=who, name="רון")
    jobs.run_ready(wiring.ports())
    return session_id, who


async def test_the_roster_says_what_is_to_be_paid_and_it_is_taken_in_two_taps(gym: Gym) -> None:
    session_id, who = a_visit(gym)
    async with Tab(gym.acting(Role.OWNER), path(session_id)) as tab:
        rows = {row.name: row for row in (await loaded(tab)).people}
        assert {row.owed for row in rows.values()} == {"לתשלום \u2066₪60\u2069"}
        mine = rows["דנה לוי"]
        assert mine.owed_for == "כניסה בודדת: כוח 24.11 12:05"
        await tab.fire(VisitState, "ask", order_id=mine.order_id, what=mine.owed_for)
        await tab.fire(VisitState, "choose_way", way="bitcoin")
        assert (await tab.state(VisitState)).way == "cash"
        await tab.fire(VisitState, "take", form={"note": ""})
        assert "התשלום נרשם" in tab.said
        await tab.fire(VisitState, "take", form={"note": ""})  # a second tap
        rows = {row.name: row for row in (await loaded(tab)).people}
        assert (rows["דנה לוי"].owed, bool(rows["רון"].owed)) == ("", True)
    with open_work(gym.acting(Role.OWNER)) as w:
        (paid,) = charges.charges_of(w, member_id=who).rows
        assert paid.amount == Money.shekels(60)


async def test_a_coach_reads_the_mark_and_takes_nothing(gym: Gym) -> None:
    session_id, who = a_visit(gym)
    async with Tab(gym.acting(Role.COACH), path(session_id, "en")) as tab:
        row = next(row for row in (await loaded(tab)).people if row.name == "דנה לוי")
        assert row.owed == "To pay \u2066₪60\u2069"
        await tab.fire(VisitState, "ask", order_id=row.order_id, what="")
        await tab.fire(VisitState, "take", form={"note": ""})
    with open_work(gym.acting(Role.OWNER)) as w:
        assert len(queries.open_visits(w, member_id=who)) == 2


async def test_it_stands_on_the_members_page_and_on_the_members_own_with_its_link(gym: Gym) -> None:
    _, who = a_visit(gym)
    async with Tab(gym.acting(Role.OWNER), f"/he/dashboard/members/{who}/") as tab:
        await tab.fire(MoneyState, "load")
        rows = (await tab.state(MoneyState)).visits
        assert [row.amount for row in rows] == ["\u2066₪60\u2069"] * 2
        assert rows[1].what == "אורח, רון: כוח 24.11 12:05"
    async with Tab(gym.acting(Role.MEMBER, member_id=who), "/he/me/membership/") as tab:
        await tab.fire(MembershipState, "load")
        mine = (await tab.state(MembershipState)).visits
        assert [row.id for row in mine] == [row.id for row in rows]
        assert all(row.href.startswith("/he/pay/") for row in mine)
