from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core import clock
from fitkit.core.errors import Refusal
from fitkit.core.i18n import Lang
from fitkit.features.notifications import rules
from fitkit.features.notifications.rules import (
    Channel,
    NoticeGroup,
    NoticeKind,
    Receiver,
    channels_for,
    reminder_moment,
    wording,
)
from fitkit.features.orgs.rules import QuietHours, quiet_until
from fitkit.texts import notices as texts

ZONE = ZoneInfo("Asia/Jerusalem")
NIGHT = QuietHours(time(22), time(7))
minutes = st.integers(0, 2 * 366 * 24 * 60)
moments = minutes.map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
walls = st.times().map(lambda t: t.replace(second=0, microsecond=0))
nights = st.builds(QuietHours, walls, walls, st.booleans())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.wall(day, time(hour, minute), ZONE)


MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@given(now=moments, quiet=nights)
def test_quiet_hours_end_later_than_now_and_are_over_then(now, quiet) -> None:
    until = quiet_until(now, quiet, ZONE)
    if until is not None:
        assert now < until <= now + timedelta(days=3)
        assert quiet_until(until, quiet, ZONE) is None


@given(now=moments)
def test_equal_ends_mean_never_quiet(now) -> None:
    assert quiet_until(now, QuietHours(time(8), time(8)), ZONE) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(MONDAY, 21, 59), None),
        (at(MONDAY, 22), at(date(2026, 11, 24), 7)),
        (at(MONDAY, 23, 30), at(date(2026, 11, 24), 7)),
        (at(MONDAY, 3), at(MONDAY, 7)),
        (at(MONDAY, 6, 59), at(MONDAY, 7)),
        (at(MONDAY, 7), None),
        (at(MONDAY, 12), None),
    ],
)
def test_the_night_is_quiet_on_both_sides_of_midnight(now, until) -> None:
    assert quiet_until(now, NIGHT, ZONE) == until


def test_quiet_hours_within_a_day() -> None:
    siesta = QuietHours(time(14), time(16))
    assert quiet_until(at(MONDAY, 15), siesta, ZONE) == at(MONDAY, 16)
    assert quiet_until(at(MONDAY, 13, 59), siesta, ZONE) is None


def test_the_night_of_the_clock_change_ends_at_seven_on_the_wall() -> None:
    night = clock.wall(date(2027, 3, 25), time(23), ZONE)
    assert quiet_until(night, NIGHT, ZONE) == clock.wall(date(2027, 3, 26), time(7), ZONE)
    assert quiet_until(night, NIGHT, ZONE) - night == timedelta(hours=7)  # type: ignore[operator]


def test_a_gym_that_keeps_the_sabbath_is_quiet_from_friday_afternoon_until_saturday_night() -> None:
    kept = QuietHours(time(22), time(7), observes_sabbath=True)
    saturday_night = at(date(2026, 11, 28), 20, 30)
    assert quiet_until(at(FRIDAY, 15, 59), kept, ZONE) is None
    assert quiet_until(at(FRIDAY, 16), kept, ZONE) == saturday_night
    assert quiet_until(at(date(2026, 11, 28), 12), kept, ZONE) == saturday_night
    assert quiet_until(at(FRIDAY, 17), NIGHT, ZONE) is None


@given(
    kind=st.sampled_from(NoticeKind),
    now=moments,
    quiet=nights,
    chosen=st.dictionaries(
        st.tuples(st.sampled_from(NoticeGroup), st.sampled_from(Channel)), st.booleans()
    ),
)
def test_every_notice_is_in_the_inbox_at_once_and_nothing_else_comes_before_the_quiet_ends(
    kind, now, quiet, chosen
) -> None:
    planned = channels_for(kind, chosen, quiet=quiet, zone=ZONE, now=now)
    assert planned[0].channel is Channel.INBOX
    assert planned[0].not_before == now
    assert len({p.channel for p in planned}) == len(planned)
    for p in planned[1:]:
        assert p.not_before >= now
        assert p.is_held == (p.not_before > now)
        if not rules.is_urgent(kind, None, now):
            assert quiet_until(p.not_before, quiet, ZONE) is None


