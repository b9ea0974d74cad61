"""The list of documents: what is missing on top, the month below, the accountant's files that open."""

import csv
import io
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
import reflex as rx

from fitkit import wiring
from fitkit.core import clock, i18n
from fitkit.core.i18n import Lang
from fitkit.core.money import Money
from fitkit.core.permissions import Role
from fitkit.core.work import open_work
from fitkit.design.say import reading
from fitkit.features.documents import actions, flows, queries
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.ledger import actions as ledger
from fitkit.features.ledger.rules import postings
from fitkit.features.ledger.rules.accounts import Account, Cause
from fitkit.ports.invoices import Issuer
from fitkit.texts import documents as texts
from fitkit.web.owner.documents.page import _missing_row
from fitkit.web.owner.documents.state import DocumentsState
from fitkit.web.rows.document import DocumentRow
from fitkit.web.rows.month import month_csv, month_xlsx
from tests.conftest import Gym
from tests.factories.documents import done_refund, paid_charge
from tests.factories.gifts import get_gift
from tests.factories.members import make_member
from tests.factories.orders import PRICE, make_shop
from tests.web.driver import Tab

HERE = "/he/dashboard/documents/"
VAT = Fraction(18, 100)


def choose(gym: Gym) -> None:
    flows.choose_issuer(
        wiring.ports(),
        gym.acting(Role.OWNER),
        issuer=Issuer.DEMO,
        credentials=None,
        is_exempt=False,
        mails_them=False,
    )


def lived(gym: Gym, name: str = "נועה", *, refunds: int = 0):
    """A sale that was paid in cash, in the book too, some of it given back; its document's id."""
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w, name)
    with open_work(gym.system) as w:
        charge = paid_charge(w, member, 23_600)
        cause = Cause("sales_order", charge)
        amount = Money(23_600)
        ledger.post(w, draft=postings.sale(member, amount, rate=VAT), cause=cause, at=w.now)
        paid = postings.payment(member, amount, into=Account.CASH)
        ledger.post(w, draft=paid, cause=Cause("charge", charge), at=w.now)
        actions.owe_for_charge(w, charge_id=charge)
        if refunds:
            refund = done_refund(w, charge, refunds)
            actions.owe_for_refund(w, refund_id=refund)
            back = postings.credit_note(member, Money(refunds), rate=VAT)
            ledger.post(w, draft=back, cause=Cause("refund", refund), at=w.now)
    return charge


def month(gym: Gym) -> queries.MonthView:
    with open_work(gym.acting(Role.OWNER)) as w:
        return queries.month(w, first=clock.day_of(w.now, clock.ISRAEL))


async def test_what_is_missing_stands_on_top_with_a_way_to_try_again(gym: Gym) -> None:
    document = str(lived(gym))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DocumentsState, "load")
        state = await tab.state(DocumentsState)
        assert (state.missing_count, state.has_issuer, state.rows) == (1, False, [])
        await tab.fire(DocumentsState, "try_again", document_id=document)
        assert "עוד לא נבחר מי מפיק" in str(tab.said)
        choose(gym)
        await tab.fire(DocumentsState, "try_again", document_id=document)
    flows.issue_due(wiring.ports(), gym.system)
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DocumentsState, "load")
        state = await tab.state(DocumentsState)
        assert (state.missing_count, state.has_issuer) == (0, True)
        [row] = state.rows
        assert (row.number, row.member) == ("1001", "נועה כהן")
        assert row.file == f"/documents/{document}.pdf"


async def test_staff_type_the_number_of_what_the_company_made(gym: Gym) -> None:
    document = str(lived(gym, refunds=4_900))
    owner = gym.acting(Role.OWNER)
    async with Tab(owner, HERE) as tab:
        await tab.fire(DocumentsState, "load")
        await tab.fire(DocumentsState, "begin_noting", document_id=document)
        state = await tab.state(DocumentsState)
        assert (state.noting, state.noting_waits) == (document, True)
        today = clock.day_of(clock.now(), clock.ISRAEL).isoformat()
        assert state.today_is == today
        await tab.fire(DocumentsState, "note_number", form={"number": "אין", "made_on": ""})
        assert set((await tab.state(DocumentsState)).problems) == {"number", "made_on"}
        await tab.fire(DocumentsState, "note_number", form={"number": "אין", "made_on": today})
        assert "number" in (await tab.state(DocumentsState)).problems
        await tab.fire(DocumentsState, "note_number", form={"number": "771", "made_on": today})
        state = await tab.state(DocumentsState)
        assert (state.noting, state.problems, state.missing_count) == ("", {}, 1)
        [row] = state.rows
        assert (row.number, row.file, row.note) == ("771", "", texts.IS_NOTED.he)
        # A second tap, after it was shut, changes nothing.
        await tab.fire(DocumentsState, "note_number", form={"number": "772", "made_on": today})
        assert [r.number for r in (await tab.state(DocumentsState)).rows] == ["771"]


