"""Words of one's own account: settings, inbox, and the outbox of the demo."""

from fitkit.core.i18n import Forms, Plural, Text

SETTINGS = Text("החשבון שלי", "My account")
SAVED = Text("נשמר", "Saved")

# details
DETAILS = Text("פרטים", "Details")
NAME = Text("שם", "Name")
EMAIL = Text("דוא״ל לכניסה", "Sign-in e-mail")
LANGUAGE = Text("שפה", "Language")
LANGUAGE_HELP = Text("של המסכים ושל ההודעות", "Of the screens and of what we send")
HEBREW = Text("עברית", "עברית")
ENGLISH = Text("English", "English")
THEME = Text("ערכת צבעים", "Colour theme")
OWN_DETAILS = Text("הפרטים במכון", "What the studio has")
SEEN = Text("לראות אותי ברשימת המגיעים", "Show me in who comes")
SEEN_WHY = Text(
    "שם פרטי ואות ראשונה, רק בשיעורים שנרשמת אליהם ורק למתאמני המכון",
    "First name and an initial, only in classes you book, only to members of the studio",
)
SEEN_NOW = Text("השם יופיע ברשימת המגיעים", "Your name is shown in who comes")
UNSEEN_NOW = Text("השם כבר לא מופיע ברשימת המגיעים", "Your name is no longer shown")
OWN_WHY = Text(
    "כך הצוות יוצר קשר, גם במקרה חירום", "How the team reaches you, also in an emergency"
)
PHONE = Text("טלפון נייד", "Mobile phone")
CONTACT_EMAIL = Text("דוא״ל להודעות", "E-mail for messages")
EMERGENCY_NAME = Text("איש קשר לחירום", "Emergency contact")
EMERGENCY_PHONE = Text("טלפון לחירום", "Emergency phone")

# password
SAFETY = Text("כניסה ואבטחה", "Signing in and security")
PASSWORD = Text("סיסמה", "Password")
PASSWORD_IS_SET = Text("יש סיסמה לחשבון", "The account has a password")
PASSWORD_NONE = Text(
    "עוד אין סיסמה. נכנסים עם קוד בדוא״ל", "No password yet. You sign in by e-mail code"
)
CHANGE_PASSWORD = Text("החלפת סיסמה", "Change password")
SET_PASSWORD = Text("בחירת סיסמה", "Choose a password")
CURRENT = Text("הסיסמה הנוכחית", "Current password")
CURRENT_FREE = Text(
    "נכנסת הרגע עם קוד, אז אין צורך בסיסמה הקודמת",
    "You just signed in by code, so the old one isn't needed",
)
NEW = Text("סיסמה חדשה", "New password")
NEW_HELP = Text(
    "לפחות 10 תווים. משפט קצר קל יותר לזכור", "At least 10 characters. A short phrase is easiest"
)
PASSWORD_WHY = Text("שאר המכשירים ינותקו", "Other devices will be signed out")
PASSWORD_DONE = Text(
    "הסיסמה הוחלפה, ושאר המכשירים נותקו", "Password changed. Other devices are signed out"
)

# second factor
FACTOR = Text("אימות דו־שלבי", "Two-step sign-in")
FACTOR_OFF = Text(
    "בנוסף לסיסמה, קוד מתחלף מאפליקציה בטלפון. מומלץ לבעלים ולניהול",
    "Besides the password, a changing code from an app. Advised for owners and admins",
)
FACTOR_NEEDED = Text(
    "התפקיד שלך מחייב אימות דו־שלבי. עד שיופעל, רק החשבון פתוח",
    "Your role needs two-step sign-in. Until it's on, only the account is open",
)
FACTOR_ON = Text("פועל", "On")
CODES_LEFT = Plural(
    he=Forms(one="נותר קוד שחזור אחד", two="נותרו שני קודי שחזור", other="נותרו {n} קודי שחזור"),
    en=Forms(one="1 recovery code left", other="{n} recovery codes left"),
)
TURN_ON = Text("הפעלה", "Turn on")
TURN_OFF = Text("כיבוי", "Turn off")
NEW_CODES = Text("קודי שחזור חדשים", "New recovery codes")
SCAN_TITLE = Text("חיבור אפליקציית אימות", "Connect an authenticator app")
SCAN_WHY = Text(
    "לסרוק את הקוד עם אפליקציית אימות, ואז להקליד את שש הספרות שמופיעות בה",
    "Scan this with an authenticator app, then type the six digits it shows",
)
QR = Text("קוד QR לאפליקציית האימות", "QR code for the authenticator app")
BY_HAND = Text("או להקליד את המפתח ידנית", "Or type the key by hand")
FACTOR_CODE = Text("קוד בן שש ספרות", "Six-digit code")
CODE_OR_RECOVERY = Text("קוד מהאפליקציה או קוד שחזור", "A code from the app, or a recovery code")
CONFIRM = Text("אישור", "Confirm")
OFF_TITLE = Text("לכבות את האימות הדו־שלבי?", "Turn two-step sign-in off?")
OFF_WHY = Text(
    "הכניסה תדרוש רק סיסמה או קוד בדוא״ל, וקודי השחזור יימחקו",
    "Signing in will take only a password or an e-mail code; recovery codes are deleted",
)
OFF_DONE = Text("האימות הדו־שלבי כבוי", "Two-step sign-in is off")
RENEW_TITLE = Text("להחליף את קודי השחזור?", "Replace the recovery codes?")
RENEW_WHY = Text("הקודים הקודמים יפסיקו לעבוד", "The old ones will stop working")
CODES_TITLE = Text("קודי השחזור", "Recovery codes")
CODES_WHY = Text(
    "מוצגים פעם אחת בלבד. כדאי לשמור במקום בטוח: כל קוד נכנס פעם אחת במקום הטלפון",
    "Shown once only. Keep them safe: each lets you in once without the phone",
)
COPY = Text("העתקה", "Copy")
COPIED = Text("הועתק", "Copied")
PRINT = Text("הדפסה", "Print")
I_KEPT_THEM = Text("שמרתי את הקודים", "I have kept them")

