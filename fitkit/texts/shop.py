"""Words of buying a plan: what is paid and when, how it is ended, the shop, the order's page."""

from fitkit.core.i18n import Forms, Plural, Text

# what is paid, and when
MONTHS = Plural(
    he=Forms(one="חודש אחד", two="חודשיים", other="{n} חודשים"),
    en=Forms(one="1 month", other="{n} months"),
)
PAYS_ONCE = Text("תשלום אחד של {price}, כולל מע״מ.", "One payment of {price}, VAT included.")
PAYS_ONCE_BARE = Text("תשלום אחד של {price}.", "One payment of {price}.")
PAYS_NOTHING = Text("ללא תשלום.", "Free of charge.")
PAYS_FIRST = Text(
    "תשלום ראשון: {price}, כולל מע״מ, עבור {first} עד {last}.",
    "First payment: {price}, VAT included, for {first} to {last}.",
)
PAYS_FIRST_BARE = Text(
    "תשלום ראשון: {price}, עבור {first} עד {last}.",
    "First payment: {price}, for {first} to {last}.",
)
PRORATED = Text(
    "זה החלק היחסי של {days} מתוך {of}, עד יום החיוב של המכון.",
    "It is the share of {days} out of {of}, up to the gym's billing day.",
)
THEN_MONTHLY = Text(
    "מ־{day} והלאה: {price} בכל חודש, ב־{monthday} לחודש, מאותו כרטיס, עד שהמנוי מסתיים.",
    "From {day} on: {price} every month, on day {monthday}, from the same card, until it is ended.",
)
THEN_YEARLY = Text(
    "מ־{day} והלאה: {price} בכל שנה, באותו תאריך, מאותו כרטיס, עד שהמנוי מסתיים.",
    "From {day} on: {price} every year, on the same date, from the same card, until it is ended.",
)
GOOD_FROM_TO = Text("תקף מ־{first} עד {last}.", "Good from {first} to {last}.")

# commitment, and how it is ended
COMMITS = Text(
    "התחייבות של {months}, עד {last}. סך הכול {total}.",
    "A commitment of {months}, until {last}. {total} in all.",
)
COMMITS_OPEN = Text(
    "אותו מנוי בלי התחייבות עולה {open} לחודש.",
    "The same plan without commitment costs {open} a month.",
)
AFTER_COMMITMENT = Text(
    "30 עד 60 ימים לפני סוף ההתחייבות נשלחת תזכורת. אין התחייבות חדשה בלי הסכמה מפורשת.",
    "A reminder comes 30 to 60 days before the commitment ends. There is no new one without an explicit yes.",
)
NO_COMMITMENT = Text("בלי התחייבות.", "No commitment.")
END_TERM_FEE = Text(
    "אפשר לבטל בכל יום לפני סוף ההתחייבות. הביטול בתוקף חודש אחרי ההודעה, ועד אז מתאמנים ומשלמים. דמי הביטול הם ההפרש בין {open} ל־{price} על כל חודש שעבר, ולא יותר מ־25% ממחיר העסקה בשליש הראשון שלה, 20% בשני ו־17% באחרון.",
    "It can be cancelled on any day before the commitment ends. That takes effect a month after the notice; until then training and paying go on. The fee is the difference between {open} and {price} for every month gone by, at most 25% of the whole deal in its first third, 20% in the second and 17% in the last.",
)
END_TERM = Text(
    "אפשר לבטל בכל יום. הביטול בתוקף חודש אחרי ההודעה, בלי דמי ביטול, והחלק שלא נוצל חוזר.",
    "It can be cancelled on any day. That takes effect a month after the notice, without a fee, and the unused part comes back.",
)
END_CONTINUING = Text(
    "אפשר לבטל בכל יום, בלי דמי ביטול. הביטול בתוקף 3 ימי עסקים אחרי ההודעה, והתשלום על הימים שאחריו חוזר.",
    "It can be cancelled on any day, without a fee. That takes effect 3 business days after the notice, and what was paid for the days after it comes back.",
)
END_ENTRIES = Text(
    "אחרי כן, החזר על כניסות שנשארו הוא החלטה של המכון.",
    "After that, money back for visits left is the gym's to decide.",
)
WITHDRAW = Text(
    "בנוסף, בתוך 14 ימים מהקנייה או מקבלת הפרטים בכתב אפשר לבטל גם אם האימונים התחילו: משלמים רק על מה שנוצל, ועוד 5% מהמחיר או 100 ₪, הנמוך מביניהם. ההחזר מגיע בתוך 14 ימים.",
    "Also, within 14 days of buying or of receiving these details it can be cancelled even after training began: only what was used is paid, plus 5% of the price or ₪100, the lower. The refund comes within 14 days.",
)
WITHDRAW_ENTRIES = Text(
    "בתוך 14 ימים מהקנייה או מקבלת הפרטים בכתב אפשר לבטל, גם אם האימונים התחילו: משלמים רק על הכניסות שנוצלו, ועוד 5% מהמחיר או 100 ₪, הנמוך מביניהם. ההחזר מגיע בתוך 14 ימים.",
    "Within 14 days of buying or of receiving these details it can be cancelled, even after training began: only the visits used are paid, plus 5% of the price or ₪100, the lower. The refund comes within 14 days.",
)
WITHDRAW_LONGER = Text(
    "מגיל 65, לאנשים עם מוגבלות ובחמש השנים שאחרי עלייה לארץ: ארבעה חודשים במקום 14 ימים, אם לפני הקנייה הייתה שיחה עם המכון, גם בכתב.",
    "From the age of 65, for disabled people and in the first five years after immigrating: four months instead of 14 days, if there was a conversation with the gym before, in writing too.",
)
NO_REFUND_AT_DESK = Text(
    "בקנייה במכון עצמו, החזר על כניסות שנשארו הוא החלטה של המכון.",
    "Bought at the gym itself, money back for visits left is the gym's to decide.",
)
HOW_TO_END = Text(
    "איך מבטלים: בקישור ביטול באתר, בדוא״ל, בטלפון, במכון או בדואר רשום. מספיקים שם ומספר זהות.",
    "How to cancel: by the cancel link on the site, by e-mail, by phone, at the gym or by registered post. A name and an ID number are enough.",
)
NO_JOINING_FEE = Text("אין דמי הרשמה.", "There is no joining fee.")