@given(
    now=moments,
    chosen=st.dictionaries(
        st.tuples(st.sampled_from(NoticeGroup), st.sampled_from(Channel)), st.booleans()
    ),
)
def test_letters_about_security_are_always_sent(now, chosen) -> None:
    planned = channels_for(NoticeKind.NEW_SIGN_IN, chosen, quiet=NIGHT, zone=ZONE, now=now)
    assert Channel.EMAIL in {p.channel for p in planned}


def ways(kind: NoticeKind, chosen=None, *, now=None, starts_at=None) -> dict[Channel, bool]:
    planned = channels_for(
        kind,
        chosen or {},
        quiet=NIGHT,
        zone=ZONE,
        now=now or at(MONDAY, 12),
        starts_at=starts_at,
    )
    return {p.channel: p.is_held for p in planned}


def test_a_booking_is_confirmed_in_the_inbox_only_until_somebody_asks_for_more() -> None:
    assert set(ways(NoticeKind.BOOKED)) == {Channel.INBOX}
    asked = {(NoticeGroup.BOOKINGS, Channel.EMAIL): True}
    assert set(ways(NoticeKind.BOOKED, asked)) == {Channel.INBOX, Channel.EMAIL}


def test_a_place_from_the_waitlist_is_told_in_the_middle_of_the_night() -> None:
    night = at(MONDAY, 23)
    assert ways(NoticeKind.PROMOTED, now=night) == dict.fromkeys(Channel, False)


def test_a_cancelled_class_disturbs_only_when_it_is_near() -> None:
    night = at(MONDAY, 23)
    tomorrow_at_eight, next_week = at(date(2026, 11, 24), 8), at(date(2026, 11, 30), 18)
    assert not ways(NoticeKind.CLASS_CANCELLED, now=night, starts_at=tomorrow_at_eight)[
        Channel.PUSH
    ]
    assert ways(NoticeKind.CLASS_CANCELLED, now=night, starts_at=next_week)[Channel.PUSH]


def test_a_channel_that_was_turned_off_is_not_used() -> None:
    off = {(NoticeGroup.WAITLIST, Channel.EMAIL): False}
    assert set(ways(NoticeKind.PROMOTED, off)) == {Channel.INBOX, Channel.PUSH}


@given(
    starts_at=moments,
    hours=st.sampled_from([h for h in rules.REMINDER_CHOICES if h]),
    quiet=st.sampled_from(
        [NIGHT, QuietHours(time(14), time(16)), QuietHours(time(22), time(7), True)]
    ),
)
def test_a_reminder_comes_before_the_class_and_never_in_quiet_hours(
    starts_at, hours, quiet
) -> None:
    moment = reminder_moment(starts_at, hours=hours, quiet=quiet, zone=ZONE)
    assert moment is not None
    assert moment <= starts_at - timedelta(hours=hours)
    assert quiet_until(moment, quiet, ZONE) is None


def test_a_class_at_six_in_the_morning_is_remembered_the_evening_before() -> None:
    tuesday = date(2026, 11, 24)
    moment = reminder_moment(at(tuesday, 6), hours=3, quiet=NIGHT, zone=ZONE)
    assert at(MONDAY, 21, 30) <= moment < at(MONDAY, 22)  # type: ignore[operator]


def test_who_wants_no_reminder_gets_none() -> None:
    assert reminder_moment(at(MONDAY, 18), hours=0, quiet=NIGHT, zone=ZONE) is None


def test_only_offered_hours_can_be_chosen() -> None:
    assert rules.checked_reminder(6) == 6
    with pytest.raises(Refusal):
        rules.checked_reminder(5)


