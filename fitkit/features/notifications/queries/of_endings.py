"""What is told of deals that end."""

from uuid import UUID

from fitkit.core.i18n import Lang, day_in_record, money
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing import queries as billing
from fitkit.features.billing.queries import CancellationView
from fitkit.features.billing.rules.words import CancellationState
from fitkit.features.notifications.queries._words import words_of
from fitkit.features.notifications.rules import Facts, Happening, NoticeKind
from fitkit.texts import notices as texts


@internal
def deal_cancelled(w: Work, *, cancellation_id: UUID, member_id: UUID) -> Happening:
    """What the member is told: until when, what comes back and by when, or that the gym decides."""
    view = billing.cancellation(w, member_id=member_id, cancellation_id=cancellation_id)
    waits = view.state is CancellationState.REVIEW
    kind = NoticeKind.CANCEL_ASKED if waits else NoticeKind.DEAL_CANCELLED
    facts: dict[str, str | int | dict[str, str]] = {
        "plan": words_of(view.plan),
        "noticed_on": view.ending.noticed_on.isoformat(),
        "last_on": view.ending.last_day.isoformat(),
        "sums": _sums(view),
    }
    return Happening(kind, cancellation_id, facts, "/home", occasion=view.state)


@internal
def member_cancelled(w: Work, *, cancellation_id: UUID, member_id: UUID) -> Happening:
    """What the gym is told of a notice, and whether it has to decide."""
    view = billing.cancellation(w, member_id=member_id, cancellation_id=cancellation_id)
    waits = view.state is CancellationState.REVIEW
    facts: dict[str, str | int | dict[str, str]] = {
        "plan": words_of(view.plan),
        "name": view.member,
        "last_on": view.ending.last_day.isoformat(),
        "sums": words_of(texts.CANCEL_TO_DECIDE) if waits else _sums(view),
    }
    path = f"/dashboard/members/{member_id}"
    return Happening(NoticeKind.MEMBER_CANCELLED, cancellation_id, facts, path, occasion=view.state)


@internal
def cancellation_withdrawn(w: Work, *, cancellation_id: UUID, member_id: UUID) -> Happening:
    """What the member is told who stays."""
    view = billing.cancellation(w, member_id=member_id, cancellation_id=cancellation_id)
    facts: Facts = {"plan": words_of(view.plan)}
    return Happening(NoticeKind.CANCEL_WITHDRAWN, cancellation_id, facts, "/home")


def _sums(view: CancellationView) -> dict[str, str]:
    """What comes back and by when, or is left; and the fee in it."""
    done = view.ending
    by = day_in_record(done.refund_by) if done.refund_by else ""
    said = {}
    for lang in Lang:
        parts = []
        if done.refund > Money(0):
            parts.append(texts.CANCEL_REFUND.to(lang, sum=money(done.refund, lang), by=by))
        elif done.owed > Money(0):
            parts.append(texts.CANCEL_OWED.to(lang, sum=money(done.owed, lang)))
        else:
            parts.append(texts.CANCEL_EVEN.to(lang))
        if done.fee > Money(0):
            parts.append(texts.CANCEL_FEE.to(lang, fee=money(done.fee, lang)))
        said[lang.value] = " ".join(parts)
    return said
