"""Words of bank debits: mandates, files, what came back."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

TITLE = Text("הוראות קבע בבנק", "Bank debits")
HELP = Text(
    "מתאמנים שמשלמים מחשבון הבנק. אוספים את מה שהגיע זמנו לקובץ, ומעבירים אותו לתוכנה של מס״ב",
    "Members who pay from their bank account. What is due is gathered into a file for the bank's own program",
)
WAY = Text("הוראות קבע בבנק", "Bank debits")
WAY_WHY = Text("הרשאות, קבצים למס״ב, והחזרות", "Mandates, files for Masav, and returns")
INSTITUTION = Text("איך הבנק מכיר את הסטודיו", "How the bank knows the studio")
NO_INSTITUTION = Text(
    "חסר קוד המוסד. אפשר לקבל אותו מהבנק של הסטודיו",
    "The institution code is missing. The studio's bank has it",
)
NO_INSTITUTION_WHY = Text(
    "בלי קוד מוסד אפשר לאסוף הרשאות, אבל לא להפיק קובץ",
    "Without it mandates can be collected, but no file can be made",
)
CODE = Text("קוד מוסד, 8 ספרות", "Institution code, 8 digits")
SENDER = Text("קוד מוסד שולח, 5 ספרות", "Sender's code, 5 digits")
NAME = Text("שם הסטודיו כפי שהוא בבנק", "The studio's name as the bank has it")
LETTERS = Text("איך כותבים עברית בקובץ", "How Hebrew is written")
LETTERS_HELP = Text("כמו שהבנק ביקש", "As the bank asked")
LETTER_KINDS: Final = {
    "windows-1255": Text("Windows", "Windows"),
    "cp862": Text("DOS", "DOS"),
    "seven-bit": Text("ישן, 7 סיביות", "Old, seven bits"),
}
RETURN_DAYS = Text("תוך כמה ימים מוחזר חיוב", "Within how many days a debit comes back")
RETURN_DAYS_HELP = Text(
    "אחריהם, מה שלא סומן כהוחזר נחשב ששולם",
    "After them what was not marked as returned counts as paid",
)
EDIT = Text("פרטי המוסד", "Institution details")
SAVE = Text("שמירה", "Save")
SAVED = Text("נשמר", "Saved")

WAITING = Text("מחכים לקובץ", "Waiting for a file")
WAITING_COUNT = Plural(
    he=Forms(one="חיוב אחד", two="שני חיובים", other="{n} חיובים"),
    en=Forms(one="1 debit", other="{n} debits"),
)
NOTHING_WAITS = Text("אין חיובים שמחכים לקובץ", "No debits wait for a file")
CHARGE_ON = Text("יום החיוב", "Value day")
MAKE = Text("הפקת קובץ", "Make a file")
MADE = Text(
    "הקובץ מוכן. נשאר להוריד אותו ולהעביר לבנק",
    "The file is ready. Download it and take it to the bank",
)
FILES = Text("קבצים", "Files")
NO_FILES = Text("עוד לא הופק קובץ", "No file was made yet")
FILE = Text("קובץ חיובים", "Debit file")
FILE_OF = Text("קובץ ל־{day}", "File for {day}")
FILE_NUMBER = Text("קובץ {serial} ל־{day}", "File {serial} for {day}")
FILE_STATES: Final = {
    "made": Text("ממתין לתשובת הבנק", "Waiting for the bank"),
    "withdrawn": Text("בוטל", "Withdrawn"),
    "settled": Text("הסתיים", "Settled"),
}
SETTLES = Text(
    "מה שלא יסומן כהוחזר ייחשב ששולם ב־{day}",
    "What is not marked as returned counts as paid on {day}",
)
NOT_TAKEN = Text("עוד לא הורד", "Not downloaded yet")
TAKEN = Text("הורד {when}", "Downloaded {when}")
RETURNED_COUNT = Plural(
    he=Forms(one="חיוב אחד הוחזר", two="שני חיובים הוחזרו", other="{n} חיובים הוחזרו"),
    en=Forms(one="1 debit returned", other="{n} debits returned"),
)
DOWNLOAD = Text("הורדת הקובץ", "Download the file")
WITHDRAW = Text("ביטול הקובץ", "Withdraw the file")
WITHDRAW_ASK = Text("הקובץ לא הועבר לבנק?", "The file did not go to the bank?")
WITHDRAW_BODY = Text(
    "החיובים שבו יחזרו להמתנה לקובץ הבא. אם הקובץ כבר הועבר לבנק, החשבונות יחויבו בכל זאת",
    "Its debits wait for the next file. If it has gone to the bank, accounts are debited nevertheless",
)
WITHDRAWN = Text("הקובץ בוטל", "The file was withdrawn")
RETURN = Text("סימון כהוחזר", "Mark as returned")
RETURN_NAMED = Text("סימון החיוב של {name} כהוחזר", "Mark {name}'s debit as returned")
RETURN_TITLE = Text("למה הבנק החזיר את החיוב?", "Why did the bank send it back?")
REASON = Text("הסיבה", "The reason")
RETURN_CODE = Text("קוד בדוח הבנק", "The code in the bank's report")
IS_RETURNED = Text("הוחזר", "Returned")
RETURNED = Text("סומן. המשך הגבייה כרגיל", "Marked. Collecting goes on as usual")
REASONS: Final = {
    "no_cover": Text("אין כיסוי", "No cover"),
    "limit": Text("מעל התקרה שבהרשאה", "Above the mandate's limit"),
    "refused": Text("המשלם ביקש להחזיר", "The payer had it sent back"),
    "no_mandate": Text("אין הרשאה בבנק", "No mandate at the bank"),
    "closed": Text("החשבון סגור", "The account is closed"),
    "wrong": Text("פרטי החשבון שגויים", "The account's details are wrong"),
    "other": Text("סיבה אחרת", "Another reason"),
}
CANCELLED_BY_RETURN: Final = {
    "no_mandate": Text("הבנק: אין הרשאה", "The bank: no mandate"),
    "closed": Text("הבנק: החשבון סגור", "The bank: the account is closed"),
    "wrong": Text("הבנק: פרטי החשבון שגויים", "The bank: the details are wrong"),
}

MANDATES = Text("הרשאות", "Mandates")
NO_MANDATES = Text("אין הרשאות", "No mandates")
NO_MANDATES_WHY = Text(
    "מתאמן שממלא טופס הרשאה לחיוב חשבון מופיע כאן, וכשהבנק מאשר הוא מחויב מהחשבון",
    "A member who fills in the form stands here, and is debited once the bank confirms",
)
ADD = Text("הרשאה חדשה", "New mandate")
ADD_TITLE = Text("מה כתוב בטופס ההרשאה?", "What does the form say?")
MEMBER = Text("מתאמן", "Member")
FIND_MEMBER = Text("חיפוש מתאמן", "Find a member")
PICK_MEMBER = Text("לבחור מהרשימה", "Pick from the list")
BANK = Text("בנק", "Bank")
BRANCH = Text("סניף", "Branch")
ACCOUNT = Text("חשבון", "Account")
ACCOUNT_HELP = Text("נשמר מוצפן, ומוצגות רק שלוש ספרות", "Kept sealed; only three digits are shown")
PAYER_NAME = Text("שם בעל החשבון", "Account holder")
PAYER_ID = Text("תעודת זהות של בעל החשבון", "Account holder's id")
ADDED = Text(
    "ההרשאה נרשמה. אחרי שהטופס נחתם אפשר לסמן אותה", "Recorded. Mark it once the form is signed"
)
STATES: Final = {
    "asked": Text("ממתינה לחתימה", "Waiting to be signed"),
    "signed": Text("נחתמה, ממתינה לבנק", "Signed, waiting for the bank"),
    "active": Text("פעילה", "Active"),
    "cancelled": Text("בוטלה", "Cancelled"),
}
ACCOUNT_WORDS = Text(
    "בנק {bank}, סניף {branch}, חשבון שמסתיים ב־{end}",
    "Bank {bank}, branch {branch}, account ending {end}",
)
REFERENCE = Text("אסמכתה {number}", "Reference {number}")
SIGN = Text("הטופס נחתם", "The form is signed")
ACTIVATE = Text("הבנק אישר", "The bank confirmed")
CANCEL = Text("ביטול ההרשאה", "Cancel the mandate")
CANCEL_TITLE = Text("לבטל את ההרשאה?", "Cancel the mandate?")
CANCEL_HELP = Text(
    "מה שכבר בקובץ ימשיך. חיובים הבאים יעברו לכרטיס השמור, אם יש",
    "What stands in a file goes on. Coming charges go to the saved card, if there is one",
)
WHY = Text("למה", "Why")
DEEDS = Text("עוד על ההרשאה של {name}", "More on {name}'s mandate")
SIGNED = Text("סומנה כחתומה", "Marked as signed")
ACTIVATED = Text("ההרשאה פעילה. החיוב הבא ייכנס לקובץ", "Active. The next charge goes into a file")
CANCELLED = Text("ההרשאה בוטלה", "The mandate was cancelled")
BACK = Text("לכל ההוראות", "All bank debits")
LINES = Text("חיובים בקובץ", "Debits in the file")

DIGITS_WRONG: Final = {
    "bank": Text("קוד הבנק הוא מספר של ספרה או שתיים", "A bank's code is one or two digits"),
    "branch": Text("מספר הסניף הוא עד שלוש ספרות", "A branch has up to three digits"),
    "account": Text("מספר החשבון הוא עד תשע ספרות", "An account has up to nine digits"),
    "code": Text("קוד המוסד הוא שמונה ספרות", "The institution code has eight digits"),
    "sender": Text("קוד המוסד השולח הוא חמש ספרות", "The sender's code has five digits"),
}
HAS_ONE = Text(
    "למתאמן הזה כבר יש הרשאה. כדי להחליף אותה צריך קודם לבטל אותה",
    "This member has a mandate. Cancel it first to replace it",
)
NOT_NOW = Text(
    "ההרשאה כבר לא במצב הזה. אפשר לרענן", "The mandate does not stand so any more. Look again"
)
SIGNED_AHEAD = Text("יום החתימה עוד לא הגיע", "The day of signing is ahead")
DAY_IS_WRONG = Text(
    "צריך יום מהיום ועד חודשיים קדימה", "A day within the next two months is needed"
)
BANKS_ARE_SHUT = Text(
    "ביום שישי ובשבת אין חיובים בבנק", "Banks debit nobody on Fridays and Saturdays"
)
TOO_MANY_FILES = Text("יש כבר יותר מדי קבצים ליום הזה", "There are too many files for that day")
NOT_WITHDRAWN = Text(
    "אי אפשר לבטל את הקובץ: הוא הסתיים, או שחיוב ממנו כבר חזר מהבנק",
    "The file is over, or a debit of it came back from the bank, so it cannot be withdrawn",
)
LINE_IS_OVER = Text(
    "החיוב הזה כבר נקבע: הוחזר, או נחשב ששולם",
    "This debit is settled: returned, or counted as paid",
)
OF_LINE = Text("{name}: {problem}", "{name}: {problem}")

EVENTS: Final = {
    "debits.institution_set": Text(
        "פרטי המוסד בבנק נקבעו", "How the bank knows the studio was written down"
    ),
    "debits.mandate_asked": Text(
        "נרשמה הרשאה לחיוב חשבון של {member}", "A bank mandate of {member} was recorded"
    ),
    "debits.mandate_signed": Text("נחתמה ההרשאה של {member}", "Signed the mandate of {member}"),
    "debits.mandate_activated": Text(
        "הופעלה ההרשאה של {member}", "Activated the mandate of {member}"
    ),
    "debits.mandate_cancelled": Text(
        "בוטלה ההרשאה של {member}", "Cancelled the mandate of {member}"
    ),
    "debits.file_made": Text(
        "הופק קובץ חיובים ל־{charge_on}. חיובים: {count}, סך הכול {total_agorot}",
        "A debit file for {charge_on} was made. Debits: {count}, {total_agorot} in all",
    ),
    "debits.file_taken": Text("קובץ חיובים הורד", "A debit file was downloaded"),
    "debits.file_withdrawn": Text("קובץ חיובים בוטל", "A debit file was withdrawn"),
    "debits.file_settled": Text(
        "קובץ חיובים הסתיים. חיובים שהוחזרו: {returned}",
        "A debit file was settled. Debits returned: {returned}",
    ),
    "debits.returned": Text(
        "הבנק החזיר חיוב של {member}: {amount_agorot}",
        "The bank sent back a debit of {member}: {amount_agorot}",
    ),
}
