"""The demo's payment company beyond the suites: its page, its store, its callbacks, its documents."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest

from fitkit.core.i18n import Lang
from fitkit.core.ids import new_id
from fitkit.core.money import Money
from fitkit.core.settings import settings
from fitkit.dev.processes import ROOT
from fitkit.integrations.sandbox import callbacks, cards
from fitkit.integrations.sandbox.bank import Bank
from fitkit.integrations.sandbox.cards import CARDS, Fate
from fitkit.integrations.sandbox.invoices import DemoIssuer
from fitkit.integrations.sandbox.payments import SLOW_S, DemoGateway
from fitkit.integrations.sandbox.store import Store
from fitkit.ports.invoices import DocumentKind, IssuedDocument, IssueRefused
from fitkit.ports.payments import (
    CardKept,
    Declined,
    DeclineKind,
    DeclineReason,
    HostedPage,
    NeverHappened,
    PageRequest,
    Paid,
    PayWay,
    RefundRefused,
    Unknown,
    Waiting,
)
from fitkit.texts import demo_pay as texts
from tests.integrations.contract import (
    CANCEL,
    SUCCESS,
    charge_request,
    document_request,
    listening,
    page_request,
    refund_request,
    today,
)
from tests.integrations.demo import bank, pages, typed


@pytest.fixture(scope="module")
def url():
    with pages() as found:
        yield found


@pytest.fixture
def gateway(url) -> DemoGateway:
    return DemoGateway(bank(), url, {"account": f"gym-{new_id().hex[-12:]}"})


def opened(gateway: DemoGateway, **changes: object) -> tuple[PageRequest, HostedPage]:
    request = page_request(str(changes.pop("callback_url", "")), **changes)
    page = gateway.open_page(request)
    assert isinstance(page, HostedPage)
    return request, page


def outcome(gateway: DemoGateway, request: PageRequest, page: HostedPage):
    return gateway.page_outcome(page.reference, key=request.key, amount=request.amount)


def kept(gateway: DemoGateway, number: str):
    request, page = opened(gateway, amount=Money(0), keep_card=True)
    httpx.post(page.url, data=typed(number))
    found = outcome(gateway, request, page)
    assert isinstance(found, CardKept)
    return found.token


def number_of(fate: Fate) -> str:
    return next(number for number, f in CARDS.items() if f is fate)


class Form(HTMLParser):
    """Labels, fields and what they point to."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.fields: dict[str, dict[str, str | None]] = {}
        self.ids: set[str] = set()
        self.html: dict[str, str | None] = {}
        self.scripts = 0
        self.feed(words)

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        if tag == "html":
            self.html = given
        if tag == "script" or any(name.startswith("on") for name in given):
            self.scripts += 1
        if tag == "label":
            self.labels.add(str(given["for"]))
        if tag in ("input", "select"):
            self.fields[str(given["name"])] = given
        if given.get("id"):
            self.ids.add(str(given["id"]))


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", Lang)
def test_the_page_reads_in_its_language_and_direction_without_a_script(gateway, lang) -> None:
    _, page = opened(gateway, lang=lang, most_instalments=3)
    answer = httpx.get(page.url)
    form = Form(answer.text)
    assert (form.html["lang"], form.html["dir"]) == (lang, lang.dir)
    assert form.labels == set(form.fields) <= form.ids
    assert form.scripts == 0
    assert texts.NO_MONEY.to(lang) in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert CANCEL in answer.text


def test_every_test_card_stands_on_the_page_and_fills_the_form(gateway) -> None:
    _, page = opened(gateway)
    words = httpx.get(page.url).text
    for number, fate in CARDS.items():
        assert f"?card={number}" in words
        assert texts.FATES[fate].he in words
    filled = Form(httpx.get(f"{page.url}?card={number_of(Fate.SOFT)}").text)
    assert filled.fields["number"]["value"] == number_of(Fate.SOFT)
    nothing = Form(httpx.get(f"{page.url}?card=4111111111111111").text)
    assert nothing.fields["number"]["value"] == ""


