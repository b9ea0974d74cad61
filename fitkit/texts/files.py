"""What staff keep about a member: family, forms on file, and a plan that rests."""

from fitkit.core.i18n import Forms, Plural, Text

FAMILY = Text("משפחה", "Family")
GUARDIAN = Text("הורה או אפוטרופוס", "Parent or guardian")
NO_GUARDIAN = Text("לא נקבע", "None set")
SET_GUARDIAN = Text("לבחור אפוטרופוס", "Set a guardian")
SET_GUARDIAN_HELP = Text(
    "מי שנבחר כאן נרשם לשיעורים, מבטל ומקבל הודעות בשם הילד, עד גיל 18",
    "They book, cancel and get notices for the child, until the age of 18",
)
REMOVE_GUARDIAN = Text("הסרה", "Remove")
GUARDIAN_SET = Text("נשמר: {name}", "Saved: {name}")
GUARDIAN_REMOVED = Text("אין יותר אפוטרופוס", "There is no guardian any more")
FIND = Text("שם או טלפון של ההורה", "The parent's name or phone")
SEARCH = Text("חיפוש", "Search")
NOBODY_FOUND = Text("לא נמצאו מתאמנים", "No members found")
CHOOSE = Text("לבחור", "Choose")
CHOOSE_NAMED = Text("לבחור: {name}", "Choose {name}")
CHILDREN = Text("ילדים", "Children")

FORMS = Text("טפסים", "Forms on file")
FORMS_HELP = Text(
    "רק שהטופס קיים ועד מתי הוא בתוקף. התשובות עצמן נשארות על הנייר",
    "Only that it is here and until when. The answers stay on paper",
)
NO_FORMS = Text("אין טפסים", "No forms on file")
RECORD = Text("רישום טופס", "Record a form")
KIND = Text("איזה טופס", "Which form")
SIGNED_ON = Text("תאריך החתימה", "Signed on")
GOOD_UNTIL = Text("בתוקף עד", "Good until")
GOOD_UNTIL_HELP = Text(
    "ריק: הצהרת בריאות לשנתיים, אישור רפואי לשנה, השאר ללא הגבלה",
    "Empty: two years for a health declaration, one for a doctor's certificate, the rest for good",
)
RECORDED = Text("הטופס נרשם", "Recorded")
WITHDRAW = Text("הסרה", "Take off")
WITHDRAW_NAMED = Text("הסרת {form}", "Take off: {form}")
WITHDRAWN = Text("הטופס הוסר", "Taken off")
GOOD = Text("בתוקף", "Good")
EXPIRED = Text("פג תוקף", "Expired")
LINE = Text("נחתם ב־{signed}, בתוקף עד {until}", "Signed {signed}, good until {until}")
LINE_FOR_GOOD = Text("נחתם ב־{signed}, ללא תאריך סיום", "Signed {signed}, for good")
MISSING = Text("חסר: {forms}", "Missing: {forms}")

FREEZE = Text("הקפאה", "Freeze")
NO_FREEZE = Text("אין הקפאה עכשיו ולא בהמשך", "No freeze now or ahead")
FREEZE_TITLE = Text("הקפאה של {plan}", "Freeze {plan}")
FIRST_ON = Text("היום הראשון", "First day")
LAST_ON = Text("היום האחרון", "Last day")
REASON = Text("סיבה, לצוות בלבד", "Reason, for staff only")
FROZEN = Text("המסלול הוקפא", "The plan is frozen")
RESTS = Text("{plan}: הקפאה {first} עד {last}", "{plan}: frozen {first} to {last}")
UNFREEZE = Text("סיום ההקפאה", "End the freeze")
CALL_OFF = Text("ביטול ההקפאה", "Call it off")
UNFROZEN = Text("ההקפאה הסתיימה", "The freeze is over")
MOVES_TO = Text("המסלול יסתיים ב־{day}", "The plan will end on {day}")
RELEASES = Plural(
    he=Forms(
        one="מקום אחד ישתחרר, בלי עלות",
        two="שני מקומות ישתחררו, בלי עלות",
        other="{n} מקומות ישתחררו, בלי עלות",
    ),
    en=Forms(
        one="1 place is given back, at no cost", other="{n} places are given back, at no cost"
    ),
)
RELEASES_NONE = Text("אין הרשמות בימים האלה", "Nothing is booked on these days")

FOR_WHOM = Text("עבור מי", "For whom")
ME = Text("אני", "Me")
