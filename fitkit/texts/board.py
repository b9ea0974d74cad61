"""The planning board: previews, moving, many classes at once, weekly classes, days off."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

CLASSES = Plural(
    he=Forms(one="שיעור אחד", two="שני שיעורים", other="{n} שיעורים"),
    en=Forms(one="1 class", other="{n} classes"),
)
# what a change would do
CLASSES_CHANGE = Plural(
    he=Forms(one="שיעור אחד משתנה", two="שני שיעורים משתנים", other="{n} שיעורים משתנים"),
    en=Forms(one="1 class changes", other="{n} classes change"),
)
PEOPLE_TOLD = Plural(
    he=Forms(one="הודעה למתאמן אחד", two="הודעה ל־2 מתאמנים", other="הודעה ל־{n} מתאמנים"),
    en=Forms(one="1 person is told", other="{n} people are told"),
)
SUMMARY = Text("{classes}. {people}.", "{classes}. {people}.")
SUMMARY_FREE = Text("{classes}. אין רשומים שמקבלים הודעה.", "{classes}. Nobody needs to be told.")
NOTHING_CHANGES = Text("שום שיעור לא משתנה.", "No class changes.")
AND_MORE = Plural(
    he=Forms(one="ועוד שורה אחת", two="ועוד 2 שורות", other="ועוד {n} שורות"),
    en=Forms(one="and 1 more line", other="and {n} more lines"),
)
MORE_CLASSES = Plural(
    he=Forms(one="ועוד שיעור אחד", two="ועוד שני שיעורים", other="ועוד {n} שיעורים"),
    en=Forms(one="and 1 more class", other="and {n} more classes"),
)
MORE_PEOPLE = Plural(
    he=Forms(one="ועוד מתאמן אחד", two="ועוד 2 מתאמנים", other="ועוד {n} מתאמנים"),
    en=Forms(one="and 1 more person", other="and {n} more people"),
)
KEPT_BY_HAND = Plural(
    he=Forms(
        one="שיעור אחד ששונה ביד נשאר כמו שהוא.",
        two="2 שיעורים ששונו ביד נשארים כמו שהם.",
        other="{n} שיעורים ששונו ביד נשארים כמו שהם.",
    ),
    en=Forms(
        one="1 class changed by hand stays as it is.",
        other="{n} classes changed by hand stay as they are.",
    ),
)
WHO_IS_TOLD = Text("מי מקבלים הודעה", "Who is told")
WHAT_CHANGES = Text("מה משתנה", "What changes")
WHAT_STAYS = Text("מה נשאר, ולמה", "What stays, and why")
IN_THE_WAY = Text("מה עומד בדרך", "In the way")
TAKEN_OFF = Text("יורד מהלו״ז", "leaves the schedule")
BACK_ON = Text("חוזר ללו״ז", "is back on the schedule")
MOVES_TO = Text("עובר ל{day} {at}", "moves to {day} {at}")
ENDS_AT = Text("מסתיים ב־{at}", "ends at {at}")
PLACES_TO = Text("{before} ← {after} מקומות", "{before} to {after} places")
OTHER_COACH = Text("מאמן אחר", "another coach")
OTHER_ROOM = Text("מקום אחר", "another place")
TOLD: Final[dict[str, Text]] = {
    "off_entry_back": Text("השיעור בוטל והכניסה חוזרת", "cancelled, the entry comes back"),
    "off": Text("השיעור בוטל והמקום שוחרר", "cancelled, the place is released"),
    "line_closed": Text("רשימת ההמתנה נסגרה", "the waitlist is closed"),
    "moved": Text("השעה השתנתה", "there is a new time"),
    "place": Text("המקום השתנה", "it is somewhere else"),
    "coach": Text("המאמן השתנה", "there is another coach"),
    "nothing": Text("בלי הודעה", "nothing is sent"),
}
CLASHES: Final[dict[str, Text]] = {
    "coach": Text("המאמן כבר ב{name} {at}: {days}", "The coach is in {name} {at} already: {days}"),
    "room": Text("האולם תפוס ב{name} {at}: {days}", "The room is taken by {name} {at}: {days}"),
}
NOT_ON = Text("לא מתקיים ב־{days}", "Not on {days}")
YIELDS = Text(
    "{day} ב־{at} מ־{first}. נכנסים ללו״ז מיד: {classes}, עד {last}",
    "{day} {at} from {first}. On the schedule at once: {classes}, until {last}",
)
YIELDS_NONE = Text(
    "עוד אין שיעורים בשמונת השבועות הקרובים", "No class within the coming eight weeks yet"
)
EVERY: Final = (
    Text("כל יום ראשון", "Every Sunday"),
    Text("כל יום שני", "Every Monday"),
    Text("כל יום שלישי", "Every Tuesday"),
    Text("כל יום רביעי", "Every Wednesday"),
    Text("כל יום חמישי", "Every Thursday"),
    Text("כל יום שישי", "Every Friday"),
    Text("כל שבת", "Every Saturday"),
)

# moving
MOVE = Text("העברה למועד אחר", "Move to…")
MOVE_TITLE = Text("העברה: {session}", "Move {session}")
MOVE_NOW = Text("העברה", "Move it")
STAYS_PUT = Text(
    "זה המועד של השיעור עכשיו. ההעברה תתאפשר אחרי בחירת יום אחר או שעה אחרת",
    "This is when it is now. Choose another day or hour to move it",
)
MOVED = Text("השיעור עבר: {session}", "Moved: {session}")
SCOPE = Text("מה עובר", "What moves")
ONE: Final = Text("רק השיעור הזה", "This one")
FOLLOWING: Final = Text("השיעור הזה וכל הבאים", "This and following")
LIFTED = Text(
    "השיעור הורם. חיצים מזיזים, Enter מניח, Esc מחזיר",
    "Lifted. Arrows move it, Enter drops it, Esc puts it back",
)
DROPPED = Text("הונח", "Dropped")
PUT_BACK = Text("חזר למקומו", "Put back")
UNDONE = Plural(
    he=Forms(
        one="המצב הקודם חזר, שיעור אחד",
        two="המצב הקודם חזר, שני שיעורים",
        other="המצב הקודם חזר, {n} שיעורים",
    ),
    en=Forms(one="Undone: 1 class", other="Undone: {n} classes"),
)
UNDONE_BUT = Text("{done}. נשארו כמו שהם: {left}", "{done}. Stayed as they are: {left}")

# many at once
SELECT = Text("בחירת שיעורים", "Select classes")
SELECT_END = Text("סיום הבחירה", "Done selecting")
SELECTED = Plural(
    he=Forms(one="שיעור אחד נבחר", two="2 שיעורים נבחרו", other="{n} שיעורים נבחרו"),
    en=Forms(one="1 class selected", other="{n} classes selected"),
)
SELECT_WEEK = Text("בחירת כל המוצגים", "Select all shown")
BULK_TITLE = Text("שינוי: {classes}", "Change {classes}")
BULK: Final[dict[str, Text]] = {
    "move_by": Text("הזזה בדקות", "Shift by minutes"),
    "move_days": Text("הזזה בימים", "Shift by days"),
    "move_to": Text("שעה חדשה", "New hour"),
    "coach": Text("החלפת מאמן", "Change coach"),
    "room": Text("החלפת אולם", "Change room"),
    "capacity": Text("מספר מקומות", "Change places"),
    "cancel": Text("ביטול", "Cancel"),
    "restore": Text("החזרה", "Restore"),
}
DAYS_LATER = Text("בכמה ימים", "How many days")
DAYS_HELP = Text("מספר שלילי מקדים. השעה נשארת", "Below zero is earlier. The hour stays")
NAMED = Text("שינוי לפי תאריכים", "Change by dates")
NAMED_TITLE = Text("שינוי של הרבה שיעורים", "Change many classes")
NAMED_FROM = Text("מיום", "From")
NAMED_TO = Text("עד יום", "Until")
NAMED_WEEKDAY = Text("באיזה יום", "On which day")
ANY_DAY = Text("כל הימים", "Any day")
NAMED_WHAT = Text("מה עושים", "What to do")
CHOOSE_WHAT = Text("בחירה", "Choose")
NEW_COACH = Text("המאמן החדש", "The new coach")
NEW_ROOM = Text("האולם החדש", "The new room")
NEW_CAPACITY = Text("מספר המקומות החדש", "New number of places")
NAMED_ON = Plural(
    he=Forms(one="שיעור אחד מתאים", two="שני שיעורים מתאימים", other="{n} שיעורים מתאימים"),
    en=Forms(one="1 class fits", other="{n} classes fit"),
)
NAMED_OFF = Plural(
    he=Forms(one="שיעור אחד מבוטל", two="שני שיעורים מבוטלים", other="{n} שיעורים מבוטלים"),
    en=Forms(one="1 is cancelled", other="{n} are cancelled"),
)
NAMED_NONE = Text("אין שיעורים כאלה בימים האלה", "No such class on these days")
MINUTES_LATER = Text("בכמה דקות", "How many minutes")
MINUTES_HELP = Text("מספר שלילי מקדים את השיעור", "Below zero is earlier")
BULK_CANCEL_TITLE = Text("ביטול השיעורים", "Cancel the classes")
BULK_CANCEL_DO = Text("ביטול {classes}", "Cancel {classes}")
BULK_CANCELLED = Text("בוטלו: {classes}", "Cancelled: {classes}")
BULK_CANCELLED_BUT = Text("בוטלו: {classes}. נשארו: {left}", "Cancelled: {classes}. Stayed: {left}")
BULK_KEEP = Text("השארת השיעורים", "Keep the classes")
BULK_GO = Text("לבצע", "Do it")
BULK_DO = Text("לבצע: {classes}", "Do it: {classes}")
BULK_DONE = Text("השתנו: {classes}", "Changed: {classes}")
BULK_DONE_BUT = Text("השתנו: {classes}. נשארו: {left}", "Changed: {classes}. Stayed: {left}")
SERIES_TOO = Text(
    "כולל כל השבועות הבאים של אותם שיעורים", "With all later weeks of the same classes"
)

# weekly classes
NEW_SLOT = Text("שיעור קבוע", "Weekly class")
NEW_SLOT_TITLE = Text("שיעור קבוע חדש", "New weekly class")
SLOT_SINCE = Text("מתחיל בשבוע של {week}", "Begins in the week of {week}")
SLOT_KIND_STAYS = Text(
    "סוג השיעור נשאר: מי שנרשמו אליו מחזיקים מסלול שמתאים לו. לסוג אחר מסיימים את השיעור הקבוע הזה ופותחים חדש במקומו.",
    "The type of class stays: whoever booked holds a plan that fits it. For another type, end this weekly class and begin a new one in its place.",
)
ITS_SLOT = Text("השיעור הקבוע", "Its weekly class")
EDIT_SLOT = Text("שינוי השיעור הקבוע", "Change the weekly class")
EDIT_SLOT_TITLE = Text("{name}, {day} {at}", "{name}, {day} {at}")
END_SLOT = Text("סיום השיעור הקבוע", "End the weekly class")
FIELD_WEEKDAY = Text("יום בשבוע", "Weekday")
FIELD_FIRST = Text("החל מ־", "From")
FIELD_LAST = Text("עד", "Until")
FIELD_LAST_HELP = Text("ריק: עד שמסיימים", "Empty: until you end it")
FIELD_MINUTES = Text("אורך בדקות", "Minutes")
TAKE_EXCEPTIONS = Text("גם שיעורים ששונו ביד", "Classes changed by hand too")
SLOT_ADDED = Text("נוסף ללו״ז: {name}, {classes}", "On the schedule: {name}, {classes}")
SLOT_CHANGED = Text("השיעור הקבוע עודכן: {classes}", "The weekly class is updated: {classes}")
SLOT_ENDED = Text("השיעור הקבוע הסתיים", "The weekly class has ended")
END_LAST = Text("השיעור האחרון עד", "Last class on or before")
OUTLOOK_EMPTY = Text(
    "מה שייכנס ללו״ז יופיע כאן אחרי בחירת שיעור, יום ושעה",
    "What goes on the schedule appears here once a class, a day and an hour are set",
)

# figures of a weekly class
FULL_SHARE = Text("{percent} תפוסה", "{percent} full")
WAITED = Plural(
    he=Forms(one="המתנה אחת", two="2 המתנות", other="{n} המתנות"),
    en=Forms(one="1 waited", other="{n} waited"),
)
NO_SHOWS = Text("{percent} לא הגיעו", "{percent} no-shows")
SHOW_FIGURES = Text("תפוסה ב־8 שבועות", "Last 8 weeks")

# days off
HOLIDAYS = Text("חגים וימי סגירה", "Holidays and days off")
TO_HOLIDAYS = Text("חגים", "Holidays")
UNDECIDED = Plural(
    he=Forms(
        one="יום אחד של {year} מחכה להחלטה: לסגור או לפתוח כרגיל",
        two="יומיים של {year} מחכים להחלטה: לסגור או לפתוח כרגיל",
        other="{n} ימים של {year} מחכים להחלטה: לסגור או לפתוח כרגיל",
    ),
    en=Forms(
        one="1 holiday of {year} waits for your word: close, or open as usual",
        other="{n} holidays of {year} wait for your word: close, or open as usual",
    ),
)
HOLIDAYS_WHY = Text(
    "אלה הצעות. שום דבר לא נסגר בלי אישור",
    "These are suggestions. Nothing closes until you confirm",
)
NO_HOLIDAYS = Text("אין ימי סגירה בשנה הזו", "No days off this year")
NO_HOLIDAYS_WHY = Text(
    "אפשר להביא את לוח החגים, או להוסיף יום של המכון",
    "Bring in the calendar of holidays, or add a day of your own",
)
ONLY_PAST = Text(
    "בשנה הזו לא נשארו ימי סגירה. אלה הימים שעברו",
    "No days off are left this year. These are past",
)
NOTHING_TO_BRING = Text(
    "לא נותרו ב־{year} חגים להביא. אפשר להוסיף יום של המכון",
    "No holidays are left in {year}. Add a day of the studio's own",
)
BRING_HOLIDAYS = Text("להביא את חגי {year}", "Bring in the holidays of {year}")
YEAR = Text("שנה", "Year")
CONFIRM_ALL = Text("לסגור את כל המומלצים", "Close on all suggested")
CONFIRM = Text("לסגור", "Close the gym")
DECLINE = Text("פתוח כרגיל", "Open as usual")
ADD_DAY = Text("יום סגירה", "Day off")
ADD_DAY_TITLE = Text("יום סגירה של המכון", "A day off of your own")
EDIT_DAY_TITLE = Text("{name}, {day}", "{name}, {day}")
FIELD_NAME = Text("שם", "Name")
FIELD_NAME_EN = Text("שם באנגלית", "Name in English")
FIELD_CLOSES = Text("סגור משעה", "Closed from")
FIELD_CLOSES_HELP = Text("ריק: כל היום", "Empty: all day")
ALL_DAY = Text("כל היום", "All day")
CLOSED_FROM = Text("סגור מ־{at}", "Closed from {at}")
STATES: Final[dict[str, Text]] = {
    "proposed": Text("מחכה להחלטה", "Waiting for you"),
    "confirmed": Text("סגור", "Closed"),
    "declined": Text("פתוח", "Open"),
}
LEANINGS: Final[dict[str, Text]] = {
    "close": Text("רוב המכונים סגורים", "Most studios close"),
    "shorten": Text("רוב המכונים מקצרים", "Most studios close early"),
    "open": Text("רוב המכונים פתוחים", "Most studios open"),
}
CONFIRM_ASK = Plural(
    he=Forms(one="לסגור יום אחד?", two="לסגור יומיים?", other="לסגור {n} ימים?"),
    en=Forms(one="Close 1 day?", other="Close {n} days?"),
)
CONFIRMED = Plural(
    he=Forms(one="יום אחד נסגר", two="יומיים נסגרו", other="{n} ימים נסגרו"),
    en=Forms(one="1 day is closed", other="{n} days are closed"),
)
DECLINED = Text("פתוח כרגיל: {day}", "Open as usual: {day}")
WAITING_COUNT = Plural(
    he=Forms(one="יום אחד מחכה להחלטה", two="יומיים מחכים להחלטה", other="{n} ימים מחכים להחלטה"),
    en=Forms(one="1 day waits for you", other="{n} days wait for you"),
)
ALL_DECIDED = Text("הכול הוחלט", "All decided")
SAVED = Text("נשמר: {name}", "Saved: {name}")