def test_what_is_wrong_stands_at_each_field_and_a_strange_number_is_not_shown_again(
    gateway,
) -> None:
    request, page = opened(gateway, most_instalments=3)
    wrong = {
        "number": "4111 1111 1111 1111",
        "expiry": "13/30",
        "cvv": "12",
        "holder_id": "123456789",
        "instalments": "4",
    }
    answer = httpx.post(page.url, data=wrong)
    assert answer.status_code == 422
    form = Form(answer.text)
    for name in wrong:
        assert form.fields[name]["aria-invalid"] == "true"
        assert form.fields[name]["aria-describedby"] in form.ids
        assert f'href="#{name}"' in answer.text
    assert "4111" not in answer.text
    assert form.fields["expiry"]["value"] == "13/30"
    assert outcome(gateway, request, page) == Waiting()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("number", "", texts.NUMBER_MISSING),
        ("number", "4580000000000001", texts.TEST_CARDS_ONLY),
        ("expiry", "", texts.EXPIRY_UNREAD),
        ("expiry", "00/30", texts.EXPIRY_UNREAD),
        ("expiry", "01/20", texts.EXPIRY_PAST),
        ("cvv", "1234", texts.CVV_UNREAD),
        ("cvv", "١٢٣", texts.CVV_UNREAD),
        ("instalments", "0", texts.INSTALMENTS_UNREAD),
        ("instalments", "2", texts.INSTALMENTS_UNREAD),
    ],
)
def test_a_field_says_what_to_do(gateway, name, value, sentence) -> None:
    _, page = opened(gateway, lang=Lang.EN)
    form = typed(number_of(Fate.APPROVED)) | {name: value}
    answer = httpx.post(page.url, data=form)
    assert answer.status_code == 422
    assert sentence.en.replace("'", "&#x27;") in answer.text


@pytest.mark.parametrize("expiry", ["12/30", "12/2030", "1230", " 12 / 30 "])
def test_an_expiry_is_read_as_people_write_it(expiry) -> None:
    card = cards.read_card(
        number="4580 0000-0000 0000",
        expiry=expiry,
        cvv="123",
        holder_id="",
        instalments="1",
        most=1,
        today=today(),
    )
    assert (card.year, card.month, card.last4) == (2030, 12, "0000")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"number=" + b"4" * 5000, b"a=1&" * 300, b"{}", b"number=%00&expiry=%00"],
)
def test_junk_is_answered_with_the_form(gateway, body) -> None:
    request, page = opened(gateway)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = httpx.post(page.url, content=body, headers=kind)
    assert answer.status_code == 422
    assert outcome(gateway, request, page) == Waiting()


def test_names_and_words_on_the_page_are_only_words(gateway) -> None:
    _, page = opened(gateway, words='<script>alert("1")</script>', cancel_url='https://x/"><b>')
    words = httpx.get(page.url).text
    assert "<script>" not in words
    assert '"><b>' not in words


@pytest.mark.parametrize("path", ["", "/bank", "/bit"])
@pytest.mark.parametrize("way", ["GET", "POST"])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(url, path, way) -> None:
    asked = {"accept-language": "en-GB,en;q=0.9"}
    answer = httpx.request(way, f"{url}/demo-pay/nowhere{path}", headers=asked)
    assert answer.status_code == 404
    assert texts.GONE_TITLE.en in answer.text


def test_a_declined_try_says_why_and_the_next_card_pays(gateway) -> None:
    request, page = opened(gateway)
    answer = httpx.post(page.url, data=typed(number_of(Fate.HARD)), follow_redirects=True)
    assert texts.DECLINES["stolen"].he in answer.text
    found = outcome(gateway, request, page)
    assert isinstance(found, Declined)
    assert (found.kind, found.reason) == (DeclineKind.HARD, DeclineReason.BLOCKED)
    assert httpx.post(page.url, data=typed(number_of(Fate.APPROVED))).status_code == 303
    assert isinstance(outcome(gateway, request, page), Paid)


def test_a_paid_page_leads_on_from_wherever_it_is_opened_again(gateway) -> None:
    request, page = opened(gateway)
    httpx.post(page.url, data=typed(number_of(Fate.APPROVED)))
    first = outcome(gateway, request, page)
    for way in ("GET", "POST"):
        for path in ("", "/bank", "/bit"):
            answer = httpx.request(way, page.url + path, data=typed(number_of(Fate.SOFT)))
            assert (answer.status_code, answer.headers["location"]) == (303, SUCCESS)
    assert outcome(gateway, request, page) == first
    assert len(list(gateway.transactions(today(), today()))) == 1


def test_two_tabs_that_pay_at_once_pay_once(gateway) -> None:
    with listening() as listener:
        request, page = opened(gateway, callback_url=listener.url)
        form = typed(number_of(Fate.APPROVED))
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: httpx.post(page.url, data=form), range(4)))
        assert {a.headers["location"] for a in found} == {SUCCESS}
        assert len(list(gateway.transactions(today(), today()))) == 1
        assert isinstance(outcome(gateway, request, page), Paid)
        listener.wait()


