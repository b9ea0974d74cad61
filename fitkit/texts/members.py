"""People words: members, tags, notes, staff and their members."""

from fitkit.core.i18n import Forms, Plural, Text

MEMBER = Text("מתאמן", "Member")
MEMBERS = Text("מתאמנים", "Members")
STAFF = Text("צוות", "Staff")
COACH = Text("מאמן", "Coach")

STATUS_LEAD = Text("ליד", "Lead")
STATUS_TRIAL = Text("ניסיון", "Trial")
STATUS_ACTIVE = Text("מנוי פעיל", "Active")
STATUS_FROZEN = Text("בהקפאה", "Frozen")
STATUS_PAST_DUE = Text("בפיגור", "Past due")
STATUS_ENDED = Text("הסתיים", "Ended")
STATUSES = {
    "lead": STATUS_LEAD,
    "trial": STATUS_TRIAL,
    "active": STATUS_ACTIVE,
    "frozen": STATUS_FROZEN,
    "past_due": STATUS_PAST_DUE,
    "ended": STATUS_ENDED,
}
SOURCES = {
    "unknown": Text("לא ידוע", "Unknown"),
    "walk_in": Text("הגעה למקום", "Walked in"),
    "referral": Text("חבר הביא חבר", "Referred by a friend"),
    "website": Text("אתר", "Website"),
    "social": Text("רשתות חברתיות", "Social media"),
    "import": Text("ייבוא", "Imported"),
    "other": Text("אחר", "Other"),
}
GENDERS = {  # the first is what a new form stands on
    "unsaid": Text("לא צוין", "Not said"),
    "female": Text("נקבה", "Female"),
    "male": Text("זכר", "Male"),
}

FIRST_NAME = Text("שם פרטי", "First name")
LAST_NAME = Text("שם משפחה", "Last name")
PHONE = Text("טלפון", "Phone")
EMAIL = Text("דוא״ל", "E-mail")
BIRTH_DATE = Text("תאריך לידה", "Date of birth")
NATIONAL_ID = Text("מספר זהות", "ID number")
GENDER = Text("לשון פנייה", "Form of address")
ADDRESS = Text("כתובת", "Address")
EMERGENCY_NAME = Text("איש קשר לחירום", "Emergency contact")
EMERGENCY_PHONE = Text("טלפון לחירום", "Emergency phone")
SOURCE = Text("מקור הגעה", "Source")
JOINED_ON = Text("תאריך הצטרפות", "Joined on")
FIELDS = {
    "first_name": FIRST_NAME,
    "last_name": LAST_NAME,
    "phone": PHONE,
    "email": EMAIL,
    "birth_date": BIRTH_DATE,
    "national_id": NATIONAL_ID,
    "gender": GENDER,
    "address": ADDRESS,
    "emergency_name": EMERGENCY_NAME,
    "emergency_phone": EMERGENCY_PHONE,
    "source": SOURCE,
    "joined_on": JOINED_ON,
    "guardian_id": Text("הורה או אפוטרופוס", "Parent or guardian"),
}

STOP_LATIN, STOP_HEBREW = ".", "׳"  # after the initial of a name, by its script

COUNT = Plural(
    he=Forms(one="מתאמן אחד", two="שני מתאמנים", other="{n} מתאמנים"),
    en=Forms(one="1 member", other="{n} members"),
)

