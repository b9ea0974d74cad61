"""Staff, made through the actions."""

from uuid import UUID

from fitkit.core.work import Work
from fitkit.features.staff import actions
from fitkit.features.staff.rules import StaffDetails


def make_staff(w: Work, name: str = "יואב לוי", *, is_coach: bool = True, email: str = "") -> UUID:
    return actions.add(w, details=StaffDetails(name=name, is_coach=is_coach, email=email))


def make_coach(w: Work, name: str = "יואב לוי", *, tint: int = 0) -> UUID:
    return actions.add(
        w, details=StaffDetails(name=name, tint=tint, title_he="מאמן", title_en="Coach")
    )