def test_two_pages_of_one_key_take_once(gateway) -> None:
    request, page = opened(gateway)
    again = gateway.open_page(request)
    assert isinstance(again, HostedPage)
    for one in (page, again):
        httpx.post(one.url, data=typed(number_of(Fate.APPROVED)))
    assert outcome(gateway, request, page) == outcome(gateway, request, again)
    assert len(list(gateway.transactions(today(), today()))) == 1


def test_a_page_of_a_key_that_came_to_something_else_is_not_paid(gateway) -> None:
    declined = charge_request(kept(gateway, number_of(Fate.SOFT_LATER)))
    charged = charge_request(kept(gateway, number_of(Fate.APPROVED)))
    assert isinstance(gateway.charge(declined), Declined)
    assert isinstance(gateway.charge(replace(charged, amount=Money(1))), Paid)
    for key, kind in ((declined.key, Declined), (charged.key, Unknown)):
        request, page = opened(gateway, key=key)
        httpx.post(page.url, data=typed(number_of(Fate.APPROVED)))
        assert isinstance(outcome(gateway, request, page), kind)
    assert [t.amount for t in gateway.transactions(today(), today())] == [Money(1)]


def test_bit_is_paid_by_bit_and_is_not_offered_where_a_card_is_kept(gateway) -> None:
    request, page = opened(gateway)
    assert page.bit_url in httpx.get(page.url).text or "/bit" in httpx.get(page.url).text
    assert texts.BIT_TITLE.he in httpx.get(page.bit_url).text
    assert httpx.post(page.bit_url).headers["location"] == SUCCESS
    found = outcome(gateway, request, page)
    assert isinstance(found, Paid)
    assert (found.transaction.way, found.transaction.token) == (PayWay.BIT, None)

    keeping, other = opened(gateway, keep_card=True)
    assert other.bit_url == ""
    assert httpx.post(other.url + "/bit").headers["location"].endswith(other.reference)
    assert outcome(gateway, keeping, other) == Waiting()


def test_the_banks_question_stands_only_where_it_was_asked(gateway) -> None:
    request, page = opened(gateway)
    assert httpx.post(page.url + "/bank", data={"answer": "pass"}).status_code == 303
    assert outcome(gateway, request, page) == Waiting()
    httpx.post(page.url, data=typed(number_of(Fate.CHALLENGED)))
    asked = httpx.get(page.url + "/bank")
    assert texts.BANK_TITLE.he in asked.text
    assert "0303" in asked.text
    assert outcome(gateway, request, page) == Waiting()
    httpx.post(page.url + "/bank", data={"answer": "perhaps"})
    found = outcome(gateway, request, page)
    assert isinstance(found, Declined)
    assert found.reason is DeclineReason.AUTHENTICATION


def test_a_lost_answer_leaves_the_payer_in_doubt_and_the_money_taken(gateway) -> None:
    with listening() as listener:
        request, page = opened(gateway, callback_url=listener.url)
        answer = httpx.post(page.url, data=typed(number_of(Fate.LOST)))
        assert answer.status_code == 504
        assert texts.LOST_WHY.he in answer.text
        assert isinstance(outcome(gateway, request, page), Paid)
        assert listener.came == []


def test_a_slow_card_takes_its_time(gateway) -> None:
    request, page = opened(gateway)
    begun = time.monotonic()
    answer = httpx.post(page.url, data=typed(number_of(Fate.SLOW)), timeout=SLOW_S * 4)
    assert answer.headers["location"] == SUCCESS
    assert time.monotonic() - begun >= SLOW_S
    assert isinstance(outcome(gateway, request, page), Paid)


@pytest.mark.parametrize(
    ("fate", "kind"), [(Fate.SOFT_LATER, DeclineKind.SOFT), (Fate.HARD_LATER, DeclineKind.HARD)]
)
def test_a_card_that_is_good_today_may_fail_at_renewal(gateway, fate, kind) -> None:
    request, page = opened(gateway, keep_card=True)
    httpx.post(page.url, data=typed(number_of(fate)))
    found = outcome(gateway, request, page)
    assert isinstance(found, Paid)
    assert found.transaction.token is not None
    renewal = gateway.charge(charge_request(found.transaction.token))
    assert isinstance(renewal, Declined)
    assert renewal.kind is kind


# --- accounts ------------------------------------------------------------------------------------


