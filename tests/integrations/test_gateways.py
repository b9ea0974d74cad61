"""Every gateway keeps the same promises, against its stand-in over real HTTP."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from fitkit.core import clock
from fitkit.core.money import Money
from fitkit.ports.payments import (
    CardKept,
    CardToken,
    Connected,
    Declined,
    DeclineKind,
    DeclineReason,
    HostedPage,
    Misconfigured,
    NeverHappened,
    PageRequest,
    Paid,
    Problem,
    RefundRefused,
    Transaction,
    Unknown,
    Waiting,
)
from tests.integrations.contract import (
    JUNK,
    SUCCESS,
    Card,
    Fault,
    GatewayHarness,
    Listener,
    charge_request,
    listening,
    page_request,
    refund_request,
    today,
)
from tests.integrations.harnesses import GATEWAYS

DAY = timedelta(days=1)


@pytest.fixture(params=GATEWAYS)
def harness(request, tmp_path):
    with GATEWAYS[request.param](tmp_path) as found:
        yield found


@pytest.fixture
def listener():
    with listening() as found:
        yield found


def needs(harness: GatewayHarness, ability: str) -> None:
    """Skip what the provider cannot do; that it says so honestly is tested below."""
    if not getattr(harness.gateway.abilities, ability):
        pytest.skip(f"{harness.gateway.provider}: not {ability}")


def opened(harness: GatewayHarness, request: PageRequest) -> HostedPage:
    page = harness.gateway.open_page(request)
    assert isinstance(page, HostedPage), page
    return page


def outcome(harness: GatewayHarness, page: HostedPage, request: PageRequest):
    return harness.gateway.page_outcome(page.reference, key=request.key, amount=request.amount)


def paid(harness: GatewayHarness, listener: Listener, **changes: object) -> Transaction:
    """A page that was paid."""
    request = page_request(listener.url, **changes)
    page = opened(harness, request)
    harness.pay(page)
    found = outcome(harness, page, request)
    assert isinstance(found, Paid), found
    return found.transaction


def kept(harness: GatewayHarness, listener: Listener, card: Card = Card.GOOD) -> CardToken:
    """A card left without a charge."""
    needs(harness, "keeps_cards")
    if not harness.gateway.abilities.keeps_cards_alone:
        return harness.saved(card)
    request = page_request(listener.url, amount=Money(0), keep_card=True)
    page = opened(harness, request)
    harness.pay(page, card)
    found = outcome(harness, page, request)
    assert isinstance(found, CardKept), found
    return found.token


def spoilt(harness: GatewayHarness, fault: Fault, card: CardToken) -> CardToken:
    if fault not in harness.faults:
        pytest.skip(f"{harness.gateway.provider}: nothing to be {fault}")
    return harness.arrange(fault, card)


# --- a page --------------------------------------------------------------------------------------


def test_a_page_that_was_paid_is_paid_with_our_key_amount_and_card(harness, listener) -> None:
    keeps = harness.gateway.abilities.keeps_cards
    request = page_request(listener.url, keep_card=keeps)
    page = opened(harness, request)
    assert page.reference
    assert harness.pay(page).startswith(SUCCESS)
    found = outcome(harness, page, request)
    assert isinstance(found, Paid), found
    transaction = found.transaction
    assert (transaction.key, transaction.amount) == (request.key, request.amount)
    assert (transaction.is_refund, transaction.instalments) == (False, 1)
    assert abs(clock.now() - transaction.at) < timedelta(minutes=5)
    assert len(transaction.last4) == 4
    assert harness.moved() == [request.amount]
    if keeps:
        assert transaction.token is not None
        assert transaction.token.last4 == transaction.last4
        assert 2026 < transaction.token.expires_year < 2060
        assert 1 <= transaction.token.expires_month <= 12


def test_a_page_asked_again_says_the_same_transaction(harness, listener) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    harness.pay(page)
    assert outcome(harness, page, request) == outcome(harness, page, request)


def test_a_page_in_english_is_paid_too(harness, listener) -> None:
    from fitkit.core.i18n import Lang

    assert paid(harness, listener, lang=Lang.EN, words="Monthly plan").amount == Money.shekels(249)


def test_agorot_are_not_rounded_away(harness, listener) -> None:
    assert paid(harness, listener, amount=Money(18_907)).amount == Money(18_907)
    assert harness.moved() == [Money(18_907)]


def test_a_card_is_kept_without_a_charge_and_charged_later(harness, listener) -> None:
    token = kept(harness, listener)
    assert harness.moved() == []
    request = charge_request(token)
    found = harness.gateway.charge(request)
    assert isinstance(found, Paid), found
    assert (found.transaction.key, found.transaction.amount) == (request.key, request.amount)
    assert token.last4 in ("", found.transaction.last4)  # not every provider tells it at once
    assert harness.moved() == [request.amount]


@pytest.mark.parametrize(
    ("card", "kind"), [(Card.SOFT, DeclineKind.SOFT), (Card.HARD, DeclineKind.HARD)]
)
def test_a_declined_page_takes_nothing_and_may_be_paid_yet(harness, listener, card, kind) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    assert not harness.pay(page, card).startswith(SUCCESS)
    found = outcome(harness, page, request)
    if harness.tells_page_declines:
        assert isinstance(found, Declined)
        assert found.kind is kind
    else:
        assert found == Waiting()
    assert harness.moved() == []
    harness.pay(page)
    assert isinstance(outcome(harness, page, request), Paid)
    assert harness.moved() == [request.amount]


def test_a_page_nobody_paid_is_waiting(harness, listener) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    assert outcome(harness, page, request) == Waiting()
    assert harness.moved() == []


def test_a_page_that_never_was_never_happened(harness) -> None:
    found = harness.gateway.page_outcome(
        "00000000-0000-4000-8000-00000000dead", key="ord-none", amount=Money.shekels(1)
    )
    assert found == (NeverHappened() if harness.tells_unknown_pages else Waiting())


def test_a_paid_page_with_another_amount_or_key_is_never_paid(harness, listener) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    harness.pay(page)
    gateway = harness.gateway
    more = gateway.page_outcome(page.reference, key=request.key, amount=Money.shekels(250))
    other = gateway.page_outcome(page.reference, key="ord-another", amount=request.amount)
    assert isinstance(more, Unknown)
    assert isinstance(other, Unknown)


def test_a_holder_who_passes_3d_secure_has_paid(harness, listener) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    assert harness.pay(page, Card.CHALLENGED).startswith(SUCCESS)
    assert isinstance(outcome(harness, page, request), Paid)


def test_a_holder_who_fails_3d_secure_has_not(harness, listener) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    assert not harness.pay(page, Card.CHALLENGED, passes=False).startswith(SUCCESS)
    found = outcome(harness, page, request)
    if harness.tells_page_declines:
        assert isinstance(found, Declined)
        assert found.reason is DeclineReason.AUTHENTICATION
    else:
        assert found == Waiting()
    assert harness.moved() == []


def test_instalments_are_as_the_payer_chose(harness, listener) -> None:
    needs(harness, "instalments")
    request = page_request(listener.url, most_instalments=3)
    page = opened(harness, request)
    harness.pay(page, instalments=3)
    found = outcome(harness, page, request)
    assert isinstance(found, Paid), found
    assert found.transaction.instalments == 3
    assert found.transaction.amount == request.amount


# --- a charge ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "kind"), [(Card.SOFT, DeclineKind.SOFT), (Card.HARD, DeclineKind.HARD)]
)
def test_a_declined_charge_says_whether_later_may_help(harness, listener, card, kind) -> None:
    token = kept(harness, listener, card)
    found = harness.gateway.charge(charge_request(token))
    assert isinstance(found, Declined), found
    assert found.kind is kind
    assert found.code
    assert harness.moved() == []


def test_the_same_key_twice_charges_once(harness, listener) -> None:
    needs(harness, "looks_up_by_key")
    request = charge_request(kept(harness, listener))
    first, second = harness.gateway.charge(request), harness.gateway.charge(request)
    assert isinstance(first, Paid)
    assert isinstance(second, Paid)
    assert first.transaction.id == second.transaction.id
    assert harness.moved() == [request.amount]


def test_the_same_key_from_several_sides_at_once_charges_once(harness, listener) -> None:
    needs(harness, "looks_up_by_key")
    request = charge_request(kept(harness, listener))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(harness.gateway.charge, [request] * 4))
    assert harness.moved() == [request.amount]
    assert all(isinstance(f, Paid | Unknown) for f in found)


def test_the_same_key_with_another_amount_is_not_taken_for_paid(harness, listener) -> None:
    needs(harness, "looks_up_by_key")
    request = charge_request(kept(harness, listener))
    harness.gateway.charge(request)
    again = harness.gateway.charge(replace(request, amount=Money(1)))
    assert not isinstance(again, Paid)
    assert harness.moved() == [request.amount]


@pytest.mark.parametrize("fault", Fault)
def test_a_charge_without_an_answer_is_unknown_and_found_by_its_key(
    harness, listener, fault
) -> None:
    request = charge_request(spoilt(harness, fault, kept(harness, listener)))
    found = harness.gateway.charge(request)
    assert isinstance(found, Unknown), found
    assert harness.moved() == [request.amount]
    needs(harness, "looks_up_by_key")
    looked = harness.gateway.look_up(request.key)
    assert isinstance(looked, Paid), looked
    assert (looked.transaction.key, looked.transaction.amount) == (request.key, request.amount)
    assert harness.moved() == [request.amount]


def test_a_declined_charge_is_declined_when_looked_up(harness, listener) -> None:
    needs(harness, "looks_up_by_key")
    request = charge_request(kept(harness, listener, Card.HARD))
    harness.gateway.charge(request)
    assert isinstance(harness.gateway.look_up(request.key), Declined | NeverHappened)


def test_a_key_nobody_charged_never_happened(harness) -> None:
    needs(harness, "looks_up_by_key")
    assert harness.gateway.look_up("sub-nobody-1") == NeverHappened()


# --- back ----------------------------------------------------------------------------------------


def test_the_whole_goes_back(harness, listener) -> None:
    needs(harness, "refunds")
    transaction = paid(harness, listener)
    found = harness.gateway.refund(refund_request(transaction, transaction.amount))
    assert isinstance(found, Paid), found
    assert found.transaction.is_refund
    assert found.transaction.amount == transaction.amount
    assert found.transaction.id not in ("", transaction.id)
    assert harness.moved() == [transaction.amount, -transaction.amount]


def test_parts_go_back_until_nothing_is_left(harness, listener) -> None:
    needs(harness, "partial_refunds")
    transaction = paid(harness, listener)
    part, rest = Money(10_001), transaction.amount - Money(10_001)
    first = harness.gateway.refund(refund_request(transaction, part))
    second = harness.gateway.refund(refund_request(transaction, rest, before=part))
    assert isinstance(first, Paid), first
    assert isinstance(second, Paid), second
    assert first.transaction.id != second.transaction.id
    assert harness.moved() == [transaction.amount, -part, -rest]
    again = harness.gateway.refund(refund_request(transaction, Money(1)))  # we forgot: they did not
    assert isinstance(again, RefundRefused)
    assert len(harness.moved()) == 3


def test_more_than_was_paid_does_not_go_back(harness, listener) -> None:
    needs(harness, "refunds")
    transaction = paid(harness, listener)
    more = refund_request(transaction, transaction.amount + Money(1))
    assert isinstance(harness.gateway.refund(more), RefundRefused)
    part = refund_request(transaction, Money.shekels(100), before=Money.shekels(200))
    assert isinstance(harness.gateway.refund(part), RefundRefused)
    assert harness.moved() == [transaction.amount]


def test_a_refund_of_what_never_was_is_refused(harness, listener) -> None:
    needs(harness, "refunds")
    transaction = replace(paid(harness, listener), id="999999999")
    found = harness.gateway.refund(refund_request(transaction, transaction.amount))
    assert isinstance(found, RefundRefused), found
    assert len(harness.moved()) == 1


@pytest.mark.parametrize("fault", Fault)
def test_a_refund_without_an_answer_is_unknown(harness, listener, fault) -> None:
    needs(harness, "refunds")
    if fault not in harness.refund_faults:
        pytest.skip(f"{harness.gateway.provider}: no refund to be {fault}")
    token = kept(harness, listener)
    charged = harness.gateway.charge(charge_request(token))
    assert isinstance(charged, Paid), charged
    harness.arrange(fault, token)
    amount = charged.transaction.amount
    found = harness.gateway.refund(refund_request(charged.transaction, amount))
    assert isinstance(found, Unknown), found
    assert harness.moved() == [amount, -amount]


# --- the rest ------------------------------------------------------------------------------------


def test_right_credentials_are_connected_and_wrong_ones_are_named(harness) -> None:
    assert isinstance(harness.gateway.check(), Connected)
    assert harness.moved() == []
    found = harness.with_wrong_credentials().check()
    assert isinstance(found, Misconfigured)
    assert found.problem is Problem.CREDENTIALS


def test_nothing_is_opened_or_charged_with_wrong_credentials(harness, listener) -> None:
    token = kept(harness, listener)
    wrong = harness.with_wrong_credentials()
    request = charge_request(token)
    assert isinstance(wrong.open_page(page_request(listener.url)), Misconfigured)
    assert isinstance(wrong.charge(request), Misconfigured)
    assert harness.moved() == []
    if harness.gateway.abilities.looks_up_by_key:
        assert isinstance(wrong.look_up(request.key), Misconfigured | Unknown)


def test_where_nobody_listens_nothing_happened_and_nothing_is_known(harness, listener) -> None:
    gateway = harness.unreachable()
    if gateway is None:
        pytest.skip(f"{harness.gateway.provider}: nothing lies between")
    card = CardToken("7f1d0000-0000-4000-8000-000000000001", "0000", 2030, 12)
    nowhere = Misconfigured(Problem.UNREACHABLE)
    assert replace(gateway.check(), words="") == nowhere
    assert replace(gateway.open_page(page_request(listener.url)), words="") == nowhere
    if gateway.abilities.keeps_cards:
        assert replace(gateway.charge(charge_request(card)), words="") == nowhere
    reference = "00000000-0000-4000-8000-000000000001"
    unknown = gateway.page_outcome(reference, key="k1", amount=Money(1))
    assert isinstance(unknown, Unknown)
    if gateway.abilities.looks_up_by_key:
        assert isinstance(gateway.look_up("k1"), Unknown)


def test_the_list_carries_what_happened_and_only_that(harness, listener) -> None:
    needs(harness, "lists")
    transaction = paid(harness, listener)
    declined = page_request(listener.url)
    harness.pay(opened(harness, declined), Card.HARD)
    opened(harness, page_request(listener.url))
    expected = {(transaction.id, transaction.amount, False)}
    if harness.gateway.abilities.refunds:
        back = harness.gateway.refund(refund_request(transaction, transaction.amount))
        assert isinstance(back, Paid)
        expected.add((back.transaction.id, transaction.amount, True))
    found = list(harness.gateway.transactions(today() - DAY, today()))
    assert {(t.id, t.amount, t.is_refund) for t in found} == expected
    assert len(found) == len(expected)
    if harness.lists_keys:
        assert {t.key for t in found if not t.is_refund} == {transaction.key}
    assert list(harness.gateway.transactions(today() - 9 * DAY, today() - 8 * DAY)) == []


def test_a_callback_points_to_its_page(harness, listener) -> None:
    request = page_request(listener.url)
    page = opened(harness, request)
    harness.pay(page)
    came = listener.wait()[0]
    hint = harness.gateway.read_hint(came.body, came.content_type, came.query)
    assert hint is not None
    assert page.reference == hint.reference or request.key == hint.key
    assert hint.key in ("", request.key)


def test_a_forged_callback_brings_nothing(harness, listener) -> None:
    """Paying one page says nothing of another, whatever a body claims."""
    request = page_request(listener.url)
    harness.pay(opened(harness, request))
    other = page_request(listener.url)
    page = opened(harness, other)
    came = listener.wait()[0]
    body = came.body.replace(request.key.encode(), other.key.encode())
    assert harness.gateway.read_hint(body, came.content_type, came.query) is not None
    assert outcome(harness, page, other) == Waiting()


@pytest.mark.parametrize(("body", "kind"), JUNK)
def test_junk_points_nowhere(harness, body, kind) -> None:
    assert harness.gateway.read_hint(body, kind, {}) is None
    assert harness.gateway.read_hint(body, "", {"place": "t7"}) is None


def test_nothing_secret_and_nobody_is_logged(harness, listener, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        transaction = paid(harness, listener, keep_card=harness.gateway.abilities.keeps_cards)
        if transaction.token is not None:
            harness.gateway.charge(charge_request(transaction.token))
        harness.with_wrong_credentials().check()
        if (nobody := harness.unreachable()) is not None:
            nobody.check()
    ours = [r for r in caplog.records if "/tests/" not in r.pathname]
    told = repr(lines) + "".join(f"{r.getMessage()} {r.exc_text}" for r in ours)
    words = [*harness.secrets, "דנה", "dana.levi", "0502345678", "972502345678", "123456782"]
    if transaction.token is not None:
        words.append(transaction.token.token)
    assert [word for word in words if word in told] == []


# --- what it cannot do, it says ------------------------------------------------------------------


def test_what_a_provider_cannot_do_it_refuses_or_does_not_know(harness, listener) -> None:
    abilities = harness.gateway.abilities
    if not abilities.keeps_cards:
        card = CardToken("none", "0000", 2030, 12)
        assert isinstance(harness.gateway.charge(charge_request(card)), Misconfigured)
    if not abilities.keeps_cards_alone:
        found = harness.gateway.open_page(page_request(listener.url, amount=Money(0)))
        assert replace(found, words="") == Misconfigured(Problem.NO_TOKENS)
    if not abilities.looks_up_by_key:
        assert isinstance(harness.gateway.look_up("sub-1"), Unknown)
    if not abilities.refunds:
        transaction = paid(harness, listener)
        found = harness.gateway.refund(refund_request(transaction, transaction.amount))
        assert isinstance(found, RefundRefused)
    elif not abilities.partial_refunds:
        transaction = paid(harness, listener)
        found = harness.gateway.refund(refund_request(transaction, Money(1)))
        assert isinstance(found, RefundRefused)
    if not abilities.lists:
        assert list(harness.gateway.transactions(today(), today())) == []
    assert harness.moved() == [] or not (abilities.refunds and abilities.partial_refunds)
