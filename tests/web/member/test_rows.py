"""What a class card says in every status, in both languages."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from fitkit.core import clock
from fitkit.core.i18n import Lang, Text
from fitkit.features.booking.queries import ClassCard
from fitkit.features.booking.rules import (
    BookingCost,
    CardAction,
    CardKind,
    CardStatus,
    Reason,
    Sentence,
    SwapOffer,
    Takes,
)
from fitkit.features.class_types.rules import Colour, Policy
from fitkit.features.scheduling.queries import SessionView
from fitkit.features.scheduling.rules import SessionStatus
from fitkit.texts import schedule as said
from fitkit.texts import subscriptions as plan_texts
from fitkit.web.member.schedule.asked import asked, is_free
from fitkit.web.rows.session import (
    KEEPS_BACK,
    Reading,
    day_rows,
    kept_back,
    session_row,
    with_now,
)

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)  # 11:20 in the gym, a Tuesday
HE = Reading(Lang.HE, clock.ISRAEL, NOW)
EN = Reading(Lang.EN, clock.ISRAEL, NOW)
LINE = Sentence(Text("שורה", "Line"))


def card(
    kind: CardKind,
    action: CardAction = CardAction.NONE,
    line: Sentence = LINE,
    *,
    hours: float = 2,
    policy: Policy | None = None,
    reason: Reason | None = None,
    cancel_reason: str = "",
    note: str = "",
    **more: object,
) -> ClassCard:
    starts_at = NOW + timedelta(hours=hours)
    view = SessionView(
        id=uuid4(),
        class_type_id=uuid4(),
        name=Text("כוח", "Strength"),
        colour=Colour.TEAL,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=60),
        location_id=uuid4(),
        location="נמל",
        room_id=None,
        room="",
        coach_id=None,
        coach="עידו ברק",
        coach_tint=0,
        capacity=12,
        booked=11,
        waiting=0,
        status=SessionStatus.SCHEDULED,
        series_id=uuid4(),
        note=note,
        cancel_reason=cancel_reason,
        attendance_taken_at=None,
        min_attendance=0,
        policy=policy or Policy(),
        slot_id=None,
        is_exception=False,
    )
    places = Sentence(Text("מקום אחד", "1 place"))
    status = CardStatus(kind, action, line, places, reason=reason, **more)  # type: ignore[arg-type]  # its own fields
    mine = kind in (CardKind.BOOKED_FREE, CardKind.BOOKED_COSTS, CardKind.ATTENDED)
    return ClassCard(view, status, uuid4() if mine else None, None)


@pytest.mark.parametrize(
    ("given", "look", "chip", "line", "action"),
    [
        (card(CardKind.OPEN, CardAction.BOOK), "open", "", "", "Book"),
        (card(CardKind.FEW_LEFT, CardAction.BOOK), "open", "", "", "Book"),
        (card(CardKind.BOOKED_FREE, CardAction.CANCEL), "mine", "You're in", "Line", "Cancel"),
        (
            card(CardKind.BOOKED_COSTS, CardAction.CANCEL_AT_COST),
            "mine",
            "You're in",
            "Line",
            "Cancel",
        ),
        (
            card(CardKind.WAITING, CardAction.LEAVE, position=3),
            "open",
            "Number 3 in line",
            "Line",
            "Leave",
        ),
        (
            card(CardKind.OFFERED, CardAction.ACCEPT, position=1),
            "open",
            "Kept for you",
            "Line",
            "Take it",
        ),
        (
            card(CardKind.TO_CLAIM, CardAction.CLAIM, position=3),
            "open",
            "A place is free",
            "Line",
            "Grab it",
        ),
        (card(CardKind.FULL, CardAction.WAIT), "open", "", "", "Waitlist"),
        (
            card(CardKind.FULL, line=Sentence(said.FULL_NO_LINE)),
            "open",
            "Full",
            "The waitlist is full too. Choose another",
            "",
        ),
        (card(CardKind.FULL), "open", "Full", "Line", ""),  # a trial has no line
        (card(CardKind.OPENS_LATER, CardAction.REMIND), "open", "Line", "", ""),
        (
            card(CardKind.CLOSED, policy=Policy(closes_minutes=60)),
            "off",
            "Booking closed",
            "Closes an hour before. You can call",
            "",
        ),
        (
            card(
                CardKind.CANCELLED, line=Sentence(said.CLASS_IS_OFF_RETURNED), cancel_reason="Ill"
            ),
            "off",
            "Cancelled by the studio",
            "What was used came back. Ill",
            "",
        ),
        (card(CardKind.NOT_ALLOWED, reason=Reason.CLASH), "open", "", "Line", ""),
    ],
    ids=lambda value: str(value.status.kind) if isinstance(value, ClassCard) else "",
)
def test_a_status_has_its_words_and_one_action(given, look, chip, line, action):
    row = session_row(given, EN)
    assert (row.look, row.chip, row.line, row.action_label) == (look, chip, line, action)


def test_an_offer_can_be_passed_on_and_nothing_else_can():
    row = session_row(card(CardKind.OFFERED, CardAction.ACCEPT, position=1), EN)
    assert row.decline_named.startswith("Pass on the place in ")
    assert session_row(card(CardKind.WAITING, CardAction.LEAVE, position=1), EN).decline_named == ""


def test_a_kept_place_that_something_is_in_the_way_of_can_be_swapped_for_or_passed_on():
    takes = BookingCost(Takes.ENTRY, Sentence(Text("", "Takes one visit")))
    offer = SwapOffer(uuid4(), Text("", "Lifting"), NOW, takes, Sentence(Text("", "At no cost")))
    more = {"position": 1, "swap": offer, "takes": takes}
    row = session_row(card(CardKind.OFFERED, CardAction.SWAP, **more), EN)
    assert (row.action, row.line, row.swap_label) == ("swap", "Line", "")  # the line says the cost
    assert row.decline_named.startswith("Pass on the place in ")
    alone = session_row(card(CardKind.OFFERED, CardAction.DECLINE, position=1), EN)
    assert (alone.action, alone.action_label) == ("decline", "Pass")
    waits = session_row(card(CardKind.WAITING, CardAction.LEAVE, **more), EN)
    assert (waits.action, waits.swap_label.startswith("Swap from Lifting")) == ("leave", True)


@pytest.mark.parametrize("kind", CardKind)
def test_every_status_is_told_in_hebrew_without_a_latin_letter(kind):
    row = session_row(card(kind, position=3), HE)
    words = row.chip + row.line + row.end_chip + row.places + row.day_words
    assert words
    assert not any("a" <= letter.lower() <= "z" for letter in words)


@pytest.mark.parametrize(
    ("kind", "hours", "chip"),
    [
        (CardKind.ATTENDED, -3, "You trained"),
        (CardKind.MISSED, -3, "Marked as missed"),
        (CardKind.PAST, -3, "Over"),
        (CardKind.PAST, -0.5, "Under way"),
    ],
)
def test_what_is_behind_is_a_chip_in_the_buttons_place(kind, hours, chip):
    row = session_row(card(kind, hours=hours), EN)
    assert (row.end_chip, row.action, row.look, row.total) == (chip, "", "off", 0)


def test_few_places_warn():
    assert session_row(card(CardKind.FEW_LEFT, CardAction.BOOK), HE).tally_kind == "warning"


def test_a_cost_stands_in_a_warning_before_the_tap():
    line = Sentence(said.COSTS_NOW["entry"])
    row = session_row(card(CardKind.BOOKED_COSTS, CardAction.CANCEL_AT_COST, line), HE)
    assert (row.line, row.line_kind) == ("ביטול עכשיו יעלה כניסה אחת", "warning")


@pytest.mark.parametrize(
    ("reason", "may_call", "action", "kind"),
    [
        (Reason.NOT_COVERED, True, "call", "warning"),
        (Reason.NOT_COVERED, False, "", "warning"),
        (Reason.WEEK_USED_UP, True, "", "neutral"),
    ],
)
def test_what_only_the_studio_can_mend_offers_a_call(reason, may_call, action, kind):
    line = Sentence(plan_texts.NOT_COVERED)
    given = card(CardKind.NOT_ALLOWED, CardAction.CHOOSE_PLAN, line, reason=reason)
    row = session_row(given, Reading(Lang.HE, clock.ISRAEL, NOW, may_call=may_call))
    assert (row.action, row.line_kind) == (action, kind)


@pytest.mark.parametrize("reason", sorted(KEEPS_BACK))
def test_what_keeps_from_every_class_is_said_once_and_marked_on_each(reason):
    line = Sentence(plan_texts.NO_PLAN)
    given = card(CardKind.NOT_ALLOWED, CardAction.CHOOSE_PLAN, line, reason=reason)
    row = session_row(given, HE)
    assert (row.line, row.end_icon, row.action) == ("", "locked", "")
    assert row.end_chip
    assert kept_back([card(CardKind.OPEN), given, given], Lang.HE) == line.to(Lang.HE)
    assert kept_back([card(CardKind.OPEN)], Lang.HE) == ""


def test_the_button_names_its_class_for_who_does_not_see_the_card():
    row = session_row(card(CardKind.OPEN, CardAction.BOOK), HE)
    assert (row.action_label, row.action_named) == ("הרשמה", "הרשמה: כוח, 13:20")


def test_the_now_line_stands_before_the_first_class_to_come():
    cards = [card(CardKind.PAST, hours=h) for h in (-3, -0.5)] + [card(CardKind.OPEN, hours=2)]
    rows = [session_row(c, EN) for c in cards]
    assert with_now(rows, cards, EN) == ""
    assert [bool(row.now) for row in rows] == [False, False, True]
    assert "11:20" in rows[2].now


def test_the_now_line_ends_a_day_that_is_over_and_is_on_no_other_day():
    over, later = [card(CardKind.PAST, hours=-3)], [card(CardKind.OPEN, hours=30)]
    assert "11:20" in with_now([session_row(over[0], EN)], over, EN)
    rows = [session_row(later[0], EN)]
    assert (with_now(rows, later, EN), rows[0].now) == ("", "")
    assert with_now([], [], EN) == ""


def test_a_week_is_seven_days_from_sunday_with_today_marked():
    days = day_rows([card(CardKind.BOOKED_FREE)] * 5, HE.today, HE)
    assert [d.day for d in days][::6] == ["2026-11-22", "2026-11-28"]
    assert [d.letter for d in days] == list("אבגדהוש")
    assert [d.is_today for d in days].index(True) == 2
    assert (days[2].marks, days[1].is_past, days[3].is_past) == (3, True, False)


def test_free_for_me_keeps_what_can_be_booked_and_what_is_mine():
    kept = [
        card(CardKind.OPEN, CardAction.BOOK),
        card(CardKind.BOOKED_FREE, CardAction.CANCEL),
    ]
    left = [card(CardKind.FULL, CardAction.WAIT), card(CardKind.NOT_ALLOWED)]
    assert [is_free(c) for c in kept + left] == [True, True, False, False]


def test_an_address_says_back_what_was_asked():
    here = uuid4()
    given = {"day": "2026-12-01", "show": "free", "at": str(here)}
    wanted = asked(given, today=HE.today, locations={here})
    assert wanted.address(Lang.HE) == f"/he/schedule/?day=2026-12-01&show=free&at={here}"
    assert wanted.address(Lang.EN, free=False, location_id=None) == "/en/schedule/?day=2026-12-01"
