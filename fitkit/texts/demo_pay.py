"""The demo's payment page: a card form that takes test numbers only."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text, ltr

# the page
TITLE = Text("תשלום לדוגמה", "Demo payment")
TITLE_KEEP = Text("שמירת כרטיס לדוגמה", "Demo card on file")
NO_MONEY = Text(
    "עמוד לדוגמה: שום כסף לא עובר כאן. רק כרטיסי הניסיון שבתחתית העמוד מתקבלים, ואין להקליד כרטיס אמיתי.",
    "A demo page: no money moves here. It takes only the test cards at the bottom; never type a real one.",
)
KEEP_ONLY = Text(
    "הכרטיס יישמר לחיובים הבאים. עכשיו לא נגבה דבר.",
    "The card is kept for later charges. Nothing is taken now.",
)
KEEP_TOO = Text(
    "הכרטיס יישמר גם לחיובים הבאים.",
    "The card is also kept for later charges.",
)
NUMBER = Text("מספר כרטיס", "Card number")
EXPIRY = Text("תוקף, חודש ושנה", "Expiry, month and year")
CVV = Text("שלוש ספרות בגב הכרטיס", "Three digits on the back")
HOLDER_ID = Text("מספר זהות (לא חובה)", "ID number (optional)")
INSTALMENTS = Text("תשלומים", "Instalments")
PAYMENTS = Plural(
    he=Forms(one="תשלום אחד", two="שני תשלומים", other="{n} תשלומים"),
    en=Forms(one="One payment", other="{n} payments"),
)
PAY = Text("תשלום {amount}", "Pay {amount}")
KEEP = Text("שמירת הכרטיס", "Keep the card")
BIT = Text("תשלום ב־bit", "Pay with bit")
LEAVE = Text("חזרה בלי לשלם", "Back without paying")
LEAVE_KEEP = Text("חזרה בלי לשמור", "Back without keeping")

# what went wrong, at the field
SUMMARY = Plural(
    he=Forms(one="צריך לתקן שדה אחד", two="צריך לתקן שני שדות", other="צריך לתקן {n} שדות"),
    en=Forms(one="One field needs fixing", other="{n} fields need fixing"),
)
NUMBER_MISSING = Text("צריך מספר של כרטיס ניסיון", "Enter the number of a test card")
TEST_CARDS_ONLY = Text(
    "זה לא אחד מכרטיסי הניסיון. אפשר לבחור אחד מהרשימה שלמטה",
    "That isn't one of the test cards. Choose one from the list below",
)
EXPIRY_UNREAD = Text("תוקף נכתב כך: 12/30", "Write the expiry like this: 12/30")
EXPIRY_PAST = Text(
    "התוקף כבר עבר. כל תאריך עתידי מתאים", "That date has passed. Any later one works"
)
CVV_UNREAD = Text("אלה שלוש ספרות, למשל 123", "These are three digits, such as 123")
INSTALMENTS_UNREAD = Text("אפשר לבחור מספר מהרשימה", "Choose a number from the list")

# a try that was declined, by the demo's code
DECLINES: Final = {
    "funds": Text(
        "הכרטיס נדחה: אין מספיק מסגרת. לא נגבה דבר, אפשר לנסות כרטיס אחר",
        "Card declined: not enough credit. Nothing was taken; try another card",
    ),
    "stolen": Text(
        "הכרטיס חסום ולא יתקבל. לא נגבה דבר, אפשר לנסות כרטיס אחר",
        "The card is blocked and won't be accepted. Nothing was taken; try another card",
    ),
    "authentication": Text(
        "האימות מול הבנק לא הושלם. לא נגבה דבר, אפשר לנסות שוב",
        "The bank's check wasn't completed. Nothing was taken; try again",
    ),
}

# the test cards
CARDS_TITLE = Text("כרטיסי הניסיון", "The test cards")
CARDS_WHY = Text(
    "לחיצה על מספר ממלאת את הטופס. כל תוקף עתידי וכל שלוש ספרות מתאימים.",
    "Choosing a number fills the form. Any later expiry and any three digits work.",
)
FATES: Final = {
    "approved": Text("מאושר", "Approved"),
    "soft": Text("נדחה, אולי יעבור אחר כך", "Declined, may work later"),
    "hard": Text("חסום, לא יעבור", "Blocked, will never work"),
    "challenged": Text(
        f"הבנק מבקש אימות ({ltr('3-D Secure')})", "The bank asks to verify (3-D Secure)"
    ),
    "slow": Text("מאושר אחרי כמה שניות", "Approved after some seconds"),
    "lost": Text("מאושר, והתשובה הולכת לאיבוד", "Approved, and the answer gets lost"),
    "soft_later": Text(
        "מאושר כאן, נדחה בחידוש ואולי יעבור אחר כך",
        "Approved here, declined at renewal, may work later",
    ),
    "hard_later": Text("מאושר כאן, בחידוש התוקף כבר עבר", "Approved here, has expired at renewal"),
}

# 3-D Secure
BANK = Text("הבנק לדוגמה", "The demo bank")
BANK_TITLE = Text("אימות התשלום", "Verify the payment")
BANK_WHY = Text(
    "כאן הבנק שואל אם התשלום של {amount} בכרטיס שמסתיים ב־{last4} הוא באמת שלך.",
    "Here the bank asks whether the payment of {amount} with the card ending {last4} is really yours.",
)
BANK_PASS = Text("אישור התשלום", "Approve the payment")
BANK_FAIL = Text("האימות נכשל", "Fail the check")

# Bit
BIT_TITLE = Text("אישור באפליקציית bit", "Approve in the bit app")
BIT_WHY = Text(
    "כאן נפתחת בדרך כלל אפליקציית bit, והתשלום של {amount} מאושר בטלפון.",
    "The bit app usually opens here, and the payment of {amount} is approved on the phone.",
)
BIT_APPROVE = Text("אישור ב־bit", "Approve in bit")
BIT_BACK = Text("חזרה לתשלום בכרטיס", "Back to paying by card")

# a lost answer, and no page
LOST_TITLE = Text("התשובה לא הגיעה", "The answer didn't arrive")
LOST_WHY = Text(
    "כך נראה ניתוק באמצע תשלום: התשלום אולי עבר ואולי לא. במכון זה יתברר לבד, ואין צורך לשלם שוב.",
    "This is a connection lost in mid-payment: it may have gone through or not. The gym finds out by itself; "
    "there is no need to pay again.",
)
LOST_ON = Text("חזרה למכון", "Back to the gym")
GONE_TITLE = Text("עמוד התשלום לא נמצא", "No such payment page")
GONE_WHY = Text(
    "הקישור לא שלם או ישן. אפשר לפתוח את התשלום שוב מהמכון",
    "The link is incomplete or old. Open the payment again from the gym",
)
