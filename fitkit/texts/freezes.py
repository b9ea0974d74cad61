"""Letting a plan rest: what is asked, what it does to what is paid, what is refused."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

DAYS = Plural(
    he=Forms(one="יום אחד", two="יומיים", other="{n} ימים"),
    en=Forms(one="1 day", other="{n} days"),
)

# the lines of the preview

RESTS = Text("הקפאה של {days}, {first} עד {last}", "Frozen for {days}, {first} to {last}")
CREDIT = Text(
    "{days} ששולמו נשמרים לאחרי ההקפאה, בשווי", "{days} already paid are kept for afterwards, worth"
)
CHARGE_STAYS = Text("החיוב ב־{day} נשאר במקומו", "The charge on {day} stays as it is")
CHARGE_MOVES = Text(
    "החיוב הבא עובר מ־{before} ל־{after}", "The next charge moves from {before} to {after}"
)
LATER_MOVES = Text(
    "חיוב מאוחר יותר עובר מ־{before} ל־{after}", "A later charge moves from {before} to {after}"
)
END_MOVES = Text(
    "סוף המסלול עובר מ־{before} ל־{after}", "The plan's end moves from {before} to {after}"
)
WAKES = Text(
    "נוצלו {used} של הקפאה, {unused} יורדים ממנה",
    "{used} rested, {unused} are taken off the freeze",
)
CALLED_OFF = Text("ההקפאה מתבטלת כולה", "The whole freeze is called off")

# refusals

NOT_WHILE_ENDING = Text(
    "התקבלה הודעת ביטול והמסלול מסתיים, ולכן אי אפשר להקפיא אותו",
    "This plan is ending by a notice of cancellation, so it can't be frozen",
)
NOT_WHILE_OWING = Text(
    "יש תשלום פתוח. אחרי שהוא מוסדר אפשר להקפיא",
    "A payment is open. Once it is settled the plan can be frozen",
)
NOT_WHILE_CHARGED = Text(
    "יש חיוב שמתבצע ממש עכשיו. כדאי לנסות שוב בעוד כמה דקות",
    "A charge is under way right now. Try again in a few minutes",
)
CHANGED_MEANWHILE = Text(
    "משהו השתנה מאז שזה הוצג. כדאי לעבור על זה שוב ולאשר",
    "Something has changed since this was shown. Look at it again and confirm",
)

# screens

FREEZE = Text("הקפאה", "Freeze")
FREEZE_TITLE = Text("הקפאה של {plan}", "Freeze {plan}")
FREEZE_HELP = Text(
    "מ־{least} עד {most} ימים, ועד {most} ימים בחצי שנה. החיוב הבא נדחה לפי מספר הימים",
    "From {least} to {most} days, and up to {most} within half a year. The next charge moves by as many days",
)
MEDICAL_HELP = Text(
    "הקפאה רפואית, ארוכה יותר ובלי לנצל את הימים האלה, נעשית מול המכון עם אישור",
    "A medical freeze can be longer and is counted apart: show the studio a doctor's note",
)
WHICH = Text("איזה מסלול", "Which plan")
KIND = Text("סוג ההקפאה", "Kind of freeze")
REGULAR = Text("רגילה", "Regular")
MEDICAL = Text("רפואית", "Medical")
NOTE = Text("אישור או סיבה", "Doctor's note or reason")
NOTE_HELP = Text(
    "בהקפאה רפואית חובה: ממי האישור ומתי ניתן. רק הצוות רואה את זה",
    "Needed for a medical freeze: whose note it is and its date. Only staff see it",
)
FIRST_ON = Text("היום הראשון", "First day")
LAST_ON = Text("היום האחרון", "Last day")
WHAT_HAPPENS = Text("מה יקרה", "What happens")
DO_FREEZE = Text("להקפיא", "Freeze")
FROZEN = Text("המסלול הוקפא", "The plan is frozen")
END_FREEZE = Text("סיום ההקפאה", "End the freeze")
CALL_OFF = Text("ביטול ההקפאה", "Call the freeze off")
KEEP = Text("להשאיר", "Leave it")
END_TITLE = Text("לסיים את ההקפאה", "End the freeze")
UNFROZEN = Text("ההקפאה הסתיימה", "The freeze is over")
PLAN_RESTS = Text("{plan}: הקפאה {first} עד {last}", "{plan}: frozen {first} to {last}")
RESTS_NOW = Text("בהקפאה עד {last}", "Frozen until {last}")
RESTS_LATER = Text("הקפאה מ־{first} עד {last}", "Frozen from {first} to {last}")
NO_FREEZE = Text("אין הקפאה עכשיו ולא בהמשך", "No freeze now or ahead")
RELEASED = Plural(
    he=Forms(
        one="הרשמה אחת משתחררת, בלי עלות",
        two="שתי הרשמות משתחררות, בלי עלות",
        other="{n} הרשמות משתחררות, בלי עלות",
    ),
    en=Forms(
        one="1 booking is released, at no cost", other="{n} bookings are released, at no cost"
    ),
)
NONE_RELEASED = Text("אין הרשמות בימים האלה", "Nothing is booked on these days")
ENTRIES_BACK = Plural(
    he=Forms(one="כניסה אחת חוזרת", two="שתי כניסות חוזרות", other="{n} כניסות חוזרות"),
    en=Forms(one="1 visit comes back", other="{n} visits come back"),
)

KINDS: Final[dict[str, Text]] = {
    "own": Text("ביוזמת המתאמן או המתאמנת", "By the member"),
    "staff": Text("על ידי הצוות", "By staff"),
    "medical": MEDICAL,
}
