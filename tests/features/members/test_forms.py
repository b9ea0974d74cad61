"""Forms on file: that they are, until when, and never what they say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.clock import day_of, years_between
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members import actions, queries, rules
from fitkit.features.members.rules import FormKind
from tests.factories.members import make_member

HEALTH, DOCTOR, WAIVER = FormKind.HEALTH_DECLARATION, FormKind.DOCTOR_CERTIFICATE, FormKind.WAIVER


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_health_declaration_is_good_for_two_years_less_the_day(signed_on):
    until = rules.good_until(HEALTH, signed_on)
    assert until is not None
    assert years_between(signed_on, until) == 1
    assert years_between(signed_on, until + timedelta(days=2)) == 2


@pytest.mark.parametrize(
    ("kind", "signed_on", "until"),
    [
        (HEALTH, date(2026, 11, 24), date(2028, 11, 23)),
        (DOCTOR, date(2026, 11, 24), date(2027, 11, 23)),
        (HEALTH, date(2024, 3, 1), date(2026, 2, 28)),  # the day before is 29 February
        (DOCTOR, date(2024, 2, 29), date(2025, 2, 28)),
        (WAIVER, date(2026, 11, 24), None),
        (FormKind.PARENT_CONSENT, date(2026, 11, 24), None),
    ],
)
def test_how_long_a_form_is_good_for(kind, signed_on, until):
    assert rules.good_until(kind, signed_on) == until


def today(w) -> date:
    return day_of(w.now, w.actor.zone)


def kinds(w, member_id, day=None):
    found = queries.forms_on_file(w, member_ids=[member_id], day=day or today(w))
    return found.get(member_id, frozenset())


def test_a_form_is_on_file_until_its_last_day(w):
    member_id = make_member(w)
    actions.record_form(w, member_id=member_id, kind=HEALTH, signed_on=today(w))
    last = rules.good_until(HEALTH, today(w))
    assert last is not None
    assert kinds(w, member_id, last) == {HEALTH}
    assert kinds(w, member_id, last + timedelta(days=1)) == frozenset()


def test_another_last_day_may_be_said(w):
    member_id, until = make_member(w), today(w) + timedelta(days=30)
    actions.record_form(w, member_id=member_id, kind=DOCTOR, signed_on=today(w), good_until=until)
    assert queries.forms(w, member_id=member_id)[0].good_until == until


def test_a_new_form_follows_an_old_one(w):
    member_id = make_member(w)
    old, new = today(w) - timedelta(days=500), today(w)
    for signed_on in (old, new):
        actions.record_form(w, member_id=member_id, kind=HEALTH, signed_on=signed_on)
    assert [f.signed_on for f in queries.forms(w, member_id=member_id)] == [new, old]


def test_a_slip_is_withdrawn_and_the_member_has_none(w):
    member_id = make_member(w)
    form_id = actions.record_form(w, member_id=member_id, kind=WAIVER, signed_on=today(w))
    actions.withdraw_form(w, form_id=form_id)
    assert kinds(w, member_id) == frozenset()
    assert queries.forms(w, member_id=member_id) == ()
    with pytest.raises(Refusal):
        actions.withdraw_form(w, form_id=form_id)


@pytest.mark.parametrize(
    ("field", "signed", "until"),
    [
        ("signed_on", 1, None),
        ("signed_on", -3 * 366, None),
        ("good_until", 0, -1),
        ("good_until", -10, -5),  # over already
        ("good_until", -800, None),  # a declaration of more than two years ago
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(w, field, signed, until):
    member_id, day = make_member(w), today(w)
    with pytest.raises(Refusal) as caught:
        actions.record_form(
            w,
            member_id=member_id,
            kind=HEALTH,
            signed_on=day + timedelta(days=signed),
            good_until=None if until is None else day + timedelta(days=until),
        )
    assert caught.value.field == field
    assert queries.forms(w, member_id=member_id) == ()


def test_a_member_sees_their_own_and_records_none(gym, w):
    member_id, other = make_member(w), make_member(w, "דנה")
    actions.record_form(w, member_id=member_id, kind=WAIVER, signed_on=today(w))
    own = replace(w, actor=gym.acting(Role.MEMBER, member_id=member_id))
    assert [f.kind for f in queries.forms(own, member_id=member_id)] == [WAIVER]
    with pytest.raises(Denied):
        queries.forms(own, member_id=other)
    with pytest.raises(Denied):
        actions.record_form(own, member_id=member_id, kind=HEALTH, signed_on=today(w))


def test_another_gyms_member_and_form_do_not_exist(other_gym, w):
    member_id = make_member(w)
    form_id = actions.record_form(w, member_id=member_id, kind=WAIVER, signed_on=today(w))
    with open_work(other_gym.acting(Role.OWNER)) as theirs:
        for deed in (
            lambda: actions.withdraw_form(theirs, form_id=form_id),
            lambda: actions.record_form(
                theirs, member_id=member_id, kind=WAIVER, signed_on=today(w)
            ),
            lambda: queries.forms(theirs, member_id=member_id),
        ):
            with pytest.raises(NotFound):
                deed()
        day = today(theirs)
        assert queries.forms_on_file(theirs, member_ids=[member_id], day=day) == {}
