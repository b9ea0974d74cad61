"""Words of the cash desk: the drawer, its days, counts, deposits."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

TITLE = Text("קופה", "Cash desk")
HELP = Text(
    "מה שנלקח ביד: מזומן, צ׳קים והעברות. ספירה בפתיחה ובסגירה, והפקדה לבנק",
    "What was taken by hand: cash, cheques and transfers. Counted at opening and closing, and brought to the bank",
)
IS_OPEN = Text("הקופה פתוחה", "The drawer is open")
IS_CLOSED = Text("הקופה סגורה", "The drawer is closed")
OPEN_SINCE = Text("פתוחה מאז {when}", "Open since {when}")
OPEN_SINCE_BY = Text("פתוחה מאז {when}, {name}", "Open since {when}, {name}")
CLOSED_SINCE = Text("נסגרה {when}", "Closed {when}")
NEVER = Text("עוד לא נספרה", "Not counted yet")
IN_DRAWER = Text("מזומן בקופה", "Cash in the drawer")
CHEQUES = Text("צ׳קים בקופה", "Cheques in hand")
TAKEN = Text("התקבל ביד", "Taken by hand")
SINCE_CLOSING = Text("מאז הסגירה האחרונה", "Since the last closing")
SINCE_START = Text("מההתחלה", "Since the beginning")
NEWEST = Text("מוצגים {shown} האחרונים מתוך {count}", "The newest {shown} of {count}")
TRANSFERS = Text("בהעברות", "By transfer")
COUNT = Plural(
    he=Forms(one="תשלום אחד", two="שני תשלומים", other="{n} תשלומים"),
    en=Forms(one="1 payment", other="{n} payments"),
)
NOTHING_TAKEN = Text("לא התקבל כלום ביד", "Nothing was taken by hand")
NOTHING_TAKEN_WHY = Text(
    "מזומן, צ׳ק או העברה שנרשמים במכירה או בחוב יופיעו כאן",
    "Cash, a cheque or a transfer recorded at a sale or a debt shows up here",
)
GIVEN_BACK = Text("הוחזר ביד", "Given back by hand")
DEPOSITS = Text("הופקד בבנק", "Brought to the bank")
WHO = Text("מי", "Who")
WHAT = Text("על מה", "For")
HOW = Text("איך", "How")
WHEN = Text("מתי", "When")
BY = Text("אצל מי", "Taken by")
AMOUNT = Text("סכום", "Amount")

OPEN = Text("פתיחת קופה", "Open the drawer")
CLOSE = Text("סגירת קופה", "Close the drawer")
OPEN_TITLE = Text("כמה מזומן יש בקופה?", "How much cash is in the drawer?")
CLOSE_TITLE = Text("כמה מזומן יש בקופה?", "How much cash is in the drawer?")
SHOULD_BE = Text("לפי הרישום צריכים להיות {amount}", "By the book there should be {amount}")
COUNTED = Text("נספר", "Counted")
WHY = Text("הסבר להפרש", "Why it differs")
WHY_HELP = Text(
    "חובה כשהספירה שונה מהרישום. ההפרש נרשם בספר הכספים",
    "Needed when the count differs. The difference goes into the book",
)
OPENED = Text("הקופה נפתחה", "The drawer is open")
CLOSED = Text("הקופה נסגרה", "The drawer is closed")
DEPOSIT = Text("הפקדה לבנק", "Bring to the bank")
DEPOSIT_TITLE = Text("מה הופקד?", "What was brought to the bank?")
DEPOSIT_WHAT = Text("מה", "What")
DEPOSIT_ON = Text("באיזה יום", "On which day")
DEPOSIT_NOTE = Text("מספר אסמכתה", "The slip's number")
DEPOSITED = Text("ההפקדה נרשמה", "The deposit is recorded")
KEPT: Final = {
    "cash": Text("מזומן", "Cash"),
    "cheques": Text("צ׳קים", "Cheques"),
}
REOPEN = Text("פתיחה מחדש", "Open it again")
REOPEN_TITLE = Text("לפתוח מחדש את היום?", "Open this day again?")
REOPEN_HELP = Text(
    "הספירות שנעשו נשארות. אחרי התיקון צריך לספור ולסגור שוב",
    "The counts stay. After the mending it is counted and closed again",
)
REASON = Text("למה", "Why")
REOPENED = Text("היום נפתח מחדש", "The day is open again")

PAST = Text("סגירות קודמות", "Past closings")
NO_PAST = Text("עוד לא נסגר יום", "No day was closed yet")
MORE = Text("סגירות קודמות יותר", "Earlier closings")
BACK = Text("לקופה", "To the cash desk")
DAY = Text("סגירת קופה", "Cash day")
DAY_NUMBER = Text("סגירה {number}", "Closing {number}")
PRINT = Text("הדפסה", "Print")
EXACT = Text("בלי הפרש", "No difference")
OVER = Text("עודף {amount}", "{amount} over")
SHORT = Text("חסר {amount}", "{amount} short")
CLOSED_BY = Text("נסגרה {when}, {name}", "Closed {when}, {name}")
OPENED_BY = Text("נפתחה {when}, {name}", "Opened {when}, {name}")
OPENED_AT = Text("נפתחה {when}", "Opened {when}")
REOPENED_BY = Text("נפתחה מחדש {when}: {reason}", "Opened again {when}: {reason}")
STILL_OPEN = Text("עדיין פתוחה", "Still open")
BEFORE = Text("היה בקופה", "Was in the drawer")
AFTER = Text("נשאר בקופה", "Is left in the drawer")
MOVED_HOW = Text("איך זה הסתדר", "How it adds up")
COUNTS = Text("ספירות", "Counts")
COUNT_KINDS: Final = {
    "opening": Text("ספירת פתיחה", "Opening count"),
    "closing": Text("ספירת סגירה", "Closing count"),
}
COUNT_WORDS: Final = Text(
    "נספר {counted}, לפי הרישום {expected}", "Counted {counted}, by the book {expected}"
)
MOVEMENTS: Final = {
    "payment": Text("התקבל", "Taken"),
    "refund": Text("הוחזר", "Given back"),
    "refund_paid": Text("הוחזר", "Given back"),
    "deposit": Text("הופקד", "Brought to the bank"),
    "correction": Text("הפרשי ספירה ותיקונים", "Counted differences and corrections"),
    "reversal": Text("בוטל", "Taken back"),
    "gift_card_sold": Text("כרטיסי מתנה", "Gift cards"),
}
OTHER_MOVEMENT = Text("אחר", "Other")
BY_WAY = Text("לפי אמצעי", "By means")

MOVED = Text(
    "נרשם בינתיים כסף בקופה, ולפי הרישום יש בה {amount}. כדאי לספור שוב",
    "Money came or went meanwhile, and the book says {amount}. Count again",
)
NOT_A_COUNT = Text("צריך סכום מאפס ומעלה", "An amount of zero or more is needed")
EXPLAIN = Text("צריך לכתוב למה", "Say why")
OPEN_ALREADY = Text("הקופה כבר פתוחה", "The drawer is open already")
CLOSED_ALREADY = Text("היום הזה כבר נסגר", "This day is closed already")
NOT_THE_LAST = Text(
    "אפשר לפתוח מחדש רק את הסגירה האחרונה, לפני שנפתח יום חדש",
    "Only the last closing can be opened again, before a new day is opened",
)
NOT_THAT_MUCH = Text(
    "צריך סכום גדול מאפס, עד {most} לפי הרישום",
    "An amount above zero is needed, {most} at most by the book",
)
DAY_IS_WRONG = Text("צריך תאריך מהחודש האחרון, לא עתידי", "A day of the last month is needed")

EVENTS: Final = {
    "cashdesk.day_opened": Text(
        "הקופה נפתחה עם {counted_agorot}", "The drawer was opened with {counted_agorot}"
    ),
    "cashdesk.day_closed": Text(
        "הקופה נסגרה עם {counted_agorot}, הפרש {difference_agorot}",
        "The drawer was closed with {counted_agorot}, difference {difference_agorot}",
    ),
    "cashdesk.day_reopened": Text(
        "יום סגור של הקופה נפתח מחדש", "A closed day of the drawer was opened again"
    ),
    "cashdesk.deposited": Text(
        "הופקדו בבנק {amount_agorot}", "Brought to the bank: {amount_agorot}"
    ),
}
