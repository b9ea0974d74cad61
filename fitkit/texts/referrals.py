"""Credit for bringing somebody: a member's own link, and the owner's setting."""

from fitkit.core.i18n import Text

REWARD_IS_WRONG = Text("סכום בין אפס ל־{most}", "An amount between nothing and {most}")

# a member's own
TITLE = Text("להביא חברים", "Bring a friend")
WHY_BOTH = Text(
    "מי שמצטרפים בקישור שלך ומשלמים על המסלול הראשון מקבלים {friend}, ולך נוספים {referrer} ליתרת הזכות.",
    "Whoever joins by your link and pays for a first plan gets {friend}, and {referrer} are added to your credit.",
)
WHY_REFERRER = Text(
    "כשמי שמצטרפים בקישור שלך משלמים על המסלול הראשון, נוספים לך {referrer} ליתרת הזכות.",
    "When somebody who joins by your link pays for a first plan, {referrer} are added to your credit.",
)
WHY_FRIEND = Text(
    "מי שמצטרפים בקישור שלך ומשלמים על המסלול הראשון מקבלים {friend} ליתרת הזכות.",
    "Whoever joins by your link and pays for a first plan gets {friend} of credit.",
)
LINK = Text("הקישור שלך", "Your link")
COPY = Text("העתקה", "Copy")
COPIED = Text("הקישור הועתק", "Link copied")
MESSAGE = Text("בואו להתאמן איתי ב{gym}: {link}", "Come and train with me at {gym}: {link}")
BROUGHT_BY = Text(
    "הגעת בהמלצה. אחרי התשלום על המסלול הראשון נוספים לך {friend} ליתרת הזכות.",
    "You were brought by a friend. After paying for your first plan, {friend} are added to your credit.",
)

# the owner's
SETTING = Text("זיכוי על הבאת חברים", "Credit for bringing a friend")
SETTING_WHY = Text(
    "ניתן פעם אחת, כשמי שהגיעו בקישור של מתאמנים משלמים על המסלול הראשון. ריק: כבוי.",
    "Given once, when somebody who came by a member's link pays for a first plan. Empty: off.",
)
REFERRER = Text("למי שהביאו", "To who brought them")
FRIEND = Text("למי שהצטרפו", "To who joined")
POSTING_NOTE = Text("זיכוי על הבאת חברים", "Credit for bringing a friend")

EVENTS = {
    "offers.referral_paid": Text(
        "זיכוי על הבאת חברים, {member}", "Credit for bringing a friend, {member}"
    ),
}