# sign-ins
SIGN_INS = Text("מכשירים מחוברים", "Signed-in devices")
THIS_ONE = Text("המכשיר הזה", "This device")
UNKNOWN_DEVICE = Text("מכשיר לא מזוהה", "Unknown device")
LAST_SEEN = Text("שימוש אחרון: {day} {time}", "Last used: {day} {time}")
ENTERED_BY = Text("כניסה ב{way}, {day}", "Signed in by {way}: {day}")
WAYS = {
    "password": Text("סיסמה", "password"),
    "code": Text("קוד בדוא״ל", "e-mail code"),
    "invitation": Text("הזמנה", "invitation"),
}
REVOKE = Text("ניתוק", "Sign out")
REVOKE_THIS = Text("ניתוק המכשיר {device}", "Sign out {device}")
REVOKED = Text("המכשיר נותק", "That device is signed out")
REVOKE_OTHERS = Text("ניתוק כל השאר", "Sign out all others")
REVOKED_OTHERS = Plural(
    he=Forms(one="מכשיר אחד נותק", two="שני מכשירים נותקו", other="{n} מכשירים נותקו"),
    en=Forms(one="1 device signed out", other="{n} devices signed out"),
)
NO_OTHERS = Text("אין מכשירים אחרים", "There are no other devices")

# being told
TELLING = Text("הודעות", "Notifications")
TELLING_WHY = Text(
    "כל הודעה מחכה באפליקציה. כאן בוחרים מה מגיע גם בדוא״ל ובהתראה",
    "Everything waits in the app. Choose what also comes by e-mail and push",
)
ALWAYS = Text("תמיד", "Always")
GROUPS_WHY = {
    "bookings": Text("כשהרשמה נקלטת", "When a booking is made"),
    "waitlist": Text("כשמתפנה מקום", "When a place opens up"),
    "classes": Text("ביטול או שינוי של שיעור", "A class is cancelled or changed"),
    "reminders": Text("לפני שיעור", "Before a class"),
    "plans": Text("מנוי חדש, סיום, כניסות אחרונות", "New plan, its end, last entries"),
    "team": Text("מה שנוגע לצוות", "What concerns the team"),
    "security": Text("כניסות ושינויים בחשבון", "Sign-ins and changes to the account"),
}
CHANNEL_OF = Text("{channel}: {group}", "{channel}: {group}")
QUIET = Text(
    "בין {since} ל־{until} לא נשלח דבר שיכול לחכות. מקום שהתפנה ואבטחת החשבון נשלחים תמיד",
    "Between {since} and {until} nothing is sent that can wait. A freed place and security always are",
)
QUIET_NONE = Text("במכון הזה אין שעות שקט", "This gym has no quiet hours")
REMINDER = Text("תזכורת לפני שיעור", "Remind me before a class")
EVENING_BEFORE = Text("גם בערב שלפני", "Also the evening before")
EVENING_BEFORE_WHY = Text(
    "בשמונה בערב, או מוקדם יותר אם אז שעות השקט", "At eight, or earlier where that is quiet"
)

