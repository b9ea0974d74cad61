"""Coming in and leaving."""

from contextlib import contextmanager
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import select

from fitkit.core import clock, crypto, db, jobs
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Denied, NotFound, Refusal
from fitkit.core.events import PlatformLog
from fitkit.core.i18n import Lang
from fitkit.core.permissions import ROLES, Permission, Role
from fitkit.core.ratelimit import TOO_MANY
from fitkit.core.settings import settings
from fitkit.core.work import caller_ip, open_work
from fitkit.features.identity import actions, flows, queries, rules
from fitkit.features.identity.actions import Admitted, Locked, SecondFactor, Wrong
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.identity.tables import AttemptLock, LoginCode, SignInSession, User
from fitkit.features.orgs.tables import Org
from fitkit.ports import Ports
from fitkit.ports.mail import Letter, Sent
from tests.factories.identity import (
    CHROME,
    PASSWORD,
    behind,
    enter,
    later_than,
    make_actor,
    make_role,
    make_user,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("rolled_back")
EMAIL = "noa@example.com"
OURS, THEIRS = "our-browsers-own-secret-words", "what-a-strangers-browser-keeps"


class Postbox:
    """A MailSender that keeps letters; a sandbox without files."""

    def __init__(self, answer: Sent = Sent.ACCEPTED) -> None:
        self.letters: list[Letter] = []
        self.answer = answer

    def send(self, letter: Letter) -> Sent:
        self.letters.append(letter)
        return self.answer

    @property
    def ports(self) -> Ports:
        return Ports(mail=self, push=None)


def try_password(account=EMAIL, password="wrong-words", **later):
    with open_work(VISITOR) as w:
        later_than(w, **later)
        return actions.sign_in_with_password(w, account=account, password=password, device=CHROME)


def ask_code(account=EMAIL, purpose=CodePurpose.SIGN_IN, browser=OURS) -> None:
    with open_work(VISITOR) as w:
        actions.request_code(w, account=account, purpose=purpose, lang=Lang.EN, browser=browser)


def code_of(address=EMAIL) -> str:
    with open_work(VISITOR) as w:
        row = (
            w.session.execute(
                select(LoginCode).where(LoginCode.address == address).order_by(LoginCode.id.desc())
            )
            .scalars()
            .first()
        )
        return crypto.unseal(row.code_sealed, f"login_code:{row.id}:code")


def try_code(code, account=EMAIL, browser=OURS, **later):
    with open_work(VISITOR) as w:
        later_than(w, **later)
        return actions.sign_in_with_code(
            w, account=account, code=code, device=CHROME, browser=browser
        )


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@contextmanager
def statements():
    """The statements that run, without their values."""
    seen: list[str] = []

    def note(_c, _cur, statement, *_rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            seen.append(statement)

    connection = db.where()
    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)


def totp_of(actor) -> str:
    """Switch the second factor on; the secret."""
    with open_work(actor) as w:
        setup = actions.start_totp(w)
        actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now))
    return setup.secret


# Passwords.


@pytest.mark.parametrize("account", [EMAIL, " NOA@Example.com ", "054-812-3390", "+972548123390"])
def test_the_right_password_lets_in_by_e_mail_and_by_phone(account):
    user_id = make_user(phone="+972548123390")
    token = enter(account)
    assert signed_in(token).actor.user_id == user_id


def test_what_is_kept_opens_nothing():
    make_user()
    token = enter()
    with open_work(VISITOR) as w:
        kept = w.session.execute(select(SignInSession.token_hash)).scalar_one()
    assert kept != token
    assert behind(kept) is None


@pytest.mark.parametrize(
    "account", [EMAIL, "nobody@example.com", "not an address", "", "0548123390"]
)
def test_five_wrong_passwords_lock_every_account_alike(account):
    make_user()
    answers = [try_password(account) for _ in range(6)]
    assert answers == [Wrong(4), Wrong(3), Wrong(2), Wrong(1), Locked(5), Locked(5)]


