"""Planning the timetable: slots, changes of many classes at once, their undoing."""

from fitkit.core.i18n import Text

END_BEFORE_FIRST = Text(
    "היום האחרון צריך להיות אחרי היום הראשון", "The last day must come after the first"
)
YIELDS_NOTHING = Text(
    "בין שני הימים האלה אין אף שיעור. לבחור יום אחרון מאוחר יותר",
    "There is no class between these two days. Choose a later last day",
)
KEEPS_DAY = Text(
    "ההזזה יוצאת מהיום של השיעור. להזיז פחות, או לבחור יום אחר לשיעור",
    "That would leave the day of the class. Move it less, or choose another day for it",
)
ROOM_OF_OTHER_PLACE = Text(
    "האולם הזה בסניף אחר מהשיעור", "This room is at another location than the class"
)
NOTHING_CHOSEN = Text("לא נבחר אף שיעור", "No class was chosen")
TOO_MANY = Text(
    "אפשר לשנות עד {most} שיעורים בבת אחת. לצמצם את הבחירה",
    "Up to {most} classes can be changed at once. Choose fewer",
)
NOTHING_TO_DO = Text("אין מה לשנות, הכול כבר ככה", "Nothing to change: it is so already")
SLOT_ENDED = Text(
    "השיעור הקבוע הזה כבר הסתיים. אפשר לפתוח חדש",
    "This weekly class has ended. Start a new one instead",
)
DAY_TAKEN = Text(
    "באותו שבוע כבר יש שיעור של המשבצת, או שהיום כבר עבר",
    "That week has a class of this slot already, or the day has passed",
)
CHANGED_SINCE = Text("השתנה מאז", "It was changed since")
BOOKED_SINCE = Text(
    "נתפסו מאז {booked} מקומות, יותר ממה שהיה",
    "{booked} places were taken since, more than there were",
)
BEGAN_SINCE = Text("המועד כבר עבר", "Its time has passed")
UNDONE_ALREADY = Text("הפעולה הזו כבר בוטלה", "This was undone already")
UNDO_TOO_LATE = Text(
    "אפשר להחזיר את המצב הקודם תוך יממה. עכשיו אפשר לשנות ביד",
    "This could be undone for a day. Change it by hand instead",
)
NOTHING_UNDONE = Text(
    "אי אפשר להחזיר: כל השיעורים השתנו מאז", "Can't be undone: all of these were changed since"
)
SLOT_CHANGED_SINCE = Text(
    "השיעור הקבוע השתנה מאז, אז אי אפשר להחזיר",
    "The weekly class was changed since, so this can't be undone",
)
STANDING_HOLDS = Text(
    "כבר יש לשיעור הקבוע מקומות קבועים. אפשר לסיים אותו במקום",
    "Members have fixed places in this weekly class. End it instead",
)
CLOSED_FOR = Text("סגור: {name}", "Closed: {name}")

EVENTS = {
    "scheduling.slot_added": Text(
        "שיעור קבוע חדש: {class_type}, {location}", "New weekly class: {class_type}, {location}"
    ),
    "scheduling.slot_changed": Text(
        "שינוי שיעור קבוע מ־{from_on}: {class_type}",
        "Changed a weekly class from {from_on}: {class_type}",
    ),
    "scheduling.slot_ended": Text(
        "סיום שיעור קבוע ב־{last_on}: {class_type}",
        "Ended a weekly class on {last_on}: {class_type}",
    ),
    "scheduling.batch_undone": Text(
        "החזרת המצב הקודם, שיעורים: {times}", "Undid a change of the timetable, classes: {times}"
    ),
}
