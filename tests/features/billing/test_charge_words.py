"""What a charge is for is read in its reader's language: ours on our screens, the payer's at the company."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.clock import ISRAEL
from fitkit.core.i18n import Lang
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import flows, queries
from fitkit.features.billing.actions import _owed
from fitkit.features.billing.tables import Period
from fitkit.features.payments.rules import what_for
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.web.rows.due import payment_row
from tests.factories.orders import make_shop
from tests.factories.payments import bank

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
PACK = Terms(PlanKind.PACK, entries=10, valid_days=175)


@pytest.fixture(autouse=True)
def time():
    with time_machine.travel(NOON, tick=False) as travelled:
        yield travelled


@pytest.mark.parametrize(("lang", "words"), [(Lang.HE, "כרטיסייה"), (Lang.EN, "Pack of 10")])
def test_the_companys_page_says_it_in_the_payers_language(gym, lang, words):
    shop = make_shop(gym)
    plan_id = shop.plan("כרטיסייה", PACK, english="Pack of 10")
    token = shop.visit(plan_id=plan_id)
    flows.pay(wiring.ports(), VISITOR, token=token, lang=lang, consents=False)
    assert bank().page(shop.charge(token).page_reference).words == words


def test_a_payment_is_listed_in_the_readers_language(gym):
    shop = make_shop(gym)
    token = shop.buy(plan_id=shop.plan("כרטיסייה", PACK, english="Pack of 10"))
    shop.pay(token)
    with open_work(gym.acting(Role.MEMBER, member_id=shop.member_id)) as w:
        (view,) = queries.payments_of(w, member_id=shop.member_id, limit=5)
    rows = {lang: payment_row(view, lang, ISRAEL).what for lang in Lang}
    assert rows == {Lang.HE: "כרטיסייה", Lang.EN: "Pack of 10"}


def test_a_renewal_is_named_in_both():
    period = Period(first_on=date(2026, 11, 23), last_on=date(2026, 12, 22))
    words = _owed.words(period)
    assert (words.he, words.en) == ("חידוש מנוי 23.11.2026", "Renewal 23.11.2026")


def test_what_was_kept_in_one_language_is_read_so_in_both():
    assert what_for("מנוי", "") == what_for("מנוי", "מנוי")
