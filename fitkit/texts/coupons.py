"""Coupons: what they give, why one does not count, and the owner's screen of them."""

from fitkit.core.i18n import Forms, Plural, Text

# why a code does not count
NO_SUCH_CODE = Text(
    "אין קופון כזה. כדאי לבדוק שהקוד הועתק במלואו", "There is no such coupon. Check the code"
)
IS_OVER = Text("תוקף הקופון {code} הסתיים", "The coupon {code} is over")
NOT_YET = Text("הקופון {code} בתוקף מ־{first}", "The coupon {code} counts from {first}")
OTHER_PLANS = Text(
    "הקופון {code} לא חל על המסלול הזה. אפשר לבחור מסלול אחר",
    "The coupon {code} doesn't count for this plan. Another plan may suit",
)
ONLY_NEW = Text(
    "הקופון {code} הוא למי שמצטרפים לראשונה",
    "The coupon {code} is for those who join for the first time",
)
USED_BY_YOU = Text("הקופון {code} כבר נוצל על שמך", "You have used the coupon {code} already")
ALL_USED = Text("כל השימושים בקופון {code} נוצלו", "The coupon {code} is used up")
NOT_FOR_YOU = Text(
    "הקופון {code} לא חל על הקנייה הזו. מי שכבר מתאמנים כאן קונים אחרי כניסה לחשבון",
    "The coupon {code} doesn't count here. Those who train here already buy after signing in",
)

# in the shop
HAVE_CODE = Text("יש לי קוד קופון", "I have a coupon")
CODE = Text("קוד קופון", "Coupon code")
APPLY = Text("להפעיל", "Apply")
TAKE_OFF = Text("להסיר את הקופון", "Remove the coupon")
APPLIED = Text("הקופון {code} הופעל: {what}", "Coupon {code} applied: {what}")
LINE = Text("קופון {code}", "Coupon {code}")

# what one gives, in words
PERCENT_OFF = Text("{percent}% הנחה", "{percent}% off")
AMOUNT_OFF = Text("{amount} הנחה", "{amount} off")
PAYMENTS = Plural(
    he=Forms(one="תשלום אחד", two="שני תשלומים", other="{n} תשלומים"),
    en=Forms(one="1 payment", other="{n} payments"),
)
FOR_SOME = Plural(
    he=Forms(
        one="{off} בתשלום הראשון",
        two="{off} בשני תשלומים, מהראשון",
        other="{off} ב־{n} תשלומים, מהראשון",
    ),
    en=Forms(one="{off} the first payment", other="{off} each of {n} payments, from the first on"),
)
FOR_GOOD = Text("{off} בכל תשלום", "{off} every payment")

# disclosure
COUPON_INCLUDED = Text(
    "המחיר של התשלום הזה אחרי הנחה של {off}.", "The price of this payment is after {off} off."
)
COUPON_LASTS = Text(
    "ההנחה חלה על {payments}, ואחריהם המחיר הוא {price}.",
    "The discount counts for {payments}; after them the price is {price}.",
)
COUPON_STAYS = Text(
    "ההנחה נשארת כל עוד המנוי נמשך.", "The discount stays for as long as the plan goes on."
)

