"""Trials, visits at the door and paying guests: what is told is owed, paid once, and called off with its place."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import col, select

from fitkit import wiring
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.money import ZERO, Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.billing import actions, flows, queries
from fitkit.features.billing.actions import visits as inner
from fitkit.features.billing.queries import VisitView
from fitkit.features.billing.rules.orders import OrderStanding
from fitkit.features.billing.rules.words import OrderKind, OrderState
from fitkit.features.billing.tables import Order
from fitkit.features.booking import actions as booking
from fitkit.features.booking.rules import BookingStatus
from fitkit.features.booking.tables import Booking, GuestPlace
from fitkit.features.class_types import actions as class_types
from fitkit.features.class_types.rules import ClassTypeDetails, Policy
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import queries as ledger
from fitkit.features.members import actions as people
from fitkit.features.notifications.tables import Notice
from fitkit.features.payments import queries as charges
from fitkit.features.plans import actions as plans
from fitkit.features.plans.rules import PlanKind, Terms
from fitkit.features.scheduling import actions as scheduling
from fitkit.ports.payments import PayWay
from tests.conftest import Gym, make_gym
from tests.factories import scheduling as make
from tests.factories.booking import as_member
from tests.factories.members import make_member
from tests.factories.orders import Shop, make_shop
from tests.factories.subscriptions import give_pack, give_weekly

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
PRICE, TRIAL = Money.shekels(60), Money.shekels(35)
HOUR = timedelta(hours=1)


@dataclass
class Floor:
    """A gym that sells visits."""

    shop: Shop
    place: make.Place
    trial_id: UUID

    def now(self, role: Role = Role.OWNER):
        return open_work(self.shop.gym.acting(role))

    def member(self, name: str = "דנה") -> UUID:
        with self.now() as w:
            return make_member(w, name, "")

    def session(self, in_: timedelta) -> UUID:
        with self.now() as w:
            return make.session_at(w, self.place, w.now + in_)

    def walk_in(self, session_id: UUID, member_id: UUID) -> booking.WalkInReceipt:
        with self.now() as w:
            got = booking.walk_in(w, session_id=session_id, member_id=member_id)
        self.shop.run_jobs()
        return got

    def trial(self, session_id: UUID, member_id: UUID) -> booking.BookingReceipt:
        with self.now() as w:
            got = booking.book_trial(
                as_member(w, member_id), session_id=session_id, member_id=member_id
            )
        self.shop.run_jobs()
        return got

    def guest(self, session_id: UUID, member_id: UUID, name: str = "רון") -> booking.GuestReceipt:
        with self.now() as w:
            got = booking.bring_guest(w, session_id=session_id, member_id=member_id, name=name)
        self.shop.run_jobs()
        return got

    def cancel(self, session_id: UUID, member_id: UUID) -> booking.CancellationReceipt:
        with self.now() as w:
            got = booking.cancel(
                as_member(w, member_id), session_id=session_id, member_id=member_id
            )
        self.shop.run_jobs()
        return got

    def call_off(self, session_id: UUID) -> None:
        with self.now() as w:
            scheduling.cancel_session(w, session_id=session_id)
        self.shop.run_jobs()

    def take(self, order_id: UUID, *, role: Role = Role.OWNER, way: PayWay = PayWay.CASH) -> None:
        with self.now(role) as w:
            actions.take_by_hand(w, order_id=order_id, way=way, note="", paid_on=self.shop.today)
        self.shop.run_jobs()

    def open(self, member_id: UUID) -> tuple[VisitView, ...]:
        with self.now() as w:
            return queries.open_visits(w, member_id=member_id)

    def orders(self) -> list[Order]:
        found = select(Order).where(col(Order.kind) == OrderKind.VISIT).order_by(col(Order.id))
        with open_work(self.shop.gym.system) as w:
            return list(w.session.scalars(found))

    def states(self) -> list[OrderState]:
        return [row.state for row in self.orders()]

    def credit(self, member_id: UUID) -> Money:
        with self.now() as w:
            return queries.credit(w, member_id=member_id)

    def balance(self, member_id: UUID) -> Money:
        return self.shop.balance(member_id)


@pytest.fixture
def floor(gym) -> Iterator[Floor]:
    with time_machine.travel(NOON, tick=False):
        yield make_floor(gym)


def make_floor(gym: Gym) -> Floor:
    shop = make_shop(gym)
    trial_id = shop.plan("ניסיון", Terms(PlanKind.TRIAL), TRIAL)
    policy = Policy(guests_most=2, swap_minutes=60)
    details = ClassTypeDetails("כוח", "Strength", policy=policy, drop_in=PRICE)
    with open_work(gym.acting(Role.OWNER)) as w:
        place = make.make_place(w)
        place = replace(place, class_type_id=class_types.add(w, details=details))
    return Floor(shop, place, trial_id)


# what is told is owed


def test_a_visit_at_the_door_is_owed_at_the_price_that_was_told_and_paid_once(floor):
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))
    got = floor.walk_in(session_id, who)
    (view,) = floor.open(who)
    assert (view.amount, view.place_id) == (got.cost.price, got.booking_id)
    assert view.amount == PRICE
    assert view.what.to(Lang.HE) == "כניסה בודדת: כוח 23.11 12:05"
    assert view.what.to(Lang.EN) == "One visit: Strength 23.11 12:05"
    assert floor.balance(who) == ZERO  # as of anything that is sold: in the book when it is paid
    floor.take(view.order_id)
    assert (floor.open(who), floor.states()) == ((), [OrderState.PAID])
    with pytest.raises(Refusal):
        floor.take(view.order_id)
    with floor.now() as w:
        (paid,) = charges.charges_of(w, member_id=who).rows
        assert (paid.amount, paid.way) == (PRICE, PayWay.CASH)
        (paper,) = w.session.scalars(select(TaxDocument))
        assert paper.amount_agorot == PRICE.agorot
        kinds = [str(line.kind) for line in ledger.statement(w, member_id=who).rows]
    assert sorted(kinds) == ["payment", "sale"]
    assert floor.balance(who) == ZERO


def test_a_trial_is_owed_by_whoever_booked_it_and_taken_at_the_desk_after_it(floor):
    who, session_id = floor.member(), floor.session(3 * HOUR)
    floor.trial(session_id, who)
    (view,) = floor.open(who)
    assert (view.amount, view.what.to(Lang.EN)) == (TRIAL, "Trial class: Strength 23.11 15:00")
    with time_machine.travel(NOON + timedelta(days=30, hours=4), tick=False):
        assert [one.order_id for one in floor.open(who)] == [view.order_id]
        floor.shop.run_jobs()
        floor.take(view.order_id, way=PayWay.TRANSFER)
    assert floor.states() == [OrderState.PAID]


def test_a_guest_is_owed_by_the_host_and_named(floor):
    host, session_id = floor.member(), floor.session(3 * HOUR)
    with floor.now() as w:
        give_weekly(w, host)
        booking.book(w, session_id=session_id, member_id=host)
    got = floor.guest(session_id, host)
    (view,) = floor.open(host)
    assert (view.amount, view.place_id) == (got.cost.price, got.guest_id)
    assert view.what.to(Lang.HE) == "אורח, רון: כוח 23.11 15:00"


def test_what_costs_nothing_is_no_order(floor):
    shop = floor.shop
    free, pack, session_id = floor.member("חינם"), floor.member("כרטיסייה"), floor.session(3 * HOUR)
    with floor.now() as w:
        details = ClassTypeDetails("יוגה", "Yoga", policy=Policy(), drop_in=ZERO)
        gratis = replace(floor.place, class_type_id=class_types.add(w, details=details))
        soon = make.session_at(w, gratis, w.now + timedelta(hours=6))
        give_pack(w, pack, 5)
        booking.book(w, session_id=session_id, member_id=pack)
    floor.guest(session_id, pack)  # by an entry
    with time_machine.travel(NOON + timedelta(hours=6), tick=False):
        floor.walk_in(soon, free)
    shop.run_jobs()
    assert floor.orders() == []


def test_the_price_that_was_told_stands_when_the_class_costs_more_before_the_job_runs(floor):
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))
    with floor.now() as w:
        booking.walk_in(w, session_id=session_id, member_id=who)
    with floor.now() as w:
        details = ClassTypeDetails("כוח", "Strength", policy=Policy(), drop_in=Money.shekels(90))
        class_types.change(w, class_type_id=floor.place.class_type_id, details=details)
    floor.shop.run_jobs()
    assert [one.amount for one in floor.open(who)] == [PRICE]


def test_whoever_pays_online_pays_the_order_on_its_page(floor):
    who, session_id = floor.member(), floor.session(3 * HOUR)
    floor.trial(session_id, who)
    (view,) = floor.open(who)
    with floor.now() as w:
        me = as_member(w, who)
        path = queries.visit_paths(me, member_id=who, lang=Lang.EN)[view.order_id]
    token = path.strip("/").split("/")[-1]
    assert flows.see_order(wiring.ports(), VISITOR, token=token).standing is OrderStanding.OPEN
    seen = floor.shop.pay(token)
    assert (seen.standing, seen.amount) == (OrderStanding.PAID, TRIAL)
    assert floor.open(who) == ()


def test_each_price_that_is_said_is_what_is_owed_or_was_paid_at_any_moment(floor):
    """Property: over a day of deeds in any order, of each live place that was told a price, exactly that price."""
    chance = random.Random(7)
    sessions = [floor.session(timedelta(minutes=5)), *(floor.session(n * HOUR) for n in (26, 29))]
    told: dict[UUID, Money] = {}
    people_ = [floor.member(f"מתאמן {n}") for n in range(4)]
    for _ in range(40):
        who, session_id = chance.choice(people_), chance.choice(sessions)
        deed = chance.choice((floor.walk_in, floor.trial, floor.guest, floor.cancel, _undo, _pay))
        with suppress(Refusal):
            got = deed(floor, session_id, who) if deed in (_undo, _pay) else deed(session_id, who)
            _note(told, got)
        with floor.now() as w:
            live = {one.id for one in w.session.scalars(select(Booking)) if _stands(one)}
            live |= {one.id for one in w.session.scalars(select(GuestPlace)) if _stands(one)}
        rows = [row for row in floor.orders() if row.is_holding]
        owed = {row.place_id: Money(row.amount_agorot + row.credit_agorot) for row in rows}
        assert {k: v for k, v in told.items() if k in live} == {
            k: v for k, v in owed.items() if k in told
        }
        assert set(owed) <= live
        for one in people_:
            paid = sum((r.amount_agorot for r in rows if r.member_id == one and r.paid_at), 0)
            assert paid >= 0
            assert floor.balance(one) == -floor.credit(one) - _held(floor, one)


def _held(floor: Floor, member_id: UUID) -> Money:
    """What of their credit is set aside for what is open."""
    rows = [r for r in floor.orders() if r.member_id == member_id and r.is_holding]
    return Money(sum(r.credit_agorot for r in rows if r.paid_at is None))


def _stands(one: Booking | GuestPlace) -> bool:
    return one.status is not BookingStatus.CANCELLED


def _note(told: dict[UUID, Money], got: object) -> None:
    place_id = getattr(got, "guest_id", None) or getattr(got, "booking_id", None)
    price = TRIAL if isinstance(got, booking.BookingReceipt) else None
    cost = getattr(got, "cost", None)
    if isinstance(got, (booking.WalkInReceipt, booking.GuestReceipt)) and cost is not None:
        price = cost.price
    if price and place_id:
        told[place_id] = price


def _undo(floor: Floor, session_id: UUID, who: UUID) -> None:
    with floor.now() as w:
        booking.undo_walk_in(w, session_id=session_id, member_id=who)
    floor.shop.run_jobs()


def _pay(floor: Floor, _: UUID, who: UUID) -> None:
    for one in floor.open(who):
        floor.take(one.order_id)


# a place that is given back


def test_a_place_given_back_in_time_is_not_owed_and_a_trial_booked_again_is(floor):
    who, first, second = floor.member(), floor.session(30 * HOUR), floor.session(54 * HOUR)
    floor.trial(first, who)
    floor.cancel(first, who)
    assert (floor.open(who), floor.states()) == ((), [OrderState.EXPIRED])
    with floor.now() as w:
        booking.book(as_member(w, who), session_id=second, member_id=who)
    floor.shop.run_jobs()
    (view,) = floor.open(who)
    assert (view.amount, view.what.en) == (TRIAL, "Trial class: Strength 25.11 18:00")


def test_a_swap_takes_what_is_owed_along_to_the_other_class(floor):
    who, first, second = floor.member(), floor.session(3 * HOUR), floor.session(5 * HOUR)
    floor.trial(first, who)
    with floor.now() as w:
        booking.swap(as_member(w, who), from_session_id=first, to_session_id=second, member_id=who)
    floor.shop.run_jobs()
    assert sorted(floor.states()) == [OrderState.EXPIRED, OrderState.OPEN]
    (view,) = floor.open(who)
    assert (view.amount, view.what.en) == (TRIAL, "Trial class: Strength 23.11 17:00")


def test_a_late_cancellation_and_a_no_show_stay_owed_until_the_class_is_off(floor):
    who, host, session_id = floor.member(), floor.member("מארחת"), floor.session(2 * HOUR)
    with floor.now() as w:
        give_weekly(w, host)
        booking.book(w, session_id=session_id, member_id=host)
    floor.guest(session_id, host)
    floor.trial(session_id, who)
    with time_machine.travel(NOON + timedelta(minutes=110), tick=False):
        assert floor.cancel(session_id, who).is_late
        assert [one.amount for one in floor.open(who)] == [TRIAL]
        floor.call_off(session_id)
        assert (floor.open(who), floor.open(host)) == ((), ())


def test_a_trial_is_owed_once_when_a_class_that_was_off_takes_place_after_all(floor):
    who, first, second = floor.member(), floor.session(2 * HOUR), floor.session(30 * HOUR)
    floor.trial(first, who)
    with time_machine.travel(NOON + timedelta(minutes=100), tick=False):
        floor.cancel(first, who)
        with floor.now() as w:
            batch_id = scheduling.cancel_session(w, session_id=first)
        floor.shop.run_jobs()
        with floor.now() as w:
            booking.book(as_member(w, who), session_id=second, member_id=who)
        floor.shop.run_jobs()
        assert [one.amount for one in floor.open(who)] == [TRIAL]
        with floor.now() as w:
            scheduling.undo_batch(w, batch_id=batch_id)
        floor.shop.run_jobs()
        assert [one.amount for one in floor.open(who)] == [TRIAL]


def test_a_trial_that_costs_nothing_is_no_order(floor):
    shop = floor.shop
    with floor.now() as w:
        plans.retire(w, plan_id=floor.trial_id)
    shop.plan("ניסיון חינם", Terms(PlanKind.TRIAL), ZERO)
    who, session_id = floor.member(), floor.session(3 * HOUR)
    floor.trial(session_id, who)
    assert floor.orders() == []


def test_a_walk_in_taken_back_is_not_owed_nor_are_its_guests(floor):
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))
    floor.walk_in(session_id, who)
    floor.guest(session_id, who)
    assert len(floor.open(who)) == 2
    with floor.now() as w:
        booking.undo_walk_in(w, session_id=session_id, member_id=who)
    floor.shop.run_jobs()
    assert (floor.open(who), set(floor.states())) == ((), {OrderState.EXPIRED})
    floor.walk_in(session_id, who)
    assert [one.amount for one in floor.open(who)] == [PRICE]


def test_a_guest_who_does_not_come_is_not_owed(floor):
    host, session_id = floor.member(), floor.session(30 * HOUR)
    with floor.now() as w:
        give_weekly(w, host)
        booking.book(w, session_id=session_id, member_id=host)
    got = floor.guest(session_id, host)
    with floor.now() as w:
        booking.cancel_guest(w, session_id=session_id, member_id=host, guest_id=got.guest_id)
    floor.shop.run_jobs()
    assert floor.open(host) == ()


def test_a_cancellation_undone_is_owed_again(floor):
    who, session_id = floor.member(), floor.session(30 * HOUR)
    floor.trial(session_id, who)
    floor.cancel(session_id, who)
    with floor.now() as w:
        booking.undo_cancel(as_member(w, who), session_id=session_id, member_id=who)
    floor.shop.run_jobs()
    assert [one.amount for one in floor.open(who)] == [TRIAL]
    assert floor.states() == [OrderState.EXPIRED, OrderState.OPEN]


def test_a_paid_visit_that_is_called_off_is_credit_is_said_and_pays_the_next(floor):
    who, first, second = floor.member(), floor.session(30 * HOUR), floor.session(54 * HOUR)
    floor.trial(first, who)
    floor.take(floor.open(who)[0].order_id)
    floor.cancel(first, who)
    assert (floor.credit(who), floor.balance(who)) == (TRIAL, -TRIAL)
    with floor.now() as w:
        told = select(Notice).where(col(Notice.kind) == "visit_credit")
        assert len(w.session.scalars(told).all()) == 1
    with floor.now() as w:
        booking.book(as_member(w, who), session_id=second, member_id=who)
    floor.shop.run_jobs()
    assert (floor.credit(who), floor.balance(who)) == (ZERO, ZERO)
    assert (floor.open(who), floor.states()) == ((), [OrderState.PAID, OrderState.PAID])


def test_what_is_paid_on_a_page_after_it_was_called_off_goes_back(floor):
    who, session_id = floor.member(), floor.session(30 * HOUR)
    floor.trial(session_id, who)
    with floor.now() as w:
        order_id = floor.open(who)[0].order_id
        path = queries.order_path(w, order_id=order_id, lang=Lang.HE)
    token = path.strip("/").split("/")[-1]
    floor.shop.open(token)
    floor.cancel(session_id, who)
    floor.shop.fill(token)
    assert floor.shop.look(token).standing is OrderStanding.GIVEN_BACK
    floor.shop.run_jobs()
    assert (floor.balance(who), floor.credit(who), floor.open(who)) == (ZERO, ZERO, ())


def test_a_visit_that_is_paid_by_hand_between_the_cancelling_and_its_job_is_refused(floor):
    who, session_id = floor.member(), floor.session(30 * HOUR)
    floor.trial(session_id, who)
    (view,) = floor.open(who)
    with floor.now() as w:
        booking.cancel(as_member(w, who), session_id=session_id, member_id=who)
    with pytest.raises(Refusal):
        floor.take(view.order_id)
    with floor.now() as w:
        assert charges.charges_of(w, member_id=who).rows == ()
    floor.shop.run_jobs()
    assert floor.states() == [OrderState.EXPIRED]


# attacks


def test_two_taps_and_two_threads_owe_once_and_pay_once(real_database):
    with time_machine.travel(NOON, tick=False):
        _two_threads(make_floor(make_gym()))


def _two_threads(floor: Floor) -> None:
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))

    def tap(_: int) -> object:
        try:
            with floor.now() as w:
                return booking.walk_in(w, session_id=session_id, member_id=who)
        except Refusal as why:
            return why

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(tap, range(4)))
    floor.shop.run_jobs()
    (view,) = floor.open(who)
    with open_work(floor.shop.gym.system) as w:  # told again
        inner.place_visit(
            w,
            place_id=view.place_id,
            session_id=session_id,
            member_id=who,
            price=PRICE,
            trial_id=None,
        )
    assert len(floor.orders()) == 1

    def pay(_: int) -> str:
        try:
            floor.take(view.order_id)
        except Refusal as why:
            return why.to(Lang.EN)
        return "taken"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(pay, range(2))).count("taken") == 1
    with floor.now() as w:
        assert len(charges.charges_of(w, member_id=who).rows) == 1


def test_a_transaction_that_fails_after_the_place_leaves_nothing_owed(floor):
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))

    def killed() -> None:
        with floor.now() as w:
            booking.walk_in(w, session_id=session_id, member_id=who)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    floor.shop.run_jobs()
    assert floor.orders() == []


def test_a_coach_sees_what_is_owed_for_a_class_and_takes_nothing(floor):
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))
    floor.walk_in(session_id, who)
    with floor.now(Role.COACH) as w:
        (view,) = queries.open_visits_of_class(w, session_id=session_id)
        with pytest.raises(Denied):
            queries.open_visits(w, member_id=who)
    with pytest.raises(Denied):
        floor.take(view.order_id, role=Role.COACH)


def test_another_gym_finds_nothing(floor, other_gym):
    who, session_id = floor.member(), floor.session(timedelta(minutes=5))
    floor.walk_in(session_id, who)
    (view,) = floor.open(who)
    with open_work(other_gym.acting(Role.OWNER)) as w:
        assert queries.open_visits_of_class(w, session_id=session_id) == ()
        assert queries.open_visits(w, member_id=who) == ()
        assert queries.visit_paths(w, member_id=who, lang=Lang.HE) == {}
        with pytest.raises(NotFound):
            actions.take_by_hand(
                w, order_id=view.order_id, way=PayWay.CASH, note="", paid_on=floor.shop.today
            )


def test_whoever_is_archived_owes_what_they_came_to_and_nothing_ahead(floor):
    came, ahead = floor.member("באה"), floor.member("לפנים")
    now, later = floor.session(timedelta(minutes=5)), floor.session(30 * HOUR)
    floor.walk_in(now, came)
    floor.trial(later, ahead)
    with floor.now() as w:
        for one in (came, ahead):
            people.archive(w, member_id=one)
    floor.shop.run_jobs()
    assert ([one.amount for one in floor.open(came)], floor.open(ahead)) == ([PRICE], ())
    floor.take(floor.open(came)[0].order_id)
    assert floor.balance(came) == ZERO
