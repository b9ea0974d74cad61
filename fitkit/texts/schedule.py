"""The timetable and places in classes: refusals, what cards say, receipts, the trail."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

# Planning the timetable.
END_BEFORE_START = Text(
    "שעת הסיום צריכה להיות אחרי שעת ההתחלה", "The class must end after it starts"
)
LENGTH_ODD = Text(
    "שיעור נמשך בין {least} דקות ל־{most} שעות. לבדוק את שעת הסיום",
    "A class lasts from {least} minutes to {most} hours. Check when it ends",
)
TOO_FAR_AHEAD = Text(
    "אפשר לפרסם עד שנה קדימה. לבחור יום קרוב יותר",
    "Classes can be published up to a year ahead. Choose an earlier day",
)
DAY_PASSED = Text("היום הזה כבר עבר. לבחור יום אחר", "That day has passed. Choose another")
HOUR_PASSED = Text(
    "השעה הזו כבר עברה. לבחור שעה מאוחרת יותר או יום אחר",
    "That hour has passed. Choose a later one, or another day",
)
COACH_BUSY = Text(
    "{coach} כבר בשיעור אחר: {other}. לבחור שעה אחרת או מאמן אחר",
    "{coach} is in another class then: {other}. Choose another time or coach",
)
ROOM_BUSY = Text(
    "{room} תפוס בשיעור אחר: {other}. לבחור שעה אחרת או אולם אחר",
    "{room} is taken by another class: {other}. Choose another time or room",
)
ROOM_ELSEWHERE = Text(
    "האולם הזה לא פתוח בסניף שנבחר. לבחור אולם אחר",
    "This room isn't open at the chosen location. Choose another",
)
LOCATION_SHUT = Text("הסניף הזה סגור. לבחור סניף אחר", "This location is closed. Choose another")
COACH_GONE = Text("אפשר לבחור רק מאמן מהצוות הפעיל", "Only a coach who works here can be chosen")
TYPE_RETIRED = Text(
    "סוג השיעור הזה כבר לא בשימוש. לבחור אחר, או להחזיר אותו לשימוש בקטלוג",
    "This class type is retired. Choose another, or restore it in the catalogue",
)
CAPACITY_BELOW_BOOKED = Text(
    "כבר תפוסים {booked} מקומות. אפשר להקטין עד {booked}, או לבטל מקומות קודם",
    "{booked} places are taken. The capacity can go down to {booked}; free places first",
)
CANCELLED_ALREADY = Text("השיעור כבר מבוטל", "This class is cancelled already")
NOT_CANCELLED = Text("השיעור לא מבוטל", "This class isn't cancelled")
IS_CANCELLED = Text(
    "השיעור מבוטל. כדי לשנות אותו, להחזיר אותו קודם", "This class is cancelled. Restore it first"
)
OVER_ALREADY = Text("השיעור כבר הסתיים, אין מה לבטל", "This class is over; nothing to cancel")
BEGAN_NO_MOVE = Text(
    "השיעור כבר התחיל, אי אפשר להזיז אותו", "This class has begun, so it can't be moved"
)
BEGAN_NO_RESTORE = Text(
    "מועד השיעור כבר עבר. אפשר לפרסם שיעור חדש",
    "The time of this class has passed. Publish a new one instead",
)
SERIES_BOOKED = Text(
    "כבר יש הרשמות, אז אי אפשר להחזיר את הפרסום. אפשר לבטל שיעורים אחד אחד",
    "Some places are booked, so this can't be undone. Classes can be cancelled one by one",
)
SERIES_BEGAN = Text(
    "אחד השיעורים כבר התחיל, אז אי אפשר להחזיר את הפרסום",
    "One of these classes has begun, so this can't be undone",
)

# Why there is no place.
ALREADY_BOOKED = Text("המקום כבר שמור", "You're in already")
ALREADY_WAITING = Text("מקום {position} בהמתנה, אין צורך להירשם שוב", "Already {position} in line")
CLASS_IS_OFF = Text(
    "השיעור בוטל. אפשר לבחור שיעור אחר", "This class was cancelled. Choose another one"
)
BEGAN = Text("השיעור התחיל", "The class has begun")
OVER = Text("השיעור הסתיים", "The class is over")
BOOKING_CLOSED = Text(
    "ההרשמה נסגרה ב־{at}. אפשר להתקשר למכון", "Booking closed at {at}. You can call the studio"
)
OPENS_AT = Text("ההרשמה נפתחת: {at}", "Booking opens {at}")
OVERLAPS = Text(
    "השיעור חופף ל{other} ב־{at}. לבחור אחד מהם", "This overlaps {other} at {at}. Pick one"
)
WEEK_USED_UP = Text("{used} השבוע. הספירה מתאפסת ביום ראשון", "{used} this week. Resets on Sunday")
CLASSES_USED = Plural(
    he=Forms(one="נוצל אימון אחד", two="נוצלו שני אימונים", other="נוצלו {n} אימונים"),
    en=Forms(one="1 class used", other="{n} classes used"),
)
FULL_NO_LINE = Text(
    "השיעור מלא וגם ההמתנה מלאה. אפשר לבחור שיעור אחר",
    "This class and its waitlist are full. Choose another one",
)

# What a card says.
ONLY = Text("{words}", "{words}")
PLACES_FREE = Plural(
    he=Forms(one="מקום פנוי אחד", two="2 מקומות פנויים", other="{n} מקומות פנויים"),
    en=Forms(one="1 place free", other="{n} places free"),
)
FEW_LEFT = Plural(
    he=Forms(one="נשאר מקום אחד", two="נשארו 2 מקומות", other="נשארו {n} מקומות"),
    en=Forms(one="1 place left", other="{n} places left"),
)
FREE_FOR_LINE = Plural(
    he=Forms(
        one="מקום אחד, שמור לממתינים",
        two="2 מקומות, שמורים לממתינים",
        other="{n} מקומות, שמורים לממתינים",
    ),
    en=Forms(one="1 place, kept for the waitlist", other="{n} places, kept for the waitlist"),
)
FULL = Text("מלא", "Full")
FULL_WAITING = Text("מלא, {waiting}", "Full, {waiting}")
PEOPLE_WAITING = Plural(
    he=Forms(one="אחד בהמתנה", two="2 ממתינים", other="{n} ממתינים"),
    en=Forms(one="1 waiting", other="{n} waiting"),
)
FREE_UNTIL = Text("ביטול ללא עלות עד {at}", "Cancel free until {at}")
FREE_AS_MOVED = Text(
    "השיעור הוזז: ביטול ללא עלות עד {at}", "The class was moved: cancel free until {at}"
)
COSTS_NOW: Final = {
    "entry": Text("ביטול עכשיו יעלה כניסה אחת", "Cancelling now costs one visit"),
    "week_visit": Text(
        "ביטול עכשיו ייספר כאימון של השבוע", "Cancelling now counts as one of this week's classes"
    ),
    "nothing": Text("ביטול עכשיו יירשם כביטול מאוחר", "Cancelling now counts as late"),
}
COSTS_NOW_ALL = Text(
    "ביטול עכשיו יעלה {visits}, עם האורחים", "Cancelling now costs {visits}, guests' included"
)
COSTS_AND_LEADS = Text("{cost}. {leads}", "{cost}. {leads}")
IN_LINE = Text("מקום {position} בהמתנה", "Number {position} in line")
# What happens when a place frees, beside the number in line.
LINE_AUTO = Text(
    "מקום שמתפנה עד {at} נשמר לבד, אחר כך שואלים קודם",
    "A place that frees until {at} is yours; after that we ask first",
)
LINE_OFFER = Text(
    "מתפנה מקום? הוא נשמר לפי התור, {minutes} לכל אחד",
    "A place that frees is kept for each in turn, {minutes} long",
)
LINE_CLAIM = Text(
    "מתפנה מקום? נודיע לכולם, והראשון שנרשם בפנים",
    "If a place frees we tell everybody; the first tap has it",
)
LINE_RESTS = Text("התור עומד עד {at}", "The line stands still until {at}")
BOOKING_OVER = Text("ההרשמה נסגרה, התור לא יזוז", "Booking is closed; the line won't move")
LINE_TOO_LATE = Text(
    "לפי ההתראה שנבחרה ({notice}) כבר לא יגיע מקום",
    "By the notice you chose ({notice}), no place will come any more",
)
KEPT_UNTIL = Text(
    "מקום שמור לך עד {at}. לקחת או לוותר", "A place is kept for you until {at}. Take it or pass"
)
KEPT_BUT = Text("מקום שמור לך עד {at}. {why}", "A place is kept for you until {at}. {why}")
FIRST_TAP = Text("התפנה מקום: מי שנרשם ראשון בפנים", "A place is free: the first tap has it")
TRAINED = Text("נרשמה הגעה", "You trained")
MISSED = Text("לא נרשמה הגעה", "Marked as missed")
CLASS_IS_OFF_SHORT = Text("השיעור בוטל", "Cancelled by the studio")
CLASS_IS_OFF_PLACE = Text(
    "השיעור בוטל, המקום שוחרר ללא עלות",
    "Cancelled by the studio; the place was released at no cost",
)
CLASS_IS_OFF_RETURNED = Text(
    "השיעור בוטל, המקום שוחרר ומה שנוצל חזר", "Cancelled by the studio; what was used came back"
)
TODAY = Text("היום", "today")
TOMORROW = Text("מחר", "tomorrow")

# Receipts.
YOU_ARE_IN = Text("המקום שמור: {session}", "You're in: {session}")
IN_LINE_NOW = Text("מקום {position} בהמתנה: {session}", "Number {position} in line: {session}")
CANCELLED_FREE = Text("המקום בוטל: {session}", "Cancelled: {session}")
CANCELLED_RETURNED = Text(
    "המקום בוטל, הכניסה חזרה: {session}", "Cancelled, visit returned: {session}"
)
CANCELLED_WENT_ON = Text(
    "המקום בוטל, הכניסה חזרה למי שקיבל את הכרטיסייה: {session}",
    "Cancelled, the visit went to who has the pack now: {session}",
)
CANCELLED_LATE_ALL = Text(
    "המקומות בוטלו, נוצלו {visits}: {session}", "Cancelled late, {visits} used: {session}"
)
CANCELLED_LATE: Final = {
    "entry": Text(
        "המקום בוטל, הכניסה נוצלה: {session}", "Cancelled late, one visit used: {session}"
    ),
    "week_visit": Text(
        "המקום בוטל ונספר כאימון של השבוע: {session}",
        "Cancelled late, counts as one of this week's classes: {session}",
    ),
    "nothing": Text("המקום בוטל, ביטול מאוחר: {session}", "Cancelled late: {session}"),
}

# Giving back, and the floor.
NO_PLACE = Text(
    "אין מקום שמור בשיעור הזה. אולי בוטל בינתיים",
    "There is no place in this class. It may have been cancelled",
)
NOT_WAITING = Text(
    "אין המתנה לשיעור הזה. אולי כבר נשמר מקום",
    "There is no waiting for this class. A place may be saved by now",
)
NO_OFFER = Text(
    "אין כרגע מקום ששמור. אולי הזמן עבר",
    "No place is being kept right now. The time may have passed",
)
OFFER_GONE = Text(
    "המקום כבר לא שמור. המקום בתור נשאר, ואם יתפנה עוד מקום נשאל שוב",
    "The place is no longer kept. You keep your place in line, and we'll ask again if another frees",
)
BEGAN_NO_CANCEL = Text(
    "השיעור כבר התחיל, אי אפשר לבטל. אפשר לדבר עם המאמן",
    "The class has begun, so it can't be cancelled. Talk to the coach",
)
CAME_NO_CANCEL = Text(
    "כבר נרשמה הגעה לשיעור. כדי לבטל, להסיר אותה קודם",
    "Checked in already. Undo the check-in first",
)
UNDO_GONE = Text(
    "כבר אי אפשר להחזיר את הביטול. אפשר להירשם מחדש",
    "The cancellation can't be undone any more. Book again",
)
UNDO_TAKEN = Text(
    "המקום כבר נתפס. אפשר להצטרף להמתנה", "The place is taken by now. Join the waitlist"
)
CHECK_IN_EARLY = Text(
    "רישום הגעה נפתח שעה לפני השיעור, ב־{at}", "Check-in opens an hour before, at {at}"
)
CHECK_IN_OVER = Text(
    "יום השיעור עבר, אי אפשר לשנות הגעה", "The day of the class is over; attendance can't change"
)
CORRECTION_OVER = Text(
    "עברו יומיים מסוף השיעור, אי אפשר לשנות נוכחות",
    "Two days have passed since the class; attendance can't change",
)
NOT_BEGUN = Text(
    "השיעור עוד לא התחיל. אפשר לסגור נוכחות אחרי ההתחלה",
    "The class hasn't begun. Attendance can be taken once it has",
)
NOT_TAKEN = Text("הנוכחות לא נסגרה", "Attendance isn't taken yet")
TAKEN_ALREADY = Text("הנוכחות כבר נסגרה", "Attendance is taken already")

EVENTS = {
    "scheduling.published": Text(
        "פרסום {class_type}, {location}: {times}", "Published {class_type}, {location}: {times}"
    ),
    "scheduling.withdrawn": Text(
        "החזרת פרסום {class_type}: {times}", "Took back {class_type}: {times}"
    ),
    "scheduling.changed": Text("שינוי שיעור {session}", "Changed {session}"),
    "scheduling.cancelled": Text(
        "ביטול שיעור {session}, מקומות תפוסים: {booked}", "Cancelled {session}, booked: {booked}"
    ),
    "scheduling.restored": Text("החזרת שיעור {session}", "Restored {session}"),
    "scheduling.generated": Text(
        "שיעורים קבועים נוספו ללוח: {times}, מ־{first_on} עד {last_on}",
        "Added from the weekly timetable: {times}, {first_on} to {last_on}",
    ),
    "scheduling.noted": Text("עדכון הערה לשיעור {session}", "Changed the note of {session}"),
    "booking.made": Text("הרשמה לשיעור {session}: {member}", "Booked {session}: {member}"),
    "booking.cancelled": Text(
        "ביטול הרשמה לשיעור {session}: {member}", "Cancelled {session}: {member}"
    ),
    "booking.cancellation_undone": Text(
        "החזרת הרשמה לשיעור {session}: {member}",
        "Took back the cancellation of {session}: {member}",
    ),
    "booking.released": Text(
        "שחרור מקום בשיעור {session}: {member}",
        "Released from {session}: {member}",
    ),
    "booking.waitlist_joined": Text(
        "הצטרפות להמתנה לשיעור {session}, מקום {position}: {member}",
        "Joined the waitlist of {session}, number {position}: {member}",
    ),
    "booking.waitlist_left": Text(
        "יציאה מההמתנה לשיעור {session}: {member}", "Left the waitlist of {session}: {member}"
    ),
    "booking.waitlist_promoted": Text(
        "קידום מההמתנה לשיעור {session}: {member}", "Promoted into {session}: {member}"
    ),
    "booking.waitlist_passed_over": Text(
        "דילוג בהמתנה לשיעור {session}: {member}", "Passed over in line for {session}: {member}"
    ),
    "booking.offer_made": Text(
        "הצעת מקום מההמתנה לשיעור {session}: {member}", "Offered a place in {session}: {member}"
    ),
    "booking.offer_accepted": Text(
        "קבלת המקום שהוצע בשיעור {session}: {member}", "Accepted the place in {session}: {member}"
    ),
    "booking.offer_declined": Text(
        "ויתור על המקום שהוצע בשיעור {session}: {member}",
        "Passed on the place in {session}: {member}",
    ),
    "booking.offer_expired": Text(
        "סיום הצעת המקום בשיעור {session}: {member}",
        "The offer of a place in {session} ended: {member}",
    ),
    "booking.place_to_claim": Text(
        "הודעה על מקום פנוי לראשון שנרשם בשיעור {session}: {member}",
        "Told that the first tap has a place in {session}: {member}",
    ),
    "booking.notice_set": Text(
        "שינוי ההתראה המבוקשת בהמתנה לשיעור {session}: {member}",
        "Changed the notice wanted in line for {session}: {member}",
    ),
    "booking.checked_in": Text(
        "רישום הגעה לשיעור {session}: {member}", "Checked in to {session}: {member}"
    ),
    "booking.attendance_cleared": Text(
        "הסרת נוכחות בשיעור {session}: {member}", "Cleared attendance in {session}: {member}"
    ),
    "booking.no_show": Text("אי הגעה לשיעור {session}: {member}", "No-show in {session}: {member}"),
    "booking.attendance_taken": Text(
        "סגירת נוכחות בשיעור {session}: הגיעו {attended}, לא הגיעו {no_shows}",
        "Took attendance of {session}: {attended} came, {no_shows} did not",
    ),
}
