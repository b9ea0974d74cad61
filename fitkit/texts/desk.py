"""Words of the owner's desk: the roster, a member's page, plans, the catalogue, the staff."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

# shared by the desk's screens
STATUS = Text("סטטוס", "Status")
COACH = Text("מאמן", "Coach")
NO_COACH = Text("בלי מאמן", "No coach")
ARCHIVE = Text("לארכיון", "Archive")
RESTORE = Text("החזרה מהארכיון", "Restore")
NAME_HE = Text("שם בעברית", "Name in Hebrew")
NAME_EN = Text("שם באנגלית", "Name in English")
COPY_LINK = Text("העתקת הקישור", "Copy link")
COPIED = Text("הקישור הועתק", "Link copied")
NOT_FOUND = Text("לא נמצא", "Not found")
CHOOSE = Text("לבחור מהרשימה", "Choose from the list")

# the roster
MEMBERS = Text("מתאמנים", "Members")
MEMBERS_COUNT = Plural(
    he=Forms(one="מתאמן אחד", two="שני מתאמנים", other="{n} מתאמנים"),
    en=Forms(one="1 member", other="{n} members"),
)
SEARCH_MEMBERS = Text("שם, טלפון או דוא״ל", "Name, phone or e-mail")
SEARCH_LABEL = Text("חיפוש מתאמנים", "Search members")
ADD_MEMBER = Text("הוספת מתאמן", "Add member")
EXPORT = Text("ייצוא", "Export")
EXPORT_FILE = Text("מתאמנים", "members")
EXPORTED = Plural(
    he=Forms(one="יוצא מתאמן אחד", two="יוצאו שני מתאמנים", other="יוצאו {n} מתאמנים"),
    en=Forms(one="1 member exported", other="{n} members exported"),
)
FILTER_ALL = Text("הכול", "All")
FILTERS: Final = {
    "active": Text("מנוי פעיל", "Active"),
    "trial": Text("ניסיון", "Trial"),
    "lead": Text("עוד בלי מסלול", "No plan yet"),
    "frozen": Text("בהקפאה", "Frozen"),
    "past_due": Text("בפיגור", "Past due"),
    "ended": Text("הסתיים", "Ended"),
}
FILTER_ARCHIVED = Text("ארכיון", "Archived")
ANY_TAG = Text("כל התגיות", "Any tag")
ANY_COACH = Text("כל המאמנים", "Any coach")
COL_MEMBER = Text("שם וטלפון", "Member")
COL_PLAN = Text("מסלול", "Plan")
COL_PERIOD = Text("בתקופה הזו", "This period")
COL_LAST_VISIT = Text("ביקור אחרון", "Last visit")
COL_TAGS = Text("תגיות", "Tags")
COL_JOINED = Text("הצטרפות", "Joined")
NO_PLAN = Text("אין מסלול", "No plan")
AND_MORE = Text("{plan} ועוד {n}", "{plan} and {n} more")
NEVER_CAME = Text("עוד לא היה ביקור", "No visit yet")
ENTRIES_OF = Text("נשארו {left} מתוך {of} כניסות", "{left} of {of} visits left")
VISITS_OF = Text("{used} מתוך {of} השבוע", "{used} of {of} this week")
VISITS = Plural(
    he=Forms(one="שיעור אחד השבוע", two="שני שיעורים השבוע", other="{n} שיעורים השבוע"),
    en=Forms(one="1 class this week", other="{n} classes this week"),
)
NO_VISITS = Text("אין שיעורים השבוע", "No classes this week")
CHOSEN = Plural(
    he=Forms(one="נבחר מתאמן אחד", two="נבחרו שני מתאמנים", other="נבחרו {n} מתאמנים"),
    en=Forms(one="1 selected", other="{n} selected"),
)
TAG = Text("תגית", "Tag")
TAG_THEM = Text("הוספת תגית", "Add a tag")
TAG_NAME = Text("שם התגית", "Tag name")
TAG_HELP = Text(
    "תגית קיימת או חדשה, עד 30 תווים", "An existing tag or a new one, up to 30 characters"
)
TAGGED = Text("התגית {tag} נוספה: {count}", "Tagged {tag}: {count}")
TAGGED_ONE = Text("התגית {tag} נוספה", "Tagged {tag}")
ALL_WEAR_IT = Text("התגית {tag} כבר קיימת אצל כולם", "Everyone chosen has the tag {tag} already")
UNTAGGED = Text("התגית {tag} הוסרה", "Tag {tag} removed")
REMOVE_TAG = Text("הסרת התגית {tag}", "Remove tag {tag}")
ASSIGN = Text("שיוך למאמן", "Assign a coach")
ASSIGNED = Text("{coach}, שיוך חדש: {count}", "Now with {coach}: {count}")
UNASSIGNED = Text("בלי מאמן מעכשיו: {count}", "No coach from now on: {count}")
INVITE_APP = Text("הזמנה לאפליקציה", "Invite to the app")
INVITE_HOW_MANY = Text(
    "הזמנה בדוא״ל תישלח ל־{count}. שליחה?", "An e-mail invitation goes to {count}. Send?"
)
INVITE_WHY = Text(
    "מי שאין דוא״ל בכרטיס, או כבר יש חשבון או הזמנה פתוחה, לא יקבל הודעה.",
    "Anyone without an e-mail, with an account, or with an open invitation is passed over.",
)
INVITED_MANY = Text(
    "נשלחו הזמנות: {sent}. דילוג: {passed}", "Invitations sent: {sent}. Passed over: {passed}"
)
ARCHIVED_MANY = Plural(
    he=Forms(
        one="כרטיס אחד עבר לארכיון",
        two="שני כרטיסים עברו לארכיון",
        other="{n} כרטיסים עברו לארכיון",
    ),
    en=Forms(one="1 member archived", other="{n} members archived"),
)
RESTORED_MANY = Plural(
    he=Forms(
        one="כרטיס אחד חזר מהארכיון",
        two="שני כרטיסים חזרו מהארכיון",
        other="{n} כרטיסים חזרו מהארכיון",
    ),
    en=Forms(one="1 member restored", other="{n} members restored"),
)
SHOWN = Text("מוצגים {first} עד {last} מתוך {of}", "{first} to {last} of {of}")
EMPTY_ROSTER = Text("עוד אין כאן מתאמנים", "No members yet")
EMPTY_ROSTER_WHY = Text(
    "הכרטיס הראשון לוקח חצי דקה: שם, טלפון, ואפשר כבר לתת מסלול ולהזמין לאפליקציה.",
    "The first one takes half a minute: a name, a phone, and if you like a plan and an invitation.",
)
NOBODY_FITS = Text("אף אחד לא מתאים לחיפוש ולסינון", "Nobody fits this search and filter")
NOBODY_FITS_WHY = Text(
    "אפשר לחפש לפי חלק משם או ממספר, או לנקות את הסינון.",
    "Try part of a name or number, or clear the filters.",
)
CLEAR_FILTERS = Text("ניקוי הסינון", "Clear filters")

# adding and changing a member
ADD_TITLE = Text("מתאמן חדש", "New member")
MORE_DETAILS = Text("עוד פרטים", "More details")
ID_HELP = Text("תשע ספרות. נשמר מוצפן", "Nine digits. Kept encrypted")
ID_KEPT = Text(
    "שמור אצלנו. כדי להחליף, להקליד מספר חדש", "On file. Type a new number to replace it"
)
GIVE_NOW = Text("מסלול ראשון", "First plan")
NO_PLAN_NOW = Text("בלי מסלול כרגע", "No plan for now")
INVITE_NOW = Text("לשלוח הזמנה לאפליקציה בדוא״ל", "Send an e-mail invitation to the app")
ADDED = Text("{name}: הכרטיס נוסף", "{name} was added")
ADDED_INVITED = Text(
    "{name}: הכרטיס נוסף, וההזמנה בדרך לדוא״ל", "{name} was added, the invitation is on its way"
)
ADDED_BUT = Text("{name}: הכרטיס נוסף. {but}", "{name} was added. {but}")
TWIN_TITLE = Text("אולי זה אותו אדם", "This may be the same person")
ADD_ANYWAY = Text("הוספה בכל זאת", "Add anyway")
SAME_BY: Final = {
    "phone": Text("אותו טלפון", "Same phone"),
    "email": Text("אותו דוא״ל", "Same e-mail"),
    "name": Text("אותו שם", "Same name"),
}
IN_THE_ARCHIVE = Text("בארכיון", "Archived")

# a member's page
MEMBER_TITLE = Text("כרטיס מתאמן", "Member")
BACK_TO_MEMBERS = Text("חזרה למתאמנים", "Back to members")
AGE = Plural(
    he=Forms(one="בגיל שנה", two="בגיל שנתיים", other="בגיל {n}"),
    en=Forms(one="aged 1", other="aged {n}"),
)
MEMBER_SINCE = Text("במכון מאז {day}", "Here since {day}")
WHATSAPP = Text("WhatsApp", "WhatsApp")
PLANS_HELD = Text("מסלולים", "Plans")
NO_PLAN_HELD = Text("אין מסלול פעיל", "No plan now")
NO_PLAN_HELD_WHY = Text(
    "בלי מסלול אי אפשר להירשם לשיעורים. אפשר לתת מסלול כאן, או שיעור ניסיון.",
    "Without a plan no class can be booked. Give a plan here, or a trial class.",
)
GIVE_PLAN = Text("מתן מסלול", "Give a plan")
PLAN = Text("מסלול", "Plan")
STARTS_ON = Text("מתחיל ביום", "Starts on")
GIVEN = Text("{plan} נוסף", "{plan} given")
WHAT_THEY_GET = Text("מה כלול", "What it gives")
FROM_TO = Text("מ־{first} עד {last}", "{first} to {last}")
FROM_ON = Text("מ־{first}, בלי תאריך סיום", "From {first}, no end date")
ALL_CLASSES = Text("כל סוגי השיעורים", "All class types")
ONLY_CLASSES = Text("רק {names}", "Only {names}")
AT_HOURS = Text("{classes}, בשעות {since} עד {until}", "{classes}, from {since} to {until}")
AT_HOURS_FROM = Text("{classes}, משעה {since}", "{classes}, from {since} on")
AT_HOURS_UNTIL = Text("{classes}, עד שעה {until}", "{classes}, until {until}")
PREVIEW = Text(
    "{what}, {when}. {covers}. מחיר: {price}", "{what}, {when}. {covers}. Price: {price}"
)
ADJUST = Text("תיקון כניסות", "Correct visits")
DELTA = Text("כמה להוסיף או להוריד", "How many to add or take away")
DELTA_HELP = Text("2 מוסיף שתי כניסות, 2- מוריד שתיים", "2 adds two visits, -2 takes two away")
REASON = Text("למה", "Why")
REASON_HELP = Text("נשמר בהיסטוריה של המסלול, לעיני הצוות", "Kept in the plan's history, for staff")
ADJUSTED = Text("עודכן. {left}", "Corrected. {left}")
END_PLAN = Text("סיום מסלול", "End plan")
END_WHY = Text(
    "הסיום מיידי. הרשמות לשיעורים עתידיים לא ימומשו דרך המסלול הזה, והכניסות שנשארו נמחקות.",
    "It ends at once. No more classes can be booked with it, and visits left are gone.",
)
END_LOSES = Plural(
    he=Forms(
        one="תימחק כניסה אחת שנשארה.",
        two="יימחקו שתי כניסות שנשארו.",
        other="יימחקו {n} כניסות שנשארו.",
    ),
    en=Forms(one="1 visit left will be gone.", other="{n} visits left will be gone."),
)
END_LATER = Text("יום אחרון", "Last day")
END_LATER_HELP = Text(
    "ריק: סיום עכשיו. תאריך: המסלול טוב עד סוף אותו יום",
    "Empty: ends now. A date: good until the end of that day",
)
ENDED = Text("{plan} הסתיים", "{plan} ended")
END_SET = Text("{plan} יסתיים ב־{day}", "{plan} ends on {day}")
PAST_PLANS = Text("מסלולים קודמים", "Earlier plans")
MOVES = Text("היסטוריית כניסות", "Visit history")
BALANCE = Text("יתרה", "Left")
APP_ACCESS = Text("גישה לאפליקציה", "App access")
HAS_ACCOUNT = Text("מחובר לאפליקציה", "Uses the app")
NOT_INVITED = Text("עוד לא נשלחה הזמנה", "Not invited yet")
NOT_INVITED_WHY = Text(
    "עם חשבון אפשר להירשם לשיעורים לבד, ולראות מה נשאר.",
    "With an account they book by themselves and see what is left.",
)
INVITED_ON = Text("נשלחה הזמנה ב־{at}. בתוקף עד {until}", "Invited on {at}. Good until {until}")
INVITE_EXPIRED = Text(
    "ההזמנה פגה ב־{until}. אפשר לשלוח שוב", "The invitation ran out on {until}. Send it again"
)
INVITE_BOUNCED = Text(
    "ההודעה לא נמסרה. כדאי לבדוק את הכתובת", "The letter bounced. Check the address"
)
INVITE = Text("שליחת הזמנה", "Send invitation")
INVITE_NO_EMAIL = Text(
    "אין דוא״ל בכרטיס. אפשר ליצור קישור ולשלוח אותו ב־WhatsApp",
    "No e-mail on file. Make a link and send it by WhatsApp",
)
MAKE_LINK = Text("יצירת קישור", "Make a link")
RESEND = Text("שליחה חוזרת", "Send again")
REVOKE = Text("ביטול ההזמנה", "Revoke")
INVITED = Text("ההזמנה בדרך", "The invitation is on its way")
RESENT = Text("ההזמנה נשלחה שוב", "Sent again")
LINK_MADE = Text("הקישור מוכן להעתקה ולשליחה", "The link is ready to copy and send")
REVOKED = Text("ההזמנה בוטלה. הקישור כבר לא עובד", "Invitation revoked. The link no longer works")
JOIN_LINK = Text("קישור הצטרפות", "Join link")
JOIN_LINK_HELP = Text("אישי, לפעם אחת, ל־14 ימים", "Personal, works once, for 14 days")
DETAILS = Text("פרטים", "Details")
EDIT_DETAILS = Text("עריכת פרטים", "Edit details")
SHOW_ID = Text("הצגת מספר הזהות", "Show ID number")
NOT_SAID = Text("לא נמסר", "Not given")
NOTES = Text("הערות צוות", "Staff notes")
NOTES_HELP = Text("רק הצוות רואה", "Only staff can see these")
NEW_NOTE = Text("הערה חדשה", "New note")
ADD_NOTE = Text("הוספת הערה", "Add note")
NOTE_ADDED = Text("ההערה נשמרה", "Note saved")
NOTE_REMOVED = Text("ההערה הוסרה", "Note removed")
NOTE_BACK = Text("ההערה חזרה", "Note is back")
REMOVE_NOTE = Text("הסרת ההערה", "Remove note")
SOMEBODY = Text("מישהו מהצוות", "Somebody on the staff")
COMING = Text("הרשמות קרובות", "Coming up")
NOTHING_COMING = Text("אין הרשמות קרובות", "Nothing booked")
PLACE_KEPT = Text("המקום שמור", "Booked")
PLACE_WAITING = Text("בהמתנה", "On the waitlist")
PLACE_CAME = Text("הגעה", "Came")
PLACE_NO_SHOW = Text("אי הגעה", "No show")
PLACE_LATE = Text("ביטול מאוחר", "Cancelled late")
PLACE_CANCELLED = Text("ביטול", "Cancelled")
PLACE_CLASS_CANCELLED = Text("השיעור בוטל", "Class cancelled")
PLACE_UNKNOWN = Text("לא סומן", "Not marked")
MORE_VISITS = Text("עוד שיעורים", "Earlier classes")
VISITED = Text("נוכחות", "Attendance")
NO_HISTORY = Text("עוד לא היו שיעורים", "No classes yet")
ACTIVITY = Text("יומן", "Activity")
NO_ACTIVITY = Text("עוד לא נרשם כאן דבר", "Nothing on record yet")
ALL_ACTIVITY = Text("ליומן המלא", "Full log")
ARCHIVED_ON = Text(
    "בארכיון מאז {day}. לא מופיע ברשימות ולא נרשם לשיעורים",
    "Archived on {day}. Left out of lists and bookings",
)
MEMBER_ARCHIVED = Text("{name} בארכיון", "{name} archived")
MEMBER_RESTORED = Text("{name} חזר לרשימה", "{name} is back on the list")
COACH_CHANGED = Text("השיוך עודכן", "Coach changed")
BY = Text("{who}, {when}", "{who}, {when}")

# plans
PLANS = Text("מסלולים", "Plans")
ADD_PLAN = Text("הוספת מסלול", "Add plan")
NEW_PLAN = Text("מסלול חדש", "New plan")
EDIT_PLAN = Text("עריכת מסלול", "Edit plan")
KIND_GROUPS: Final = {
    ("weekly", "unlimited"): Text("מנויים", "Subscriptions"),
    ("pack", "trial"): Text("כרטיסיות וניסיון", "Packs and trials"),
}
KINDS: Final = {
    "weekly": Text("שבועי", "Weekly"),
    "unlimited": Text("ללא הגבלה", "Unlimited"),
    "pack": Text("כרטיסייה", "Class pack"),
    "trial": Text("ניסיון", "Trial"),
}
KIND = Text("סוג", "Kind")
HOLDERS = Plural(
    he=Forms(one="מתאמן אחד במסלול", two="שני מתאמנים במסלול", other="{n} מתאמנים במסלול"),
    en=Forms(one="1 member has it", other="{n} members have it"),
)
NO_HOLDERS = Text("אין כרגע מתאמנים במסלול", "Nobody has it now")
A_MONTH = Text("לחודש", "a month")
ONE_TIME = Text("תשלום אחד", "one payment")
FREE = Text("ללא תשלום", "Free")
PRICE = Text("מחיר", "Price")
PRICE_HELP = Text(
    "כולל מע״מ. במסלול שמתחדש: לכל תקופה", "VAT included. When it renews: for each period"
)
WEEKLY_LIMIT = Text("אימונים בשבוע", "Classes a week")
WEEKLY_HELP = Text("מיום ראשון עד שבת", "From Sunday to Saturday")
ENTRIES = Text("כניסות", "Visits")
VALID_DAYS = Text("תקף, בימים", "Good for, in days")
VALID_HELP_OPEN = Text("ריק: בלי תאריך סיום", "Empty: no end date")
BEGIN_WITHIN = Text("נספרים מהשיעור הראשון, תוך", "Counted from the first class, within")
BEGIN_WITHIN_HELP = Text(
    "בימים. ריק: התוקף נספר מיום ההתחלה", "In days. Empty: counted from the first day"
)
VALID_HELP = Text("מיום ההתחלה", "From the first day")
COVERS = Text("סוגי שיעורים", "Class types")
COVERS_HELP = Text("בלי בחירה: כל הסוגים", "None chosen: all of them")
ON_SALE = Text("מכירה באפליקציה ובאתר", "Sold in the app and on the site")
ON_SALE_HELP = Text("כבוי: רק הצוות יכול לתת את המסלול", "Off: only staff can give it")
HANDS_OVER = Text("אפשר להעביר למתאמן אחר", "May be handed over to another member")
HANDS_OVER_HELP = Text(
    "כבוי: המסלול נשאר אצל מי שקיבל אותו. נכון מיד גם לכל מי שמחזיק בו",
    "Off: it stays with whom it was given to. Holds at once for all who have it",
)
KEPT = Text("לא עובר למתאמן אחר", "Not handed over")
PRIVATE = Text("רק דרך הצוות", "By staff only")
PREVIEW_TITLE = Text("כך זה נראה למתאמנים", "What the member gets")
PREVIEW_NAME = Text("שם המסלול", "Plan name")
GIVES_WEEKLY = Plural(
    he=Forms(one="אימון אחד בשבוע", two="שני אימונים בשבוע", other="{n} אימונים בשבוע"),
    en=Forms(one="1 class a week", other="{n} classes a week"),
)
GIVES_UNLIMITED = Text("אימונים בלי הגבלה", "As many classes as they like")
GIVES_ENTRIES = Plural(
    he=Forms(one="כניסה אחת", two="שתי כניסות", other="{n} כניסות"),
    en=Forms(one="1 visit", other="{n} visits"),
)
GIVES_TRIAL = Text("שיעור ניסיון אחד, פעם אחת לכל מתאמן", "One trial class, once for each member")
GOOD_FOR = Text("תקף {days} מיום ההתחלה", "Good for {days} from the first day")
GOOD_FROM_USE = Text(
    "תקף {days} מהשיעור הראשון, אם מתחילים תוך {within}",
    "Good for {days} from the first class, begun within {within}",
)
NOT_BEGUN = Text(
    "הימים נספרים מהשיעור הראשון, ולא יאוחר מ־{day}",
    "Its days count from the first class, from {day} at the latest",
)
GOOD_OPEN = Text("מתחדש עד שמסיימים", "Goes on until it is ended")
SOLD_FROM_ON = Text("הצטרפות מ־{first}", "Sign-up from {first}")
SOLD_UNTIL_ON = Text("הצטרפות עד {last}", "Sign-up until {last}")
SOLD_BETWEEN = Text("הצטרפות מ־{first} עד {last}", "Sign-up from {first} until {last}")
PER_CLASS = Text("{price} לאימון", "{price} a class")
ONLY_NEW = Text(
    "שינוי חל רק על מי שיקבלו את המסלול מעכשיו: {holders}, והתנאים שם נשארים.",
    "A change is for those who get it from now on: {holders}, and their terms stay.",
)
PLAN_ADDED = Text("{plan} נוסף למסלולים", "{plan} was added")
PLAN_SAVED = Text("{plan} נשמר", "{plan} was saved")
RETIRE_PLAN = Text("הפסקת מכירה", "Stop selling")
SELL_AGAIN = Text("החזרה למכירה", "Sell again")
PLAN_RETIRED = Text("{plan} כבר לא נמכר. {holders}", "{plan} is no longer sold. {holders}")
PLAN_BACK = Text("{plan} נמכר שוב", "{plan} is on sale again")
RETIRED_PLANS = Text("כבר לא נמכרים", "No longer sold")
KEPT_BY = Plural(
    he=Forms(
        one="אי אפשר למחוק מסלול עם מתאמן אחד. אפשר להפסיק למכור אותו",
        two="אי אפשר למחוק מסלול עם שני מתאמנים. אפשר להפסיק למכור אותו",
        other="אי אפשר למחוק מסלול עם {n} מתאמנים. אפשר להפסיק למכור אותו",
    ),
    en=Forms(
        one="This plan has 1 member, so it can't be deleted. You can stop selling it",
        other="This plan has {n} members, so it can't be deleted. You can stop selling it",
    ),
)
NO_PLANS = Text("עוד אין מסלולים", "No plans yet")
NO_PLANS_WHY = Text(
    "מסלול אומר כמה אפשר להתאמן: מספר אימונים בשבוע, בלי הגבלה, או כרטיסיית כניסות.",
    "A plan says how much a member may train: so many a week, without limit, or a pack of visits.",
)
NOT_A_PRICE = Text(
    "הסכום לא מובן. לדוגמה: 390 או 49.90", "That amount isn't clear. For example: 390 or 49.90"
)

# the catalogue
CATALOGUE = Text("שיעורים ומקומות", "Classes and places")
CLASS_TYPES = Text("סוגי שיעורים", "Class types")
LOCATIONS = Text("סניפים", "Locations")
ADD_CLASS_TYPE = Text("הוספת סוג שיעור", "Add class type")
NEW_CLASS_TYPE = Text("סוג שיעור חדש", "New class type")
EDIT_CLASS_TYPE = Text("עריכת סוג שיעור", "Edit class type")
DESCRIPTION = Text("תיאור", "Description")
COLOUR = Text("צבע בלו״ז", "Colour on the timetable")
MINUTES = Text("משך, בדקות", "Length, in minutes")
PLACES = Text("מקומות", "Places")
MIN_ATTENDANCE = Text("מינימום נרשמים", "Minimum attendance")
MIN_HELP = Text("0: השיעור מתקיים תמיד", "0: the class is always given")
DEFAULT_COACH = Text("מאמן קבוע", "Usual coach")
LENGTH_AND_PLACES = Text("{minutes}, {places}", "{minutes}, {places}")
PLACES_N = Plural(
    he=Forms(one="מקום אחד", two="שני מקומות", other="{n} מקומות"),
    en=Forms(one="1 place", other="{n} places"),
)
RETIRE_TYPE = Text("הפסקת השימוש", "Retire")
USE_AGAIN = Text("החזרה לשימוש", "Use again")
TYPE_RETIRED = Text(
    "{name} כבר לא בשימוש. שיעורים שבלו״ז יתקיימו",
    "{name} is retired. Classes on the timetable are still given",
)
TYPE_BACK = Text("{name} שוב בשימוש", "{name} is in use again")
RETIRED_TYPES = Text("לא בשימוש", "Retired")
NO_TYPES = Text("עוד אין סוגי שיעורים", "No class types yet")
NO_TYPES_WHY = Text(
    "סוג שיעור קובע אורך, מקומות וכללי הרשמה לכל השיעורים שלו בלו״ז.",
    "A class type sets length, places and booking rules for all its classes.",
)
ADD_LOCATION = Text("הוספת סניף", "Add location")
NEW_LOCATION = Text("סניף חדש", "New location")
EDIT_LOCATION = Text("עריכת סניף", "Edit location")
LOCATION_NAME = Text("שם הסניף", "Location name")
ADDRESS = Text("כתובת", "Address")
HOURS = Text("שעות פתיחה", "Opening hours")
HOURS_HELP = Text(
    "לדוגמה 06:00-14:00, 16:00-22:00. ריק: סגור",
    "For example 06:00-14:00, 16:00-22:00. Empty: closed",
)
CLOSED_DAY = Text("סגור", "Closed")
NO_HOURS = Text("לא הוגדרו שעות", "No hours set")
ROOMS = Text("אולמות", "Rooms")
NO_ROOMS = Text("בלי חלוקה לאולמות", "No separate rooms")
ADD_ROOM = Text("הוספת אולם", "Add room")
NEW_ROOM = Text("אולם חדש", "New room")
EDIT_ROOM = Text("עריכת אולם", "Edit room")
ROOM_NAME = Text("שם האולם", "Room name")
PEOPLE = Text("אנשים", "People")
PEOPLE_N = Plural(
    he=Forms(one="אדם אחד", two="שני אנשים", other="עד {n} אנשים"),
    en=Forms(one="1 person", other="up to {n} people"),
)
SAVED_NAMED = Text("{name} נשמר", "{name} was saved")
CLOSE_LOCATION = Text("סגירת סניף", "Close location")
CLOSE_ROOM = Text("סגירת אולם", "Close room")
REOPEN = Text("פתיחה מחדש", "Reopen")
LOCATION_CLOSED = Text("{name} נסגר", "{name} was closed")
REOPENED = Text("{name} נפתח שוב", "{name} is open again")
CLOSED_LOCATIONS = Text("סניפים סגורים", "Closed locations")
NO_LOCATIONS = Text("עוד אין סניפים", "No locations yet")
NO_LOCATIONS_WHY = Text(
    "כל שיעור בלו״ז מתקיים בסניף. שם וכתובת מספיקים להתחלה.",
    "Every class is given somewhere. A name and an address will do to begin.",
)
SPAN_UNCLEAR = Text(
    "{day}: השעות לא מובנות. לדוגמה 06:00-14:00",
    "{day}: those hours aren't clear. For example 06:00-14:00",
)

# the staff
STAFF = Text("צוות", "Staff")
ADD_STAFF = Text("הוספה לצוות", "Add to the staff")
NEW_STAFF = Text("הצטרפות לצוות", "New on the staff")
EDIT_STAFF = Text("עריכת פרטים", "Edit details")
FULL_NAME = Text("שם מלא", "Full name")
TITLE_HE = Text("תפקיד בעברית", "Title in Hebrew")
TITLE_EN = Text("תפקיד באנגלית", "Title in English")
TITLE_HELP = Text("לדוגמה: מאמן ראשי", "For example: Head coach")
TINT = Text("צבע בלו״ז", "Colour on the timetable")
TINT_N = Text("צבע {n}", "Colour {n}")
BIO = Text("כמה מילים", "A few words")
BIO_HELP = Text("מוצג למתאמנים ליד השיעורים", "Shown to members beside classes")
IS_COACH = Text("מעביר שיעורים", "Gives classes")
IS_COACH_HELP = Text(
    "אפשר לבחור בלו״ז ולשייך מתאמנים", "Can be put on the timetable and be given members"
)
STAFF_ADDED = Text("{name}: נוסף לצוות", "{name} is on the staff")
STAFF_SAVED = Text("{name}: הפרטים נשמרו", "{name} was saved")
STAFF_ARCHIVED = Text("{name}: סיום עבודה נרשם", "{name} has left the staff")
STAFF_RESTORED = Text("{name}: חזרה לצוות", "{name} is back on the staff")
LEFT_STAFF = Text("לא עובדים כאן יותר", "Former staff")
END_WORK = Text("סיום עבודה", "Left the staff")
BACK_TO_WORK = Text("חזרה לצוות", "Back on the staff")
THEIR_MEMBERS = Plural(
    he=Forms(one="מתאמן אחד", two="שני מתאמנים", other="{n} מתאמנים"),
    en=Forms(one="1 member", other="{n} members"),
)
NO_MEMBERS = Text("בלי מתאמנים משויכים", "No members assigned")
HAND_MEMBERS = Text("העברת המתאמנים", "Hand over members")
HANDED = Text("{coach}, שיוך חדש: {count}", "Now with {coach}: {count}")
NO_STAFF = Text("עוד אין צוות", "No staff yet")
NO_STAFF_WHY = Text(
    "מוסיפים שם ודוא״ל, וההזמנה יוצאת לדרך עם ההרשאות שנבחרו.",
    "Add a name and an e-mail; the invitation goes out with the permissions you chose.",
)
ROLE = Text("תפקיד והרשאות", "Role and permissions")
ROLE_WORD = Text("תפקיד", "Role")
LAST_SEEN = Text("כניסה אחרונה {at}", "Last seen {at}")
NEVER_SEEN = Text("עוד לא הייתה כניסה", "Not signed in yet")
NO_ROLE = Text("בלי כניסה ל־FitKit", "No access to FitKit")
NARROWED = Plural(
    he=Forms(one="בלי הרשאה אחת", two="בלי שתי הרשאות", other="בלי {n} הרשאות"),
    en=Forms(one="without 1 permission", other="without {n} permissions"),
)
PRESET = Text("הרשאות", "Permissions")
PRESET_OWN = Text("בחירה אישית", "Chosen one by one")
PERMISSIONS_SAVED = Text(
    "ההרשאות של {name} עודכנו. השינוי בתוקף מיד", "{name}'s permissions changed, at once"
)
INVITE_BY_MAIL = Text("לשלוח הזמנה בדוא״ל", "Send an e-mail invitation")
INVITE_STAFF = Text("הזמנה לצוות", "Invite")
STAFF_INVITED = Text("ההזמנה של {name} בדרך", "{name}'s invitation is on its way")
REMOVE_ROLE = Text("הסרת הגישה", "Remove access")
REMOVE_ROLE_WHY = Text(
    "הכניסה נחסמת מיד, בכל המכשירים. כדי להחזיר תידרש הזמנה חדשה.",
    "They are shut out at once, on every device. Coming back takes a new invitation.",
)
ROLE_REMOVED = Text("הגישה של {name} הוסרה", "{name}'s access was removed")
HAND_OVER = Text("העברת בעלות", "Hand over ownership")
HAND_OVER_TITLE = Text("להעביר את הבעלות על המכון?", "Hand over the gym?")
HAND_OVER_WHY = Text(
    "הבעלות עוברת מיד. אחרי ההעברה יישאר לך תפקיד ניהול, ורק מי שקיבל את הבעלות יוכל להחזיר אותה.",
    "It passes at once. You stay as an admin, and only the new owner can give it back.",
)
HAND_OVER_TO = Text("למי", "To whom")
PASSWORD = Text("הסיסמה שלך", "Your password")
PASSWORD_HELP = Text("כדי לוודא שזה באמת ביוזמתך", "To be sure that it is you")
HANDED_OVER = Text("הבעלות עברה אל {name}", "{name} is the owner now")
NOBODY_TO_HAND = Text(
    "אפשר להעביר בעלות רק למי שכבר מנהל או מאמן כאן. קודם לשלוח הזמנה.",
    "Ownership can only go to an admin or a coach who has joined. Invite them first.",
)
THATS_YOU = Text("החשבון שלך", "You")
