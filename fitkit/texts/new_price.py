"""Words of a new price for those who hold a plan."""

from fitkit.core.i18n import Forms, Plural, Text

CHANGE = Text("מחיר חדש למנויים קיימים", "A new price for members who have it")
TITLE = Text("מחיר חדש למי שמחזיק ב{plan}", "A new price for members with {plan}")
WHY = Text(
    "המחיר החדש חל מהתקופה הראשונה שמתחילה ביום שנבחר או אחריו. מודיעים לפחות {days} ימים מראש, "
    "ומי שהתחייב לתקופה נשאר במחיר שלו עד סופה. מחיר המנוי למצטרפים חדשים לא משתנה כאן.",
    "The new price counts from the first period that begins on the chosen day or after it. It is told at least "
    "{days} days ahead, and who committed to some months keeps the price until they are over. "
    "What new members pay does not change here.",
)
PRICE = Text("המחיר החדש לתקופה", "The new price of a period")
SINCE = Text("מאיזה יום", "From which day")
WHO = Plural(
    he=Forms(
        one="המחיר החדש חל על מנוי אחד",
        two="המחיר החדש חל על שני מנויים",
        other="המחיר החדש חל על {n} מנויים",
    ),
    en=Forms(
        one="The new price reaches one membership",
        other="The new price reaches {n} memberships",
    ),
)
NOBODY = Text("אין מי שהמחיר החדש חל עליו", "The new price reaches nobody")
TOLD_BEFORE = Plural(
    he=Forms(
        one="מנוי אחד נשאר במחיר שכבר נמסרה עליו הודעה ועוד לא התחיל",
        two="שני מנויים נשארים במחיר שכבר נמסרה עליו הודעה ועוד לא התחיל",
        other="{n} מנויים נשארים במחיר שכבר נמסרה עליו הודעה ועוד לא התחיל",
    ),
    en=Forms(
        one="One membership keeps to the price that was told and has not begun",
        other="{n} memberships keep to the price that was told and has not begun",
    ),
)
KEPT = Plural(
    he=Forms(
        one="מנוי אחד נשאר במחיר שלו",
        two="שני מנויים נשארים במחיר שלהם",
        other="{n} מנויים נשארים במחיר שלהם",
    ),
    en=Forms(one="One membership keeps its price", other="{n} memberships keep their price"),
)
LINE = Text("{before} היום, {after} מ־{day}", "{before} now, {after} from {day}")
THEY_READ = Text("מה ייכתב להם", "What they will be told")
SEND = Text("קביעת המחיר והודעה", "Set the price and tell them")
TOLD = Text("המחיר נקבע ונשלחו הודעות: {n}", "The price is set; members told: {n}")
