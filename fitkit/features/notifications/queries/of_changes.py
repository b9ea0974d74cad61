"""What is told of plans that rest, and of plans that became others."""

from datetime import date
from uuid import UUID

from fitkit.core.clock import day_of
from fitkit.core.i18n import Lang, Text, money
from fitkit.core.money import Money
from fitkit.core.permissions import internal
from fitkit.core.work import Work
from fitkit.features.billing import queries as billing
from fitkit.features.members import queries as members
from fitkit.features.notifications.queries._words import words_of
from fitkit.features.notifications.rules import Facts, Happening, NoticeKind
from fitkit.features.plans import queries as plans
from fitkit.texts import notices as texts

MINE = "/me/membership"


@internal
def plan_frozen(
    w: Work, *, subscription_id: UUID, member_id: UUID, plan_id: UUID, span: tuple[date, date]
) -> Happening:
    """What a member is told whose plan rests, or will: from when to when, and when they pay next."""
    facts: Facts = {
        "plan": words_of(plans.plan(w, plan_id=plan_id).name),
        "first_on": span[0].isoformat(),
        "last_on": span[1].isoformat(),
        "next": _next_charge(w, subscription_id, member_id),
    }
    occasion = f"{span[0]}:{span[1]}:{_today(w)}"
    return Happening(NoticeKind.PLAN_FROZEN, subscription_id, facts, MINE, occasion=occasion)


@internal
def plan_awake(w: Work, *, subscription_id: UUID, member_id: UUID, plan_id: UUID) -> Happening:
    """What a member is told whose plan rests no more."""
    facts: Facts = {
        "plan": words_of(plans.plan(w, plan_id=plan_id).name),
        "next": _next_charge(w, subscription_id, member_id),
    }
    return Happening(NoticeKind.PLAN_AWAKE, subscription_id, facts, MINE, occasion=_today(w))


@internal
def plan_changed(
    w: Work,
    *,
    change_id: UUID,
    subscription_id: UUID,
    member_id: UUID,
    plan_id: UUID,
    takes_on: date,
) -> Happening:
    """What a member is told who holds another plan from a day on, and when they pay next."""
    facts: Facts = {
        "plan": words_of(plans.plan(w, plan_id=plan_id).name),
        "takes_on": takes_on.isoformat(),
        "next": _next_charge(w, subscription_id, member_id),
    }
    return Happening(NoticeKind.PLAN_CHANGED, change_id, facts, MINE)


@internal
def change_ahead(
    w: Work, *, change_id: UUID, plan_id: UUID, takes_on: date, amount_agorot: int
) -> Happening:
    """What a member is told whose plan will be another one."""
    said = {lang: money(Money(amount_agorot), lang) for lang in Lang}
    facts: Facts = {
        "plan": words_of(plans.plan(w, plan_id=plan_id).name),
        "takes_on": takes_on.isoformat(),
        "amount": words_of(Text(said[Lang.HE], said[Lang.EN])),
    }
    return Happening(NoticeKind.CHANGE_AHEAD, change_id, facts, MINE)


@internal
def change_failed(w: Work, *, change_id: UUID, plan_id: UUID, is_given_back: bool) -> Happening:
    """What a member is told whose change was not made."""
    facts: Facts = {
        "plan": words_of(plans.plan(w, plan_id=plan_id).name),
        "money": words_of(texts.CHANGE_MONEY_BACK if is_given_back else texts.CHANGE_NOT_CHARGED),
    }
    return Happening(NoticeKind.CHANGE_FAILED, change_id, facts, MINE, occasion=str(is_given_back))


@internal
def plan_handed_over(
    w: Work, *, change_id: UUID, plan_id: UUID, from_id: UUID, to_id: UUID
) -> Happening:
    """What both are told when a plan goes from one member to another."""
    facts: Facts = {
        "plan": words_of(plans.plan(w, plan_id=plan_id).name),
        "giver": members.facts(w, member_id=from_id).name,
        "taker": members.facts(w, member_id=to_id).name,
    }
    return Happening(NoticeKind.PLAN_HANDED_OVER, change_id, facts, MINE)


def _next_charge(w: Work, subscription_id: UUID, member_id: UUID) -> dict[str, str]:
    """When it is charged next, in both languages; empty where nothing is."""
    found = [
        d
        for d in billing.next_charges(w, member_id=member_id)
        if d.subscription_id == subscription_id
    ]
    if not found or found[0].next_on is None:
        return words_of(Text("", ""))
    said = {
        lang: texts.NEXT_CHARGE.to(lang, amount=found[0].next_amount, day=found[0].next_on)
        for lang in Lang
    }
    return words_of(Text(said[Lang.HE], said[Lang.EN]))


def _today(w: Work) -> str:
    return day_of(w.now, w.actor.zone).isoformat()