def test_known_and_unknown_addresses_run_the_same_statements_and_hash_once(monkeypatch):
    make_user()
    hashed: list[bool] = []
    real = crypto.password_matches
    monkeypatch.setattr(
        crypto, "password_matches", lambda s, p: hashed.append(s is None) or real(s, p)
    )
    runs = []
    for account in (EMAIL, "nobody@example.com"):
        for _ in range(6):
            with statements() as seen:
                try_password(account)
            runs.append(seen)
    assert runs[:6] == runs[6:]
    assert hashed == [False] * 6 + [True] * 6


def test_a_locked_account_refuses_even_the_right_password_until_the_very_minute():
    make_user()
    for _ in range(5):
        try_password()
    with open_work(VISITOR) as w:
        until = w.session.execute(select(AttemptLock.locked_until)).scalar_one()
    for span, locked in ((timedelta(microseconds=-1), True), (timedelta(0), False)):
        with open_work(VISITOR) as w:
            w.now = until + span
            entry = actions.sign_in_with_password(w, account=EMAIL, password=PASSWORD, device="")
        assert isinstance(entry, Locked) is locked


def test_a_sixth_wrong_password_after_the_pause_brings_a_longer_one():
    make_user()
    for _ in range(5):
        try_password()
    assert try_password(minutes=5, seconds=1) == Locked(10)


def test_a_right_password_wipes_the_count():
    make_user()
    for _ in range(4):
        try_password()
    enter()
    assert try_password() == Wrong(4)


def test_a_lock_is_told_to_the_log_without_naming_anybody():
    for _ in range(5):
        try_password("nobody@example.com")
    with open_work(VISITOR) as w:
        row = w.session.execute(
            select(PlatformLog).where(PlatformLog.name == "identity.locked")
        ).scalar_one()
    assert row.facts == {"minutes": 5}


def test_a_user_without_a_password_gets_in_by_none():
    make_user(password_hash=None)
    assert try_password(password="") == Wrong(4)
    assert try_password(password="None") == Wrong(3)


def test_an_old_hash_is_renewed_at_the_next_sign_in():
    from argon2 import PasswordHasher

    make_user(
        password_hash=PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    )
    enter()
    with open_work(VISITOR) as w:
        assert not crypto.is_outdated(w.session.execute(select(User.password_hash)).scalar_one())


def test_a_huge_password_is_simply_wrong():
    make_user()
    assert try_password(password="x" * 1_000_000) == Wrong(4)


# Codes.


def test_a_code_lets_in_once():
    make_user()
    ask_code()
    code = code_of()
    assert isinstance(try_code(f"{code[:3]} {code[3:]}"), Admitted)
    assert try_code(code) == Wrong(0)


def test_a_code_is_dead_after_ten_minutes():
    make_user()
    ask_code()
    code = code_of()
    assert try_code(code, minutes=10, seconds=1) == Wrong(0)
    assert isinstance(try_code(code, minutes=9, seconds=58), Admitted)


def test_a_code_is_dead_after_five_wrong_tries():
    make_user()
    ask_code()
    code = code_of()
    assert [try_code(other_than(code)) for _ in range(6)] == [Wrong(n) for n in (4, 3, 2, 1, 0, 0)]
    assert try_code(code) == Wrong(0)


def test_a_code_of_one_address_opens_no_other():
    make_user()
    make_user("tal@example.com")
    ask_code()
    assert try_code(code_of(), account="tal@example.com") == Wrong(0)


def test_a_code_for_signing_up_is_none_for_signing_in():
    make_user()
    ask_code(purpose=CodePurpose.SIGN_UP)
    assert try_code(code_of()) == Wrong(0)


def test_a_code_opens_a_locked_account_and_lifts_the_lock():
    make_user()
    for _ in range(5):
        try_password()
    ask_code()
    assert isinstance(try_code(code_of()), Admitted)
    assert try_password() == Wrong(4)


