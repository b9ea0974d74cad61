"""Words of getting in: sign-in, joining by invitation, opening a gym."""

from fitkit.core.i18n import Text

# sign-in
SIGN_IN = Text("כניסה", "Sign in")
SIGN_IN_WHY = Text(
    "עם סיסמה, או עם קוד שמגיע בדוא״ל", "With a password, or with a code sent by e-mail"
)
ACCOUNT = Text("דוא״ל או טלפון", "E-mail or phone")
ACCOUNT_HELP = Text("הפרטים שנמסרו למכון", "What your studio has for you")
PASSWORD = Text("סיסמה", "Password")
SHOW_PASSWORD = Text("הצגת הסיסמה", "Show password")
ENTER = Text("כניסה", "Sign in")
OR = Text("או", "or")
SEND_CODE = Text("קוד כניסה בדוא״ל", "E-mail me a code")
NEW_HERE = Text("בעלי מכון?", "Run a studio?")
OPEN_GYM = Text("פתיחת מכון חדש", "Open it on FitKit")

CODE_TITLE = Text("הקוד בדרך", "Check your e-mail")
CODE_WHY = Text(
    "אם הכתובת מוכרת לנו, נשלח אליה קוד של שש ספרות. הוא תקף לעשר דקות",
    "If we know this address, a six-digit code is on its way. It's good for ten minutes",
)
CODE_TO = Text("נשלח אל", "Sent to")
CODE = Text("הקוד מהדוא״ל", "Code from the e-mail")
CODE_HELP = Text("לא הגיע? כדאי לבדוק גם בדואר זבל", "Nothing yet? Check the spam folder too")
CODE_AGAIN = Text("שליחת קוד חדש", "Send a new code")
OTHER_WAY = Text("חזרה לכניסה עם סיסמה", "Back to signing in with a password")
OTHER_ADDRESS = Text("כתובת אחרת", "Another address")

FACTOR_TITLE = Text("אימות דו־שלבי", "Two-step sign-in")
FACTOR_WHY = Text("הקוד המתחלף שבאפליקציית האימות", "The changing code in your authenticator app")
FACTOR_CODE = Text("קוד בן שש ספרות", "Six-digit code")
RECOVERY_WHY = Text(
    "אחד מקודי השחזור שנשמרו כשהאימות הופעל. כל קוד עובד פעם אחת",
    "One of the recovery codes kept when this was turned on. Each works once",
)
RECOVERY_CODE = Text("קוד שחזור", "Recovery code")
RECOVERY_HELP = Text("לדוגמה: ‎AB3CD-9KLMN", "For example: AB3CD-9KLMN")
USE_RECOVERY = Text("הטלפון לא זמין? כניסה עם קוד שחזור", "No phone? Use a recovery code")
USE_APP = Text("חזרה לקוד מהאפליקציה", "Back to the app's code")
START_OVER = Text("כניסה מההתחלה", "Start over")

HERE_TITLE = Text("החשבון כבר פתוח כאן", "You're already signed in")
HERE_AS = Text("נכנסת בתור", "Signed in as")
GO_ON = Text("המשך", "Continue")
SIGN_OUT = Text("יציאה והחלפת חשבון", "Sign out and switch account")

DEMO_TITLE = Text("כניסה להדגמה", "Try the demo as")
DEMO_WHY = Text("נתונים לדוגמה בלבד. לחיצה נכנסת מיד", "Sample data only. One tap signs you in")


# joining
JOIN = Text("הצטרפות", "Join")
JOIN_AS = {
    "member": Text("הזמנה אישית להתאמן כאן", "You're invited to train here"),
    "coach": Text("הזמנה לצוות האימון", "You're invited to the coaching team"),
    "admin": Text("הזמנה לצוות הניהול", "You're invited to the management team"),
}
INVITED_BY = Text("ההזמנה נשלחה על ידי {name}", "Invited by {name}")
GOOD_UNTIL = Text("בתוקף עד {day}", "Good until {day}")
JOIN_NAME = Text("איך לקרוא לך", "Your name")
JOIN_PASSWORD = Text("בחירת סיסמה", "Choose a password")
PASSWORD_HELP = Text(
    "לפחות 10 תווים. משפט קצר קל יותר לזכור", "At least 10 characters. A short phrase is easiest"
)
JOIN_EMAIL = Text("החשבון ייפתח עם", "Your account will use")
JOIN_BUTTON = Text("הצטרפות", "Join")
JOIN_WITH_THIS = Text("הצטרפות עם החשבון הזה", "Join with this account")
NOT_ME = Text("זה לא החשבון שלי", "That's not my account")
HAVE_ACCOUNT = Text("כבר יש לך חשבון FitKit?", "Already on FitKit?")
SIGN_IN_FIRST = Text("כניסה ואז הצטרפות", "Sign in, then join")
JOIN_BY_CODE = Text(
    "נשלח קוד לכתובת הזו, ואיתה ייפתח החשבון", "We'll send a code there; the account uses it"
)
GONE_TITLE = Text("ההזמנה כבר לא פעילה", "This invitation is no longer active")
GONE_WHY = Text(
    "ייתכן שכבר נעשה בה שימוש, שבוטלה או שעברו 14 ימים. המכון יכול לשלוח חדשה",
    "It may have been used, withdrawn, or be over 14 days old. The studio can send a new one",
)
TO_SIGN_IN = Text("לכניסה", "Sign in")

