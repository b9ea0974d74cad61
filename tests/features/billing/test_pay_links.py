"""A link to pay opens one member's page of an open gym, for thirty days, until staff revoke it."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from fitkit.core import clock, crypto
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.queries import links
from fitkit.features.orgs.tables import Org
from fitkit.integrations.sandbox.cards import Fate
from fitkit.texts import renewals as texts
from tests.conftest import Gym
from tests.factories.renewals import Renewing, make_renewing

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
WAYS = (flows.see_due, flows.look_again, flows.pay_due, flows.pay_part, flows.change_card)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def deal(time, gym: Gym) -> Renewing:
    return make_renewing(gym, anchor=date(2026, 10, 23), fate=Fate.APPROVED)


def link(deal: Renewing) -> str:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        return queries.due_path(w, member_id=deal.member_id).rsplit("/", 1)[-1]


def revoke(deal: Renewing) -> None:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        actions.revoke_links(w, member_id=deal.member_id)


def opens(deal: Renewing, token: str) -> bool:
    try:
        flows.see_due(deal.till.ports, VISITOR, token=token)
    except Refusal as why:
        if why.text is not texts.LINK_OVER:
            raise
        return False
    return True


def test_a_link_works_for_thirty_days(deal, time):
    token = link(deal)
    time.shift(timedelta(days=30))
    assert opens(deal, token)
    time.shift(timedelta(seconds=1))
    assert not opens(deal, token)


def test_revoked_links_are_over_at_once_and_the_next_one_works(deal):
    first, second = link(deal), link(deal)
    revoke(deal)
    assert not opens(deal, first)
    assert not opens(deal, second)
    fresh = link(deal)
    assert opens(deal, fresh)
    revoke(deal)  # another tab
    assert not opens(deal, fresh)
    assert not opens(deal, first), "none comes back"
    assert opens(deal, link(deal))


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_done_by_a_revoked_link(deal, way):
    token = link(deal)
    revoke(deal)
    more = {} if way in (flows.see_due, flows.look_again) else {"lang": Lang.HE}
    with pytest.raises(Refusal) as caught:
        way(deal.till.ports, VISITOR, token=token, **more)
    assert caught.value.text is texts.LINK_OVER


def test_another_members_links_go_on(deal, gym):
    theirs = make_renewing(gym, anchor=date(2026, 10, 23))
    token = link(theirs)
    revoke(deal)
    assert opens(theirs, token)


@pytest.mark.parametrize("way", WAYS)
def test_a_closed_gyms_link_says_so(deal, way):
    token = link(deal)
    with open_work(deal.gym.system) as w:
        row = w.get(Org, deal.gym.org_id)
        row.closed_at, name = w.now, row.name
    more = {} if way in (flows.see_due, flows.look_again) else {"lang": Lang.HE}
    with pytest.raises(Refusal) as caught:
        way(deal.till.ports, VISITOR, token=token, **more)
    assert caught.value.text is texts.LINK_OF_CLOSED
    assert name in caught.value.to(Lang.HE)


def test_coaches_members_and_other_gyms_revoke_nothing(deal, gym, other_gym):
    token = link(deal)
    member = gym.acting(Role.MEMBER, member_id=deal.member_id)
    for actor in (member, gym.acting(Role.COACH), other_gym.acting(Role.OWNER)):
        with open_work(actor) as w, pytest.raises((Denied, NotFound)):
            actions.revoke_links(w, member_id=deal.member_id)
    assert opens(deal, token)


def test_a_link_of_before_links_could_be_revoked_is_over(deal):
    until = int((clock.now() + timedelta(days=20)).timestamp()).to_bytes(5)
    packed = urlsafe_b64encode(deal.gym.org_id.bytes + deal.member_id.bytes + until).decode()
    token = f"{packed}.{crypto.keyed_digest(packed, links._LINK_FOR)}"
    assert not opens(deal, token)