NOT_PRINTABLE = Text(
    "יש כאן תו שאי אפשר להציג. כדאי להקליד מחדש",
    "There is a character here that can't be shown. Type it again",
)
BORN_IN_FUTURE = Text("תאריך הלידה עוד לא הגיע", "The date of birth is in the future")
BORN_TOO_LONG_AGO = Text(
    "תאריך הלידה רחוק מדי. כדאי לבדוק את השנה",
    "The date of birth is too long ago. Check the year",
)
JOINED_IN_FUTURE = Text(
    "תאריך ההצטרפות עוד לא הגיע. אפשר לבחור את היום",
    "The joining date is in the future. Today works",
)
PHONE_TAKEN = Text(
    "הטלפון הזה רשום אצל {name}. אפשר לפתוח את הכרטיס הקיים, או להוסיף בכל זאת",
    "{name} has this phone. Open the existing record, or add anyway",
)
EMAIL_TAKEN = Text(
    "הדוא״ל הזה רשום אצל {name}. אפשר לפתוח את הכרטיס הקיים, או להוסיף בכל זאת",
    "{name} has this e-mail. Open the existing record, or add anyway",
)
PHONE_IN_ARCHIVE = Text(
    "הטלפון הזה רשום אצל {name} מהארכיון. אפשר להחזיר מהארכיון, או להוסיף בכל זאת",
    "{name} in the archive has this phone. Restore the record, or add anyway",
)
EMAIL_IN_ARCHIVE = Text(
    "הדוא״ל הזה רשום אצל {name} מהארכיון. אפשר להחזיר מהארכיון, או להוסיף בכל זאת",
    "{name} in the archive has this e-mail. Restore the record, or add anyway",
)
ALREADY_ARCHIVED = Text("הכרטיס כבר בארכיון", "This record is already in the archive")
NOT_ARCHIVED = Text("הכרטיס לא בארכיון", "This record isn't in the archive")
IN_ARCHIVE = Text(
    "הכרטיס של {name} בארכיון. קודם להחזיר אותו משם",
    "{name} is in the archive. Restore the record first",
)
OWN_GUARDIAN = Text(
    "אי אפשר לבחור את אותו אדם כהורה של עצמו. לבחור מישהו אחר",
    "Nobody is their own guardian. Choose someone else",
)
GUARDIAN_IS_CHILD = Text(
    "{name} מתחת לגיל 18. הורה או אפוטרופוס צריך להיות בגיר",
    "{name} is under 18. A guardian has to be an adult",
)
GUARDIAN_OF_ADULT = Text(
    "{name} מעל גיל 18, ולא צריך אפוטרופוס. אפשר לבדוק את תאריך הלידה",
    "{name} is 18 or older and needs no guardian. Check the date of birth",
)
GUARDIAN_HAS_ONE = Text(
    "ל{name} יש אפוטרופוס משלו. לבחור את מי שאחראי על שניהם",
    "{name} has a guardian too. Choose the one who answers for both",
)
FORMS = {
    "health_declaration": Text("הצהרת בריאות", "Health declaration"),
    "doctor_certificate": Text("אישור רפואי", "Doctor's certificate"),
    "waiver": Text("כתב ויתור", "Waiver"),
    "parent_consent": Text("הסכמת הורה", "Parent's consent"),
}
SIGNED_IN_FUTURE = Text(
    "תאריך החתימה עוד לא הגיע. אפשר לבחור את היום", "The signing date is in the future. Today works"
)
SIGNED_TOO_LONG_AGO = Text(
    "הטופס נחתם לפני יותר מדי זמן. צריך טופס חדש",
    "This was signed too long ago. A new form is needed",
)
FORM_BACKWARDS = Text(
    "התוקף נגמר לפני החתימה. לבדוק את שני התאריכים",
    "It would end before it was signed. Check both dates",
)
FORM_OVER = Text(
    "התוקף של הטופס הזה כבר נגמר. צריך טופס חדש", "This form is past its date. A new one is needed"
)
FORM_WITHDRAWN = Text("הטופס כבר הוסר", "This form was taken off already")
NEEDS_CONTACT = Text(
    "צריך להשאיר טלפון או דוא״ל, כדי שהמכון יוכל ליצור קשר",
    "Keep a phone or an e-mail, so the studio can reach you",
)
NOBODY_CHOSEN = Text(
    "לא נבחר אף אחד. לבחור לפחות מתאמן אחד", "Nobody is chosen. Choose at least one member"
)
TOO_MANY_CHOSEN = Text(
    "נבחרו יותר מדי מתאמנים. אפשר עד {most} בבת אחת",
    "Too many members at once. {most} at most",
)
TAG_TAKEN = Text("יש כבר תגית בשם הזה", "There is a tag with this name already")

