"""The door: the pass, the scanner, the kiosk, taps that wait for the connection."""

from typing import Final

from fitkit.core.i18n import Text

# the pass
PASS_TITLE = Text("כרטיס כניסה", "Entry pass")
TO_PASS = Text("כרטיס כניסה", "Entry pass")
PASS_QR = Text("קוד כניסה, מתחלף בכל דקה", "Entry code, another one every minute")
PASS_HOW = Text(
    "להראות לסורק בכניסה. הקוד מתחלף בכל דקה, ועובד גם בלי חיבור.",
    "Show it to the scanner at the door. It changes every minute, and works offline too.",
)
PASS_NEXT = Text("השיעור הבא: {session}, {at}", "Next class: {session}, {at}")
PASS_NO_NEXT = Text("אין שיעור קרוב", "No class ahead")
PASS_EMPTY = Text("אין כאן קוד להיום", "There is no code for today here")
PASS_EMPTY_WHY = Text(
    "הקודים של היום מגיעים כשפותחים את האפליקציה עם חיבור. אפשר לומר את השם בכניסה.",
    "Today's codes come when the app is opened online. You can say your name at the door.",
)
PASS_OFFLINE = Text("אין חיבור. הכרטיס עובד כרגיל", "Offline. The pass works as usual")
PASS_WHOSE = Text("של מי הכרטיס", "Whose pass")
PASS_AGAIN = Text("ניסיון חוזר", "Try again")
PASS_LIGHT = Text("לסריקה מהירה, להגביר את בהירות המסך", "For a quick scan, turn the brightness up")

# the scanner
SCAN = Text("סריקה", "Scan")
SCAN_OPEN = Text("סריקת כרטיסים", "Scan passes")
SCAN_CLOSE = Text("סגירת הסורק", "Close the scanner")
SCAN_LABEL = Text("סורק כרטיסים", "Pass scanner")
SCAN_AIM = Text("לכוון אל הקוד של המתאמן", "Aim at the member's code")
SCAN_STARTS = Text("המצלמה נפתחת", "Starting the camera")
SCAN_DENIED = Text(
    "אין גישה למצלמה. אפשר לאשר אותה בהגדרות הדפדפן, או לחפש לפי שם.",
    "The camera isn't allowed. Allow it in the browser's settings, or search by name.",
)
SCAN_NONE = Text(
    "לא נמצאה מצלמה במכשיר הזה. אפשר לחפש לפי שם.",
    "This device has no camera. You can search by name.",
)
SCAN_BUSY = Text(
    "המצלמה תפוסה או לא נפתחה. אפשר לנסות שוב, או לחפש לפי שם.",
    "The camera is in use or didn't start. Try again, or search by name.",
)
SCANNED: Final = {
    "checked_in": Text("{name} בפנים", "{name} is in"),
    "was_in": Text("{name} כבר בפנים", "{name} was in already"),
    "no_place": Text("אין ל{name} מקום בשיעור הזה", "{name} has no place in this class"),
    "unknown": Text("הקוד לא מוכר כאן, או ישן", "This code isn't known here, or is old"),
}
SCANNED_WHY: Final = {
    "checked_in": Text("נרשם ב־{at}", "Checked in at {at}"),
    "was_in": Text("לא נרשם פעמיים", "Not counted twice"),
    "no_place": Text("אפשר להוסיף עכשיו", "You can add them now"),
    "unknown": Text("לבקש לרענן את הכרטיס ולסרוק שוב", "Ask for a fresh pass and scan again"),
}
WALK_IN = Text("הוספה לשיעור", "Add to the class")

# taps that wait
WAITING_TAPS = Text("ממתינים לשליחה:", "Waiting to be sent:")
WAITING_WHY = Text("יישלחו לבד כשיהיה חיבור", "They go by themselves once there is a connection")

# the kiosk
KIOSK_TITLE = Text("כניסה לשיעור", "Check in")
KIOSK_GONE = Text("הכתובת הזאת לא פעילה", "This address isn't in use")
KIOSK_GONE_WHY = Text(
    "אפשר לפתוח מסך כניסה חדש בהגדרות המכון, ולסרוק שם את הכתובת.",
    "Open a new check-in screen in the studio's settings, and scan its address there.",
)
KIOSK_PHONE = Text("מספר טלפון, או 4 ספרות אחרונות", "Phone number, or its last 4 digits")
KIOSK_KEYS = Text("ספרות", "Digits")
KIOSK_DELETE = Text("מחיקת ספרה", "Delete a digit")
KIOSK_FIND = Text("המשך", "Continue")
KIOSK_SCAN = Text("סריקת כרטיס", "Scan a pass")
KIOSK_DOOR = Text("או לסרוק מכאן בטלפון", "Or scan this with your phone")
KIOSK_DOOR_QR = Text("קוד הדלת, מתחלף בכל דקה", "The door's code, another one every minute")
KIOSK_WHO = Text("מי נכנס", "Who is coming in")
KIOSK_CHOOSE = Text("לאיזה שיעור", "To which class")
KIOSK_NOBODY = Text(
    "לא נמצא מקום בשיעור קרוב לפי המספר הזה. אפשר לנסות שוב, או לפנות לצוות.",
    "No place in a class about to begin was found by that number. Try again, or ask the team.",
)
KIOSK_UNKNOWN = Text(
    "הקוד לא מוכר כאן, או ישן. אפשר לפתוח את הכרטיס שוב ולנסות.",
    "This code isn't known here, or is old. Open the pass again and retry.",
)
KIOSK_NO_CLASS = Text(
    "{name}, אין לך מקום בשיעור שמתחיל עכשיו. אפשר לפנות לצוות.",
    "{name}, you have no place in a class that starts now. Please ask the team.",
)
KIOSK_BACK = Text("להתחלה", "Start over")
KIOSK_SHORT_NAME = Text("{first} {initial}׳", "{first} {initial}.")
KIOSK_CLASS = Text("{session}, {at}", "{session}, {at}")
ARRIVED: Final = {
    "checked_in": Text("{name} בפנים", "{name} is in"),
    "was_in": Text("{name} כבר בפנים", "{name} was in already"),
}
MORE_DIGITS = Text("צריך לפחות 4 ספרות", "At least 4 digits are needed")

