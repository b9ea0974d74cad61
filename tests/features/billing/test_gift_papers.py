"""What a gift card pays of a sale has its own tax invoice: once, whatever the sale is and however the rest is paid."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing.actions import Codes, crediting, paying
from fitkit.features.billing.queries import endings
from fitkit.features.billing.queries.gifts import gifts_left
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.documents import queries
from fitkit.features.documents.rules import DocumentState
from fitkit.features.ledger import actions as book
from fitkit.features.offers import actions as offers
from fitkit.features.offers.rules.products import ProductDetails
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.ports.invoices import DocumentKind
from fitkit.ports.payments import PayWay
from fitkit.web.rows.month import month_csv
from tests.conftest import make_gym
from tests.factories.gifts import (
    get_gift,
    gift_code,
    number_documents,
    papers,
    parts,
    told,
    vat_of_book,
    vat_of_papers,
)
from tests.factories.orders import PRICE, Shop, make_shop
from tests.factories.renewals import make_renewing, today

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
HUNDRED = Money.shekels(100)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)
INVOICE, BOTH = DocumentKind.INVOICE, DocumentKind.INVOICE_RECEIPT


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.fixture
def shop(time, gym) -> Shop:
    number_documents(gym)
    return make_shop(gym)


def left(shop: Shop) -> Money:
    with open_work(shop.gym.system) as w:
        return gifts_left(w, member_id=shop.member_id)


def must_agree(shop: Shop) -> None:
    """The book and the documents say the same VAT, and the book is sound."""
    assert vat_of_book(shop.gym) == vat_of_papers(shop.gym)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        assert book.prove(w)


def pack(shop: Shop, price: Money) -> object:
    return shop.plan("כרטיסייה", PACK, price)


# orders


def test_an_order_with_nothing_left_to_pay_has_one_invoice(shop):
    get_gift(shop.gym, shop.member_id, HUNDRED)
    token = shop.buy(plan_id=pack(shop, Money(9_999)))
    assert shop.see(token).standing is OrderStanding.PAID
    shop.run_jobs()
    shop.run_jobs()
    assert told(shop.gym, shop.member_id) == [(INVOICE, Money(9_999))]
    assert left(shop) == Money(1)
    must_agree(shop)


def test_the_rest_of_a_price_has_its_own_document(shop):
    get_gift(shop.gym, shop.member_id, Money(10_007))
    token = shop.buy()
    assert papers(shop.gym, shop.member_id) == []  # set aside is not used
    assert left(shop) == ZERO
    shop.pay(token)
    shop.look(token)
    shop.run_jobs()
    found = told(shop.gym, shop.member_id)
    assert sorted(found) == sorted([(INVOICE, Money(10_007)), (BOTH, PRICE - Money(10_007))])
    must_agree(shop)


def test_one_paid_by_hand_and_one_at_the_desk_have_it_too(shop):
    get_gift(shop.gym, shop.member_id, HUNDRED)
    link = shop.send()
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        paying.take_by_hand(
            w, order_id=shop.row(link).id, way=PayWay.CASH, note="", paid_on=shop.today
        )
    shop.run_jobs()
    get_gift(shop.gym, shop.member_id, Money(5_333))
    shop.at_desk(plan_id=pack(shop, Money.shekels(150)))
    shop.run_jobs()
    assert sorted(told(shop.gym, shop.member_id)) == sorted(
        [
            (INVOICE, HUNDRED),
            (BOTH, PRICE - HUNDRED),
            (INVOICE, Money(5_333)),
            (BOTH, Money.shekels(150) - Money(5_333)),
        ]
    )
    must_agree(shop)


def bottle(shop: Shop) -> UUID:
    details = ProductDetails("בקבוק", "Bottle", Money.shekels(40), 9)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return offers.add_product(w, details=details)


def test_goods_have_it_however_many_times_the_button_is_tapped(shop):
    get_gift(shop.gym, shop.member_id, HUNDRED)
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        sales.buy_goods(
            w, member_id=shop.member_id, goods=[(bottle(shop), 2)], lang=Lang.HE, consents=True
        )
    shop.run_jobs()
    (paper,) = papers(shop.gym, shop.member_id)
    assert paper.lines[0][0].startswith("בקבוק")
    assert told(shop.gym, shop.member_id) == [(INVOICE, Money.shekels(80))]
    assert left(shop) == Money.shekels(20)
    must_agree(shop)


def test_a_code_typed_at_the_checkout_is_used_when_it_is_paid_and_not_before(shop):
    code = gift_code(shop.gym, HUNDRED)
    token = shop.buy(codes=Codes(gift_code=code))
    assert (papers(shop.gym, shop.member_id), left(shop)) == ([], ZERO)
    shop.pay(token)
    shop.look(token)  # another tab
    shop.run_jobs()
    assert (INVOICE, HUNDRED) in told(shop.gym, shop.member_id)
    assert parts(shop.gym) == [HUNDRED]
    must_agree(shop)


def test_an_order_that_ends_unpaid_owes_none_and_one_paid_late_owes_it_once(shop, time):
    code = gift_code(shop.gym, HUNDRED)
    token = shop.buy(codes=Codes(gift_code=code))
    shop.open(token)
    time.shift(timedelta(hours=25))
    with open_work(shop.gym.system) as w:
        paying.expire(w)
    assert (parts(shop.gym), left(shop)) == ([], ZERO)
    shop.fill(token)
    shop.look(token)
    shop.run_jobs()
    assert shop.see(token).standing is OrderStanding.PAID
    assert parts(shop.gym) == [HUNDRED]
    must_agree(shop)


def test_credit_that_is_no_gift_owes_no_invoice_and_a_gift_goes_first(shop):
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        book.correct(
            w, member_id=shop.member_id, change=Money.shekels(-60), seen=ZERO, reason="טעות שלנו"
        )
    shop.buy(plan_id=pack(shop, Money.shekels(20)))
    assert parts(shop.gym) == []
    get_gift(shop.gym, shop.member_id, Money.shekels(50))
    shop.buy(plan_id=shop.plan("עשר", PACK, Money.shekels(70)))
    assert parts(shop.gym) == [Money.shekels(50)]
    assert left(shop) == ZERO


# who owes it


def test_an_exempt_dealer_owes_nothing_more(shop):
    number_documents(shop.gym, is_exempt=True)
    get_gift(shop.gym, shop.member_id, HUNDRED)
    shop.buy(plan_id=pack(shop, HUNDRED))
    shop.run_jobs()
    assert papers(shop.gym, shop.member_id) == []
    assert parts(shop.gym) == [HUNDRED]
    assert vat_of_book(shop.gym) == ZERO


def test_a_gym_without_an_issuer_owes_it_and_one_that_is_exempt_after_all_does_not(time, gym):
    shop = make_shop(gym)
    get_gift(gym, shop.member_id, HUNDRED)
    shop.buy(plan_id=pack(shop, HUNDRED))
    shop.run_jobs()
    (paper,) = papers(gym, shop.member_id)
    assert (paper.kind, paper.state) == (INVOICE, DocumentState.DUE)
    number_documents(gym, is_exempt=True)
    shop.run_jobs()
    assert papers(gym, shop.member_id) == []


def test_it_is_issued_when_somebody_issues_at_last(time, gym):
    shop = make_shop(gym)
    get_gift(gym, shop.member_id, HUNDRED)
    shop.buy(plan_id=pack(shop, HUNDRED))
    number_documents(gym)
    shop.run_jobs()
    assert told(gym, shop.member_id) == [(INVOICE, HUNDRED)]


def test_another_gym_has_nothing_of_it(shop, other_gym):
    get_gift(shop.gym, shop.member_id, HUNDRED)
    shop.buy(plan_id=pack(shop, HUNDRED))
    shop.run_jobs()
    assert parts(other_gym) == []
    assert papers(other_gym, shop.member_id) == []
    with open_work(other_gym.system) as w:
        assert gifts_left(w, member_id=shop.member_id) == ZERO


# renewals


def test_a_renewal_has_it_for_what_the_gift_pays_and_the_card_pays_the_rest(real_database: str):
    gym = make_gym()
    number_documents(gym)
    deal = make_renewing(gym, anchor=today() - timedelta(days=31))
    get_gift(gym, deal.member_id, Money(10_007))
    deal.hour()
    deal.hour()
    period = deal.period()
    assert (period.state, period.credit_agorot) == (PeriodState.PAID, 10_007)
    found = told(gym, deal.member_id)
    assert sorted(found) == sorted([(INVOICE, Money(10_007)), (BOTH, PRICE - Money(10_007))])
    assert vat_of_book(gym) == vat_of_papers(gym)


def test_a_renewal_that_a_gift_pays_whole_and_a_gift_that_comes_to_a_debt(real_database: str):
    gym = make_gym()
    number_documents(gym)
    deal = make_renewing(gym, anchor=today() - timedelta(days=31), fate=None)
    get_gift(gym, deal.member_id, HUNDRED)
    deal.hour()
    assert deal.period().state is PeriodState.DUNNING
    assert parts(gym) == [HUNDRED]
    get_gift(gym, deal.member_id, PRICE)
    with open_work(gym.system) as w:
        crediting.pay_by_credit(w, member_id=deal.member_id)
    deal.hour()
    assert deal.period().state is PeriodState.PAID
    assert parts(gym) == [HUNDRED, PRICE - HUNDRED]
    assert told(gym, deal.member_id) == [(INVOICE, HUNDRED), (INVOICE, PRICE - HUNDRED)]


# back


def cancel(shop: Shop) -> UUID:
    """The member ends the one deal there is, today."""
    (deal,) = shop.deals()
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        notice = sales.cancel(w, member_id=shop.member_id, deal_id=deal.id, notice=Typed())
    shop.run_jobs()
    return notice


def view_of(shop: Shop, notice: UUID):
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        return endings.cancellation(w, member_id=shop.member_id, cancellation_id=notice)


def test_what_a_notice_gives_back_of_a_gift_has_its_own_credit_note(shop):
    get_gift(shop.gym, shop.member_id, Money(30_001))
    shop.pay(shop.buy())
    shop.run_jobs()
    notice = cancel(shop)
    back = view_of(shop, notice)
    assert back.refunded == PRICE - Money(30_001)  # the charge gives back what it can
    assert back.by_hand > ZERO
    found = papers(shop.gym, shop.member_id)
    note = next(p for p in found if p.cause_kind == "gift_part" and p.credits_id)
    of = next(p for p in found if p.id == note.credits_id)
    assert (note.kind, Money(note.amount_agorot)) == (DocumentKind.CREDIT_NOTE, back.by_hand)
    assert (of.kind, of.amount_agorot) == (INVOICE, 30_001)
    assert parts(shop.gym) == [Money(30_001), -back.by_hand]
    assert left(shop) == ZERO  # it is handed over in money
    must_agree(shop)


def test_whoever_stays_after_all_has_the_invoice_again(shop):
    get_gift(shop.gym, shop.member_id, PRICE)
    shop.at_desk()
    shop.run_jobs()
    notice = cancel(shop)
    back = view_of(shop, notice).by_hand
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        sales.withdraw(w, cancellation_id=notice, reason="נשאר")
        sales.withdraw(w, cancellation_id=notice, reason="נשאר")
    shop.run_jobs()
    assert parts(shop.gym) == [PRICE, -back, back]
    kinds = [kind for kind, _ in told(shop.gym, shop.member_id)]
    assert kinds == [INVOICE, DocumentKind.CREDIT_NOTE, INVOICE]
    assert left(shop) == ZERO
    must_agree(shop)
    again = cancel(shop)
    assert view_of(shop, again).by_hand == back
    assert sum(parts(shop.gym), ZERO) == PRICE - back
    must_agree(shop)


def test_what_is_handed_over_after_a_notice_needs_no_other_document(shop):
    get_gift(shop.gym, shop.member_id, PRICE)
    shop.at_desk()
    shop.run_jobs()
    notice = cancel(shop)
    before = told(shop.gym, shop.member_id)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        sales.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        sales.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
    shop.run_jobs()
    assert view_of(shop, notice).by_hand == ZERO
    assert told(shop.gym, shop.member_id) == before
    assert left(shop) == shop.balance(shop.member_id) == ZERO
    must_agree(shop)


def test_credit_that_comes_after_a_handing_over_is_no_gift(shop):
    get_gift(shop.gym, shop.member_id, PRICE)
    shop.at_desk()
    notice = cancel(shop)
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        sales.hand_back(w, cancellation_id=notice, way=PayWay.CASH)
        book.correct(
            w, member_id=shop.member_id, change=Money.shekels(-60), seen=ZERO, reason="טעות שלנו"
        )
    known = parts(shop.gym)
    shop.buy(plan_id=pack(shop, Money.shekels(60)))
    assert parts(shop.gym) == known


# a month


def month_says(shop: Shop) -> str:
    """The last line of the accountant's table: whether the sums of VAT agree."""
    with open_work(shop.gym.acting(Role.OWNER)) as w:
        view = queries.month(w, first=shop.today)
        assert view.missing == 0
        assert sum((rate.vat for rate in view.vat), ZERO) == vat_of_papers(shop.gym)
    return month_csv(view, Lang.EN).decode("utf-8-sig").splitlines()[-1]


def test_a_month_of_gift_cards_agrees_to_the_agora(shop):
    get_gift(shop.gym, shop.member_id, Money(50_003))
    visitors = gift_code(shop.gym, Money(5_555))
    shop.pay(shop.visit(codes=Codes(gift_code=visitors)))  # a visitor, with a code
    shop.buy(plan_id=pack(shop, Money(9_999)))  # nothing left to pay
    with open_work(shop.gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        sales.buy_goods(
            w, member_id=shop.member_id, goods=[(bottle(shop), 1)], lang=Lang.HE, consents=True
        )
    shop.at_desk()  # what is left of it pays a plan
    shop.at_desk(plan_id=shop.plan("חמש", PACK, Money(7_777)))  # and a bit of the last
    get_gift(shop.gym, shop.member_id, Money(5_001))
    shop.pay(shop.buy(plan_id=shop.plan("עשר", PACK, Money(12_345))))
    shop.run_jobs()
    assert sum(parts(shop.gym), ZERO) == Money(50_003 + 5_555 + 5_001) - left(shop)
    assert "is the same this month" in month_says(shop)
    must_agree(shop)