STAFF_HAS_MEMBERS = Text(
    "אל {name} משויכים {count}. קודם להעביר אותם למאמן אחר",
    "{name} still has {count}. Hand them over to another coach first",
)
STAFF_ALREADY_ARCHIVED = Text("הכרטיס כבר בארכיון", "This record is already in the archive")
STAFF_NOT_ARCHIVED = Text("הכרטיס לא בארכיון", "This record isn't in the archive")
NOT_A_COACH = Text(
    "אל {name} אי אפשר לשייך מתאמנים. לבחור מאמן מהצוות הפעיל",
    "{name} can't be given members. Choose a coach who works here",
)
SAME_COACH = Text("זה אותו מאמן. לבחור מאמן אחר", "That's the same coach. Choose another")
NOTHING_TO_HAND_OVER = Text(
    "אל {name} לא משויכים מתאמנים, אין מה להעביר",
    "{name} has no members, so there is nothing to hand over",
)
OWNER_STAYS = Text(
    "המכון בבעלות {name}. קודם להעביר את הבעלות",
    "{name} owns the studio. Hand over the ownership first",
)
STAFF_EMAIL_TAKEN = Text(
    "הדוא״ל הזה רשום אצל {name} מהצוות. אפשר לפתוח את הכרטיס הקיים",
    "{name} on the staff has this e-mail. Open the existing record",
)
COACH_FIRST = Text(
    "אל {name} משויכים {count}. קודם להעביר אותם, ואז אפשר להפסיק לסמן כמאמן",
    "{name} still has {count}. Hand them over before unmarking as a coach",
)

EVENTS = {
    "members.added": Text("הוספת כרטיס: {member}", "Added {member}"),
    "members.changed": Text("עדכון פרטים: {member}", "Changed details of {member}"),
    "members.status_changed": Text("שינוי סטטוס: {member}", "Status change: {member}"),
    "members.tagged": Text("הוספת תגית, מתאמנים: {count}", "Tag added, members: {count}"),
    "members.untagged": Text("הסרת תגית, מתאמנים: {count}", "Tag removed, members: {count}"),
    "members.tag_renamed": Text("שינוי שם של תגית", "Renamed a tag"),
    "members.tag_removed": Text("מחיקת תגית, מתאמנים: {count}", "Deleted a tag, members: {count}"),
    "members.note_added": Text("הוספת הערה: {member}", "Note added: {member}"),
    "members.note_removed": Text("הסרת הערה: {member}", "Note removed: {member}"),
    "members.archived": Text("העברה לארכיון: {member}", "Archived {member}"),
    "members.restored": Text("החזרה מהארכיון: {member}", "Restored {member}"),
    "members.national_id_read": Text(
        "צפייה במספר זהות: {member}", "Read the ID number of {member}"
    ),
    "members.guardian_set": Text("שינוי אפוטרופוס: {member}", "Guardian changed: {member}"),
    "members.form_recorded": Text("טופס התקבל, {form}: {member}", "Form on file, {form}: {member}"),
    "members.form_withdrawn": Text(
        "הוסר טופס, {form}: {member}", "Form taken off file, {form}: {member}"
    ),
    "staff.added": Text("הוספה לצוות: {staff}", "Added to the staff: {staff}"),
    "staff.changed": Text("עדכון פרטי צוות: {staff}", "Changed staff details: {staff}"),
    "staff.archived": Text("סיום עבודה: {staff}", "Left the staff: {staff}"),
    "staff.restored": Text("חזרה לצוות: {staff}", "Back on the staff: {staff}"),
    "staff.coach_assigned": Text(
        "שיוך אל {staff}, מתאמנים: {count}", "Assigned to {staff}, members: {count}"
    ),
    "staff.coach_unassigned": Text(
        "ביטול שיוך אל {staff}, מתאמנים: {count}", "No longer with {staff}, members: {count}"
    ),
    "staff.handed_over": Text(
        "העברת מתאמנים מ{staff}: {count}", "Handed over from {staff}, members: {count}"
    ),
}
