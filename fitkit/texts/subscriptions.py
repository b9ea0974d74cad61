"""What members hold: plans given to them, entries, and why something does not pay."""

from fitkit.core.i18n import Counted, Forms, Plural, Text

ENTRIES_LEFT = Plural(
    he=Forms(one="נשארה כניסה אחת", two="נשארו שתי כניסות", other="נשארו {n} כניסות"),
    en=Forms(one="1 visit left", other="{n} visits left"),
)
ENTRIES = Plural(
    he=Forms(one="כניסה אחת", two="שתי כניסות", other="{n} כניסות"),
    en=Forms(one="1 visit", other="{n} visits"),
)
USED_UP = Text("נוצלה", "Used up")
NONE_LEFT = Text("לא נשארו כניסות", "No visits left")
STATUSES = {
    "active": Text("פעיל", "Active"),
    "frozen": Text("בהקפאה", "Frozen"),
    "ended": Text("הסתיים", "Ended"),
}
MOVES = {
    "given": Text("התחלה", "Start"),
    "booked": Text("הרשמה לשיעור", "Booked a class"),
    "penalty": Text("אי־הגעה או ביטול מאוחר", "No-show or late cancellation"),
    "excused": Text("החזרה אחרי החלטת הצוות", "Returned by the team"),
    "returned": Text("החזרה אחרי ביטול", "Returned after a cancellation"),
    "adjusted": Text("תיקון של הצוות", "Corrected by staff"),
    "expired": Text("פג תוקף", "Expired"),
}

START_TOO_FAR = Text(
    "תאריך ההתחלה רחוק מדי. אפשר עד שנה קדימה",
    "The start date is too far off. Up to a year ahead works",
)
ALREADY_HELD = Text(
    "{plan} כבר פעיל בתאריכים האלה. אפשר לסיים אותו קודם, או לבחור תאריך אחר",
    "{plan} is held on these days already. End it first, or choose another date",
)
TRIAL_HAD = Text(
    "שיעור הניסיון כבר נוצל. אפשר לבחור מסלול אחר",
    "The trial class was had already. Choose another plan",
)
PLAN_NOT_SOLD = Text(
    "{plan} כבר לא נמכר. לבחור מסלול אחר", "{plan} is no longer sold. Choose another plan"
)
OVER_ALREADY = Text(
    "עם תאריך ההתחלה הזה המסלול כבר הסתיים. לבחור תאריך מאוחר יותר",
    "Starting then, the plan is over already. Choose a later date",
)
NO_FREEZE_OF_TRIAL = Text("שיעור ניסיון לא מקפיאים", "A trial isn't frozen")
FREEZE_IN_PAST = Text("ההקפאה יכולה להתחיל מהיום והלאה", "A freeze can begin today or later")
FREEZE_LENGTH = Text(
    "הקפאה היא בין {least} ל־{most} ימים", "A freeze is from {least} to {most} days long"
)
REST_USED_UP = Text(
    "בחצי שנה אפשר להקפיא עד {most} ימים, והם כבר נוצלו. להקפאה נוספת אפשר לפנות למכון",
    "Up to {most} days can be frozen within half a year, and they are used. For more, ask the studio",
)
REST_LEFT = Text(
    "בחצי שנה אפשר להקפיא עד {most} ימים. מהיום שנבחר נשארו {left}",
    "Up to {most} days can be frozen within half a year. From the chosen day {left} are left",
)
SAY_NOTE = Text(
    "לרשום מה האישור שהוצג, ממי ומתי", "Write down which doctor's note was shown, whose and when"
)
FREEZE_OUTSIDE = Text(
    "המסלול לא פעיל ביום הזה. לבחור יום אחר", "The plan isn't held on that day. Choose another"
)
FREEZE_OVERLAPS = Text(
    "כבר יש הקפאה בימים האלה. לבחור ימים אחרים",
    "It is frozen on some of these days already. Choose others",
)
FREEZE_OVER = Text("ההקפאה הזו כבר הסתיימה", "This freeze is over already")
ENDED_ALREADY = Text("המסלול כבר הסתיים", "This plan has ended already")
END_IN_PAST = Text(
    "יום הסיום כבר עבר. אפשר לסיים היום או מאוחר יותר",
    "That last day has passed. Today or later works",
)
END_BEFORE_START = Text(
    "יום הסיום לפני יום ההתחלה. לבחור יום מאוחר יותר",
    "The last day is before the first. Choose a later day",
)
END_ONLY_EARLIER = Text(
    "המסלול מסתיים כבר קודם, ב־{day}", "The plan ends before that already, on {day}"
)
NO_ENTRIES_LEFT = Text(
    "לא נשארו כניסות. אפשר לחדש כרטיסייה", "No visits left. A new pack fixes that"
)
NOT_COUNTED = Text(
    "במסלול הזה לא סופרים כניסות, אין מה לתקן",
    "Visits aren't counted on this plan, so there is nothing to correct",
)
ADJUST_BY = Text(
    "צריך מספר כניסות להוספה או להורדה, עד {most}",
    "Say how many visits to add or take away, {most} at most",
)
ONLY_SO_MANY_LEFT = Text(
    "אי אפשר להוריד יותר ממה שנשאר: {left}", "No more can be taken than is left: {left}"
)
SAY_WHY = Text("לכתוב בקצרה למה", "Say briefly why")

NO_PLAN = Text(
    "אין כרגע מסלול פעיל. כדאי לפנות למכון", "There is no active plan now. Ask the studio"
)
NOT_HERE = Text(
    "המסלול לא כולל את הסניף הזה. אפשר לבחור סניף אחר או לפנות למכון",
    "The plan doesn't include this location. Choose another, or ask the studio",
)
OTHER_HOURS = Text(
    "המסלול לא כולל שיעורים בשעה הזאת. אפשר לבחור שעה אחרת או לפנות למכון",
    "The plan doesn't include classes at this hour. Choose another, or ask the studio",
)
NOT_COVERED = Text(
    "המסלול לא כולל את השיעור הזה. אפשר לבחור שיעור אחר או לפנות למכון",
    "The plan doesn't include this class. Choose another, or ask the studio",
)
PLAN_FROZEN = Text(
    "המסלול בהקפאה. אפשר לפנות למכון כדי להפשיר אותו",
    "The plan is frozen. Ask the studio to unfreeze it",
)
PLAN_PAST_DUE = Text(
    "יש תשלום פתוח. אחרי הסדרה אפשר להירשם שוב",
    "A payment is open. Once settled, booking works again",
)

EVENTS = {
    "subscriptions.given": Text("מתן מסלול {plan}: {member}", "Gave {plan} to {member}"),
    "subscriptions.end_set": Text(
        "קביעת יום סיום {ends_on}, {plan}: {member}", "Set to end on {ends_on}, {plan}: {member}"
    ),
    "subscriptions.ended": Text("סיום מסלול {plan}: {member}", "Ended {plan}: {member}"),
    "subscriptions.frozen": Text(
        "הקפאה של {plan} מ־{first_on} עד {last_on}: {member}",
        "Froze {plan} from {first_on} to {last_on}: {member}",
    ),
    "subscriptions.unfrozen": Text(
        "סוף הקפאה, {plan}: {member}", "End of a freeze, {plan}: {member}"
    ),
    "subscriptions.entries_adjusted": Text(
        "תיקון כניסות ({delta}), {plan}: {member}", "Corrected visits ({delta}), {plan}: {member}"
    ),
}


def entries(n: int) -> Counted:
    """A number of entries, as a place of a sentence."""
    return Counted(ENTRIES, n)
