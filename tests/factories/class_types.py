"""Class types, made through the actions."""

from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.class_types import actions
from fitkit.features.class_types.rules import ClassTypeDetails, Policy


def make_class_type(
    w: Work,
    name: str = "הרמות",
    *,
    name_en: str = "",
    capacity: int = 12,
    minutes: int = 60,
    coach_id: UUID | None = None,
    policy: Policy | None = None,
) -> UUID:
    return actions.add(
        w,
        details=ClassTypeDetails(
            name_he=name,
            name_en=name_en,
            capacity=capacity,
            minutes=minutes,
            coach_id=coach_id,
            policy=policy or Policy(),
        ),
    )