PUSH = Text("התראות במכשיר הזה", "Push on this device")
PUSH_ASK = Text("הדפדפן ישאל אם לאשר", "The browser will ask for permission")
PUSH_TURN_ON = Text("הפעלה במכשיר הזה", "Turn on here")
PUSH_TURN_OFF = Text("כיבוי במכשיר הזה", "Turn off here")
PUSH_IS_ON = Text("ההתראות פועלות כאן", "Push is on here")
PUSH_IS_OFF = Text("ההתראות כבויות כאן", "Push is off here")
PUSH_UNSUPPORTED = Text(
    "הדפדפן הזה לא תומך בהתראות. באייפון: קודם להוסיף את FitKit למסך הבית",
    "This browser has no push. On iPhone, add FitKit to the home screen first",
)
PUSH_BLOCKED = Text(
    "ההתראות חסומות בדפדפן. אפשר לאשר אותן בהגדרות האתר, ליד שורת הכתובת",
    "Push is blocked in the browser. Allow it in the site settings, beside the address bar",
)
PUSH_NOT_SET_UP = Text("ההתראות לא מוגדרות בשרת הזה", "Push isn't set up on this server")
PUSH_FAILED = Text(
    "הדפדפן לא הצליח להפעיל התראות. אפשר לנסות שוב בעוד רגע",
    "The browser couldn't turn push on. Try again in a moment",
)
PUSH_DONE = Text("ההתראות פועלות במכשיר הזה", "Push is on for this device")
PUSH_STOPPED = Text("ההתראות כבויות במכשיר הזה", "Push is off for this device")
OTHER_BROWSERS = Text("גם כאן פועלות התראות", "Push is also on in")
SINCE = Text("מאז {day}", "Since {day}")
REMOVE_BROWSER = Text("כיבוי התראות בדפדפן {device}", "Turn push off in {device}")

# gyms
GYMS = Text("המכונים שלי", "My gyms")
IN_USE = Text("המכון הנוכחי", "In use now")
GO_TO = Text("מעבר", "Switch")
GO_TO_GYM = Text("מעבר אל {gym}", "Switch to {gym}")
NO_GYMS = Text("החשבון עוד לא מחובר למכון", "This account is in no gym yet")
NO_GYMS_WHY = Text(
    "מצטרפים בהזמנה מהמכון, או פותחים מכון חדש", "Join by a gym's invitation, or open a new one"
)
OPEN_GYM = Text("פתיחת מכון", "Open a gym")
SIGN_OUT = Text("יציאה מהחשבון", "Sign out")

# inbox
INBOX = Text("הודעות", "Notifications")
MARK_ALL = Text("סימון הכול כנקרא", "Mark all as read")
ALL_READ = Text("הכול סומן כנקרא", "All marked as read")
UNREAD_MARK = Text("לא נקרא", "Unread")
EMPTY = Text("אין הודעות", "Nothing here yet")
EMPTY_WHY = Text("כשיקרה משהו שנוגע לך, זה יופיע כאן", "What concerns you will show up here")
TO_PREFERENCES = Text("מה לשלוח ואיך", "What to send, and how")
OLDER = Text("הודעות קודמות", "Older")
NEWEST = Text("לחדשות ביותר", "Newest")
AT = Text("{day}, {time}", "{day}, {time}")

# outbox
OUTBOX = Text("דואר יוצא", "Outbox")
OUTBOX_WHY = Text(
    "מה שהשרת הזה שלח: דואר והתראות. כאן קוראים את הדואר של ההדגמה",
    "What this server sent: mail and push. This is where the demo's mail is read",
)
FIND_ADDRESS = Text("חיפוש לפי כתובת או נושא", "Find by address or subject")
OUTBOX_EMPTY = Text("עוד לא נשלח דבר", "Nothing was sent yet")
OUTBOX_EMPTY_WHY = Text(
    "בקשת קוד כניסה או הזמנה תופיע כאן תוך שנייה",
    "A sign-in code or an invitation shows up within a second",
)
OUTBOX_NONE = Text("אין כאן שום דבר שמתאים לחיפוש", "Nothing here matches")
OUTBOX_NONE_WHY = Text("אפשר לחפש חלק מהכתובת", "Try a part of the address")
CLEAR = Text("ניקוי החיפוש", "Clear search")
REFRESH = Text("רענון", "Refresh")
MAIL = Text("דואר", "Mail")
PUSH_NOTE = Text("התראה", "Push")
TO = Text("אל", "To")
FROM = Text("מאת", "From")
SENT_AT = Text("נשלח", "Sent")
LINKS = Text("הקישורים שבהודעה", "Links inside")
THE_CODE = Text("הקוד שבהודעה", "The code inside")
LETTER = Text("תוכן ההודעה", "The message")
AS_TEXT = Text("כטקסט", "As text")
AS_LETTER = Text("כפי שנראה", "As it looks")