def test_an_account_sees_nothing_of_another(url, gateway) -> None:
    token = kept(gateway, number_of(Fate.APPROVED))
    charged = gateway.charge(charge_request(token, key="sub-1"))
    assert isinstance(charged, Paid)
    request, page = opened(gateway)
    other = DemoGateway(bank(), url, {"account": f"gym-{new_id().hex[-12:]}"})
    assert outcome(other, request, page) == NeverHappened()
    assert other.look_up("sub-1") == NeverHappened()
    assert not isinstance(other.charge(charge_request(token)), Paid)
    back = other.refund(refund_request(charged.transaction, charged.transaction.amount))
    assert isinstance(back, RefundRefused)
    assert list(other.transactions(today(), today())) == []


def test_a_refund_of_the_same_key_is_the_same_refund(gateway) -> None:
    charged = gateway.charge(charge_request(kept(gateway, number_of(Fate.APPROVED))))
    assert isinstance(charged, Paid)
    request = refund_request(charged.transaction, Money(100))
    first, second = gateway.refund(request), gateway.refund(request)
    assert isinstance(first, Paid)
    assert first == second
    assert isinstance(gateway.refund(replace(request, amount=Money(200))), RefundRefused)


def test_an_account_must_be_named(url) -> None:
    with pytest.raises(ValueError):
        DemoGateway(bank(), url, {})
    with pytest.raises(ValueError):
        DemoIssuer(Store(settings().home / "demo-payments.sqlite"), {"account": ""})


# --- production ----------------------------------------------------------------------------------


def test_where_the_demo_is_not_allowed_its_pages_are_not_there(url, gateway, monkeypatch) -> None:
    request, page = opened(gateway)
    monkeypatch.setenv("FITKIT_DEMO_PAYMENTS", "false")
    settings.cache_clear()
    for way in ("GET", "POST"):
        answer = httpx.request(way, page.url, data=typed(number_of(Fate.APPROVED)))
        assert answer.status_code == 404
    assert outcome(gateway, request, page) == Waiting()


# --- callbacks -----------------------------------------------------------------------------------


def test_a_callback_is_sent_again_until_it_is_taken(monkeypatch) -> None:
    monkeypatch.setattr(callbacks, "TRIES_AFTER_S", (0.0, 0.01, 0.01))
    with listening(status=503) as listener:
        assert not callbacks.call_back(listener.url, {"page": "p"})
        assert len(listener.came) == 3
    with listening() as listener:
        assert callbacks.call_back(listener.url, {"page": "p"})
        assert len(listener.came) == 1
    assert not callbacks.call_back("http://127.0.0.1:1/", {"page": "p"})
    assert not callbacks.call_back("no address", {"page": "p"})


# --- the store -----------------------------------------------------------------------------------

CHARGING = """
import sys
from pathlib import Path
from fitkit.integrations.sandbox import bank as module
from fitkit.integrations.sandbox.bank import Bank
from fitkit.integrations.sandbox.cards import Fate
from fitkit.integrations.sandbox.store import Store
from fitkit.ports.payments import CardToken
from tests.integrations.contract import charge_request
b = Bank(Store(Path(sys.argv[1])))
card = CardToken("t", "0000", 2030, 12)
print("ready", flush=True)
for n in range(int(sys.argv[2])):
    found = b.charge("gym", charge_request(card, key=f"k{n}"), Fate.APPROVED)
    print(found.transaction.id, flush=True)
"""


def charging(file, count: int) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHARGING, str(file), str(count)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def test_processes_that_charge_the_same_keys_charge_each_once(tmp_path) -> None:
    file = tmp_path / "s" / "demo.sqlite"
    both = [charging(file, 40) for _ in range(3)]
    said = [p.communicate(timeout=120)[0].split() for p in both]
    assert said[0] == said[1] == said[2]
    assert len(Bank(Store(file)).transactions("gym", today(), today())) == 40


def test_a_process_killed_while_charging_leaves_each_charge_done_or_not_there(tmp_path) -> None:
    file = tmp_path / "demo.sqlite"
    process = charging(file, 100_000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(20)]
    process.kill()
    told += process.stdout.read().split()
    process.wait()
    bank_ = Bank(Store(file))
    found = bank_.transactions("gym", today(), today())
    assert {t.id for t in found} >= {w for w in told if w.isdigit()}  # what was told is there
    again = bank_.charge("gym", charge_request(kept_nowhere(), key="k0"), Fate.APPROVED)
    assert isinstance(again, Paid)
    assert again.transaction.id == found[0].id