def test_asking_and_trying_codes_runs_the_same_statements_for_known_and_unknown_addresses():
    make_user()
    runs = []
    for account in (EMAIL, "nobody@example.com"):
        with statements() as asked:
            ask_code(account)
        wrong = other_than(code_of(account))
        with statements() as tried:
            outcome = try_code(wrong, account)
        runs.append((asked, tried, outcome))
    assert runs[0] == runs[1]


def test_a_letter_goes_to_who_is_known_and_to_nobody_else():
    make_user(phone="+972548123390", lang=Lang.HE)
    ask_code("054-812-3390")
    code = code_of("+972548123390")
    ask_code("nobody@example.com")
    box = Postbox()
    jobs.run_ready(box.ports)
    assert [(letter.to, code in letter.subject) for letter in box.letters] == [(EMAIL, True)]
    assert 'dir="rtl"' in box.letters[0].html
    assert code in box.letters[0].text


def test_a_code_that_was_sent_is_kept_as_a_digest_only():
    make_user()
    ask_code()
    code = code_of()
    jobs.run_ready(Postbox().ports)
    with open_work(VISITOR) as w:
        row = w.session.execute(select(LoginCode)).scalar_one()
    assert row.code_sealed is None
    assert code not in row.code_digest
    assert isinstance(try_code(code), Admitted)


def test_a_letter_is_tried_again_while_the_mail_server_asks_for_it():
    make_user()
    ask_code()
    jobs.run_ready(Postbox(Sent.LATER).ports)
    with open_work(VISITOR) as w:
        job = (
            w.hot(sa.select(jobs.J).where(jobs.J.c.name == "identity.jobs.send_code"))
            .mappings()
            .one()
        )
    assert (job["state"], job["attempt"]) == ("queued", 1)
    assert code_of()


def test_no_code_is_written_into_the_log():
    make_user()
    ask_code()
    with open_work(VISITOR) as w:
        facts = w.session.execute(select(PlatformLog.facts)).scalars().all()
    assert facts == [{}]


def test_signing_up_makes_a_user_once():
    for name in ("גל", "אחר"):
        ask_code("gal@example.com", CodePurpose.SIGN_UP)
        with open_work(VISITOR) as w:
            entry = actions.sign_up_with_code(
                w,
                email="Gal@example.com",
                code=code_of("gal@example.com"),
                name=name,
                device="",
                lang=Lang.HE,
                browser=OURS,
            )
        assert isinstance(entry, Admitted)
        assert entry.role is None
        assert signed_in(entry.token).name == "גל"


def test_signing_up_needs_a_true_address_and_a_name():
    with open_work(VISITOR) as w:
        with pytest.raises(Refusal) as refused:
            actions.request_code(
                w, account="054-812-3390", purpose=CodePurpose.SIGN_UP, lang=Lang.HE, browser=OURS
            )
        assert refused.value.field == "email"
        with pytest.raises(Refusal) as refused:
            actions.sign_up_with_code(
                w,
                email="a@b.co",
                code="000000",
                name=" ",
                device="",
                lang=Lang.HE,
                browser=OURS,
            )
        assert refused.value.field == "name"


def test_the_first_proof_of_an_address_throws_out_whoever_set_a_password_before():
    user_id = make_user()
    with open_work(VISITOR) as w:
        w.get(User, user_id).email_confirmed_at = None
    stranger = enter()
    ask_code()
    entry = try_code(code_of())
    assert isinstance(entry, Admitted)
    assert behind(stranger) is None
    assert try_password(password=PASSWORD) == Wrong(4)
    assert behind(entry.token) is not None


# The sign-in itself.


def test_a_sign_in_without_any_role_has_its_account_only():
    make_user()
    found = signed_in(enter())
    assert found.actor.permissions == {Permission.USE_ACCOUNT}
    assert found.actor.org_id is None


