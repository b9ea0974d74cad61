"""The accountant's month as files: one table for any program, and a workbook of several sheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fitkit.core.i18n import Lang, Text, day_in_record, money
from fitkit.core.money import ZERO, Money
from fitkit.features.documents.queries import DocumentView, MoneyLine, MonthView
from fitkit.features.documents.rules import takes_back
from fitkit.texts import documents as texts
from fitkit.texts import ledger as ledger_texts
from fitkit.texts import payments as payment_texts
from fitkit.web.rows.document import by_gift
from fitkit.web.rows.member import disarmed

Cell = str | date | Money | None
CSV_TYPE: Final = "text/csv"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEKELS: Final = '#,##0.00 "₪";[Red]-#,##0.00 "₪"'
_DAY: Final = "dd.mm.yyyy"
_WIDEST: Final = 46


def month_csv(view: MonthView, lang: Lang) -> bytes:
    """Everything in one table, a row each, money that went back below zero; opens in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = (
        texts.ROW,
        texts.HEAD_DAY,
        texts.HEAD_MEMBER,
        texts.HEAD_WORDS,
        texts.HEAD_WAY,
        texts.HEAD_REFERENCE,
        texts.HEAD_NUMBER,
        texts.HEAD_ALLOCATION,
        texts.HEAD_BEFORE_VAT,
        texts.HEAD_VAT,
        texts.HEAD_AMOUNT,
    )
    writer.writerow([head.to(lang) for head in heads])
    for row in _flat(view, lang):
        writer.writerow([_written(cell) for cell in row])
    for words in _all_notes(view, lang):
        writer.writerow([texts.ROW_NOTE.to(lang), "", "", _written(words), *[""] * 7])
    return out.getvalue().encode("utf-8-sig")


def month_xlsx(view: MonthView, lang: Lang) -> bytes:
    """A workbook: payments, refunds, documents, VAT, accounts; right to left in Hebrew."""
    book = Workbook()
    book.remove(book.worksheets[0])
    money_heads = (
        texts.HEAD_DAY,
        texts.HEAD_MEMBER,
        texts.HEAD_WORDS,
        texts.HEAD_WAY,
        texts.HEAD_PROVIDER,
        texts.HEAD_REFERENCE,
        texts.HEAD_DOCUMENT,
        texts.HEAD_AMOUNT,
    )
    for title, lines in (
        (texts.SHEET_PAYMENTS, view.payments),
        (texts.SHEET_REFUNDS, view.refunds),
    ):
        total = sum((line.amount for line in lines), ZERO)
        rows = [_money_cells(line, lang) for line in lines]
        sheet = _sheet(book, title, money_heads, rows, lang, total=_total(lang, 8, {7: total}))
        _say(sheet, [texts.BASIS_MONEY.to(lang)])
    _documents(book, view, lang)
    _vat(book, view, lang)
    _accounts(book, view, lang)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _documents(book: Workbook, view: MonthView, lang: Lang) -> None:
    heads = (
        texts.HEAD_DAY,
        texts.COLUMN_KIND,
        texts.HEAD_NUMBER,
        texts.HEAD_TAKES_BACK,
        texts.HEAD_ALLOCATION,
        texts.HEAD_MEMBER,
        texts.HEAD_BEFORE_VAT,
        texts.HEAD_VAT,
        texts.HEAD_AMOUNT,
    )
    rows: list[Sequence[Cell]] = []
    sums = [ZERO, ZERO, ZERO]
    for one in view.documents:
        parts = _parts(one)
        sums = [a + b for a, b in zip(sums, parts, strict=True)]
        kind = _kind(one, lang)
        names = (one.number, one.credits_number, one.allocation_number, one.member)
        rows.append((one.on, kind, *names, *parts))
    total = _total(lang, 9, dict(zip((6, 7, 8), sums, strict=True)))
    sheet = _sheet(book, texts.SHEET_DOCUMENTS, heads, rows, lang, total=total)
    missing = [texts.MISSING_COUNT.to(lang, view.missing)] if view.missing else []
    _say(sheet, [*missing, texts.BASIS_DOCUMENTS.to(lang), _difference(view, lang)])


def _vat(book: Workbook, view: MonthView, lang: Lang) -> None:
    heads = (texts.HEAD_RATE, texts.HEAD_BEFORE_VAT, texts.HEAD_VAT, texts.HEAD_AMOUNT)
    rows = [(_percent(v.per_mille), v.before_vat, v.vat, v.total) for v in view.vat]
    sums = {
        1: sum((v.before_vat for v in view.vat), ZERO),
        2: sum((v.vat for v in view.vat), ZERO),
        3: sum((v.total for v in view.vat), ZERO),
    }
    sheet = _sheet(book, texts.SHEET_VAT, heads, rows, lang, total=_total(lang, 4, sums))
    _say(sheet, [texts.BASIS_VAT.to(lang), _difference(view, lang)])


def _accounts(book: Workbook, view: MonthView, lang: Lang) -> None:
    heads = (
        texts.HEAD_ACCOUNT,
        texts.HEAD_OPENING,
        texts.HEAD_DEBITS,
        texts.HEAD_CREDITS,
        texts.HEAD_CLOSING,
    )
    rows = [
        (ledger_texts.ACCOUNTS[a.account].to(lang), a.before, a.debits, a.credits, a.after)
        for a in view.accounts
    ]
    _say(
        _sheet(book, texts.SHEET_ACCOUNTS, heads, rows, lang),
        [texts.BASIS_ACCOUNTS.to(lang)],
    )


