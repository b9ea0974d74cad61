"""Words of a member's own bookings: what comes and what was."""

from fitkit.core.i18n import Text

TITLE = Text("ההרשמות שלי", "My bookings")
COMING = Text("קרובות", "Coming")
PAST = Text("היסטוריה", "History")
PARTS = Text("קרובות או היסטוריה", "Coming or history")

OFFERS = Text("מקומות שמחכים לתשובה", "Places waiting for an answer")
BOOKED = Text("מקומות שמורים", "Booked")
IN_LINE = Text("בהמתנה", "On the waitlist")
NOTHING_COMING = Text("אין הרשמות קרובות", "Nothing booked")
NOTHING_COMING_WHY = Text("בלו״ז נרשמים בלחיצה אחת", "One tap in the schedule books a class")
TO_CALENDAR = Text("השיעורים ביומן הטלפון", "My classes in the phone's calendar")
TO_CALENDAR_WHY = Text(
    "כתובת סודית שהיומן קורא לבד, עם כל שינוי",
    "A secret address that the calendar follows by itself",
)
TO_REMINDERS = Text("תזכורות והודעות", "Reminders and messages")
TO_REMINDERS_WHY = Text("מתי ובאיזו דרך", "When, and by which way")
TO_PENALTIES = Text("ביטולים מאוחרים ואי־הגעות", "Late cancellations and no-shows")
TO_PENALTIES_WHY = Text("מה נרשם, ואיך מערערים", "What was noted, and how to dispute it")
TO_ALL = Text("כל ההרשמות וההיסטוריה", "All bookings and history")

# history
ONLY = Text("סינון ההיסטוריה", "Filter the history")
SHOWS = {
    "all": Text("הכול", "All"),
    "came": Text("הגעות", "Trained"),
    "missed": Text("אי הגעה", "Missed"),
    "late": Text("ביטול מאוחר", "Cancelled late"),
    "cancelled": Text("בוטלו בזמן", "Cancelled in time"),
}
OUTCOMES = {
    "came": Text("נרשמה הגעה", "Trained"),
    "missed": Text("לא נרשמה הגעה", "Marked as missed"),
    "excused": Text("אי הגעה באישור", "Excused"),
    "late": Text("ביטול מאוחר", "Cancelled late"),
    "late_cost": Text("ביטול מאוחר, כניסה נוצלה", "Cancelled late, one visit used"),
    "cancelled": Text("בוטל ללא עלות", "Cancelled free"),
    "by_staff": Text("בוטל על ידי המכון", "Cancelled by the studio"),
    "class_off": Text("השיעור בוטל", "The class was cancelled"),
    "booked": Text("היה מקום שמור", "Had a place"),
}
DAY_AND_HOUR = Text("{day} {at}", "{day} {at}")
NOTHING_PAST = Text("עוד אין היסטוריה", "No history yet")
NOTHING_PAST_WHY = Text(
    "אחרי השיעור הראשון הוא יופיע כאן", "After your first class it will stand here"
)
NOTHING_FITS = Text("אין כאן שיעורים כאלה", "No such classes")
NOTHING_FITS_WHY = Text("אפשר לראות את כל ההיסטוריה", "The whole history can be shown")
MORE = Text("עוד", "More")
