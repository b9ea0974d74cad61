"""Words of buying a plan: what is paid and when, how it is ended, the shop, the order's page."""

from fitkit.core.i18n import Forms, Plural, Text

# what is paid, and when
MONTHS = Plural(
    he=Forms(one="חודש אחד", two="חודשיים", other="{n} חודשים"),
    en=Forms(one="1 month", other="{n} months"),
)
PAYS_ONCE = Text("תשלום אחד של {price}, כולל מע״מ.", "One payment of {price}, VAT included.")
PAYS_ONCE_BARE = Text("תשלום אחד של {price}.", "One payment of {price}.")
PAYS_NOTHING = Text("ללא תשלום.", "Free of charge.")
PAYS_FIRST = Text(
    "תשלום ראשון: {price}, כולל מע״מ, עבור {first} עד {last}.",
    "First payment: {price}, VAT included, for {first} to {last}.",
)
PAYS_FIRST_BARE = Text(
    "תשלום ראשון: {price}, עבור {first} עד {last}.",
    "First payment: {price}, for {first} to {last}.",
)
PRORATED = Text(
    "זה החלק היחסי של {days} מתוך {of}, עד יום החיוב של המכון.",
    "It is the share of {days} out of {of}, up to the gym's billing day.",
)
THEN_MONTHLY = Text(
    "מ־{day} והלאה: {price} בכל חודש, ב־{monthday} לחודש, מאותו כרטיס, עד שהמנוי מסתיים.",
    "From {day} on: {price} every month, on day {monthday}, from the same card, until it is ended.",
)
THEN_YEARLY = Text(
    "מ־{day} והלאה: {price} בכל שנה, באותו תאריך, מאותו כרטיס, עד שהמנוי מסתיים.",
    "From {day} on: {price} every year, on the same date, from the same card, until it is ended.",
)
GOOD_FROM_TO = Text("תקף מ־{first} עד {last}.", "Good from {first} to {last}.")

# commitment, and how it is ended
COMMITS = Text(
    "התחייבות של {months}, עד {last}. סך הכול {total}.",
    "A commitment of {months}, until {last}. {total} in all.",
)
COMMITS_OPEN = Text(
    "אותו מנוי בלי התחייבות עולה {open} לחודש.",
    "The same plan without commitment costs {open} a month.",
)
AFTER_COMMITMENT = Text(
    "30 עד 60 ימים לפני סוף ההתחייבות נשלחת תזכורת. אין התחייבות חדשה בלי הסכמה מפורשת.",
    "A reminder comes 30 to 60 days before the commitment ends. There is no new one without an explicit yes.",
)
NO_COMMITMENT = Text("בלי התחייבות.", "No commitment.")
END_TERM_FEE = Text(
    "אפשר לבטל בכל יום לפני סוף ההתחייבות. הביטול בתוקף חודש אחרי ההודעה, ועד אז מתאמנים ומשלמים. דמי הביטול הם ההפרש בין {open} ל־{price} על כל חודש שעבר, ולא יותר מ־25% ממחיר העסקה בשליש הראשון שלה, 20% בשני ו־17% באחרון.",
    "It can be cancelled on any day before the commitment ends. That takes effect a month after the notice; until then training and paying go on. The fee is the difference between {open} and {price} for every month gone by, at most 25% of the whole deal in its first third, 20% in the second and 17% in the last.",
)
END_TERM = Text(
    "אפשר לבטל בכל יום. הביטול בתוקף חודש אחרי ההודעה, בלי דמי ביטול, והחלק שלא נוצל חוזר.",
    "It can be cancelled on any day. That takes effect a month after the notice, without a fee, and the unused part comes back.",
)
END_CONTINUING = Text(
    "אפשר לבטל בכל יום, בלי דמי ביטול. הביטול בתוקף 3 ימי עסקים אחרי ההודעה, והתשלום על הימים שאחריו חוזר.",
    "It can be cancelled on any day, without a fee. That takes effect 3 business days after the notice, and what was paid for the days after it comes back.",
)
END_ENTRIES = Text(
    "אחרי כן, החזר על כניסות שנשארו הוא החלטה של המכון.",
    "After that, money back for visits left is the gym's to decide.",
)
WITHDRAW = Text(
    "בנוסף, בתוך 14 ימים מהקנייה או מקבלת הפרטים בכתב אפשר לבטל גם אם האימונים התחילו: משלמים רק על מה שנוצל, ועוד 5% מהמחיר או 100 ₪, הנמוך מביניהם. ההחזר מגיע בתוך 14 ימים.",
    "Also, within 14 days of buying or of receiving these details it can be cancelled even after training began: only what was used is paid, plus 5% of the price or ₪100, the lower. The refund comes within 14 days.",
)
WITHDRAW_ENTRIES = Text(
    "בתוך 14 ימים מהקנייה או מקבלת הפרטים בכתב אפשר לבטל, גם אם האימונים התחילו: משלמים רק על הכניסות שנוצלו, ועוד 5% מהמחיר או 100 ₪, הנמוך מביניהם. ההחזר מגיע בתוך 14 ימים.",
    "Within 14 days of buying or of receiving these details it can be cancelled, even after training began: only the visits used are paid, plus 5% of the price or ₪100, the lower. The refund comes within 14 days.",
)
WITHDRAW_LONGER = Text(
    "מגיל 65, לאנשים עם מוגבלות ובחמש השנים שאחרי עלייה לארץ: ארבעה חודשים במקום 14 ימים, אם לפני הקנייה הייתה שיחה עם המכון, גם בכתב.",
    "From the age of 65, for disabled people and in the first five years after immigrating: four months instead of 14 days, if there was a conversation with the gym before, in writing too.",
)
NO_REFUND_AT_DESK = Text(
    "בקנייה במכון עצמו, החזר על כניסות שנשארו הוא החלטה של המכון.",
    "Bought at the gym itself, money back for visits left is the gym's to decide.",
)
HOW_TO_END = Text(
    "איך מבטלים: בקישור ביטול באתר, בדוא״ל, בטלפון, במכון או בדואר רשום. מספיקים שם ומספר זהות.",
    "How to cancel: by the cancel link on the site, by e-mail, by phone, at the gym or by registered post. A name and an ID number are enough.",
)
NO_JOINING_FEE = Text("אין דמי הרשמה.", "There is no joining fee.")

