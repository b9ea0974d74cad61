"""Words that the design's own components say."""

from fitkit.core.i18n import Text

BRAND_DARKENED = Text("הכהינו מעט כדי שהטקסט ייקרא", "Darkened a little so that text can be read")
BRAND_INK = Text(
    "הצבע נשמר, הטקסט עליו כהה, וסימנים דקים מצוירים בגוון כהה ממנו",
    "The colour stays; text on it is dark, and thin marks use a darker shade of it",
)
BRAND_LIFTED = Text(
    "במצב כהה הצבע מואר כדי שייראה על הרקע", "In dark mode the colour is lighter, so that it shows"
)

SORT = Text("מיון לפי", "Sort by")
TURN_SORT = Text("היפוך המיון", "Turn the order")
SELECT_ROW = Text("בחירת השורה", "Select row")
SELECT_ALL = Text("בחירת כל השורות בעמוד", "Select all on this page")
CLEAR_SELECTION = Text("ניקוי הבחירה", "Clear selection")
CLEAR_SEARCH = Text("ניקוי החיפוש", "Clear search")
ACTIONS = Text("פעולות", "Actions")
PAGES = Text("דפדוף", "Pages")
PREVIOUS_PAGE = Text("לעמוד הקודם", "Previous page")
NEXT_PAGE = Text("לעמוד הבא", "Next page")
PREVIOUS_DAY = Text("ליום הקודם", "Previous day")
NEXT_DAY = Text("ליום הבא", "Next day")
PREVIOUS_WEEK = Text("לשבוע הקודם", "Previous week")
NEXT_WEEK = Text("לשבוע הבא", "Next week")
PREVIOUS_YEAR = Text("לשנה הקודמת", "Previous year")
NEXT_YEAR = Text("לשנה הבאה", "Next year")
TODAY = Text("היום", "Today")
FILTERS = Text("סינון", "Filters")
BREADCRUMBS = Text("הדרך לכאן", "Breadcrumbs")
ADD_FROM_LIST = Text("הוספה מהרשימה", "Add from the list")
REMOVE_TAG = Text("הסרה", "Remove")
LESS = Text("פחות", "Less")
MORE_OF_IT = Text("יותר", "More")
PROBLEMS_HEAD = Text("כמה פרטים צריכים תיקון", "A few details need fixing")
NOT_LOADED = Text("לא הצלחנו לטעון", "This couldn't be loaded")
DONE_STEP = Text("בוצע", "Done")
TO_DO_STEP = Text("עוד לא", "Not yet")
DAY_CHOICE = Text("בחירת יום", "Choose a day")
NO_CLASSES = Text("אין שיעורים", "No classes")
