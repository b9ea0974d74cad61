"""Words of the overview, the settings and the audit log's screen."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

# --- overview -------------------------------------------------------------------------------
OVERVIEW = Text("מבט על", "Overview")

HOW = Text("איך מחושב: {label}", "How it is counted: {label}")
ACTIVE = Text("מתאמנים פעילים", "Active members")
ACTIVE_HOW = Text(
    "מי שיש להם היום מסלול בתוקף. שיעורי ניסיון ומסלולים בהקפאה לא נספרים. "
    "ההשוואה היא לסוף החודש הקודם, והעמודות הן עשרת השבועות האחרונים.",
    "Everyone who holds a plan today. Trials and frozen plans are left out. "
    "Compared with the end of last month; the bars are the last ten weeks.",
)
BOOKINGS = Text("הרשמות השבוע", "Bookings this week")
BOOKINGS_HOW = Text(
    "מקומות שמורים בשיעורים של השבוע, מראשון עד שבת. שיעורים שבוטלו לא נספרים.",
    "Places held in this week's classes, Sunday to Saturday. Cancelled classes are left out.",
)
UTILISATION = Text("ניצולת השבוע", "Full this week")
UTILISATION_HOW = Text(
    "מקומות שמורים חלקי כל המקומות בשיעורים של השבוע. שיעורים שבוטלו לא נספרים.",
    "Places held out of all places in this week's classes. Cancelled classes are left out.",
)
NO_SHOWS = Text("אי הגעה", "No-shows")
NO_SHOWS_HOW = Text(
    "מי שהיה להם מקום ולא הגיעו, מתוך כל המקומות בשיעורים שהנוכחות בהם נסגרה, בארבעה שבועות. "
    "ההשוואה היא לארבעת השבועות שלפניהם.",
    "Booked and did not come, out of all places in classes whose attendance was taken, over four weeks. "
    "Compared with the four weeks before.",
)
NEW = Text("חדשים החודש", "New this month")
NEW_HOW = Text(
    "מתאמנים שהצטרפו מתחילת החודש. מי שעוד בלי מסלול ראשון לא נספרים.",
    "Members who joined since the first of the month. Those still without a first plan are left out.",
)
MORE_THAN_MONTH = Text("{n} יותר מסוף {month}", "{n} more than end of {month}")
LESS_THAN_MONTH = Text("{n} פחות מסוף {month}", "{n} fewer than end of {month}")
SAME_AS_MONTH = Text("כמו בסוף {month}", "Same as end of {month}")
LAST_WEEK = Text("{n} בשבוע שעבר", "{n} last week")
LAST_MONTH = Text("{n} בכל {month}", "{n} in all of {month}")
BETTER = Text("ירידה מ־{n}", "Down from {n}")
WORSE = Text("עלייה מ־{n}", "Up from {n}")
FOUR_WEEKS = Text("בארבעה שבועות", "Over four weeks")
NO_CLASSES_WEEK = Text("אין שיעורים השבוע", "No classes this week")
NOT_TAKEN = Text("עוד לא נסגרה נוכחות", "No attendance taken yet")
NO_FIGURE = Text("–", "–")

TODAY = Text("השיעורים היום", "Today's classes")
TODAY_SUM = Text("{booked} רשומים, {places} מקומות", "{booked} booked, {places} places")
TO_TIMETABLE = Text("ללו״ז", "Timetable")
OVER = Text("הסתיים", "Over")
IS_ON = Text("עכשיו", "Now")
IS_FULL = Text("מלא", "Full")
IS_LOW = Text("נמוך", "Low")
IS_OFF = Text("בוטל", "Cancelled")
BOOKED_OF = Text("{booked} מ־{of}", "{booked} of {of}")
NONE_TODAY = Text("אין שיעורים היום", "No classes today")
NONE_TODAY_WHY = Text(
    "השיעורים של היום יופיעו כאן, עם מי שנרשמו ומי שהגיעו",
    "Today's classes will show up here, with who booked and who came",
)
NO_TIMETABLE = Text("הלו״ז עוד ריק", "The timetable is empty")
NO_TIMETABLE_WHY = Text(
    "אחרי פרסום השיעור הראשון, היום שלכם ייראה כאן: מי נרשמו, כמה מקומות נשארו ומי ממתינים",
    "Once the first class is published your day shows up here: who booked, what is free, who waits",
)
PUBLISH_FIRST = Text("פרסום שיעור ראשון", "Publish the first class")

SETUP = Text("פתיחת המכון, {done} מתוך {of}", "Opening the gym, {done} of {of}")
SETUP_LEFT = Plural(
    he=Forms(
        one="עוד צעד אחד והמכון מוכן",
        two="עוד שני צעדים והמכון מוכן",
        other="עוד {n} צעדים והמכון מוכן",
    ),
    en=Forms(one="One more step and the gym is ready", other="{n} more steps and the gym is ready"),
)
SETUP_TALLY = Text("{done} מתוך {of} צעדים", "{done} of {of} steps")
GO = Text("קדימה", "Go")
STEP_TYPES = Text("סוגי השיעורים נבדקו", "Class types checked")
STEP_PLANS = Text("מסלולים ומחירים", "Plans and prices")
STEP_CLASS = Text("שיעור ראשון בלו״ז", "First class on the timetable")
STEP_COACH = Text("הזמנת צוות האימון", "A coach invited")
STEP_MEMBERS = Text("מתאמנים ראשונים", "First members")
STEP_BRAND = Text("הצבע של המכון", "The gym's colour")

ATTENTION = Text("לטיפול", "Needs attention")
ALL_WELL = Text("אין מה לטפל בו כרגע", "Nothing needs you right now")
ALL_WELL_WHY = Text(
    "בקשות מחליף, ערעורים, הזמנות שמחכות, מסלולים שנגמרים ורשימות המתנה יופיעו כאן",
    "Substitutes wanted, disputes, waiting invitations, plans that run out and waitlists show up here",
)
TO_ALL = Text("לכולם", "See all")
WITHOUT_PLAN = Text("מתאמנים בלי מסלול", "No plan yet")
WITHOUT_SINCE = Text("הצטרפות ב־{day}", "Joined on {day}")
SUBSTITUTES = Text("שיעורים שמחפשים מחליף", "Substitutes wanted")
SOUGHT_FOR = Text("{name}. {said}", "{name}. {said}")
DISPUTES = Text("ערעורים שמחכים", "Disputes waiting")
DISPUTED = Text("{offence}, {day}", "{offence}, {day}")
RUNNING_OUT = Text("מסלולים שנגמרים", "Plans running out")
ENDS_ON = Text("{plan}, עד {day}", "{plan}, until {day}")
ENTRIES_LEFT = Text("{plan}, {left}", "{plan}, {left}")
LEFT = Plural(
    he=Forms(one="נשארה כניסה אחת", two="נשארו שתי כניסות", other="נשארו {n} כניסות"),
    en=Forms(one="1 visit left", other="{n} visits left"),
)
NONE_LEFT = Text("הכניסות נוצלו", "all visits used")
INVITATIONS = Text("הזמנות שמחכות", "Waiting invitations")
INVITED_ON = Text("{role}, נשלחה {day}", "{role}, sent {day}")
INVITE_EXPIRED = Text("{role}, פג התוקף", "{role}, expired")
INVITE_BOUNCED = Text("{role}, הדוא״ל לא התקבל", "{role}, the e-mail bounced")
WAITING = Text("רשימות המתנה קרובות", "Waitlists ahead")
WAITING_FACT = Plural(
    he=Forms(one="אחד ממתין, {of}", two="שניים ממתינים, {of}", other="{n} ממתינים, {of}"),
    en=Forms(one="1 waiting, {of}", other="{n} waiting, {of}"),
)
TROUBLES = Text("הודעות שלא הגיעו", "Messages that did not arrive")
TROUBLE_FACT = Text("{channel}, {state}, {day}", "{channel}, {state}, {day}")
SOMEBODY = Text("מישהו מהצוות", "Somebody on the staff")

# --- settings -------------------------------------------------------------------------------
SETTINGS = Text("הגדרות", "Settings")
GYM = Text("פרטי המכון", "The gym")
GYM_HELP = Text(
    "כך המכון מופיע באפליקציה ובמיילים", "How the gym appears in the app and in e-mails"
)
GYM_NAME = Text("שם המכון", "Name of the gym")
PHONE = Text("טלפון", "Phone")
PHONE_HELP = Text("מתאמנים מחייגים אליו מהאפליקציה", "Members call it from the app")
EMAIL = Text("דוא״ל", "E-mail")
EMAIL_HELP = Text("תשובות למיילים של המכון מגיעות לכאן", "Replies to the gym's e-mails come here")
ADDRESS = Text("כתובת", "Address")
ZONE = Text("אזור זמן", "Time zone")
ZONE_HELP = Text("לפיו נקבעים השעות, הימים והשבועות", "Hours, days and weeks are counted by it")
LANGUAGE = Text("שפת המיילים", "Language of e-mails")
LANGUAGE_HELP = Text(
    "למי שעוד לא בחרו שפה בעצמם", "For those who have not chosen a language themselves"
)
HEBREW = Text("עברית", "Hebrew")
ENGLISH = Text("אנגלית", "English")
SAVE_GYM = Text("שמירת הפרטים", "Save details")
GYM_SAVED = Text("פרטי המכון נשמרו", "The gym's details were saved")

BRAND = Text("הצבע של המכון", "The gym's colour")
BRAND_HELP = Text(
    "מופיע בכפתור הראשי, במה ששמור לי ובקווים של הספירה",
    "On the main button, on what is mine, and on the tally",
)
COLOUR = Text("צבע", "Colour")
AS_PICKED = Text("הצבע נשאר בדיוק כמו שנבחר", "The colour stays exactly as picked")
LIGHT = Text("במצב בהיר", "In light mode")
DARK = Text("במצב כהה", "In dark mode")
TRY_NEXT = Text("השיעור הבא", "Next class")
TRY_MINE = Text("המקום שמור", "You're in")
TRY_BOOK = Text("הרשמה", "Book")
TRY_PLACES = Text("11 מתוך 14 מקומות", "11 of 14 places")
SAVE_BRAND = Text("שמירת הצבע", "Save colour")
BRAND_SAVED = Text("הצבע נשמר, וכבר רואים אותו", "The colour was saved, and shows already")
BACK_TO_OLD = Text("חזרה לצבע השמור", "Back to the saved colour")

QUIET = Text("שעות שקט", "Quiet hours")
QUIET_HELP = Text(
    "בשעות האלה לא נשלחות הודעות לטלפון ולמייל, ואף אחד לא מקודם מרשימת המתנה. "
    "אותה שעה בשני השדות: אין שעות שקט.",
    "No e-mail or push goes out in these hours, and nobody is moved up from a waitlist. "
    "The same hour twice: no quiet hours.",
)
QUIET_FROM = Text("משעה", "From")
QUIET_TO = Text("עד שעה", "Until")
SABBATH = Text("שקט גם בשבת", "Quiet on the Sabbath too")
SABBATH_HELP = Text("מיום שישי אחר הצהריים עד מוצאי שבת", "From Friday afternoon to Saturday night")
SECURITY = Text("אבטחה", "Security")
TOTP = Text("אימות דו־שלבי לבעלים ולניהול", "Second factor for owners and admins")
TOTP_HELP = Text(
    "בכניסה נדרש גם קוד מאפליקציית אימות. מי שעוד לא הפעילו אותו יתבקשו להפעיל לפני שימשיכו. "
    "צוות אימון ומתאמנים לא מושפעים.",
    "Signing in also takes a code from an authenticator app. Those without one are asked to set it up before they go on. "
    "Coaches and members are not affected.",
)
TOTP_YOU = Text("כדאי להפעיל קודם אצלך", "Set yours up first")
TOTP_YOU_WHY = Text(
    "בחשבון שלך עוד אין אימות דו־שלבי. אחרי השמירה יוצג רק מסך ההפעלה, עד שיופעל.",
    "Your account has no second factor yet. After saving, only the screen that sets it up will open until it is on.",
)
TOTP_SET_UP = Text("להגדרות החשבון", "Account settings")
SAVE_RULES = Text("שמירה", "Save")
RULES_SAVED = Text("ההגדרות נשמרו", "The settings were saved")

DOCUMENTS = Text("מסמכים משפטיים", "Legal documents")
ACCEPTED_BY = Text(
    "גרסה {version}, אושר ב־{day} על ידי {name}", "Version {version}, accepted on {day} by {name}"
)
ACCEPTED = Text("גרסה {version}, אושר ב־{day}", "Version {version}, accepted on {day}")
NOT_ACCEPTED = Text("גרסה {version} מחכה לאישור", "Version {version} waits to be accepted")
IN_FORCE = Text("בתוקף", "In force")
OLDER = Text("גרסה קודמת", "Earlier version")
WAITS = Text("מחכה לאישור", "To accept")
READ_IT = Text("לקריאה", "Read")
READ_NAMED = Text("לקריאה: {document}", "Read {document}")
I_ACCEPT = Text(
    "קראתי את המסמכים החדשים, והם מאושרים בשם המכון",
    "I have read the new documents and accept them for the gym",
)
ACCEPT = Text("אישור המסמכים", "Accept documents")
DOCS_ACCEPTED = Text("המסמכים אושרו", "The documents were accepted")
TICK_FIRST = Text("צריך לסמן שהמסמכים נקראו", "Tick that the documents were read")

MORE_SETTINGS = Text("עוד מקומות להגדיר", "More to set up")
WAY_CATALOGUE = Text("שיעורים, סניפים ואולמות", "Classes, locations and rooms")
WAY_CATALOGUE_WHY = Text(
    "אורך, מקומות, מתי נפתחת הרשמה ועד מתי מבטלים", "Length, places, when booking opens and closes"
)
WAY_PLANS = Text("מסלולים ומחירים", "Plans and prices")
WAY_PLANS_WHY = Text("מה נמכר, בכמה ומה כלול", "What is sold, for how much, and what it gives")
WAY_STAFF = Text("צוות והרשאות", "Staff and permissions")
WAY_STAFF_WHY = Text("הזמנות, תפקידים ומה מותר לכל אחד", "Invitations, roles and who may do what")

# --- audit ----------------------------------------------------------------------------------
EXPORT = Text("ייצוא", "Export")
EXPORT_FILE = Text("יומן", "audit-log")
EXPORTED = Plural(
    he=Forms(one="יוצאה פעולה אחת", two="יוצאו שתי פעולות", other="יוצאו {n} פעולות"),
    en=Forms(one="1 event exported", other="{n} events exported"),
)
EXPORT_CUT = Text(
    "יוצאו {n} הפעולות האחרונות. לפעולות ישנות יותר אפשר לצמצם את התאריכים ולייצא שוב",
    "The latest {n} events were exported. For older ones, narrow the dates and export again",
)
COL_DAY = Text("תאריך", "Date")
COL_TIME = Text("שעה", "Time")
COL_IP = Text("כתובת IP", "IP address")
ANY_KIND = Text("כל התחומים", "All areas")
AREA = Text("תחום", "Area")
PERSON = Text("מי עשה", "Who did it")
FIND_MEMBER = Text("סינון לפי מתאמן", "Filter by member")
NO_SUCH_MEMBER = Text("לא נמצאו מתאמנים", "No members found")
NOTHING_YET = Text("היומן עוד ריק", "Nothing on record yet")
NOTHING_FITS = Text("אין פעולות כאלה", "No such events")
SHOWN_FROM = Text("{first} עד {last}", "{first} to {last}")
REASON_GIVEN = Text("צוות FitKit. הסיבה: {reason}", "FitKit's team. Reason: {reason}")

# What changed, under a sentence.
DETAIL_STATUS = Text("היה: {before}. עכשיו: {after}", "Was {before}, is now {after}")
DETAIL_FIELDS = Text("שונו: {fields}", "Changed: {fields}")
DETAIL_LATE = Text("ביטול מאוחר", "Cancelled late")
DETAIL_BY_STAFF = Text("על ידי הצוות", "By the staff")
DETAIL_NEW_DEVICE = Text("ממכשיר חדש", "From a new device")
DETAIL_LOST = Text("כניסות שאבדו: {n}", "Visits lost: {n}")
DETAIL_LEFT = Text("נשארו {n}", "{n} left")
DETAIL_TO = Text("אל {staff}", "To {staff}")
DETAIL_GUARDIAN = Text("אחראי: {name}", "Guardian: {name}")
DETAIL_ON = Text("הופעל", "Turned on")
DETAIL_OFF = Text("כובה", "Turned off")
DETAIL_ROLE = Text("תפקיד: {role}", "Role: {role}")
DETAIL_LAPSED = Text("הגיע היום האחרון", "Its last day was over")
SOMETHING = Text("פריט", "an item")

FIELD_WORDS: Final[dict[str, Text]] = {
    "name": Text("שם", "name"),
    "first_name": Text("שם פרטי", "first name"),
    "last_name": Text("שם משפחה", "last name"),
    "name_he": Text("שם בעברית", "name in Hebrew"),
    "name_en": Text("שם באנגלית", "name in English"),
    "phone": Text("טלפון", "phone"),
    "email": Text("דוא״ל", "e-mail"),
    "address": Text("כתובת", "address"),
    "zone": Text("אזור זמן", "time zone"),
    "lang": Text("שפה", "language"),
    "hours": Text("שעות פתיחה", "opening hours"),
    "birth_date": Text("תאריך לידה", "birth date"),
    "national_id": Text("מספר זהות", "ID number"),
    "gender": Text("מגדר", "gender"),
    "emergency_name": Text("איש קשר לחירום", "emergency contact"),
    "emergency_phone": Text("טלפון לחירום", "emergency phone"),
    "source": Text("איך הגיעו", "how they came"),
    "joined_on": Text("יום הצטרפות", "joining day"),
    "guardian_id": Text("הורה או אפוטרופוס", "parent or guardian"),
    "is_seen_by_members": Text("הופעה ברשימת המגיעים", "shown to other members"),
    "title_he": Text("תואר בעברית", "title in Hebrew"),
    "title_en": Text("תואר באנגלית", "title in English"),
    "tint": Text("צבע בלו״ז", "timetable colour"),
    "is_coach": Text("האם באימון", "gives classes"),
    "bio": Text("היכרות", "about"),
    "description": Text("תיאור", "description"),
    "colour": Text("צבע", "colour"),
    "minutes": Text("אורך", "length"),
    "capacity": Text("מספר מקומות", "places"),
    "min_attendance": Text("מינימום משתתפים", "smallest class"),
    "coach_id": Text("מאמן", "coach"),
    "policy": Text("כללי הרשמה", "booking rules"),
    "opens": Text("איך נפתחת ההרשמה", "how booking opens"),
    "opens_weekday": Text("יום פתיחת ההרשמה", "the day booking opens"),
    "opens_minute": Text("שעת פתיחת ההרשמה", "the hour booking opens"),
    "grace_minutes": Text("ביטול חופשי אחרי הרשמה", "free cancelling after booking"),
    "swap_minutes": Text("עד מתי מחליפים שיעור", "until when classes are swapped"),
    "day_limit": Text("מגבלה ליום", "limit a day"),
    "week_limit": Text("מגבלה לשבוע", "limit a week"),
    "open_limit": Text("מגבלת הרשמות פתוחות", "limit of bookings ahead"),
    "class_from": Text("מאיזו שעה", "from which hour"),
    "class_until": Text("עד איזו שעה", "until which hour"),
    "begin_within": Text("תוך כמה ימים מתחילים", "days in which it begins"),
    "sold_from": Text("תחילת ההצטרפות", "first day to sign up"),
    "sold_until": Text("סוף ההצטרפות", "last day to sign up"),
    "auto_minutes": Text("עד מתי מצרפים מהתור", "until when the waitlist moves by itself"),
    "offer_minutes": Text("משך שמירת מקום מוצע", "how long an offer stands"),
    "claim_minutes": Text("מתי הראשון תופס", "when the first tap has it"),
    "guests_most": Text("כמה אורחים", "guests"),
    "allows_trial": Text("שיעור ניסיון", "trials"),
    "required_forms": Text("טפסים נדרשים", "required forms"),
    "drop_in_agorot": Text("מחיר כניסה בודדת", "drop-in price"),
    "opens_days": Text("מתי נפתחת ההרשמה", "when booking opens"),
    "closes_minutes": Text("מתי נסגרת ההרשמה", "when booking closes"),
    "cancel_cutoff_minutes": Text("עד מתי מבטלים", "cancellation time"),
    "waitlist_limit": Text("אורך רשימת ההמתנה", "waitlist size"),
    "terms": Text("תנאי המסלול", "terms"),
    "kind": Text("סוג", "kind"),
    "price": Text("מחיר", "price"),
    "price_agorot": Text("מחיר", "price"),
    "every": Text("חידוש", "renewal"),
    "commitment_months": Text("התחייבות", "commitment"),
    "open_price_agorot": Text("מחיר בלי התחייבות", "price without commitment"),
    "billing_day": Text("יום חיוב", "billing day"),
    "is_kept": Text("נשאר אצל מי שקיבל את המסלול", "stays with whom it was given to"),
    "is_private": Text("מכירה רק דרך הצוות", "sold by staff only"),
    "weekly_limit": Text("אימונים בשבוע", "classes a week"),
    "entries": Text("כניסות", "visits"),
    "valid_days": Text("תוקף", "validity"),
    "class_type_ids": Text("סוגי שיעורים", "class types"),
    "starts_at": Text("שעת התחלה", "start"),
    "ends_at": Text("שעת סיום", "end"),
    "location_id": Text("סניף", "location"),
    "room_id": Text("אולם", "room"),
    "quiet_from": Text("תחילת שעות השקט", "start of quiet hours"),
    "quiet_to": Text("סוף שעות השקט", "end of quiet hours"),
    "observes_sabbath": Text("שקט בשבת", "quiet on the Sabbath"),
    "totp_required": Text("אימות דו־שלבי", "second factor"),
    "user_name": Text("שם", "name"),
}
