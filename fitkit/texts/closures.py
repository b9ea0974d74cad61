"""Holidays and other days on which the gym is closed."""

from typing import Final

from fitkit.core.i18n import Text

HOLIDAYS: Final[dict[str, Text]] = {
    "pesach": Text("פסח", "Passover"),
    "pesach_last": Text("שביעי של פסח", "Seventh day of Passover"),
    "pesach_between": Text("חול המועד פסח", "Chol HaMoed Passover"),
    "shavuot": Text("שבועות", "Shavuot"),
    "rosh_hashana": Text("ראש השנה", "Rosh Hashana"),
    "yom_kippur": Text("יום כיפור", "Yom Kippur"),
    "sukkot": Text("סוכות", "Sukkot"),
    "sukkot_between": Text("חול המועד סוכות", "Chol HaMoed Sukkot"),
    "simchat_torah": Text("שמחת תורה", "Simchat Torah"),
    "independence": Text("יום העצמאות", "Independence Day"),
}
EVES: Final[dict[str, Text]] = {
    "pesach": Text("ערב פסח", "Passover eve"),
    "pesach_last": Text("ערב שביעי של פסח", "Eve of the seventh day of Passover"),
    "shavuot": Text("ערב שבועות", "Shavuot eve"),
    "rosh_hashana": Text("ערב ראש השנה", "Rosh Hashana eve"),
    "yom_kippur": Text("ערב יום כיפור", "Yom Kippur eve"),
    "sukkot": Text("ערב סוכות", "Sukkot eve"),
    "simchat_torah": Text("ערב שמחת תורה", "Simchat Torah eve"),
    "memorial": Text("ערב יום הזיכרון", "Memorial Day eve"),
    "tisha_beav": Text("ערב תשעה באב", "Tisha B'Av eve"),
}

DAY_PASSED = Text("היום הזה כבר עבר. לבחור יום אחר", "That day has passed. Choose another")
TOO_FAR = Text(
    "אפשר לסגור ימים עד שנתיים קדימה. לבחור יום קרוב יותר",
    "Days can be closed up to two years ahead. Choose an earlier one",
)
CONFIRMED_ALREADY = Text(
    "היום הזה כבר סגור. כדי לשנות אותו, לפתוח אותו קודם",
    "This day is closed already. Open it again to change it",
)
NONE_CHOSEN = Text("לא נבחר אף יום", "No day was chosen")

EVENTS = {
    "closures.proposed": Text(
        "הצעת ימי חג לשנת {year}: {days} ימים", "Proposed the holidays of {year}: {days} days"
    ),
    "closures.added": Text("הוספת יום סגירה: {day}", "Added a day off: {day}"),
    "closures.changed": Text("שינוי יום סגירה: {day}", "Changed a day off: {day}"),
    "closures.confirmed": Text("אישור סגירה: {day}", "Confirmed that the gym is closed: {day}"),
    "closures.declined": Text("המכון פתוח: {day}", "Decided that the gym is open: {day}"),
}
