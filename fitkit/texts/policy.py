"""The rules of booking as their owner edits them, and what they mean for one class in words."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

# the form: opening and closing
OPENING = Text("פתיחה וסגירה של ההרשמה", "When booking opens and closes")
OPENS = Text("הרשמה נפתחת", "Booking opens")
OPENS_WAYS: Final = {
    "rolling": Text("ימים לפני כל שיעור", "Days before each class"),
    "weekly": Text("פעם בשבוע", "Once a week"),
}
OPENS_DAYS = Text("כמה ימים לפני", "How many days before")
OPENS_DAYS_HELP = Text("בשעה שבה השיעור מתחיל", "At the hour at which the class begins")
OPENS_WEEKDAY = Text("באיזה יום, בשבוע שלפני", "On which day of the week before")
OPENS_AT = Text("באיזו שעה", "At what time")
CLOSES_MINUTES = Text("נסגרת, דקות לפני השיעור", "Closes, minutes before the class")
CLOSES_HELP = Text("0: עד תחילת השיעור", "0: when the class starts")

# the form: cancelling and swapping
CANCELLING = Text("ביטול והחלפה", "Cancelling and swapping")
CUTOFF_HOURS = Text("ביטול ללא עלות, שעות לפני", "Free cancellation, hours before")
CUTOFF_HELP = Text(
    "אם זה יוצא בשעות השקט, המועד עובר לתחילתן",
    "Where that falls into quiet hours, it ends when they begin",
)
GRACE = Text("חרטה אחרי הרשמה, דקות", "Grace after booking, minutes")
GRACE_HELP = Text("ביטול ללא עלות גם אם כבר מאוחר. 0: אין", "Free even when it is late. 0: none")
SWAP = Text("החלפה באותו יום, עד דקות לפני", "Swap on the same day, minutes before")
SWAP_HELP = Text("לשיעור אחר, ללא עלות. ריק: אין החלפות", "To another class, free. Empty: no swaps")

# the form: limits
LIMITS = Text("כמה אפשר להירשם", "How much may be booked")
LIMITS_HELP = Text(
    "לשיעורים מהסוג הזה, לכל מתאמן. ריק: בלי הגבלה",
    "Of this type of class, for each member. Empty: no limit",
)
DAY_LIMIT = Text("ביום", "A day")
WEEK_LIMIT = Text("בשבוע, ראשון עד שבת", "A week, Sunday to Saturday")
OPEN_LIMIT = Text("הרשמות קדימה", "Booked ahead")

# the form: the line
WAITLIST = Text("רשימת המתנה", "Waitlist")
WAITLIST_MOST = Text("כמה יכולים לחכות", "How many may wait")
WAITLIST_HELP = Text("0: בלי המתנה", "0: no waitlist")
AUTO_HOURS = Text(
    "מקום שמתפנה עובר לתור לבד, שעות", "A freed place goes to the line by itself, hours"
)
AUTO_HELP = Text(
    "עד כמה שעות לפני סוף הביטול החופשי", "Until how many hours before free cancelling ends"
)
OFFER = Text("אחר כך הצעה לכל אחד בתור, דקות", "Then offered to each, minutes")
CLAIM = Text("בסוף מי שנרשם ראשון מקבל, דקות לפני", "At last the first tap has it, minutes before")

# the form: who else
OTHERS = Text("אורחים, ניסיון וטפסים", "Guests, trials and forms")
GUESTS = Text("אורחים של מתאמן", "Guests of a member")
GUESTS_HELP = Text("0: בלי אורחים", "0: no guests")
TRIAL = Text("אפשר להזמין שיעור ניסיון", "Trial classes may be booked")
DROP_IN = Text("מחיר כניסה בודדת", "Price of a single visit")
DROP_IN_HELP = Text("כולל מע״מ. ריק: לא נמכרת", "VAT included. Empty: not sold")
FORMS = Text("טפסים שצריכים להיות חתומים לפני הרשמה", "Forms that must be signed before booking")

# the example
EXAMPLE = Text("כך זה ייראה למתאמנים", "What members would see")
EXAMPLE_DAY = Text("שיעור לדוגמה ביום", "Example: a class on")
EXAMPLE_AT = Text("בשעה", "At")
EXAMPLE_OF = Text("לשיעור ב{class_at}", "For the class on {class_at}")
OPENS_ON = Text("ההרשמה נפתחת ב{at}", "Booking opens {at}")
CLOSES_ON = Text("ההרשמה נסגרת ב{at}", "Booking closes {at}")
CLOSES_AT_START = Text("ההרשמה נסגרת בתחילת השיעור", "Booking closes when the class starts")
FREE_UNTIL = Text(
    "ביטול ללא עלות עד {at}. אחר כך ביטול עולה כניסה",
    "Cancel free until {at}. Later it costs an entry",
)
FREE_UNTIL_EARLY = Text(
    "ביטול ללא עלות עד {at}, לפני שעות השקט. אחר כך ביטול עולה כניסה",
    "Cancel free until {at}, before the quiet hours. Later it costs an entry",
)
FREE_UNTIL_START = Text("ביטול ללא עלות עד תחילת השיעור", "Cancel free until the class starts")
GRACE_SAID = Text(
    "גם אחרי זה אפשר לבטל ללא עלות תוך {minutes} מההרשמה",
    "Even then, cancel free within {minutes} of booking",
)
SWAP_UNTIL = Text(
    "החלפה לשיעור אחר באותו יום עד {at}", "Swap to another class of that day until {at}"
)
NO_SWAPS = Text("אין החלפות בין שיעורים", "No swaps between classes")
DAY_SAID = Plural(
    he=Forms(one="שיעור אחד כזה ביום", two="שני שיעורים כאלה ביום", other="{n} שיעורים כאלה ביום"),
    en=Forms(one="1 such class a day", other="{n} such classes a day"),
)
WEEK_SAID = Plural(
    he=Forms(
        one="שיעור אחד כזה בשבוע", two="שני שיעורים כאלה בשבוע", other="{n} שיעורים כאלה בשבוע"
    ),
    en=Forms(one="1 such class a week", other="{n} such classes a week"),
)
OPEN_SAID = Plural(
    he=Forms(one="הרשמה אחת קדימה", two="שתי הרשמות קדימה", other="{n} הרשמות קדימה"),
    en=Forms(one="1 booked ahead", other="{n} booked ahead"),
)
UP_TO = Text("לכל היותר: {limits}", "At most: {limits}")
NO_LINE = Text("אין רשימת המתנה", "No waitlist")
LINE_MOST = Plural(
    he=Forms(one="אחד יכול לחכות", two="שניים יכולים לחכות", other="עד {n} יכולים לחכות"),
    en=Forms(one="1 may wait", other="Up to {n} may wait"),
)
LINE_AUTO = Text(
    "מקום שמתפנה עובר לבאים בתור לבד עד {at}",
    "A free place goes to the line by itself until {at}",
)
LINE_OFFERS = Text(
    "עד {at} מקום שמתפנה מוצע לפי התור, {minutes} לכל אחד",
    "Until {at} a free place is offered in turn, {minutes} each",
)
LINE_OFFERS_THEN = Text(
    "אחר כך הוא מוצע לפי התור, {minutes} לכל אחד",
    "Then it is offered in turn, {minutes} each",
)
LINE_CLAIMS = Text("{at} והלאה: מי שנרשם ראשון מקבל", "From {at} the first tap has it")
LINE_RESTS = Text(
    "בשעות השקט, {since} עד {until}, התור נח אם השיעור מתחיל אחריהן",
    "Between {since} and {until} the line rests, for classes after them",
)
LINE_RESTS_SABBATH = Text(
    "בשעות השקט, {since} עד {until}, ובשבת התור נח אם השיעור מתחיל אחריהן",
    "Between {since} and {until} and on the Sabbath the line rests, for classes after them",
)
GUESTS_SAID = Plural(
    he=Forms(one="אפשר להביא אורח אחד", two="אפשר להביא שני אורחים", other="אפשר להביא {n} אורחים"),
    en=Forms(one="1 guest may come along", other="{n} guests may come along"),
)
TRIAL_SAID = Text("מתאים לשיעור ניסיון", "Open to trial classes")
DROP_IN_SAID = Text("כניסה בודדת בלי מסלול: {price}", "A single visit without a plan: {price}")
FORMS_SAID = Text("לפני ההרשמה צריך: {forms}", "Needed before booking: {forms}")

# what a plan changes of the rules
OVERRIDES = Text("כללי הרשמה מיוחדים למסלול", "Booking rules of this plan")
OVERRIDES_HELP = Text(
    "מה שנרשם כאן בא במקום כלל ההרשמה של סוג השיעור, כל כלל לעצמו. ריק: כמו בסוג השיעור. השינוי חל מיד על כל מי שבמסלול",
    "What is written here counts instead of the class type's rule, each rule by itself. Empty: as the class type says. Holders of the plan have it at once",
)
SCOPE = Text("לאילו שיעורים", "For which classes")
SCOPE_HELP = Text(
    "לכל כלל קובע המדויק ביותר: מה שנקבע לסוג אחד, ואם שם ריק אז מה שנקבע לכולם",
    "For each rule the most exact counts: what is set for one type, and where that is empty what is set for all",
)
SCOPE_ALL = Text("כל סוגי השיעורים", "All class types")
EARLIER = Text("הרשמה מוקדמת, שעות לפני כולם", "Books earlier than all, hours")
LESS_CUTOFF = Text("ביטול ללא עלות, שעות לפני", "Free cancellation, hours before")
PLAN_SWAP = Text("החלפה, עד דקות לפני", "Swap, minutes before")
PLAN_GUESTS = Text("אורחים", "Guests")
PLAN_LIMITS = Text("הגבלות, שעות וסניפים", "Limits, hours and locations")
PLAN_DAY_LIMIT = Text("אימונים ביום, לכל היותר", "Classes a day, at most")
PLAN_OPEN_LIMIT = Text("הרשמות קדימה, לכל היותר", "Booked ahead, at most")
PLAN_NO_LIMIT = Text("ריק: בלי הגבלה", "Empty: no limit")
PLAN_FROM = Text("שיעורים שמתחילים משעה", "Classes that begin from")
PLAN_UNTIL = Text("עד שעה, כולל", "Until, this hour too")
PLAN_HOURS_HELP = Text("ריק: בכל שעה", "Empty: at any hour")
PLAN_WINDOW = Text("מתי אפשר להצטרף", "When to sign up")
PLAN_SOLD_FROM = Text("הצטרפות מיום", "Sign-up from")
PLAN_SOLD_UNTIL = Text("עד יום, כולל", "Until, this day too")
PLAN_WINDOW_HELP = Text(
    "ריק: תמיד. מחוץ לתאריכים האלה המסלול לא מוצג בחנות, ומהדלפק אפשר למכור אותו תמיד",
    "Empty: always. Outside these days the shop doesn't show the plan; the desk can always sell it",
)
PLAN_PLACES = Text("סניפים", "Locations")
PLAN_PLACES_HELP = Text("בלי בחירה: כל הסניפים", "None chosen: all of them")
CHANGED_FOR = Text("{scope}: {changes}", "{scope}: {changes}")
HOLDER_EXAMPLE = Text(
    "במסלול הזה, {class_type} ב{class_at}", "With this plan, {class_type} on {class_at}"
)
SAYS: Final = {
    "opens_earlier_minutes": Text("הרשמה {time} לפני כולם", "books {time} before all"),
    "cancel_cutoff_minutes": Text(
        "ביטול ללא עלות עד {time} לפני", "cancels free until {time} before"
    ),
    "swap_minutes": Text("החלפה עד {time} לפני", "swaps until {time} before"),
}
HOURS = Plural(
    he=Forms(one="שעה", two="שעתיים", other="{n} שעות"),
    en=Forms(one="1 hour", other="{n} hours"),
)
NO_GUESTS = Text("בלי אורחים", "no guests")

# an empty price
ASK_FREE = Text("המסלול ללא תשלום?", "Is this plan free?")
ASK_FREE_WHY = Text(
    "לא נרשם מחיר. אפשר לשמור את המסלול בחינם, או לחזור ולרשום מחיר.",
    "No price was typed. Save the plan as free, or go back and type a price.",
)
YES_FREE = Text("שמירה ללא תשלום", "Save as free")
