"""Words of the member's own screens: home and schedule."""

from fitkit.core.i18n import Forms, Plural, Text

HOME_TITLE = Text("בית", "Home")
SCHEDULE_TITLE = Text("לו״ז", "Schedule")

OF_WHOM = Text("האימונים של {name}", "{name}'s classes")  # a child's, on a guardian's screen

# deeds on a class; the second of each is what is read out
BOOK = Text("הרשמה", "Book")
WAIT = Text("להמתנה", "Waitlist")
LEAVE = Text("יציאה", "Leave")
ACCEPT = Text("לקחת", "Take it")
DECLINE = Text("לוותר", "Pass")
CLAIM = Text("לתפוס", "Grab it")
CANCEL = Text("ביטול", "Cancel")
CALL = Text("להתקשר", "Call")
SWAP = Text("החלפה", "Swap")
TRIAL = Text("שיעור ניסיון", "Book trial")
BOOK_NAMED = Text("הרשמה: {name}, {at}", "Book {name}, {at}")
WAIT_NAMED = Text("להמתנה: {name}, {at}", "Waitlist for {name}, {at}")
LEAVE_NAMED = Text("יציאה מההמתנה: {name}, {at}", "Leave the waitlist of {name}, {at}")
ACCEPT_NAMED = Text("לקחת את המקום: {name}, {at}", "Take the place in {name}, {at}")
DECLINE_NAMED = Text("לוותר על המקום: {name}, {at}", "Pass on the place in {name}, {at}")
CLAIM_NAMED = Text("לתפוס את המקום הפנוי: {name}, {at}", "Grab the free place in {name}, {at}")
CANCEL_NAMED = Text("ביטול המקום: {name}, {at}", "Cancel {name}, {at}")
PASSED_ON = Text("המקום עבר הלאה, המקום בתור נשאר", "Passed on; you keep your place in line")
# The second action of a card, beside booking.
SWAP_FROM = Text("החלפה במקום {other}, {from_at}", "Swap from {other}, {from_at}")
SWAP_FROM_NAMED = Text(
    "החלפה לשיעור: {name}, {at}, במקום {other}, {from_at}",
    "Swap to {name}, {at}, instead of {other}, {from_at}",
)
SWAP_NAMED = Text("החלפה לשיעור: {name}, {at}", "Swap to {name}, {at}")
TRIAL_NAMED = Text("שיעור ניסיון: {name}, {at}", "Book {name}, {at} as a trial")
# what a card says, and what its tap takes
AND_TAKES = Text("{line}. {takes}", "{line}. {takes}")
SWAP_GONE = Text(
    "ההחלפה כבר לא אפשרית. הכרטיס עודכן", "This swap is no longer possible. The card is up to date"
)
OF_CHILD = Text("{name}: {said}", "{name}: {said}")  # what a guardian did
LEFT_LINE = Text("יציאה מההמתנה נרשמה", "You're off the waitlist")

# a class card
OF = Text("{used} מתוך {total}", "{used} of {total}")
YOU_ARE_IN = Text("המקום שמור", "You're in")
IN_LINE = Text("מקום {position} בהמתנה", "Number {position} in line")
KEPT = Text("שמור לך", "Kept for you")
FREE_NOW = Text("מקום פנוי", "A place is free")
CLOSED = Text("ההרשמה נסגרה", "Booking closed")
CLOSED_WHY = Text("נסגרת {before} לפני. אפשר להתקשר למכון", "Closes {before} before. You can call")
CLOSED_AT_START = Text("אפשר להתקשר למכון", "You can call the studio")
CAME = Text("נרשמה הגעה", "You trained")
MISSED = Text("לא נרשמה הגעה", "Marked as missed")
BEGAN = Text("התחיל", "Under way")
OVER = Text("הסתיים", "Over")
CANCELLED = Text("השיעור בוטל", "Cancelled by the studio")
PLACE_RELEASED = Text("המקום שוחרר ללא עלות", "Your place was released at no cost")
WAS_RETURNED = Text("המקום שוחרר ומה שנוצל חזר", "What was used came back")
FULL = Text("השיעור מלא", "Full")
LINE_FULL = Text("גם ההמתנה מלאה. אפשר לבחור שיעור אחר", "The waitlist is full too. Choose another")
WITH_REASON = Text("{line}. {reason}", "{line}. {reason}")
MORE_REASONS = Plural(
    he=Forms(
        one="ועוד סיבה, בדף השיעור",
        two="ועוד שתי סיבות, בדף השיעור",
        other="ועוד {n} סיבות, בדף השיעור",
    ),
    en=Forms(one="and 1 more reason, on its page", other="and {n} more reasons, on its page"),
)
HOURS = Plural(
    he=Forms(one="שעה", two="שעתיים", other="{n} שעות"), en=Forms(one="an hour", other="{n} hours")
)
WITH_NOTICE = Text(
    "{line}. רק אם נודיע לפחות {notice} לפני", "{line}. Only if told at least {notice} before"
)
DAY_AND_LENGTH = Text("{day}, {length}", "{day}, {length}")

# what keeps a member from every class, in the button's place; the sentence stands once above
KEPT_BACK = {
    "no_plan": Text("צריך מסלול", "Needs a plan"),
    "entries_used_up": Text("אין כניסות", "No visits left"),
    "past_due": Text("תשלום פתוח", "Payment open"),
    "frozen": Text("בהקפאה", "Plan frozen"),
    "blocked": Text("הרשמה חסומה", "Booking blocked"),
}