CHARGE_WORDS = Text("{plan}, {gym}", "{plan}, {gym}")

# the plan editor
EVERY = Text("תשלום", "Payment")
EVERY_CHOICES = {
    "month": Text("כל חודש", "Monthly"),
    "year": Text("כל שנה", "Yearly"),
    "once": Text("פעם אחת", "Once"),
}
COMMITMENT = Text("התחייבות, בחודשים", "Commitment, in months")
COMMITMENT_HELP = Text("ריק: בלי התחייבות", "Empty: no commitment")
OPEN_PRICE = Text("חודש בלי התחייבות", "A month without it")
OPEN_PRICE_HELP = Text(
    "מוצג בקנייה, וממנו מחושבים דמי ביטול",
    "Shown when buying; the fee for leaving is counted from it",
)
BILLING_DAY = Text("יום חיוב בחודש", "Billing day")
BILLING_DAY_HELP = Text(
    "1 עד 28. ריק: היום שבו כל אחד התחיל", "1 to 28. Empty: the day each one began"
)
PRICE_OF = {
    "month": Text("מחיר לחודש", "Price a month"),
    "year": Text("מחיר לשנה", "Price a year"),
    "once": Text("מחיר", "Price"),
}
PAYS_TITLE = Text("מה משלמים", "What is paid")
PAYS_IF_TODAY = Text("בהצטרפות היום", "When joining today")
ENDS_TITLE = Text("התחייבות וביטול", "Commitment and cancelling")
A_YEAR = Text("לשנה", "a year")
WITH_COMMITMENT = Text("התחייבות של {months}", "{months} commitment")
PRICES_BEFORE = Text("מחירים קודמים", "Earlier prices")
PRICE_SINCE = Text("{price} מ־{day}", "{price} since {day}")
NEVER_ENDS = Text(
    "תשלום אחד בלי תאריך סיום: רק הצוות יכול לתת את המסלול. למכירה, לבחור תוקף או חידוש",
    "Paid once and never ending: only staff can give it. To sell it, set an end or a renewal",
)
