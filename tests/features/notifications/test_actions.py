from dataclasses import replace

import pytest
import time_machine

from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.features.members import actions as members
from fitkit.features.notifications import actions, queries, rules
from fitkit.features.notifications.rules import Channel, NoticeGroup, NoticeKind
from tests.features.notifications.people import (
    NIGHT,
    NOON,
    SEVEN,
    browser,
    deliveries,
    make_user,
    person,
    tell,
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=True) as travel:
        yield travel


@pytest.fixture
def maya(gym):
    return person(gym)


@pytest.fixture
def noa(gym):
    return person(gym, "noa@example.com")


def inbox(who, lang=Lang.HE):
    with open_work(who.actor) as w:
        return queries.inbox(w, lang=lang).rows


def test_a_notice_is_in_the_inbox_in_the_language_of_the_page(gym, maya) -> None:
    tell(gym, maya.as_member)
    [he], [en] = inbox(maya), inbox(maya, Lang.EN)
    assert (he.title, en.title) == ("התפנה מקום: קרוספיט", "A place opened up: CrossFit")
    assert (he.path, he.is_read, he.group) == ("/schedule", False, NoticeGroup.WAITLIST)


def test_one_happening_is_told_once(gym, maya, noa) -> None:
    about = new_id()
    assert tell(gym, maya.as_member, about=about) is not None
    assert tell(gym, maya.as_member, about=about) is None
    assert tell(gym, maya.as_member, about=about, occasion="again") is not None
    assert tell(gym, noa.as_member, about=about) is not None
    assert len(inbox(maya)) == 2


def test_each_channel_that_leads_somewhere_gets_a_delivery(gym, maya) -> None:
    tell(gym, maya.as_member)
    assert deliveries() == [("email", "waiting"), ("inbox", "sent")]
    browser(maya)
    tell(gym, maya.as_member)
    assert [d for d in deliveries() if d[0] == "push"] == [("push", "waiting")]


def test_in_quiet_hours_a_notice_is_held_until_they_end(gym, maya, noon) -> None:
    noon.move_to(NIGHT)
    told = tell(gym, maya.as_member, NoticeKind.PLAN_GIVEN)
    assert told.soonest == SEVEN
    assert deliveries() == [("email", "held"), ("inbox", "sent")]


def test_what_has_begun_already_is_not_told(gym, maya) -> None:
    assert tell(gym, maya.as_member, starts_at=NOON) is None
    assert inbox(maya) == ()


def test_a_member_who_was_archived_is_not_told(gym, maya) -> None:
    with open_work(gym.acting(Role.OWNER)) as w:
        members.archive(w, member_id=maya.member_id)
    assert tell(gym, maya.as_member) is None


def test_a_member_of_another_gym_cannot_be_told(gym, other_gym, maya) -> None:
    assert tell(other_gym, maya.as_member) is None


def test_the_inbox_is_ones_own(gym, other_gym, maya, noa) -> None:
    told = tell(gym, maya.as_member)
    assert inbox(noa) == ()
    with open_work(noa.actor) as w, pytest.raises(NotFound):
        actions.mark_read(w, notice_id=told.notice_id)
    with open_work(noa.actor) as w, pytest.raises(NotFound):
        queries.deliveries(w, notice_id=told.notice_id)
    elsewhere = replace(maya.actor, org_id=other_gym.org_id)
    with open_work(elsewhere) as w:
        assert queries.inbox(w, lang=Lang.HE).rows == ()


def test_a_visitor_has_no_inbox(gym) -> None:
    nobody = replace(gym.system, is_system=False)
    with open_work(nobody) as w, pytest.raises(Denied):
        queries.inbox(w, lang=Lang.HE)


def test_what_is_told_to_the_user_and_to_the_member_stands_in_one_inbox(gym, maya) -> None:
    tell(gym, maya.as_member)
    tell(gym, maya.as_user, NoticeKind.INVITATION_ACCEPTED)
    assert len(inbox(maya)) == 2