# the question before a cancellation that costs
ASK_CANCEL = Text("לבטל את {name}, {at}?", "Cancel {name}, {at}?")
ASK_WAITED_FOR = Text(
    "{cost}. המקום יעבור למי שבהמתנה", "{cost}. The place goes to whoever is waiting"
)
ASK_DO = Text("ביטול המקום", "Cancel my place")
ASK_KEEP = Text("להשאיר את המקום", "Keep my place")

# schedule
ALL = Text("הכול", "All")
FREE_FOR_ME = Text("פנוי לי", "Free for me")
ALL_PLACES = Text("כל הסניפים", "All locations")
FILTER = Text("סינון השיעורים", "Filter classes")
ALL_COACHES = Text("כל המאמנים", "All coaches")
BY_PLACE = Text("סניף", "Location")
BY_COACH = Text("מאמן", "Coach")
NOT_THIS_WEEK = Text("לא השבוע", "Not this week")
TAKE_AWAY = Text("הסרת הסינון: {filter}", "Remove filter: {filter}")
NOW = Text("עכשיו {at}", "Now {at}")
DAY_LABEL = Text("{day}, {classes}", "{day}, {classes}")
DAY_LABEL_MINE = Text("{day}, {classes}, {mine}", "{day}, {classes}, {mine}")
CLASSES = Plural(
    he=Forms(one="שיעור אחד", two="שני שיעורים", other="{n} שיעורים"),
    en=Forms(one="1 class", other="{n} classes"),
)
NO_CLASSES = Text("אין שיעורים", "no classes")
MINE = Plural(
    he=Forms(one="מקום אחד שמור", two="שני מקומות שמורים", other="{n} מקומות שמורים"),
    en=Forms(one="1 booked", other="{n} booked"),
)
EMPTY_DAY = Text("אין שיעורים ביום הזה", "No classes on this day")
NEXT_CLASSES = Text("השיעורים הבאים: {day}", "The next classes: {day}")
TO_NEXT_DAY = Text("ליום הבא עם שיעורים", "To the next day with classes")
NO_MORE = Text(
    "הלו״ז לימים הבאים עוד לא פורסם. כדאי לבדוק שוב מחר",
    "The coming days aren't published yet. Check again tomorrow",
)
TO_TODAY = Text("להיום", "Go to today")
NOTHING_FITS = Text("אין שיעור שמתאים לסינון", "No class fits this filter")
NOTHING_FITS_WHY = Text("ביום הזה: {classes}", "On this day: {classes}")
SHOW_ALL = Text("הצגת הכול", "Show all")

# home
NEXT_CLASS = Text("האימון הבא", "Next class")
ON_NOW = Text("מתקיים עכשיו", "Under way now")
DETAILS = Text("פרטים", "Details")
NOTHING_BOOKED = Text("אין הרשמות קרובות", "Nothing booked")
PICK_CLASS = Text("אפשר לבחור שיעור בלו״ז, הרשמה בלחיצה אחת", "Pick a class, one tap books it")
NEXT_FREE = Text("הקרוב שפנוי: {name}, {at}", "Next one free: {name}, {at}")
NEXT_OPENS = Text("ההרשמה לשיעור {name} נפתחת: {at}", "Booking for {name} opens {at}")
TO_SCHEDULE = Text("ללו״ז", "To the schedule")
UPCOMING = Text("הרשמות קרובות", "Coming up")
WAITING = Text("בהמתנה", "On the waitlist")
THIS_WEEK = Text("השבוע", "This week")
WEEK_OF_LIMIT = Text("{used} מתוך {limit}", "{used} of {limit}")
WEEK_USED = Plural(
    he=Forms(one="אימון אחד", two="שני אימונים", other="{n} אימונים"),
    en=Forms(one="1 class", other="{n} classes"),
)
WEEK_NONE = Text("עוד אין אימונים", "No classes yet")
WEEK_FULL = Text("הספירה מתאפסת ביום ראשון", "Resets on Sunday")
DAY_CAME = Text("{day}: נרשמה הגעה", "{day}: trained")
DAY_BOOKED = Text("{day}: מקום שמור", "{day}: booked")
DAY_FREE = Text("{day}: אין הרשמה", "{day}: nothing booked")
TODAY_IS = Text("היום, {day}", "Today, {day}")
MY_PLAN = Text("המסלול שלי", "My plan")
NO_PLAN = Text("אין כרגע מסלול פעיל", "No active plan")
NO_PLAN_WHY = Text(
    "כדי להירשם לשיעורים צריך מסלול. במכון יתאימו אחד",
    "Booking needs a plan. The studio will find one that fits",
)
MEMBERSHIP_ENDED = Text("החברות שלך אצל {gym} הסתיימה", "Your membership at {gym} has ended")
MEMBERSHIP_ENDED_WHY = Text(
    "אי אפשר להזמין מכאן שיעורים. כדי לחזור, או אם זו טעות, אפשר להתקשר למכון או לכתוב אליו",
    "Classes cannot be booked from here. To come back, or if this is a mistake, call or write",
)
OTHER_GYMS_STAY = Text(
    "במכונים האחרים שלך הכול כרגיל. עוברים ביניהם בתפריט החשבון",
    "Your other studios are as they were. Switch in the account menu",
)
CALL_GYM = Text("להתקשר למכון", "Call the studio")
MAIL_GYM = Text("לכתוב למכון", "Write to the studio")
LAST_ENTRY = Text("נשארה כניסה אחת. כדאי לחדש בקרוב", "1 visit left. A good time to renew")
ENDS_SOON = Text(
    "היום האחרון של המסלול: {day}. אפשר לחדש במכון",
    "Last day of the plan: {day}. Renew at the studio",
)
