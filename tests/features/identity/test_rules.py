from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.permissions import GYM_ROLES, PLATFORM_ROLES, ROLES, STAFF_ROLES, Permission, Role
from fitkit.features.identity import rules
from fitkit.features.identity.rules import Holding, Preset
from fitkit.texts import common
from fitkit.texts import identity as texts

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERMISSIONS = st.frozensets(st.sampled_from(list(Permission)))


@given(st.integers(0, 10_000))
def test_a_pause_never_shrinks_and_never_exceeds_an_hour(failures):
    before, after = rules.pause_after(failures), rules.pause_after(failures + 1)
    if before is not None:
        assert after is not None
        assert timedelta(0) < before <= after <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, None), (5, 5), (6, 10), (7, 20), (8, 40), (9, 60)]
)
def test_the_fifth_wrong_attempt_brings_five_minutes_and_each_further_one_twice_that(
    failures, minutes
):
    pause = rules.pause_after(failures)
    assert pause == (timedelta(minutes=minutes) if minutes else None)


def test_a_lock_is_open_at_the_very_moment_it_ends():
    assert rules.is_locked(NOW, NOW - timedelta(microseconds=1))
    assert not rules.is_locked(NOW, NOW)
    assert not rules.is_locked(None, NOW)


@given(st.integers(1, 7200))
def test_waiting_the_minutes_that_are_said_is_enough(seconds):
    until = NOW + timedelta(seconds=seconds)
    said = rules.minutes_left(until, NOW)
    assert NOW + timedelta(minutes=said) >= until
    assert said == 1 or NOW + timedelta(minutes=said - 1) < until


def test_a_quiet_day_wipes_wrong_attempts_out():
    day = timedelta(days=1)
    assert rules.failures_that_count(7, NOW - day, NOW) == 0
    assert rules.failures_that_count(7, NOW - day + timedelta(seconds=1), NOW) == 7


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", common.REQUIRED),
        ("   ", common.REQUIRED),
        ("123456789", texts.PASSWORD_SHORT),
        ("x" * 201, texts.PASSWORD_LONG),
        ("Maya.Cohen@Example.com", texts.PASSWORD_IS_EMAIL),
        ("maya.cohen", texts.PASSWORD_IS_EMAIL),
        ("Password123", texts.PASSWORD_COMMON),
        ("aaaaaaaaaaaa", texts.PASSWORD_COMMON),
        ("abababababab", texts.PASSWORD_COMMON),
        ("a-quiet-harbour", None),
        ("סיסמה ארוכה דיה", None),
        ("0123456782", None),
    ],
)
def test_what_a_password_lacks_is_said(password, problem):
    assert rules.password_problem(password, email="maya.cohen@example.com") == problem


def test_every_common_password_is_long_enough_to_be_worth_listing():
    assert all(len(p) >= rules.LEAST_PASSWORD - 1 for p in rules.COMMON_PASSWORDS)


@given(st.integers(0, 2_000_000_000), st.integers(-1, 1))
def test_a_totp_code_is_good_one_step_around_and_never_twice(seconds, drift):
    at = datetime.fromtimestamp(seconds + 60, UTC)
    step = int(at.timestamp()) // 30 + drift
    code = pyotp.TOTP(SECRET).generate_otp(step)
    used = rules.used_step(SECRET, code, at=at, last_step=None)
    assert used is not None
    assert pyotp.TOTP(SECRET).generate_otp(used) == code
    assert rules.used_step(SECRET, code, at=at, last_step=max(used, step)) is None


def test_a_totp_code_two_steps_off_is_refused():
    for drift in (-60, 60):
        code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=drift))
        assert rules.used_step(SECRET, code, at=NOW, last_step=None) is None


def test_an_older_step_is_refused_after_a_newer_one():
    step = int(NOW.timestamp()) // 30
    code = pyotp.TOTP(SECRET).generate_otp(step - 1)
    assert rules.used_step(SECRET, code, at=NOW, last_step=step - 2) == step - 1
    assert rules.used_step(SECRET, code, at=NOW, last_step=step - 1) is None
    assert rules.used_step(SECRET, code, at=NOW, last_step=step) is None


@pytest.mark.parametrize("typed", ["123 456", "123-456", "\u2066123456\u2069", " 123456 "])
def test_spaces_and_dashes_of_a_code_do_not_matter(typed):
    assert rules.digits_of(typed) == "123456"


