"""Plans, made through the actions."""

from uuid import UUID

from fitkit.core.money import Money
from fitkit.core.work import Work
from fitkit.features.plans import actions
from fitkit.features.plans.rules import PlanDetails, PlanKind, Terms


def make_plan(w: Work, name: str, terms: Terms, *, shekels: int = 390) -> UUID:
    return actions.add(
        w,
        details=PlanDetails(name_he=name, name_en="", terms=terms, price=Money.shekels(shekels)),
    )


def make_weekly(w: Work, limit: int = 3, *, class_type_ids: tuple[UUID, ...] = ()) -> UUID:
    terms = Terms(PlanKind.WEEKLY, weekly_limit=limit, class_type_ids=class_type_ids)
    return make_plan(w, f"{limit} בשבוע", terms)


def make_unlimited(w: Work) -> UUID:
    return make_plan(w, "חופשי", Terms(PlanKind.UNLIMITED))


def make_pack(
    w: Work, entries: int = 10, *, days: int = 175, class_type_ids: tuple[UUID, ...] = ()
) -> UUID:
    terms = Terms(PlanKind.PACK, entries=entries, valid_days=days, class_type_ids=class_type_ids)
    return make_plan(w, f"כרטיסייה של {entries} ל־{days} ימים", terms)


def make_trial(w: Work) -> UUID:
    return make_plan(w, "שיעור ניסיון", Terms(PlanKind.TRIAL))