def test_roles_of_the_gym_in_use_add_up(gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.COACH, without=[Permission.NOTE_MEMBERS])
    make_role(gym.org_id, user_id, Role.MEMBER)
    make_role(other_gym.org_id, user_id, Role.OWNER)
    token = enter()
    with open_work(signed_in(token).actor) as w:
        actions.switch_gym(w, org_id=gym.org_id)
    found = signed_in(token)
    assert found.roles == (Role.COACH, Role.MEMBER)
    assert found.actor.permissions == (
        ROLES[Role.COACH] - {Permission.NOTE_MEMBERS} | ROLES[Role.MEMBER]
    )
    assert (found.gym_name, found.gym_slug) == ("נמל", "namal")


def test_the_guard_asks_one_statement():
    make_user()
    token = enter()
    with statements() as seen:
        behind(token)
    assert len(seen) == 1


def test_a_sign_in_ends_at_its_very_moment(monkeypatch):
    make_user()
    token = enter()
    with open_work(VISITOR) as w:
        until = w.session.execute(select(SignInSession.expires_at)).scalar_one()
        assert until == w.session.execute(
            select(SignInSession.entered_at)
        ).scalar_one() + timedelta(days=settings().session_days)
    for span, alive in ((timedelta(microseconds=-1), True), (timedelta(0), False)):
        monkeypatch.setattr(clock, "now", lambda at=until + span: at)
        assert (behind(token) is not None) is alive


def test_coming_back_keeps_a_sign_in_alive_and_is_noted_once_an_hour(monkeypatch):
    make_user()
    token = enter()
    with open_work(VISITOR) as w:
        s = w.session.execute(select(SignInSession)).scalar_one()
        first = s.expires_at
        s.last_seen_at -= timedelta(minutes=59)
    flows.recognise(crypto.digest(token))
    with open_work(VISITOR) as w:
        s = w.session.execute(select(SignInSession)).scalar_one()
        assert s.expires_at == first
        s.last_seen_at -= timedelta(minutes=2)
    flows.recognise(crypto.digest(token))
    with open_work(VISITOR) as w:
        assert w.session.execute(select(SignInSession.expires_at)).scalar_one() > first


def test_signing_out_ends_it_at_once_and_twice_does_no_harm():
    make_user()
    token = enter()
    for _ in range(2):
        flows.sign_out(None, VISITOR, token=token)
        assert behind(token) is None
    flows.sign_out(None, VISITOR, token="")


def test_a_new_device_is_told_and_the_first_one_is_not():
    make_user()
    for device in (CHROME, CHROME, "Safari, iPhone"):
        enter(device=device)
    with open_work(VISITOR) as w:
        facts = (
            w.session.execute(
                select(PlatformLog.facts)
                .where(PlatformLog.name == "identity.signed_in")
                .order_by(PlatformLog.id)
            )
            .scalars()
            .all()
        )
    assert [f["is_new_device"] for f in facts] == [False, False, True]


def test_the_gym_used_last_is_used_again(gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.MEMBER)
    make_role(other_gym.org_id, user_id, Role.OWNER)
    token = enter()
    assert signed_in(token).actor.org_id == other_gym.org_id
    with open_work(signed_in(token).actor) as w:
        assert actions.switch_gym(w, org_id=gym.org_id) is Role.MEMBER
    assert signed_in(enter()).actor.org_id == gym.org_id


def test_gyms_to_switch_to_are_those_with_a_role(gym, other_gym):
    user_id = make_user()
    make_role(gym.org_id, user_id, Role.MEMBER)
    make_role(gym.org_id, user_id, Role.COACH)
    make_role(None, user_id, Role.SUPPORT)
    with open_work(signed_in(enter()).actor) as w:
        choices = queries.gyms_of(w)
    assert [(c.org_id, c.roles) for c in choices] == [
        (gym.org_id, (Role.COACH, Role.MEMBER)),
        (None, (Role.SUPPORT,)),
    ]
    assert [c.is_in_use for c in choices] == [False, True]


def test_switching_to_a_gym_without_a_role_or_a_closed_one_is_refused(gym, other_gym):
    actor = make_actor(gym.org_id, Role.OWNER, EMAIL)
    for org_id in (other_gym.org_id, None, actor.user_id):
        with open_work(actor) as w, pytest.raises(Refusal):
            actions.switch_gym(w, org_id=org_id)
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).closed_at = w.now
    with open_work(actor) as w, pytest.raises(Refusal):
        actions.switch_gym(w, org_id=gym.org_id)


