"""Fixed places: a regular's class of every week."""

from fitkit.core.i18n import Text

TITLE = Text("מקומות קבועים", "Fixed places")
HELP = Text(
    "המקום נשמר מעצמו בכל שבוע, עוד לפני שנפתחת ההרשמה",
    "Booked by itself every week, before booking opens",
)
# Before the tap: a pack can be used up by it at once.
GIVE_HELP = Text(
    "כל השיעורים שכבר בלו״ז נשמרים עכשיו, עד שמונה שבועות קדימה. מכרטיסייה יורדת כניסה לכל אחד",
    "Every class on the schedule is booked now, up to eight weeks ahead. A pack pays one visit for each",
)
NONE = Text("אין מקומות קבועים", "No fixed places")
NONE_MINE = Text("אין מקומות קבועים. אפשר לבקש מהצוות", "No fixed places. Ask the team for one")
GIVE = Text("מקום קבוע", "Fixed place")
GIVE_TITLE = Text("מקום קבוע ל{name}", "A fixed place for {name}")
SLOT = Text("באיזה שיעור", "In which class")
SLOT_CHOICE = Text("{session}, {day} {at}. {free}", "{session}, {day} {at}. {free}")
FREE = Text("{free} מתוך {of} פנויים לקבועים", "{free} of {of} open to regulars")
FIRST_ON = Text("מיום", "From")
GIVEN = Text("המקום הקבוע נשמר", "The fixed place is theirs")
END = Text("סיום", "End")
END_NAMED = Text("סיום המקום הקבוע: {session}", "End the fixed place: {session}")
END_TITLE = Text("לסיים את המקום הקבוע?", "End the fixed place?")
END_WHY = Text(
    "מה שנשמר דרכו ממחר והלאה משתחרר, בלי עלות. השיעור של היום נשאר",
    "What it booked from tomorrow on is given back at no cost. Today's class stays",
)
ENDED = Text("המקום הקבוע הסתיים", "The fixed place has ended")
LINE = Text("{day} {at} · {where}", "{day} {at} · {where}")
SINCE = Text("מ־{day}", "Since {day}")
NO_SLOTS = Text(
    "אין שיעורים שבועיים במערכת. מוסיפים אותם בלוח השיעורים",
    "There are no weekly classes yet. Add them on the timetable",
)

ALREADY = Text("כבר יש מקום קבוע בשיעור הזה", "There is a fixed place in this class already")
FULL = Text(
    "כל המקומות בשיעור הזה כבר קבועים. לבחור שיעור אחר",
    "All places of this class are fixed already. Choose another",
)
SLOT_OVER = Text(
    "השיעור הזה כבר לא ניתן. לבחור שיעור אחר", "This class is given no more. Choose another"
)
ENDED_ALREADY = Text("המקום הקבוע כבר הסתיים", "This fixed place has ended already")
FIRST_IN_PAST = Text("אפשר להתחיל מהיום והלאה", "It can begin today or later")

WHY = {
    "week_used_up": Text("האימונים של השבוע כבר נוצלו", "The week's classes are used up"),
    "entries_used_up": Text("לא נשארו כניסות בכרטיסייה", "The pack has no visits left"),
    "past_due": Text("יש תשלום פתוח", "A payment is open"),
    "frozen": Text("המנוי בהקפאה", "The plan is frozen"),
    "not_covered": Text("המנוי לא כולל את השיעור", "The plan doesn't include this class"),
    "not_here": Text("המנוי לא כולל את הסניף", "The plan doesn't include this location"),
    "no_plan": Text("אין מנוי פעיל", "There is no active plan"),
    "full": Text("השיעור מלא", "The class is full"),
    "clash": Text("יש שיעור אחר באותה שעה", "Another class is at the same time"),
    "blocked": Text("ההרשמה חסומה כרגע", "Booking is blocked for now"),
    "form_missing": Text("חסר טופס", "A form is missing"),
}
WHY_OTHER = Text("אי אפשר היה להירשם", "It could not be booked")

EVENTS = {
    "standing.given": Text("מקום קבוע: {member}", "Fixed place for {member}"),
    "standing.ended": Text("סיום מקום קבוע: {member}", "Fixed place of {member} ended"),
    "standing.missed": Text(
        "מקום קבוע לא נשמר, {session}: {member}", "Fixed place not booked, {session}: {member}"
    ),
}