def test_tries_grow_apart_and_end() -> None:
    now = at(MONDAY, 12)
    gaps = [rules.next_try(n, now) for n in range(1, 8)]
    assert [g - now for g in gaps[:5]] == [timedelta(minutes=m) for m in rules.TRIES]  # type: ignore[operator]
    assert gaps[5:] == [None, None]


def test_a_note_lives_until_the_class_begins_and_a_day_at_most() -> None:
    now = at(MONDAY, 12)
    assert rules.lifetime(now + timedelta(hours=2), now) == timedelta(hours=2)
    assert rules.lifetime(now + timedelta(days=9), now) == timedelta(days=1)
    assert rules.lifetime(now + timedelta(seconds=5), now) == timedelta(minutes=5)


def test_a_receiver_is_one_person() -> None:
    with pytest.raises(ValueError):
        Receiver()
    with pytest.raises(ValueError):
        Receiver(member_id=uuid4(), user_id=uuid4())


def test_every_kind_has_a_group_words_and_every_group_and_channel_a_name() -> None:
    assert set(rules.GROUP) == set(NoticeKind)
    assert set(texts.NOTICES) == {k.value for k in NoticeKind}
    assert set(texts.GROUPS) == {g.value for g in NoticeGroup} == {g.value for g in rules.DEFAULTS}
    assert set(texts.CHANNELS) == {c.value for c in Channel}
    assert set(texts.STATES) == {s.value for s in rules.DeliveryState}


FACTS = {
    "session": {"he": "קרוספיט", "en": "CrossFit"},
    "starts_at": at(date(2026, 11, 24), 18, 30).isoformat(),
    "plan": {"he": "כרטיסייה", "en": "Pack"},
    "ends_on": "2026-11-30",
    "starts_on": "2026-11-24",
    "entries": 2,
    "name": "מאיה",
    "role": {"he": "צוות אימון", "en": "Coach"},
    "what": {"he": "הסיסמה הוחלפה", "en": "the password was changed"},
    "seen_at": at(MONDAY, 9).isoformat(),
}


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_says_something_whole_in_both_languages(kind, lang) -> None:
    for facts in (FACTS, {}):
        said = wording(kind, facts, lang=lang, zone=ZONE)
        assert said.title
        assert said.button
        assert "{" not in said.title + said.body
        assert "  " not in said.title + said.body


def test_a_moment_is_said_as_a_day_and_a_wall_time() -> None:
    he = wording(NoticeKind.PROMOTED, FACTS, lang=Lang.HE, zone=ZONE)
    en = wording(NoticeKind.PROMOTED, FACTS, lang=Lang.EN, zone=ZONE)
    assert he.title == "התפנה מקום: קרוספיט"
    assert "24.11 18:30" in he.body
    assert en.body.startswith("It's yours: Tue 24.11 18:30.")


def test_two_entries_are_the_hebrew_dual() -> None:
    said = wording(NoticeKind.ENTRIES_LOW, FACTS, lang=Lang.HE, zone=ZONE)
    assert said.body == "נשארו בכרטיסייה: שתי כניסות."


def test_what_a_browser_calls_itself_is_made_fit_for_a_list() -> None:
    assert (
        rules.device_words("Chrome\n\x00  on  Android" + "x" * 200)
        == ("Chrome on Android" + "x" * 200)[:80]
    )


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", ""), ("AAAA", "AAAA"), ("א", "א"), ("B" * 87, "x" * 500), ("!" * 87, "!" * 22)],
)
def test_keys_that_are_none_are_seen(p256dh, auth) -> None:
    assert not rules.are_keys(p256dh, auth)


@pytest.mark.timeout(20)
def test_a_gym_that_is_quiet_nearly_always_is_still_reminded() -> None:
    nearly_always = QuietHours(time(0), time(23, 45))
    starts_at = datetime(2026, 11, 24, 16, 10, tzinfo=UTC)
    moment = reminder_moment(starts_at, hours=3, quiet=nearly_always, zone=ZONE)
    assert moment == starts_at - timedelta(hours=3)