CHARGE_WORDS = Text("{plan}, {gym}", "{plan}, {gym}")

# the plan editor
EVERY = Text("תשלום", "Payment")
EVERY_CHOICES = {
    "month": Text("כל חודש", "Monthly"),
    "year": Text("כל שנה", "Yearly"),
    "once": Text("פעם אחת", "Once"),
}
COMMITMENT = Text("התחייבות, בחודשים", "Commitment, in months")
COMMITMENT_HELP = Text("ריק: בלי התחייבות", "Empty: no commitment")
OPEN_PRICE = Text("חודש בלי התחייבות", "A month without it")
OPEN_PRICE_HELP = Text(
    "מוצג בקנייה, וממנו מחושבים דמי ביטול",
    "Shown when buying; the fee for leaving is counted from it",
)
BILLING_DAY = Text("יום חיוב בחודש", "Billing day")
BILLING_DAY_HELP = Text(
    "1 עד 28. ריק: היום שבו כל אחד התחיל", "1 to 28. Empty: the day each one began"
)
PRICE_OF = {
    "month": Text("מחיר לחודש", "Price a month"),
    "year": Text("מחיר לשנה", "Price a year"),
    "once": Text("מחיר", "Price"),
}
INSTALMENTS = Text("תשלומים בכרטיס, לכל היותר", "Card instalments, at most")
INSTALMENTS_HELP = Text("1: בתשלום אחד", "1: in one payment")
IN_INSTALMENTS = Text(
    "אפשר לשלם בכרטיס בעד {most} תשלומים.", "It can be paid by card in up to {most} instalments."
)
PAID_IN_PARTS = Text("שולם בכרטיס {card}, ב־{n} תשלומים", "Paid by card {card}, in {n} instalments")
PAYS_TITLE = Text("מה משלמים", "What is paid")
PAYS_IF_TODAY = Text("בהצטרפות היום", "When joining today")
ENDS_TITLE = Text("התחייבות וביטול", "Commitment and cancelling")
A_YEAR = Text("לשנה", "a year")
WITH_COMMITMENT = Text("התחייבות של {months}", "{months} commitment")
PRICES_BEFORE = Text("מחירים קודמים", "Earlier prices")
PRICE_SINCE = Text("{price} מ־{day}", "{price} since {day}")
NEVER_ENDS = Text(
    "תשלום אחד בלי תאריך סיום: רק הצוות יכול לתת את המסלול. למכירה, לבחור תוקף או חידוש",
    "Paid once and never ending: only staff can give it. To sell it, set an end or a renewal",
)

