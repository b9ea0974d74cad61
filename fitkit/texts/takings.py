"""Words of the payments' screens: the list, a payment's whole story, giving back, the payment company."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

TITLE = Text("תשלומים", "Payments")
STORY_TITLE = Text("תשלום", "Payment")
BACK = Text("לכל התשלומים", "All payments")
FROM_DAY = Text("מיום", "From")
TO_DAY = Text("עד יום", "To")
STATE = Text("מצב", "State")
ANY_STATE = Text("כל המצבים", "Any state")
DAYS_REVERSED = Text("היום האחרון לפני הראשון", "The last day is before the first")
PAID = Text("התקבל", "Taken")
GIVEN_BACK = Text("הוחזר או בדרך", "Given back, or on its way")
NET = Text("נטו", "Net")
NOT_PAID = Text("לא שולם", "Not paid")
UNCLEAR = Text("בבירור", "Looked into")
COUNT = Plural(
    he=Forms(one="תשלום אחד", two="שני תשלומים", other="{n} תשלומים"),
    en=Forms(one="1 payment", other="{n} payments"),
)
BY_WAY = Text("לפי אמצעי", "By means")
EMPTY = Text("אין תשלומים בימים האלה", "No payments on these days")
EMPTY_WHY = Text(
    "כל תשלום שנפתח מופיע כאן: בעמוד תשלום, בכרטיס שמור או בדלפק",
    "Every payment that is opened stands here: on a page, by a saved card or at the desk",
)
SHOWN = Text("{first} עד {last}", "{first} to {last}")
LIST = Text("תשלומים לפי יום", "Payments by day")
WHO = Text("מי", "Who")
WHAT = Text("על מה", "For")
WAY = Text("איך", "How")
WHEN = Text("מתי", "When")
AMOUNT = Text("סכום", "Amount")
OF_IT_BACK = Text("מתוכם הוחזרו {amount}", "of it {amount} went back")
OF_IT_UNDER_WAY = Text("בדרך חזרה {amount}", "{amount} is on its way back")
CARD_ENDING = Text("כרטיס {last4}", "Card {last4}")

STORY = Text("מה קרה", "What happened")
NO_STORY = Text(
    "התשלום נקלט כרישום מהעבר, ואין שלבים להציג",
    "It was brought in as a past payment: there are no steps to show",
)
DETAILS = Text("פרטים", "Details")
REFUNDS = Text("החזרים", "Refunds")
TRANSACTION = Text("מספר עסקה", "Transaction")
APPROVAL = Text("אישור", "Approval")
ATTEMPT = Text("ניסיון", "Attempt")
SURPLUS = Text("שולם כבר קודם", "Paid before")
SURPLUS_IS = Text(
    "התשלום הגיע אחרי שתשלום אחר כבר כיסה את אותו דבר, ולכן נרשם כיתרת זכות לחיובים הבאים. לפני שמחזירים אותו כדאי לבדוק כמה נשאר ביתרה",
    "It came after something else had paid for the same, so it became credit for the next charges. Before giving it back, see how much of the credit is left",
)
NOTE = Text("הערה", "Note")
SAID = Text("מה חברת הסליקה אמרה", "What the payment company said")
PAID_ON = Text("שולם ביום", "Paid on")
INSTALMENTS = Text("מספר תשלומים", "Instalments")
TO_MEMBER = Text("לעמוד המתאמן", "To the member")
BY_COMPANY = Text("חברת הסליקה", "The payment company")
BY_FITKIT = Text("FitKit", "FitKit")

STEPS: Final[dict[str, Text]] = {
    "payments.charge_opened": Text("החיוב נפתח", "The charge was opened"),
    "payments.page_opened": Text("עמוד התשלום נפתח", "The payment page was opened"),
    "payments.card_asked": Text(
        "חברת הסליקה התבקשה לחייב את הכרטיס השמור",
        "The payment company was asked to charge the saved card",
    ),
    "payments.charge_unclear": Text(
        "התשובה לא הגיעה או לא ברורה, והחיוב נבדק",
        "The answer did not come or is unclear; the charge is looked into",
    ),
    "payments.charge_stays_unknown": Text(
        "עברה חצי שעה, ועדיין לא ברור אם הכסף נלקח",
        "Half an hour passed, and it is still unclear whether money was taken",
    ),
    "payments.charge_settled": Text("החיוב הסתיים: {state}", "The charge was settled: {state}"),
    "payments.paid_twice": Text(
        "זה כבר שולם קודם, והתשלום הזה מוחזר", "It had been paid before; this payment goes back"
    ),
    "payments.surplus_kept": Text(
        "זה כבר שולם קודם. הסכום נרשם כיתרת זכות, ואפשר להחזיר אותו",
        "It had been paid before; it stands to the member's credit, and may be given back",
    ),
    "payments.refund_opened": Text("נפתח החזר של {amount}", "A refund of {amount} was opened"),
    "payments.refund_stays_unknown": Text(
        "עברה חצי שעה, ועדיין לא ברור אם ההחזר יצא",
        "Half an hour passed, and it is still unclear whether the refund went out",
    ),
    "payments.refund_settled": Text("החזר של {amount}: {state}", "Refund of {amount}: {state}"),
    "callback": Text("חברת הסליקה שלחה עדכון", "The payment company sent an update"),
    "asked": Text(
        "חברת הסליקה נשאלה מה קרה. התשובה: {answer}",
        "The payment company was asked what happened. It said: {answer}",
    ),
    "platform.payment_opened": Text(
        "צוות FitKit פתח את התשלום לבדיקה", "FitKit's team looked into the payment"
    ),
    "platform.payment_asked": Text(
        "צוות FitKit ביקש לשאול שוב את חברת הסליקה",
        "FitKit's team had the payment company asked again",
    ),
}
ANSWERS: Final[dict[str, Text]] = {
    "": Text("לא הגיעה", "nothing came"),
    "paid": Text("שולם", "paid"),
    "card_kept": Text("הכרטיס נשמר", "the card was saved"),
    "declined": Text("נדחה", "declined"),
    "waiting": Text("עוד לא שולם", "not paid yet"),
    "never_happened": Text("לא מוכר לה", "not known there"),
    "unknown": Text("לא ברורה", "unclear"),
    "misconfigured": Text("ההגדרות של הסטודיו נדחו", "the studio's settings were refused"),
}

REFUND = Text("החזר כספי", "Give back")
REFUND_NAMED = Text("החזר של התשלום {what}", "Give back: {what}")
REFUND_TITLE = Text("החזר כספי", "Give back")
REFUND_AMOUNT = Text("כמה להחזיר", "How much")
REFUND_MOST = Text("עד {most}", "Up to {most}")
REFUND_WAY = Text("לאן", "To where")
REFUND_WHY = Text("למה", "Why")
REFUND_WHY_HELP = Text("נשמר ברישום של הסטודיו", "Kept in the studio's record")
REFUND_CHECK = Text("מה יקרה", "What will happen")
REFUND_DO = Text("להחזיר {amount}", "Give back {amount}")
REFUND_CHANGE = Text("שינוי", "Change")
WAYS_BACK: Final = {
    "same": Text("לאמצעי המקורי: {way}", "To the original means: {way}"),
    "cash": Text("במזומן", "In cash"),
    "transfer": Text("בהעברה בנקאית", "By bank transfer"),
}
PREVIEW_COMPANY = Text(
    "{amount} יוחזרו ל{name} דרך חברת הסליקה, אל {way}. בחשבון זה נראה תוך כמה ימי עסקים. נשאר מהתשלום {left}.",
    "{amount} go back to {name} through the payment company, to {way}. It shows on the account within a few business days. {left} is left of the payment.",
)
PREVIEW_HAND = Text(
    "{amount} נמסרים ל{name} {way}, ונרשמים כאילו נמסרו עכשיו. חברת הסליקה לא מעורבת. נשאר מהתשלום {left}.",
    "{amount} are handed to {name} {way}, and recorded as handed over now. The payment company has no part in it. {left} is left of the payment.",
)
NOTE_REFUND = Text("רישום החזר שכבר נעשה", "Record a refund already made")
NOTE_REFUND_TITLE = Text(
    "החזר שנעשה באתר של חברת הסליקה", "A refund made on the payment company's site"
)
NOTE_REFUND_HELP = Text(
    "הכסף כבר חזר שם. כאן רק רושמים את זה: חברת הסליקה לא מקבלת בקשה נוספת",
    "The money went back there. It is only recorded here: the payment company is not asked again",
)
NOTE_REFUND_AMOUNT = Text("כמה הוחזר", "How much went back")
NOTE_REFUND_NUMBER = Text("מספר ההחזר שם", "The refund's number there")
NOTE_REFUND_DAY = Text("באיזה יום", "On which day")
NOTE_REFUND_DO = Text("לרשום", "Record")
REFUND_OPENED = Text("ההחזר בדרך", "The refund is on its way")
REFUND_DONE = Text("ההחזר נרשם", "The refund is recorded")

DECIDE = Text("לקבוע לפי הרשימה של חברת הסליקה", "Decide by the payment company's list")
DECIDE_WHY = Text(
    "אי אפשר לברר את זה אוטומטית. כדאי להיכנס לאתר של חברת הסליקה ולחפש את החיוב",
    "This cannot be found out by itself. Look for the charge on the payment company's site",
)
REFERENCE = Text("מספר העסקה שם", "Its number there")
WAS_TAKEN = Text("הכסף נלקח", "The money was taken")
NOT_TAKEN = Text("לא נלקח", "It was not taken")
WENT_BACK = Text("ההחזר יצא", "The refund went out")
NOT_BACK = Text("לא יצא", "It did not go out")
DECIDED = Text("נרשם", "Recorded")
ASKED = Text("נבדק: {state}", "Asked: {state}")
ASK_NOW = Text("בדיקה עכשיו", "Ask now")

OF_MEMBER = Text("תשלומים", "Payments")
NONE_OF_MEMBER = Text("עוד לא היו תשלומים", "No payments yet")
MORE_OF_MEMBER = Text("תשלומים קודמים", "Earlier payments")
SAVED_CARD = Text(
    "כרטיס שמור: {brand} {last4}, בתוקף עד {until}",
    "Saved card: {brand} {last4}, good until {until}",
)
CARD_APART = Text(
    "{plan} מחויב מכרטיס משלו: {brand} {last4}, בתוקף עד {until}",
    "{plan} is charged to a card of its own: {brand} {last4}, good until {until}",
)
NO_SAVED_CARD = Text("אין כרטיס שמור", "No saved card")
REMOVE_CARD = Text("הסרת הכרטיס", "Remove the card")
REMOVE_CARD_ASK = Text("להסיר את הכרטיס השמור?", "Remove the saved card?")
REMOVE_CARD_BODY = Text(
    "חיובים הבאים לא ייגבו ממנו. החזרים של תשלומים קודמים עדיין יגיעו אליו.",
    "Coming charges will not be taken from it. Refunds of earlier payments still reach it.",
)
CARD_REMOVED = Text("הכרטיס הוסר", "The card was removed")
OPEN_STORY = Text("כל הסיפור", "The whole story")
OPEN_STORY_NAMED = Text("כל הסיפור של {what}", "The whole story of {what}")

COMPANY = Text("חברת הסליקה", "Payment company")
COMPANY_NONE = Text(
    "הסטודיו לא מחובר לחברת סליקה", "The studio is not connected to a payment company"
)
COMPANY_NONE_WHY = Text(
    "בלי חיבור אפשר לרשום מזומן, העברות וצ׳קים בלבד",
    "Without one, only cash, transfers and cheques can be recorded",
)
CONNECT = Text("חיבור חברת סליקה", "Connect a payment company")
CHANGE = Text("החלפת פרטי התחברות", "Change credentials")
CHOOSE = Text("לגבות דרך החשבון הזה", "Take payments through this one")
IN_USE = Text("בשימוש", "In use")
TEST = Text("בדיקת חיבור", "Test the connection")
WORKS = Text("החיבור תקין", "The connection works")
NOT_TESTED = Text("עוד לא נבדק", "Not tested yet")
TESTED = Text("נבדק {when}", "Tested {when}")
PROVIDER = Text("חברה", "Company")
KEPT_AS_IT_IS = Text("ריק: נשאר כמו שהיה", "Empty: stays as it was")
CONNECTED = Text("חובר. כדאי לבדוק את החיבור", "Connected. Test the connection now")
CHANGED = Text("הפרטים הוחלפו", "The credentials were changed")
CHOSEN = Text("מעכשיו גובים דרכו", "Payments are taken through it from now on")