def test_sign_ins_are_listed_and_ended_by_their_owner_alone(gym):
    mine = make_actor(gym.org_id, Role.COACH, EMAIL)
    other_device = enter(device="Safari, iPhone")
    stranger = make_actor(gym.org_id, Role.OWNER, "tal@example.com")
    with open_work(mine) as w:
        listed = queries.sign_ins(w)
        assert [(v.is_this, v.device) for v in listed] == [
            (True, CHROME),
            (False, "Safari, iPhone"),
        ]
        with pytest.raises(NotFound):
            actions.revoke_sign_in(w, sign_in_id=stranger.sign_in_id)
        actions.revoke_sign_in(w, sign_in_id=listed[1].id)
        with pytest.raises(NotFound):
            actions.revoke_sign_in(w, sign_in_id=listed[1].id)
    assert behind(other_device) is None


def test_ending_all_others_keeps_this_one():
    make_user()
    first, second, third = enter(), enter(), enter()
    with open_work(signed_in(second).actor) as w:
        assert actions.revoke_others(w) == 2
    assert [behind(t) is None for t in (first, second, third)] == [True, False, True]


def test_a_visitor_has_no_account():
    with open_work(VISITOR) as w:
        for deed in (queries.account, queries.gyms_of, queries.sign_ins, actions.revoke_others):
            with pytest.raises(Denied):
                deed(w)


# The second factor.


def test_with_a_second_factor_a_password_is_only_half(gym):
    secret = totp_of(make_actor(gym.org_id, Role.OWNER, EMAIL))
    with open_work(VISITOR) as w:
        entry = actions.sign_in_with_password(w, account=EMAIL, password=PASSWORD, device="")
    assert isinstance(entry, SecondFactor)
    half = signed_in(entry.token)
    assert half.is_pending
    assert half.actor.permissions == frozenset()
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        whole = actions.pass_second_factor(w, token=entry.token, code=pyotp.TOTP(secret).at(w.now))
    assert isinstance(whole, Admitted)
    assert behind(entry.token) is None
    assert signed_in(whole.token).actor.permissions == ROLES[Role.OWNER]


def test_a_totp_code_works_once():
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    first, second = enter(), enter()
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        code = pyotp.TOTP(secret).at(w.now)
        assert isinstance(actions.pass_second_factor(w, token=first, code=code), Admitted)
        assert actions.pass_second_factor(w, token=second, code=code) == Wrong(4)


def test_the_code_that_confirmed_is_used_up():
    make_user()
    actor = signed_in(enter()).actor
    with open_work(actor) as w:
        setup = actions.start_totp(w)
        code = pyotp.TOTP(setup.secret).at(w.now)
        actions.confirm_totp(w, code=code)
    token = enter()
    with open_work(VISITOR) as w:
        assert actions.pass_second_factor(w, token=token, code=code) == Wrong(4)


def test_five_wrong_codes_lock_the_second_factor_over_all_sign_ins():
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    for n in range(5):
        with open_work(VISITOR) as w:
            answer = actions.pass_second_factor(w, token=enter(), code="nonsense")
        assert answer == (Locked(5) if n == 4 else Wrong(4 - n))
    with open_work(VISITOR) as w:
        later_than(w, minutes=2)
        code = pyotp.TOTP(secret).at(w.now)
        assert actions.pass_second_factor(w, token=enter(), code=code) == Locked(3)


def test_a_half_sign_in_is_over_after_ten_minutes():
    make_user()
    secret = totp_of(signed_in(enter()).actor)
    token = enter()
    with open_work(VISITOR) as w:
        later_than(w, minutes=10, seconds=1)
        code = pyotp.TOTP(secret).at(w.now)
        assert actions.pass_second_factor(w, token=token, code=code) == Wrong(0)


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_an_unknown_token_passes_no_second_factor(token):
    with open_work(VISITOR) as w:
        assert actions.pass_second_factor(w, token=token, code="123456") == Wrong(0)


