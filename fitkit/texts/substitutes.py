"""Words of substitutes: asking for one, answering, and who gives the class then."""

from typing import Final

from fitkit.core.i18n import Forms, Plural, Text

ASK = Text("בקשת מחליף", "Ask for a substitute")
ASK_TITLE = Text("מי יחליף ב{session}?", "Who takes {session}?")
ASK_HELP = Text(
    "מי שמאשר ראשון מקבל את השיעור, והמתאמנים מקבלים הודעה. עד אז השיעור נשאר כרגיל.",
    "Whoever accepts first has the class, and its members are told. Until then it stays as it is.",
)
WHOM = Text("את מי לשאול", "Whom to ask")
EVERYBODY = Text("כל מי שפנוי בשעה הזו", "Everyone who is free then")
NOBODY_FREE = Text(
    "אין כרגע מאמן פנוי בשעה הזו. הבקשה תישלח, ומי שיתפנה יוכל לאשר",
    "No coach is free at that hour now. The request still goes out, and whoever gets free can accept",
)
NOTE = Text("מה כדאי לדעת", "What to know")
NOTE_HELP = Text("הסיבה, התוכנית, ציוד", "The reason, the plan, equipment")
SEND = Text("שליחת הבקשה", "Send request")
SENT = Text("הבקשה נשלחה: {session}", "Request sent: {session}")

WAITING = Text("מחכים לתשובה", "Waiting for your answer")
ASKS = Text("{name}: דרוש מחליף", "{name} needs a substitute")
BOOKED = Plural(
    he=Forms(one="מתאמן אחד רשום", two="שני מתאמנים רשומים", other="{n} מתאמנים רשומים"),
    en=Forms(one="1 member booked", other="{n} members booked"),
)
BUSY_THEN = Text("יש שיעור אחר באותה שעה", "Another class at that time")
ACCEPT = Text("אפשר, השיעור אליי", "I'll take it")
DECLINE = Text("לא הפעם", "Not this time")
ACCEPTED = Text("{session} אצלך. המתאמנים יקבלו הודעה", "{session} is yours. Members will be told")
DECLINED = Text("סומן: לא הפעם", "Noted: not this time")

OPEN_MINE = Text("הבקשות שלי", "My requests")
ASKED_ALL = Text("נשלחה לכל המאמנים, מחכה לתשובה", "Sent to all coaches, waiting for an answer")
ASKED_ONE = Text("נשלחה אל {name}, מחכה לתשובה", "Sent to {name}, waiting for an answer")
SAID_NO = Text("לא הפעם: {names}", "Not this time: {names}")
WITHDRAW = Text("ביטול הבקשה", "Withdraw")
WITHDRAWN = Text("הבקשה בוטלה, השיעור נשאר כרגיל", "Request withdrawn; the class stays as it was")
SOUGHT = Text("מחפשים מחליף", "Substitute wanted")

ASSIGN = Text("שיבוץ מחליף", "Assign a substitute")
ASSIGN_TO = Text("מי מעביר את השיעור", "Who gives the class")
ASSIGN_TITLE = Text("מי מעביר את {session}?", "Who gives {session}?")
ASSIGNED = Text("{session}: השיעור אצל {name}", "{session} is {name}'s now")

# refusals
NOT_YOURS = Text(
    "אפשר לבקש מחליף רק לשיעור שלך", "A substitute can be asked for your own classes only"
)
NO_COACH = Text(
    "אין מאמן בשיעור הזה. אפשר לשבץ מאמן בעריכת השיעור",
    "This class has no coach. Give it one by changing the class",
)
CLASS_OFF = Text("השיעור בוטל, אין צורך במחליף", "The class is cancelled; no substitute is needed")
CLASS_BEGAN = Text(
    "השיעור כבר התחיל, אי אפשר להחליף בו מאמן",
    "The class has begun, so its coach can't be replaced",
)
ASKED_ALREADY = Text(
    "כבר נשלחה בקשה לשיעור הזה. אפשר לבטל אותה ולשלוח אחרת",
    "A request for this class is open already. Withdraw it to send another",
)
NOT_A_COACH = Text("רק מאמן מהצוות הפעיל יכול להחליף", "Only a coach who works here can step in")
ASKED_ONESELF = Text("צריך לבחור מישהו אחר", "Choose somebody else")
ASKED_ANOTHER = Text("הבקשה נשלחה למישהו אחר", "Somebody else was asked")
TAKEN = Text("השיעור כבר נלקח", "The class is taken already")
NOT_OPEN = Text("הבקשה כבר לא פתוחה", "This request is no longer open")
OTHER_COACH = Text("השיעור עבר בינתיים למאמן אחר", "The class was given to another coach meanwhile")

EVENTS: Final = {
    "substitutes.asked": Text(
        "בקשת מחליף במקום {staff}: {session}", "Asked for a substitute for {staff}: {session}"
    ),
    "substitutes.declined": Text(
        "לא הפעם, {staff}: {session}", "Not this time, {staff}: {session}"
    ),
    "substitutes.found": Text(
        "נמצא מחליף, {staff}: {session}", "A substitute was found, {staff}: {session}"
    ),
    "substitutes.withdrawn": Text(
        "ביטול בקשת מחליף: {session}", "Withdrew the request for a substitute: {session}"
    ),
    "substitutes.closed": Text(
        "בקשת מחליף נסגרה: {session}", "Request for a substitute closed: {session}"
    ),
}
