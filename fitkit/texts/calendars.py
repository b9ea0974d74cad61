"""Words of the calendar feed: in the calendar itself, and where its address is made."""

from typing import Final

from fitkit.core.i18n import Text

TITLE_MEMBER = Text("האימונים שלי · {gym}", "My classes · {gym}")
TITLE_COACH = Text("השיעורים שאני מעביר · {gym}", "Classes I give · {gym}")
CANCELLED = Text("בוטל: {name}", "Cancelled: {name}")
WITH_COACH = Text("עם {coach}", "With {coach}")
PLACES = Text("{booked} מתוך {capacity} מקומות", "{booked} of {capacity} places")

HEAD = Text("היומן בטלפון", "Calendar on the phone")
WHY = Text(
    "כתובת סודית שיומן של Apple או Google קורא לבד: כל מה שנקבע, זז או בוטל מופיע בו.",
    "A secret address that Apple's or Google's calendar reads by itself: whatever is booked, moved or cancelled shows up there.",
)
MINE_MEMBER = Text("האימונים שלי", "My classes")
MINE_COACH = Text("השיעורים שאני מעביר", "Classes I give")
NONE_YET = Text("אין כתובת כרגע", "No address at the moment")
MAKE = Text("יצירת כתובת", "Make an address")
OPEN = Text("הוספה ליומן", "Add to calendar")
COPY = Text("העתקה", "Copy")
COPIED = Text("הכתובת הועתקה", "The address was copied")
ADDRESS = Text("כתובת היומן", "Calendar address")
SECRET = Text(
    "מי שמחזיק בכתובת רואה את השיעורים. אם היא הגיעה לידיים לא נכונות, אפשר להחליף אותה.",
    "Whoever has the address sees the classes. If it got into the wrong hands, replace it.",
)
GOOGLE = Text(
    "ב־Google: הגדרות, הוספת יומן, מכתובת URL. שם העדכון מגיע אחרי כמה שעות.",
    "In Google: Settings, Add calendar, From URL. Changes reach it after some hours.",
)
READ_LAST = Text("נקרא לאחרונה {when}", "Last read {when}")
NEVER_READ = Text("עוד לא נקרא", "Not read yet")
RENEW = Text("החלפת כתובת", "Replace the address")
RENEW_ASK = Text("להחליף את כתובת היומן?", "Replace the calendar address?")
RENEW_BODY = Text(
    "יומנים שקוראים את הכתובת הקודמת יפסיקו להתעדכן, וצריך להוסיף את החדשה.",
    "Calendars that read the old address stop updating; add the new one there.",
)
REVOKE = Text("ביטול הכתובת", "Revoke the address")
REVOKE_ASK = Text("לבטל את כתובת היומן?", "Revoke the calendar address?")
REVOKE_BODY = Text("יומנים שקוראים אותה יפסיקו להתעדכן.", "Calendars that read it stop updating.")
MADE = Text("הכתובת מוכנה", "The address is ready")
RENEWED = Text("יש כתובת חדשה, והקודמת בוטלה", "There is a new address; the old one is revoked")
REVOKED = Text("הכתובת בוטלה", "The address is revoked")
HAS_ONE = Text("כבר יש כתובת ליומן", "There is a calendar address already")
HAS_NONE = Text("אין כתובת ליומן", "There is no calendar address")
NOT_FOUND = Text("אין יומן בכתובת הזאת", "There is no calendar at this address")

EVENTS: Final[dict[str, Text]] = {
    "calendars.opened": Text("נוצרה כתובת ליומן", "A calendar address was made"),
    "calendars.revoked": Text("כתובת ליומן בוטלה", "A calendar address was revoked"),
}