def test_a_recovery_code_works_once_however_it_is_typed():
    make_user()
    with open_work(signed_in(enter()).actor) as w:
        setup = actions.start_totp(w)
        codes = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
    assert len(set(codes)) == 10
    first, second = enter(), enter()
    with open_work(VISITOR) as w:
        entry = actions.pass_second_factor(w, token=first, code=f" {codes[3].lower()} ")
        assert isinstance(entry, Admitted)
        assert actions.pass_second_factor(w, token=second, code=codes[3]) == Wrong(4)
    with open_work(signed_in(entry.token).actor) as w:
        assert queries.account(w).recovery_codes_left == 9


def test_a_recovery_code_of_another_opens_nothing():
    make_user()
    make_user("tal@example.com")
    totp_of(signed_in(enter()).actor)
    with open_work(signed_in(enter("tal@example.com")).actor) as w:
        setup = actions.start_totp(w)
        codes = actions.confirm_totp(w, code=pyotp.TOTP(setup.secret).at(w.now)).codes
    with open_work(VISITOR) as w:
        assert actions.pass_second_factor(w, token=enter(), code=codes[0]) == Wrong(4)


def test_switching_the_second_factor_on_ends_other_sign_ins():
    make_user()
    other = enter()
    mine = enter()
    totp_of(signed_in(mine).actor)
    assert behind(other) is None
    assert signed_in(mine).actor.may(Permission.USE_ACCOUNT)


def test_a_gym_that_asks_for_it_lets_owners_without_one_only_to_their_account(gym):
    make_actor(gym.org_id, Role.OWNER, EMAIL)
    token = enter()
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).totp_required = True
    found = signed_in(token)
    assert found.needs_totp
    assert found.actor.permissions == {Permission.USE_ACCOUNT}
    totp_of(found.actor)
    assert signed_in(token).actor.permissions == ROLES[Role.OWNER]


def test_a_gym_that_asks_for_it_leaves_coaches_alone(gym):
    make_actor(gym.org_id, Role.COACH, EMAIL)
    token = enter()
    with open_work(VISITOR) as w:
        w.get(Org, gym.org_id).totp_required = True
    assert not signed_in(token).needs_totp


def test_the_platform_team_always_needs_one():
    make_role(None, make_user(), Role.PLATFORM_ADMIN)
    found = signed_in(enter())
    assert found.needs_totp
    assert found.actor.permissions == {Permission.USE_ACCOUNT}


# Limits of the flows.


def test_too_many_codes_for_one_address_are_refused_known_or_not():
    make_user()
    ask = {"purpose": CodePurpose.SIGN_IN, "lang": Lang.HE, "browser": OURS}
    for account in (EMAIL, "nobody@example.com"):
        for _ in range(4):
            flows.request_code(None, VISITOR, account=account, **ask)
        with pytest.raises(Refusal) as refused:
            flows.request_code(None, VISITOR, account=account.upper(), **ask)
        assert refused.value.text == TOO_MANY


def test_a_stranger_uses_up_their_own_requests_and_nobody_elses():
    make_user()
    ask = {"account": EMAIL, "purpose": CodePurpose.SIGN_IN, "lang": Lang.HE, "browser": OURS}
    mark = caller_ip.set("203.0.113.66")
    try:
        for _ in range(4):
            flows.request_code(None, VISITOR, **ask)
        with pytest.raises(Refusal):
            flows.request_code(None, VISITOR, **ask)
        caller_ip.set("198.51.100.7")
        flows.request_code(None, VISITOR, **ask)
    finally:
        caller_ip.reset(mark)


def test_a_code_that_was_sent_works_whoever_asks_after_it():
    make_user()
    ask_code()
    mine = code_of(EMAIL)
    for _ in range(rules.CODES_AT_ONCE + 2):
        ask_code(browser=THEIRS)
    assert isinstance(try_code(mine), Admitted)


