"""One code from many sides at once: no more is used than is on the card, and credit is spent once."""

from concurrent.futures import ThreadPoolExecutor

from fitkit.core.errors import Refusal
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.ledger import actions as book
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import OfferChoices
from tests.conftest import make_gym
from tests.factories.orders import PRICE, Shop, make_shop
from tests.features.offers.test_gift_cards import card, redeem

FIFTY = Money.shekels(50)


def a_shop() -> Shop:
    shop = make_shop(make_gym())
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True))
    return shop


def test_a_raced_code_gives_what_is_on_the_card_and_no_more(real_database):
    shop = a_shop()
    code = card(shop)  # ₪200

    def use(_: int) -> Money:
        try:
            return redeem(shop, code, FIFTY)
        except Refusal:
            return ZERO

    with ThreadPoolExecutor(8) as pool:
        got = sum(pool.map(use, range(8)), ZERO)
    assert got == Money.shekels(200) == -shop.balance(shop.member_id)
    with open_work(shop.gym.system) as w:
        assert ledger.balance_of_account(w, account=Account.GIFT_CARDS) == ZERO
        assert book.prove(w)


def test_two_tabs_spend_the_same_credit_once(real_database):
    shop = a_shop()
    redeem(shop, card(shop))
    with ThreadPoolExecutor(2) as pool:
        tokens = list(pool.map(lambda _: shop.buy(), range(2)))
    held = [shop.see(token) for token in tokens]
    alive = [view for view in held if view.standing == "open"]
    assert sum((view.credit for view in alive), ZERO) == Money.shekels(200)
    assert all(view.amount + view.credit == PRICE for view in held)
