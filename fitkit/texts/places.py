"""Places in classes: what one takes, why there is none and what mends that, swaps, trials, guests."""

from typing import Final

from fitkit.core.i18n import Counted, Forms, Plural, Text

# What a booking takes.
TAKES_NOTHING = Text("כלול במנוי", "Included in the plan")
TAKES_ENTRY = Text("יורדת כניסה אחת, {left}", "Takes one visit, {left}")
TAKES_WEEK_VISIT = Text("אימון {number} מתוך {limit} השבוע", "Class {number} of {limit} this week")
TAKES_TRIAL = Text("שיעור הניסיון", "The trial class")
TAKES_TRIAL_PRICE = Text(
    "שיעור ניסיון, {price}. משלמים במכון", "Trial class, {price}. Paid at the studio"
)
TAKES_DROP_IN = Text(
    "כניסה בודדת, {price}. משלמים במכון", "Single visit, {price}. Paid at the studio"
)
# What a place that frees takes of whoever waits for it.
FREED_TAKES: Final = {
    "entry": Text("מקום שמתפנה מוריד כניסה אחת, {left}", "A freed place takes one visit, {left}"),
    "week_visit": Text(
        "מקום שמתפנה הוא אימון {number} מתוך {limit} השבוע",
        "A freed place is class {number} of {limit} this week",
    ),
    "trial": Text("מקום שמתפנה הוא שיעור הניסיון", "A freed place is the trial class"),
    "drop_in": Text(
        "מקום שמתפנה הוא כניסה בודדת, {price}. משלמים במכון",
        "A freed place is a single visit, {price}. Paid at the studio",
    ),
}
IN_LINE_AND_TAKES = Text("{line}. {takes}", "{line}. {takes}")
# What is said when it takes more than the card that was tapped had said.
DEARER = Text(
    "בינתיים זה השתנה. עכשיו: {cost}. עוד לחיצה תאשר",
    "This has changed meanwhile. Now: {cost}. Tap again to agree",
)
CANCEL_DEARER = Text(
    "בינתיים העלות של הביטול השתנתה. המקום עדיין שמור",
    "What cancelling costs has changed meanwhile. The place is still yours",
)
LEFT_AFTER = Plural(
    he=Forms(one="תישאר כניסה אחת", two="יישארו שתי כניסות", other="יישארו {n} כניסות"),
    en=Forms(one="1 left after it", other="{n} left after it"),
)
NONE_LEFT = Text("לא יישארו כניסות", "none left after it")

# Why there is no place.
CLASSES_BOOKED = Plural(
    he=Forms(one="אימון אחד", two="שני אימונים", other="{n} אימונים"),
    en=Forms(one="1 class", other="{n} classes"),
)
DAY_FULL = Text(
    "כבר יש {used} באותו יום, וזה המקסימום במסלול. אפשר להחליף או לבטל",
    "{used} that day already, as many as the plan allows. Swap or cancel one",
)
DAY_FULL_OF_TYPE = Text(
    "כבר יש {used} של {name} באותו יום, וזה המקסימום. אפשר להחליף או לבטל",
    "{used} of {name} that day already, as many as there may be. Swap or cancel one",
)
WEEK_FULL_OF_TYPE = Text(
    "כבר יש {used} של {name} באותו שבוע, וזה המקסימום. אפשר להחליף או לבטל",
    "{used} of {name} that week already, as many as there may be. Swap or cancel one",
)
OPEN_FULL = Text(
    "כבר שמורים {used} קדימה, וזה המקסימום במסלול. אחרי האימון הבא אפשר שוב",
    "{used} booked ahead already, as many as the plan allows. After the next one it works again",
)
OPEN_FULL_OF_TYPE = Text(
    "כבר שמורים {used} של {name} קדימה, וזה המקסימום. אחרי האימון הבא אפשר שוב",
    "{used} of {name} booked ahead already. After the next one it works again",
)
FORMS: Final = {
    "health_declaration": Text("הצהרת בריאות", "health declaration"),
    "doctor_certificate": Text("אישור רופא", "doctor's certificate"),
    "waiver": Text("כתב ויתור", "waiver"),
    "parent_consent": Text("אישור הורה", "parent's consent"),
}
FORM_MISSING = Text(
    "חסר טופס: {form}. אפשר להסדיר מול המכון", "A form is missing: {form}. Hand it in at the studio"
)
FORM_EXPIRES = Text(
    "{form}: בתוקף עד {day}, לפני השיעור. אפשר לחדש מול המכון",
    "{form}: good until {day}, before this class. Renew it at the studio",
)
BLOCKED_UNTIL = Text(
    "ההרשמה חסומה עד {at} בגלל ביטולים או אי־הגעה. אפשר לערער",
    "Booking is blocked until {at} after late cancellations or no-shows. It can be disputed",
)

