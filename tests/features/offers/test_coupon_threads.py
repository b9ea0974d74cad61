"""Many who want the last uses of a coupon at once: as many get it as its limit says."""

from concurrent.futures import ThreadPoolExecutor

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members.rules import MemberDetails
from fitkit.features.offers import queries
from tests.conftest import make_gym
from tests.factories.orders import make_shop


def test_raced_uses_never_exceed_the_limit(real_database):
    shop = make_shop(make_gym())
    shop.coupon(most_uses=3)

    def visit(n: int) -> bool:
        who = MemberDetails("אור", f"מספר{n}", phone=f"052-555020{n}", email=f"or{n}@example.com")
        try:
            shop.visit(details=who, coupon="WELCOME")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        got = sum(pool.map(visit, range(8)))
    assert got == 3
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        (only,) = queries.all_coupons(w)
        assert only.uses == 3


def test_one_member_in_two_tabs_uses_it_once(real_database):
    shop = make_shop(make_gym())
    shop.coupon(most_each=1)

    def buy(_: int) -> bool:
        try:
            shop.buy(coupon="WELCOME")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(buy, range(4))) == 1
