"""Words of the frames: navigation, account menu, connection, problems, landing and lost pages."""

from fitkit.core.i18n import Text

# what the edge says when something does not go
NO_PERMISSION = Text("אין הרשאה לפעולה הזו", "You don't have permission for this")
TOTP_FIRST = Text(
    "התפקיד הזה דורש אימות בשני שלבים. אפשר להפעיל אותו כאן, בחשבון",
    "This role needs two-step sign-in. Turn it on here, in the account",
)
BAD_INPUT = Text(
    "הפרטים שנשלחו לא הובנו. כדאי לרענן את הדף ולנסות שוב",
    "What was sent wasn't understood. Reload the page and try again",
)
FAULT = Text(
    "משהו השתבש אצלנו. מה שנשמר קודם בטוח, אפשר לנסות שוב. מספר לפנייה: {number}",
    "Something broke on our side. What was saved is safe; try again. Reference: {number}",
)
OUTSIDE = Text(
    "שירות חיצוני לא ענה. שום דבר לא אבד, אפשר לנסות שוב בעוד רגע. מספר לפנייה: {number}",
    "An outside service didn't answer. Nothing is lost; try again in a moment. Reference: {number}",
)

# frames
SKIP = Text("דילוג לתוכן", "Skip to content")
MAIN_NAV = Text("ניווט ראשי", "Main")
TOASTS = Text("הודעות", "Messages")
TO_HOME = Text("לדף הבית", "To the home page")
BACK = Text("חזרה", "Back")
INBOX = Text("הודעות", "Notifications")
NEW_NOTIFICATION = Text("הודעה חדשה אחת", "1 new notification")
NEW_NOTIFICATIONS = Text("הודעות חדשות", "new notifications")
COLLAPSE = Text("כיווץ התפריט", "Collapse menu")
SWITCH_GYM = Text("החלפת מכון", "Switch gym")
YOUR_GYMS = Text("המכונים שלך", "Your gyms")
ONE_GYM = Text("אין מכון נוסף בחשבון הזה", "This account has no other gym")
HERE_NOW = Text("המכון הנוכחי", "Current gym")
ACCOUNT_MENU = Text("תפריט החשבון", "Account menu")
ACCOUNT = Text("חשבון והגדרות", "Account and settings")
SIGN_OUT = Text("יציאה", "Sign out")
SIGN_IN = Text("כניסה", "Sign in")
OPEN_GYM = Text("פתיחת מכון", "Open a gym")
LANGUAGE = Text("English", "עברית")  # the other language, in its own words
THEME = Text("ערכת צבעים", "Colour theme")
THEME_LIGHT = Text("בהיר", "Light")
THEME_DARK = Text("כהה", "Dark")
THEME_SYSTEM = Text("לפי המכשיר", "Device")
PLATFORM_STRIP = Text(
    "צוות FitKit. פעולות נרשמות ביומן", "FitKit team. What is done here is logged"
)

# roles, as the person's own line
ROLE_OWNER = Text("בעלים", "Owner")
ROLE_ADMIN = Text("ניהול", "Admin")
ROLE_COACH = Text("צוות אימון", "Coach")
ROLE_MEMBER = Text("מנוי", "Member")
ROLE_PLATFORM = Text("צוות FitKit", "FitKit team")

# navigation
NAV_HOME = Text("בית", "Home")
NAV_SCHEDULE = Text("לו״ז", "Schedule")
NAV_MORE = Text("עוד", "More")
NAV_ACCOUNT = Text("החשבון", "Account")  # a member's last tab
NAV_TODAY = Text("היום", "Today")
NAV_OVERVIEW = Text("מבט על", "Overview")
NAV_MEMBERS = Text("מתאמנים", "Members")
NAV_SHOP = Text("מסלולים", "Plans")
NAV_PLANS = Text("מסלולים", "Plans")
NAV_PAYMENTS = Text("תשלומים", "Payments")
NAV_CASH = Text("קופה", "Cash desk")
NAV_DEBT = Text("חובות", "Debts")
NAV_DOCUMENTS = Text("מסמכים", "Documents")
NAV_CATALOGUE = Text("שיעורים ומקומות", "Classes and places")
NAV_STAFF = Text("צוות", "Staff")
NAV_DISPUTES = Text("ערעורים", "Disputes")
NAV_AUDIT = Text("יומן פעולות", "Audit log")
NAV_SETTINGS = Text("הגדרות", "Settings")
NAV_GALLERY = Text("רכיבי עיצוב", "Design gallery")
NAV_LOOK_INTO = Text("בירור תשלומים", "Payments")
NAV_CONDITION = Text("תקינות", "Health")
NAV_OUTBOX = Text("דואר יוצא", "Outbox")

