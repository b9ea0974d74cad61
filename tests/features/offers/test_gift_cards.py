"""Gift cards: paid, sent by letter, used in parts, owed in the book until then, and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, Invalid, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing import flows
from fitkit.features.billing.actions import Codes, paying
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import OrderKind
from fitkit.features.billing.tables import Order
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as book
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Account
from fitkit.features.members.rules import MemberDetails
from fitkit.features.offers import actions as offers
from fitkit.features.offers import queries
from fitkit.features.offers.queries import OfferChoices
from fitkit.features.offers.queries.gift_cards import letter_of
from fitkit.features.offers.rules.gift_cards import GiftDetails, checked, folded, good_until, shown
from fitkit.features.payments import actions as payments
from fitkit.features.payments.rules import NoCardError
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.integrations.sandbox.cards import Fate
from fitkit.ports.invoices import DocumentKind
from fitkit.ports.payments import PayWay
from fitkit.texts import gift_cards as texts
from tests.factories.orders import NOA, PRICE, Shop, make_shop, token_of

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
TWO_HUNDRED = Money.shekels(200)
FOR_DANA = GiftDetails(TWO_HUNDRED, "דנה", "dana@example.com", "מזל טוב")
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    shop = make_shop(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices(sells_gift_cards=True))
    return shop


def order(shop: Shop, details: GiftDetails = FOR_DANA) -> str:
    """A visitor orders a card; the token of its page."""
    placed = flows.buy_gift_card(
        wiring.ports(),
        VISITOR,
        slug=shop.slug,
        buyer=NOA,
        details=details,
        lang=Lang.HE,
        consents=True,
    )
    return token_of(placed)


def card(shop: Shop, details: GiftDetails = FOR_DANA) -> str:
    """A card that was bought and paid; its code."""
    shop.pay(order(shop, details))
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        newest = queries.gift_cards_sold(w).cards[0]
        return letter_of(w, gift_card_id=newest.id).code


def owed(shop: Shop) -> Money:
    """What the gym owes for cards: by the book, which says what the cards say."""
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        by_book = -ledger.balance_of_account(w, account=Account.GIFT_CARDS)
        assert by_book == queries.gift_cards_sold(w).left
        assert book.prove(w)
        return by_book


def redeem(shop: Shop, code: str, most: Money | None = None) -> Money:
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        return offers.redeem(w, member_id=shop.member_id, gift_code=code, most=most).amount


# rules


def test_a_card_is_good_for_five_years_and_of_a_leap_day_a_day_longer():
    assert good_until(date(2026, 11, 23)) == date(2031, 11, 23)
    assert good_until(date(2028, 2, 29)) == date(2033, 3, 1)


def test_a_code_is_read_however_it_is_typed():
    assert folded(" abcd-efgh 2345") == "ABCDEFGH2345"
    assert shown("ABCDEFGH2345") == "ABCD-EFGH-2345"
    for none in ("", "ABC", "ABCD-EFGH-234O", "<b>", "A" * 40):
        assert folded(none) == ""


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (GiftDetails(Money.shekels(49), "דנה", "d@example.com"), "amount"),
        (GiftDetails(Money.shekels(2001), "דנה", "d@example.com"), "amount"),
        (GiftDetails(TWO_HUNDRED, "", "d@example.com"), "receiver"),
        (GiftDetails(TWO_HUNDRED, "דנה", ""), "receiver_email"),
        (GiftDetails(TWO_HUNDRED, "דנה", "nowhere"), "receiver_email"),
        (GiftDetails(TWO_HUNDRED, "דנה", "d@example.com", "x" * 301), "message"),
    ],
)
def test_what_makes_no_card_is_refused_at_its_field(details, field):
    with pytest.raises(Invalid) as refused:
        checked(details, bounds=OfferChoices().gifts)
    assert set(refused.value.problems) == {field}


# bought


def test_what_a_visitor_pays_is_owed_and_is_no_sale(shop):
    token = order(shop)
    assert shop.see(token).kind is OrderKind.GIFT_CARD
    assert owed(shop) == ZERO
    assert shop.pay(token).standing is OrderStanding.PAID
    assert owed(shop) == TWO_HUNDRED
    with open_work(shop.gym.system) as w:
        for account in (Account.REVENUE, Account.VAT):
            assert ledger.balance_of_account(w, account=account) == ZERO
    assert shop.balance(shop.row(token).member_id) == ZERO
    assert shop.deals() == []


def test_a_visitor_who_says_nothing_is_told_all_that_is_missing_at_once(shop):
    with pytest.raises(Invalid) as refused:
        flows.buy_gift_card(
            wiring.ports(),
            VISITOR,
            slug=shop.slug,
            buyer=MemberDetails(""),
            details=GiftDetails(Money.shekels(1), "", ""),
            lang=Lang.HE,
            consents=False,
        )
    needed = {"amount", "receiver", "receiver_email", "first_name", "email", "consents"}
    assert set(refused.value.problems) == needed


def test_its_document_is_a_receipt_without_vat(shop):
    shop.pay(order(shop))
    shop.run_jobs()
    with open_work(shop.gym.system) as w:
        (paper,) = w.session.scalars(sa.select(TaxDocument))
        assert (paper.kind, paper.vat_per_mille) == (DocumentKind.RECEIPT, 0)


def test_the_code_goes_to_the_receiver_alone_and_once(shop):
    shop.pay(order(shop))
    shop.run_jobs()
    shop.run_jobs()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        (sold,) = queries.gift_cards_sold(w).cards
        code = shown(letter_of(w, gift_card_id=sold.id).code)
        assert sold.sent_at is not None
    kept = wiring.ports().outbox
    assert kept is not None
    letters = [one for one in kept.recent(50) if code in one.text]
    assert [one.to for one in letters] == ["dana@example.com"]
    assert "מזל טוב" in letters[0].text
    assert "נועה כהן" in letters[0].text
    with open_work(shop.gym.system) as w:
        log = sa.text("select facts::text from event_log")
        assert not any(code.replace("-", "") in facts for facts in w.hot(log).scalars())


def test_an_unpaid_order_makes_no_card(shop, time):
    order(shop)
    time.shift(timedelta(hours=25))
    shop.run_jobs()
    assert owed(shop) == ZERO


def test_none_is_sold_where_the_gym_sells_none(shop):
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices())
    with pytest.raises(Refusal) as refused:
        order(shop)
    assert refused.value.text is texts.NOT_SOLD_HERE


def test_staff_sell_one_at_the_desk_for_cash(shop):
    by_hand = sales.ByHand(PayWay.CASH, "", shop.today)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        placed = sales.sell_gift_card(
            w, member_id=shop.member_id, details=FOR_DANA, by_hand=by_hand, lang=Lang.HE
        )
        assert placed.is_paid
        assert ledger.balance_of_account(w, account=Account.CASH) == TWO_HUNDRED
    assert owed(shop) == TWO_HUNDRED


# by the kept card


def keep_card(shop: Shop, fate: Fate = Fate.APPROVED) -> None:
    """The member's plan is paid, and its card kept, whose later charges go as it says."""
    shop.pay(shop.buy(), fate)