def test_a_code_opens_nothing_in_a_browser_that_did_not_ask_for_it():
    make_user()
    ask_code()
    code = code_of(EMAIL)
    assert try_code(code, browser=THEIRS) == Wrong(0)
    assert try_code(code, browser="") == Wrong(0)
    ask_code(browser=THEIRS)
    assert try_code(code, browser=THEIRS) == Wrong(4)
    assert isinstance(try_code(code), Admitted)


def test_a_browser_without_a_secret_has_no_code_even_if_it_asked():
    make_user()
    ask_code(browser="")
    assert try_code(code_of(EMAIL), browser="") == Wrong(0)


def test_a_strangers_guesses_count_against_their_own_codes_alone():
    make_user()
    ask_code()
    mine = code_of(EMAIL)
    ask_code(browser=THEIRS)
    wrong = other_than(code_of(EMAIL))
    guesses = [try_code(wrong, browser=THEIRS) for _ in range(7)]
    assert guesses == [Wrong(n) for n in (4, 3, 2, 1, 0, 0, 0)]
    assert try_code(other_than(mine)) == Wrong(4)
    assert isinstance(try_code(mine), Admitted)


def test_strangers_of_many_addresses_do_not_keep_the_holder_of_a_code_out():
    make_user()
    ask_code()
    given = {"account": EMAIL, "device": "", "code": "000000"}
    mark = caller_ip.set(None)
    try:
        for n in range(60):
            caller_ip.set(f"203.0.113.{n}")
            flows.sign_in_by_code(None, VISITOR, **given, browser=THEIRS)
        caller_ip.set("198.51.100.7")
        entry = flows.sign_in_by_code(
            None, VISITOR, **given | {"code": code_of(EMAIL)}, browser=OURS
        )
    finally:
        caller_ip.reset(mark)
    assert isinstance(entry, Admitted)


def test_a_code_that_let_in_ends_the_others_of_its_address():
    make_user()
    ask_code(browser=THEIRS)
    theirs = code_of(EMAIL)
    ask_code()
    assert isinstance(try_code(code_of(EMAIL)), Admitted)
    assert try_code(theirs, browser=THEIRS) == Wrong(0)


def test_only_so_many_codes_live_and_a_guess_counts_on_each():
    make_user()
    ask_code()
    oldest = code_of(EMAIL)
    for _ in range(rules.CODES_AT_ONCE):
        ask_code()
    for left in range(rules.CODE_TRIES - 1, -1, -1):
        assert try_code(oldest) == Wrong(left)
    assert try_code(code_of(EMAIL)) == Wrong(0)


def test_one_network_cannot_try_many_accounts():
    mark = caller_ip.set("203.0.113.9")
    try:
        for n in range(60):
            flows.pass_second_factor(None, VISITOR, token=f"t{n}", code="1")
        with pytest.raises(Refusal) as refused:
            flows.pass_second_factor(None, VISITOR, token="t", code="1")
    finally:
        caller_ip.reset(mark)
    assert refused.value.text == TOO_MANY


def test_what_is_dead_is_swept_and_what_lives_stays():
    make_user()
    token = enter()
    gone = enter()
    ask_code()
    try_password()
    with open_work(VISITOR) as w:
        s = w.session.execute(
            select(SignInSession).where(SignInSession.token_hash == crypto.digest(gone))
        ).scalar_one()
        s.revoked_at = w.now - timedelta(days=31)
    with open_work(VISITOR.as_platform("job")) as w:
        actions.sweep(w)
    with open_work(VISITOR) as w:
        assert w.session.execute(select(LoginCode)).first() is not None
        assert len(w.session.execute(select(SignInSession)).all()) == 1
    with open_work(VISITOR.as_platform("job")) as w:
        later_than(w, days=2)
        actions.sweep(w)
        assert w.session.execute(select(LoginCode)).first() is None
        assert w.session.execute(select(AttemptLock)).first() is None
    assert signed_in(token).is_pending is False
