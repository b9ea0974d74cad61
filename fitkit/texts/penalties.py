"""What coming to nothing leads to: warnings, entries, blocks, disputes and decisions."""

from fitkit.core.i18n import Counted, Forms, Plural, Text

DAYS = Plural(
    he=Forms(one="יום אחד", two="יומיים", other="{n} ימים"),
    en=Forms(one="1 day", other="{n} days"),
)
HOURS = Plural(
    he=Forms(one="שעה אחת", two="שעתיים", other="{n} שעות"),
    en=Forms(one="1 hour", other="{n} hours"),
)

OFFENCES = {
    "late_cancel": Text("ביטול מאוחר", "Late cancellation"),
    "no_show": Text("אי־הגעה", "No-show"),
}
STEPS = {
    "warning": Text("אזהרה", "Warning"),
    "entry": Text("כניסה מהכרטיסייה", "A visit of the pack"),
    "strike": Text("נרשם, בלי עלות", "Noted, at no cost"),
    "block": Text("חסימת הרשמה", "Booking blocked"),
}
STATES = {
    "standing": Text("בתוקף", "Stands"),
    "disputed": Text("בערעור", "Disputed"),
    "upheld": Text("נשאר בתוקף", "Upheld"),
    "excused": Text("בוטל", "Excused"),
}

# What it led to, as the member is told.
OUTCOMES = {
    "warning": Text("זו אזהרה בלבד, שום דבר לא ירד.", "This is a warning only; nothing was taken."),
    "entry": Text("ירדה כניסה אחת מהכרטיסייה.", "One visit was taken from the pack."),
    "strike": Text("זה נרשם, בלי עלות.", "It was noted, at no cost."),
    "block": Text(
        "אפשר להירשם שוב מ־{until}. מה שכבר שמור נשאר.",
        "Booking opens again on {until}. What is booked stays.",
    ),
}
# What the next one would lead to, before the tap.
NEXT = {
    "warning": Text(
        "פעם {n} ב־{days}: אזהרה, בלי תוספת", "Number {n} in {days}: a warning, nothing more"
    ),
    "entry": Text(
        "פעם {n} ב־{days}: תרד כניסה נוספת מהכרטיסייה",
        "Number {n} in {days}: one more visit of the pack",
    ),
    "strike": Text("פעם {n} ב־{days}: יירשם, בלי עלות", "Number {n} in {days}: noted, at no cost"),
    "block": Text(
        "פעם {n} ב־{days}: ההרשמה תיחסם ל־{block}",
        "Number {n} in {days}: no new bookings for {block}",
    ),
}
# A rung of the ladder, as the owner and the member read it.
RUNG = {
    "warning": Text("פעם {n}: אזהרה", "Number {n}: a warning"),
    "entry": Text(
        "פעם {n}: כניסה אחת מהכרטיסייה, ומי שאין לו כרטיסייה מקבל רישום בלבד",
        "Number {n}: one visit of the pack; without a pack it is noted",
    ),
    "strike": Text("פעם {n}: נרשם, בלי עלות", "Number {n}: noted, at no cost"),
    "block": Text(
        "פעם {n}: אין הרשמות חדשות במשך {block}, מה שכבר שמור נשאר",
        "Number {n}: no new bookings for {block}; what is booked stays",
    ),
}
RUNG_AND_ON = Text("{rung}. כך גם בכל פעם אחריה", "{rung}. The same each time after")
COUNTED_BOTH = Text(
    "נספרים ביטול מאוחר ואי־הגעה, ב־{days} האחרונים",
    "Late cancellations and no-shows count, over {days}",
)
COUNTED_LATE = Text(
    "נספרים ביטולים מאוחרים, ב־{days} האחרונים", "Late cancellations count, over {days}"
)
COUNTED_MISSED = Text("נספרות אי־הגעות, ב־{days} האחרונים", "No-shows count, over {days}")
DISPUTED_FOR = Text("אפשר לערער במשך {hours}", "It can be disputed for {hours}")
ALL_OFF = Text(
    "ביטול מאוחר ואי־הגעה לא נספרים. מה ששולם על השיעור נשאר כמו בכללי הביטול",
    "Late cancellations and no-shows lead to nothing more than the cancellation rules say",
)

DECISIONS = {
    "upheld": Text("הצוות השאיר את זה בתוקף.", "The team left it as it is."),
    "excused": Text(
        "הצוות ביטל את זה, ומה שירד הוחזר.",
        "The team took it back, and what was taken is returned.",
    ),
}
DECIDED_WHAT = {
    "upheld": Text("הערעור נבדק", "Your dispute was decided"),
    "excused": Text("בוטל על ידי הצוות", "Excused by the team"),
}

SAY_WHY = Text("לכתוב בקצרה מה קרה", "Say briefly what happened")
TOO_LATE_TO_DISPUTE = Text(
    "הזמן לערער עבר. אפשר לדבר עם הצוות, הם יכולים לבטל גם עכשיו",
    "The time to dispute is over. Talk to the team: they can still excuse it",
)
DISPUTED_ALREADY = Text(
    "הערעור כבר אצל הצוות. תשובה תגיע לכאן", "The team has your dispute. The answer comes here"
)
DECIDED_ALREADY = Text("זה כבר הוחלט", "This was decided already")
EXCUSED_ALREADY = Text("זה כבר בוטל", "This was excused already")
NOT_DISPUTED = Text("אין כאן ערעור פתוח", "There is no open dispute here")
COUNTS_NOTHING = Text(
    "לבחור לפחות אחד: ביטול מאוחר או אי־הגעה", "Choose at least one: late cancellations or no-shows"
)

