"""Words of the platform's screens: how everything stands, and one payment looked into."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

HEALTH = Text("תקינות", "Health")
HEALTH_HELP = Text(
    "מה לא תקין עכשיו בכל הסטודיואים, מהחמור לקל",
    "What is wrong now in all studios, the worst first",
)
ALL_WELL = Text("הכול תקין", "All is well")
ALL_WELL_WHY = Text(
    "הספרים, החיובים, המסמכים, ההודעות והמשימות נבדקו ואין מה לטפל",
    "Books, charges, documents, notices and jobs were looked at; nothing needs a person",
)
LOOKED_AT = Text("נבדק {when}", "Looked at {when}")
REFRESH = Text("בדיקה שוב", "Look again")
COUNTED = Text("מה נבדק", "What was looked at")
GYMS = Text("סטודיואים פעילים", "Open studios")
SOUND = Text("ספרים שהוכחו כתקינים", "Books proved sound")
CHARGES = Text("חיובים שהסתיימו ביממה", "Charges settled in a day")
LETTERS = Text("הודעות שיצאו ביממה", "Notices sent in a day")
JOBS = Text("משימות שבוצעו ביממה", "Jobs done in a day")
OF_FITKIT = Text("FitKit עצמה", "FitKit itself")
SINCE = Text("מאז {when}", "Since {when}")
IN_DOUBT = Text("{amount} בבירור", "{amount} in doubt")
WAKE = Text("להפעיל שוב", "Run again")
WAKE_NAMED = Text("להפעיל שוב את {what}", "Run {what} again")
WOKEN = Text("המשימה הופעלה שוב", "The job was begun again")
JOB_IS_GONE = Text("המשימה כבר לא מחכה. אפשר לרענן", "The job does not wait any more. Look again")
TO_PAYMENTS = Text("לבירור התשלומים", "Look into payments")
COUNT = Plural(
    he=Forms(one="אחד", two="שניים", other="{n}"),
    en=Forms(one="1", other="{n}"),
)
# Of a kind of trouble: its name, and what it means for people.
KINDS: Final = {
    "book": Text("ספר כספים שלא מסתדר", "A book that does not add up"),
    "charges": Text("חיובים שתוצאתם לא ידועה", "Charges whose outcome is unknown"),
    "refunds": Text("החזרים שתוצאתם לא ידועה", "Refunds whose outcome is unknown"),
    "jobs": Text("משימות שנכשלו", "Jobs that failed"),
    "late_jobs": Text("משימות שאיש לא מבצע", "Jobs that nobody does"),
    "documents": Text("מסמכים חסרים", "Documents missing"),
    "accounts": Text("חיבורים שחברת הסליקה דוחה", "Connections that are refused"),
    "lists": Text("רשימות שלא הגיעו להתאמה", "Lists that did not come"),
    "letters": Text("הודעות שלא נמסרו", "Notices not delivered"),
    "unproved": Text("ספרים שלא נבדקו", "Books not proved"),
}
WHY: Final = {
    "book": Text(
        "ההוכחה הלילית מצאה רשומות שהסכומים שלהן לא מסתדרים. לא לגעת בנתונים לפני שמבינים למה",
        "The nightly proof found rows whose sums do not agree. Touch no data before it is understood",
    ),
    "charges": Text(
        "עברה חצי שעה ולא ידוע אם הכסף נלקח. אפשר לשאול שוב את חברת הסליקה",
        "Half an hour has passed and nobody knows whether money was taken. The company can be asked again",
    ),
    "refunds": Text(
        "עברה חצי שעה ולא ידוע אם הכסף חזר",
        "Half an hour has passed and nobody knows whether money went back",
    ),
    "jobs": Text(
        "כל הניסיונות נגמרו. אחרי שהסיבה תוקנה אפשר להפעיל שוב",
        "All tries are used up. Run them again once the cause is mended",
    ),
    "late_jobs": Text(
        "משימות שזמנן הגיע לפני רבע שעה ויותר. כדאי לבדוק שתהליך העבודה רץ",
        "Jobs that were due a quarter of an hour ago or more. See whether the worker runs",
    ),
    "documents": Text(
        "תשלומים שעברה יממה מאז ועוד אין להם מסמך",
        "Payments that have had no document for more than a day",
    ),
    "accounts": Text(
        "עד שהסטודיו מתקן את הפרטים, תשלומים בכרטיס לא עוברים",
        "Until the studio mends its details, card payments do not go through",
    ),
    "lists": Text(
        "יומיים לא הושווה כלום מול חברת הסליקה",
        "Nothing was compared with the company for two days",
    ),
    "letters": Text(
        "נכשלו בשבוע האחרון, או מחכות יותר משעתיים",
        "Failed within a week, or waiting for more than two hours",
    ),
    "unproved": Text(
        "אין הוכחה של ספר הכספים ביממה וחצי האחרונות. סטודיו חדש נבדק בלילה הראשון",
        "The book was not proved for a day and a half. A new studio's first night proves it",
    ),
}
FAULTS: Final = {
    "unbalanced": Text("רישום שלא מתאזן", "a posting that does not balance"),
    "empty": Text("רישום ריק", "an empty posting"),
    "orphan": Text("שורה בלי רישום", "an entry without its posting"),
    "balance": Text("יתרה שאינה סכום השורות", "a balance that is not the sum"),
    "reversal": Text("ביטול שאינו הפוך", "a reversal that is not the opposite"),
}

PAYMENTS = Text("בירור תשלומים", "Look into payments")
PAYMENTS_HELP = Text(
    "חיובים של כל הסטודיואים. שמות של מתאמנים לא מוצגים, וכל פתיחה נרשמת ביומן של הסטודיו",
    "Charges of all studios. Members are not named, and each opening stands in the studio's log",
)
SEARCH = Text("מזהה, מספר עסקה או סטודיו", "An id, a transaction's number, or a studio")
ANY_STATE = Text("כל המצבים", "Any state")
STATE = Text("מצב", "State")
STUCK = Text("תקועים", "Stuck")
STUCK_NONE = Text("אין חיובים תקועים", "Nothing is stuck")
STUCK_REFUNDS = Text("החזרים תקועים", "Stuck refunds")
ALL = Text("כל החיובים", "All charges")
NOTHING = Text("אין חיובים", "No charges")
NOTHING_WHY = Text(
    "חיוב ראשון של סטודיו כלשהו יופיע כאן", "The first charge of any studio shows up here"
)
NOTHING_FITS = Text("לא נמצא", "Nothing found")
NOTHING_FITS_WHY = Text(
    "מספר עסקה ומזהה צריך להקליד במלואם, שם של סטודיו אפשר בחלקו",
    "Ids and numbers are typed whole; of a studio's name a part is enough",
)
CLEAR = Text("ניקוי החיפוש", "Clear")
MORE = Text("עוד", "More")
GYM = Text("סטודיו", "Studio")
COMPANY = Text("חברת סליקה", "Company")
AMOUNT = Text("סכום", "Amount")
WHEN = Text("נפתח", "Opened")
BY_HAND = Text("נרשם ידנית", "By hand")
ASKED_TIMES = Plural(
    he=Forms(one="נשאל פעם אחת", two="נשאל פעמיים", other="נשאל {n} פעמים"),
    en=Forms(one="asked once", other="asked {n} times"),
)
NEVER_ASKED = Text("עוד לא נשאל", "not asked yet")
OPEN = Text("לפתוח", "Open")
OPEN_NAMED = Text("לפתוח את החיוב של {gym}, {amount}", "Open the charge of {gym}, {amount}")

STORY = Text("חיוב", "Charge")
BACK = Text("לכל החיובים", "All charges")
REASON = Text("למה לפתוח", "Why it is opened")
REASON_HELP = Text(
    "למשל מספר הפנייה. הבעלים רואים את זה ביומן הפעולות שלהם",
    "A ticket's number, for example. The owner reads it in their audit log",
)
REASON_NEEDED = Text("צריך לכתוב למה", "Say why")
LOOK_INTO = Text("לפתוח את החיוב", "Open the charge")
VIEWING = Text("מוצג: {gym}", "Viewing: {gym}")
VIEWING_WHY = Text("הסיבה: {reason}", "Reason: {reason}")
ASK = Text("לשאול שוב את חברת הסליקה", "Ask the company again")
ASK_WHY = Text(
    "השאלה רק מבררת מה קרה. החיוב לא נשלח שוב, והכרטיס לא יחויב פעמיים",
    "It only finds out what happened. The charge is not sent again, and no card is charged twice",
)
ASKED = Text("נבדק: {state}", "Asked: {state}")
ASK_REFUND = Text("לברר את ההחזר", "Find out about the refund")
REFUND_ASKED = Text("נבדק", "Asked")
FACTS = Text("פרטים", "Details")
CHARGE_ID = Text("מזהה החיוב", "Charge id")
CAUSE = Text("עבור", "For")
TOLD_AT = Text("נמסר לחברה", "The company was told")
LAST_ASKED = Text("נשאל לאחרונה", "Asked last")
NEXT_LOOK = Text("ייבדק שוב", "Asked next")
PAGE = Text("עמוד תשלום", "Payment page")
POINTED_TO = Text("הצביע על {reference}", "It pointed to {reference}")

EVENTS: Final = {
    "platform.payment_opened": Text(
        "צוות FitKit פתח תשלום לבדיקה", "FitKit's team looked into a payment"
    ),
    "platform.payment_asked": Text(
        "צוות FitKit ביקש לשאול שוב את חברת הסליקה על תשלום",
        "FitKit's team had the payment company asked again about a payment",
    ),
    "platform.job_woken": Text("משימה שנכשלה הופעלה שוב", "A job that had failed was run again"),
}
