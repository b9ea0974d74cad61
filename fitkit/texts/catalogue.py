"""What a gym offers: locations, rooms, class types, plans."""

from fitkit.core.i18n import Text

LOCATIONS = Text("סניפים", "Locations")
CLASS_TYPES = Text("סוגי שיעורים", "Class types")

WEEKDAYS = (
    Text("יום ראשון", "Sunday"),
    Text("יום שני", "Monday"),
    Text("יום שלישי", "Tuesday"),
    Text("יום רביעי", "Wednesday"),
    Text("יום חמישי", "Thursday"),
    Text("יום שישי", "Friday"),
    Text("שבת", "Saturday"),
)
COLOURS = {
    "teal": Text("טורקיז", "Teal"),
    "blue": Text("כחול", "Blue"),
    "violet": Text("סגול", "Violet"),
    "pink": Text("ורוד", "Pink"),
    "red": Text("אדום", "Red"),
    "amber": Text("ענבר", "Amber"),
    "green": Text("ירוק", "Green"),
    "slate": Text("אפור", "Slate"),
}

NAME_TAKEN = Text("השם הזה כבר בשימוש. לבחור שם אחר", "This name is in use already. Choose another")
HOURS_UNCLEAR = Text(
    "שעות הפתיחה לא מובנות. אפשר עד ארבעה טווחים ליום",
    "The opening hours aren't clear. Up to four spans a day",
)
HOURS_BACKWARDS = Text(
    "{day}: שעת הסגירה צריכה להיות אחרי שעת הפתיחה",
    "{day}: closing must come after opening",
)
HOURS_OVERLAP = Text(
    "{day}: שני טווחי שעות חופפים. לאחד אותם או להפריד",
    "{day}: two spans overlap. Join them or move them apart",
)
LAST_LOCATION = Text(
    "זה הסניף הפתוח האחרון. לפני שסוגרים אותו, להוסיף סניף אחר",
    "This is the last open location. Add another before closing it",
)
LOCATION_CLOSED = Text("הסניף כבר סגור", "This location is closed already")
LOCATION_IS_CLOSED = Text(
    "הסניף סגור. קודם לפתוח אותו מחדש", "This location is closed. Reopen it first"
)
LOCATION_OPEN = Text("הסניף כבר פתוח", "This location is open already")
ROOM_CLOSED = Text("האולם כבר סגור", "This room is closed already")
ROOM_OPEN = Text("האולם כבר פתוח", "This room is open already")
MIN_OVER_CAPACITY = Text(
    "המינימום גדול ממספר המקומות. להקטין את המינימום או להוסיף מקומות",
    "The minimum is larger than the capacity. Lower it or add places",
)
COACH_NOT_HERE = Text(
    "אפשר לבחור רק מאמן מהצוות הפעיל", "Only a coach who works here can be chosen"
)
CLASS_TYPE_RETIRED = Text("סוג השיעור כבר לא בשימוש", "This class type is retired already")
CLASS_TYPE_IN_USE = Text("סוג השיעור כבר בשימוש", "This class type is in use already")
CLASS_TYPE_GONE = Text(
    "אחד מסוגי השיעורים כבר לא קיים. לבחור מחדש",
    "One of the class types is gone. Choose again",
)
PRICE_OUT_OF_RANGE = Text(
    "המחיר צריך להיות בין ₪0 ל־₪100,000", "The price must be from ₪0 to ₪100,000"
)
HOURS_END_FIRST = Text("השעה האחרונה מוקדמת מהראשונה", "The last hour is before the first one")
WINDOW_ENDS_FIRST = Text(
    "היום האחרון להצטרפות מוקדם מהראשון", "The last day to sign up is before the first one"
)
OPEN_PRICE_NEEDED = Text(
    "כמה עולה חודש בלי התחייבות? החוק דורש להציג את זה לפני שמתחייבים",
    "What does a month cost without commitment? The law has it shown before anyone commits",
)
OPEN_PRICE_TOO_LOW = Text(
    "חודש בלי התחייבות עולה לפחות כמו חודש עם התחייבות",
    "A month without commitment costs at least as much as one with it",
)
DROP_IN_OUT_OF_RANGE = Text(
    "מחיר כניסה בודדת צריך להיות בין ₪0 ל־₪2,000", "A drop-in price must be from ₪0 to ₪2,000"
)
PLACE_GONE = Text(
    "אחד הסניפים כבר לא קיים. לבחור מחדש", "One of the locations is gone. Choose again"
)
PLAN_RETIRED = Text("המסלול כבר לא נמכר", "This plan is no longer sold")
PLAN_ON_SALE = Text("המסלול כבר נמכר", "This plan is on sale already")

