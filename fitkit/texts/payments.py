"""Words of payments: states, ways, refusals, the owner's screens, and the sentences of its events."""

from typing import Final

from fitkit.core.i18n import Text

STATES: Final = {
    "created": Text("טרם התחיל", "Not begun"),
    "on_page": Text("ממתין לתשלום", "Waiting to be paid"),
    "unknown": Text("בבירור", "Being looked into"),
    "sent": Text("נשלח לבנק", "Sent to the bank"),
    "paid": Text("שולם", "Paid"),
    "declined": Text("נדחה", "Declined"),
    "abandoned": Text("לא הושלם", "Not completed"),
    "failed": Text("לא יצא לפועל", "Did not go through"),
}
REFUND_STATES: Final = {
    "created": Text("בדרך", "On its way"),
    "unknown": Text("בבירור", "Being looked into"),
    "done": Text("הוחזר", "Given back"),
    "refused": Text("לא הוחזר", "Not given back"),
}
WAYS: Final = {
    "card": Text("כרטיס אשראי", "Card"),
    "bit": Text("ביט", "Bit"),
    "apple_pay": Text("אפל פיי", "Apple Pay"),
    "google_pay": Text("גוגל פיי", "Google Pay"),
    "cash": Text("מזומן", "Cash"),
    "transfer": Text("העברה בנקאית", "Bank transfer"),
    "cheque": Text("צ׳ק", "Cheque"),
    "bank_debit": Text("הוראת קבע בבנק", "Bank standing order"),
    "other": Text("אחר", "Other"),
}
MODES: Final = {
    "page": Text("עמוד תשלום", "Payment page"),
    "card": Text("כרטיס שמור", "Saved card"),
    "hand": Text("נרשם ידנית", "Recorded by hand"),
    "debit": Text("הוראת קבע בבנק", "Bank debit"),
}
PROVIDERS: Final = {
    "demo": Text("חברת סליקה להדגמה", "Demo payment company"),
    "cardcom": Text("קארדקום", "Cardcom"),
    "morning": Text("מורנינג", "Morning"),
    "icredit": Text("איי־קרדיט", "iCredit"),
}
CREDENTIALS: Final = {
    "account": Text("שם החשבון", "Account name"),
    "terminal": Text("מספר מסוף", "Terminal number"),
    "api_name": Text("שם משתמש ל־API", "API user name"),
    "api_password": Text("סיסמה ל־API (להחזרים ולרשימות)", "API password (for refunds and lists)"),
    "id": Text("מזהה מפתח", "Key id"),
    "secret": Text("סוד המפתח", "Key secret"),
    "plugin_id": Text("מזהה טופס התשלום", "Payment form id"),
    "login": Text("סוג המפתח", "Kind of key"),
    "group_token": Text("אסימון קבוצה (GUID)", "Group token (GUID)"),
    "exempt": Text("עוסק פטור: yes", "Exempt dealer: yes"),
}
PROBLEMS: Final = {
    "credentials": Text(
        "חברת הסליקה לא מקבלת את פרטי ההתחברות. כדאי להעתיק אותם שוב מהאתר שלה",
        "The payment company does not accept these credentials. Copy them again from its site",
    ),
    "no_tokens": Text(
        "במסוף הזה אי אפשר לשמור כרטיסים. צריך לבקש מחברת הסליקה לאפשר את זה",
        "Cards cannot be saved at this terminal. Ask the payment company to allow it",
    ),
    "no_refunds": Text(
        "חסרה סיסמה להחזרים, או שהיא שגויה. תשלומים יעבדו, החזרים לא",
        "The password for refunds is missing or wrong. Payments will work, refunds will not",
    ),
    "unreachable": Text(
        "חברת הסליקה לא עונה כרגע. אפשר לנסות שוב בעוד כמה דקות",
        "The payment company does not answer now. Try again in a few minutes",
    ),
    "other": Text(
        "חברת הסליקה דוחה את ההגדרות. מה שהיא אמרה מופיע כאן",
        "The payment company refuses the settings. What it said stands here",
    ),
}
DECLINES: Final = {
    "refused": Text("הכרטיס נדחה", "The card was refused"),
    "funds": Text("אין מסגרת פנויה בכרטיס", "The card has no room left"),
    "expired": Text("תוקף הכרטיס פג", "The card has expired"),
    "blocked": Text("הכרטיס חסום", "The card is blocked"),
    "wrong_details": Text("פרטי הכרטיס לא נכונים", "The card's details are wrong"),
    "call_bank": Text("חברת האשראי מבקשת שיתקשרו אליה", "The card company asks to be called"),
    "not_supported": Text("הכרטיס הזה לא מתקבל", "This card is not accepted"),
    "authentication": Text("האימות מול הבנק לא עבר", "The bank's check was not passed"),
    "temporary": Text("תקלה זמנית בחברת האשראי", "A passing fault at the card company"),
}