# Screens.
TITLE = Text("ביטולים מאוחרים ואי־הגעות", "Late cancellations and no-shows")
SETTINGS_HELP = Text(
    "מה קורה כשמישהו מבטל מאוחר או לא מגיע. שינוי חל מכאן והלאה בלבד",
    "What follows a late cancellation or a no-show. A change counts from now on only",
)
IS_ON = Text("לספור ביטולים מאוחרים ואי־הגעות", "Count late cancellations and no-shows")
WINDOW_DAYS = Text("על פני כמה ימים סופרים", "Days to count over")
COUNT_LATE = Text("ביטול מאוחר נספר", "Late cancellations count")
COUNT_MISSED = Text("אי־הגעה נספרת", "No-shows count")
COUNT_MISSED_HELP = Text(
    "רק בשיעור שהנוכחות בו נסגרה", "Only in classes whose attendance was closed"
)
STEP_N = Text("פעם {n}", "Number {n}")
STEP_CHOICES = {
    "warning": Text("אזהרה", "A warning"),
    "entry": Text("כניסה מהכרטיסייה", "A visit of the pack"),
    "block": Text("חסימת הרשמה", "No new bookings"),
    "": Text("כמו בפעם הקודמת", "As the time before"),
}
BLOCK_DAYS = Text("ימים של חסימה", "Days of a block")
DECIDE_HOURS = Text(
    "שעות מסוף השיעור עד שאי־הגעה נספרת", "Hours after class until a no-show counts"
)
DISPUTE_HOURS = Text("שעות לערער", "Hours to dispute")
SAVE = Text("שמירת הכללים", "Save the rules")
SAVED = Text("הכללים נשמרו, והם חלים מעכשיו", "Saved. The rules count from now on")
AS_READ = Text("כך זה נקרא אצל המתאמנים", "What members read")

MINE = Text("ביטולים מאוחרים ואי־הגעות", "Late cancellations and no-shows")
BLOCKED_UNTIL = Text("ההרשמה חסומה עד {until}", "Booking is blocked until {until}")
OF_CLASS = Text("{offence}: {session}", "{offence}: {session}")
DISPUTE = Text("לערער", "Dispute")
DISPUTE_UNTIL = Text("אפשר לערער עד {until}", "Open to dispute until {until}")
DISPUTE_TITLE = Text("מה קרה?", "What happened?")
DISPUTE_HELP = Text(
    "הצוות יקרא ויחליט. אם זה יבוטל, מה שירד חוזר",
    "The team reads it and decides. If it is excused, what was taken comes back",
)
DISPUTE_WORDS = Text("במילים שלך", "In your words")
DISPUTE_SEND = Text("שליחה לצוות", "Send to the team")
DISPUTE_SENT = Text("נשלח לצוות. התשובה תגיע לכאן", "Sent. The answer will come here")
HOW = Text("איך זה נספר", "How they count")
NONE_MINE = Text("אין ביטולים מאוחרים או אי־הגעות", "No late cancellations or no-shows")

DISPUTES = Text("ערעורים", "Disputes")
NO_DISPUTES = Text("אין ערעורים פתוחים", "No open disputes")
NO_DISPUTES_WHY = Text(
    "מי שמערערים על ביטול מאוחר או אי־הגעה יופיעו כאן, עם מה שכתבו",
    "Whoever disputes a late cancellation or a no-show shows up here, with their words",
)
EXCUSE = Text("מחיקת הרישום", "Excuse")
EXCUSE_NAMED = Text("מחיקת הרישום: {name}", "Excuse {name}")
UPHOLD = Text("להשאיר בתוקף", "Uphold")
UPHOLD_NAMED = Text("להשאיר בתוקף: {name}", "Uphold: {name}")
EXCUSED = Text("בוטל, ומה שירד הוחזר", "Excused, and what was taken is returned")
UPHELD = Text("נשאר בתוקף", "It stands")
DECISION_WORDS = Text("כמה מילים", "A few words")
DECISION_HELP = Text(
    "מוצגות למי שהגישו את הערעור. אם הרישום נמחק, גם ברשימת השיעור",
    "Shown to the member. When it is excused, on the class's roster too",
)
# Somebody's own words, in whatever language they wrote: set apart, or their full stop wanders.
WROTE = Text("“\u2068{words}\u2069”", "“\u2068{words}\u2069”")

EVENTS = {
    "penalties.given": Text(
        "נרשם: {step} על {offence}, {member}, {session}",
        "Given: {step} for a {offence}, {member}, {session}",
    ),
    "penalties.disputed": Text("ערעור: {member}, {session}", "Disputed: {member}, {session}"),
    "penalties.excused": Text(
        "ביטול של {offence}: {member}, {session}", "Excused a {offence}: {member}, {session}"
    ),
    "penalties.upheld": Text(
        "נשאר בתוקף, {offence}: {member}, {session}", "Upheld a {offence}: {member}, {session}"
    ),
    "penalties.rules_changed": Text(
        "כללי ביטול ואי־הגעה שונו, גרסה {version}",
        "Rules of late cancellations and no-shows changed, version {version}",
    ),
}


def days(n: int) -> Counted:
    """A number of days, as a place of a sentence."""
    return Counted(DAYS, n)


def hours(n: int) -> Counted:
    """A number of hours, as a place of a sentence."""
    return Counted(HOURS, n)
