"""Words of the nightly comparison with the payment company's list."""

from typing import Final

from fitkit.core.i18n import Text

TITLE = Text("התאמה מול חברת הסליקה", "Reconciliation")
HELP = Text(
    "בכל לילה משווים את הרשימה של חברת הסליקה למה שנרשם כאן. מה שלא מסתדר מופיע כאן עד שמטפלים בו",
    "Each night the payment company's list is compared with what is recorded here. What does not agree stays until it is settled",
)
EMPTY = Text("הכול מסתדר", "All agrees")
EMPTY_WHY = Text("אין הפרשים שצריך לטפל בהם", "No differences to look at")
NO_LISTS = Text("עוד לא הייתה השוואה", "Nothing was compared yet")
NO_LISTS_WHY = Text(
    "ההשוואה הראשונה תהיה בלילה אחרי חיבור חברת סליקה",
    "The first comparison is on the night after a payment company is connected",
)
COMPARED = Text(
    "{company}: הושוו {first} עד {last}. אצל החברה {theirs}, כאן {ours}",
    "{company}: {first} to {last} were compared. {theirs} there, {ours} here",
)
NO_LIST = Text(
    "{company}: הרשימה לא הגיעה בלילה האחרון, ולא הושווה כלום. מנסים שוב בלילה הבא",
    "{company}: the list did not come last night, and nothing was compared. It is tried again next night",
)
MISSING = Text(
    "ימים שעוד לא הושוו: {first} עד {last}. הם יושוו בלילה הראשון שבו תגיע רשימה",
    "Days not compared yet: {first} to {last}. They are compared on the first night that a list comes",
)
MISSING_DAY = Text(
    "יום שעוד לא הושווה: {first}. הוא יושווה בלילה הראשון שבו תגיע רשימה",
    "A day not compared yet: {first}. It is compared on the first night that a list comes",
)
MISSING_LONG = Text(
    "ימים שעוד לא הושוו: {first} עד {last}. לילה משווה עד {most} ימים אחורה. את מה שלפני כן כדאי לבדוק באתר של החברה",
    "Days not compared yet: {first} to {last}. A night goes back {most} days at most; look at what is before on the company's site",
)
KINDS: Final = {
    "not_there": Text("לא מופיע אצל החברה", "Not on the company's list"),
    "not_here": Text("לא מופיע כאן", "Not recorded here"),
    "amount": Text("סכום אחר", "Another amount"),
}
WHY: Final = {
    "not_there": Text(
        "נרשם כאן שהכסף עבר, והחברה לא מכירה אותו. כדאי לחפש את העסקה באתר שלה לפי התאריך והסכום",
        "It is recorded here as moved, and the company does not know it. Look for it on its site by day and amount",
    ),
    "not_here": Text(
        "הכסף עבר אצל החברה ולא נרשם כאן. אם נגבה במסוף בלי FitKit, אפשר לכתוב את זה ולסגור",
        "Money moved at the company and is not recorded here. If it was taken at the terminal without FitKit, say so and settle",
    ),
    "amount": Text(
        "שני הצדדים מכירים את העסקה, בסכומים שונים. הסכום אצל החברה הוא מה שעבר באמת",
        "Both sides know it, with different amounts. The company's is what really moved",
    ),
}
REFUND_NOT_HERE = Text(
    "ההחזר נעשה אצל החברה ולא נרשם כאן. פותחים את התשלום ורושמים אותו שם עם המספר הזה, ואז זה מסתדר",
    "The refund was made at the company and is not recorded here. Open the payment and record it with this number; then it agrees",
)
OPEN_HERE = Text(
    "החיוב ידוע כאן במצב: {state}. הוא נבדק מול החברה מעצמו",
    "The charge is known here as: {state}. It is looked up by itself",
)
SETTLED_BEFORE = Text(
    "נסגר ביום {day}: {note}. חזר ביום {again}",
    "Settled on {day}: {note}. It came back on {again}",
)
AGREED_BEFORE = Text(
    "הסתדר ביום {day}. חזר ביום {again}", "It agreed on {day}. It came back on {again}"
)
PAYMENT = Text("תשלום", "Payment")
REFUND = Text("החזר", "Refund")
OURS = Text("כאן: {amount}", "Here: {amount}")
THEIRS = Text("אצל החברה: {amount}", "There: {amount}")
NUMBER = Text("מספר עסקה {number}", "Transaction {number}")
TO_PAYMENT = Text("לתשלום", "The payment")
TO_PAYMENT_NAMED = Text("לתשלום: {what}", "The payment: {what}")
SETTLE = Text("סגירה", "Settle")
SETTLE_TITLE = Text("מה התברר?", "What was it?")
SETTLE_NOTE = Text("מה התברר", "What it was")
SETTLE_HELP = Text("הכתוב נשמר. סגירה לא משנה שום סכום", "It is kept. Settling changes no amount")
SETTLED = Text("ההפרש נסגר", "Settled")
SETTLED_ALREADY = Text("ההפרש הזה כבר נסגר", "This one is settled already")
WAY_WHY = Text(
    "מה שלא מסתדר עם הרשימה שלה, בכל לילה", "What does not agree with its list, every night"
)
WAY = Text("התאמה מול חברת הסליקה", "Reconciliation with the payment company")

EVENTS: Final = {
    "reconciliation.differences_found": Text(
        "נמצאו הפרשים מול חברת הסליקה: {count}",
        "Differences with the payment company were found: {count}",
    ),
    "reconciliation.difference_settled": Text(
        "הפרש מול חברת הסליקה נסגר", "A difference with the payment company was settled"
    ),
}