ALREADY_OPEN = Text(
    "יש כבר תשלום פתוח על זה. אפשר להמשיך אותו", "A payment for this is open already. Go on with it"
)
ALREADY_PAID = Text("זה כבר שולם", "This is paid already")
NO_ACCOUNT = Text(
    "הסטודיו עוד לא מחובר לחברת סליקה. אפשר לשלם בדלפק",
    "The studio is not connected to a payment company yet. Pay at the desk",
)
NO_CARD = Text("אין כרטיס שמור שאפשר לחייב", "There is no saved card to charge")
NOT_UP_TO = Text("צריך סכום גדול מאפס, עד {most}", "An amount above zero is needed, {most} at most")
DAY_IS_WRONG = Text(
    "צריך תאריך מהשנה האחרונה, לא עתידי", "A day of the last year is needed, not ahead"
)
SAY_WHY = Text("צריך לכתוב למה", "Say why")
WAY_IS_WRONG = Text("אי אפשר בדרך הזאת", "Not by this way")
CREDENTIAL_IS_WRONG = Text(
    "הערך לא נראה תקין. כדאי להעתיק אותו שוב", "That does not look right. Copy it again"
)
NOT_ALLOWED_HERE = Text(
    "חברת הסליקה להדגמה לא זמינה כאן", "The demo payment company is not available here"
)
NOTHING_TO_REFUND = Text(
    "אין מה להחזיר מהתשלום הזה", "There is nothing to give back of this payment"
)
NOT_UNKNOWN = Text("זה כבר התברר בינתיים", "This has been cleared up meanwhile")
NUMBER_IS_ANOTHERS = Text("זה המספר של חיוב אחר", "That is the number of another charge")
NUMBER_NEEDED = Text("צריך את המספר של ההחזר אצל החברה", "The refund's number there is needed")
NUMBER_IS_ANOTHER_REFUNDS = Text(
    "המספר הזה כבר רשום בהחזר אחר", "That number is recorded at another refund"
)
MADE_ON_WRONG = Text(
    "צריך את היום שבו ההחזר נעשה: לא לפני התשלום ולא עתידי",
    "The day it was made is needed: not before the payment, not ahead",
)
REFUND_UNDER_WAY = Text(
    "החזר בסכום הזה כבר בדרך. כשיתברר מה קרה איתו, אפשר לרשום עוד אחד",
    "A refund of this amount is under way. Once it is cleared up, another can be recorded",
)
MADE_THERE = Text("נעשה במסך של חברת הסליקה", "Made on the payment company's own screen")
PAGE_FAILED = Text(
    "עמוד התשלום לא נפתח: חברת הסליקה דוחה את ההגדרות של הסטודיו. אפשר לשלם בדלפק",
    "The payment page did not open: the payment company refuses the studio's settings. Pay at the desk",
)
CARD_WITH_PAYMENT = Text(
    "כאן כרטיס מוחלף יחד עם תשלום: הכרטיס שבו משלמים תשלום פתוח נשמר לחידושים הבאים",
    "Here a card is changed together with a payment: the one that pays what is open is kept for the renewals after",
)
PAGE_LATER = Text(
    "חברת הסליקה לא עונה כרגע. לא נלקח כסף, ואפשר לנסות שוב בעוד רגע",
    "The payment company does not answer now. No money was taken; try again in a moment",
)
PAGE_OVER = Text(
    "עמוד התשלום הזה כבר לא פעיל. אפשר לפתוח חדש", "This payment page is over. Open a new one"
)
WHY_DOUBLE = Text("שולם פעמיים, והתשלום השני הוחזר", "Paid twice; the second payment went back")
TAKEN_BY_STAFF = Text("נקבע ידנית: הכסף נלקח", "Decided by hand: the money was taken")
NOT_TAKEN_BY_STAFF = Text("נקבע ידנית: הכסף לא נלקח", "Decided by hand: no money was taken")

EVENTS: Final[dict[str, Text]] = {
    "payments.charge_opened": Text("נפתח חיוב על {member}", "A charge was opened for {member}"),
    "payments.page_opened": Text(
        "נפתח עמוד תשלום עבור {member}", "A payment page was opened for {member}"
    ),
    "payments.card_asked": Text(
        "חברת הסליקה התבקשה לחייב את הכרטיס של {member}",
        "The payment company was asked to charge {member}'s card",
    ),
    "payments.charge_unclear": Text(
        "לא ברור אם החיוב של {member} עבר, והוא נבדק",
        "It is unclear whether {member}'s charge went through; it is looked into",
    ),
    "payments.charge_stays_unknown": Text(
        "חיוב של {member} עדיין בבירור אחרי חצי שעה",
        "A charge of {member} is still unknown after half an hour",
    ),
    "payments.charge_settled": Text("חיוב של {member} הסתיים", "A charge of {member} was settled"),
    "payments.paid_twice": Text(
        "התקבל תשלום כפול מ־{member}, והשני מוחזר",
        "Paid twice by {member}; the second is being given back",
    ),
    "payments.surplus_kept": Text(
        "נרשמה יתרת זכות אחרי תשלום נוסף ({member}, {amount_agorot})",
        "Credit was kept after another payment ({member}, {amount_agorot})",
    ),
    "payments.refund_opened": Text("נפתח החזר אל {member}", "A refund to {member} was opened"),
    "payments.refund_stays_unknown": Text(
        "החזר אל {member} עדיין בבירור אחרי חצי שעה",
        "A refund to {member} is still unknown after half an hour",
    ),
    "payments.refund_settled": Text("החזר אל {member} הסתיים", "A refund to {member} was settled"),
    "payments.card_kept": Text("נשמר כרטיס של {member}", "A card of {member} was saved"),
    "payments.card_removed": Text("הוסר כרטיס של {member}", "A card of {member} was removed"),
    "payments.account_connected": Text(
        "חובר חשבון בחברת סליקה", "An account at a payment company was connected"
    ),
    "payments.credentials_changed": Text(
        "הוחלפו פרטי ההתחברות לחברת הסליקה", "The payment company's credentials were changed"
    ),
    "payments.pace_changed": Text(
        "מספר החיובים במקביל נקבע ל־{at_once}", "Charges at once were set to {at_once}"
    ),
    "payments.account_chosen": Text(
        "נבחר החשבון שדרכו נגבים תשלומים", "The account that takes payments was chosen"
    ),
    "payments.callback_came": Text("חברת הסליקה שלחה עדכון", "The payment company sent an update"),
    "payments.connection_checked": Text(
        "נבדק החיבור לחברת הסליקה", "The connection to the payment company was checked"
    ),
}