def test_reading_one_and_reading_all(gym, maya) -> None:
    first, _, _ = (tell(gym, maya.as_member) for _ in range(3))
    with open_work(maya.actor) as w:
        assert queries.unread_count(w) == 3
        assert actions.mark_read(w, notice_id=first.notice_id) == 2
        assert actions.mark_read(w, notice_id=first.notice_id) == 2
        actions.mark_all_read(w)
        assert queries.unread_count(w) == 0
    assert all(n.is_read for n in inbox(maya))


def test_reading_all_leaves_others_unread(gym, maya, noa) -> None:
    tell(gym, noa.as_member)
    with open_work(maya.actor) as w:
        actions.mark_all_read(w)
    with open_work(noa.actor) as w:
        assert queries.unread_count(w) == 1


def test_pages_of_the_inbox_go_on_where_the_last_ended(gym, maya) -> None:
    for _ in range(5):
        tell(gym, maya.as_member)
    seen, after = [], None
    with open_work(maya.actor) as w:
        for _ in range(3):
            page = queries.inbox(w, lang=Lang.HE, after=after, limit=2)
            seen += [n.id for n in page.rows]
            after = page.after
    assert after is None
    assert len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("after", ["x", "WyJ4Il0", "Wzdd", ""])
def test_a_made_up_place_in_the_inbox_is_refused(gym, maya, after) -> None:
    with open_work(maya.actor) as w, pytest.raises(Refusal):
        queries.inbox(w, lang=Lang.HE, after=after)


def test_what_is_turned_off_is_not_sent_any_more_and_can_be_turned_on_again(gym, maya) -> None:
    for is_on, expected in ((False, {"inbox"}), (True, {"inbox", "email"})):
        with open_work(maya.actor) as w:
            actions.set_preference(
                w, group=NoticeGroup.WAITLIST, channel=Channel.EMAIL, is_on=is_on
            )
        about = new_id()
        tell(gym, maya.as_member, about=about)
        ours = deliveries("channel, key")
        assert {c for c, key in ours if str(about) in str(key)} == expected


def test_the_preferences_show_what_was_chosen_and_what_is_fixed(gym, maya) -> None:
    with open_work(maya.actor) as w:
        actions.set_preference(w, group=NoticeGroup.PLANS, channel=Channel.PUSH, is_on=False)
        view = queries.preferences(w)
    switches = {(s.group, s.channel): s for s in view.switches}
    assert not switches[NoticeGroup.PLANS, Channel.PUSH].is_on
    assert switches[NoticeGroup.PLANS, Channel.EMAIL].is_on
    assert switches[NoticeGroup.SECURITY, Channel.EMAIL].is_fixed
    assert (NoticeGroup.TEAM, Channel.EMAIL) not in switches
    assert view.reminder == rules.ReminderWish()


@pytest.mark.parametrize(
    ("group", "channel"),
    [(NoticeGroup.SECURITY, Channel.EMAIL), (NoticeGroup.BOOKINGS, Channel.INBOX)],
)
def test_what_is_fixed_cannot_be_turned_off(gym, maya, group, channel) -> None:
    with open_work(maya.actor) as w, pytest.raises(Refusal):
        actions.set_preference(w, group=group, channel=channel, is_on=False)


def test_ones_preference_is_not_anothers(gym, maya, noa) -> None:
    with open_work(maya.actor) as w:
        actions.set_preference(w, group=NoticeGroup.WAITLIST, channel=Channel.EMAIL, is_on=False)
    tell(gym, noa.as_member)
    assert ("email", "waiting") in deliveries()


def test_reminder_hours_are_kept(gym, maya) -> None:
    for hours in (6, 0):
        with open_work(maya.actor) as w:
            wish = rules.ReminderWish(hours, evening_before=hours == 6)
            actions.set_reminder(w, wish=wish)
            assert queries.preferences(w).reminder == wish
    with open_work(maya.actor) as w, pytest.raises(Refusal):
        actions.set_reminder(w, wish=rules.ReminderWish(5))


