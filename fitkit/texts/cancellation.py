"""What ending a deal says, line by line."""

from fitkit.core.i18n import Forms, Plural, Text

PAID = Text("שולם עד היום", "Paid so far")
WITHDRAWAL = Text(
    "ביטול בתוך 14 יום: אפשר עד {until}, גם אם האימונים התחילו.",
    "Cancelled within 14 days: possible until {until}, even after training began.",
)
WITHDRAWAL_PROTECTED = Text(
    "ביטול בתוך ארבעה חודשים, זכות שיש מגיל 65, לאנשים עם מוגבלות ובחמש השנים שאחרי עלייה לארץ: אפשר עד {until}.",
    "Cancelled within four months, a right from the age of 65, for disabled people and for new immigrants: possible until {until}.",
)
WITHDRAWAL_FEE = Text(
    "דמי ביטול: הנמוך מבין 5% מהמחיר, 100 ₪ ומה שנשאר מהמחיר",
    "Fee: the lowest of 5% of the price, ₪100 and what is left of the price",
)
USED_DAYS = Text("עבור {days}, מ־{first} עד {last}", "For {days}, from {first} to {last}")
USED_RESTED = Text(
    "עבור {days}, מ־{first} עד {last}, בלי {rested} של הקפאה",
    "For {days}, from {first} to {last}, without {rested} of a freeze",
)
DAYS = Plural(
    he=Forms(one="יום אחד", two="יומיים", other="{n} ימים"),
    en=Forms(one="1 day", other="{n} days"),
)
USED_ENTRIES = Text("עבור {used} מתוך {entries}", "For {used} of {entries}")
ENTRIES = Plural(
    he=Forms(one="כניסה אחת", two="שתי כניסות", other="{n} כניסות"),
    en=Forms(one="1 entry", other="{n} entries"),
)
TERM = Text(
    "הודעה ב־{notice}: הביטול נכנס לתוקף אחרי חודש. אפשר להתאמן עד {last}, כולל.",
    "Notice on {notice}: it takes effect a month later. Training goes on until {last}, that day included.",
)
TERM_FEE = Text(
    "דמי ביטול: ההפרש בין {open} לחודש בלי התחייבות ל־{deal}, כפול {months} חודשים, הוא {difference}. לא יותר מ־{cap}% מהעסקה ({most}), ויחד עם הימים שנוצלו לא יותר ממחירה.",
    "Fee: the difference between {open} a month without commitment and {deal}, times {months} months, is {difference}. At most {cap}% of the deal ({most}), and with the days used never more than its price.",
)
NO_FEE_UNDISCLOSED = Text(
    "אין דמי ביטול: תנאי הביטול לא נמסרו בזמן ההצטרפות.",
    "No fee: the terms of cancellation were not given when joining.",
)
CONTINUING = Text(
    "מנוי מתחדש נפסק {days} ימי עסקים אחרי ההודעה: ב־{last}.",
    "A renewing membership stops {days} business days after the notice: on {last}.",
)
USED_LATER = Text(
    "{days} של התקופה הבאה, מ-{first} עד {last}",
    "{days} of the following period, {first} to {last}",
)
AS_WISHED = Text(
    "לפי הבקשה, אפשר להתאמן עד {last}, כולל.",
    "As asked, training goes on until {last}, that day included.",
)
NOT_BEGUN = Text(
    "אין חיוב על ימים: התקופה מתחילה רק ב־{first}",
    "Nothing for days: it begins only on {first}",
)
WITHDRAWAL_OVER = Text(
    "לפי החוק היה אפשר לבטל עד {until}. הבקשה עוברת להחלטת המכון.",
    "By law it could be cancelled until {until}. The gym decides on the request.",
)
NO_WITHDRAWAL = Text(
    "לרכישה במכון עצמו אין בחוק ימים לביטול. הבקשה עוברת להחלטת המכון.",
    "The law sets no days for cancelling what was bought at the gym itself. The gym decides on the request.",
)
SET_DATE_TOO_LATE = Text(
    "שירות ליום קבוע ({day}) אפשר לבטל עד שבעה ימים לפניו, בלי לספור ימי מנוחה. הבקשה עוברת להחלטת המכון.",
    "What is on a set day ({day}) can be cancelled until seven days before, days of rest not counted. The gym decides on the request.",
)
COMES_BACK = Text("החזר", "Refund")
STILL_OWED = Text("נשאר לשלם", "Still to pay")
