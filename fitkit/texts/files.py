"""What staff keep about a member: family, and forms on file."""

from fitkit.core.i18n import Text

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

FOR_WHOM = Text("עבור מי", "For whom")
ME = Text("אני", "Me")