# The first class types of a gym.
WOD = Text("אימון היום", "WOD")
WEIGHTLIFTING = Text("הרמות", "Weightlifting")
OPEN_GYM = Text("אימון חופשי", "Open gym")
MOBILITY = Text("מוביליטי", "Mobility")
FOUNDATIONS = Text("יסודות", "Foundations")
REFORMER = Text("פילאטיס מכשירים", "Reformer")
MAT = Text("פילאטיס מזרן", "Mat Pilates")
PRENATAL = Text("פילאטיס להריון", "Prenatal Pilates")
PRIVATE_PILATES = Text("פילאטיס אישי", "Private Pilates")
VINYASA = Text("ויניאסה", "Vinyasa")
HATHA = Text("האטה", "Hatha")
YIN = Text("יין יוגה", "Yin yoga")
PRENATAL_YOGA = Text("יוגה להריון", "Prenatal yoga")
PERSONAL = Text("אימון אישי", "Personal training")
PAIR = Text("אימון זוגי", "Pair session")
SMALL_GROUP = Text("קבוצה קטנה", "Small group")

# The first plans of a gym.
ONCE_A_WEEK = Text("פעם בשבוע", "Once a week")
TWICE_A_WEEK = Text("פעמיים בשבוע", "Twice a week")
THREE_A_WEEK = Text("שלוש בשבוע", "Three a week")
UNLIMITED = Text("חופשי", "Unlimited")
PACK_OF_TEN = Text("כרטיסייה של 10", "Pack of 10")
SINGLE_SESSION = Text("אימון בודד", "Single session")
TEN_SESSIONS = Text("10 אימונים", "10 sessions")
TWENTY_SESSIONS = Text("20 אימונים", "20 sessions")
TRIAL_PLAN = Text("שיעור ניסיון", "Trial class")

EVENTS = {
    "locations.added": Text("הוספת סניף: {location}", "Added location {location}"),
    "locations.changed": Text("עדכון סניף: {location}", "Changed location {location}"),
    "locations.closed": Text("סגירת סניף: {location}", "Closed location {location}"),
    "locations.reopened": Text("פתיחת סניף מחדש: {location}", "Reopened location {location}"),
    "locations.room_added": Text("הוספת אולם: {room}, {location}", "Added room {room}, {location}"),
    "locations.room_changed": Text(
        "עדכון אולם: {room}, {location}", "Changed room {room}, {location}"
    ),
    "locations.room_closed": Text(
        "סגירת אולם: {room}, {location}", "Closed room {room}, {location}"
    ),
    "locations.room_reopened": Text(
        "פתיחת אולם מחדש: {room}, {location}", "Reopened room {room}, {location}"
    ),
    "class_types.added": Text("הוספת סוג שיעור: {class_type}", "Added class type {class_type}"),
    "class_types.changed": Text("עדכון סוג שיעור: {class_type}", "Changed class type {class_type}"),
    "class_types.retired": Text("הפסקת סוג שיעור: {class_type}", "Retired class type {class_type}"),
    "class_types.restored": Text(
        "החזרת סוג שיעור: {class_type}", "Restored class type {class_type}"
    ),
    "plans.added": Text("הוספת מסלול: {plan}", "Added plan {plan}"),
    "plans.changed": Text("עדכון מסלול: {plan}", "Changed plan {plan}"),
    "plans.retired": Text("הפסקת מכירה: {plan}", "Stopped selling {plan}"),
    "plans.restored": Text("חזרה למכירה: {plan}", "Selling again: {plan}"),
}