def by_kept_card(shop: Shop, details: GiftDetails = FOR_DANA, **more) -> str:
    """The member orders a card and pays by the card they keep; the token of its page."""
    asked = {"member_id": shop.member_id, "lang": Lang.HE, "consents": True} | more
    actor = asked.pop("actor", shop.gym.acting(Role.MEMBER, member_id=shop.member_id))
    placed = flows.buy_gift_card_by_kept_card(wiring.ports(), actor, details=details, **asked)
    return token_of(placed)


def orders_of_cards(shop: Shop) -> int:
    with open_work(shop.gym.system) as w:
        of_cards = sa.select(sa.func.count()).where(Order.kind == OrderKind.GIFT_CARD)
        return w.session.scalar(of_cards)


def test_a_member_charges_their_kept_card_and_gets_a_receipt_without_vat(shop):
    keep_card(shop)
    token = by_kept_card(shop)
    assert shop.see(token).standing is OrderStanding.PAID
    assert shop.charge(token).amount == TWO_HUNDRED
    shop.run_jobs()
    assert owed(shop) == TWO_HUNDRED
    with open_work(shop.gym.system) as w:
        document = w.get(TaxDocument, shop.charge(token).id)
        assert (document.kind, document.vat_per_mille) == (DocumentKind.RECEIPT, 0)
    shop.look(token)
    shop.run_jobs()
    assert owed(shop) == TWO_HUNDRED


def test_a_kept_card_that_is_declined_brings_no_gift_and_another_card_may_pay(shop):
    keep_card(shop, Fate.HARD_LATER)
    token = by_kept_card(shop)
    assert shop.see(token).standing is OrderStanding.DECLINED
    assert owed(shop) == ZERO
    assert shop.pay(token).standing is OrderStanding.PAID
    assert owed(shop) == TWO_HUNDRED


