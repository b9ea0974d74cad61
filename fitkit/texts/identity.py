"""Signing in, accounts, roles, invitations, and the letters about them."""

from fitkit.core.errors import Denied
from fitkit.core.i18n import Text
from fitkit.core.phone import NOT_A_PHONE
from fitkit.texts import common, orgs

WRONG = Text(
    "הפרטים לא תואמים. לבדוק ולנסות שוב, או לקבל קוד בדוא״ל",
    "These details don't match. Check them and try again, or get a code by e-mail",
)
LOCKED = Text(
    "יותר מדי ניסיונות. אפשר לנסות שוב בעוד {minutes} דק׳, או להיכנס עם קוד בדוא״ל",
    "Too many attempts. Try again in {minutes} min, or sign in with a code by e-mail",
)
CODE_WRONG = Text(
    "הקוד לא נכון או שפג תוקפו. אפשר לנסות שוב או לבקש קוד חדש",
    "That code is wrong or has expired. Try again or ask for a new one",
)
FACTOR_WRONG = Text(
    "הקוד לא נכון או שכבר נעשה בו שימוש. לנסות את הקוד הבא באפליקציה",
    "That code is wrong or was used already. Try the next one in the app",
)
PASSWORD_WRONG = Text("הסיסמה לא נכונה", "That password is wrong")
PASSWORD_NEEDED = Text(
    "קודם צריך לבחור סיסמה לחשבון, בהגדרות", "Choose a password for your account first, in settings"
)
PASSWORD_SHORT = Text("הסיסמה קצרה מדי: לפחות 10 תווים", "Too short: at least 10 characters")
PASSWORD_LONG = Text("הסיסמה ארוכה מדי: עד 200 תווים", "Too long: 200 characters at most")
PASSWORD_IS_EMAIL = Text(
    "הסיסמה זהה לכתובת הדוא״ל. לבחור משהו אחר", "The password is the e-mail address. Choose another"
)
PASSWORD_COMMON = Text(
    "הסיסמה הזו מהנפוצות ביותר וקל לנחש אותה. לבחור אחרת",
    "This is among the commonest passwords and easily guessed. Choose another",
)
NO_TOTP_STARTED = Text(
    "הקישור לאפליקציה פג. להתחיל שוב את ההפעלה", "That set-up has ended. Start it again"
)
TOTP_IS_ON = Text(
    "אימות דו־שלבי כבר פועל. כדי להחליף מכשיר, קודם לכבות אותו",
    "The second factor is on already. To move it to another device, switch it off first",
)
TOTP_NEEDED = Text(
    "התפקיד שלך כאן מחייב אימות דו־שלבי, ולכן אי אפשר לכבות אותו",
    "Your role here needs the second factor, so it can't be switched off",
)
NOT_YOUR_OWN_ROLE = Text(
    "אי אפשר לשנות את התפקיד של עצמך. לבקש מבעלי המכון",
    "You can't change your own role. Ask the owner",
)
ROLE_TOO_HIGH = Text(
    "אין לך הרשאה לתת את התפקיד הזה. לבקש מבעלי המכון",
    "This role isn't yours to give. Ask the owner",
)
CANNOT_NARROW = Text("אי אפשר לצמצם את התפקיד הזה כך", "This role can't be narrowed that way")
HAS_ROLE = Text("התפקיד הזה כבר ניתן", "This role has been given already")
NOT_HERE = Text("אין משתמש כזה במכון", "There is no such user in this gym")
HAND_OVER_TO_STAFF = Text(
    "אפשר להעביר בעלות רק למי שכבר מנהל או מאמן במכון",
    "Ownership can only go to an admin or a coach of this gym",
)
NO_SUCH_GYM = Text("אין לך תפקיד במכון הזה", "You have no role in this gym")
ALREADY_INVITED = Text(
    "כבר יש הזמנה פתוחה. אפשר לשלוח אותה שוב",
    "There is an open invitation already. It can be sent again",
)
ALREADY_HERE = Text("כבר יש כאן חשבון מחובר", "They are signed up here already")
WAIT_TO_RESEND = Text(
    "ההזמנה נשלחה ממש עכשיו. אפשר לשלוח שוב בעוד דקה", "It was sent just now. Try again in a minute"
)
TOO_MANY_LETTERS = Text(
    "ההזמנה נשלחה כבר כמה פעמים. עדיף לבדוק את הכתובת או לשלוח את הקישור בדרך אחרת",
    "It has been sent several times. Check the address, or send the link another way",
)
INVITATION_GONE = Text(
    "ההזמנה כבר לא בתוקף. אפשר לבקש מהמכון הזמנה חדשה",
    "This invitation is no longer good. Ask the gym for a new one",
)
SIGN_IN_FIRST = Text(
    "כדי להצטרף עם הכתובת הזו צריך קודם להיכנס לחשבון. ההזמנה תחכה",
    "To join with this address, sign in first. The invitation will wait",
)
PROFILE_IS_ANOTHERS = Text(
    "הכרטיס הזה כבר מחובר לחשבון אחר", "This profile belongs to another account already"
)