# why an order is refused
LINE = Text("{plan}, {first} עד {last}", "{plan}, {first} to {last}")
ORDER_PAID = Text(
    "ההזמנה הזו כבר שולמה. אין צורך לשלם שוב", "This order is paid already. Nothing more to pay"
)
ORDER_EXPIRED = Text(
    "הזמן לתשלום ההזמנה הזו עבר. אפשר לבחור מסלול ולהתחיל מחדש",
    "The time to pay for this order is over. Choose a plan and start again",
)
START_OUT_OF_RANGE = Text(
    "אפשר להתחיל מהיום ועד {most} ימים קדימה", "It can begin today or up to {most} days ahead"
)
CONSENT_NEEDED = Text("כדי להמשיך צריך לאשר את התנאים", "To go on, please agree to the terms")
CONTACT_NEEDED = Text(
    "צריך טלפון ודוא״ל, כדי לשלוח קבלה ולענות על שאלות",
    "A phone and an e-mail are needed, for the receipt and for questions",
)
NOT_SOLD = Text(
    "{plan} כבר לא נמכר. לבחור מסלול אחר", "{plan} is no longer sold. Choose another plan"
)
BEING_PAID = Text(
    "מישהו משלם את ההזמנה עכשיו. לנסות שוב בעוד כמה דקות",
    "Somebody is paying this order now. Try again in a few minutes",
)
STILL_CHECKING = Text(
    "התשלום הקודם עוד בבדיקה מול חברת הסליקה. לא משלמים שוב עד שתהיה תשובה",
    "The last payment is still being checked with the card company. Don't pay again until there is an answer",
)
NO_CARDS_HERE = Text(
    "המכון לא מקבל כרגע תשלומים באינטרנט. אפשר לפנות אליו ולהסדיר תשלום",
    "The gym takes no payments online at the moment. Contact it to arrange payment",
)
CREDIT_IS_GONE = Text(
    "יתרת הזכות נוצלה בינתיים לתשלום אחר", "The credit was used for something else meanwhile"
)
WHY_GIVEN_BACK = Text(
    "התשלום הוחזר: אי אפשר היה לתת את המסלול. {why}",
    "The payment goes back: the plan could not be given. {why}",
)

EVENTS = {
    "billing.order_placed": Text(
        "הזמנה של {amount_agorot}: {member}", "Order of {amount_agorot} placed: {member}"
    ),
    "billing.order_paid": Text("מסלול נקנה: {plan}, {member}", "Plan bought: {plan}, {member}"),
    "billing.order_expired": Text("הזמנה פגה: {member}", "Order ran out: {member}"),
    "billing.order_given_back": Text(
        "תשלום של {amount_agorot} מוחזר: {member}", "Payment of {amount_agorot} goes back: {member}"
    ),
}

# the shop
SHOP = Text("מסלולים ומחירים", "Plans and prices")
SHOP_OF = Text("הצטרפות ל{gym}", "Join {gym}")
CHOOSE_THIS = Text("לבחירת המסלול", "Choose this plan")
CHOOSE_NAMED = Text("לבחירת המסלול: {plan}", "Choose this plan: {plan}")
OTHER_PLANS = Text("מסלולים אחרים", "Other plans")
NO_SHOP = Text("אין כרגע מסלולים למכירה באינטרנט", "No plans are sold online right now")
NO_SHOP_WHY = Text("אפשר לפנות למכון ולשמוע מה מתאים.", "Contact the gym and hear what would suit.")
NO_CARDS = Text("התשלום כאן עוד לא פתוח", "Paying here isn't open yet")
NO_CARDS_WHY = Text(
    "המכון לא מקבל כרגע תשלומים באינטרנט. כדי להצטרף, לפנות אליו:",
    "The gym takes no payments online right now. To join, contact it:",
)
CALL = Text("טלפון: {phone}", "Call {phone}")
WRITE = Text("דוא״ל", "E-mail")
STARTS = Text("מתחילים ביום", "Starting on")
STARTS_HELP = Text("מהיום ועד 60 ימים קדימה", "From today up to 60 days ahead")
YOUR_DETAILS = Text("הפרטים שלך", "Your details")
FIRST_NAME = Text("שם פרטי", "First name")
LAST_NAME = Text("שם משפחה", "Last name")
PHONE = Text("טלפון נייד", "Mobile phone")
EMAIL = Text("דוא״ל", "E-mail")
EMAIL_HELP = Text("לכאן מגיעה הקבלה", "The receipt comes here")
I_AGREE = Text(
    "קראתי. המחיר, ההתחייבות ותנאי הביטול מקובלים עליי",
    "I have read and agree to the price, the commitment and the terms of cancelling",
)
TO_PAYMENT = Text("לתשלום {amount}", "Pay {amount}")
TO_KEEP_CARD = Text("לשמירת כרטיס, בלי תשלום עכשיו", "Keep a card, nothing to pay now")
TO_JOIN = Text("הצטרפות", "Join")
SAFE_PAGE = Text(
    "פרטי הכרטיס נמסרים רק בדף המאובטח של חברת הסליקה",
    "Card details are given only on the card company's own secure page",
)
HAVE_ACCOUNT = Text("כבר מתאמנים כאן? כניסה לחשבון", "Train here already? Sign in")
PAY_NOW = Text("תשלום עכשיו", "To pay now")