def test_an_answer_that_does_not_come_makes_one_gift_when_it_is_looked_up(shop, time):
    keep_card(shop, Fate.LOST)
    token = by_kept_card(shop)
    assert shop.see(token).standing is OrderStanding.CHECKING
    assert owed(shop) == ZERO
    with pytest.raises(Refusal):  # not tried again before it is known
        shop.open(token)
    time.shift(timedelta(hours=1))
    shop.run_jobs()
    assert shop.look(token).standing is OrderStanding.PAID
    assert owed(shop) == TWO_HUNDRED


def test_without_a_kept_card_consent_or_a_shop_nothing_is_ordered(shop):
    with pytest.raises(NoCardError):
        by_kept_card(shop)
    keep_card(shop)
    with pytest.raises(Refusal) as refused:
        by_kept_card(shop, consents=False)
    assert refused.value.field == "consents"
    with pytest.raises(Invalid):
        by_kept_card(shop, GiftDetails(Money.shekels(2001), "דנה", "d@example.com"))
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        offers.choose_offers(w, choices=OfferChoices())
    with pytest.raises(Refusal) as refused:
        by_kept_card(shop)
    assert refused.value.text is texts.NOT_SOLD_HERE
    assert orders_of_cards(shop) == 0


def test_nobody_charges_anothers_kept_card(shop, other_gym):
    keep_card(shop)
    other = shop.row(shop.visit()).member_id
    for actor in (
        shop.gym.acting(Role.MEMBER, member_id=other),
        shop.gym.acting(Role.COACH),
    ):
        with pytest.raises(Denied):
            by_kept_card(shop, actor=actor)
    with pytest.raises(NoCardError):  # nobody's of that gym
        by_kept_card(shop, actor=other_gym.acting(Role.OWNER))
    token = order(shop)
    buyer = shop.gym.acting(Role.MEMBER, member_id=shop.member_id)
    visitors = shop.row(token).id
    with open_work(buyer) as w, pytest.raises(NotFound):
        paying.begin_by_own_card(w, member_id=shop.member_id, order_id=visitors)
    assert orders_of_cards(shop) == 1


def test_one_order_is_charged_once_and_an_hour_has_five(shop):
    keep_card(shop)
    token = by_kept_card(shop)
    buyer, paid = shop.gym.acting(Role.MEMBER, member_id=shop.member_id), shop.row(token).id
    with open_work(buyer) as w, pytest.raises(Refusal):
        paying.begin_by_own_card(w, member_id=shop.member_id, order_id=paid)
    for _ in range(4):
        by_kept_card(shop, wants_another=True)
    with pytest.raises(Refusal) as refused:
        by_kept_card(shop, wants_another=True)
    assert refused.value.text is TOO_MANY
    assert (orders_of_cards(shop), owed(shop)) == (5, TWO_HUNDRED.times(5))


def test_the_same_card_a_moment_later_is_a_question_and_one_that_was_declined_the_same_order(shop):
    keep_card(shop, Fate.HARD_LATER)
    declined = by_kept_card(shop)
    assert by_kept_card(shop) == declined
    assert shop.pay(declined).standing is OrderStanding.PAID
    with pytest.raises(Refusal) as refused:
        by_kept_card(shop)
    assert (refused.value.field, orders_of_cards(shop)) == ("another", 1)
    assert owed(shop) == TWO_HUNDRED


def test_while_nobody_knows_whether_it_was_charged_another_tab_charges_nothing(shop):
    keep_card(shop, Fate.LOST)
    by_kept_card(shop)
    with pytest.raises(Refusal):
        by_kept_card(shop)
    assert orders_of_cards(shop) == 1