MANY_TRIES = Text(
    "יותר מדי ניסיונות מכאן. אפשר לנסות שוב בעוד {minutes} דק׳",
    "Too many attempts from here. Try again in {minutes} min",
)
# What a form post answers in the address, as short words; the screen says the sentence.
PROBLEMS = {
    "wrong": WRONG,
    "locked": LOCKED,
    "limit": MANY_TRIES,
    "code": CODE_WRONG,
    "factor": FACTOR_WRONG,
    "gone": INVITATION_GONE,
    "sign-in-first": SIGN_IN_FIRST,
    "another": PROFILE_IS_ANOTHERS,
    "no-gym": NO_SUCH_GYM,
    "short": PASSWORD_SHORT,
    "long": PASSWORD_LONG,
    "is-email": PASSWORD_IS_EMAIL,
    "common": PASSWORD_COMMON,
    "required": common.REQUIRED,
    "too-long": common.TOO_LONG,
    "email": common.NOT_AN_EMAIL,
    "phone": NOT_A_PHONE,
    "choice": common.NOT_A_CHOICE,
    "slug-length": orgs.SLUG_LENGTH,
    "slug-letters": orgs.SLUG_LETTERS,
    "slug-reserved": orgs.SLUG_RESERVED,
    "slug-taken": orgs.SLUG_TAKEN,
    "colour": orgs.NOT_A_COLOUR,
    "accept": orgs.ACCEPT_FIRST,
    "many-gyms": orgs.TOO_MANY_GYMS,
    "denied": Denied.text,
}

ROLES = {
    "owner": Text("בעלות", "Owner"),
    "admin": Text("ניהול", "Admin"),
    "coach": Text("צוות אימון", "Coach"),
    "member": Text("מתאמנים", "Member"),
    "support": Text("תמיכה", "Support"),
    "platform_admin": Text("ניהול פלטפורמה", "Platform admin"),
}
PRESETS = {
    "full": Text("כל ההרשאות של התפקיד", "Everything the role allows"),
    "front_desk": Text("דלפק קבלה", "Front desk"),
    "bookkeeper": Text("הנהלת חשבונות", "Bookkeeper"),
}
PERMISSIONS = {
    "use_account": Text("שימוש בחשבון", "Use the account"),
    "book_self": Text("הרשמה לשיעורים", "Book classes"),
    "see_own": Text("צפייה בפרטים האישיים", "See own details"),
    "edit_own": Text("עריכת הפרטים האישיים", "Edit own details"),
    "see_timetable": Text("צפייה במערכת השעות", "See the timetable"),
    "see_roster": Text("צפייה בנרשמים לשיעור", "See who comes to a class"),
    "check_in": Text("סימון הגעה", "Check people in"),
    "excuse": Text("מחילה על אי־הגעה", "Excuse no-shows"),
    "book_others": Text("רישום מתאמנים לשיעורים", "Book for members"),
    "see_members": Text("צפייה במתאמנים", "See members"),
    "note_members": Text("כתיבת הערות על מתאמנים", "Write notes on members"),
    "see_overview": Text("צפייה בתמונת המצב", "See the overview"),
    "edit_members": Text("עריכת מתאמנים", "Edit members"),
    "archive_members": Text("העברת מתאמנים לארכיון", "Archive members"),
    "see_plans": Text("צפייה במסלולים", "See plans"),
    "edit_plans": Text("עריכת מסלולים", "Edit plans"),
    "give_plans": Text("מתן מסלול למתאמנים", "Give plans to members"),
    "see_money": Text("צפייה בכספים", "See money"),
    "edit_money": Text("רישום תשלומים", "Record payments"),
    "refund": Text("החזרים ותיקוני יתרה", "Refund and correct balances"),
    "edit_catalogue": Text("עריכת הקטלוג", "Edit the catalogue"),
    "edit_timetable": Text("עריכת מערכת השעות", "Edit the timetable"),
    "see_staff": Text("צפייה בצוות", "See staff"),
    "edit_staff": Text("עריכת הצוות", "Edit staff"),
    "invite_members": Text("הזמנת מתאמנים", "Invite members"),
    "edit_settings": Text("עריכת ההגדרות", "Edit settings"),
    "see_audit": Text("צפייה ביומן הפעולות", "See the audit log"),
    "hand_over": Text("העברת הבעלות", "Hand over ownership"),
    "see_platform": Text("צפייה בפלטפורמה", "See the platform"),
    "run_platform": Text("ניהול הפלטפורמה", "Run the platform"),
}