# the owner's screen
COUPONS = Text("קופונים", "Coupons")
COUPONS_WHY = Text(
    "קוד שמוריד את המחיר בקנייה. קופון שנוצר לא משתנה: אפשר רק לעצור אותו.",
    "A code that lowers the price when buying. A coupon is never changed, only stopped.",
)
NEW_COUPON = Text("קופון חדש", "New coupon")
NO_COUPONS = Text("אין עדיין קופונים", "No coupons yet")
NO_COUPONS_WHY = Text(
    "קופון נותן הנחה למי שמקלידים את הקוד בקנייה.",
    "A coupon gives a discount to whoever types its code when buying.",
)
KIND = Text("סוג ההנחה", "Kind of discount")
KINDS = {"percent": Text("אחוזים", "Percent"), "amount": Text("סכום", "Amount")}
PERCENT = Text("אחוז הנחה", "Percent off")
AMOUNT = Text("סכום הנחה", "Amount off")
LASTS = Text("על כמה תשלומים", "For how many payments")
LASTS_CHOICES = {
    "first": Text("הראשון בלבד", "The first only"),
    "some": Text("כמה ראשונים", "The first few"),
    "all": Text("כולם", "All"),
}
PERIODS = Text("מספר תשלומים", "Number of payments")
MOST_USES = Text("שימושים בסך הכול", "Uses in all")
MOST_EACH = Text("שימושים לכל אחד", "Uses by each")
NO_LIMIT = Text("ריק: בלי הגבלה", "Empty: no limit")
VALID_FROM = Text("בתוקף מיום", "Counts from")
VALID_TO = Text("בתוקף עד", "Counts until")
ONLY_NEW_FIELD = Text("רק למי שמצטרפים לראשונה", "Only for those who join for the first time")
FOR_PLANS = Text("למסלולים", "For plans")
FOR_PLANS_HELP = Text("ריק: לכל המסלולים", "Empty: for all plans")
MAKE = Text("יצירת הקופון", "Make the coupon")
MADE = Text("הקופון {code} מוכן", "The coupon {code} is ready")
STOP = Text("לעצור", "Stop")
STOP_TITLE = Text("לעצור את הקופון?", "Stop the coupon?")
STOP_WHY = Text(
    "לא יהיה אפשר להשתמש בו יותר. מי שכבר קנו איתו שומרים על ההנחה.",
    "It can't be used any more. Those who bought with it keep the discount.",
)
STOPPED = Text("הקופון נעצר", "The coupon is stopped")
IS_STOPPED = Text("נעצר", "Stopped")
IN_USE = Text("פעיל", "In use")
OVER = Text("הסתיים", "Over")
AHEAD = Text("עוד לא בתוקף", "Not yet")
USED_UP = Text("נוצל במלואו", "Used up")
STATE = Text("מצב", "State")
USES = Text("שימושים", "Uses")
USES_COUNT = Plural(
    he=Forms(one="שימוש אחד", two="שני שימושים", other="{n} שימושים"),
    en=Forms(one="1 use", other="{n} uses"),
)
USES_OF = Plural(  # counted by how many there may be
    he=Forms(one="{used} מתוך שימוש אחד", other="{used} מתוך {n} שימושים"),
    en=Forms(one="{used} of 1 use", other="{used} of {n} uses"),
)
NO_USES = Text("עוד לא השתמשו בו", "Nobody used it yet")
SEE_USES = Text("מי השתמשו", "Who used it")
UNTIL = Text("עד {day}", "Until {day}")
FROM_TO = Text("{first} עד {last}", "{first} to {last}")
SINCE = Text("מ־{day}", "From {day}")
ALWAYS = Text("בלי תאריך סיום", "No end date")
NEW_ONLY = Text("למצטרפים חדשים", "New members only")
SOME_PLANS = Text("לחלק מהמסלולים", "Some plans")
EACH_MOST = Text("עד {n} לכל אחד", "Up to {n} each")

# why one cannot be made
CODE_IS_WRONG = Text(
    "3 עד 24 אותיות או ספרות, בלי רווחים", "3 to 24 letters or digits, without blanks"
)
CODE_TAKEN = Text("קוד כזה כבר היה. לבחור קוד אחר", "This code was used before. Choose another")
AMOUNT_NEEDED = Text("צריך סכום הנחה, יותר מאפס", "An amount off is needed, more than nothing")
ENDS_BEFORE = Text("היום האחרון לפני היום הראשון", "The last day is before the first")

EVENTS = {
    "offers.coupon_made": Text("נוצר קופון", "Coupon made"),
    "offers.coupon_stopped": Text("נעצר קופון", "Coupon stopped"),
}