# an order's page
ORDER = Text("תשלום", "Payment")
ORDER_FROM = Text("מתחיל ב־{day}", "Begins on {day}")
TO_PAY = Text("לתשלום", "To pay")
PAID = Text("שולם", "Paid")
STANDINGS = {
    "open": (
        Text("נשאר רק לשלם", "Only the payment is left"),
        Text("ההזמנה שמורה עד {until}.", "The order is kept until {until}."),
    ),
    "on_page": (
        Text("התשלום עוד לא הושלם", "The payment isn't complete yet"),
        Text(
            "אם התשלום כבר בוצע, זה יתעדכן כאן תוך רגע. אם לא, אפשר לחזור לדף התשלום.",
            "If you have paid, this page will know in a moment. If not, go back to the payment page.",
        ),
    ),
    "checking": (
        Text("בודקים מול חברת הסליקה", "Checking with the card company"),
        Text(
            "התשובה עוד לא הגיעה. לא צריך לשלם שוב: ברגע שיהיה ברור, זה יופיע כאן וגם בדוא״ל. אפשר לסגור את הדף.",
            "Its answer hasn't come yet. Don't pay again: as soon as it is clear it will stand here and in an e-mail. This page may be closed.",
        ),
    ),
    "paid": (
        Text("התשלום התקבל", "Payment received"),
        Text(
            "{plan} מתחיל ב־{day}. הקבלה בדרך לדוא״ל.",
            "{plan} begins on {day}. The receipt is on its way by e-mail.",
        ),
    ),
    "declined": (
        Text("הכרטיס לא אושר", "The card was declined"),
        Text("לא חויבת. {why}", "Nothing was charged. {why}"),
    ),
    "failed": (
        Text("לא הצלחנו לפתוח את התשלום", "The payment couldn't be opened"),
        Text(
            "לא חויבת. התקלה אצלנו או אצל המכון. אפשר לנסות שוב, או לפנות למכון.",
            "Nothing was charged. The fault is ours or the gym's. Try again, or contact the gym.",
        ),
    ),
    "abandoned": (
        Text("התשלום לא הושלם", "The payment wasn't completed"),
        Text(
            "לא חויבת. ההזמנה שמורה עד {until}, ואפשר לשלם עכשיו.",
            "Nothing was charged. The order is kept until {until}; it can be paid now.",
        ),
    ),
    "expired": (
        Text("ההזמנה כבר לא בתוקף", "This order has run out"),
        Text(
            "לא חויבת. המסלולים והמחירים העדכניים מחכים בדף המכון.",
            "Nothing was charged. The gym's plans and prices of today are on its page.",
        ),
    ),
    "given_back": (
        Text("התשלום מוחזר", "The payment goes back"),
        Text(
            "בינתיים כבר אי אפשר היה לתת את המסלול, ולכן כל הסכום חוזר לאמצעי התשלום. לשאלות, לפנות למכון.",
            "The plan could no longer be given, so the whole amount goes back to where it came from. For questions, contact the gym.",
        ),
    ),
}
DECLINES = {
    "refused": Text(
        "חברת האשראי לא אישרה. אפשר לנסות כרטיס אחר.", "The bank did not approve. Try another card."
    ),
    "funds": Text(
        "אין מספיק מסגרת בכרטיס. אפשר לנסות כרטיס אחר.",
        "There is not enough left on the card. Try another.",
    ),
    "expired": Text("הכרטיס פג תוקף. אפשר לנסות כרטיס אחר.", "The card has expired. Try another."),
    "blocked": Text("הכרטיס חסום. אפשר לנסות כרטיס אחר.", "The card is blocked. Try another."),
    "wrong_details": Text(
        "אחד הפרטים לא נכון. לבדוק את המספר, התוקף והקוד.",
        "A detail is wrong. Check the number, the date and the code.",
    ),
    "call_bank": Text(
        "הבנק מבקש שיחה לפני האישור. אפשר לנסות כרטיס אחר.",
        "The bank wants a call first. Try another card.",
    ),
    "not_supported": Text(
        "המכון לא מקבל כרטיס כזה. אפשר לנסות כרטיס אחר.",
        "The gym doesn't take such a card. Try another.",
    ),
    "authentication": Text(
        "האימות מול הבנק לא הושלם. אפשר לנסות שוב.", "The bank's check wasn't passed. Try again."
    ),
    "temporary": Text("תקלה זמנית. אפשר לנסות שוב.", "A passing fault. Try again."),
}
GO_ON_PAYING = Text("לדף התשלום", "To the payment page")
TRY_AGAIN = Text("לנסות שוב", "Try again")
TO_SHOP = Text("למסלולים", "To the plans")
TO_BOOKING = Text("להרשמה לשיעור", "Book a class")
FREE_DONE = Text("הכול מוכן", "All set")
FREE_DONE_WHY = Text("{plan} מתחיל ב־{day}.", "{plan} begins on {day}.")
GOODS_DONE_WHY = Text(
    "אוספים במכון, בהצגת הדף הזה. הקבלה בדרך לדוא״ל.",
    "Pick it up at the gym; show this page. The receipt is on its way by e-mail.",
)
GIFT_DONE_WHY = Text(
    "הקוד בדרך למקבלים, בדוא״ל. הקבלה בדרך אליך.",
    "The code is on its way to the receiver by e-mail. The receipt is on its way to you.",
)
NEXT_CHARGE = Text("החיוב הבא", "Next charge")
NEXT_CHARGE_IS = Text("{price} ב־{day}, מכרטיס {card}", "{price} on {day}, card {card}")
NEXT_CHARGE_BARE = Text("{price} ב־{day}", "{price} on {day}")
PAID_BY_CARD = Text("שולם בכרטיס {card}", "Paid by card {card}")
JOIN_WHY = Text(
    "כדי להירשם לשיעורים צריך חשבון. לוקח דקה, והמסלול כבר מחכה בו.",
    "Booking classes needs an account. It takes a minute, and the plan is there already.",
)
SIGN_IN_WHY = Text(
    "ההרשמה לשיעורים היא בחשבון האישי. הקישור לחשבון חדש נשלח בדוא״ל.",
    "Classes are booked in your account. A link to a new account comes by e-mail.",
)
NO_ORDER = Text("אין כאן תשלום", "There is no payment here")
NO_ORDER_WHY = Text(
    "הקישור לא שלם או כבר לא בתוקף. אפשר לבקש מהמכון קישור חדש.",
    "The link is incomplete or no longer works. Ask the gym for a new one.",
)
WHAT_IS_AGREED = Text("התנאים שאושרו", "The terms that were agreed to")