@pytest.mark.parametrize(
    ("attempts", "age_s", "used", "alive"),
    [
        (0, 0, False, True),
        (4, 599, False, True),
        (5, 0, False, False),
        (0, 600, False, False),
        (0, 0, True, False),
    ],
)
def test_a_code_lives_ten_minutes_five_tries_and_once(attempts, age_s, used, alive):
    assert alive is rules.is_code_alive(
        expires_at=NOW + rules.CODE_LIFE - timedelta(seconds=age_s),
        attempts=attempts,
        used_at=NOW if used else None,
        now=NOW,
    )


@given(PERMISSIONS, st.sampled_from(list(Role)))
def test_nobody_gives_an_owners_or_a_platform_role(permissions, role):
    if role is Role.OWNER or role in PLATFORM_ROLES:
        assert not rules.may_manage(permissions, role)


@pytest.mark.parametrize(
    ("giver", "may"),
    [
        (Role.OWNER, {Role.ADMIN, Role.COACH, Role.MEMBER}),
        (Role.ADMIN, {Role.COACH, Role.MEMBER}),
        (Role.COACH, set()),
        (Role.MEMBER, set()),
        (Role.SUPPORT, set()),
        (Role.PLATFORM_ADMIN, set()),
    ],
)
def test_who_may_give_which_role(giver, may):
    assert {r for r in Role if rules.may_manage(ROLES[giver], r)} == may


@given(PERMISSIONS, st.sampled_from(STAFF_ROLES), PERMISSIONS)
def test_what_may_be_given_is_held(held, role, without):
    if not rules.gives_too_much(held, role, without):
        assert ROLES[role] - without <= held


@given(st.lists(st.tuples(st.sampled_from(list(GYM_ROLES)), PERMISSIONS), max_size=4))
def test_several_roles_add_up_and_narrowing_takes_only_from_its_own(grants):
    held = rules.permissions_of(Holding(role=r, without=w) for r, w in grants)
    assert held == frozenset().union(*(ROLES[r] - w for r, w in grants))


def test_narrowing_is_for_admins_and_coaches_and_leaves_the_account():
    assert rules.may_be_narrowed(Role.ADMIN, {Permission.SEE_AUDIT})
    assert rules.may_be_narrowed(Role.MEMBER, set())
    assert not rules.may_be_narrowed(Role.MEMBER, {Permission.BOOK_SELF})
    assert not rules.may_be_narrowed(Role.OWNER, {Permission.SEE_AUDIT})
    assert not rules.may_be_narrowed(Role.COACH, {Permission.SEE_AUDIT})
    assert not rules.may_be_narrowed(Role.ADMIN, {Permission.USE_ACCOUNT})


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("role", [Role.ADMIN, Role.COACH])
def test_every_preset_is_a_narrowing_that_may_be_made(preset, role):
    assert rules.may_be_narrowed(role, rules.preset_without(preset, role))


def test_the_front_desk_checks_in_and_sells_but_keeps_no_staff():
    left = ROLES[Role.ADMIN] - rules.preset_without(Preset.FRONT_DESK, Role.ADMIN)
    assert {Permission.CHECK_IN, Permission.GIVE_PLANS, Permission.SEE_MEMBERS} <= left
    assert not {Permission.EDIT_STAFF, Permission.EDIT_SETTINGS, Permission.SEE_AUDIT} & left


def test_the_front_desk_takes_money_and_gives_none_back():
    left = ROLES[Role.ADMIN] - rules.preset_without(Preset.FRONT_DESK, Role.ADMIN)
    assert {Permission.SEE_MONEY, Permission.EDIT_MONEY} <= left
    assert Permission.REFUND not in left


@pytest.mark.parametrize(
    ("roles", "gym", "platform", "needed"),
    [
        ([Role.OWNER], True, True, True),
        ([Role.ADMIN, Role.MEMBER], True, False, True),
        ([Role.COACH], True, True, False),
        ([Role.OWNER], False, True, False),
        ([Role.SUPPORT], False, True, True),
        ([Role.PLATFORM_ADMIN], True, False, False),
        ([], True, True, False),
    ],
)
def test_who_needs_a_second_factor(roles, gym, platform, needed):
    assert needed is rules.needs_second_factor(roles, gym_asks=gym, platform_asks=platform)


def test_the_highest_role_says_who_somebody_is():
    assert rules.highest([Role.MEMBER, Role.COACH]) is Role.COACH
    assert rules.highest([Role.OWNER, Role.SUPPORT]) is Role.SUPPORT
    assert rules.highest([]) is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:133.0) Firefox/133.0", "Firefox, Mac"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_words(agent, words):
    assert rules.device_words(agent) == words