# connection
RECONNECTING = Text(
    "החיבור נקטע. מתחברים מחדש, מה שנכתב נשאר כאן",
    "Connection lost. Reconnecting; what you typed stays",
)
OFFLINE = Text("אין חיבור לאינטרנט. מוצג מה שנטען קודם", "Offline. Showing what was loaded before")
NEW_VERSION = Text(
    "יש גרסה חדשה של FitKit. מה שנכתב יישמר",
    "There is a new version of FitKit. What you typed is kept",
)
RELOAD = Text("טעינה מחדש", "Reload")
PAGE_BROKE = Text("הדף הזה נתקע", "This page got stuck")
PAGE_BROKE_WHY = Text(
    "התקלה נרשמה אצלנו, ומה שנשמר קודם בטוח. טעינה מחדש בדרך כלל מספיקה",
    "We have logged the fault, and what was saved is safe. Reloading usually helps",
)

# lost
LOST_TITLE = Text("הדף לא נמצא", "Page not found")
LOST_WHY = Text(
    "ייתכן שהכתובת השתנתה או שהקישור ישן. אפשר להתחיל מדף הבית",
    "The address may have changed or the link may be old. You can start from the home page",
)

# landing
LANDING_TITLE = Text("FitKit, ניהול מכון כושר", "FitKit, runs a fitness studio")
LANDING_HEAD = Text("המכון רץ. הזמן חוזר אליך", "The studio runs. Your time comes back")
LANDING_LEAD = Text(
    "לו״ז, הרשמות, רשימת המתנה, מנויים וצוות, במקום אחד, בעברית ובאנגלית. "
    "המתאמנים נרשמים מהטלפון בשניות, והצוות רואה מי מגיע.",
    "Timetable, bookings, waitlist, plans and staff in one place, in Hebrew and English. "
    "Members book from their phone in seconds, and the staff sees who is coming.",
)
LANDING_WHO = Text("למי זה", "Who it is for")
LANDING_MEMBERS = Text("למתאמנים", "For members")
LANDING_MEMBERS_WHY = Text(
    "רואים מתי, מה ומי. הרשמה בלחיצה אחת, ומה יעלה ביטול כתוב לפני הלחיצה.",
    "See when, what and who. Book in one tap, and what cancelling costs is written before the tap.",
)
LANDING_COACHES = Text("למאמנים", "For coaches")
LANDING_COACHES_WHY = Text(
    "השיעורים של היום, מי מגיע ומי פעם ראשונה. סימון נוכחות ביד אחת, גם באמצע אימון.",
    "Today's classes, who is coming and who is new. Check people in with one hand, mid-class.",
)
LANDING_OWNERS = Text("לבעלי מכונים", "For owners")
LANDING_OWNERS_WHY = Text(
    "פתיחת מכון בעשר דקות: סוגי שיעורים ומנויים מתבנית, לו״ז שבועי, הזמנת צוות ומתאמנים.",
    "Open a gym in ten minutes: class types and plans from a template, a weekly timetable, invitations.",
)
LANDING_CAN = Text("מה עובד כאן היום", "What works here today")
LANDING_FACTS = (
    Text(
        "רשימת המתנה שמקדמת לפי הסדר ומודיעה", "A waitlist that promotes in order and tells people"
    ),
    Text(
        "מנוי שבועי או כרטיסיית כניסות, הספירה תמיד נכונה",
        "Weekly plans or entry packs, the count is always right",
    ),
    Text(
        "תפקידים והרשאות: בעלים, ניהול, אימון, מתאמנים",
        "Roles and permissions: owner, admin, coach, member",
    ),
    Text(
        "תשלום באתר ובאפליקציה, חידושים שנגבים לבד, ביטול לפי החוק",
        "Payment on the web and in the app, renewals that charge themselves, cancellation by law",
    ),
    Text(
        "קבלות וחשבוניות שיוצאות לבד, וחודש מסודר לרואה החשבון",
        "Receipts and invoices that issue themselves, and a tidy month for the accountant",
    ),
    Text("יומן שמראה מי עשה מה ומתי", "A log of who did what, and when"),
    Text("כל מכון רואה רק את הנתונים שלו", "Each gym sees only its own data"),
    Text(
        "התקנה על מסך הבית של הטלפון והתראות",
        "Installs on the phone's home screen, with notifications",
    ),
)
LANDING_LAST = Text("להתחיל ממכון קטן אחד", "Start with one small gym")
LANDING_LAST_WHY = Text(
    "פתיחה, תבנית, לו״ז ראשון. אפשר לשנות הכול אחר כך.",
    "Open, pick a template, a first timetable. All of it can change later.",
)
FOOTER = Text("קישורים קבועים", "Footer")
CANCEL_MEMBERSHIP = Text("ביטול מנוי", "Cancel a membership")
ACCESSIBILITY = Text("הצהרת נגישות", "Accessibility")
TERMS = Text("תנאי שימוש", "Terms of use")
PRIVACY = Text("פרטיות", "Privacy")
PROCESSING = Text("עיבוד מידע", "Data processing")