# a sale by staff
SELL = Text("מכירת מסלול", "Sell a plan")
HOW_PAID = Text("איך משלמים", "How it is paid")
WAYS = {
    "link": Text("קישור", "Link"),
    "cash": Text("מזומן", "Cash"),
    "transfer": Text("העברה", "Transfer"),
    "cheque": Text("צ׳ק", "Cheque"),
}
PAID_ON = Text("התקבל ביום", "Received on")
NOTE = Text("הערה", "Note")
SHOW_TERMS = Text("להראות לפני שמוכרים", "To be shown before selling")
MAKE_PAY_LINK = Text("יצירת קישור לתשלום", "Make a payment link")
TAKEN = Text("התשלום התקבל", "Payment received")
SOLD = Text("המסלול נמכר והתשלום נרשם", "Sold, and the payment is written down")
PAY_LINK = Text("קישור לתשלום", "Payment link")
LINK_HELP = Text(
    "הקישור אישי ותקף 24 שעות. מי שפותח אותו רואה את המסלול, המחיר והתנאים, ומשלם.",
    "The link is personal and good for 24 hours. It shows the plan, the price and the terms, and takes the payment.",
)
LINK_COPIED = Text("הקישור הועתק", "Link copied")
LINK_MESSAGE = Text(
    "היי {name}, הנה הקישור לתשלום על {plan}: {link}",
    "Hi {name}, here is the link to pay for {plan}: {link}",
)