def _all_notes(view: MonthView, lang: Lang) -> tuple[str, ...]:
    """By what each kind of row counts its VAT, and why two sums of it differ."""
    bases = (texts.BASIS_MONEY, texts.BASIS_DOCUMENTS, texts.BASIS_VAT)
    return (*(basis.to(lang) for basis in bases), _difference(view, lang))


def _difference(view: MonthView, lang: Lang) -> str:
    """The VAT of the book beside that of the documents, and what makes the difference."""
    book = sum((rate.vat for rate in view.vat), ZERO)
    papers = sum((_parts(one)[1] for one in view.documents), ZERO)
    if book == papers:
        return texts.VAT_IS_ONE.to(lang, book=money(book, lang))
    return texts.VAT_DIFFERS.to(
        lang,
        book=money(book, lang),
        documents=money(papers, lang),
        difference=money(book - papers, lang),
    )


def _say(sheet: Worksheet, lines: Iterable[str]) -> None:
    """Lines of words under a table, an empty row before them."""
    at = sheet.max_row + 2
    for n, words in enumerate(lines):
        cell = sheet.cell(at + n, 1)
        cell.value, cell.data_type = _clean(words), "s"


def _sheet(
    book: Workbook,
    title: Text,
    heads: Sequence[Text],
    rows: Iterable[Sequence[Cell]],
    lang: Lang,
    *,
    total: Sequence[Cell] | None = None,
) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title.to(lang))
    sheet.sheet_view.rightToLeft = lang is Lang.HE
    sheet.freeze_panes = "A2"
    widths = [len(head.to(lang)) for head in heads]
    _put(sheet, 1, [head.to(lang) for head in heads], widths, bold=True)
    at = 1
    for at, row in enumerate(rows, start=2):  # where the total goes
        _put(sheet, at, row, widths)
    if total is not None:
        _put(sheet, at + 1, total, widths, bold=True)
    for n, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = min(width + 3, _WIDEST)
    return sheet


def _put(
    sheet: Worksheet, at: int, cells: Sequence[Cell], widths: list[int], *, bold: bool = False
) -> None:
    for n, value in enumerate(cells):
        cell = sheet.cell(at, n + 1)
        match value:
            case Money():
                cell.value, cell.number_format = _shekels(value), _SHEKELS
            case date():
                cell.value, cell.number_format = value, _DAY
            case str():
                # Said to be a text: a name that begins with "=" is no formula.
                cell.value = _clean(value)
                cell.data_type = "s"
        cell.font = Font(bold=bold)
        widths[n] = max(widths[n], len(_written(value)))


def _flat(view: MonthView, lang: Lang) -> Iterable[tuple[Cell, ...]]:
    for line in view.payments:
        yield (texts.ROW_PAYMENT.to(lang), *_flat_money(line, lang), line.amount)
    for line in view.refunds:
        yield (texts.ROW_REFUND.to(lang), *_flat_money(line, lang), -line.amount)
    for one in view.documents:
        kind = _kind(one, lang)
        before_vat, vat, total = _parts(one)
        row = texts.ROW_DOCUMENT.to(lang)
        yield (
            *(row, one.on, one.member, kind, "", "", one.number, one.allocation_number),
            *(before_vat, vat, total),
        )
    for rate in view.vat:
        row, last = texts.ROW_VAT.to(lang), view.month.last
        yield (
            *(row, last, "", _percent(rate.per_mille), "", "", "", ""),
            *(rate.before_vat, rate.vat, rate.total),
        )


def _flat_money(line: MoneyLine, lang: Lang) -> tuple[Cell, ...]:
    way = payment_texts.WAYS[line.way].to(lang)
    names = (line.member, line.words, way, line.reference, line.document_number)
    return (line.on, *names, "", None, None)


def _money_cells(line: MoneyLine, lang: Lang) -> tuple[Cell, ...]:
    company = payment_texts.PROVIDERS[line.provider].to(lang) if line.provider else ""
    way = payment_texts.WAYS[line.way].to(lang)
    names = (line.member, line.words, way, company, line.reference, line.document_number)
    return (line.on, *names, line.amount)


def _kind(one: DocumentView, lang: Lang) -> str:
    """What a document is, and why an invoice has no payment beside it."""
    kind, how = texts.KINDS[one.kind], by_gift(one)
    return texts.KIND_BY_GIFT.to(lang, kind=kind, how=how) if how else kind.to(lang)


def _parts(one: DocumentView) -> tuple[Money, Money, Money]:
    """Before VAT, VAT, and all of it; below zero of what takes back."""
    amount = -one.amount if takes_back(one.kind) else one.amount
    vat = amount.vat_inside(Fraction(one.vat_per_mille, 1000))
    return amount - vat, vat, amount


def _total(lang: Lang, columns: int, sums: dict[int, Money]) -> list[Cell]:
    row: list[Cell] = [None] * columns
    row[0] = texts.TOTAL.to(lang)
    for at, amount in sums.items():
        row[at] = amount
    return row


def _percent(per_mille: int) -> str:
    whole, part = divmod(per_mille, 10)
    return f"{whole}.{part}%" if part else f"{whole}%"


def _shekels(amount: Money) -> Decimal:
    return Decimal(amount.agorot) / 100


def _written(value: Cell) -> str:
    match value:
        case Money():
            return f"{_shekels(value):.2f}"
        case date():
            return day_in_record(value)
        case str():
            return disarmed(_clean(value))
    return ""


def _clean(words: str) -> str:
    """Without marks of direction and signs that a spreadsheet refuses or shows as boxes."""
    return "".join(c for c in words if c.isprintable() and c not in "\u2066\u2067\u2068\u2069")
