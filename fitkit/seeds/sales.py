"""What the demo's studio sells beside its plans: goods, gift cards, coupons, credit for a friend; and two payouts.

Each sale is lived through on its day by the actions of every day, with the clock turned back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from fitkit.core import clock, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.work import open_work
from fitkit.features.billing import actions as billing
from fitkit.features.billing.actions import Codes, PlacedOrder, retail
from fitkit.features.billing.actions.retail import ByHand
from fitkit.features.billing.flows import orders as checkout
from fitkit.features.billing.rules.periods import months_after
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.members import queries as people
from fitkit.features.members.rules import MemberDetails
from fitkit.features.offers import actions as offers
from fitkit.features.offers.queries import gift_cards, products
from fitkit.features.offers.queries.settings import OfferChoices
from fitkit.features.offers.rules.coupons import CouponDetails, Discount
from fitkit.features.offers.rules.gift_cards import YEARS, GiftDetails
from fitkit.features.offers.rules.products import ProductDetails
from fitkit.features.offers.rules.referrals import Rewards
from fitkit.features.orgs import queries as gyms
from fitkit.features.payouts import actions as payouts
from fitkit.features.payouts import queries as held
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import PlanKind
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.payments import PayWay
from fitkit.seeds.people import Regular
from fitkit.seeds.till import Till
from fitkit.wiring import ports

_SINCE: Final = 110  # days ago: when the studio began to sell them
_ENDS_IN: Final = 12  # days, of the oldest gift card
_FEE: Final = 8  # in a thousand, of what the company takes
# name in Hebrew and English, price, on the shelf, members see it
_SHELF: Final = (
    ("בקבוק מים, 750 מ״ל", "Water bottle, 750 ml", 65, 14, True),
    ("חולצת הסטודיו", "Studio T-shirt", 95, 22, True),
    ("סט רצועות כתפיים", "Shoulder band set", 120, 6, True),
    ("מגני כף יד", "Hand grips", 89, 4, True),
    ("חבל קפיצה", "Speed rope", 79, 2, True),
    ("חטיף חלבון", "Protein bar", 14, 48, False),
    ("מים מינרליים", "Mineral water", 6, None, False),
)
_BOTTLE, _SHIRT, _BANDS, _GRIPS, _ROPE, _BAR, _WATER = range(len(_SHELF))


def set_out(till: Till) -> None:
    """The shelf, what gift cards may be worth, coupons, and what a friend is worth; since the spring."""
    with clock.turned_back(till.moment(_SINCE)):
        with open_work(till.owner) as w:
            choices = OfferChoices(
                sells_gift_cards=True, rewards=Rewards(Money.shekels(50), Money.shekels(30))
            )
            offers.choose_offers(w, choices=choices)
            for he, en, price, stock, in_shop in _SHELF:
                details = ProductDetails(he, en, Money.shekels(price), stock, in_shop)
                offers.add_product(w, details=details)
        _offer_coupons(till)
        jobs.run_ready(ports())


def _offer_coupons(till: Till) -> None:
    """What the owner gives away: to new members, to soldiers, and one that is over."""
    with open_work(till.owner) as w:
        offers.make_coupon(
            w,
            details=CouponDetails(
                "חדשים20",
                Discount(percent=20, periods=2),
                most_uses=50,
                valid_to=till.today + timedelta(days=40),
                only_new=True,
            ),
        )
        offers.make_coupon(
            w, details=CouponDetails("MILUIM", Discount(percent=15, periods=None), most_each=None)
        )
        over = offers.make_coupon(
            w, details=CouponDetails("KAYITZ50", Discount(amount=Money.shekels(50)), most_uses=30)
        )
        offers.stop_coupon(w, coupon_id=over)


def sell_long_ago(till: Till, buyer: Regular) -> None:
    """A gift card whose five years are nearly over, and nobody came."""
    sold_on = months_after(till.today + timedelta(days=_ENDS_IN), -12 * YEARS)
    with clock.turned_back(till.moment((till.today - sold_on).days)):
        gift = GiftDetails(
            Money.shekels(300), "אורי שקד", "uri.shaked@example.com", "מזל טוב ליום ההולדת"
        )
        _give(till, buyer.id, gift, PayWay.TRANSFER)
        jobs.run_ready(ports())


@dataclass
class Sales:
    """What is sold beside plans, each on its day."""

    till: Till
    maya: UUID
    keeps_card: UUID  # somebody whose card is kept
    two_cards: Regular
    lifting: UUID  # the plan that they take besides
    pays_cash: UUID
    newcomers: list[Regular]
    gift: UUID | None = None  # the card that is used in part

    def plot(self) -> dict[int, list[Callable[[], None]]]:
        """By days ago, in the order of a day."""
        return {
            24: [lambda: self.pay_out(2)],
            20: [self.give_from_the_shop],
            17: [self.give_by_kept_card],
            12: [self.use_a_part],
            11: [self.give_at_the_desk],
            9: [lambda: self.pay_out(3, short=Money.shekels(210), why="חיוב שעוד לא זוכה, בבירור")],
            5: [lambda: self.sell(self.pays_cash, {_BAR: 2, _WATER: 1})],
            4: [self.buy_on_another_card],
            3: [self.order_and_pick_up],
            2: [lambda: self.sell(self.newcomers[0].id, {_GRIPS: 1, _BAR: 1})],
            1: [self.sell_to_a_kept_card],
            0: [
                lambda: self.sell(self.maya, {_WATER: 2}),
                self.order_in_the_app,
                self.bring_a_friend,
            ],
        }

    # --- gift cards ---

    def give_from_the_shop(self) -> None:
        """Somebody who is no member, from the shop's page."""
        with open_work(self.till.owner) as w:
            slug = gyms.card(w).slug
        receiver = self.newcomers[3]
        placed = checkout.buy_gift_card(
            ports(),
            VISITOR,
            slug=slug,
            buyer=MemberDetails("דנה", "רוטשילד", "054-7300771", "dana.r@example.com"),
            details=GiftDetails(
                Money.shekels(400), receiver.first_name, receiver.email, "לשנה חדשה, עם הרבה כוח"
            ),
            lang=Lang.HE,
            consents=True,
        )
        self._pay(placed, "3391")
        self.gift = self._newest_gift()

    def give_by_kept_card(self) -> None:
        """Maya, for her mother, by the card that she keeps."""
        gift = GiftDetails(
            Money.shekels(250), "אמא", "imale@example.com", "שתבואי איתי לאימון בשישי"
        )
        checkout.buy_gift_card_by_kept_card(
            ports(),
            self.till.member(self.maya),
            member_id=self.maya,
            details=gift,
            lang=Lang.HE,
            consents=True,
        )

    def use_a_part(self) -> None:
        """Some of it for a set of bands and a bottle; the rest stays on the card."""
        member_id = self.newcomers[3].id
        if self.gift is None:
            raise LookupError("the card was sold before")
        with open_work(self.till.owner) as w:
            code = gift_cards.letter_of(w, gift_card_id=self.gift).code
            offers.redeem(w, member_id=member_id, gift_code=code, most=Money.shekels(150))
        self.sell(member_id, {_BANDS: 1, _BOTTLE: 1})

    def give_at_the_desk(self) -> None:
        """For cash; whoever got it used all of it the same evening."""
        friend = self.newcomers[2]
        gift = GiftDetails(Money.shekels(100), friend.first_name, friend.email)
        _give(self.till, self.pays_cash, gift, PayWay.CASH)
        card = self._newest_gift()
        with open_work(self.till.owner) as w:
            code = gift_cards.letter_of(w, gift_card_id=card).code
            offers.redeem(w, member_id=friend.id, gift_code=code)
        self.sell(friend.id, {_SHIRT: 1, _BAR: 1})

    # --- goods ---

    def sell(self, member_id: UUID, counts: dict[int, int]) -> None:
        """At the desk, for cash."""
        goods = self._goods(counts)
        with open_work(self.till.owner) as w:
            by_hand = ByHand(PayWay.CASH, "", day_of(w.now, w.actor.zone))
            retail.sell_goods(w, member_id=member_id, goods=goods, by_hand=by_hand, lang=Lang.HE)

    def sell_to_a_kept_card(self) -> None:
        """At the desk, and the card at home pays."""
        goods = self._goods({_SHIRT: 1})
        with open_work(self.till.owner) as w:
            placed = retail.place_goods(w, member_id=self.keeps_card, goods=goods, lang=Lang.HE)
        checkout.charge_kept_card(ports(), self.till.owner, order_id=placed.order_id)

    def order_and_pick_up(self) -> None:
        """Maya, in the app; she had it at the desk in the evening."""
        placed = self._order({_ROPE: 1})
        with open_work(self.till.owner) as w:
            retail.hand_over(w, order_id=placed.order_id)

    def order_in_the_app(self) -> None:
        """Maya again; it waits for her at the desk."""
        self._order({_SHIRT: 1, _BOTTLE: 1})

    # --- people ---

    def bring_a_friend(self) -> None:
        """A friend of Maya's takes a plan by her link, and for less, as new members do."""
        friend = self.newcomers[5].id
        with open_work(self.till.owner) as w:
            weekly = next(p for p in plans.plans(w) if p.terms.kind is PlanKind.WEEKLY)
        with open_work(self.till.member(self.maya)) as w:
            code = offers.own_code(w, member_id=self.maya)
        with open_work(self.till.member(friend)) as w:
            placed = billing.buy(
                w,
                member_id=friend,
                plan_id=weekly.id,
                starts_on=day_of(w.now, w.actor.zone),
                lang=Lang.HE,
                consents=True,
                codes=Codes(coupon="חדשים20", brought_by=code),
            )
        self._pay(placed, "6150")

    def buy_on_another_card(self) -> None:
        """A member, on the shop's page, which knows nobody: the card is kept for that plan alone."""
        person = self.two_cards
        with open_work(self.till.owner) as w:
            slug = gyms.card(w).slug
            phone = people.contacts(w, ids={person.id})[person.id].phone
        placed = checkout.buy(
            ports(),
            VISITOR,
            slug=slug,
            plan_id=self.lifting,
            details=MemberDetails(person.first_name, person.last_name, phone, person.email),
            starts_on=day_of(clock.now(), clock.ISRAEL),
            lang=Lang.HE,
            consents=True,
        )
        self._pay(placed, "9034")

    # --- the company ---

    def pay_out(self, days: int, *, short: Money = ZERO, why: str = "") -> None:
        """What the company took until some days before stands on the bank's statement."""
        with open_work(self.till.owner) as w:
            on = day_of(w.now, w.actor.zone)
            until = on - timedelta(days=days)
            due = held.expected(w, account=Account.CLEARING_DEMO, until=until)
            fee = Money(due.agorot * _FEE // 1000)
            payouts.record(
                w,
                account=Account.CLEARING_DEMO,
                on=on,
                arrived=due - fee - short,
                fee=fee,
                until=until,
                note=why,
            )

    # --- ways ---

    def _order(self, counts: dict[int, int]) -> PlacedOrder:
        goods = self._goods(counts)
        with open_work(self.till.member(self.maya)) as w:
            placed = retail.buy_goods(
                w, member_id=self.maya, goods=goods, lang=Lang.HE, consents=True
            )
        self._pay(placed, "4417")
        return placed

    def _pay(self, placed: PlacedOrder, last4: str) -> None:
        if placed.is_paid:
            return
        token = placed.path.strip("/").rpartition("/")[2]
        page = checkout.pay(ports(), VISITOR, token=token, lang=Lang.HE, consents=True)
        self.till.fill(page.url, Fate.APPROVED, last4)
        checkout.look_at_order(ports(), VISITOR, token=token)

    def _goods(self, counts: dict[int, int]) -> list[tuple[UUID, int]]:
        with open_work(self.till.owner) as w:
            by_name = {one.name.en: one.id for one in products.products_of(w)}
        return [(by_name[_SHELF[at][1]], count) for at, count in counts.items()]

    def _newest_gift(self) -> UUID:
        with open_work(self.till.owner) as w:
            return gift_cards.gift_cards_sold(w).cards[0].id


def _give(till: Till, buyer_id: UUID, gift: GiftDetails, way: PayWay) -> None:
    with open_work(till.owner) as w:
        by_hand = ByHand(way, "", day_of(w.now, w.actor.zone))
        retail.sell_gift_card(w, member_id=buyer_id, details=gift, by_hand=by_hand, lang=Lang.HE)
