"""Words of the audit log, and the sentences of all events."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from fitkit.core.i18n import Text

TITLE = Text("יומן פעולות", "Audit log")
WHO = Text("מי", "Who")
WHAT = Text("מה", "What")
FITKIT = Text("FitKit", "FitKit")  # did it by itself
REMOVED = Text("משתמש שהוסר", "A removed user")
REMOVED_THING = Text("פריט שהוסר", "a removed item")
UNKNOWN_EVENT = Text("פעולה: {name}", "Event: {name}")
ANYBODY = Text("כולם", "Everyone")
FROM_DAY = Text("מתאריך", "From")
TO_DAY = Text("עד תאריך", "Until")
EMPTY = Text(
    "עוד לא קרה כאן דבר. כל פעולה במכון תופיע כאן",
    "Nothing has happened yet. Everything done in the gym will show up here",
)
NOTHING_FITS = Text(
    "אין פעולות שמתאימות לסינון. אפשר להרחיב את התאריכים או לנקות את הסינון",
    "No events match these filters. Widen the dates or clear the filters",
)
CLEAR = Text("ניקוי הסינון", "Clear filters")
DETAILS = Text("פרטים", "Details")
DAYS_REVERSED = Text(
    "תאריך הסיום מוקדם מתאריך ההתחלה", "The last day is earlier than the first one"
)
NOT_A_KIND = Text(
    "סוג הפעולה לא מוכר. צריך לבחור מהרשימה", "Unknown kind of event. Pick one from the list"
)

# What stands before the dot of an event's name.
GROUPS: Final[dict[str, Text]] = {
    "orgs": Text("המכון", "Gym"),
    "identity": Text("כניסות והרשאות", "Sign-in and roles"),
    "members": Text("מתאמנים", "Members"),
    "staff": Text("צוות", "Staff"),
    "locations": Text("סניפים ואולמות", "Locations and rooms"),
    "class_types": Text("סוגי שיעורים", "Class types"),
    "plans": Text("מסלולים", "Plans"),
    "subscriptions": Text("מנויים", "Subscriptions"),
    "ledger": Text("ספר הכספים", "Money"),
    "payments": Text("תשלומים", "Payments"),
    "billing": Text("מכירות וחיובים", "Sales and renewals"),
    "offers": Text("קופונים, כרטיסי מתנה ומוצרים", "Coupons, gift cards and products"),
    "documents": Text("מסמכים", "Documents"),
    "cashdesk": Text("קופה", "Cash desk"),
    "debits": Text("הוראות קבע בבנק", "Bank debits"),
    "payouts": Text("העברות לבנק", "Payouts"),
    "reconciliation": Text("התאמה מול חברת הסליקה", "Reconciliation"),
    "penalties": Text("ביטולים מאוחרים ואי־הגעות", "Penalties"),
    "scheduling": Text("לו״ז", "Timetable"),
    "closures": Text("חגים וימי סגירה", "Holidays and closures"),
    "substitutes": Text("מחליפים", "Substitutes"),
    "booking": Text("הרשמות ונוכחות", "Bookings and attendance"),
    "checkin": Text("מסכי כניסה", "Check-in screens"),
    "standing": Text("מקומות קבועים", "Fixed places"),
    "notifications": Text("הודעות", "Notices"),
    "calendars": Text("כתובות יומן", "Calendar addresses"),
    "platform": Text("צוות FitKit", "FitKit's team"),
}


@cache
def sentences() -> Mapping[str, Text]:
    """Event name to its sentence, of every module of texts."""
    import fitkit.texts as package

    found: dict[str, Text] = {}
    for module in pkgutil.iter_modules(package.__path__):
        found |= getattr(importlib.import_module(f"fitkit.texts.{module.name}"), "EVENTS", {})
    return MappingProxyType(found)