async def test_what_is_on_its_way_offers_no_number(gym: Gym) -> None:
    choose(gym)
    document = str(lived(gym))
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DocumentsState, "load")
        [row] = (await tab.state(DocumentsState)).missing
        assert not row.may_be_noted
        await tab.fire(DocumentsState, "begin_noting", document_id=document)
        assert (await tab.state(DocumentsState)).noting == ""


async def test_a_month_is_asked_for_by_the_address(gym: Gym) -> None:
    async with Tab(gym.acting(Role.OWNER), HERE + "?month=2026-02") as tab:
        await tab.fire(DocumentsState, "load")
        state = await tab.state(DocumentsState)
        assert state.month == "2026-02"
        assert state.before.endswith("?month=2026-01")
        assert state.after.endswith("?month=2026-03")
        assert (state.rows, state.problem) == ([], "")


@pytest.mark.parametrize("role", [Role.COACH, Role.MEMBER])
async def test_nobody_else_sees_the_gyms_documents(gym: Gym, role: Role) -> None:
    lived(gym)
    async with Tab(gym.acting(role), HERE) as tab:
        await tab.fire(DocumentsState, "load")
        await tab.fire(DocumentsState, "take_xlsx")
        state = await tab.state(DocumentsState)
        assert (state.missing, state.rows) == ([], [])


@pytest.mark.parametrize("lang", Lang)
def test_the_accountants_workbook_opens_and_sums(gym: Gym, lang: Lang) -> None:
    choose(gym)
    lived(gym, refunds=11_800)
    for _ in range(2):  # the note follows what it takes back
        with open_work(gym.system) as w:
            for row in w.session.query(TaxDocument):
                row.next_try_at = w.now
        flows.issue_due(wiring.ports(), gym.system)
    book = openpyxl.load_workbook(io.BytesIO(month_xlsx(month(gym), lang)))
    assert len(book.sheetnames) == 5
    assert all(bool(s.sheet_view.rightToLeft) is (lang is Lang.HE) for s in book)
    payments, refunds, documents, vat, accounts = book.worksheets
    assert payments.cell(2, 8).value == 236
    assert payments.cell(2, 7).value == "1001"
    assert payments.cell(3, 8).value == 236  # the sum
    assert isinstance(payments.cell(2, 1).value, date)
    assert refunds.cell(2, 8).value == 118
    assert [documents.cell(n, 9).value for n in (2, 3, 4)] == [236, -118, 118]
    assert [documents.cell(4, n).value for n in (7, 8)] == [100, 18]
    assert [vat.cell(2, n).value for n in (1, 2, 3, 4)] == ["18%", 100, 18, 118]
    assert accounts.max_row >= 4


PLAIN = {ord(mark): None for mark in "\u2066\u2067\u2068\u2069\u200e\u200f"}


def words_of(sheet) -> list[str]:
    return [cell.value for (cell,) in sheet.iter_rows(max_col=1) if isinstance(cell.value, str)]


@pytest.mark.parametrize("lang", Lang)
def test_the_accountants_month_says_by_what_vat_counts_and_why_the_sums_differ(gym: Gym, lang):
    choose(gym)
    lived(gym, refunds=11_800)  # ₪18 of VAT in the book; no document is issued yet
    view = month(gym)
    book = openpyxl.load_workbook(io.BytesIO(month_xlsx(view, lang)))
    payments, refunds, documents, vat, accounts = (words_of(sheet) for sheet in book.worksheets)
    sums = {"book": 18, "documents": 0, "difference": 18}
    differs = texts.VAT_DIFFERS.to(
        lang, **{name: i18n.money(Money.shekels(n), lang) for name, n in sums.items()}
    ).translate(PLAIN)
    assert payments[-1] == refunds[-1] == texts.BASIS_MONEY.to(lang)
    assert documents[-2] == texts.BASIS_DOCUMENTS.to(lang)
    assert vat[-2] == texts.BASIS_VAT.to(lang)
    assert documents[-1].translate(PLAIN) == vat[-1].translate(PLAIN) == differs
    assert accounts[-1] == texts.BASIS_ACCOUNTS.to(lang)
    table = list(csv.reader(io.StringIO(month_csv(view, lang).decode("utf-8-sig"))))
    assert {len(one) for one in table} == {11}
    assert table[-1][3].translate(PLAIN) == differs


@pytest.mark.parametrize("lang", Lang)
def test_sums_of_vat_that_agree_are_said_to(gym: Gym, lang):
    choose(gym)
    lived(gym)
    with open_work(gym.system) as w:
        for row in w.session.query(TaxDocument):
            row.next_try_at = w.now
    flows.issue_due(wiring.ports(), gym.system)
    book = openpyxl.load_workbook(io.BytesIO(month_xlsx(month(gym), lang)))
    said = texts.VAT_IS_ONE.to(lang, book=i18n.money(Money.shekels(36), lang))
    assert words_of(book.worksheets[3])[-1].translate(PLAIN) == said.translate(PLAIN)