def kept_nowhere():
    from fitkit.ports.payments import CardToken

    return CardToken("t", "0000", 2030, 12)


def test_the_file_is_its_owners_alone_and_holds_no_card_number(gateway) -> None:
    kept(gateway, number_of(Fate.APPROVED))
    file = settings().home / "demo-payments.sqlite"
    assert file.stat().st_mode & 0o077 == 0
    with sqlite3.connect(file) as c:
        rows = c.execute("select * from cards").fetchall()
    assert not any(re.search(r"\b4580\d{12}\b", repr(row)) for row in rows)


# --- documents -----------------------------------------------------------------------------------


@pytest.fixture
def issuer(tmp_path) -> DemoIssuer:
    return DemoIssuer(Store(tmp_path / "demo.sqlite"), {"account": "gym", "business": "סטודיו נמל"})


def test_documents_issued_at_once_are_numbered_without_gaps(issuer) -> None:
    requests = [document_request(DocumentKind.INVOICE_RECEIPT) for _ in range(24)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(issuer.issue, requests))
    numbers = sorted(int(d.number) for d in found if isinstance(d, IssuedDocument))
    assert numbers == list(range(numbers[0], numbers[0] + 24))


def test_a_refused_document_leaves_no_gap(issuer) -> None:
    first = issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT))
    odd = replace(document_request(DocumentKind.INVOICE_RECEIPT), amount=Money(1))
    assert isinstance(issuer.issue(odd), IssueRefused)
    second = issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT))
    assert isinstance(first, IssuedDocument)
    assert isinstance(second, IssuedDocument)
    assert int(second.number) == int(first.number) + 1


def test_two_gyms_count_for_themselves(issuer, tmp_path) -> None:
    other = DemoIssuer(Store(tmp_path / "demo.sqlite"), {"account": "another"})
    one, two = (i.issue(document_request(DocumentKind.RECEIPT)) for i in (issuer, other))
    assert isinstance(one, IssuedDocument)
    assert isinstance(two, IssuedDocument)
    assert one.number == two.number
    assert other.pdf(one) is None


def test_the_same_key_is_the_same_document(issuer) -> None:
    request = document_request(DocumentKind.INVOICE_RECEIPT)
    assert issuer.issue(request) == issuer.issue(request)


def test_no_more_is_taken_back_than_a_document_says(issuer) -> None:
    first = issuer.issue(document_request(DocumentKind.INVOICE_RECEIPT))
    assert isinstance(first, IssuedDocument)
    note = {"credits": first.reference, "credits_number": first.number}
    taken = issuer.issue(document_request(DocumentKind.CREDIT_NOTE, **note))
    assert isinstance(taken, IssuedDocument)
    again = issuer.issue(document_request(DocumentKind.CREDIT_NOTE, **note))
    assert isinstance(again, IssueRefused)
    of_note = {"credits": taken.reference, "credits_number": taken.number}
    assert isinstance(
        issuer.issue(document_request(DocumentKind.CREDIT_NOTE, **of_note)), IssueRefused
    )
    nothing = document_request(DocumentKind.CREDIT_NOTE, credits="none")
    assert isinstance(issuer.issue(nothing), IssueRefused)


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("lang", Lang)
def test_a_file_is_one_page_and_the_same_each_time(issuer, kind, lang) -> None:
    request = document_request(kind, lang=lang, remarks="תודה, ונתראה (באולם 2)")
    if kind in (DocumentKind.CREDIT_NOTE, DocumentKind.REFUND_RECEIPT):
        exempt = kind is DocumentKind.REFUND_RECEIPT
        of = issuer.issue(
            document_request(DocumentKind.RECEIPT if exempt else DocumentKind.INVOICE_RECEIPT)
        )
        assert isinstance(of, IssuedDocument)
        request = replace(request, credits=of.reference, credits_number=of.number)
    document = issuer.issue(request)
    assert isinstance(document, IssuedDocument), document
    file = issuer.pdf(document)
    assert file is not None
    assert file == issuer.pdf(document)
    assert file.count(b"/Type /Page\n") == 1
    assert len(file) < 200_000


def test_a_key_charged_with_another_amount_is_not_taken_for_paid(gateway) -> None:
    token = kept(gateway, number_of(Fate.APPROVED))
    request = charge_request(token)
    gateway.charge(request)
    assert isinstance(gateway.charge(replace(request, amount=Money(1))), Unknown)
