"""The law as a table: each example with the line of reference/israel.md it comes from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.i18n import Counted, Lang
from fitkit.core.money import ZERO, Money
from fitkit.features.billing.rules import cancellation
from fitkit.features.billing.rules.cancellation import Deal, DealKind, Ground, Notice, settle
from fitkit.texts import cancellation as texts

START = date(2026, 1, 1)
YEAR = Deal(
    kind=DealKind.FIXED_TERM,
    made_on=START,
    starts_on=START,
    ends_on=date(2026, 12, 31),
    price=Money.shekels(2388),  # 199 a month
    monthly=Money.shekels(199),
    open_monthly=Money.shekels(299),
    was_disclosed=True,
    paid=Money.shekels(2388),
)
PACK = Deal(
    kind=DealKind.ENTRIES,
    made_on=START,
    starts_on=START,
    ends_on=date(2026, 6, 24),
    price=Money.shekels(550),
    entries=10,
    paid=Money.shekels(550),
    is_remote=True,
)
MONTHLY = Deal(
    kind=DealKind.CONTINUING,
    made_on=date(2025, 6, 1),
    starts_on=date(2026, 3, 1),
    ends_on=date(2026, 3, 31),
    price=Money.shekels(310),
    paid=Money.shekels(310),
)


# §6.2 "Fixed-term gym membership", "Fee", and the worked example under "Formula to implement".
@pytest.mark.parametrize(
    ("on", "last", "used", "fee", "third"),
    [
        # In month 1: a month ahead, in the first third; the difference for 1.1 months.
        (date(2026, 1, 4), date(2026, 2, 3), Money(22244), Money(11071), 0),
        # The reference's own example: effective on 10 April, 3.3 months, 330 under a cap of 597.
        (date(2026, 3, 10), date(2026, 4, 9), Money(64770), Money.shekels(330), 0),
        # In month 4: effect falls in the second third, whose cap is 20 %.
        (date(2026, 4, 15), date(2026, 5, 14), Money(87669), Money(44516), 1),
        # In month 5: the difference for 5.3 months is over the cap of 20 % (477.60).
        (date(2026, 5, 10), date(2026, 6, 9), Money(104679), Money(47760), 1),
        # In month 9: effect in the last third, whose cap is 17 % (405.96).
        (date(2026, 9, 10), date(2026, 10, 9), Money(184498), Money(40596), 2),
        # In month 12: the term is over before a month has passed; everything was used.
        (date(2026, 12, 10), date(2026, 12, 31), Money.shekels(2388), ZERO, 2),
    ],
)
def test_twelve_months_with_commitment(on, last, used, fee, third):
    done = settle(YEAR, Notice(on))
    assert done.ground is Ground.FIXED_TERM
    assert (done.last_day, done.used, done.fee) == (last, used, fee)
    assert cancellation.third_for_fee(YEAR, last) == third
    assert done.refund == YEAR.paid - used - fee
    assert done.owed == ZERO


# §6.2 "only if the required disclosure was given".
def test_without_the_disclosure_there_is_no_fee():
    done = settle(replace(YEAR, was_disclosed=False), Notice(date(2026, 3, 10)))
    assert done.fee == ZERO
    assert done.refund == YEAR.paid - done.used


# §6.2: during the month he may train and pays; somebody who pays by the month may owe.
def test_who_paid_by_the_month_may_still_owe():
    done = settle(replace(YEAR, paid=Money.shekels(3 * 199)), Notice(date(2026, 3, 10)))
    assert done.owed == done.used + done.fee - Money.shekels(597)
    assert (done.refund, done.refund_by) == (ZERO, None)


# §6.2 "14-day cancellation": within 14 days, even if service began; pro rata and min(5 %, ₪100).
@pytest.mark.parametrize(
    ("price", "on", "used", "fee"),
    [
        (Money.shekels(2388), date(2026, 1, 1), Money(654), Money.shekels(100)),  # 5 % is 119.40
        (Money.shekels(1200), date(2026, 1, 15), Money(4932), Money.shekels(60)),  # the last day
    ],
)
def test_a_year_bought_from_afar_within_fourteen_days(price, on, used, fee):
    deal = replace(YEAR, is_remote=True, price=price, paid=price)
    done = settle(deal, Notice(on))
    assert done.ground is Ground.WITHDRAWAL
    assert (done.used, done.fee, done.last_day) == (used, fee, on)
    assert done.refund == price - used - fee
    assert done.refund_by == on + timedelta(days=14)


def test_withdrawal_before_it_began_costs_the_fee_alone():
    deal = replace(YEAR, is_remote=True, starts_on=date(2026, 2, 1), ends_on=date(2027, 1, 31))
    done = settle(replace(deal, open_monthly=Money.shekels(499)), Notice(date(2026, 1, 10)))
    assert (done.ground, done.used, done.fee) == (Ground.WITHDRAWAL, ZERO, Money.shekels(100))
    # A small difference between the prices makes the other rule the kinder one.
    assert settle(deal, Notice(date(2026, 1, 10))).ground is Ground.FIXED_TERM


def test_a_day_after_the_fourteen_another_rule_holds():
    done = settle(replace(YEAR, is_remote=True), Notice(date(2026, 1, 16)))
    assert done.ground is Ground.FIXED_TERM


def test_the_days_are_counted_from_the_details_when_they_came_later():
    deal = replace(YEAR, is_remote=True, details_on=date(2026, 1, 20))
    assert settle(deal, Notice(date(2026, 2, 3))).ground is Ground.WITHDRAWAL
    assert settle(deal, Notice(date(2026, 2, 4))).ground is Ground.FIXED_TERM


def test_at_the_desk_there_are_no_fourteen_days():
    assert settle(YEAR, Notice(date(2026, 1, 2))).ground is Ground.FIXED_TERM


# §6.2 "14 days with and without use": a pack counts its entries.
@pytest.mark.parametrize(("used", "kept"), [(0, ZERO), (3, Money.shekels(165))])
def test_a_pack_within_fourteen_days(used, kept):
    done = settle(replace(PACK, entries_used=used), Notice(date(2026, 1, 9)))
    assert (done.ground, done.used, done.fee) == (Ground.WITHDRAWAL, kept, Money(2750))
    assert done.refund == PACK.paid - kept - Money(2750)


def test_a_pack_after_fourteen_days_is_for_the_gym_to_decide():
    done = settle(PACK, Notice(date(2026, 1, 20)))
    assert (done.ground, done.needs_review, done.refund) == (Ground.ENTRIES, True, ZERO)


# §6.2 "4 months instead of 14 days": only if there was a conversation.
def test_somebody_protected_has_four_months_after_a_conversation():
    deal = replace(YEAR, is_remote=True, is_protected=True, by_conversation=True)
    assert cancellation.withdraws_until(deal) == date(2026, 5, 1)
    done = settle(deal, Notice(date(2026, 4, 30)))
    assert (done.ground, done.fee) == (Ground.PROTECTED_WITHDRAWAL, Money.shekels(100))
    assert settle(deal, Notice(date(2026, 5, 2))).ground is Ground.FIXED_TERM
    silent = replace(deal, by_conversation=False)
    assert settle(silent, Notice(date(2026, 4, 30))).ground is Ground.FIXED_TERM


# §6.2 "Ongoing transaction without term": three business days, six by registered post.
@pytest.mark.parametrize(
    ("notice", "last"),
    [
        (Notice(date(2026, 3, 8)), date(2026, 3, 11)),  # Sunday to Wednesday
        (Notice(date(2026, 3, 12)), date(2026, 3, 16)),  # Thursday: over the Saturday
        (Notice(date(2026, 3, 8), by_registered_post=True), date(2026, 3, 15)),
        (Notice(date(2026, 3, 8), rest_days=frozenset({date(2026, 3, 10)})), date(2026, 3, 12)),
        (Notice(date(2026, 3, 8), wants_until=date(2026, 3, 25)), date(2026, 3, 25)),
    ],
)
def test_a_continuing_deal_stops_in_business_days(notice, last):
    done = settle(MONTHLY, notice)
    assert (done.ground, done.last_day, done.fee) == (Ground.CONTINUING, last, ZERO)
    assert done.used == Money.shekels(10 * last.day)
    assert done.refund == MONTHLY.paid - done.used


# §6.2 "Service on a set date": not within seven days before that are no days of rest.
def test_a_workshop_until_a_week_before():
    deal = Deal(
        kind=DealKind.SET_DATE,
        made_on=date(2026, 3, 1),
        starts_on=date(2026, 3, 20),
        price=Money.shekels(180),
        paid=Money.shekels(180),
        is_remote=True,
        set_for=date(2026, 3, 20),
    )
    early = settle(deal, Notice(date(2026, 3, 12)))
    assert (early.ground, early.fee, early.refund) == (
        Ground.WITHDRAWAL,
        Money.shekels(9),
        Money.shekels(171),
    )
    late = settle(deal, Notice(date(2026, 3, 13)))
    assert (late.ground, late.needs_review, late.refund) == (Ground.TOO_LATE, True, ZERO)


def test_a_notice_older_than_the_deal_is_refused():
    with pytest.raises(ValueError, match="older"):
        settle(YEAR, Notice(date(2025, 12, 31)))


def test_the_kindest_of_the_rules_that_hold_is_taken():
    soon = date(2026, 1, 14)
    undisclosed = replace(YEAR, is_remote=True, was_disclosed=False)
    done = settle(undisclosed, Notice(soon))
    term = cancellation._fixed_term(undisclosed, Notice(soon))
    assert done.refund >= term.refund


def test_a_later_last_day_is_the_one_that_was_wished():
    done = settle(YEAR, Notice(date(2026, 3, 10), wants_until=date(2026, 5, 31)))
    assert (done.last_day, done.lines[1].words) == (date(2026, 5, 31), texts.AS_WISHED)
    # Sooner than the law has it is no later day.
    assert settle(YEAR, Notice(date(2026, 3, 10), wants_until=date(2026, 4, 1))).last_day == date(
        2026, 4, 9
    )
    month = settle(MONTHLY, Notice(date(2026, 3, 8), wants_until=date(2026, 3, 25)))
    assert month.lines[1].words is texts.AS_WISHED


def test_who_wishes_a_later_day_within_fourteen_days_does_not_lose_it():
    asked = Notice(date(2026, 1, 10), wants_until=date(2026, 3, 31))
    done = settle(replace(YEAR, is_remote=True), asked)
    assert (done.ground, done.last_day) == (Ground.FIXED_TERM, date(2026, 3, 31))


def test_a_fee_takes_no_more_than_what_use_has_left():
    done = settle(replace(PACK, entries_used=10), Notice(date(2026, 1, 9)))
    assert (done.ground, done.used, done.fee) == (Ground.WITHDRAWAL, PACK.price, ZERO)


def test_the_gym_decides_and_the_reason_is_true():
    at_desk = settle(replace(PACK, is_remote=False), Notice(date(2026, 1, 2)))
    assert [x.words for x in at_desk.lines[1:-1]] == [texts.NO_WITHDRAWAL]
    over = settle(PACK, Notice(date(2026, 1, 20)))
    assert over.lines[1].words is texts.WITHDRAWAL_OVER
    assert over.lines[1].params == {"until": date(2026, 1, 15)}
    far = replace(PACK, kind=DealKind.SET_DATE, set_for=date(2026, 6, 1))
    assert settle(far, Notice(date(2026, 1, 20))).lines[1].words is texts.WITHDRAWAL_OVER
    near = settle(far, Notice(date(2026, 5, 28)))
    assert near.lines[1].words is texts.SET_DATE_TOO_LATE


def test_days_that_are_counted_are_days_of_the_period():
    crossing = settle(MONTHLY, Notice(date(2026, 3, 30)))
    assert crossing.used == MONTHLY.price
    assert crossing.lines[2].params["days"] == Counted(texts.DAYS, 31)
    assert crossing.lines[2].params["last"] == date(2026, 3, 31)
    early = replace(MONTHLY, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30))
    assert settle(early, Notice(date(2026, 3, 8))).lines[2].words is texts.NOT_BEGUN


def test_one_day_and_one_entry_are_said_as_people_say_them():
    def said(deal, on):
        used = settle(deal, Notice(on)).lines[2]
        return [used.words.to(lang, **used.params) for lang in Lang]

    assert said(replace(YEAR, is_remote=True), START) == [
        "עבור יום אחד, מ־1.1.2026 עד 1.1.2026",
        "For 1 day, from 1.1.2026 to 1.1.2026",
    ]
    assert said(replace(PACK, entries_used=1), START) == [
        "עבור כניסה אחת מתוך 10",
        "For 1 entry of 10",
    ]


def test_a_continuing_deal_needs_its_period():
    with pytest.raises(ValueError, match="period"):
        settle(replace(MONTHLY, ends_on=None), Notice(date(2026, 3, 8)))


DEALS = st.builds(
    lambda kind, price, paid, days, disclosed, remote, protected, used, open_extra: replace(
        YEAR,
        kind=kind,
        price=Money(price),
        paid=Money(min(paid, price)),
        ends_on=START + timedelta(days=days),
        was_disclosed=disclosed,
        is_remote=remote,
        is_protected=protected,
        by_conversation=protected,
        entries=10,
        entries_used=used,
        open_monthly=Money(19900 + open_extra),
        set_for=START + timedelta(days=days),
    ),
    st.sampled_from(DealKind),
    st.integers(0, 1_000_000),
    st.integers(0, 1_000_000),
    st.integers(27, 800),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 10),
    st.integers(0, 50_000),
)


@given(DEALS, st.integers(0, 500))
def test_no_agora_is_made_or_lost(deal, days):
    done = settle(deal, Notice(START + timedelta(days=days)))
    assert done.refund - done.owed == deal.paid - done.used - done.fee
    assert done.used + done.fee <= max(deal.price, done.used)
    # What the member reads sums to what comes back.
    assert (
        sum(x.amount.agorot for x in done.lines[:-1] if x.amount is not None)
        == (done.refund - done.owed).agorot
        or done.needs_review
    )
    assert ZERO <= done.refund <= deal.paid
    assert not (done.refund and done.owed)
    assert done.used <= max(deal.price, deal.paid)


@given(DEALS, st.integers(0, 500))
def test_every_line_reads_in_both_languages(deal, days):
    for line in settle(deal, Notice(START + timedelta(days=days))).lines:
        for lang in Lang:
            assert "{" not in line.words.to(lang, **line.params)
