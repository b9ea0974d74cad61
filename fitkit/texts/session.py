"""Words of a class's own page."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

TITLE = Text("השיעור", "Class")
GONE = Text("השיעור לא נמצא", "No such class")
GONE_WHY = Text(
    "אולי הוסר מהלו״ז, או שהקישור של מכון אחר", "It may have been taken off, or be another studio's"
)
BACK = Text("ללו״ז של היום הזה", "To this day's schedule")

WHY = Text("למה אי אפשר להירשם עכשיו", "Why it can't be booked now")
ABOUT = Text("על השיעור", "About this class")
NOTE = Text("הודעה מהמכון", "From the studio")
ROOM = Text("אולם", "Room")
ADDRESS = Text("כתובת", "Address")
PLACE = Text("סניף", "Location")

# how late a place in line may still come
NOTICE = Text("מקום מתאים לי רק אם נודיע", "A place suits me only if told")
NOTICE_ANY = Text("לא משנה מתי", "At any time")
NOTICE_BEFORE = Text("לפחות {notice} לפני", "At least {notice} before")
NOTICE_NOW = Text(
    "אפשר לשנות גם אחרי שנכנסים להמתנה", "It can be changed after joining the line too"
)
NOTICE_KEPT = Text("נשמר: {choice}", "Saved: {choice}")

# guests
MY_GUESTS = Text("האורחים שלי", "My guests")
GUEST_NAME = Text("שם האורח", "Guest's name")
GUEST_PHONE = Text("טלפון", "Phone")
GUEST_BRING = Text("הבאת אורח", "Bring a guest")
GUEST_BACK = Text("ביטול", "Cancel")
GUEST_BACK_NAMED = Text("ביטול המקום של {name}", "Cancel {name}'s place")
GUEST_COSTS = Text("בביטול עכשיו הכניסה לא חוזרת", "Cancelled now, the visit is not returned")
WITH_GUESTS = Text("איתך: {names}", "With you: {names}")

# who comes
WHO_COMES = Text("מי מגיע", "Who comes")
COMING = Plural(
    he=Forms(one="נרשם אחד", two="שני נרשמים", other="{n} נרשמים"),
    en=Forms(one="1 booked", other="{n} booked"),
)
NOBODY_YET = Text("עוד אין נרשמים", "Nobody yet")
NOT_NAMED = Plural(
    he=Forms(one="ועוד אחד", two="ועוד שניים", other="ועוד {n}"),
    en=Forms(one="and 1 more", other="and {n} more"),
)
NO_NAMES = Text(
    "מופיעים כאן רק מתאמנים שבחרו להופיע", "Only members who chose to be shown appear here"
)
SEEN = Text("השם שלך מופיע כאן כשנשמר לך מקום", "Your name appears here when you're in")
UNSEEN = Text("השם שלך לא מופיע כאן", "Your name isn't shown here")
CHANGE = Text("שינוי בהגדרות", "Change in settings")

# what the rules mean
RULES = Text("מה חשוב לדעת", "Good to know")
OPENS = Text("ההרשמה נפתחת: {at}", "Booking opens {at}")
CLOSES = Text("ההרשמה נסגרת: {at}", "Booking closes {at}")
FREE_UNTIL = Text("ביטול ללא עלות עד {at}", "Cancel free until {at}")
FREE_AS_MOVED = Text(
    "השיעור הוזז: ביטול ללא עלות עד {at}", "The class was moved: cancel free until {at}"
)
THEN_COSTS: Final = {
    "entry": Text(
        "אחר כך אפשר לבטל עד ההתחלה, והכניסה לא חוזרת",
        "Later it can be cancelled until it starts; the visit is not returned",
    ),
    "week_visit": Text(
        "אחר כך אפשר לבטל עד ההתחלה, והאימון נספר באותו שבוע",
        "Later it can be cancelled until it starts, and counts as one of that week's classes",
    ),
    "nothing": Text(
        "אחר כך אפשר לבטל עד ההתחלה, והביטול נרשם כמאוחר",
        "Later it can be cancelled until it starts, and counts as late",
    ),
}
COSTS_AT_ONCE = Text(
    "ביטול ללא עלות כבר הסתיים: ביטול ייספר כמאוחר",
    "The time to cancel free is over: cancelling counts as late",
)
SWAP_UNTIL = Text(
    "החלפה לשיעור אחר באותו יום, ללא עלות, עד {at}",
    "Swap for another class of the same day, free, until {at}",
)
WAIT_MOST = Text("כשמלא: המתנה עד {people}", "When it is full: up to {people} may wait")
PEOPLE = Plural(
    he=Forms(one="אדם אחד", two="שני אנשים", other="{n} אנשים"),
    en=Forms(one="1 person", other="{n} people"),
)
GUESTS_MOST = Text("אפשר להביא {guests}", "{guests} can be brought along")
GUESTS = Plural(
    he=Forms(one="אורח אחד", two="עד שני אורחים", other="עד {n} אורחים"),
    en=Forms(one="1 guest", other="up to {n} guests"),
)
