"""Changes of plans; never of what somebody holds."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from fitkit.core.errors import Refusal
from fitkit.core.permissions import Permission, internal, requires
from fitkit.core.search import fold
from fitkit.core.work import Work
from fitkit.features.class_types import queries as class_types
from fitkit.features.class_types.rules import PolicyOverride
from fitkit.features.locations import queries as locations
from fitkit.features.members.rules import changed_fields
from fitkit.features.orgs.rules import GymKind
from fitkit.features.orgs.tables import Org
from fitkit.features.plans import queries, rules
from fitkit.features.plans.events import PlanAdded, PlanChanged, PlanRestored, PlanRetired
from fitkit.features.plans.rules import PlanDetails
from fitkit.features.plans.tables import Plan, PlanClassType
from fitkit.texts import catalogue as texts


@requires(Permission.EDIT_PLANS)
def add(w: Work, *, details: PlanDetails) -> UUID:
    """Put a plan on sale and return its id.

    Raises:
        Invalid: fields at fault.
        Refusal: another plan on sale has this name, or a class type is gone; at the field.
    """
    clean = rules.checked(details)
    _check(w, clean, except_id=None)
    return _add(w, clean)


@requires(Permission.EDIT_PLANS)
def change(w: Work, *, plan_id: UUID, details: PlanDetails) -> None:
    """Replace what is known of a plan: for those who get it from now on.

    Whoever holds it keeps the terms it was given with.

    Raises:
        Invalid: fields at fault.
        Refusal: as for add.
    """
    row = w.hold(Plan, plan_id)
    clean = rules.checked(details)
    _check(w, clean, except_id=plan_id)
    covered = queries.plan(w, plan_id=plan_id).terms.class_type_ids
    price_before, open_before = row.price_agorot, row.open_price_agorot
    after = _kept(clean)
    before = {name: getattr(row, name) for name in after} | {"class_type_ids": covered}
    changed = changed_fields(before, after | {"class_type_ids": clean.terms.class_type_ids})
    if not changed:
        return
    for name in after:
        setattr(row, name, after[name])
    if "class_type_ids" in changed:
        w.session.execute(sa.delete(PlanClassType).where(col(PlanClassType.plan_id) == plan_id))
        _cover(w, plan_id, clean)
    w.publish(
        PlanChanged(
            about=plan_id,
            plan_id=plan_id,
            fields=changed,
            price_agorot_before=price_before,
            price_agorot=clean.price.agorot,
            open_price_agorot_before=open_before,
            open_price_agorot=after["open_price_agorot"],
        )
    )


@requires(Permission.EDIT_PLANS)
def retire(w: Work, *, plan_id: UUID) -> None:
    """Stop selling a plan; whoever holds it keeps it.

    Raises:
        Refusal: not sold already.
    """
    row = w.hold(Plan, plan_id)
    if row.retired_at is not None:
        raise Refusal(texts.PLAN_RETIRED)
    row.retired_at = w.now
    w.publish(PlanRetired(about=plan_id, plan_id=plan_id))


@requires(Permission.EDIT_PLANS)
def restore(w: Work, *, plan_id: UUID) -> None:
    """Sell a plan again.

    Raises:
        Refusal: on sale already, or its name is another's by now.
    """
    row = w.hold(Plan, plan_id)
    if row.retired_at is None:
        raise Refusal(texts.PLAN_ON_SALE)
    _refuse_same_name(w, he=row.name_he, en=row.name_en, except_id=plan_id)
    row.retired_at = None
    w.publish(PlanRestored(about=plan_id, plan_id=plan_id))


@internal
def add_template(w: Work, *, org_id: UUID, kind: GymKind) -> None:
    """Give a new gym its first plans; nothing when it has any."""
    w.hold(Org, org_id)  # so that two tellings do not both find none
    if w.session.scalars(select(col(Plan.id)).limit(1)).first() is not None:
        return
    for details in rules.template(kind):
        _add(w, details)


def _add(w: Work, clean: PlanDetails) -> UUID:
    last = w.session.scalar(select(sa.func.max(col(Plan.position))))
    row = Plan(**_kept(clean), position=0 if last is None else last + 1)
    w.add(row)
    w.session.flush()
    _cover(w, row.id, clean)
    w.publish(PlanAdded(about=row.id, plan_id=row.id, kind=row.kind, price_agorot=row.price_agorot))
    return row.id


def _kept(clean: PlanDetails) -> dict[str, Any]:  # Any: values of columns of many types
    return {
        "name_he": clean.name_he,
        "name_en": clean.name_en,
        "kind": clean.terms.kind,
        "weekly_limit": clean.terms.weekly_limit,
        "entries": clean.terms.entries,
        "valid_days": clean.terms.valid_days,
        "price_agorot": clean.price.agorot,
        "every": clean.every,
        "commitment_months": clean.commitment_months,
        "open_price_agorot": None if clean.open_price is None else clean.open_price.agorot,
        "billing_day": clean.billing_day,
        "most_instalments": clean.most_instalments,
        "is_private": clean.is_private,
        "is_kept": clean.is_kept,
        "location_ids": [str(each) for each in clean.terms.location_ids],
        "day_limit": clean.terms.day_limit,
        "open_limit": clean.terms.open_limit,
        "class_from": clean.terms.class_from,
        "class_until": clean.terms.class_until,
        "begin_within": clean.terms.begin_within,
        "sold_from": clean.sold_from,
        "sold_until": clean.sold_until,
        "overrides": {key: one.facts() for key, one in clean.overrides.items()},
    }


def _cover(w: Work, plan_id: UUID, clean: PlanDetails) -> None:
    covered = clean.terms.class_type_ids
    w.add(*(PlanClassType(plan_id=plan_id, class_type_id=each) for each in covered))


def _check(w: Work, clean: PlanDetails, *, except_id: UUID | None) -> None:
    _refuse_same_name(w, he=clean.name_he, en=clean.name_en, except_id=except_id)
    covered = clean.terms.class_type_ids
    if covered and len(class_types.by_id(w, ids=covered)) != len(covered):
        raise Refusal(texts.CLASS_TYPE_GONE, field="class_type_ids")
    changed = _types_of(clean.overrides)
    if len(class_types.by_id(w, ids=changed)) != len(changed):
        raise Refusal(texts.CLASS_TYPE_GONE, field="overrides")
    if not locations.are_ours(w, ids=clean.terms.location_ids):
        raise Refusal(texts.PLACE_GONE, field="location_ids")


def _types_of(overrides: Mapping[str, PolicyOverride]) -> set[UUID]:
    try:
        return {UUID(key) for key in overrides if key != rules.ALL_TYPES}
    except ValueError:
        raise Refusal(texts.CLASS_TYPE_GONE, field="overrides") from None


def _refuse_same_name(w: Work, *, he: str, en: str, except_id: UUID | None) -> None:
    sold = select(Plan).where(col(Plan.retired_at).is_(None))
    others = [row for row in w.session.scalars(sold) if row.id != except_id]
    if any(fold(row.name_he) == fold(he) for row in others):
        raise Refusal(texts.NAME_TAKEN, field="name_he")
    if any(fold(row.name_en) == fold(en) for row in others):
        raise Refusal(texts.NAME_TAKEN, field="name_en")
