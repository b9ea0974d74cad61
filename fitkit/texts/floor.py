"""Words of the gym floor: the day, the roster of a class, the timetable and its planning."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

TODAY_TITLE = Text("היום", "Today")
ROSTER_TITLE = Text("רשימת נוכחות", "Roster")
SCHEDULE_TITLE = Text("לו״ז", "Schedule")

# the day
MY_CLASSES = Text("השיעורים שלי", "My classes")
OTHER_CLASSES = Text("עוד במכון היום", "Also at the studio")
ALL_CLASSES = Text("השיעורים במכון", "Classes at the studio")
TO_SCHEDULE = Text("ללו״ז", "To the schedule")
NEXT_CLASS = Text("השיעור הבא", "Next class")
NOW_ON = Text("עכשיו", "On now")
IN_MINUTES = Plural(
    he=Forms(one="בעוד דקה", two="בעוד שתי דקות", other="בעוד {n} דק׳"),
    en=Forms(one="in 1 min", other="in {n} min"),
)
IN_HOURS = Plural(
    he=Forms(one="בעוד שעה", two="בעוד שעתיים", other="בעוד {n} שעות"),
    en=Forms(one="in an hour", other="in {n} hours"),
)
OPEN_ROSTER = Text("לרשימת הנוכחות", "Open the roster")
EMPTY_DAY = Text("אין שיעורים ביום הזה", "No classes on this day")
EMPTY_DAY_WHY = Text(
    "לא פורסמו שיעורים ליום הזה. כל השבוע נמצא בלו״ז",
    "Nothing is published for this day. The whole week is on the schedule",
)
NO_OWN = Text("אין לך שיעורים ביום הזה", "None of these classes is yours")
CLASSES = Plural(
    he=Forms(one="שיעור אחד", two="שני שיעורים", other="{n} שיעורים"),
    en=Forms(one="1 class", other="{n} classes"),
)
BOOKED_PEOPLE = Plural(
    he=Forms(one="נרשם אחד", two="2 רשומים", other="{n} רשומים"),
    en=Forms(one="1 booked", other="{n} booked"),
)
DAY_COUNT = Text("{classes}, {booked}", "{classes}, {booked}")

# a class, in a row or on the board
OF = Text("{used} מתוך {total}", "{used} of {total}")
PLACES_OF = Text("{used} מתוך {total} מקומות תפוסים", "{used} of {total} places taken")
CAME_OF = Text("הגיעו {came} מתוך {total}", "{came} of {total} came")
WAITING = Plural(
    he=Forms(one="אחד בהמתנה", two="2 בהמתנה", other="{n} בהמתנה"),
    en=Forms(one="1 waiting", other="{n} waiting"),
)
FIRST_TIMERS = Plural(
    he=Forms(one="ביקור ראשון לאחד", two="ביקור ראשון ל־2", other="ביקור ראשון ל־{n}"),
    en=Forms(one="1 first visit", other="{n} first visits"),
)
FULL = Text("מלא", "Full")
FEW_BOOKED = Text("מעט רשומים", "Few booked")
IS_OVER = Text("הסתיים", "Over")
IS_CANCELLED = Text("בוטל", "Cancelled")
NO_COACH = Text("בלי מאמן", "No coach")
NO_ROOM = Text("בלי אולם", "No room")
WITH_AND_WHERE = Text("{coach}, {place}", "{coach}, {place}")
SLOT_LABEL = Text(
    "{name}, {day} {time}, {coach}, {places}", "{name}, {day} {time}, {coach}, {places}"
)

# the roster
PEOPLE_IN = Text("מתוך {total} הגיעו", "of {total} are in")
IN_NUMBERS = Text("{came} מתוך {total} הגיעו", "{came} of {total} are in")
SHOW_ALL = Text("כולם", "All")
SHOW_MISSING = Text("חסרים", "Missing")
SHOW_LINE = Text("המתנה", "Waiting")
SHOW = Text("מה להציג", "What to show")
MARK_NAMED = Text("סימון הגעה: {name}", "Check in {name}")
MORE_NAMED = Text("עוד: {name}", "More: {name}")
CAME_AT = Text("הגעה ב־{at}", "In at {at}")
CAME = Text("נרשמה הגעה", "Checked in")
MISSED = Text("אי הגעה", "No-show")
MARK_MISSED = Text("סימון אי הגעה", "Mark as a no-show")
CLEAR_MISSED = Text("הסרת אי הגעה", "Clear the no-show")
MARKED_MISSED = Text("סומנה אי הגעה: {name}", "Marked as a no-show: {name}")
OPEN_MEMBER = Text("לכרטיס המתאמן", "Open the member's page")
FIRST_VISIT = Text("ביקור ראשון", "First visit")
BIRTHDAY = Text("יום הולדת היום", "Birthday today")
PAST_DUE = Text("תשלום בפיגור", "Payment overdue")
FROM_LINE = Text("עלייה מההמתנה", "From the waitlist")
BY_STAFF = Text("הוספה של הצוות", "Added by staff")
WALKED_IN = Text("כניסה בדלת", "Walked in")
TRIAL = Text("שיעור ניסיון", "Trial class")
GUEST = Text("אורח", "Guest")
GUEST_OF = Text("יחד עם {host}", "Comes with {host}")
GUEST_CAME = Text("הגעה יחד עם {host}", "Came with {host}")
EXCUSED = Text("היעדרות שאושרה", "Excused")
# Somebody's own words, in whatever language: set apart, or their full stop wanders.
EXCUSED_WHY = Text("היעדרות שאושרה: \u2068{words}\u2069", "Excused: \u2068{words}\u2069")
FORM_MISSING = Text("חסר: {form}", "Missing: {form}")
NO_PLAN = Text("בלי מסלול", "No plan")
LAST_ENTRY = Text("זו הכניסה האחרונה", "the last entry")
ENTRIES_LEFT = Plural(
    he=Forms(one="נשארה כניסה אחת", two="נשארו 2 כניסות", other="נשארו {n} כניסות"),
    en=Forms(one="1 entry left", other="{n} entries left"),
)
PLAN_AND_ENTRIES = Text("{plan}, {entries}", "{plan}, {entries}")
FIND = Text("חיפוש והוספה", "Find or add")
FIND_HINT = Text("שם או טלפון", "Name or phone")
NOBODY_FOUND = Text(
    "לא נמצא מתאמן כזה. אולי השם רשום אחרת", "Nobody by that name. It may be spelled differently"
)
FOUND_IN = Text("כבר ברשימה", "On the list")
FOUND_CAME = Text("כבר נרשמה הגעה", "Checked in already")
FOUND_WAITING = Text("בהמתנה", "Waiting")
CHECK_IN = Text("סימון הגעה", "Check in")
CHECK_IN_NAMED = Text("סימון הגעה: {name}", "Check in {name}")
REFUSED = Text("{name}: {why}", "{name}: {why}")
ADD_NAMED = Text("הוספה לשיעור: {name}", "Add {name} to the class")
ADDED = Text("נוספה הרשמה: {name}", "Added: {name}")
ADDED_AND_TAKES = Text(
    "נוספה הרשמה ונרשמה הגעה: {name}. {cost}", "Added and checked in: {name}. {cost}"
)
CAME_IN = Text("נרשמה הגעה: {name}", "Checked in: {name}")
WALK_IN_BACK = Text("הכניסה בוטלה, ומה שירד חזר", "Taken back, with what it took")
ADDED_TO_LINE = Text(
    "השיעור מלא. {name}, מקום {position} בהמתנה", "Full: {name} is {position} in line"
)
WAITLIST = Text("רשימת המתנה", "Waitlist")
WAITLIST_WHY = Text("מקום שמתפנה עובר לפי התור", "A freed place goes by this order")
KEPT_UNTIL = Text("מקום שמור עד {at}", "A place is kept until {at}")
PASSED_OVER = Text("דילוג: אין מסלול שמתאים", "Passed over: no plan that fits")
SINCE = Text("מ־{at}", "Since {at}")
GONE = Text("ביטולים", "Cancellations")
GONE_LATE = Text("ביטול מאוחר", "Late cancellation")
GONE_FREE = Text("ביטול בזמן", "Cancelled in time")
GONE_EXCUSED = Text("ביטול מאוחר שאושר", "Late cancellation, excused")
GONE_AT = Text("{how}, {at}", "{how}, {at}")
GONE_WHY = Text("{how}, {at}: \u2068{words}\u2069", "{how}, {at}: \u2068{words}\u2069")
GIVE_BACK = Text("ביטול המקום", "Cancel the place")
GIVE_BACK_ASK = Text("לבטל את המקום של {name}?", "Cancel {name}'s place?")
GIVE_BACK_COSTS = Text(
    "{cost}. הודעה נשלחת. אם יש סיבה, אפשר לאשר את הביטול אחר כך, ברשימת הביטולים",
    "{cost}. They are told. With a good reason it can be excused afterwards, under Cancellations",
)
GIVE_BACK_GUEST_FREE = Text(
    "המקום יתפנה ולא יעלה דבר. {host} ואורחים אחרים נשארים רשומים. הודעה לא נשלחת",
    "The place becomes free at no cost. {host} and other guests keep theirs. Nobody is told",
)
GIVE_BACK_GUEST_COSTS = Text(
    "המקום יתפנה, והכניסה שנלקחה עבורו לא תחזור אל {host}. הודעה לא נשלחת",
    "The place becomes free, and the visit it took is not returned to {host}. Nobody is told",
)
TAKE_OUT = Text("הוצאה מההמתנה", "Take off the waitlist")
TAKE_OUT_ASK = Text("להוציא את {name} מההמתנה?", "Take {name} off the waitlist?")
TAKE_OUT_WHY = Text(
    "המקום בתור לא נשמר, והודעה על כך לא נשלחת",
    "Their place in line is not kept, and they are not told",
)
TAKEN_OUT = Text("יציאה מההמתנה נרשמה: {name}", "Off the waitlist: {name}")
OF_MEMBER = Text("{name}: {said}", "{name}: {said}")  # what was done for somebody
EXCUSE = Text("אישור ההיעדרות", "Excuse the no-show")
EXCUSE_LATE = Text("אישור הביטול המאוחר", "Excuse the late cancellation")
EXCUSE_ASK = Text("לאשר את ההיעדרות של {name}?", "Excuse the no-show of {name}?")
EXCUSE_LATE_ASK = Text(
    "לאשר את הביטול המאוחר של {name}?", "Excuse the late cancellation of {name}?"
)
EXCUSE_HELP = Text(
    "זה לא ייספר, ומה שירד בגלל זה חוזר. הודעה על כך נשלחת",
    "It counts for nothing, and what it took comes back. They are told",
)
EXCUSE_WHY = Text("סיבה", "Reason")
EXCUSE_WHY_HELP = Text("מוצגת ברשימה, וגם למי שאושר לו", "Shown on the roster, and to the member")
EXCUSE_DO = Text("אישור", "Excuse")
EXCUSED_NOW = Text("אושר: {name}", "Excused: {name}")
UPDATED = Text("עודכן ב־{at}", "Updated at {at}")
OPENS_AT = Text("סימון הגעה נפתח: {at}", "Check-in opens {at}")
IS_OVER_FOR_GOOD = Text(
    "עברו יומיים מסוף השיעור, הרשימה לקריאה בלבד",
    "Two days have passed since the class; the list can only be read",
)
TAKEN = Text("הנוכחות נסגרה", "Attendance is closed")
TAKEN_WHY = Text(
    "יומיים אחרי השיעור אפשר עוד לתקן כל שורה",
    "Single rows can still be corrected for two days after the class",
)
REOPEN = Text("פתיחת הנוכחות מחדש", "Reopen attendance")
REOPENED = Text(
    "הנוכחות פתוחה שוב. מי שסומנו באי הגעה חזרו להיות חסרים",
    "Attendance is open again. No-shows are missing people again",
)
CANCELLED_HEAD = Text("השיעור בוטל", "This class was cancelled")
CANCELLED_WHY = Text(
    "המקומות שוחררו ומה שנוצל חזר למתאמנים",
    "Places were released and what was used went back to the members",
)
NOBODY_BOOKED = Text("אין עוד הרשמות", "Nobody has booked yet")
NOBODY_BOOKED_WHY = Text(
    "מי שנרשמים מופיעים כאן. אפשר גם להוסיף לפי שם",
    "Whoever books shows up here. You can also add somebody by name",
)
ALL_CAME = Text("כולם הגיעו", "Everybody is in")
ALL_CAME_WHY = Text("אין חסרים ברשימה", "Nobody on the list is missing")
NOBODY_WAITS = Text("אין ממתינים", "Nobody is waiting")
NOBODY_WAITS_WHY = Text(
    "מי שמצטרפים להמתנה מופיעים כאן לפי הסדר", "Whoever waits is listed here in order"
)
CLOSE = Text("סגירת נוכחות", "Close attendance")
CLOSE_ASK = Text("לסגור את הנוכחות?", "Close attendance?")
CLOSE_BODY = Text(
    "{came}. {missing}. יומיים אחרי השיעור אפשר עוד לתקן כל שורה.",
    "{came}. {missing}. Single rows can still be corrected for two days after the class.",
)
CAME_COUNT = Plural(
    he=Forms(one="הגעה אחת נרשמה", two="2 הגעות נרשמו", other="{n} הגעות נרשמו"),
    en=Forms(one="1 checked in", other="{n} checked in"),
)
NOBODY_CAME = Text("אף הגעה לא נרשמה", "Nobody checked in")
MISSED_COUNT = Plural(
    he=Forms(one="מתאמן אחד יסומן כאי הגעה", two="2 יסומנו כאי הגעה", other="{n} יסומנו כאי הגעה"),
    en=Forms(one="1 will be a no-show", other="{n} will be no-shows"),
)
NOBODY_MISSED = Text("אין חסרים", "Nobody is missing")
CLOSED_NOW = Text(
    "הנוכחות נסגרה. הגיעו: {came}, לא הגיעו: {missed}", "Closed. Came: {came}, missed: {missed}"
)
NOTE = Text("הערה לשיעור", "Note on this class")
NOTE_HELP = Text("המתאמנים רואים אותה בלו״ז", "Members see it on the schedule")
EDIT_NOTE = Text("עריכת הערה", "Edit the note")
ADD_NOTE = Text("הוספת הערה", "Add a note")
NOTE_SAVED = Text("ההערה נשמרה", "Note saved")
NOTE_BACK = Text("ההערה הקודמת חזרה", "The earlier note is back")
TO_THE_DAY = Text("לשיעורי היום", "To the day's classes")

# the timetable
WEEK_LABEL = Text("שיעורי השבוע", "Classes of the week")
DAYS_BEHIND = Plural(
    he=Forms(one="יום אחד שעבר", two="יומיים שעברו", other="{n} ימים שעברו"),
    en=Forms(one="1 day behind", other="{n} days behind"),
)
FILTERS = Text("סינון הלו״ז", "Filter the schedule")
ANY_PLACE = Text("כל הסניפים", "All locations")
ANY_COACH = Text("כל הצוות", "All coaches")
ANY_TYPE = Text("כל השיעורים", "All classes")
CLEAR_FILTERS = Text("ניקוי הסינון", "Clear filters")
EMPTY_WEEK = Text("אין שיעורים בשבוע הזה", "No classes this week")
EMPTY_WEEK_WHY = Text(
    "שיעורים שמתפרסמים מופיעים כאן, ואצל המתאמנים", "Published classes appear here and to members"
)
NOTHING_FITS = Text("אין שיעור שמתאים לסינון", "No class fits the filters")
NOTHING_FITS_WHY = Text("בשבוע הזה יש {classes}", "This week has {classes}")
PUBLISH = Text("פרסום שיעור", "Publish a class")
DAY = Text("יום", "Day")
COACH = Text("מאמן", "Coach")
PLACE = Text("סניף", "Location")
ROOM = Text("אולם", "Room")
WHEN = Text("מתי", "When")
CHANGE = Text("שינוי", "Change")
CANCEL_CLASS = Text("ביטול השיעור", "Cancel the class")
RESTORE = Text("החזרת השיעור", "Restore the class")
RESTORE_WHY = Text(
    "מקומות שכבר שוחררו לא חוזרים לבד, ואפשר להירשם מחדש. ביטול הפעולה כן מחזיר אותם, עד יממה אחריה",
    "Places already released stay so; members can book again. Undoing the cancellation brings them "
    "back, for a day after it",
)
RESTORED = Text("השיעור חזר ללו״ז: {session}", "Back on the schedule: {session}")

# publishing
FIELD_TYPE = Text("סוג השיעור", "Class")
CHOOSE_TYPE = Text("בחירת שיעור", "Choose a class")
CHOOSE_PLACE = Text("בחירת סניף", "Choose a location")
FIELD_AT = Text("התחלה", "Starts")
FIELD_UNTIL = Text("סיום", "Ends")
FIELD_CAPACITY = Text("מקומות", "Places")
FIELD_TIMES = Text("כמה שבועות", "How many weeks")
TIMES_HELP = Text("1 לשיעור חד־פעמי, עד 52", "1 for a single class, up to 52")
FIELD_REASON = Text("סיבה", "Reason")
REASON_HELP = Text("הרשומים יראו אותה בהודעה", "Those booked will read it")
PLAN_ONE = Text("שיעור אחד, {day} ב־{at}", "One class, {day} at {at}")
PLAN_MANY = Text("{classes}, {days} {at}, עד {last}", "{classes}, {days} {at}, until {last}")
PLAN_NONE = Text(
    "התאריכים יופיעו כאן אחרי בחירת יום ושעה", "Dates appear here once a day and time are set"
)
DAYS_OF: Final = (  # from Sunday
    Text("ימי א׳", "Sundays"),
    Text("ימי ב׳", "Mondays"),
    Text("ימי ג׳", "Tuesdays"),
    Text("ימי ד׳", "Wednesdays"),
    Text("ימי ה׳", "Thursdays"),
    Text("ימי ו׳", "Fridays"),
    Text("שבתות", "Saturdays"),
)
PUBLISH_NOW = Text("פרסום", "Publish")
PUBLISHED = Text("{classes} בלו״ז: {name}", "{classes} on the schedule: {name}")
WITHDRAWN = Plural(
    he=Forms(
        one="הפרסום הוחזר, שיעור אחד",
        two="הפרסום הוחזר, שני שיעורים",
        other="הפרסום הוחזר, {n} שיעורים",
    ),
    en=Forms(one="Taken back: 1 class", other="Taken back: {n} classes"),
)
WITHDRAW = Text("החזרת הפרסום", "Take back the publication")
WITHDRAW_ASK = Text("להחזיר את הפרסום?", "Take back the publication?")
WITHDRAW_BODY = Text(
    "{classes} שפורסמו יחד יוסרו מהלו״ז. עוד אין בהם הרשמות.",
    "{classes} that were published together leave the schedule. Nobody has booked.",
)

# changing and cancelling
CHANGE_TITLE = Text("שינוי: {session}", "Change {session}")
CHANGE_COST = Text(
    "שינוי של שעה, מקום או מאמן יישלח בהודעה: {people}",
    "A change of time, place or coach is sent to {people}",
)
CHANGED = Text("השיעור עודכן: {session}", "Updated: {session}")
CHANGED_BACK = Text("השינוי הוחזר: {session}", "Changed back: {session}")
SAVE_CHANGE = Text("שמירת השינוי", "Save the change")
CANCEL_TITLE = Text("לבטל את {session}?", "Cancel {session}?")
CANCEL_COST = Text(
    "הודעה תישלח מיד: {people}. המקומות ישוחררו וכניסות שנוצלו יחזרו.",
    "A message goes out at once: {people}. Places are released and entries that were used come back.",
)
CANCEL_FREE = Text("אין רשומים ואין ממתינים.", "Nobody has booked or waits.")
CANCEL_CONFIRM = Text("ביטול השיעור", "Cancel the class")
CANCELLED_NOW = Text("השיעור בוטל: {session}", "Cancelled: {session}")
KEEP_CLASS = Text("השארת השיעור", "Keep the class")
PEOPLE = Plural(
    he=Forms(one="רשום אחד", two="2 רשומים", other="{n} רשומים"),
    en=Forms(one="1 booked member", other="{n} booked members"),
)
PEOPLE_WAITING = Plural(
    he=Forms(one="ממתין אחד", two="2 ממתינים", other="{n} ממתינים"),
    en=Forms(one="1 waiting", other="{n} waiting"),
)
BOTH = Text("{booked}, {waiting}", "{booked} and {waiting}")
