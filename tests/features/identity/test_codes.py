"""Coming in by a code that was sent, in the browser that asked for it."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from fitkit.core import jobs
from fitkit.core.actor import VISITOR
from fitkit.core.errors import Refusal
from fitkit.core.events import PlatformLog
from fitkit.core.i18n import Lang
from fitkit.core.work import caller_ip, open_work
from fitkit.features.identity import actions, flows, rules
from fitkit.features.identity.actions import Admitted, Wrong
from fitkit.features.identity.rules import CodePurpose
from fitkit.features.identity.tables import LoginCode, User
from fitkit.ports.mail import Sent
from tests.factories.entry import (
    EMAIL,
    OURS,
    THEIRS,
    Postbox,
    ask_code,
    code_of,
    other_than,
    statements,
    try_code,
    try_password,
)
from tests.factories.identity import PASSWORD, behind, enter, make_user, signed_in

pytestmark = pytest.mark.usefixtures("rolled_back")


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
