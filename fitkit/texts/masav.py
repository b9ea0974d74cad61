"""What keeps a file of bank debits from being made."""

from fitkit.core.i18n import Text

INSTITUTION = Text(
    "קוד המוסד הוא שמונה ספרות. אפשר לקבל אותו מהבנק של המכון",
    "The institution code has eight digits. The gym's bank has it",
)
SENDER = Text(
    "קוד המוסד השולח הוא חמש ספרות. אפשר לקבל אותו מהבנק של המכון",
    "The sender's code has five digits. The gym's bank has it",
)
INSTITUTION_NAME = Text(
    "צריך את שם המכון כפי שהוא רשום בבנק",
    "The gym's name as its bank knows it is missing",
)
SERIAL = Text("המספר הסידורי של הקובץ הוא מ־1 עד 999", "A file's number is from 1 to 999")
NOTHING = Text("אין חיובים לקובץ", "There is nothing to debit")
TOO_MANY = Text(
    "יש יותר מדי חיובים לקובץ אחד. כדאי לחלק אותו",
    "There are too many debits for one file. Split it",
)
PAST = Text(
    "יום החיוב כבר עבר. כדאי לבחור יום מהיום והלאה",
    "The day of the debit has passed. Choose today or later",
)
CENTURY = Text(
    "יום החיוב רחוק מדי",
    "The day of the debit is too far ahead",
)
BANK = Text("קוד הבנק הוא מספר של ספרה או שתיים", "A bank's code is one or two digits")
BRANCH = Text("מספר הסניף הוא עד שלוש ספרות", "A branch has up to three digits")
ACCOUNT = Text("מספר החשבון הוא עד תשע ספרות", "An account has up to nine digits")
AMOUNT = Text(
    "סכום החיוב צריך להיות גדול מאפס",
    "The amount of a debit must be above nothing",
)
AMOUNT_TOO_LARGE = Text("סכום החיוב גדול מדי", "The amount of a debit is too large")
REFERENCE = Text(
    "האסמכתה היא עד עשרים ספרות, ושש האחרונות לא יכולות להיות כולן אפס",
    "A reference has up to twenty digits, and the last six may not all be zero",
)
REFERENCE_OF_ANOTHER = Text(
    "לשתי הרשאות יש אותה אסמכתה. לכל הרשאה צריכה להיות אסמכתה משלה",
    "Two authorisations share a reference. Each needs its own",
)
NO_NAME = Text("צריך שם של בעל החשבון", "The account holder's name is missing")
LETTERS = Text(
    "בשם יש אותיות שאי אפשר לכתוב בקובץ של הבנק: {letters}. כדאי לכתוב אותו בעברית או באנגלית",
    "The name has letters that the bank's file can't hold: {letters}. Write it in Hebrew or English",
)
