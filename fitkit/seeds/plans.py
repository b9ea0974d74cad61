"""What the demo's members hold: plans by how often they train, until they left."""

from datetime import date
from random import Random
from uuid import UUID

from fitkit.core.actor import Actor
from fitkit.core.money import Money
from fitkit.core.work import Work, open_work
from fitkit.features.class_types import queries as class_types
from fitkit.features.members import actions as members
from fitkit.features.plans import actions as plan_actions
from fitkit.features.plans import queries as plans
from fitkit.features.plans.rules import Every, PlanDetails, PlanKind, Terms
from fitkit.features.subscriptions import actions as subscriptions
from fitkit.features.subscriptions import queries as held_plans
from fitkit.features.subscriptions.rules import SubscriptionStatus
from fitkit.seeds.history import Held
from fitkit.seeds.people import Regular


def sell_by_the_year(owner: Actor) -> None:
    """One plan that binds for a year, at a price below that of a single month."""
    with open_work(owner) as w:
        (free,) = (p for p in plans.plans(w) if p.terms.kind is PlanKind.UNLIMITED)
        plan_actions.add(
            w,
            details=PlanDetails(
                "חופשי, שנה",
                "Unlimited, a year",
                free.terms,
                free.price - Money.shekels(60),
                every=Every.MONTH,
                commitment_months=12,
                open_price=free.price,
            ),
        )


def by_the_year(owner: Actor) -> UUID:
    """The plan that binds for a year."""
    with open_work(owner) as w:
        return next(p.id for p in plans.plans(w) if p.commitment_months is not None)


def sell_lifting(owner: Actor) -> UUID:
    """One plan for the lifting classes alone, beside a pack for all the others."""
    with open_work(owner) as w:
        _, lifting, *_ = class_types.class_types(w)
        return plan_actions.add(
            w,
            details=PlanDetails(
                "הרמות, פעם בשבוע",
                "Lifting, once a week",
                Terms(PlanKind.WEEKLY, weekly_limit=1, class_type_ids=(lifting.id,)),
                Money.shekels(180),
                every=Every.MONTH,
            ),
        )


def give_lifting(owner: Actor, person: Regular, plan_id: UUID, starts_on: date) -> None:
    """A second plan of somebody who has a pack."""
    with open_work(owner) as w:
        subscriptions.give_past(w, member_id=person.id, plan_id=plan_id, starts_on=starts_on)


def give_plans(owner: Actor, regulars: list[Regular], dice: Random) -> dict[UUID, Held]:
    """What each member pays with: a pack, or a plan from the day they joined; a few have none."""
    with open_work(owner) as w:
        sold = plans.plans(w)
        pack = next(p for p in sold if p.terms.kind is PlanKind.PACK)
        limited = {p.terms.weekly_limit: p for p in sold if p.terms.kind is PlanKind.WEEKLY}
        free, year = (p for p in sold if p.terms.kind is PlanKind.UNLIMITED)
        held: dict[UUID, Held] = {}
        for n, person in enumerate(regulars):
            if n and dice.random() < 0.04:
                continue  # came in, never took a plan
            if n == 0 or (dice.random() < 0.25 and person.visits_a_week <= 2):
                held[person.id] = Held(PlanKind.PACK, pack.id, None, None)
                continue
            wanted = person.visits_a_week
            unlimited = year if n % 3 == 0 else free
            chosen = limited[2] if wanted <= 2 else limited[3] if wanted <= 3 else unlimited
            given = subscriptions.give_past(
                w, member_id=person.id, plan_id=chosen.id, starts_on=person.joined_on
            )
            limit = chosen.terms.weekly_limit
            held[person.id] = Held(chosen.terms.kind, chosen.id, given.subscription_id, limit)
    return held


def let_go(owner: Actor, regulars: list[Regular]) -> None:
    """Whoever left: the plan ended then; half of them are in the archive."""
    gone = [r for r in regulars if r.left_on is not None]
    for n, person in enumerate(gone):
        with open_work(owner) as w:
            for one in _running(w, person.id):
                subscriptions.end(w, subscription_id=one)
            if n % 2:
                members.archive(w, member_id=person.id)


def _running(w: Work, member_id: UUID) -> list[UUID]:
    return [
        one.id
        for one in held_plans.held(w, member_id=member_id)
        if one.status is not SubscriptionStatus.ENDED
    ]
