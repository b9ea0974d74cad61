"""What ending a deal says, line by line."""

from fitkit.core.i18n import Text

PAID = Text("שולם עד היום", "Paid so far")
WITHDRAWAL = Text(
    "ביטול בתוך 14 יום: אפשר עד {until}, גם אם האימונים התחילו.",
    "Cancelled within 14 days: possible until {until}, even after training began.",
)
WITHDRAWAL_PROTECTED = Text(
    "ביטול בתוך ארבעה חודשים, לפי הזכות של בני 65 ומעלה, אנשים עם מוגבלות ועולים חדשים: אפשר עד {until}.",
    "Cancelled within four months, the right of people over 65, disabled people and new immigrants: possible until {until}.",
)
WITHDRAWAL_FEE = Text(
    "דמי ביטול: הנמוך מבין 5% מהמחיר ו־100 ₪", "Fee: the lower of 5% of the price and ₪100"
)
USED_DAYS = Text("עבור {days} ימים, מ־{first} עד {last}", "For {days} days, from {first} to {last}")
USED_ENTRIES = Text("עבור {used} כניסות מתוך {entries}", "For {used} of {entries} entries")
TERM = Text(
    "הודעה ב־{notice}: הביטול נכנס לתוקף אחרי חודש. אפשר להתאמן עד {last}, כולל.",
    "Notice on {notice}: it takes effect a month later. Training goes on until {last}, that day included.",
)
TERM_FEE = Text(
    "דמי ביטול: ההפרש בין {open} לחודש בלי התחייבות ל־{deal}, כפול {months} חודשים, הוא {difference}. לא יותר מ־{cap}% מהעסקה ({most}).",
    "Fee: the difference between {open} a month without commitment and {deal}, times {months} months, is {difference}. At most {cap}% of the deal ({most}).",
)
NO_FEE_UNDISCLOSED = Text(
    "אין דמי ביטול: תנאי הביטול לא נמסרו בזמן ההצטרפות.",
    "No fee: the terms of cancellation were not given when joining.",
)
CONTINUING = Text(
    "מנוי מתחדש נפסק {days} ימי עסקים אחרי ההודעה: ב־{last}.",
    "A renewing membership stops {days} business days after the notice: on {last}.",
)
ENTRIES_OVER = Text(
    "14 הימים של ביטול כרטיסייה עברו. הבקשה עוברת להחלטת המכון.",
    "The 14 days for cancelling a pack are over. The gym decides on the request.",
)
SET_DATE_TOO_LATE = Text(
    "שירות ליום קבוע ({day}) אפשר לבטל עד שבעה ימי עבודה לפניו. הבקשה עוברת להחלטת המכון.",
    "What is on a set day ({day}) can be cancelled until seven working days before. The gym decides on the request.",
)
COMES_BACK = Text("החזר", "Refund")
STILL_OWED = Text("נשאר לשלם", "Still to pay")