def test_staff_charge_the_kept_card_at_the_desk_and_what_is_declined_is_taken_back(shop):
    keep_card(shop, Fate.HARD_LATER)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        placed = sales.place_gift_card(w, member_id=shop.member_id, details=FOR_DANA, lang=Lang.HE)
    desk = shop.gym.acting(Role.OWNER)
    view = flows.charge_kept_card(wiring.ports(), desk, order_id=placed.order_id)
    assert view.standing is OrderStanding.DECLINED
    assert owed(shop) == ZERO
    assert shop.see(token_of(placed)).standing is OrderStanding.EXPIRED
    with open_work(shop.gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        sales.place_gift_card(w, member_id=shop.member_id, details=FOR_DANA, lang=Lang.HE)


# used


def test_it_becomes_credit_in_parts_and_never_more_than_is_on_it(shop):
    code = card(shop)
    assert redeem(shop, code.lower(), Money.shekels(50)) == Money.shekels(50)
    assert owed(shop) == Money.shekels(150)
    assert redeem(shop, code) == Money.shekels(150)
    assert shop.balance(shop.member_id) == -TWO_HUNDRED
    assert owed(shop) == ZERO
    with pytest.raises(Refusal) as refused:
        redeem(shop, code)
    assert refused.value.text is texts.CARD_IS_USED


def test_a_forged_code_and_one_that_ran_out_are_refused(shop, time):
    code = card(shop)
    for wrong in ("", "AAAA-AAAA-AAAA", code[:-1] + ("A" if code[-1] != "A" else "B")):
        with pytest.raises(Refusal) as refused:
            redeem(shop, wrong)
        assert refused.value.text is texts.NO_SUCH_CARD
    time.move_to(datetime(2031, 11, 24, 10, tzinfo=UTC))
    with pytest.raises(Refusal) as refused:
        redeem(shop, code)
    assert refused.value.text is texts.CARD_IS_OVER


def test_another_gyms_card_is_none(shop, other_gym):
    code = card(shop)
    other = make_shop(other_gym)
    with pytest.raises(Refusal) as refused:
        redeem(other, code)
    assert refused.value.text is texts.NO_SUCH_CARD


def test_credit_from_a_card_is_taken_off_a_plan_and_the_sale_is_of_its_whole_price(shop):
    redeem(shop, card(shop))
    token = shop.buy()
    view = shop.see(token)
    assert (view.amount, view.credit) == (PRICE - TWO_HUNDRED, TWO_HUNDRED)
    assert view.lines[-1][1] == -TWO_HUNDRED
    assert shop.pay(token).standing is OrderStanding.PAID
    assert shop.balance(shop.member_id) == ZERO
    with open_work(shop.gym.system) as w:
        vat = ledger.balance_of_account(w, account=Account.VAT)
        assert vat == -Money(5949)  # 18 % inside of ₪390
    (period,) = shop.periods()
    assert (period.amount_agorot, period.credit_agorot) == (PRICE.agorot, TWO_HUNDRED.agorot)


def test_a_visitor_pays_a_part_with_a_card_and_never_with_somebodys_credit(shop):
    code = card(shop)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        member_id = queries.gift_cards_sold(w).cards[0].buyer_id
        book.correct(
            w, member_id=member_id, change=Money.shekels(-30), seen=ZERO, reason="טעות שלנו"
        )
    view = shop.see(shop.visit(codes=Codes(gift_code=code)))
    assert (view.amount, view.credit) == (PRICE - TWO_HUNDRED, TWO_HUNDRED)
    assert shop.see(shop.visit()).credit == ZERO


def test_a_card_that_covers_all_of_a_pack_needs_no_page(shop):
    pack = shop.plan("כרטיסייה", PACK, Money.shekels(150))
    token = shop.visit(plan_id=pack, codes=Codes(gift_code=card(shop)))
    assert shop.see(token).standing is OrderStanding.PAID
    assert owed(shop) == Money.shekels(50)


def test_what_an_unpaid_order_used_is_back_on_the_card(shop, time):
    code = card(shop)
    token = shop.visit(codes=Codes(gift_code=code))
    assert owed(shop) == ZERO
    time.shift(timedelta(hours=25))
    with open_work(shop.gym.system) as w:
        paying.expire(w)
    assert owed(shop) == TWO_HUNDRED
    assert shop.balance(shop.row(token).member_id) == ZERO
    assert redeem(shop, code) == TWO_HUNDRED


def test_a_newer_order_of_the_member_gets_the_credit_and_the_older_is_over(shop):
    redeem(shop, card(shop))
    first, second = shop.buy(), shop.buy()
    assert shop.see(first).standing is OrderStanding.EXPIRED
    assert shop.see(second).credit == TWO_HUNDRED


def test_a_card_whose_price_goes_back_is_worth_nothing(shop):
    token = order(shop)
    shop.pay(token)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        payments.open_refund(
            w, charge_id=shop.charge(token).id, amount=TWO_HUNDRED, why="ביטול", way=PayWay.CASH
        )
    shop.run_jobs()
    assert owed(shop) == ZERO
    assert shop.balance(shop.row(token).member_id) == ZERO


# whose it is


def test_a_coach_neither_sees_nor_sells_and_a_member_redeems_for_themself_alone(shop):
    code = card(shop)
    with open_work(shop.gym.acting(Role.COACH)) as w:
        with pytest.raises(Denied):
            queries.gift_cards_sold(w)
        with pytest.raises(Denied):
            sales.sell_gift_card(
                w, member_id=shop.member_id, details=FOR_DANA, by_hand=None, lang=Lang.HE
            )
    other = shop.row(shop.visit()).member_id
    with open_work(shop.gym.acting(Role.MEMBER, member_id=other)) as w, pytest.raises(Denied):
        offers.redeem(w, member_id=shop.member_id, gift_code=code)
