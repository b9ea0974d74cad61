"""Words of tax documents: kinds and states, refusals, the owner's list, the accountant's month, events."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

KINDS: Final = {
    "invoice_receipt": Text("חשבונית מס קבלה", "Invoice-receipt"),
    "invoice": Text("חשבונית מס", "Tax invoice"),
    "receipt": Text("קבלה", "Receipt"),
    "credit_note": Text("חשבונית זיכוי", "Credit note"),
    "refund_receipt": Text("קבלה על החזר", "Refund receipt"),
}
STATES: Final = {
    "due": Text("עוד לא הופק", "Not issued yet"),
    "unknown": Text("בבירור מול החברה", "Being looked into"),
    "issued": Text("הופק", "Issued"),
    "refused": Text("צריך טיפול", "Needs a look"),
}
ISSUERS: Final = {
    "demo": Text("מפיק מסמכים להדגמה", "Demo issuer"),
    "cardcom": Text("קארדקום", "Cardcom"),
    "morning": Text("מורנינג", "Morning"),
    "icredit": Text("רווחית (איי־קרדיט)", "Rivhit (iCredit)"),
}
CREDENTIALS: Final = {
    "terminal": Text("מספר מסוף", "Terminal number"),
    "api_name": Text("שם משתמש ל־API", "API user name"),
    "api_password": Text("סיסמה ל־API", "API password"),
    "id": Text("מזהה מפתח", "Key id"),
    "secret": Text("סוד המפתח", "Key secret"),
    "login": Text("סוג המפתח", "Kind of key"),
    "api_token": Text("אסימון API של רווחית", "Rivhit's API token"),
}

CREDENTIAL_IS_WRONG = Text(
    "הערך לא נראה תקין. כדאי להעתיק אותו שוב", "That does not look right. Copy it again"
)
BY_GIFT = Text("שולם בכרטיס מתנה", "Paid with a gift card")
BY_GIFT_BACK = Text("זיכוי על כרטיס מתנה", "Credit for a gift card")
KIND_BY_GIFT = Text("{kind}, {how}", "{kind}, {how}")
REFUND_LINE = Text("זיכוי: {what}", "Refund: {what}")
GIFT_LINE = Text("{what}, בכרטיס מתנה", "{what}, with a gift card")
NO_ISSUER = Text(
    "עוד לא נבחר מי מפיק את המסמכים. אפשר לבחור בהגדרות הכסף",
    "Nobody issues the documents yet. Choose who does in the money settings",
)
NOT_AS_PAYMENTS = Text(
    "אין פרטי התחברות של החברה הזו בתשלומים. צריך למלא אותם כאן",
    "Payments have no credentials of this company. Fill them in here",
)
CANNOT_OPEN = Text(
    "אי אפשר להתחבר לחברה הזו עם הפרטים שנשמרו. כדאי לבדוק אותם",
    "This company cannot be reached with what is kept. Check the credentials",
)
ISSUED_BY_COMPANY = Text(
    "חברת הסליקה מפיקה מסמך בעצמה על התשלום הזה. כדי לא להפיק פעמיים, צריך לבחור בה גם למסמכים",
    "The payment company issues a document for this payment by itself. To avoid a second one, choose it for documents too",
)
OTHER_AMOUNT = Text(
    "מסמך {number} קיים אצל החברה בסכום אחר: {amount}",
    "Document {number} is there with another amount: {amount}",
)
TAKES_BACK_ANOTHERS = Text(
    "זיכוי של {kind} {number} מיום {on}", "Takes back {kind} {number} of {on}"
)
ISSUED_BY_ITSELF = Text(
    "המסמך הזה מופק או נבדק עכשיו אוטומטית, ולכן אי אפשר לרשום לו מספר. כדאי לחזור לכאן אם יחזור לרשימה עם ״צריך טיפול״",
    "This document is being issued or looked into by itself, so no number can be typed for it. Come back if it stays here as “Needs a look”",
)
NUMBER_IS_WRONG = Text(
    "זה לא נראה כמו מספר של מסמך. כותבים אותו כמו שהוא מודפס: עד {most} ספרות ואותיות באנגלית, מקפים ולוכסנים",
    "This does not look like a document's number. Type it as it is printed: up to {most} digits and Latin letters, hyphens and slashes",
)
NUMBER_IS_ANOTHERS = Text(
    "המספר הזה כבר רשום אצל מסמך אחר מאותו סוג. כדאי לבדוק שוב מה מודפס",
    "This number stands at another document of the same kind already. Look again at what is printed",
)
MADE_ON_IS_WRONG = Text(
    "תאריך המסמך הוא מיום התשלום ועד היום",
    "A document's date is between the day of the payment and today",
)
ALREADY_ISSUED = Text("המסמך כבר הופק", "The document is issued already")
FILE_NOT_NOW = Text(
    "הקובץ לא זמין כרגע אצל החברה. אפשר לנסות שוב בעוד כמה דקות",
    "The company does not give the file now. Try again in a few minutes",
)

# The owner's list
TITLE = Text("מסמכים", "Documents")
MONTH_BEFORE = Text("החודש הקודם", "The month before")
MONTH_AFTER = Text("החודש הבא", "The next month")
MISSING = Text("מסמכים חסרים", "Missing documents")
MISSING_HELP = Text(
    "שולם או הוחזר, והמסמך עוד לא הופק. הניסיונות נמשכים מעצמם",
    "Something was paid or given back, and its document is not issued yet. It is tried again by itself",
)
NO_ISSUER_TITLE = Text("אין מי שמפיק מסמכים", "Nobody issues documents")
NO_ISSUER_BODY = Text(
    "על כל תשלום חייבים מסמך. ברגע שבוחרים חברה, כל מה שחסר מופק מעצמו",
    "Every payment is owed a document. Once a company is chosen, all that is missing is issued by itself",
)
TO_MONEY = Text("להגדרות הכסף", "Money settings")
TRY_AGAIN = Text("ניסיון נוסף", "Try again")
TRYING = Text("מנסים שוב. הרשימה תתעדכן בעוד רגע", "Trying again. The list will change in a moment")
NEXT_TRY = Text("הניסיון הבא: {at}", "Next try: {at}")
WAITS_FOR_ORIGINAL = Text("מחכה למסמך שאותו הוא מזכה", "Waits for the document that it takes back")
NOTE = Text("רישום מספר", "Type its number")
NOTE_NAMED = Text("רישום מספר: {kind}, {member}", "Type its number: {kind}, {member}")
NOTE_TITLE = Text("מסמך שהופק בלעדינו", "A document made without us")
NOTE_HELP = Text(
    "חברת הסליקה הפיקה אותו בעצמה, או שהוא הופק ידנית באתר של חברה. רושמים כאן את מה שמודפס עליו, ולא מפיקים אותו שוב. אחרי הרישום אי אפשר לשנות",
    "The payment company made it by itself, or somebody did on a company's site. What is printed on it is typed here, and nobody is asked for it again. It cannot be changed afterwards",
)
NOTE_WAITING_TITLE = Text("יש זיכוי שמחכה למסמך הזה", "A credit note waits for this document")
NOTE_WAITING = Text(
    "הוא יופק אחרי הרישום. אם גם הזיכוי כבר הופק שם, רושמים קודם את המספר שלו",
    "It is issued once this number is typed. If the credit note was made there too, type its number first",
)
NOTE_NUMBER = Text("המספר שמודפס על המסמך", "The number printed on it")
NOTE_DAY = Text("התאריך שמודפס עליו", "The date printed on it")
NOTE_DO = Text("לרשום", "Save")
NOTE_DONE = Text("המספר נרשם", "The number is kept")
IS_NOTED = Text("הופק מחוץ לפיטקיט", "Made outside FitKit")
EMPTY = Text("אין מסמכים בחודש הזה", "No documents in this month")
EMPTY_WHY = Text(
    "מסמך נוסף כאן על כל תשלום ועל כל החזר", "One comes here for each payment and refund"
)
TABLE = Text("מסמכי החודש", "The month's documents")
COLUMN_NUMBER = Text("מספר", "Number")
COLUMN_KIND = Text("סוג", "Kind")
COLUMN_MEMBER = Text("על שם", "Made out to")
COLUMN_DAY = Text("תאריך", "Date")
COLUMN_AMOUNT = Text("סכום", "Amount")
COLUMN_FILE = Text("קובץ", "File")
PDF = Text("PDF", "PDF")
OPEN_FILE_OF = Text("הורדת PDF של {kind} {number}", "Download the PDF of {kind} {number}")
TAKES_BACK = Text("מזכה את {number}", "Takes back {number}")
ALLOCATED = Text("מספר הקצאה {number}", "Allocation number {number}")
MORE = Text("עוד מסמכים", "More documents")
FOR_ACCOUNTANT = Text("להנהלת חשבונות", "For the accountant")
FOR_ACCOUNTANT_HELP = Text(
    "תשלומים, החזרים, מסמכים ומע״מ של החודש בקובץ אחד",
    "The month's payments, refunds, documents and VAT in one file",
)
EXCEL = Text("קובץ אקסל", "Excel file")
CSV = Text("קובץ CSV", "CSV file")
COUNT = Plural(
    he=Forms(one="מסמך אחד", two="שני מסמכים", other="{n} מסמכים"),
    en=Forms(one="1 document", other="{n} documents"),
)
MY_TITLE = Text("קבלות וחשבוניות", "Receipts and invoices")
MY_EMPTY = Text("עוד אין מסמכים", "No documents yet")
MY_EMPTY_WHY = Text("אחרי כל תשלום המסמך מופיע כאן", "After each payment its document comes here")

# The accountant's month
FILE_NAME = Text("fitkit-{month}", "fitkit-{month}")
SHEET_PAYMENTS = Text("תשלומים", "Payments")
SHEET_REFUNDS = Text("החזרים", "Refunds")
SHEET_DOCUMENTS = Text("מסמכים", "Documents")
SHEET_VAT = Text("מע״מ", "VAT")
SHEET_ACCOUNTS = Text("חשבונות", "Accounts")
ROW = Text("רשומה", "Entry")
ROW_PAYMENT = Text("תשלום", "Payment")
ROW_REFUND = Text("החזר", "Refund")
ROW_DOCUMENT = Text("מסמך", "Document")
ROW_VAT = Text("מע״מ", "VAT")
ROW_NOTE = Text("הערה", "Note")
BASIS_MONEY = Text(
    "תשלומים והחזרים: לפי היום שבו הכסף עבר, כולל מע״מ",
    "Payments and refunds: by the day the money moved, VAT included",
)
BASIS_DOCUMENTS = Text(
    "מסמכים: המע״מ כאן על בסיס מזומן, לפי יום התשלום או ההחזר, ושל מה ששולם בכרטיס מתנה לפי יום המימוש",
    "Documents: VAT here is on a cash basis, by the day of the payment or refund, and of what a gift card paid by the day it was used",
)
BASIS_VAT = Text(
    "מע״מ: המע״מ כאן על בסיס מצטבר, לפי יום המכירה או הזיכוי שנרשם בספרים",
    "VAT: VAT here is on an accrual basis, by the day of the sale or credit in the book",
)
BASIS_ACCOUNTS = Text(
    "חשבונות: לפי הספרים. המע״מ כאן על בסיס מצטבר, לפי יום המכירה",
    "Accounts: by the book. VAT here is on an accrual basis, by the day of the sale",
)
VAT_IS_ONE = Text(
    "המע״מ לפי הספרים ולפי המסמכים שווה החודש: {book}",
    "VAT by the book and by the documents is the same this month: {book}",
)
VAT_DIFFERS = Text(
    "המע״מ לפי הספרים {book}, לפי המסמכים {documents}, וההפרש {difference}. ההפרש בא ממכירות ומתשלומים שלא נפלו באותו חודש, מחוב שנמחק, מזיכוי שהסטודיו נתן ונוצל, וממסמכים שעוד לא הופקו",
    "VAT is {book} by the book and {documents} by the documents, a difference of {difference}. It comes from sales and payments that fell in different months, debts written off, credit that the gym gave and that was used, and documents not issued yet",
)
HEAD_DAY = Text("תאריך", "Date")
HEAD_MEMBER = Text("שם", "Name")
HEAD_WORDS = Text("עבור", "For")
HEAD_WAY = Text("אמצעי תשלום", "Way")
HEAD_PROVIDER = Text("חברת סליקה", "Payment company")
HEAD_REFERENCE = Text("אסמכתה", "Reference")
HEAD_AMOUNT = Text("סכום", "Amount")
HEAD_DOCUMENT = Text("מסמך", "Document")
HEAD_NUMBER = Text("מספר מסמך", "Document number")
HEAD_TAKES_BACK = Text("מזכה את", "Takes back")
HEAD_ALLOCATION = Text("מספר הקצאה", "Allocation number")
HEAD_BEFORE_VAT = Text("לפני מע״מ", "Before VAT")
HEAD_VAT = Text("מע״מ", "VAT")
HEAD_RATE = Text("שיעור מע״מ", "VAT rate")
HEAD_ACCOUNT = Text("חשבון", "Account")
HEAD_OPENING = Text("יתרת פתיחה", "Opening")
HEAD_DEBITS = Text("חובה", "Debits")
HEAD_CREDITS = Text("זכות", "Credits")
HEAD_CLOSING = Text("יתרת סגירה", "Closing")
TOTAL = Text("סה״כ", "Total")
MISSING_COUNT = Plural(
    he=Forms(
        one="מסמך אחד של החודש עוד לא הופק",
        two="שני מסמכים של החודש עוד לא הופקו",
        other="{n} מסמכים של החודש עוד לא הופקו",
    ),
    en=Forms(
        one="1 document of the month is not issued yet",
        other="{n} documents of the month are not issued yet",
    ),
)

NO_ALLOCATION = Text("חסר מספר הקצאה", "Allocation numbers missing")
NO_ALLOCATION_WHY = Text(
    "חשבוניות לעסק מעל הסכום שקבעה רשות המסים, בלי מספר הקצאה. העסק לא יוכל לקזז את המע״מ. כדאי לבדוק אצל מי שמפיק",
    "Invoices to a business above the Tax Authority's sum, without an allocation number. The business cannot deduct the VAT. Look at the issuer's",
)
BUYERS = Text("מסמכים על שם עסק", "Documents to a business")
BUYERS_WHY = Text(
    "המסמכים הבאים של המתאמנים האלה יוצאים על שם העסק שלהם",
    "Coming documents of these members are made out to their business",
)
BUYER_ADD = Text("הוספת עסק", "Add a business")
BUYER_TITLE = Text("על שם איזה עסק?", "To which business?")
BUYER_MEMBER = Text("מתאמן", "Member")
BUYER_FIND = Text("חיפוש מתאמן", "Find a member")
BUYER_PICK = Text("לבחור מהרשימה", "Pick from the list")
BUYER_TAX_ID = Text("מספר עוסק או חברה", "Business number")
BUYER_NAME = Text("שם העסק", "The business's name")
BUYER_SAVE = Text("שמירה", "Save")
BUYER_SAVED = Text(
    "מעכשיו המסמכים על שם העסק", "Documents are made out to the business from now on"
)
BUYER_CLEAR = Text("החזרה לשם המתאמן", "Back to the member's name")
BUYER_CLEAR_NAMED = Text("החזרה לשם המתאמן: {member}", "Back to the member's name: {member}")
BUYER_CLEARED = Text(
    "מעכשיו המסמכים על שם המתאמן", "Documents are made out to the member from now on"
)
BUYER_LINE = Text("{name}, מספר {tax_id}", "{name}, number {tax_id}")

EVENTS: Final = {
    "documents.buyer_set": Text(
        "השתנה על שם מי יוצאים המסמכים של {member}",
        "To whom {member}'s documents are made out was changed",
    ),
    "documents.issuer_chosen": Text(
        "נבחר מי מפיק מסמכים: {issuer}", "Who issues documents was chosen: {issuer}"
    ),
    "documents.owed": Text(
        "צריך להפיק מסמך: {document}, {amount_agorot}, {member}",
        "A document is owed: {document}, {amount_agorot}, {member}",
    ),
    "documents.issued": Text(
        "הופק מסמך: {document} {number}, {amount_agorot}, {member}",
        "A document was issued: {document} {number}, {amount_agorot}, {member}",
    ),
    "documents.noted": Text(
        "נרשם מספר של מסמך שהופק מחוץ לפיטקיט: {document} {number} מיום {on}, {amount_agorot}, {member}",
        "The number of a document made outside FitKit was typed: {document} {number} of {on}, {amount_agorot}, {member}",
    ),
    "documents.refused": Text(
        "מסמך לא הופק וצריך טיפול: {document}, {amount_agorot}, {member}",
        "A document was refused and needs a look: {document}, {amount_agorot}, {member}",
    ),
    "documents.missing": Text(
        "מסמכים חסרים מעל יום: {count}, הוותיק מ־{oldest_on}",
        "Documents missing for over a day: {count}, the oldest of {oldest_on}",
    ),
    "documents.tried_again": Text(
        "ניסיון נוסף להפיק מסמך: {member}", "A document was tried again: {member}"
    ),
}
