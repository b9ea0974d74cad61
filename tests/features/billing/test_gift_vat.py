"""A gift card that comes to a period whose sale stands in the book already: book and documents say the same VAT."""

from datetime import timedelta
from fractions import Fraction

import pytest

from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions as sales
from fitkit.features.billing.actions import crediting
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.ledger import actions as book
from fitkit.features.ledger import queries as ledger
from fitkit.features.ledger.rules.accounts import Cause
from fitkit.features.ledger.tables import Posting
from fitkit.ports.payments import PayWay
from tests.conftest import Gym, make_gym
from tests.factories.gifts import get_gift, number_documents, parts, vat_of_book, vat_of_papers
from tests.factories.renewals import Renewing, make_renewing, today

VAT = Fraction(18, 100)


def owing(gym: Gym, price: Money) -> Renewing:
    """A member who owes a period: its sale is in the book, and nothing paid it."""
    deal = make_renewing(gym, anchor=today() - timedelta(days=31), fate=None, price=price)
    deal.hour()
    assert deal.period().state is PeriodState.DUNNING
    return deal


def come(deal: Renewing, amount: Money) -> None:
    """A gift card comes to the member's credit, and pays what they owe."""
    get_gift(deal.gym, deal.member_id, amount)
    with open_work(deal.gym.system) as w:
        crediting.pay_by_credit(w, member_id=deal.member_id)
    deal.settle()


def pay_the_rest(deal: Renewing) -> None:
    with open_work(deal.gym.acting(Role.OWNER)) as w:
        sales.take_now(w, period_id=deal.period().id, way=PayWay.CASH, note="")
    deal.settle()
    assert deal.period().state is PeriodState.PAID


def agorot_moved(gym: Gym) -> int:
    """How many parts moved the book by an agora."""
    with open_work(gym.system) as w:
        return w.session.query(Posting).filter(Posting.cause_kind == "gift_part").count()


@pytest.mark.parametrize(
    ("price", "gifts"),
    [
        (39_000, [10_001]),
        (39_001, [10_001, 10_002]),
        (39_001, [5_001, 5_002, 5_003, 5_004]),
        (38_999, [12_345, 26_654]),  # all of it
    ],
)
def test_book_and_documents_agree_to_the_agora(real_database, price, gifts):
    gym = make_gym()
    number_documents(gym)
    deal = owing(gym, Money(price))
    for amount in gifts:
        come(deal, Money(amount))
    assert parts(gym) == [Money(each) for each in gifts]
    if sum(gifts) < price:
        pay_the_rest(deal)
    rest = Money(price - sum(gifts))
    said = sum((Money(each).vat_inside(VAT) for each in gifts), rest.vat_inside(VAT))
    assert vat_of_book(gym) == vat_of_papers(gym) == said
    assert deal.balance() == ZERO
    with open_work(gym.acting(Role.OWNER)) as w:
        assert book.prove(w)


def test_a_part_moves_an_agora_once_however_often_it_is_told(real_database):
    gym = make_gym()
    number_documents(gym)
    deal = owing(gym, Money(39_000))
    before = vat_of_book(gym)
    come(deal, Money(10_001))
    for _ in range(2):
        with open_work(gym.system) as w:
            crediting.pay_by_credit(w, member_id=deal.member_id)
    assert vat_of_book(gym) == before + Money(1)
    assert agorot_moved(gym) == 1
    assert deal.balance() == Money(39_000 - 10_001)


def test_what_pays_as_the_sale_is_posted_moves_nothing_more(real_database):
    gym = make_gym()
    number_documents(gym)
    deal = make_renewing(gym, anchor=today() - timedelta(days=31), fate=None, price=Money(39_001))
    get_gift(gym, deal.member_id, Money(10_001))
    deal.hour()
    assert parts(gym) == [Money(10_001)]
    assert agorot_moved(gym) == 0
    come(deal, Money(10_002))
    pay_the_rest(deal)
    assert vat_of_book(gym) == vat_of_papers(gym)


def test_an_exempt_dealers_book_has_no_agora_of_vat(real_database):
    gym = make_gym()
    number_documents(gym, is_exempt=True)
    deal = owing(gym, Money(39_001))
    come(deal, Money(10_001))
    assert agorot_moved(gym) == 0
    assert vat_of_book(gym) == ZERO


def begin_and_die(deal: Renewing) -> None:
    with open_work(deal.gym.system) as w:
        crediting.pay_by_credit(w, member_id=deal.member_id)
        raise RuntimeError


def test_a_part_that_is_killed_leaves_no_agora_behind(real_database):
    gym = make_gym()
    number_documents(gym)
    deal = owing(gym, Money(39_001))
    before = vat_of_book(gym)
    get_gift(gym, deal.member_id, Money(10_000))
    with pytest.raises(RuntimeError):
        begin_and_die(deal)
    assert (parts(gym), vat_of_book(gym), agorot_moved(gym)) == ([], before, 0)


def test_another_gym_sees_nothing_of_it(real_database):
    gym, other = make_gym(), make_gym("other")
    number_documents(gym)
    deal = owing(gym, Money(39_000))
    come(deal, Money(10_001))
    with open_work(gym.system) as w:
        ids = [row.cause_id for row in w.session.query(Posting) if row.cause_kind == "gift_part"]
    assert len(ids) == 1
    with open_work(other.system) as w:
        assert all(ledger.of_cause(w, cause=Cause("gift_part", each)) == () for each in ids)