# Letters.
CODE_SUBJECT = Text("{code} הוא קוד הכניסה ל־FitKit", "{code} is your FitKit code")
CODE_TITLE = Text("קוד הכניסה", "Your sign-in code")
CODE_BODY = Text(
    "זה הקוד לכניסה ל־FitKit. הוא תקף לעשר דקות ופעם אחת בלבד.",
    "Use this code to sign in to FitKit. It works once, within ten minutes.",
)
CODE_FOOTER = Text(
    "לא ביקשת קוד? אפשר להתעלם מההודעה. בלי הקוד אף אחד לא נכנס, ולכן לא כדאי למסור אותו.",
    "Didn't ask for it? Ignore this letter. Nobody gets in without the code, so don't share it.",
)
INVITE_SUBJECT = Text("הזמנה להצטרף אל {gym}", "You're invited to {gym}")
INVITE_TITLE = Text("{gym} מחכים לך", "{gym} is expecting you")
INVITE_HELLO = Text("שלום {name},", "Hello {name},")
INVITE_HELLO_PLAIN = Text("שלום,", "Hello,")
INVITE_MEMBER_BODY = Text(
    "{gym} פתחו עבורך חשבון. שם נרשמים לשיעורים, רואים את המנוי ומקבלים עדכונים.",
    "{gym} opened an account for you: book classes, see your plan, hear what's new.",
)
INVITE_STAFF_BODY = Text(
    "{gym} מזמינים אותך לצוות. אחרי ההצטרפות יחכו לך השיעורים והמתאמנים.",
    "{gym} invites you to the team. Your classes and members are waiting inside.",
)
INVITE_BUTTON = Text("הצטרפות", "Join")
INVITE_FOOTER = Text(
    "ההזמנה אישית ותקפה ל־14 ימים. אם ההודעה הגיעה בטעות, אפשר להתעלם ממנה.",
    "The invitation is personal and good for 14 days. If it reached you by mistake, ignore it.",
)


EVENTS = {
    "identity.signed_in": Text("כניסה: {user}", "Signed in: {user}"),
    "identity.signed_out": Text("יציאה: {user}", "Signed out: {user}"),
    "identity.sign_ins_revoked": Text(
        "ניתוק מכשירים של {user}: {count}", "Signed out devices of {user}: {count}"
    ),
    "identity.locked": Text(
        "נעילה של {minutes} דק׳ אחרי ניסיונות שגויים",
        "Locked for {minutes} min after wrong attempts",
    ),
    "identity.code_requested": Text("בקשת קוד כניסה", "Asked for a sign-in code"),
    "identity.user_joined": Text("חשבון חדש: {user}", "New account: {user}"),
    "identity.account_changed": Text("עדכון פרטי חשבון: {user}", "Changed account details: {user}"),
    "identity.password_changed": Text("החלפת סיסמה: {user}", "Changed password: {user}"),
    "identity.totp_enabled": Text(
        "הפעלת אימות דו־שלבי: {user}", "Second factor switched on: {user}"
    ),
    "identity.totp_disabled": Text(
        "כיבוי אימות דו־שלבי: {user}", "Second factor switched off: {user}"
    ),
    "identity.recovery_code_used": Text(
        "כניסה עם קוד שחזור: {user}, נותרו {left}", "Recovery code used: {user}, {left} left"
    ),
    "identity.invited": Text("הזמנה: {member}{staff}", "Invited {member}{staff}"),
    "identity.invitation_resent": Text(
        "שליחת הזמנה שוב: {member}{staff}", "Sent again the invitation of {member}{staff}"
    ),
    "identity.invitation_revoked": Text(
        "ביטול הזמנה: {member}{staff}", "Revoked the invitation of {member}{staff}"
    ),
    "identity.invitation_accepted": Text("הצטרפות בהזמנה: {user}", "Joined by invitation: {user}"),
    "identity.role_granted": Text("תפקיד חדש של {user}: {role}", "New role of {user}: {role}"),
    "identity.role_narrowed": Text(
        "שינוי הרשאות של {user} בתפקיד {role}", "Changed permissions of {user} as {role}"
    ),
    "identity.role_revoked": Text("הסרת תפקיד של {user}: {role}", "Removed role of {user}: {role}"),
    "identity.handed_over": Text("העברת בעלות אל {user}", "Ownership handed over to {user}"),
}
