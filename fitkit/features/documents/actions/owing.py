"""Documents are owed: for what was paid, given back, or paid by a gift card; and missed aloud."""

from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from fitkit.core.clock import day_of
from fitkit.core.i18n import Text
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.tables import columns
from fitkit.core.work import Work
from fitkit.features.documents import queries, rules
from fitkit.features.documents.events import (
    DocumentOwed,
    DocumentsMissing,
)
from fitkit.features.documents.rules import DocumentState
from fitkit.features.documents.tables import TaxDocument
from fitkit.features.payments.rules import ChargeState, RefundState, what_for
from fitkit.features.payments.tables import Charge, Refund
from fitkit.texts import documents as texts

_D: Final = columns(TaxDocument)


@internal
def owe_for_charge(w: Work, *, charge_id: UUID) -> UUID | None:
    """Owe the document of a charge that was paid, once; its id, or None where nothing was paid.

    Publishes DocumentOwed when it is new.
    """
    charge = w.get(Charge, charge_id)
    if charge.state is not ChargeState.PAID or not charge.amount_agorot or charge.paid_on is None:
        return None
    account = queries.in_use(w)
    is_exempt = account is not None and account.is_exempt
    row = {
        "id": charge.id,
        "kind": rules.kind_of_payment(is_exempt=is_exempt, is_advance=charge.is_advance),
        "cause_kind": "charge",
        "member_id": charge.member_id,
        "on": charge.paid_on,
        "amount_agorot": charge.amount_agorot,
        "vat_per_mille": rules.per_mille(
            rules.rate_of(charge.paid_on, is_exempt=is_exempt, is_advance=charge.is_advance)
        ),
        "lines": charge.lines,
        "credits_id": None,
    }
    return _owe(w, row, has_issuer=account is not None)


@internal
def owe_for_refund(w: Work, *, refund_id: UUID) -> UUID | None:
    """Owe what takes back the document of a refund's charge, once; its id, or None before it is done.

    Publishes DocumentOwed when it is new.
    """
    refund = w.get(Refund, refund_id)
    if refund.state is not RefundState.DONE or refund.settled_at is None:
        return None
    # The events of a charge and its refund may come in any order.
    credits_id = owe_for_charge(w, charge_id=refund.charge_id)
    if credits_id is None:
        return None
    original = w.get(TaxDocument, credits_id)
    charge = w.get(Charge, refund.charge_id)
    words = what_for(charge.words, charge.words_en)
    lang = queries.gym(w).lang
    row = {
        "id": refund.id,
        "kind": rules.kind_of_refund(original.kind),
        "cause_kind": "refund",
        "member_id": refund.member_id,
        "on": day_of(refund.settled_at, w.actor.zone),
        "amount_agorot": refund.amount_agorot,
        "vat_per_mille": original.vat_per_mille,
        "lines": [[texts.REFUND_LINE.to(lang, what=words), refund.amount_agorot, 1]],
        "credits_id": credits_id,
    }
    return _owe(w, row, has_issuer=queries.in_use(w) is not None)


@internal
def owe_for_gift(
    w: Work, *, part_id: UUID, member_id: UUID, amount: Money, rate: Fraction, words: Text
) -> UUID | None:
    """Owe the document of what gift cards paid of a sale, once; its id, or None of a sale without VAT.

    Publishes DocumentOwed when it is new.

    Args:
        w: of the sale.
        part_id: of the part of the sale; the document's id.
        member_id: who bought.
        amount: of the part, VAT included.
        rate: of VAT, of the sale.
        words: what was sold, in short.
    """
    kind = rules.kind_of_gift(is_exempt=not rate)
    if kind is None:
        return None
    row = {
        "id": part_id,
        "kind": kind,
        "cause_kind": rules.GIFT,
        "member_id": member_id,
        "on": day_of(w.now, w.actor.zone),
        "amount_agorot": amount.agorot,
        "vat_per_mille": rules.per_mille(rate),
        "lines": [[texts.GIFT_LINE.to(queries.gym(w).lang, what=words), amount.agorot, 1]],
        "credits_id": None,
    }
    return _owe(w, row, has_issuer=queries.in_use(w) is not None)


@internal
def owe_for_gift_back(w: Work, *, part_id: UUID, of_id: UUID, amount: Money) -> UUID | None:
    """Owe what takes back the document of what gift cards paid, or a part of it, once; None where there is none.

    Publishes DocumentOwed when it is new.
    """
    original = w.session.get(TaxDocument, of_id)
    if original is None:
        return None
    what = texts.REFUND_LINE.to(queries.gym(w).lang, what=str(original.lines[0][0]))
    return _owe_as(w, original, part_id, amount, what, takes_back=True)


@internal
def owe_for_gift_again(w: Work, *, part_id: UUID, of_id: UUID, amount: Money) -> UUID | None:
    """Owe the document of what gift cards paid anew, after it was taken back in error; None where there was none.

    Publishes DocumentOwed when it is new.
    """
    original = w.session.get(TaxDocument, of_id)
    if original is None:
        return None
    return _owe_as(w, original, part_id, amount, str(original.lines[0][0]), takes_back=False)


@internal
def alert(w: Work) -> None:
    """Say that documents have been owed for longer than a day. Publishes DocumentsMissing if so."""
    count, oldest = queries.overdue(w, before=w.now - rules.ALERT_AFTER)
    if count and oldest is not None and w.actor.org_id is not None:
        has_issuer = queries.in_use(w) is not None
        w.publish(
            DocumentsMissing(
                about=w.actor.org_id, count=count, oldest_on=oldest, has_issuer=has_issuer
            )
        )


def _owe_as(
    w: Work, original: TaxDocument, id_: UUID, amount: Money, words: str, *, takes_back: bool
) -> UUID:
    """A document at the rate of another of what gift cards paid: it takes that one back, or stands beside it."""
    row = {
        "id": id_,
        "kind": rules.kind_of_refund(original.kind) if takes_back else original.kind,
        "cause_kind": rules.GIFT,
        "member_id": original.member_id,
        "on": day_of(w.now, w.actor.zone),
        "amount_agorot": amount.agorot,
        "vat_per_mille": original.vat_per_mille,
        "lines": [[words, amount.agorot, 1]],
        "credits_id": original.id if takes_back else None,
    }
    return _owe(w, row, has_issuer=queries.in_use(w) is not None)


def _owe(w: Work, row: dict[str, Any], *, has_issuer: bool) -> UUID:
    id_: UUID = row["id"]
    whole = row | {
        "org_id": w.actor.org_id,
        "created_at": w.now,
        "updated_at": w.now,
        "cause_id": id_,
        "state": DocumentState.DUE,
        "tries": 0,
        "next_try_at": w.now,
        "reference": "",
        "number": "",
        "url": "",
        "allocation_number": "",
        "problem": "",
    }
    made = w.hot(insert(_D).values(whole).on_conflict_do_nothing().returning(_D.c.id)).first()
    if made is not None:
        w.publish(
            DocumentOwed(
                about=id_,
                document=row["kind"],
                member_id=row["member_id"],
                amount_agorot=row["amount_agorot"],
                has_issuer=has_issuer,
            )
        )
    return id_
