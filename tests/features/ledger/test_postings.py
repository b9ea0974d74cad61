"""Every draft balances; each thing that happens, by its example; nonsense is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitkit.core.errors import Refusal
from fitkit.core.ids import new_id
from fitkit.core.money import ZERO, Money
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import (
    CLEARING,
    MEANS,
    MOST,
    Account,
    Cause,
    Draft,
    Line,
    PostingKind,
    clearing,
)
from fitkit.ports.payments import Provider
from fitkit.texts import ledger as texts

ME = new_id()
VAT = Fraction(18, 100)
A = Account
AMOUNTS = st.integers(1, MOST.agorot).map(Money)
RATES = st.sampled_from([Fraction(0), VAT, Fraction(17, 100), Fraction(165, 1000)])


def lines(draft: Draft) -> dict[Account, float]:
    """Shekels by account, as the table of the feature shows them."""
    return {line.account: line.amount.agorot / 100 for line in draft.lines}


def ils(shekels: int) -> Money:
    return Money.shekels(shekels)


EXAMPLES = [
    (postings.sale(ME, ils(118), rate=VAT), {A.MEMBER: 118, A.REVENUE: -100, A.VAT: -18}),
    (postings.sale(ME, ils(118), rate=Fraction(0)), {A.MEMBER: 118, A.REVENUE: -118}),
    (
        postings.payment(ME, ils(118), into=A.CLEARING_CARDCOM),
        {A.CLEARING_CARDCOM: 118, A.MEMBER: -118},
    ),
    (postings.payment(ME, ils(118), into=A.CASH), {A.CASH: 118, A.MEMBER: -118}),
    (postings.payment(ME, ils(118), into=A.BANK), {A.BANK: 118, A.MEMBER: -118}),
    (postings.payment(ME, ils(118), into=A.CHEQUES), {A.CHEQUES: 118, A.MEMBER: -118}),
    (postings.deposit(ils(118), out_of=A.CHEQUES), {A.BANK: 118, A.CHEQUES: -118}),
    (
        postings.payout(ils(118), fee=ils(2), out_of=A.CLEARING_MORNING),
        {A.BANK: 116, A.FEES: 2, A.CLEARING_MORNING: -118},
    ),
    (
        postings.payout(ils(118), fee=ZERO, out_of=A.CLEARING_MASAV),
        {A.BANK: 118, A.CLEARING_MASAV: -118},
    ),
    (postings.refund(ME, ils(118), out_of=A.CASH), {A.MEMBER: 118, A.CASH: -118}),
    (postings.refund_due(ME, ils(118)), {A.MEMBER: 118, A.REFUNDS_PAYABLE: -118}),
    (
        postings.refund_paid(ME, ils(118), out_of=A.CLEARING_ICREDIT),
        {A.REFUNDS_PAYABLE: 118, A.CLEARING_ICREDIT: -118},
    ),
    (postings.credit_note(ME, ils(118), rate=VAT), {A.MEMBER: -118, A.REVENUE: 100, A.VAT: 18}),
    (postings.write_off(ME, ils(118)), {A.WRITE_OFFS: 118, A.MEMBER: -118}),
    (postings.gift_card_sold(ME, ils(118)), {A.MEMBER: 118, A.GIFT_CARDS: -118}),
    (
        postings.gift_card_sold_to_visitor(ils(118), into=A.CLEARING_DEMO),
        {A.CLEARING_DEMO: 118, A.GIFT_CARDS: -118},
    ),
    (postings.gift_card_used(ME, ils(118)), {A.GIFT_CARDS: 118, A.MEMBER: -118}),
    (postings.reward(ME, ils(118)), {A.REWARDS: 118, A.MEMBER: -118}),
    (postings.opening_balance(ME, ils(-118)), {A.MEMBER: -118, A.OPENING: 118}),
    (postings.correction(ME, ils(-5)), {A.MEMBER: -5, A.CORRECTIONS: 5}),
    (postings.account_correction(A.CASH, ils(-5)), {A.CASH: -5, A.CORRECTIONS: 5}),
]


@pytest.mark.parametrize(("draft", "expected"), EXAMPLES)
def test_each_thing_that_happens_is_on_its_accounts(draft, expected):
    assert lines(draft) == expected


def test_every_kind_has_its_example():
    shown = {draft.kind for draft, _ in EXAMPLES} | {PostingKind.REVERSAL}
    assert shown == set(PostingKind)


@given(AMOUNTS, RATES)
def test_a_sale_and_its_credit_note_cancel_to_the_agora(amount, rate):
    sold, credited = (make(ME, amount, rate=rate) for make in (postings.sale, postings.credit_note))
    assert set(postings.reversal(sold.lines).lines) == set(credited.lines)
    assert sold.owed == amount
    assert sum(line.amount.agorot for line in sold.lines) == 0


@given(AMOUNTS, st.integers(0, MOST.agorot).map(Money))
def test_a_payout_sums_whatever_the_fee_or_is_refused(gross, fee):
    if fee >= gross:
        with pytest.raises(Refusal):
            postings.payout(gross, fee=fee, out_of=A.CLEARING_DEMO)
        return
    draft = postings.payout(gross, fee=fee, out_of=A.CLEARING_DEMO)
    assert sum(line.amount.agorot for line in draft.lines) == 0


@pytest.mark.parametrize("draft", [draft for draft, _ in EXAMPLES])
def test_a_reversal_of_a_reversal_is_what_was(draft):
    again = postings.reversal(postings.reversal(draft.lines).lines)
    assert again.lines == draft.lines


MAKERS = [
    lambda m: postings.sale(ME, m, rate=VAT),
    lambda m: postings.credit_note(ME, m, rate=VAT),
    lambda m: postings.payment(ME, m, into=A.CASH),
    lambda m: postings.refund(ME, m, out_of=A.CASH),
    lambda m: postings.refund_due(ME, m),
    lambda m: postings.refund_paid(ME, m, out_of=A.BANK),
    lambda m: postings.write_off(ME, m),
    lambda m: postings.gift_card_sold(ME, m),
    lambda m: postings.gift_card_sold_to_visitor(m, into=A.CASH),
    lambda m: postings.gift_card_used(ME, m),
    lambda m: postings.deposit(m, out_of=A.CASH),
    lambda m: postings.payout(m, fee=ZERO, out_of=A.CLEARING_DEMO),
]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("amount", [ZERO, Money(-1), MOST + Money(1), Money(10**30)])
def test_nothing_negative_and_absurd_sums_are_refused(make, amount):
    with pytest.raises(Refusal) as refused:
        make(amount)
    assert refused.value.field == "amount"


@pytest.mark.parametrize("make", [postings.opening_balance, postings.correction])
@pytest.mark.parametrize("amount", [ZERO, MOST + Money(1), -MOST - Money(1)])
def test_a_signed_sum_may_be_negative_but_neither_nothing_nor_absurd(make, amount):
    assert make(ME, -MOST).owed == -MOST
    with pytest.raises(Refusal):
        make(ME, amount)


@pytest.mark.parametrize("rate", [Fraction(-1, 100), Fraction(1), Fraction(1, 3)])
def test_a_rate_that_cannot_be_is_a_bug(rate):
    with pytest.raises(ValueError, match="rate"):
        postings.sale(ME, ils(1), rate=rate)


@pytest.mark.parametrize("account", sorted(set(Account) - MEANS))
def test_money_arrives_only_where_money_is(account):
    with pytest.raises(ValueError, match="not on the account"):
        postings.payment(ME, ils(1), into=account)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: Draft(PostingKind.SALE, (Line(A.CASH, ils(1)), Line(A.BANK, ils(1)))),
        lambda: Draft(PostingKind.SALE, ()),
        lambda: Draft(PostingKind.SALE, tuple(Line(A.CASH, ils(n)) for n in (1, -1))),
        lambda: Line(A.MEMBER, ils(1)),
        lambda: Line(A.REVENUE, ils(1)),
        lambda: Line(A.CASH, ils(1), vat_per_mille=180),
        lambda: Cause("", ME),
        lambda: Cause("a charge", ME),
        lambda: Cause("x" * 41, ME),
        lambda: clearing("paypal"),
    ],
)
def test_what_does_not_balance_or_has_no_name_cannot_be_made(bad):
    with pytest.raises(ValueError):
        bad()


def test_every_provider_has_an_account_where_its_money_waits():
    assert {clearing(p.value) for p in Provider} | {clearing("masav")} == CLEARING


def test_what_a_provider_moved_is_not_reversed_by_hand():
    card = postings.payment(ME, ils(1), into=A.CLEARING_CARDCOM)
    cash = postings.payment(ME, ils(1), into=A.CASH)
    assert not postings.may_be_reversed_by_hand(card.kind, card.lines)
    assert postings.may_be_reversed_by_hand(cash.kind, cash.lines)
    turned = postings.reversal(cash.lines)
    assert not postings.may_be_reversed_by_hand(turned.kind, turned.lines)


def test_every_account_and_kind_has_its_word():
    assert set(texts.ACCOUNTS) == {a.value for a in Account}
    assert set(texts.KINDS) == {k.value for k in PostingKind}


# a part that has its own document later


def vat_in(*drafts: Draft | None) -> Money:
    """The VAT that drafts put into the book."""
    found = (one for draft in drafts if draft for one in draft.lines if one.account is A.VAT)
    return -sum((line.amount for line in found), ZERO)


@given(
    price=AMOUNTS,
    rate=RATES,
    ahead=st.integers(0, MOST.agorot).map(Money),
    later=st.lists(st.integers(0, MOST.agorot).map(Money), max_size=6),
)
def test_the_vat_of_a_sale_is_that_of_its_documents_whenever_its_parts_come(
    price: Money, rate: Fraction, ahead: Money, later: list[Money]
):
    first = min(ahead, price)
    papers, rest = [first], price - first
    drafts: list[Draft | None] = [
        postings.sale(ME, price, rate=rate, apart=first),
        postings.parted(price, first, rate=rate, apart=first),
    ]
    for each in later:
        part = min(each, rest)
        drafts.append(postings.parted(rest, part, rate=rate))
        papers, rest = [*papers, part], rest - part
    said = sum((paper.vat_inside(rate) for paper in (*papers, rest)), ZERO)
    assert vat_in(*drafts) == said
    assert drafts[1] is None  # it was posted apart already
    for draft in drafts[1:]:
        assert draft is None or (draft.owed, draft.total, draft.member_id) == (ZERO, Money(1), None)


def test_a_part_that_changes_no_agora_posts_nothing():
    assert postings.parted(ils(118), ils(118), rate=VAT) is None
    assert postings.parted(ils(118), ZERO, rate=VAT) is None
    assert postings.parted(ils(118), Money(1), rate=Fraction(0)) is None
    one = postings.parted(Money(7), Money(3), rate=VAT)  # 1 of 7; nothing of 3, and 1 of 4
    assert one is None
    other = postings.parted(Money(10), Money(5), rate=VAT)  # 2 of 10; 1 of each 5
    assert other is None
    less = postings.parted(Money(4), Money(2), rate=VAT)  # 1 of 4; nothing of each 2
    assert less is not None
    assert lines(less) == {A.REVENUE: -0.01, A.VAT: 0.01}


@pytest.mark.parametrize(("part", "apart"), [(8, 0), (-1, 0), (0, 8), (0, -1)])
def test_a_part_is_a_part(part: int, apart: int):
    with pytest.raises(ValueError, match="part of the rest"):
        postings.parted(Money(7), Money(part), rate=VAT, apart=Money(apart))