# opening a gym
OPEN_TITLE = Text("פתיחת מכון", "Open a gym")
STEP_OF = Text("שלב {n} מתוך 4", "Step {n} of 4")
STEPS = (
    Text("מי פותח", "Who you are"),
    Text("המכון", "The studio"),
    Text("המראה", "The look"),
    Text("סיכום ואישור", "Check and accept"),
)
STEPS_WHY = (
    Text(
        "קודם כול חשבון אישי. איתו מנהלים את המכון, ואפשר לנהל איתו גם כמה",
        "First an account of your own. It runs the studio, or several",
    ),
    Text("אפשר לשנות הכול אחר כך, בהגדרות", "All of it can change later, in settings"),
    Text(
        "הצבע מופיע על הפעולה החשובה, ועל מה ששייך למתאמנים",
        "The colour marks the action that matters and what belongs to members",
    ),
    Text("כך המכון ייפתח. לחיצה על שורה חוזרת לעריכה", "This is how it opens. Go back to edit"),
)
YOUR_NAME = Text("שם מלא", "Full name")
YOUR_EMAIL = Text("דוא״ל", "E-mail")
EMAIL_HELP = Text("לכתובת הזו יישלח קוד", "We'll send a code to this address")
SEND_ME_CODE = Text("שליחת קוד", "Send me a code")
CONFIRM = Text("אישור הקוד", "Confirm")
SIGNED_IN_AS = Text("הפתיחה בתור", "Opening as")
GYM_NAME = Text("שם המכון", "Name of the studio")
GYM_NAME_HINT = Text("לדוגמה: סטודיו נמל", "For example: Harbour Studio")
SLUG = Text("כתובת באתר", "Web address")
SLUG_HELP = Text(
    "באותיות לועזיות קטנות. הצענו לפי השם", "Small Latin letters. Suggested from the name"
)
SLUG_FREE = Text("הכתובת פנויה", "This address is free")
KIND = Text("איזה מכון", "What kind")
KIND_HELP = {
    "crossfit": Text(
        "חמישה סוגי שיעורים, מנויים שבועיים וכרטיסייה", "Five class types, weekly plans and a pack"
    ),
    "pilates": Text(
        "מזרן, רפורמר ופרטי, מנויים וכרטיסייה", "Mat, reformer and private; plans and a pack"
    ),
    "yoga": Text(
        "ויניאסה, האטה, יין והריון, מנויים וכרטיסייה",
        "Vinyasa, Hatha, Yin and prenatal; plans and a pack",
    ),
    "trainer": Text(
        "אימון אישי, זוגי וקבוצה קטנה, בכרטיסיות", "Personal, pair and small group, by packs"
    ),
}
LOCATION = Text("שם הסניף הראשון", "First location")
LOCATION_HELP = Text("ריק: כשם המכון", "Empty: the studio's own name")
ADDRESS = Text("רחוב ועיר", "Street and city")
PHONE = Text("טלפון של המכון", "The studio's phone")
COLOUR = Text("צבע המותג", "Brand colour")
COLOUR_FINE = Text("הצבע נשאר בדיוק כמו שנבחר", "The colour stays exactly as picked")
PREVIEW = Text("כך זה ייראה", "How it will look")
PREVIEW_HERO = Text("השיעור הבא שלך", "Your next class")
PREVIEW_CLASS = Text("היום, נשארו 3 מקומות", "Today, 3 places left")
PREVIEW_BUTTON = Text("הרשמה", "Book")
PREVIEW_CHIP = Text("המקום שמור", "You're in")
PREVIEW_TALLY = Text("11 מתוך 14 מקומות", "11 of 14 places")
ACCEPT = {
    "terms": Text("קראתי ואישרתי את תנאי השימוש", "I have read and accept the terms of use"),
    "privacy": Text(
        "קראתי ואישרתי את מדיניות הפרטיות", "I have read and accept the privacy notice"
    ),
    "processing": Text(
        "אישור הסכם עיבוד המידע של המתאמנים", "I accept the data processing agreement"
    ),
}
READ = {
    "terms": Text("לקריאת תנאי השימוש", "Read the terms"),
    "privacy": Text("לקריאת מדיניות הפרטיות", "Read the privacy notice"),
    "processing": Text("לקריאת הסכם עיבוד המידע", "Read the agreement"),
}
VERSION = Text("גרסה {version}", "Version {version}")
OPEN_IT = Text("פתיחת המכון", "Open the gym")
OPENS_NOW = Text(
    "סוגי השיעורים והמנויים מהתבנית ייווצרו מיד", "Class types and plans are made at once"
)
ACCEPT_ALL = Text("קודם צריך לאשר את שלושת המסמכים", "Accept all three documents first")
EDIT_STEP = Text("עריכה: {step}", "Edit: {step}")
