"""Visits that are to be paid for, on screens."""

from dataclasses import dataclass

from fitkit.core.i18n import Lang, money
from fitkit.features.billing.queries import VisitView
from fitkit.texts import visits as texts


@dataclass
class VisitRow:
    """What is to be paid for one visit."""

    id: str  # of the order
    what: str
    amount: str
    owed: str  # both, in short: of a button
    take: str  # the button's name, read out
    pay: str  # the same for whoever pays
    href: str = ""  # of the page on which it is paid


def visit_row(view: VisitView, lang: Lang, *, href: str = "") -> VisitRow:
    """One visit."""
    what = view.what.to(lang)
    return VisitRow(
        id=str(view.order_id),
        what=what,
        amount=money(view.amount, lang),
        owed=texts.OWED.to(lang, amount=view.amount),
        take=texts.TAKE_NAMED.to(lang, what=what),
        pay=texts.PAY_NAMED.to(lang, what=what),
        href=href,
    )
