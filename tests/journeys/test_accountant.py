"""The accountant's month, downloaded in a browser: both files open, right to left, and agree with the book."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from openpyxl.worksheet.worksheet import Worksheet

from fitkit.core import clock, db
from fitkit.core.i18n import Lang, Text
from fitkit.features.documents.rules import Month
from fitkit.features.ledger.rules.accounts import Account
from fitkit.texts import documents as texts
from fitkit.texts import ledger as ledger_texts
from tests.journeys.conftest import Screen, Stage
from tests.journeys.test_screens import PEOPLE
from tests.journeys.test_shop import APPROVED, order, pay

HERE = "/dashboard/documents/"
PHONES = {Lang.HE: "052-7730101", Lang.EN: "052-7730202"}
# Of the gym that the demo shows, what each kind of posting put on accounts where money lies.
BOOK = """
    select p.kind, sum(e.amount_agorot) from ledger_entry e
    join ledger_posting p on p.id = e.posting_id join org o on o.id = e.org_id
    where o.slug = 'namal' and e.at >= :begins and e.at < :ends
    and (e.account in ('cash', 'bank', 'cheques') or e.account like 'clearing%')
    group by p.kind
"""


def book(house: Stage, month: Month) -> dict[str, Decimal]:
    """By the ledger itself: shekels by kind of posting."""
    begins, ends = (
        clock.day_span(month.first, clock.ISRAEL)[0],
        clock.day_span(month.last, clock.ISRAEL)[1],
    )
    engine = sa.create_engine(db.url(db.OWNER, house.serving.env["FITKIT_DATABASE"]))
    with engine.connect() as c:
        found = c.execute(sa.text(BOOK), {"begins": begins, "ends": ends}).all()
    engine.dispose()
    return {kind: Decimal(int(total)) / 100 for kind, total in found}


def download(s: Screen, words: Text, folder: Path) -> Path:
    """What a click on a button brings, under the name the browser gives it."""
    with s.page.expect_download() as coming:
        s.button(words).click()
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    return kept


def rows_of(sheet: Worksheet) -> list[list[Any]]:
    """Of its table: the notes stand below an empty row."""
    return [list(row) for row in takewhile(any, sheet.iter_rows(min_row=2, values_only=True))]


def amount(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


@pytest.mark.parametrize("lang", Lang)
def test_the_accountants_month_opens_and_agrees_with_the_book(
    house: Stage, tmp_path: Path, lang: Lang
):
    buyer = house.screen(Lang.HE, phone=True)
    mail = f"books-{lang}@example.com"
    order(buyer, "כרטיסייה של 10", PHONES[lang], mail, family="חשבונית")
    pay(buyer, APPROVED)
    buyer.at("/pay/")
    s = house.screen(lang).sign_in_once(PEOPLE["owner"], to=HERE)
    month = Month(clock.day_of(clock.now(), clock.ISRAEL).replace(day=1))
    for _ in range(5):  # a worker is charging meanwhile: what is compared was not moved
        before = book(house, month)
        workbook = download(s, texts.EXCEL, tmp_path)
        table = download(s, texts.CSV, tmp_path)
        if book(house, month) == before:
            break
    assert workbook.suffix == ".xlsx"
    assert table.suffix == ".csv"
    opened = openpyxl.load_workbook(workbook)
    assert len(opened.worksheets) == 5
    assert all(bool(sheet.sheet_view.rightToLeft) is (lang is Lang.HE) for sheet in opened)
    sheets = [rows_of(sheet) for sheet in opened.worksheets]
    assert agrees_with(before, sheets)
    assert balances(sheets[4])
    assert vat_agrees(sheets[3], sheets[4], lang)
    assert table_agrees(table, sheets, lang)
    s.is_quiet()


def agrees_with(book: dict[str, Decimal], sheets: list[list[list[Any]]]) -> bool:
    """Payments and refunds are those of the ledger, line by line and in their sum."""
    for rows, kinds in ((sheets[0], ("payment",)), (sheets[1], ("refund", "refund_paid"))):
        *lines, total = rows
        assert all(isinstance(line[0], date) for line in lines)
        assert sum((amount(line[7]) for line in lines), Decimal()) == amount(total[7])
        in_book = sum((book.get(kind, Decimal()) for kind in kinds), Decimal())
        assert amount(total[7]) == abs(in_book)
    return len(sheets[0]) > 1


def balances(accounts: list[list[Any]]) -> bool:
    """Opening, debits less credits, closing: of each account, and nothing in all."""
    for _, opening, debits, credits_, closing in accounts:
        assert amount(opening) + amount(debits) - amount(credits_) == amount(closing)
    sums = [sum((amount(row[n]) for row in accounts), Decimal()) for n in range(1, 5)]
    assert sums[0] == sums[3] == 0
    return sums[1] == sums[2] > 0


def vat_agrees(rates: list[list[Any]], accounts: list[list[Any]], lang: Lang) -> bool:
    """Revenue and VAT by rate come to what the ledger's two accounts moved."""
    named = {row[0]: amount(row[3]) - amount(row[2]) for row in accounts}
    *_, total = rates
    revenue = named[ledger_texts.ACCOUNTS[Account.REVENUE].to(lang)]
    vat = named[ledger_texts.ACCOUNTS[Account.VAT].to(lang)]
    return (amount(total[1]), amount(total[2])) == (revenue, vat)


def table_agrees(file: Path, sheets: list[list[list[Any]]], lang: Lang) -> bool:
    """The one table of any program says the same as the workbook."""
    body = file.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert {len(line) for line in lines} == {len(head)}
    for words, rows, sign in (
        (texts.ROW_PAYMENT, sheets[0], 1),
        (texts.ROW_REFUND, sheets[1], -1),
        (texts.ROW_DOCUMENT, sheets[2], 1),
    ):
        found = [Decimal(line[-1]) for line in lines if line[0] == words.to(lang)]
        whole = next(row for row in rows if row[0] == texts.TOTAL.to(lang))
        assert sum(found, Decimal()) == sign * amount(whole[-1])
    kept = [line for line in lines if line[0] != texts.ROW_NOTE.to(lang)]
    return all(re.fullmatch(r"-?\d+\.\d\d", line[-1]) for line in kept)
