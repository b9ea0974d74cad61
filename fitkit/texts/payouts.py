"""Words of payouts: what payment companies paid to the bank."""

from typing import Final

from fitkit.core.i18n import Text

TITLE = Text("העברות לבנק", "Payouts")
HELP = Text(
    "מה שחברות הסליקה גבו, מול מה שהגיע מהן לבנק",
    "What payment companies took, against what arrived from them at the bank",
)
WAY = Text("העברות לבנק", "Payouts")
WAY_WHY = Text(
    "מה הגיע לבנק, כמה עמלה, ומה חסר",
    "What arrived at the bank, what was kept, and what is missing",
)
HELD = Text("אצל {company}", "At {company}")
HELD_WHY = Text("נגבה ועוד לא הועבר", "Taken, not paid out yet")
COMPANIES: Final = {
    "clearing_demo": Text("חברת סליקה להדגמה", "Demo payment company"),
    "clearing_cardcom": Text("קארדקום", "Cardcom"),
    "clearing_morning": Text("מורנינג", "Morning"),
    "clearing_icredit": Text("איי־קרדיט", "iCredit"),
    "clearing_masav": Text("מס״ב", "Masav"),
}
RECORD = Text("רישום העברה", "Record a payout")
RECORD_TITLE = Text("מה הגיע לבנק?", "What arrived at the bank?")
FETCH = Text("בדיקה מול החברה", "Ask the company")
FETCHED = Text("נמצאו {count} העברות חדשות", "{count} new payouts were found")
COMPANY = Text("חברה", "Company")
ON = Text("יום ההגעה לבנק", "Arrived on")
ARRIVED = Text("הגיע לבנק", "Arrived")
FEE = Text("עמלה", "Fee")
FEE_HELP = Text(
    "כמו בדוח של החברה. ריק: לא נלקחה", "As in the company's report. Empty: none was kept"
)
UNTIL = Text("כולל חיובים עד יום", "Charges up to")
EXPECTED = Text("לפי הרישום", "By the book")
DIFFERENCE = Text("הפרש", "Difference")
NOTE = Text("הסבר להפרש", "Why it differs")
NOTE_HELP = Text(
    "חובה כשהסכום והעמלה לא מסתכמים למה שנגבה. ההפרש נשאר רשום אצל החברה",
    "Needed when amount and fee do not come to what was taken. The difference stays with the company",
)
BOOK = Text("רישום בספר", "Book it")
BOOK_NAMED = Text("רישום של {amount} מ{day}", "Book {amount} of {day}")
BOOK_TITLE = Text("מה כלול בהעברה?", "What is in this payout?")
BOOKED = Text("ההעברה נרשמה", "The payout is recorded")
STATES: Final = {
    "told": Text("החברה דיווחה, עוד לא נרשם", "Told by the company, not booked"),
    "booked": Text("נרשם", "Booked"),
}
EXACT = Text("מסתדר", "Agrees")
MISSING = Text("חסר {amount}", "{amount} missing")
OVER = Text("עודף {amount}", "{amount} over")
FEE_SHARE = Text("{fee} ({share})", "{fee} ({share})")
LIST = Text("העברות", "Payouts")
EMPTY = Text("עוד לא נרשמה העברה", "No payout was recorded yet")
EMPTY_WHY = Text(
    "כשכסף מגיע לבנק, רושמים אותו כאן ורואים אם הוא מסתדר עם החיובים",
    "When money arrives at the bank it is recorded here, and held against the charges",
)
NOTHING_HELD = Text("אין כסף אצל חברות סליקה", "No company holds money")

NOT_AN_AMOUNT = Text("צריך סכום גדול מאפס", "An amount above zero is needed")
FEE_IS_WRONG = Text(
    "העמלה לא יכולה להיות גדולה ממה שהגיע", "The fee cannot be more than what arrived"
)
DAY_IS_WRONG = Text(
    "צריך יום מהשנה האחרונה, לא עתידי", "A day of the last year is needed, not ahead"
)
UNTIL_IS_WRONG = Text(
    "צריך יום שלא מאוחר מיום ההגעה לבנק", "A day not after the money had arrived is needed"
)
EXPLAIN = Text("צריך לכתוב למה", "Say why")
BOOKED_ALREADY = Text("ההעברה הזאת כבר נרשמה", "This payout is booked already")
NOBODY_TELLS = Text(
    "חברת הסליקה של הסטודיו לא מדווחת על העברות. אפשר לרשום לפי דף הבנק",
    "The studio's company tells no payouts. Record them from the bank's statement",
)
NOT_HAD = Text(
    "חברת הסליקה לא ענתה. אפשר לנסות שוב עוד מעט", "The company did not answer. Try again soon"
)

EVENTS: Final = {
    "payouts.booked": Text(
        "נרשמה העברה לבנק: {arrived_agorot}, עמלה {fee_agorot}",
        "A payout was recorded: {arrived_agorot}, fee {fee_agorot}",
    ),
}