# the door's own code
HERE_TITLE = Text("כניסה לשיעור", "Check in")
HERE_DONE: Final = {
    "checked_in": Text("הכניסה נרשמה", "You're checked in"),
    "was_in": Text("הכניסה כבר נרשמה", "You were checked in already"),
}
HERE_NONE = Text("אין לך מקום בשיעור שמתחיל עכשיו", "You have no place in a class that starts now")
HERE_NONE_WHY = Text(
    "אפשר להירשם בלו״ז, או לפנות לצוות.", "Book one in the schedule, or ask the team."
)
HERE_WHICH = Text("לאיזה שיעור נכנסים", "Which class are you here for")
CODE_OVER = Text(
    "הקוד הזה כבר לא בתוקף. אפשר לסרוק שוב את הקוד שעל המסך בכניסה.",
    "This code is no longer good. Scan the one on the screen at the door again.",
)

# the owner's list
KIOSKS = Text("מסכי כניסה", "Check-in screens")
KIOSKS_HELP = Text(
    "טאבלט ליד הדלת, שבו מתאמנים מסמנים הגעה לבד. הוא נפתח בכתובת משלו, ולא רואים בו דבר מלבד הכניסה.",
    "A tablet at the door where members check themselves in. It opens by its own address and shows nothing else.",
)
KIOSK_COPY = Text("העתקה", "Copy")
KIOSK_COPIED = Text("הכתובת הועתקה", "The address was copied")
KIOSK_NAME = Text("שם המסך", "Name of the screen")
KIOSK_NAME_HINT = Text("למשל: דלת ראשית", "For example: main door")
KIOSK_WHERE = Text("סניף", "Location")
KIOSK_ADD = Text("מסך חדש", "New screen")
KIOSK_OPEN_IT = Text("לפתוח בטאבלט", "Open it on the tablet")
KIOSK_ONCE = Text(
    "הכתובת מוצגת רק עכשיו. לסרוק אותה מהטאבלט, או להעתיק ולשמור.",
    "The address is shown this once. Scan it with the tablet, or copy it.",
)
KIOSK_ADDRESS = Text("כתובת המסך", "Address of the screen")
KIOSK_ADDRESS_QR = Text("קוד שפותח את המסך בטאבלט", "A code that opens the screen on the tablet")
KIOSK_DONE = Text("המסך נפתח", "It's open")
KIOSK_SEEN = Text("נראה לאחרונה: {at}", "Last seen: {at}")
KIOSK_NEVER = Text("עוד לא נפתח", "Not opened yet")
KIOSK_CLOSED_ON = Text("נסגר {at}", "Closed {at}")
KIOSK_RENAME = Text("שינוי שם", "Rename")
KIOSK_RENAME_TITLE = Text("שם אחר למסך {name}", "Rename {name}")
KIOSK_RENAMED = Text("השם עכשיו: {name}", "It is called {name} now")
KIOSK_NAME_BACK = Text("השם הקודם חזר: {name}", "Called {name} again")
KIOSK_MORE = Text("עוד: {name}", "More: {name}")
KIOSK_REVOKE = Text("סגירת הכתובת", "Close the address")
KIOSK_REVOKE_ASK = Text("לסגור את המסך {name}?", "Close the screen {name}?")
KIOSK_REVOKE_WHY = Text(
    "הטאבלט יפסיק לעבוד מיד, ואי אפשר לפתוח שוב את אותה הכתובת.",
    "The tablet stops at once, and this address cannot be opened again.",
)
KIOSK_REVOKED = Text("הכתובת נסגרה", "The address is closed")
KIOSK_EMPTY = Text("אין מסכי כניסה", "No check-in screens")
KIOSK_EMPTY_WHY = Text(
    "עם טאבלט ישן ליד הדלת, מתאמנים נכנסים בלי לחכות.",
    "With an old tablet at the door, members come in without waiting.",
)
KIOSK_NEEDS_NAME = Text(
    "חסר שם למסך. למשל: דלת ראשית", "The screen needs a name. For example: main door"
)
KIOSK_AT_CLOSED = Text("הסניף סגור. לבחור סניף פתוח", "That location is closed. Pick an open one")
WAY_KIOSKS_WHY = Text("טאבלט ליד הדלת", "A tablet at the door")

EVENTS: Final = {
    "checkin.kiosk_added": Text(
        "נפתח מסך כניסה ב{location}", "Opened a check-in screen at {location}"
    ),
    "checkin.kiosk_renamed": Text(
        "מסך כניסה ב{location} קיבל שם אחר", "Renamed a check-in screen at {location}"
    ),
    "checkin.kiosk_revoked": Text(
        "נסגר מסך כניסה ב{location}", "Closed a check-in screen at {location}"
    ),
}