# Trials.
TRIAL_FOR = Text(
    "אפשר להזמין שיעור ניסיון, {price}. משלמים במכון",
    "A trial class can be booked, {price}. Paid at the studio",
)
NO_TRIAL = Text(
    "אי אפשר להזמין את השיעור הזה כניסיון. כדאי לפנות למכון",
    "This class can't be booked as a trial. Ask the studio",
)
TRIAL_FULL = Text(
    "השיעור מלא. אפשר לבחור שיעור ניסיון אחר", "This class is full. Choose another for the trial"
)

# Swaps.
SWAP_FROM = Text(
    "אפשר להחליף את {other} ב־{at}, ללא עלות", "Can be swapped for {other} at {at}, at no cost"
)
SWAP_TAKES = Text(
    "אפשר להחליף את {other} ב־{at}. {cost}", "Can be swapped for {other} at {at}. {cost}"
)
SWAP_TAKES_NOTHING = Text("ללא עלות", "At no cost")
SWAP_AND_GUESTS = Text("{swap}. {guests}", "{swap}. {guests}")
GUESTS_STAY = Plural(
    he=Forms(one="אורח אחד לא עובר", two="שני אורחים לא עוברים", other="{n} אורחים לא עוברים"),
    en=Forms(one="1 guest doesn't come along", other="{n} guests don't come along"),
)
GUESTS_GONE = Plural(
    he=Forms(
        one="המקום של האורח בוטל",
        two="המקומות של שני אורחים בוטלו",
        other="המקומות של {n} אורחים בוטלו",
    ),
    en=Forms(one="The guest's place is cancelled", other="{n} guests' places are cancelled"),
)
# Of whoever gives a place back and brings guests.
AND_GUESTS = Text("{line}. {guests}", "{line}. {guests}")
GUESTS_GO = Plural(
    he=Forms(
        one="גם המקום של האורח יבוטל",
        two="גם המקומות של שני האורחים יבוטלו",
        other="גם המקומות של {n} האורחים יבוטלו",
    ),
    en=Forms(one="The guest's place goes with it", other="The places of {n} guests go with it"),
)
SWAP_GUESTS_NOW = Text(
    "בינתיים זה השתנה: {guests}. עוד לחיצה תאשר",
    "This has changed meanwhile: {guests}. Tap again to agree",
)
SWAPPED = Text("הוחלף: {session} במקום {other}", "Swapped: {session} instead of {other}")
SWAP_FULL = Text(
    "השיעור מלא. המקום ב{other} ב־{at} נשאר שמור",
    "This class is full. The place in {other} at {at} is still yours",
)
SWAPS_OFF = Text(
    "{other} לא ניתן להחלפה. אפשר לבטל ולהירשם", "{other} can't be swapped. Cancel it, then book"
)
SWAP_SAME_DAY = Text(
    "אפשר להחליף רק לשיעור באותו יום", "A swap works only for a class of the same day"
)
SWAP_LATE = Text(
    "אפשר להחליף את {other} עד {before}. עכשיו כבר מאוחר",
    "{other} can be swapped until {before}. It is too late now",
)
MINUTES_BEFORE = Plural(
    he=Forms(one="דקה לפני תחילתו", two="שתי דקות לפני תחילתו", other="{n} דקות לפני תחילתו"),
    en=Forms(one="1 minute before it starts", other="{n} minutes before it starts"),
)
AT_START = Text("תחילתו", "it starts")
SWAP_ONCE = Text(
    "כבר הייתה החלפה ביום הזה. אפשר לבטל ולהירשם מחדש",
    "There was a swap that day already. Cancel, then book",
)

