"""A line on the real database: promoted, offered, told; quiet hours, notice, smaller classes."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from fitkit.core.clock import wall
from fitkit.core.errors import NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.work import Work
from fitkit.features.booking import actions, queries
from fitkit.features.booking.rules import CardAction, CardKind, Takes, Via
from fitkit.features.class_types.rules import Policy
from fitkit.features.scheduling import actions as scheduling
from fitkit.features.scheduling import queries as timetable
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held_plans
from fitkit.texts import schedule as texts
from tests.factories import scheduling as make
from tests.factories.booking import as_member, book, members_with_plan, pack_member
from tests.factories.members import make_member
from tests.factories.plans import make_unlimited
from tests.features.booking.test_actions import happened, refused
from tests.features.scheduling.test_actions import change_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFERS, LAST_HOUR = 4 * HOUR, 50 * MINUTE  # before the class: in the time of offers, of first taps


class Line:
    """A full class of one place, and people in line; ``w`` is a Work at noon on a Monday."""

    def __init__(self, w: Work, ahead: timedelta, *, waiting: int = 3, **policy: int) -> None:
        self.w = w
        place = make.make_place(w, policy=Policy(**policy))
        self.session_id = make.session_at(w, place, w.now + ahead, capacity=1)
        people = members_with_plan(w, make_unlimited(w), waiting + 1)
        self.inside, self.people = people[0], people[1:]
        for member_id in people:
            book(w, self.session_id, member_id)

    def at(self, moment: datetime) -> None:
        self.w = replace(self.w, now=moment)

    def later(self, by: timedelta) -> None:
        self.at(self.w.now + by)

    def do(self, deed, member_id: UUID, **more):
        return deed(
            as_member(self.w, member_id), session_id=self.session_id, member_id=member_id, **more
        )

    def free_a_place(self) -> None:
        self.do(actions.cancel, self.inside)

    def expire(self) -> None:
        actions.expire_offers(self.w, session_id=self.session_id)

    def counts(self) -> tuple[int, int, int]:
        """Booked, waiting, kept; the counters and the rows agree."""
        v = timetable.session(self.w, session_id=self.session_id)
        rows = self.w.hot(
            sa.text("""select
                (select count(*) from booking where session_id = :s and status = 'booked'),
                (select count(*) from waitlist_entry where session_id = :s and state = 'waiting'),
                (select count(*) from waitlist_entry where session_id = :s and state = 'waiting'
                  and offer_until is not null)"""),
            {"s": self.session_id},
        ).one()
        assert (v.booked, v.waiting, v.held) == tuple(rows)
        assert v.booked + v.held <= v.capacity
        return tuple(rows)

    def card(self, member_id: UUID):
        return queries.card(self.w, session_id=self.session_id, member_id=member_id).status

    def told(self, name: str) -> list[int]:
        """Whom, as places in the line from 0; the rest of the events is not looked at."""
        who = [str(p) for p in self.people]
        return [who.index(e["member_id"]) for e in happened(self.w, f"booking.{name}")]


def is_in(line: Line, member_id: UUID) -> bool:
    card = queries.card(line.w, session_id=line.session_id, member_id=member_id)
    return card.booking_id is not None


# Offers.


def test_near_the_class_the_place_is_kept_for_the_next_in_line_and_for_nobody_else(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    assert line.counts() == (0, 3, 1)
    assert line.told("offer_made") == [0]
    shown = line.card(line.people[0])
    assert (shown.kind, shown.action) == (CardKind.OFFERED, CardAction.ACCEPT)
    assert shown.kept_until == w.now + 20 * MINUTE
    assert shown.line.to(Lang.EN) == "A place is kept for you until 12:20. Take it or pass"
    first, *others = queries.roster(line.w, session_id=line.session_id).line
    assert first.offer_until == shown.kept_until
    assert [one.offer_until for one in others] == [None, None]
    assert book(line.w, line.session_id, pack_member(w)).position == 4


def test_who_accepts_has_the_place_and_half_an_hour_to_think(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    line.later(19 * MINUTE)
    receipt = line.do(actions.accept_offer, line.people[0])
    assert receipt.is_in
    assert line.counts() == (1, 2, 0)
    assert line.told("offer_accepted") == [0]
    assert [e["via"] for e in happened(w, "booking.made")][-1] == Via.OFFER
    assert line.card(line.people[0]).free_until == line.w.now + 30 * MINUTE


def test_who_passes_keeps_the_number_and_the_next_is_asked(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    line.do(actions.decline_offer, line.people[0])
    assert line.told("offer_declined") == [0]
    assert line.told("offer_made") == [0, 1]
    assert line.counts() == (0, 3, 1)
    assert line.card(line.people[0]).position == 1


def test_whoever_holds_an_offer_and_stands_at_the_desk_has_the_place_that_is_kept(w):
    line = Line(w, OFFERS, waiting=2, auto_minutes=0, claim_minutes=30)
    line.later(OFFERS - 50 * MINUTE)
    line.free_a_place()
    assert (line.counts(), line.told("offer_made")) == ((0, 2, 1), [0])
    with pytest.raises(Refusal):  # it is kept for another
        actions.walk_in(line.w, session_id=line.session_id, member_id=line.people[1])
    receipt = actions.walk_in(line.w, session_id=line.session_id, member_id=line.people[0])
    assert (receipt.is_new, line.counts()) == (True, (1, 1, 0))


def test_undoing_a_walk_in_gives_the_number_in_line_back(w):
    line = Line(w, OFFERS, waiting=2, auto_minutes=0, claim_minutes=30)
    line.later(OFFERS - 50 * MINUTE)
    line.free_a_place()
    ids = {"session_id": line.session_id, "member_id": line.people[0]}
    actions.walk_in(line.w, **ids)
    line.later(MINUTE)
    actions.undo_walk_in(line.w, **ids)
    assert line.counts() == (0, 2, 1)
    assert line.card(line.people[0]).position == 1
    assert line.told("offer_made") == [0, 0]  # asked anew, in order


def test_undoing_a_walk_in_from_an_empty_line_gives_the_number_back_too(w):
    line = Line(w, HOUR, waiting=1, claim_minutes=120)
    line.free_a_place()
    ids = {"session_id": line.session_id, "member_id": line.people[0]}
    actions.walk_in(line.w, **ids)
    assert line.counts() == (1, 0, 0)
    actions.undo_walk_in(line.w, **ids)
    assert (line.counts(), line.told("place_to_claim")) == ((0, 1, 0), [0, 0])


def test_an_offer_runs_out_at_its_moment_and_the_next_is_asked(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    line.later(20 * MINUTE - timedelta(microseconds=1))
    line.expire()
    assert line.told("offer_expired") == []
    line.later(timedelta(microseconds=1))
    assert refused(lambda: line.do(actions.accept_offer, line.people[0])).text == texts.OFFER_GONE
    for _ in range(2):  # two workers
        line.expire()
    assert line.told("offer_expired") == [0]
    assert line.told("offer_made") == [0, 1]


def test_a_clock_that_jumps_back_and_forth_tells_nobody_twice(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    line.later(20 * MINUTE)
    line.expire()
    told = ([0, 1], [0])
    assert (line.told("offer_made"), line.told("offer_expired")) == told
    line.later(-35 * MINUTE)  # to before the first one was asked
    for _ in range(2):
        line.expire()
    assert (line.told("offer_made"), line.told("offer_expired")) == told
    line.later(2 * HOUR)  # over all that was due meanwhile
    for _ in range(2):
        line.expire()
    assert (line.told("offer_made"), line.told("offer_expired")) == ([0, 1, 2], [0, 1])
    assert line.counts() == (0, 3, 1)


def test_whoever_was_asked_is_not_asked_again_until_another_place_frees(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    for member_id in line.people:
        line.do(actions.decline_offer, member_id)
    actions.fill_places(line.w, session_id=line.session_id)
    assert line.told("offer_made") == [0, 1, 2]
    assert line.counts() == (0, 3, 0)
    newcomer = pack_member(w)
    assert book(line.w, line.session_id, newcomer).is_in  # all passed: it is anybody's
    line.do(actions.cancel, newcomer)
    assert line.told("offer_made") == [0, 1, 2, 0]


def test_who_let_an_offer_pass_may_still_take_the_place_that_nobody_wants(w):
    line = Line(w, OFFERS, waiting=1)
    line.free_a_place()
    line.do(actions.decline_offer, line.people[0])
    assert line.card(line.people[0]).action is CardAction.CLAIM
    assert line.do(actions.book, line.people[0]).is_in
    assert line.counts() == (1, 0, 0)


def test_leaving_the_line_gives_a_place_that_was_kept_on(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    line.do(actions.leave_waitlist, line.people[0])
    assert line.counts() == (0, 2, 1)
    assert line.told("offer_made") == [0, 1]


@pytest.mark.parametrize("deed", [actions.accept_offer, actions.decline_offer])
def test_without_an_offer_there_is_nothing_to_answer(w, deed):
    line = Line(w, OFFERS)
    assert refused(lambda: line.do(deed, line.people[0])).text == texts.NO_OFFER
    with pytest.raises(NotFound):
        deed(line.w, session_id=line.people[0], member_id=line.people[0])


def test_an_offer_made_before_the_last_hour_runs_to_its_end_and_then_all_are_told(w):
    line = Line(w, 70 * MINUTE)
    line.free_a_place()
    line.later(15 * MINUTE)  # 55 before
    line.expire()
    assert line.card(line.people[0]).kind is CardKind.OFFERED
    line.later(5 * MINUTE)
    line.expire()
    assert line.told("offer_made") == [0]
    assert line.told("place_to_claim") == [0, 1, 2]
    assert line.counts() == (0, 3, 0)


def test_two_places_are_kept_for_two(w):
    line = Line(w, OFFERS)
    change = change_of(w, line.session_id, capacity=2)
    scheduling.change_session(w, session_id=line.session_id, change=change)
    actions.places_added(w, session_id=line.session_id)
    line.free_a_place()
    assert line.told("offer_made") == [0, 1]
    assert line.counts() == (0, 3, 2)


# The first tap.


def test_in_the_last_hour_all_are_told_once_and_the_first_tap_has_it(w):
    line = Line(w, LAST_HOUR)
    line.free_a_place()
    for _ in range(2):
        actions.fill_places(line.w, session_id=line.session_id)
    assert line.told("place_to_claim") == [0, 1, 2]
    shown = line.card(line.people[2])
    assert (shown.kind, shown.action) == (CardKind.TO_CLAIM, CardAction.CLAIM)
    assert line.do(actions.book, line.people[2]).is_in
    assert [e["via"] for e in happened(w, "booking.made")][-1] == Via.CLAIM
    assert line.counts() == (1, 2, 0)
    late = refused(lambda: line.do(actions.book, line.people[0]))
    assert late.text == texts.ALREADY_WAITING


def test_each_freeing_in_the_last_hour_is_told_anew(w):
    line = Line(w, LAST_HOUR)
    line.free_a_place()
    line.do(actions.book, line.people[0])
    line.do(actions.cancel, line.people[0])
    assert line.told("place_to_claim") == [0, 1, 2, 1, 2]


def test_staff_may_give_the_free_place_to_somebody_in_line(w):
    line = Line(w, LAST_HOUR)
    line.free_a_place()
    actions.book(line.w, session_id=line.session_id, member_id=line.people[1])
    assert [e["via"] for e in happened(w, "booking.made")][-1] == Via.STAFF
    assert line.counts() == (1, 2, 0)


@pytest.mark.parametrize("ahead", [OFFERS, LAST_HOUR])
def test_the_card_says_what_the_place_takes_before_it_is_taken(ahead, w):
    line = Line(w, ahead, waiting=0)
    who = pack_member(w, entries=4)
    book(w, line.session_id, who)
    line.free_a_place()
    takes = line.card(who).takes
    assert takes is not None
    assert (takes.takes, takes.left) == (Takes.ENTRY, 3)


def test_a_newcomer_may_be_the_first_tap(w):
    line = Line(w, LAST_HOUR)
    line.free_a_place()
    assert book(line.w, line.session_id, pack_member(w)).is_in


# Quiet hours.


def night_line(w: Work) -> Line:
    """A class of Tuesday at nine, somebody out at eleven in the evening before."""
    nine = wall((w.now + timedelta(days=1)).date(), time(9), w.actor.zone)
    line = Line(w, nine - w.now)
    line.at(nine - 10 * HOUR)
    line.free_a_place()
    return line


def test_in_the_night_nobody_is_called_and_no_newcomer_jumps_the_line(w):
    line = night_line(w)
    assert line.counts() == (0, 3, 0)
    assert line.told("offer_made") == line.told("waitlist_promoted") == []
    assert (
        line.card(line.people[0]).line.to(Lang.EN) == "The line stands still until tomorrow 07:00"
    )
    newcomer = pack_member(w)
    status = line.card(newcomer)
    assert (status.kind, status.action) == (CardKind.FULL, CardAction.WAIT)
    assert book(line.w, line.session_id, newcomer).position == 4
    in_line = refused(lambda: line.do(actions.book, line.people[0]))
    assert in_line.text == texts.ALREADY_WAITING


def test_in_the_morning_the_line_moves_by_the_sweep(w):
    line = night_line(w)
    seven = line.w.now + 8 * HOUR
    line.at(seven - MINUTE)
    assert queries.lines_to_move(line.w) == ()
    line.at(seven)
    moved = queries.lines_to_move(line.w)
    assert [(org, session) for org, _, session in moved] == [(w.actor.org_id, line.session_id)]
    actions.fill_places(line.w, session_id=line.session_id)
    assert line.told("offer_made") == [0]
    assert queries.lines_to_move(line.w) == ()


def test_who_joined_the_line_again_does_not_get_the_old_place_beside_the_number(w):
    line = night_line(w)
    assert line.do(actions.book, line.inside).position == 4
    assert refused(lambda: line.do(actions.undo_cancel, line.inside)).text == texts.ALREADY_WAITING
    line.do(actions.leave_waitlist, line.inside)
    assert line.do(actions.undo_cancel, line.inside).is_in


def test_in_the_night_who_was_passed_over_keeps_nobody_out(w):
    line = night_line(w)
    w.hot(sa.text("update waitlist_entry set passed_over_at = now()"))
    assert book(line.w, line.session_id, pack_member(w)).is_in


def test_an_offer_stands_still_in_the_night(w):
    nine = wall((w.now + timedelta(days=1)).date(), time(9), w.actor.zone)
    line = Line(w, nine - w.now, cancel_cutoff_minutes=12 * 60)
    line.at(nine - 11 * HOUR - 10 * MINUTE)  # 21:50
    line.free_a_place()
    line.at(nine - 9 * HOUR)
    line.expire()
    assert line.counts() == (0, 3, 1)
    assert line.do(actions.accept_offer, line.people[0]).is_in


# Own notice.


def test_a_place_does_not_come_later_than_the_notice_a_member_wants(w):
    line = Line(w, OFFERS)
    line.do(actions.set_notice, line.people[0], notice_minutes=300)
    line.free_a_place()
    assert line.told("offer_made") == [1]
    assert line.told("notice_set") == [0]
    said = line.card(line.people[0]).line.to(Lang.EN)
    assert said.startswith("By the notice you chose (5 hours)")


def test_the_notice_is_chosen_when_joining(w):
    line = Line(w, OFFERS, waiting=0)
    first, second = (pack_member(w, n, entries=k) for n, k in (("א", 3), ("ב", 4)))
    line.people = [first, second]
    line.do(actions.book, first, notice_minutes=241)
    line.do(actions.book, second, notice_minutes=240)
    line.free_a_place()
    assert line.told("offer_made") == [1]


def test_a_shorter_notice_lets_a_free_place_come(w):
    line = Line(w, OFFERS, waiting=1)
    line.do(actions.set_notice, line.people[0], notice_minutes=300)
    line.free_a_place()
    assert line.counts() == (0, 1, 0)
    line.do(actions.set_notice, line.people[0], notice_minutes=60)
    assert line.told("offer_made") == [0]


def test_a_notice_out_of_bounds_or_of_nobody_in_line_is_refused(w):
    line = Line(w, OFFERS)
    wrong = refused(lambda: line.do(actions.set_notice, line.people[0], notice_minutes=-1))
    assert wrong.field == "notice_minutes"
    nobody = refused(lambda: line.do(actions.set_notice, line.inside, notice_minutes=60))
    assert nobody.text == texts.NOT_WAITING


# Who cannot come.


def test_who_cannot_pay_is_told_once_and_asked_when_they_can(w):
    line = Line(w, OFFERS, waiting=0)
    broke = pack_member(w, entries=1)
    line.people = [broke]
    line.do(actions.book, broke)
    plan = held_plans.held(w, member_id=broke)[0]
    subscriptions.adjust_entries(w, subscription_id=plan.id, delta=-1, note="נוצלה אצלנו")
    line.free_a_place()
    actions.fill_places(line.w, session_id=line.session_id)
    assert line.told("waitlist_passed_over") == [0]
    assert line.counts() == (0, 1, 0)
    said = line.card(broke)
    assert (said.kind, said.position) == (CardKind.WAITING, 1)
    subscriptions.adjust_entries(w, subscription_id=plan.id, delta=1, note="מתנה")
    assert queries.passed_over_with_room(w, member_id=broke) == (line.session_id,)
    actions.fill_places(line.w, session_id=line.session_id)
    assert line.told("offer_made") == [0]


def test_an_offer_that_can_no_longer_be_paid_is_refused_and_stands(w):
    line = Line(w, OFFERS, waiting=0)
    member_id = pack_member(w, entries=1)
    line.people = [member_id]
    line.do(actions.book, member_id)
    line.free_a_place()
    plan = held_plans.held(w, member_id=member_id)[0]
    subscriptions.adjust_entries(w, subscription_id=plan.id, delta=-1, note="תיקון")
    refused(lambda: line.do(actions.accept_offer, member_id))
    assert line.counts() == (0, 1, 1)


# Other sizes; off and on again.


def test_a_smaller_class_takes_an_offer_back_before_anybody_loses_a_place(w):
    line = Line(w, OFFERS)
    for capacity in (3, 2):
        w.session.expire_all()
        change = change_of(w, line.session_id, capacity=capacity)
        scheduling.change_session(w, session_id=line.session_id, change=change)
        if capacity == 3:
            actions.places_added(w, session_id=line.session_id)
    assert line.told("offer_made") == [0, 1]
    gone = refused(lambda: line.do(actions.accept_offer, line.people[1]))
    assert gone.text == texts.OFFER_GONE
    assert queries.lines_to_move(w) != ()
    actions.fill_places(w, session_id=line.session_id)
    assert line.told("offer_expired") == [1]
    assert [e["was_taken_back"] for e in happened(w, "booking.offer_expired")] == [True]
    assert line.counts() == (1, 3, 1)
    assert line.do(actions.accept_offer, line.people[0]).is_in


def test_a_class_that_is_off_keeps_no_place_and_one_that_is_on_again_goes_on(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    w.session.expire_all()
    scheduling.cancel_session(w, session_id=line.session_id)
    off = refused(lambda: line.do(actions.accept_offer, line.people[0]))
    assert off.text == texts.CLASS_IS_OFF
    scheduling.restore_session(w, session_id=line.session_id)
    assert line.do(actions.accept_offer, line.people[0]).is_in
    scheduling.cancel_session(w, session_id=line.session_id)
    actions.release_places(w, session_id=line.session_id)
    assert line.counts() == (0, 0, 0)


def test_a_class_that_is_off_with_an_offer_standing_releases_all(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    w.session.expire_all()
    scheduling.cancel_session(w, session_id=line.session_id)
    actions.release_places(w, session_id=line.session_id)
    assert line.counts() == (0, 0, 0)
    line.later(HOUR)
    line.expire()
    assert line.told("offer_expired") == []


def test_an_offer_that_went_with_the_class_is_made_again_when_that_is_undone(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    assert line.told("offer_made") == [0]
    batch_id = scheduling.cancel_session(line.w, session_id=line.session_id)
    actions.release_places(line.w, session_id=line.session_id)
    scheduling.undo_batch(line.w, batch_id=batch_id)
    actions.retake_places(line.w, session_id=line.session_id, release_id=batch_id)
    actions.fill_places(line.w, session_id=line.session_id)
    assert line.told("offer_made") == [0, 0]


def test_far_from_the_class_the_line_moves_by_itself(w):
    line = Line(w, 30 * HOUR)
    assert line.card(line.people[1]).line.to(Lang.EN) == (
        "A place that frees until tomorrow 10:00 is yours; after that we ask first"
    )
    line.free_a_place()
    assert line.told("waitlist_promoted") == [0]
    assert is_in(line, line.people[0])


def test_an_offer_of_another_member_is_not_answered_by_a_stranger(w):
    line = Line(w, OFFERS)
    line.free_a_place()
    with pytest.raises(Refusal):
        line.do(actions.accept_offer, make_member(w, "זר"))