def test_a_coach_has_no_reminders_to_choose(gym) -> None:
    with open_work(gym.acting(Role.COACH)) as w, pytest.raises(Denied):
        actions.set_reminder(w, wish=rules.ReminderWish())


def test_a_browser_is_listed_renewed_and_removed(gym, maya) -> None:
    endpoint = browser(maya)
    with open_work(maya.actor) as w:
        [view] = queries.preferences(w).browsers
        assert (view.endpoint, view.device) == (endpoint, "Chrome, Android")
        assert actions.unsubscribe_push(w, endpoint=endpoint)
        assert not actions.unsubscribe_push(w, endpoint=endpoint)
        assert queries.preferences(w).browsers == ()


def test_a_browser_at_which_somebody_else_signs_in_is_theirs(gym, maya, noa) -> None:
    endpoint = browser(maya)
    with open_work(noa.actor) as w:
        keys = queries.browsers_of(w, maya.user_id)[0]
        actions.subscribe_push(w, endpoint=endpoint, p256dh=keys.p256dh, auth=keys.auth)
        assert len(queries.preferences(w).browsers) == 1
    with open_work(maya.actor) as w:
        assert queries.preferences(w).browsers == ()


def test_nobody_removes_anothers_browser(gym, maya, noa) -> None:
    endpoint = browser(maya)
    with open_work(maya.actor) as w:
        [view] = queries.preferences(w).browsers
    with open_work(noa.actor) as w:
        assert not actions.unsubscribe_push(w, endpoint=endpoint)
        with pytest.raises(NotFound):
            actions.remove_browser(w, browser_id=view.id)
    with open_work(maya.actor) as w:
        actions.remove_browser(w, browser_id=view.id)
        assert queries.preferences(w).browsers == ()


@pytest.mark.parametrize(
    "endpoint",
    ["https://evil.example/x", "http://fcm.googleapis.com/x", "https://169.254.169.254/x", ""],
)
def test_only_a_known_push_service_is_written_to(gym, maya, endpoint) -> None:
    with open_work(maya.actor) as w, pytest.raises(Refusal):
        actions.subscribe_push(w, endpoint=endpoint, p256dh="B" * 87, auth="A" * 22)


def test_a_user_cannot_have_browsers_without_end(gym, maya, monkeypatch) -> None:
    monkeypatch.setattr(rules, "BROWSERS_MOST", 2)
    browser(maya)
    browser(maya)
    with pytest.raises(Refusal):
        browser(maya)


def test_a_push_needs_somebody_signed_in(gym) -> None:
    with open_work(gym.acting(Role.MEMBER)) as w, pytest.raises(Denied):
        actions.subscribe_push(
            w, endpoint="https://push.invalid/ok/1", p256dh="B" * 87, auth="A" * 22
        )


def test_stopping_letters_stops_what_waits_and_what_would_come(gym, maya) -> None:
    tell(gym, maya.as_member)
    with open_work(gym.system) as w:
        actions.stop_letters(w, maya.as_member, group=NoticeGroup.WAITLIST)
    assert deliveries("channel, state, reason") == [
        ("email", "failed", "unsubscribed"),
        ("inbox", "sent", ""),
    ]
    tell(gym, maya.as_member)
    assert [c for c, _ in deliveries()] == ["email", "inbox", "inbox"]


def test_a_notice_to_the_team_can_reach_a_user_without_a_member(gym) -> None:
    user_id = make_user("owner@example.com")
    told = tell(gym, rules.Receiver(user_id=user_id), NoticeKind.INVITATION_ACCEPTED)
    assert told is not None
    assert deliveries() == [("email", "waiting"), ("inbox", "sent")]
