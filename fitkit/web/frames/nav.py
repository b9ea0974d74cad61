"""What the navigation offers: items by persona, each with the permission that shows it."""

from dataclasses import dataclass
from typing import Final

from fitkit.core.i18n import Text
from fitkit.core.permissions import Permission
from fitkit.texts import web

KNOWN: set[str] = set()  # routes of declared screens; an item without one is not shown


@dataclass(frozen=True, slots=True)
class Item:
    """One way in the navigation."""

    path: str
    label: Text
    icon: str
    needs: Permission | None = None
    starts_group: bool = False

    @property
    def exists(self) -> bool:
        """Whether its screen is declared."""
        return self.path in KNOWN


_OVERVIEW = Item(
    "/dashboard/overview", web.NAV_OVERVIEW, "layout-dashboard", Permission.SEE_OVERVIEW
)
_TODAY = Item("/dashboard/today", web.NAV_TODAY, "sun", Permission.SEE_ROSTER)
_SCHEDULE = Item("/dashboard/schedule", web.NAV_SCHEDULE, "calendar-days", Permission.SEE_TIMETABLE)
_MEMBERS = Item("/dashboard/members", web.NAV_MEMBERS, "users", Permission.SEE_MEMBERS)
_PLANS = Item("/dashboard/plans", web.NAV_PLANS, "tag", Permission.SEE_PLANS, starts_group=True)
_PAYMENTS = Item("/dashboard/payments", web.NAV_PAYMENTS, "wallet", Permission.SEE_MONEY)
_CASH = Item("/dashboard/cash", web.NAV_CASH, "banknote", Permission.SEE_MONEY)
_DEBT = Item("/dashboard/debt", web.NAV_DEBT, "hand-coins", Permission.SEE_MONEY)
_DOCUMENTS = Item("/dashboard/documents", web.NAV_DOCUMENTS, "receipt", Permission.SEE_MONEY)
_CATALOGUE = Item("/dashboard/catalogue", web.NAV_CATALOGUE, "dumbbell", Permission.EDIT_CATALOGUE)
_STAFF = Item("/dashboard/staff", web.NAV_STAFF, "id-card", Permission.SEE_STAFF)
_AUDIT = Item("/dashboard/audit", web.NAV_AUDIT, "scroll-text", Permission.SEE_AUDIT)
_SETTINGS = Item("/dashboard/settings", web.NAV_SETTINGS, "settings", Permission.EDIT_SETTINGS)
_DISPUTES = Item("/dashboard/disputes", web.NAV_DISPUTES, "scale", Permission.EXCUSE)
_ACCOUNT = Item("/me/settings", web.NAV_ACCOUNT, "user")

SIDE: Final = (
    _OVERVIEW, _TODAY, _SCHEDULE, _MEMBERS, _PLANS, _PAYMENTS, _CASH, _DEBT, _DOCUMENTS, _CATALOGUE, _STAFF,
    _DISPUTES, _AUDIT, _SETTINGS,
)  # fmt: skip
MEMBER_TABS: Final = (
    Item("/home", web.NAV_HOME, "house"),
    Item("/schedule", web.NAV_SCHEDULE, "calendar-days"),
    Item("/me/shop", web.NAV_SHOP, "tag", Permission.EDIT_OWN),
    _ACCOUNT,
)
FOR_A_CHILD: Final = frozenset({"/home", "/schedule"})  # of a member's, what a guardian may see
COACH_TABS: Final = (_TODAY, _SCHEDULE, _MEMBERS)
OWNER_TABS: Final = (_OVERVIEW, _SCHEDULE, _MEMBERS, _PLANS)
MORE: Final = (
    _TODAY,
    _PAYMENTS,
    _CASH,
    _DEBT,
    _DOCUMENTS,
    _CATALOGUE,
    _STAFF,
    _DISPUTES,
    _AUDIT,
    _SETTINGS,
)  # behind the phone's last tab
PLATFORM_SIDE: Final = (
    Item("/platform/health", web.NAV_CONDITION, "activity"),
    Item("/platform/payments", web.NAV_LOOK_INTO, "wallet"),
    Item("/platform/outbox", web.NAV_OUTBOX, "mail"),
    Item("/platform/gallery", web.NAV_GALLERY, "palette"),
)


def current(route: str, items: tuple[Item, ...]) -> str:
    """The path of the item a screen belongs to: the longest that its route begins with."""
    mine = [i.path for i in items if route == i.path or route.startswith(i.path + "/")]
    return max(mine, key=len, default="")