# Walking in.
FULL_AT_DOOR = Text(
    "השיעור מלא. אפשר להוסיף מקומות בעריכת השיעור",
    "This class is full. Places can be added by editing it",
)
WALK_IN_GONE = Text(
    "אפשר לבטל כניסה רק עד עשר דקות אחריה. אפשר להסיר את הנוכחות",
    "A walk-in can be undone for ten minutes. Attendance can still be cleared",
)
WALKED_IN = Text("נכנס לשיעור {session}. {cost}", "In: {session}. {cost}")

# Guests.
GUESTS = Plural(
    he=Forms(one="אורח אחד", two="שני אורחים", other="{n} אורחים"),
    en=Forms(one="1 guest", other="{n} guests"),
)
NO_GUESTS = Text(
    "לשיעור הזה אי אפשר להביא אורחים. כדאי לפנות למכון",
    "Guests can't be brought to this class. Ask the studio",
)
GUESTS_MOST = Text("אפשר להביא {guests} לכל היותר", "At most {guests} can be brought to one class")
GUEST_FULL = Text("אין מקום פנוי לאורח", "There is no free place for a guest")
GUEST_LATE = Text("ההרשמה לשיעור נסגרה", "Booking for this class is closed")
GUEST_NOTHING_PAYS = Text(
    "לאורח צריך כניסה בכרטיסייה. כדאי לפנות למכון",
    "A guest needs a visit of a pack. Ask the studio",
)
GUEST_HERE = Text("המקום של {name} שמור: {session}. {cost}", "{name} is in: {session}. {cost}")
GUEST_GONE = Text(
    "אין מקום שמור לאורח הזה. אולי בוטל בינתיים",
    "There is no place for this guest. It may have been cancelled",
)
GUEST_CANCELLED = Text("המקום של {name} בוטל: {session}", "{name}'s place is cancelled: {session}")
GUEST_RETURNED = Text(
    "המקום של {name} בוטל, הכניסה חזרה: {session}",
    "{name}'s place is cancelled, visit returned: {session}",
)
GUEST_LOST = Text(
    "המקום של {name} בוטל, הכניסה נוצלה: {session}",
    "{name}'s place is cancelled late, one visit used: {session}",
)

EVENTS = {
    "booking.guest_brought": Text(
        "אורח לשיעור {session}: {member}", "Guest for {session}: {member}"
    ),
    "booking.visit_sold": Text(
        "ביקור בתשלום בשיעור {session}: {member}", "A paid visit to {session}: {member}"
    ),
    "booking.guest_cancelled": Text(
        "ביטול אורח לשיעור {session}: {member}", "Guest cancelled for {session}: {member}"
    ),
    "booking.guest_checked_in": Text(
        "הגעת אורח לשיעור {session}: {member}", "Guest came to {session}: {member}"
    ),
    "booking.guest_cleared": Text(
        "הסרת הגעת אורח לשיעור {session}: {member}", "Guest's check-in cleared, {session}: {member}"
    ),
    "booking.walk_in_undone": Text(
        "ביטול כניסה לשיעור {session}: {member}", "Undid the walk-in to {session}: {member}"
    ),
    "booking.no_show_excused": Text(
        "אי הגעה בסדר לשיעור {session}: {member}", "Excused in {session}: {member}"
    ),
    "booking.attendance_reopened": Text(
        "פתיחת נוכחות מחדש בשיעור {session}", "Reopened attendance of {session}"
    ),
    "booking.retaken": Text(
        "החזרת מקום בשיעור {session}: {member}", "Gave the place in {session} back: {member}"
    ),
    "booking.guest_not_retaken": Text(
        "מקום של אורח שלא חזר בשיעור {session}: {member}",
        "A guest's place in {session} could not be given back: {member}",
    ),
    "booking.not_retaken": Text(
        "מקום שלא חזר בשיעור {session}: {member}",
        "A place in {session} could not be given back: {member}",
    ),
}

NOTHING_TO_EXCUSE = Text(
    "אין כאן ביטול מאוחר או אי הגעה לאשר", "There is no late cancellation or no-show here to excuse"
)


def left(n: int) -> Counted | Text:
    """What a booking would leave of a pack, as a place of a sentence."""
    return Counted(LEFT_AFTER, n) if n else NONE_LEFT
