from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import time_machine

from fitkit.core import crypto
from fitkit.core.actor import VISITOR, system
from fitkit.core.errors import Denied, NotFound, OutsideFailure, Refusal
from fitkit.core.i18n import Lang
from fitkit.core.permissions import ROLES, Role, is_open_at_edges
from fitkit.core.work import open_work
from fitkit.features.members import actions as members
from fitkit.features.notifications import actions, flows, queries, rules
from fitkit.features.notifications.rules import (
    CLAIM,
    Happening,
    NoticeGroup,
    NoticeKind,
)
from fitkit.ports import Ports
from fitkit.ports.mail import Sent
from fitkit.ports.outbox import SentKind
from fitkit.ports.push import Pushed
from tests.features.notifications.people import (
    NIGHT,
    NOON,
    SEVEN,
    browser,
    deliveries,
    make_user,
    person,
    sandbox,
    tell,
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def ports(tmp_path) -> Ports:
    return sandbox(tmp_path)


@pytest.fixture
def maya(gym):
    return person(gym)


def deliver(ports, gym=None) -> int:
    return flows.deliver_due(ports, gym.system if gym else system(None))


def sent(ports):
    return ports.outbox.recent(100)


class Mail:
    """A mail sender that answers as told, and remembers."""

    def __init__(self, *answers: Sent) -> None:
        self.answers, self.letters = list(answers), []

    def send(self, letter):
        self.letters.append(letter)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_a_letter_goes_out_in_the_receivers_language_with_the_gyms_name(gym, ports, maya) -> None:
    tell(gym, maya.as_member)
    assert deliver(ports, gym) == 1
    [letter] = sent(ports)
    assert (letter.to, letter.subject) == ("maya@example.com", "התפנה מקום: קרוספיט")
    assert letter.sender_name == "נמל"
    assert 'dir="rtl"' in letter.html
    assert "/he/schedule" in letter.text
    assert deliveries("channel, state, attempts") == [("email", "sent", 1), ("inbox", "sent", 0)]


def test_an_english_reader_gets_an_english_letter(gym, ports) -> None:
    dana = person(gym, "dana@example.com", lang=Lang.EN)
    tell(gym, dana.as_member)
    deliver(ports, gym)
    [letter] = sent(ports)
    assert letter.subject == "A place opened up: CrossFit"
    assert 'dir="ltr"' in letter.html


def test_what_was_sent_is_not_sent_again(gym, ports, maya) -> None:
    tell(gym, maya.as_member)
    assert (deliver(ports), deliver(ports), deliver(ports, gym)) == (1, 0, 0)
    assert len(sent(ports)) == 1


def test_one_run_over_all_gyms_sends_each_gyms_own(gym, other_gym, ports, maya) -> None:
    dana = person(other_gym, "dana@example.com")
    tell(gym, maya.as_member)
    tell(other_gym, dana.as_member)
    assert deliver(ports) == 2
    assert {(i.to, i.sender_name) for i in sent(ports)} == {
        ("maya@example.com", "נמל"),
        ("dana@example.com", "ים"),
    }


def test_a_run_for_one_gym_leaves_the_others_alone(gym, other_gym, ports) -> None:
    dana = person(other_gym, "dana@example.com")
    tell(other_gym, dana.as_member)
    assert deliver(ports, gym) == 0


def test_what_is_held_goes_out_when_the_quiet_ends(gym, ports, maya, noon) -> None:
    noon.move_to(NIGHT)
    tell(gym, maya.as_member, NoticeKind.PLAN_GIVEN)
    assert deliver(ports) == 0
    noon.move_to(SEVEN)
    assert deliver(ports) == 1


def test_many_go_out_in_batches(gym, ports, maya) -> None:
    for _ in range(flows.BATCH * 2 + 3):
        tell(gym, maya.as_member)
    assert deliver(ports) == flows.BATCH * 2 + 3
    assert len(sent(ports)) == flows.BATCH * 2 + 3


def test_a_mail_server_that_fails_is_asked_again_later_with_the_same_key(
    gym, ports, maya, noon
) -> None:
    mail = Mail(Sent.LATER, Sent.ACCEPTED)
    ports = replace(ports, mail=mail)
    tell(gym, maya.as_member)
    deliver(ports)
    assert deliveries("state, reason, not_before")[0] == (
        "waiting",
        "later",
        NOON + timedelta(minutes=1),
    )
    assert deliver(ports) == 0
    noon.shift(timedelta(minutes=1))
    assert deliver(ports) == 1
    assert mail.letters[0].key == mail.letters[1].key
    assert deliveries()[0] == ("email", "sent")


class Stumbling:
    """A mail sender that breaks over one kind of letter."""

    def __init__(self, over: str) -> None:
        self.over, self.letters = over, []

    def send(self, letter):
        if self.over in letter.key:
            raise LookupError
        self.letters.append(letter)
        return Sent.ACCEPTED


def test_a_letter_that_breaks_the_sender_holds_up_nobody_and_is_laid_to_rest(
    gym, ports, maya, noon
) -> None:
    mail = Stumbling(over=f"u:{maya.user_id}")
    ports = replace(ports, mail=mail)
    tell(gym, maya.as_user)
    tell(gym, maya.as_member)
    deliver(ports, gym)
    assert len(mail.letters) == 1
    for _ in range(len(rules.TRIES)):
        noon.shift(timedelta(days=1))
        deliver(ports, gym)
    found = deliveries("channel, state, reason")
    letters = sorted(d[1:] for d in found if d[0] == "email")
    assert letters == [("failed", "fault"), ("sent", "")]
    assert len(mail.letters) == 1


def test_a_retry_does_not_fall_into_the_night(gym, ports, maya, noon) -> None:
    ports = replace(ports, mail=Mail(Sent.LATER))
    tell(gym, maya.as_member, NoticeKind.PLAN_GIVEN)
    noon.move_to(NIGHT - timedelta(hours=1, seconds=30))  # 21:59:30
    deliver(ports)
    assert deliveries("not_before")[0] == (SEVEN,)


def test_a_delivery_that_is_out_of_tries_says_so(gym, ports, maya, noon) -> None:
    ports = replace(ports, mail=Mail(Sent.LATER))
    told = tell(gym, maya.as_member)
    for _ in range(len(rules.TRIES) + 1):
        deliver(ports)
        noon.shift(timedelta(hours=13))
    with open_work(maya.actor) as w:
        email = queries.deliveries(w, notice_id=told.notice_id)[1]
    assert (email.state, email.attempts, email.reason) == ("failed", 6, "later")
    assert deliver(ports) == 0


def test_a_dead_address_is_visible_to_the_desk(gym, ports) -> None:
    nir = person(gym, "nir@refused.invalid")
    tell(gym, nir.as_member)
    deliver(ports)
    with open_work(gym.acting(Role.ADMIN)) as w:
        [trouble] = queries.troubles(w)
        assert queries.troubles(w, member_id=nir.member_id) == (trouble,)
    assert (trouble.state, trouble.reason, trouble.member_id) == ("gone", "refused", nir.member_id)
    with open_work(nir.actor) as w, pytest.raises(Denied):
        queries.troubles(w)


def test_who_dies_with_a_claim_leaves_it_to_the_next(gym, ports, maya, noon) -> None:
    tell(gym, maya.as_member)
    with open_work(gym.system) as w:
        assert len(actions.take_on(w, limit=10)) == 1
    assert deliver(ports) == 0
    noon.shift(CLAIM)
    assert deliver(ports) == 1
    assert deliveries("state, attempts")[0] == ("sent", 2)


def test_who_comes_back_after_the_claim_has_passed_on_changes_nothing(
    gym, ports, maya, noon
) -> None:
    tell(gym, maya.as_member)
    with open_work(gym.system) as w:
        [delivery_id] = actions.take_on(w, limit=10)
    noon.shift(CLAIM)
    deliver(ports)
    with open_work(gym.system) as w:
        actions.record_gone(
            w, delivery_id=delivery_id, attempt=1, receiver=maya.as_member, reason="refused"
        )
    assert deliveries()[0] == ("email", "sent")


def test_a_member_archived_meanwhile_gets_nothing(gym, ports, maya) -> None:
    tell(gym, maya.as_member)
    with open_work(gym.acting(Role.OWNER)) as w:
        members.archive(w, member_id=maya.member_id)
    deliver(ports)
    assert sent(ports) == []
    assert deliveries("state, reason")[0] == ("gone", "nobody")


def test_a_reminder_is_not_sent_after_the_class_has_begun(gym, ports, maya, noon) -> None:
    browser(maya)
    tell(gym, maya.as_member, NoticeKind.REMINDER, starts_at=NOON + timedelta(hours=1))
    noon.shift(timedelta(hours=2))
    deliver(ports)
    assert sent(ports) == []
    assert deliveries("channel, state, reason")[1] == ("push", "failed", "late")


def test_a_note_reaches_every_browser_of_the_member(gym, ports, maya) -> None:
    browser(maya)
    browser(maya)
    tell(gym, maya.as_member, starts_at=SEVEN)
    deliver(ports)
    notes = [i for i in sent(ports) if i.kind is SentKind.PUSH]
    assert [(n.subject, n.link) for n in notes] == [("התפנה מקום: קרוספיט", "/he/schedule")] * 2


def test_a_browser_that_is_gone_is_forgotten_and_the_others_still_count(gym, ports, maya) -> None:
    browser(maya, "gone")
    kept = browser(maya)
    tell(gym, maya.as_member)
    deliver(ports)
    with open_work(maya.actor) as w:
        assert [b.endpoint for b in queries.preferences(w).browsers] == [kept]
    assert [d for d in deliveries() if d[0] == "push"] == [("push", "sent")]


def test_when_no_browser_is_left_the_delivery_says_so(gym, ports, maya) -> None:
    browser(maya, "gone")
    tell(gym, maya.as_member)
    deliver(ports)
    assert deliveries("channel, state, reason")[2] == ("push", "gone", "no_browser")


def test_a_busy_push_service_is_asked_again(gym, ports, maya) -> None:
    browser(maya, "later")
    tell(gym, maya.as_member)
    deliver(ports)
    assert deliveries("channel, state, reason")[2] == ("push", "waiting", "later")


def test_a_note_refused_for_our_own_fault_is_not_repeated_and_keeps_the_browser(
    gym, ports, maya
) -> None:
    class Refusing:
        public_key = "k"

        def send(self, target, note):
            return Pushed.REFUSED

    browser(maya)
    tell(gym, maya.as_member)
    deliver(replace(ports, push=Refusing()))
    assert deliveries("channel, state, reason")[2] == ("push", "failed", "refused")
    with open_work(maya.actor) as w:
        assert len(queries.preferences(w).browsers) == 1


def link(ports) -> str:
    [letter] = [i for i in sent(ports) if i.kind is SentKind.MAIL]
    return parse_qs(urlsplit(letter.link).query)["t"][0]


def test_the_link_of_a_letter_stops_its_kind_without_signing_in(gym, ports, maya) -> None:
    tell(gym, maya.as_member)
    deliver(ports)
    token = link(ports)
    asked = flows.stop_question(ports, VISITOR, token=token)
    assert (asked.gym, asked.group, asked.lang) == ("נמל", NoticeGroup.WAITLIST, Lang.HE)
    for _ in range(2):
        flows.stop_letters(ports, VISITOR, token=token)
    tell(gym, maya.as_member)
    assert deliver(ports) == 0


def test_a_forged_foreign_or_old_link_stops_nothing(gym, ports, maya, noon) -> None:
    tell(gym, maya.as_member)
    deliver(ports)
    token = link(ports)
    facts = {"o": str(gym.org_id), "r": maya.as_member.words, "g": "waitlist"}
    foreign = crypto.sign(facts, purpose="another", expires_at=NOON + timedelta(days=1))
    for bad in ("", "a.b.c", token[:-1] + ("0" if token[-1] != "0" else "1"), foreign, "x" * 9000):
        with pytest.raises(Refusal):
            flows.stop_letters(ports, VISITOR, token=bad)
    noon.shift(rules.LETTER_LINK)
    with pytest.raises(Refusal):
        flows.stop_letters(ports, VISITOR, token=token)


def test_a_letter_about_the_account_comes_from_fitkit_and_cannot_be_stopped(
    ports, rolled_back
) -> None:
    user_id = make_user("owner@example.com", lang=Lang.EN)
    happening = Happening(
        NoticeKind.NEW_SIGN_IN,
        user_id,
        {"seen_at": NOON.isoformat(), "device": "Firefox, Linux"},
        "/me/settings",
    )
    flows.tell_account(ports, user_id=user_id, happening=happening, key="k")
    [letter] = sent(ports)
    assert letter.subject == "Sign-in from a new device"
    assert "Firefox, Linux" in letter.text
    assert letter.link == ""


def test_a_letter_about_the_account_is_retried_by_the_job(ports, rolled_back) -> None:
    user_id = make_user("owner@example.com")
    happening = Happening(NoticeKind.SECURITY_CHANGED, user_id, {}, "/me/settings")
    with pytest.raises(OutsideFailure):
        flows.tell_account(
            replace(ports, mail=Mail(Sent.LATER)), user_id=user_id, happening=happening, key="k"
        )


def test_the_outbox_is_for_the_platform_only(gym, ports, maya) -> None:
    tell(gym, maya.as_member)
    deliver(ports)
    support = replace(VISITOR, permissions=ROLES[Role.SUPPORT])
    assert [i.to for i in flows.outbox(ports, support)] == ["maya@example.com"]
    for role in (Role.OWNER, Role.MEMBER):
        with pytest.raises(Denied):
            flows.outbox(ports, gym.acting(role))
    with pytest.raises(Denied):
        flows.outbox(ports, VISITOR)
    with pytest.raises(NotFound):
        flows.outbox(replace(ports, outbox=None), support)


def test_flows_of_the_machinery_are_closed_at_the_edges() -> None:
    closed = (flows.deliver_due, flows.tell_account, flows.warn_of_sign_in, flows.warn_of_change)
    assert not any(is_open_at_edges(f) for f in closed)
    assert all(is_open_at_edges(f) for f in (flows.outbox, flows.push_key, flows.stop_letters))


def test_the_address_of_a_letter_keeps_gyms_apart(gym, other_gym, ports, maya) -> None:
    token = urlsplit(flows.stop_url(other_gym.org_id, maya.as_member, NoticeGroup.WAITLIST)).query
    flows.stop_letters(ports, VISITOR, token=token.removeprefix("t="))
    tell(gym, maya.as_member)
    assert deliver(ports) == 1
    assert isinstance(maya.member_id, UUID)
