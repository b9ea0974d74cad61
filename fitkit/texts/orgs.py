"""Opening a gym, its details and its settings."""

from fitkit.core.i18n import Text

SLUG_LENGTH = Text("הכתובת צריכה להיות באורך 3 עד 40 תווים", "The address needs 3 to 40 characters")
SLUG_LETTERS = Text(
    "בכתובת אפשר להשתמש רק באותיות לועזיות קטנות, בספרות ובמקף באמצע. לדוגמה: namal-fit",
    "The address takes small Latin letters, digits, and hyphens inside. For example: namal-fit",
)
SLUG_RESERVED = Text(
    "הכתובת הזו שמורה למערכת. לבחור אחרת", "This address is reserved. Choose another"
)
SLUG_TAKEN = Text("הכתובת הזו כבר תפוסה. לבחור אחרת", "This address is taken. Choose another")
NOT_A_COLOUR = Text(
    "הצבע לא מובן. לדוגמה: ‎#0B6E7A", "That colour isn't clear. For example: #0B6E7A"
)
ACCEPT_FIRST = Text(
    "כדי לפתוח מכון צריך לאשר את שלושת המסמכים",
    "To open a gym, all three documents must be accepted",
)
TOO_MANY_GYMS = Text(
    "אפשר לפתוח עד שלושה מכונים ביממה. לנסות שוב מחר",
    "Up to three gyms can be opened in a day. Try again tomorrow",
)

KINDS = {
    "crossfit": Text("קרוספיט", "CrossFit"),
    "pilates": Text("פילאטיס", "Pilates"),
    "yoga": Text("יוגה", "Yoga"),
    "trainer": Text("אימון אישי", "Personal trainer"),
}
DOCUMENTS = {
    "terms": Text("תנאי השימוש", "Terms of use"),
    "privacy": Text("מדיניות הפרטיות", "Privacy notice"),
    "processing": Text("הסכם עיבוד המידע", "Data processing agreement"),
}

EVENTS = {
    "orgs.opened": Text("פתיחת המכון על ידי {user}", "Gym opened by {user}"),
    "orgs.agreement_accepted": Text(
        "אישור מסמך בגרסה {version}", "Accepted a document, version {version}"
    ),
    "orgs.details_changed": Text("עדכון פרטי המכון", "Changed the gym's details"),
    "orgs.brand_changed": Text("החלפת צבע המותג ל־{brand}", "Changed the brand colour to {brand}"),
    "orgs.settings_changed": Text("עדכון הגדרות המכון", "Changed the gym's settings"),
}

# Words in names of gyms that nobody spells by their sound, as a suggested address has them.
SPELT = {
    "סטודיו": "studio",
    "קרוספיט": "crossfit",
    "פילאטיס": "pilates",
    "יוגה": "yoga",
    "פיטנס": "fitness",
    "ספורט": "sport",
    "של": "shel",
}
