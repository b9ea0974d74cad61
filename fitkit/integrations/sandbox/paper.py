"""The file of a demo document: one page, right to left in Hebrew."""

from datetime import datetime
from fractions import Fraction
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from fitkit.core.i18n import Lang, day_in_record, ltr, money
from fitkit.core.money import Money
from fitkit.core.settings import ROOT
from fitkit.ports.invoices import DocumentRequest
from fitkit.texts import demo_papers as texts

_FONTS: Final = ROOT / "assets" / "fonts"
_MM: Final = 210 - 2 * 20  # between the margins
_MINUS: Final = ("credit_note", "refund_receipt")


def document_pdf(
    request: DocumentRequest, *, number: str, allocation: str, business: str, at: datetime
) -> bytes:
    """Set a document; the same facts make the same bytes.

    Args:
        request: what it says; its lines and means of payment.
        number: as numbered.
        allocation: the Tax Authority's, or empty.
        business: who issued it.
        at: when it was made, an aware moment.
    """
    paper = _Paper(request.lang, at)
    kind = texts.KINDS[request.kind].to(request.lang)
    title = texts.TITLE.to(request.lang, kind=kind, number=ltr(number))
    paper.set_title(title)
    paper.words(business, size=13, bold=True)
    paper.words(title, size=20, bold=True)
    paper.words(texts.SAMPLE.to(request.lang), size=10)
    paper.gap()
    _head(paper, request, allocation)
    paper.gap()
    _lines(paper, request)
    paper.gap()
    for by in request.paid:
        way = texts.WAYS[by.way].to(request.lang)
        if by.last4:
            way = texts.CARD_ENDING.to(request.lang, last4=ltr(by.last4))
        paper.row(f"{texts.PAID.to(request.lang)}: {way}", "", money(by.amount, request.lang))
    if request.remarks:
        paper.gap()
        paper.words(request.remarks, size=10)
    return bytes(paper.output())


def _head(paper: "_Paper", request: DocumentRequest, allocation: str) -> None:
    lang = request.lang
    facts = [
        (texts.DATE, ltr(day_in_record(request.on))),
        (texts.TO, request.customer.name),
        (texts.TAX_ID, ltr(request.customer.tax_id) if request.customer.tax_id else ""),
        (texts.ALLOCATION, ltr(allocation) if allocation else ""),
    ]
    for label, words in facts:
        if words:
            paper.words(f"{label.to(lang)}: {words}")
    if request.credits_number:
        paper.words(texts.CREDITS.to(lang, number=ltr(request.credits_number)))


def _lines(paper: "_Paper", request: DocumentRequest) -> None:
    lang = request.lang
    paper.row(texts.WHAT.to(lang), texts.HOW_MANY.to(lang), texts.SUM.to(lang), bold=True)
    for line in request.lines:
        paper.row(line.words, str(line.quantity), _signed(request, line.total))
    paper.rule()
    if request.vat_rate:
        vat = request.amount.vat_inside(request.vat_rate)
        paper.row(texts.BEFORE_VAT.to(lang), "", _signed(request, request.amount - vat))
        percent = ltr(_percent(request.vat_rate))
        paper.row(texts.VAT.to(lang, percent=percent), "", _signed(request, vat))
    paper.row(texts.TOTAL.to(lang), "", _signed(request, request.amount), bold=True)


def _signed(request: DocumentRequest, amount: Money) -> str:
    return money(-amount if request.kind in _MINUS else amount, request.lang)


def _percent(rate: Fraction) -> str:
    return f"{float(rate * 100):g}%"


class _Paper(FPDF):
    """A page whose lines begin on the reader's side."""

    def __init__(self, lang: Lang, at: datetime) -> None:
        super().__init__(format="A4")
        self.is_rtl = lang is Lang.HE
        self.set_margin(20)
        self.set_creation_date(at)
        self.set_lang("he-IL" if self.is_rtl else "en-IL")
        self.add_font("Heebo", "", _FONTS / "Heebo-Regular.ttf")
        self.add_font("Heebo", "B", _FONTS / "Heebo-Bold.ttf")
        if self.is_rtl:
            self.set_text_shaping(True, direction="rtl", script="hebr", language="heb")
        else:  # a Hebrew name inside an English paper turns by itself
            self.set_text_shaping(True, direction="ltr")
        self.add_page()

    def words(self, words: str, *, size: int = 11, bold: bool = False) -> None:
        """Words from margin to margin, over as many lines as they take."""
        self.set_font("Heebo", "B" if bold else "", size)
        side = "R" if self.is_rtl else "L"
        self.multi_cell(0, size * 0.6, words, align=side, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def row(self, words: str, middle: str, end: str, *, bold: bool = False) -> None:
        """Three columns, the first on the reader's side."""
        self.set_font("Heebo", "B" if bold else "", 11)
        cells = [(0.6, words, "R" if self.is_rtl else "L"), (0.15, middle, "C")]
        cells.append((0.25, end, "L" if self.is_rtl else "R"))
        top, bottom = self.get_y(), self.get_y()
        left = self.l_margin
        for share, said, side in reversed(cells) if self.is_rtl else cells:
            self.set_xy(left, top)
            self.multi_cell(_MM * share, 7, said, align=side, new_x=XPos.RIGHT, new_y=YPos.NEXT)
            left += _MM * share
            bottom = max(bottom, self.get_y())
        self.set_xy(self.l_margin, bottom)

    def rule(self) -> None:
        """A line across."""
        y = self.get_y() + 1
        self.line(self.l_margin, y, self.l_margin + _MM, y)
        self.set_y(y + 1)

    def gap(self) -> None:
        """Room between parts."""
        self.ln(6)
