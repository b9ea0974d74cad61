"""My plan and payments: the next charge, the card, what is owed, what was paid; never another's."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from fitkit import wiring
from fitkit.core import clock, jobs
from fitkit.core.i18n import Lang, day_in_record, money, near_day
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.design.say import reading
from fitkit.features.billing import actions as billing
from fitkit.features.billing import queries
from fitkit.features.billing.flows import renewals
from fitkit.features.billing.rules.endings import Typed
from fitkit.features.billing.rules.words import PeriodState
from fitkit.features.documents import actions as documents
from fitkit.features.documents import flows as issuing
from fitkit.features.members.rules import MemberStatus
from fitkit.features.payments import actions as payments
from fitkit.features.payments import queries as charges
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.integrations.sandbox.cards import EnteredCard, Fate
from fitkit.ports.payments import CardToken, Provider
from fitkit.texts import debts, endings, gift_cards
from fitkit.texts import documents as papers
from fitkit.texts import renewals as texts
from fitkit.web.member.membership.page import membership
from fitkit.web.member.membership.state import MembershipState
from fitkit.web.public.due.state import DueState
from fitkit.web.rows.due import due_row, next_words
from tests.conftest import Gym
from tests.factories.documents import paid_charge, pay_account
from tests.factories.gifts import get_gift, number_documents
from tests.factories.members import make_member
from tests.factories.orders import make_shop
from tests.factories.payments import bank, make_till
from tests.factories.plans import make_plan
from tests.factories.renewals import Renewing, make_renewing, today
from tests.factories.subscriptions import give
from tests.web.driver import Tab

HERE = "/he/me/membership/"
OWN = CardToken("token-of-their-own", "1234", 2030, 12)


async def test_a_member_sees_the_plan_the_next_charge_and_the_card(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3), fate=Fate.APPROVED)
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
        (plan,) = state.plans
        assert (plan.deal_id, plan.may_go_on) == (str(deal.deal_id), False)
        assert "390" in plan.next
        assert "0000" in state.card
        assert (state.owed, state.card_warning) == ([], "")


async def test_a_debt_stands_on_top_with_the_way_to_pay_it(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=None)
    renewals.open_due(deal.till.ports, gym.system)
    deal.settle()
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
        assert [row.id for row in state.owed] == [str(deal.period().id)]
        assert state.due_href.startswith("/he/pay/due/")
        await tab.fire(MembershipState, "change_card")
        assert len(tab.went_to) == 1


def test_what_waits_for_staff_is_told_to_the_payer_as_their_step(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=None)
    renewals.open_due(deal.till.ports, gym.system)
    deal.settle()
    with open_work(gym.acting(Role.MEMBER, member_id=deal.member_id)) as w:
        (one,) = queries.unpaid(w, member_id=deal.member_id)
    over = replace(one, state=PeriodState.GIVEN_UP, next_try_at=None)
    assert next_words(over, Lang.HE, clock.ISRAEL)[0] == texts.NEXT_PERSON.he
    assert due_row(over, Lang.HE, clock.ISRAEL).next == texts.NEXT_STAFF.he
    assert due_row(one, Lang.HE, clock.ISRAEL).next == texts.NEXT_CARD.he


async def test_what_was_agreed_goes_on_when_the_member_says_so(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3), commitment_months=12)
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MembershipState, "ask_go_on", deal_id=str(deal.deal_id))
        assert (await tab.state(MembershipState)).ask_id == str(deal.deal_id)
        await tab.fire(MembershipState, "go_on")
        assert not (await tab.state(MembershipState)).plans[0].may_go_on
    assert deal.deal().goes_on


async def test_whoever_gave_notice_reads_it_and_is_not_charged_again(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    whose = gym.acting(Role.MEMBER, member_id=deal.member_id)
    with open_work(whose) as w:
        billing.cancel(w, member_id=deal.member_id, deal_id=deal.deal_id, notice=Typed())
    async with Tab(whose, HERE) as tab:
        await tab.fire(MembershipState, "load")
        (plan,) = (await tab.state(MembershipState)).plans
        assert (plan.notice, plan.next) == (endings.ENDS_BY_NOTICE.he, "")


async def test_anothers_deal_does_not_exist(gym: Gym) -> None:
    mine = make_renewing(gym, anchor=today() - timedelta(days=3))
    theirs = make_renewing(gym, anchor=today() - timedelta(days=3), commitment_months=12)
    async with Tab(gym.acting(Role.MEMBER, member_id=mine.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MembershipState, "ask_go_on", deal_id=str(theirs.deal_id))
        await tab.fire(MembershipState, "go_on")
    assert not theirs.deal().goes_on


async def test_a_card_that_was_left_for_one_plan_is_named_there_and_gives_way_to_the_members_own(
    gym: Gym,
) -> None:
    shop = make_shop(gym)
    with open_work(gym.acting(Role.OWNER)) as w:  # whom a visitor names
        whose = make_member(w, "נועה", "כהן", phone="+972525550100")
    token = shop.visit()
    shop.pay(token)
    assert shop.row(token).member_id == whose
    async with Tab(gym.acting(Role.MEMBER, member_id=whose), HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
        (plan,) = state.plans
        assert "0000" in plan.card
        assert (state.card, state.has_cards_apart, state.may_charge_own) == ("", True, False)
        await tab.fire(MembershipState, "charge_own_card", deal_id=plan.deal_id)
        assert (await tab.state(MembershipState)).plans[0].card, "there is none to charge instead"
        with open_work(gym.system) as w:
            account_id = charges.charge(w, charge_id=shop.see(token).charge_id).account_id
            payments.keep_card(w, member_id=whose, account_id=account_id, token=OWN)
        await tab.fire(MembershipState, "load")
        assert (await tab.state(MembershipState)).may_charge_own
        await tab.fire(MembershipState, "charge_own_card", deal_id=plan.deal_id)
        state = await tab.state(MembershipState)
        assert (state.plans[0].card, state.has_cards_apart) == ("", False)
        assert "1234" in state.card


@pytest.mark.parametrize("price", [ZERO, Money.shekels(390)])
async def test_a_card_is_left_while_nothing_is_owed_whatever_the_plan_costs(
    gym: Gym, price: Money
) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3), fate=Fate.APPROVED, price=price)
    whose = gym.acting(Role.MEMBER, member_id=deal.member_id)
    async with Tab(whose, HERE) as tab:
        await tab.fire(MembershipState, "load")
        await tab.fire(MembershipState, "change_card")
        (there,) = tab.went_to
    reference = there.rstrip("/").rsplit("/", 1)[-1]
    assert bank().page(reference).amount == ZERO
    bank().try_card(reference, EnteredCard(Fate.APPROVED, "9876", 2031, 5, "123456782"))
    with open_work(whose) as w:
        path = queries.due_path(w, member_id=deal.member_id)
    async with Tab(None, f"/he{path}/?back=paid") as tab:
        await tab.fire(DueState, "load")
        state = await tab.state(DueState)
        assert (state.rows, state.is_checking) == ([], False)
        assert "9876" in state.card
    async with Tab(whose, HERE) as tab:
        await tab.fire(MembershipState, "load")
        assert "9876" in (await tab.state(MembershipState)).card
    assert deal.till.moved() == []


async def test_the_document_of_a_payment_opens_from_its_row(gym: Gym) -> None:
    number_documents(gym)
    till = make_till(gym.system)
    charge = till.paid()
    whose = gym.acting(Role.MEMBER, member_id=till.member_id)
    async with Tab(whose, HERE) as tab:
        jobs.run_ready(wiring.ports())
        await tab.fire(MembershipState, "load")
        (row,) = (await tab.state(MembershipState)).payments
    assert (row.id, row.href) == (str(charge), f"/documents/{charge}.pdf")
    assert row.document == "מסמך 1001"
    file = issuing.open_file(wiring.ports(), whose, document_id=charge)
    assert file.body.startswith(b"%PDF")


async def test_a_document_that_is_not_here_is_named_and_not_linked(gym: Gym) -> None:
    number_documents(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        whose = make_member(w)
    with open_work(gym.system) as w:  # that company's documents are not the issuer's to make
        account = pay_account(w, Provider.MORNING, '{"id": "a", "secret": "b"}')
        charge = paid_charge(w, whose, account_id=account)
        documents.owe_for_charge(w, charge_id=charge)
    issuing.issue_due(wiring.ports(), gym.system)
    async with Tab(gym.acting(Role.MEMBER, member_id=whose), HERE) as tab:
        await tab.fire(MembershipState, "load")
        (row,) = (await tab.state(MembershipState)).payments
        assert (row.document, row.href) == (texts.DOCUMENT_DUE.he, "")
        with open_work(gym.acting(Role.OWNER)) as w:
            documents.note_number(w, document_id=charge, number="20417", made_on=today())
        await tab.fire(MembershipState, "load")
        (row,) = (await tab.state(MembershipState)).payments
        assert (row.document, row.href) == ("מסמך 20417", "")


def _owes(gym: Gym) -> Renewing:
    """A member whose renewal is unpaid, and who is blocked for it."""
    deal = make_renewing(gym, anchor=today() - timedelta(days=40), fate=None)
    renewals.open_due(deal.till.ports, gym.system)
    deal.settle()
    with open_work(gym.system) as w:
        subscriptions.block_for_debt(w, member_id=deal.member_id)
    assert deal.status() is MemberStatus.PAST_DUE
    return deal


async def test_who_is_blocked_is_told_that_paying_opens_booking(gym: Gym) -> None:
    deal = _owes(gym)
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
    assert (state.is_blocked, state.is_promised, state.part) == (True, False, "")


@pytest.mark.parametrize("lang", list(Lang))
async def test_a_debt_in_parts_says_the_next_part_and_not_that_booking_is_shut(
    gym: Gym, lang: Lang
) -> None:
    deal = _owes(gym)
    first = today() + timedelta(days=3)
    with open_work(gym.acting(Role.OWNER)) as w:
        billing.split_debt(w, member_id=deal.member_id, count=3, first_on=first)
    here = HERE.replace("he", lang, 1)
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), here) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
    amount = money(Money.shekels(130), lang)
    assert state.part == debts.MY_NEXT_PART.to(lang, amount=amount, day=day_in_record(first))
    assert (state.parts_left, state.is_part_late) == (debts.PARTS_LEFT.to(lang, 3), False)
    assert (state.owed, state.owed_words, state.is_blocked) == ([], "", False)
    assert [row.id for row in state.in_parts] == [str(deal.period().id)]


async def test_a_part_whose_day_is_over_is_said_to_be_awaited(gym: Gym) -> None:
    deal = _owes(gym)
    due = today()
    with open_work(gym.acting(Role.OWNER)) as w:
        billing.split_debt(w, member_id=deal.member_id, count=3, first_on=due)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        whose = gym.acting(Role.MEMBER, member_id=deal.member_id)
        async with Tab(whose, HERE) as tab:
            await tab.fire(MembershipState, "load")
            state = await tab.state(MembershipState)
    assert state.is_part_late
    assert day_in_record(due) in state.part


async def test_what_is_owed_beside_the_parts_is_asked_for_apart(gym: Gym) -> None:
    deal = _owes(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        first = today() + timedelta(days=3)
        billing.split_debt(w, member_id=deal.member_id, count=2, first_on=first)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        renewals.open_due(deal.till.ports, gym.system)
        whose = gym.acting(Role.MEMBER, member_id=deal.member_id)
        async with Tab(whose, HERE) as tab:
            await tab.fire(MembershipState, "load")
            state = await tab.state(MembershipState)
    assert [row.id for row in state.owed] == [str(deal.period(2).id)]
    assert [row.id for row in state.in_parts] == [str(deal.period(1).id)]
    assert "390" in state.owed_words


async def test_a_promised_day_is_no_alarm_until_it_is_over(gym: Gym) -> None:
    deal = _owes(gym)
    day = today() + timedelta(days=5)
    with open_work(gym.acting(Role.OWNER)) as w:
        billing.promise(w, period_id=deal.period().id, day=day)
    whose = gym.acting(Role.MEMBER, member_id=deal.member_id)
    async with Tab(whose, HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
        assert (state.is_promised, state.is_blocked) == (True, False)
        assert state.owed[0].next == texts.NEXT_PROMISE.he.format(day=near_day(day))
        with time_machine.travel(clock.now() + timedelta(days=6)):
            await tab.fire(MembershipState, "load")
            assert not (await tab.state(MembershipState)).is_promised


@pytest.mark.parametrize(("given", "off"), [(50, 50), (900, 390)])
@pytest.mark.parametrize("lang", list(Lang))
async def test_the_next_charge_says_what_credit_takes_off_it(
    gym: Gym, lang: Lang, given: int, off: int
) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    get_gift(gym, deal.member_id, Money.shekels(given))
    here = HERE.replace("he", lang, 1)
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), here) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
    (plan,) = state.plans
    amount = money(Money.shekels(off), lang)
    assert plan.by_credit == texts.NEXT_CHARGE_CREDIT.to(lang, amount=amount)
    assert "390" in plan.next
    assert money(Money.shekels(given), lang) in state.credit


async def test_what_is_said_of_credit_is_what_the_renewal_takes(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    get_gift(gym, deal.member_id, Money.shekels(50))
    whose = gym.acting(Role.MEMBER, member_id=deal.member_id)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        renewals.open_due(deal.till.ports, gym.system)
        deal.settle()
        async with Tab(whose, HERE) as tab:
            await tab.fire(MembershipState, "load")
            state = await tab.state(MembershipState)
    assert deal.period().credit_agorot == Money.shekels(50).agorot
    assert (state.credit, state.plans[0].by_credit) == ("", "")


async def test_without_credit_nothing_is_said_of_it(gym: Gym) -> None:
    deal = make_renewing(gym, anchor=today() - timedelta(days=3))
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
    assert (state.credit, state.plans[0].by_credit) == ("", "")


async def test_what_is_owed_already_takes_the_credit_before_the_next_charge(gym: Gym) -> None:
    deal = _owes(gym)
    get_gift(gym, deal.member_id, Money.shekels(50))
    async with Tab(gym.acting(Role.MEMBER, member_id=deal.member_id), HERE) as tab:
        await tab.fire(MembershipState, "load")
        state = await tab.state(MembershipState)
    assert state.owed
    assert state.plans[0].next
    assert state.plans[0].by_credit == ""


def test_the_page_has_a_place_for_each_of_them() -> None:
    with reading(Lang.EN):
        built = str(membership().render())
    for words in (gift_cards.CREDIT_WHY, texts.MY_DEBT_WHY, papers.MY_TITLE):
        assert words.en in built
    for field in ("by_credit", "parts_left", "document_label"):
        assert field in built


async def test_a_pack_that_has_not_begun_says_when_its_days_do_at_the_latest(gym: Gym) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        member_id = make_member(w)
        terms = Terms(PlanKind.PACK, entries=10, valid_days=175, begin_within=90)
        pack = give(w, member_id, make_plan(w, "כרטיסייה", terms))
        day = clock.day_of(w.now, w.actor.zone)
    latest = day_in_record(day + timedelta(days=90))
    for begun in (False, True):
        async with Tab(gym.acting(Role.MEMBER, member_id=member_id), HERE) as tab:
            await tab.fire(MembershipState, "load")
            (row,) = (await tab.state(MembershipState)).plans
        assert (latest in row.until) is not begun
        assert row.until.startswith("הימים נספרים מהשיעור הראשון") is not begun
        with open_work(gym.system) as w:
            subscriptions.take_entry(
                w, subscription_id=pack, booking_id=new_id(), day=day + timedelta(days=2)
            )
