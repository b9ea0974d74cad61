"""Words used everywhere."""

from fitkit.core.i18n import Forms, Plural, Text

APP_NAME = Text("FitKit", "FitKit")

SAVE = Text("שמירה", "Save")
SAVED = Text("נשמר", "Saved")
CANCEL = Text("ביטול", "Cancel")
# Leaves a question alone: beside "cancel the class" the word above would be a second yes.
NOT_NOW = Text("לא עכשיו", "Not now")
CLOSE = Text("סגירה", "Close")
BACK = Text("חזרה", "Back")
NEXT = Text("הבא", "Next")
ADD = Text("הוספה", "Add")
EDIT = Text("עריכה", "Edit")
SEARCH = Text("חיפוש", "Search")
RETRY = Text("ניסיון חוזר", "Try again")
UNDO = Text("החזרה", "Undo")
MORE = Text("עוד", "More")
ALL = Text("הכול", "All")
OPTIONAL = Text("לא חובה", "Optional")
LOADING = Text("טעינה", "Loading")
OPEN = Text("פתיחה", "Open")
SEND = Text("שליחה", "Send")
CONTINUE = Text("המשך", "Continue")
DONE = Text("סיום", "Done")

GREETINGS = (  # from an hour on; late at night nobody is wished an evening
    (0, Text("שלום, {name}", "Hello, {name}")),
    (5, Text("בוקר טוב, {name}", "Good morning, {name}")),
    (12, Text("צהריים טובים, {name}", "Good afternoon, {name}")),
    (17, Text("ערב טוב, {name}", "Good evening, {name}")),
)

REQUIRED = Text("צריך למלא את השדה הזה", "This field is needed")
TOO_LONG = Text("ארוך מדי: עד {most} תווים", "Too long: {most} characters at most")
NOT_A_NUMBER = Text("צריך מספר שלם", "A whole number is needed")
OUT_OF_RANGE = Text("צריך מספר בין {least} ל־{most}", "A number from {least} to {most} is needed")
NOT_A_DATE = Text(
    "התאריך לא מובן. לדוגמה: 24.11.2026", "That date isn't clear. For example: 24.11.2026"
)
NOT_A_TIME = Text("השעה לא מובנת. לדוגמה: 18:30", "That time isn't clear. For example: 18:30")
NOT_AN_EMAIL = Text(
    "הכתובת לא נראית כמו דוא״ל. לדוגמה: maya@example.com",
    "That doesn't look like an e-mail address. For example: maya@example.com",
)
NOT_A_CHOICE = Text("צריך לבחור מהרשימה", "Choose one from the list")
SOMETHING_WRONG = Text(
    "משהו השתבש אצלנו. מה שנשמר קודם בטוח, אפשר לנסות שוב",
    "Something broke on our side. What was saved is safe; try again",
)

MINUTES = Plural(
    he=Forms(one="דקה", two="שתי דקות", other="{n} דק׳"), en=Forms(one="1 min", other="{n} min")
)
DAYS = Plural(
    he=Forms(one="יום אחד", two="יומיים", other="{n} ימים"), en=Forms(one="1 day", other="{n} days")
)
