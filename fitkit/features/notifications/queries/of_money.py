"""What is told of renewals, debts, prices and cards."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from fitkit.core.i18n import Lang, money
from fitkit.core.money import Money
from fitkit.core.permissions import Permission, internal
from fitkit.core.work import Work
from fitkit.features.billing.queries import links
from fitkit.features.billing.tables import Bill, Deal, Period
from fitkit.features.identity import queries as identity
from fitkit.features.members import queries as members
from fitkit.features.notifications.rules import Facts, Happening, NoticeKind, Receiver
from fitkit.features.payments.tables import Card
from fitkit.features.plans.tables import Plan
from fitkit.features.subscriptions.tables import Subscription


@internal
def of_period(w: Work, *, kind: NoticeKind, period_id: UUID, occasion: str = "") -> Happening:
    """What a member is told of a period they owe or owed; a tap leads to where it is paid."""
    row = w.get(Period, period_id)
    facts: Facts = {
        "plan": _plan_of_deal(w, row.deal_id),
        "amount": _amount(_told(row)),
        "first_on": row.first_on.isoformat(),
    }
    path = "/home"
    if kind is not NoticeKind.DEBT_SETTLED:
        path = f"/pay/due/{links.link_token(w, member_id=row.member_id)}"
    return Happening(kind, period_id, facts, path, occasion=occasion)


@internal
def debt_part(w: Work, *, bill_id: UUID) -> Happening:
    """What a member is told of a part that waits for them; once for each try."""
    row = w.get(Bill, bill_id)
    due_on = row.due_on.isoformat() if row.due_on else ""
    facts: Facts = {"amount": _amount(row.amount_agorot), "due_on": due_on}
    path = f"/pay/due/{links.link_token(w, member_id=row.member_id)}"
    return Happening(NoticeKind.DEBT_PART, bill_id, facts, path, occasion=f"{row.tries}")


@internal
def debt_for_staff(w: Work, *, kind: NoticeKind, period_id: UUID, occasion: str = "") -> Happening:
    """What staff are told of a member who owes."""
    row = w.get(Period, period_id)
    known = members.facts(w, member_id=row.member_id)
    facts: Facts = {"name": known.name, "amount": _amount(_told(row))}
    return Happening(kind, period_id, facts, "/dashboard/debt", occasion=occasion)


@internal
def renewals_stuck(w: Work, *, day: date) -> Happening:
    """What the owner is told, once a day, when the company refuses the gym's account."""
    org_id = w.actor.org_id
    if org_id is None:
        raise ValueError("renewals are of a gym")
    return Happening(NoticeKind.RENEWALS_STUCK, org_id, {}, "/dashboard/debt", occasion=f"{day}")


@internal
def price_change(w: Work, *, deal_id: UUID, before: int, after: int, since: date) -> Happening:
    """What a member is told of a new price; amounts in agorot."""
    facts: Facts = {
        "plan": _plan_of_deal(w, deal_id),
        "before": _amount(before),
        "after": _amount(after),
        "since_on": since.isoformat(),
    }
    occasion = f"{since}:{after}"
    return Happening(NoticeKind.PRICE_CHANGE, deal_id, facts, "/me/membership", occasion=occasion)


@internal
def price_instead(price: Happening, *, instead: int, instead_since: date) -> Happening:
    """What a member is told of a new price that takes the place of one that was told."""
    facts = {**price.facts, "instead": _amount(instead), "instead_on": instead_since.isoformat()}
    occasion = f"{price.occasion}:{instead_since}:{instead}"
    return replace(price, kind=NoticeKind.PRICE_INSTEAD, facts=facts, occasion=occasion)


@internal
def commitment_ending(w: Work, *, deal_id: UUID, ends_on: date, days: int) -> Happening:
    """What a member is told before the months they agreed to are over."""
    facts: Facts = {"plan": _plan_of_deal(w, deal_id), "ends_on": ends_on.isoformat()}
    return Happening(
        NoticeKind.COMMITMENT_ENDING,
        deal_id,
        facts,
        "/me/membership",
        occasion=f"{ends_on}:{days}",
    )


@internal
def card_ending(w: Work, *, card_id: UUID, days: int) -> Happening:
    """What a member is told before their card ends."""
    row = w.get(Card, card_id)
    facts: Facts = {"last4": row.last4, "until_on": row.good_until.isoformat()}
    path = f"/pay/due/{links.link_token(w, member_id=row.member_id)}"
    return Happening(NoticeKind.CARD_ENDING, card_id, facts, path, occasion=f"{days}")


@internal
def who_collects(w: Work) -> tuple[Receiver, ...]:
    """Staff who see to money."""
    found = identity.users_who_may(w, permission=Permission.EDIT_MONEY)
    return tuple(Receiver(user_id=user_id) for user_id in sorted(found, key=str))


def _told(row: Period) -> int:
    """What is left of a period, or what it cost when nothing is; in agorot."""
    return row.amount_agorot - row.credit_agorot or row.amount_agorot


def _amount(agorot: int) -> dict[str, str]:
    return {lang.value: money(Money(agorot), lang) for lang in Lang}


def _plan_of_deal(w: Work, deal_id: UUID) -> dict[str, str]:
    held = w.get(Subscription, w.get(Deal, deal_id).subscription_id)
    plan = w.get(Plan, held.plan_id)
    return {Lang.HE.value: plan.name_he, Lang.EN.value: plan.name_en}