@pytest.mark.parametrize("lang", Lang)
def test_a_month_with_gift_cards_agrees_and_says_what_they_paid(gym: Gym, lang):
    choose(gym)
    shop = make_shop(gym)
    get_gift(gym, shop.member_id, Money(10_007))
    shop.at_desk()
    shop.run_jobs()
    view = month(gym)
    book = openpyxl.load_workbook(io.BytesIO(month_xlsx(view, lang)))
    documents, vat = book.worksheets[2], book.worksheets[3]
    kinds = [cell.value for (cell,) in documents.iter_rows(min_row=2, min_col=2, max_col=2)]
    assert f"{texts.KINDS['invoice'].to(lang)}, {texts.BY_GIFT.to(lang)}" in kinds
    said = texts.VAT_IS_ONE.to(lang, book=i18n.money(view.vat[0].vat, lang))
    assert words_of(vat)[-1].translate(PLAIN) == said.translate(PLAIN)
    table = list(csv.reader(io.StringIO(month_csv(view, lang).decode("utf-8-sig"))))
    assert table[-1][3].translate(PLAIN) == said.translate(PLAIN)


def test_the_card_of_what_is_missing_says_what_a_gift_card_paid() -> None:
    with reading(Lang.HE):
        card = str(_missing_row(rx.Var("one").to(DocumentRow)))
    assert '+one?.["note"]' in card


async def test_what_a_gift_card_paid_is_missed_aloud_and_then_listed(gym: Gym) -> None:
    shop = make_shop(gym)
    get_gift(gym, shop.member_id, PRICE)
    shop.at_desk()
    shop.run_jobs()
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DocumentsState, "load")
        state = await tab.state(DocumentsState)
        missing = [row for row in state.missing if row.note == texts.BY_GIFT.he]
        assert [(row.kind, row.title) for row in missing] == [("חשבונית מס", "חשבונית מס")]
        choose(gym)
        shop.run_jobs()
        await tab.fire(DocumentsState, "load")
        state = await tab.state(DocumentsState)
    assert state.missing_count == 0
    [row] = [row for row in state.rows if row.note == texts.BY_GIFT.he]
    assert row.file == f"/documents/{row.id}.pdf"


def test_the_accountants_table_opens_in_excel(gym: Gym) -> None:
    lived(gym, "=cmd|' /C calc'!A0")
    body = month_csv(month(gym), Lang.HE)
    assert body.startswith(b"\xef\xbb\xbf")
    head, payment, vat, *_notes = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert len(head) == len(payment) == len(vat) == 11
    assert payment[2].startswith("'=")
    assert payment[-1] == "236.00"
    assert vat[-3:] == ["200.00", "36.00", "236.00"]


def test_a_name_in_the_workbook_is_no_formula(gym: Gym) -> None:
    lived(gym, "=1+1")
    book = openpyxl.load_workbook(io.BytesIO(month_xlsx(month(gym), Lang.HE)))
    cell = book.worksheets[0].cell(2, 2)
    assert (cell.value, cell.data_type) == ("=1+1 כהן", "s")


def test_a_month_without_anything_makes_files_too(gym: Gym) -> None:
    assert openpyxl.load_workbook(io.BytesIO(month_xlsx(month(gym), Lang.EN)))
    assert len(month_csv(month(gym), Lang.EN).decode("utf-8-sig").splitlines()) == 5  # notes


async def test_a_business_invoice_without_its_allocation_number_is_an_alert(gym: Gym) -> None:
    choose(gym)
    with open_work(gym.acting(Role.OWNER)) as w:
        member = make_member(w, "דנה")
    async with Tab(gym.acting(Role.OWNER), HERE) as tab:
        await tab.fire(DocumentsState, "load")
        await tab.fire(DocumentsState, "ask_buyer")
        await tab.fire(DocumentsState, "find", needle="דנה")
        form = {"member_id": str(member), "tax_id": "1", "name": ""}
        await tab.fire(DocumentsState, "set_buyer", form=form)
        assert {"tax_id", "name"} <= set((await tab.state(DocumentsState)).problems)
        form |= {"tax_id": "123456782", "name": "דנה ייעוץ בע״מ"}
        await tab.fire(DocumentsState, "set_buyer", form=form)
        assert len((await tab.state(DocumentsState)).buyers) == 1
        with open_work(gym.system) as w:
            for agorot in (590_000, 600_000):  # 5,000 before VAT, and more than it
                actions.owe_for_charge(w, charge_id=paid_charge(w, member, agorot))
        flows.issue_due(wiring.ports(), gym.system)
        with open_work(gym.system) as w:  # the Tax Authority did not answer the issuer
            for document in w.session.query(TaxDocument):
                document.allocation_number = ""
        await tab.fire(DocumentsState, "load")
        state = await tab.state(DocumentsState)
        (row,) = state.no_allocation
        assert "6,000" in row.amount
        await tab.fire(DocumentsState, "clear_buyer", member_id=str(member))
        assert (await tab.state(DocumentsState)).buyers == []
