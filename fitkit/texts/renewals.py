"""Words of renewals, debts, the pay link and the membership page."""

from fitkit.core.i18n import Forms, Plural, Text

# --- what is charged -----------------------------------------------------------------------------
PERIOD_LINE = Text("{plan}, {first} עד {last}", "{plan}, {first} to {last}")
CREDIT_LINE = Text("יתרה לזכות", "From the credit balance")
BILL_WORDS = Text("כל החוב הפתוח", "All that is open")
SOME_WORDS = Text("חלק מהחוב הפתוח", "Part of what is open")
OTHER_LINE = Text("יתרה קודמת", "Earlier balance")
WHY_SURPLUS = Text("התשלום כבר התקבל בדרך אחרת", "It had been paid already in another way")
PERIOD_LINE_ENDS = Text(
    "{plan}, {first} עד {last}. ההתחייבות מסתיימת ב־{ends}",
    "{plan}, {first} to {last}. The commitment ends on {ends}",
)
PERIOD_WORDS = Text("חידוש מנוי {first}", "Renewal {first}")
CARD_WORDS = Text("החלפת כרטיס", "Change of card")

# --- refusals ------------------------------------------------------------------------------------
PRICE_OUT_OF_RANGE = Text(
    "המחיר צריך להיות גדול מאפס, עד {most}", "The price must be above zero, {most} at most"
)
PRICE_TOO_SOON = Text(
    "על מחיר חדש מודיעים לפחות {days} ימים מראש. כדאי לבחור יום מאוחר יותר",
    "A new price is told at least {days} days ahead. Choose a later day",
)
PRICE_TOO_FAR = Text("היום רחוק מדי: עד שנה מהיום", "Too far ahead: a year from today at most")
NO_ONE_RENEWS = Text(
    "אין כרגע מנויים מתחדשים שהמחיר החדש יחול עליהם",
    "No running memberships would get the new price",
)
TOLD_ANOTHER = Text(
    "על מחיר אחר שעוד לא התחיל כבר נמסרה הודעה. אפשר להודיע על מחיר נמוך ממנו, או לחכות ליום שלו",
    "Another price was told of and has not begun. A lower one can be told now, or wait for its day",
)
PROMISE_OVER = Text("היום הזה כבר עבר", "That day is over")
PROMISE_TOO_FAR = Text(
    "הבטחה לתשלום נרשמת עד {days} ימים קדימה", "A promise is noted up to {days} days ahead"
)
NOTHING_OWED = Text("אין על זה חוב פתוח", "Nothing is owed for this")
PAID_ALREADY = Text("זה כבר שולם. אין צורך לשלם שוב", "This is paid already. No need to pay again")
BEING_CHARGED = Text(
    "החיוב מתבצע עכשיו בכרטיס השמור. אפשר לבדוק שוב בעוד דקה",
    "The kept card is being charged right now. Look again in a minute",
)
NO_CARD_TO_CHARGE = Text(
    "אין כרטיס שמור לחיוב. אפשר לשלוח קישור לתשלום",
    "There is no kept card to charge. Send a pay link instead",
)
NO_CARD_OF_OWN = Text(
    "אין כרטיס שמור. מוסיפים כרטיס, ואז הוא מחויב",
    "No card is kept. Add one, and it is charged",
)
LINK_OVER = Text(
    "הקישור כבר לא בתוקף. אפשר לבקש קישור חדש מהצוות",
    "This link no longer works. Ask the team for a new one",
)
LINK_OF_CLOSED = Text(
    "{gym} כבר לא פעיל כאן, ואי אפשר לשלם דרך הקישור. אפשר לפנות ישירות אל {gym}",
    "{gym} is no longer open here, and nothing can be paid by this link. Ask {gym} directly",
)
NO_PAGE = Text(
    "עמוד התשלום לא נפתח כרגע. כדאי לנסות שוב בעוד כמה דקות",
    "The payment page would not open just now. Try again in a few minutes",
)
GOES_ON_ALREADY = Text("המנוי כבר ממשיך", "The plan goes on already")

# --- the debt list -------------------------------------------------------------------------------
DEBT = Text("חובות", "Debts")
DEBT_HELP = Text(
    "מי חייב, ממתי ולמה. החיוב האוטומטי ממשיך לנסות לבד לפי לוח הניסיונות.",
    "Who owes, since when and why. Charging goes on by itself, by the plan of tries.",
)
NO_DEBTS = Text("אין חובות", "Nobody owes")
NO_DEBTS_WHY = Text(
    "כשתשלום לא עובר, הוא יופיע כאן עם הסיבה ועם מה שכבר נעשה.",
    "When a payment does not go through, it appears here with the reason and what was done.",
)
OWED_IN_ALL = Text("סך החובות", "Owed in all")
AGES = {
    "week": Text("עד 7 ימים", "Up to 7 days"),
    "month": Text("8 עד 30 ימים", "8 to 30 days"),
    "two": Text("31 עד 60 ימים", "31 to 60 days"),
    "old": Text("יותר מ־60 ימים", "Over 60 days"),
}
ALL_AGES = Text("הכול", "All")
PEOPLE_OWE = Plural(
    he=Forms(one="חוב של אדם אחד", two="חובות של שני אנשים", other="חובות של {n} אנשים"),
    en=Forms(one="One person owes", other="{n} people owe"),
)
COLUMN_WHO = Text("שם", "Name")
COLUMN_OWED = Text("חוב", "Owes")
COLUMN_SINCE = Text("ממתי", "Since")
COLUMN_WHY = Text("למה", "Why")
COLUMN_NEXT = Text("מה הלאה", "What next")
COLUMN_DEEDS = Text("פעולות", "Actions")
WHY = {
    "refused": Text("הכרטיס סירב", "The card was refused"),
    "funds": Text("אין יתרה מספיקה בכרטיס", "Not enough funds on the card"),
    "expired": Text("תוקף הכרטיס נגמר", "The card has expired"),
    "blocked": Text("הכרטיס חסום", "The card is blocked"),
    "wrong_details": Text("פרטי הכרטיס שגויים", "The card's details are wrong"),
    "call_bank": Text("הבנק מבקש לפנות אליו", "The bank asks to be called"),
    "not_supported": Text("הכרטיס לא נתמך", "The card is not supported"),
    "authentication": Text("אימות הכרטיס לא עבר", "The card was not verified"),
    "temporary": Text("תקלה זמנית בסליקה", "A passing fault at the payment company"),
    "no_card": Text("אין כרטיס שמור", "No card is kept"),
    "account": Text(
        "חברת הסליקה דחתה את פרטי החשבון של העסק", "The payment company refused the gym's account"
    ),
    "unclear": Text("החיוב נבדק מול חברת הסליקה", "The charge is being looked up"),
    "for_file": Text("החיוב עוד לא נשלח לבנק", "The debit was not sent to the bank yet"),
    "at_bank": Text("החיוב נמצא אצל הבנק", "The debit is at the bank"),
    "sent_back": Text("הבנק החזיר את החיוב", "The bank sent the debit back"),
    "other": Text("יתרה שלא קשורה לחידוש", "A balance that is not of a renewal"),
    "waiting": Text("מחכה לחיוב", "Waiting to be charged"),
}
NEXT_TRY = Text("ניסיון נוסף ב־{at}", "Next try on {at}")
NEXT_CARD = Text("מחכה לכרטיס אחר", "Waiting for another card")
NEXT_PERSON = Text("מחכה לטיפול שלכם", "Waiting for you")
NEXT_STAFF = Text("הצוות ייצור קשר", "The team will be in touch")  # the same, to whoever owes
NEXT_PROMISE = Text("הובטח תשלום עד {day}", "Promised by {day}")
NEXT_LOOK = Text("ממתין לתשובת חברת הסליקה", "Waiting for the payment company's answer")
NEXT_FILE = Text("ממתין לקובץ הבא לבנק", "Waiting for the next bank file")
NEXT_BANK = Text("ממתין לתשובת הבנק", "Waiting for the bank's answer")
NEXT_PART = Text("משולם לפי ההסדר", "Paid in the parts agreed")
LAST_TRY = Text("ניסיון אחרון {at}", "Last try {at}")
TRIES = Plural(
    he=Forms(one="ניסיון אחד", two="שני ניסיונות", other="{n} ניסיונות"),
    en=Forms(one="one try", other="{n} tries"),
)
IS_BLOCKED = Text("הרשמה חסומה", "Booking blocked")
IN_ARCHIVE = Text("בארכיון", "Archived")
MORE_OF = Text("עוד פעולות על החוב של {name}", "More about what {name} owes")
SEND_LINK = Text("שליחת קישור לתשלום", "Send a pay link")
SEND_TITLE = Text("קישור לתשלום: {name}", "Pay link: {name}")
SEND_WHY = Text(
    "בקישור אפשר לשלם את החוב או להחליף כרטיס, בלי להתחבר. הוא עובד 30 ימים.",
    "The link lets them pay the debt or change the card without signing in. It works for 30 days.",
)
BY_WHATSAPP = Text("שליחה ב־WhatsApp", "Send by WhatsApp")
NO_PHONE = Text("אין מספר טלפון לשליחה", "There is no phone number to send to")
REVOKE = Text("ביטול קישורים קודמים", "Revoke earlier links")
REVOKE_WHY = Text(
    "קישור שהגיע לידיים הלא נכונות אפשר לבטל: כל מה שנשלח עד עכשיו מפסיק לעבוד, ונוצר קישור חדש.",
    "A link that got into the wrong hands can be revoked: whatever was sent until now stops working, and a new"
    " one is made.",
)
REVOKED = Text(
    "הקישורים הקודמים בוטלו. זה קישור חדש", "Earlier links were revoked. This is a new one"
)
LINK_LABEL = Text("קישור לתשלום", "Pay link")
WHATSAPP_WORDS = Text(
    "היי {name}, נשאר תשלום פתוח של {amount} ב{gym}. אפשר לסדר אותו כאן: {link}",
    "Hi {name}, a payment of {amount} at {gym} is still open. You can settle it here: {link}",
)
CHARGE_NOW = Text("חיוב הכרטיס עכשיו", "Charge the card now")
CHARGED_NOW = {
    "paid": Text("הכרטיס חויב על כל החוב", "The card was charged for all of it"),
    "declined": Text("הכרטיס סירב. החוב נשאר פתוח", "The card was refused. The debt stays open"),
    "failed": Text(
        "חברת הסליקה דחתה את החיוב. כדאי לבדוק את הגדרות הסליקה",
        "The payment company refused the charge. Check the payment settings",
    ),
    "unknown": Text(
        "התשובה עוד לא הגיעה. היא תופיע כאן מעצמה",
        "The answer has not come yet. It will appear here by itself",
    ),
}
ALL_OF_IT = Text("כל החוב · {amount}", "All of it · {amount}")
TAKE_NOW = Text("רישום תשלום שהתקבל", "Record a payment")
TAKE_TITLE = Text("תשלום שהתקבל: {name}", "Payment received: {name}")
TAKE_WAY = Text("איך שולם", "How it was paid")
TAKE_WAYS = {
    "cash": Text("מזומן", "Cash"),
    "transfer": Text("העברה בנקאית", "Bank transfer"),
    "cheque": Text("צ׳ק", "Cheque"),
}
TAKE_AMOUNT = Text("סכום", "Amount")
TAKE_AMOUNT_HELP = Text(
    "ריק: כל הסכום שנבחר. סכום קטן יותר מכסה קודם את החוב הישן ביותר, ובהסדר את התשלומים הבאים",
    "Empty: all that is chosen. Less pays the oldest debt first, and the next parts of a payment plan",
)
MORE_THAN_OWED = Text("זה יותר ממה שחייבים: {amount}", "That is more than what is owed: {amount}")
NOTHING_TAKEN = Text("צריך סכום של אגורה לפחות", "It takes an amount of at least one agora")
OWED_CHANGED = Text(
    "החוב השתנה בינתיים, אולי התשלום כבר נרשם. עכשיו חייבים {amount}. כדאי לסגור ולפתוח שוב",
    "What is owed has changed meanwhile; perhaps the payment is recorded already. It is {amount} now. Close this and open it again",
)
TAKE_NOTE = Text("הערה", "Note")
TAKE_NOTE_HELP = Text("למשל מספר הצ׳ק", "The cheque's number, for instance")
TAKEN = Text("התשלום נרשם: {amount}", "Payment recorded: {amount}")
PROMISE = Text("הבטחה לתשלום", "Promise to pay")
PROMISE_TITLE = Text("עד מתי הובטח לשלם: {name}", "Promised to pay by: {name}")
PROMISE_DAY = Text("יום", "Day")
PROMISE_WHY = Text(
    "עד אותו יום לא נשלחות תזכורות וההרשמה לא נחסמת. באותו יום הכרטיס ינוסה שוב.",
    "Until then no reminders go out and booking is not blocked. On that day the card is tried again.",
)
PROMISED = Text("ההבטחה נרשמה", "The promise is noted")
WRITE_OFF = Text("מחיקת החוב", "Write off the debt")
WRITE_OFF_TITLE = Text("מחיקת החוב של {name}: {amount}", "Write off what {name} owes: {amount}")
WRITE_OFF_WHY = Text(
    "החוב יירשם כאבוד ולא ייגבה יותר. ההרשמה לשיעורים נפתחת מחדש.",
    "The debt is recorded as lost and not collected any more. Booking opens again.",
)
REASON = Text("סיבה", "Reason")
WRITTEN_OFF = Text("החוב נמחק", "The debt was written off")
FOR_PERIOD = Text("עבור", "For")

# --- the pay link --------------------------------------------------------------------------------
DUE_TITLE = Text("תשלום פתוח", "Open payment")
DUE_HELLO = Text("היי {name}", "Hi {name}")
DUE_WHY = Text(
    "נשאר תשלום פתוח עבור המנוי. אפשר לשלם כאן בעמוד המאובטח של חברת הסליקה.",
    "A payment for your plan is still open. Pay here on the payment company's secure page.",
)
PAY = Text("תשלום {amount}", "Pay {amount}")
PAY_LABEL = Text("תשלום {amount} עבור {what}", "Pay {amount} for {what}")
CREDIT_USED = Text(
    "{amount} מהיתרה לזכותך כבר ירדו מהסכום", "{amount} of your credit is off this already"
)
OTHER_OWED = Text("יתרה קודמת", "Earlier balance")
PAY_KEEPS = Text(
    "הכרטיס שבו משלמים יישמר לחידושים הבאים במקום הקודם.",
    "The card you pay with is kept for the next renewals in place of the one before.",
)
CHANGE_CARD = Text("החלפת כרטיס", "Change the card")
CHANGE_CARD_WHY = Text(
    "אחרי ההחלפה החיוב ינוסה מיד בכרטיס החדש.", "The new card is charged right after."
)
CARD_NOT_KEPT = Text(
    "הכרטיס לא נשמר. אפשר לנסות שוב או להשתמש בכרטיס אחר",
    "The card was not kept. Try again, or another card",
)
CARD_NOW_KEPT = Text("הכרטיס נשמר", "The card is kept")
ALL_SETTLED = Text("הכול שולם", "All is paid")
ALL_SETTLED_WHY = Text(
    "אין תשלומים פתוחים. אפשר לחזור ולהירשם לשיעורים.",
    "Nothing is open. You can book classes again.",
)
CHECKING = Text("בודקים את התשלום", "Checking the payment")
CHECKING_WHY = Text(
    "התשובה מחברת הסליקה בדרך. העמוד יתעדכן לבד.",
    "The payment company's answer is on its way. This page updates by itself.",
)
CHECK_AGAIN = Text("בדיקה שוב", "Look again")
NOT_PAID = Text(
    "התשלום לא עבר. אפשר לנסות שוב או בכרטיס אחר, ומה ששולם פעמיים חוזר מעצמו.",
    "The payment did not go through. Try again, or with another card: what is paid twice goes back by itself.",
)
TO_CLASSES = Text("לשיעורים", "To the classes")

# --- membership ----------------------------------------------------------------------------------
MEMBERSHIP = Text("המנוי והתשלומים שלי", "My plan and payments")
MY_PLAN = Text("המנוי", "Plan")
NEXT_CHARGE = Text("החיוב הבא", "Next charge")
NEXT_CHARGE_IS = Text("{amount} ב־{day}", "{amount} on {day}")
NEXT_CHARGE_CREDIT = Text("יירדו ממנו {amount} מיתרת הזכות", "{amount} of your credit comes off it")
NO_NEXT_CHARGE = Text("אין חיוב נוסף", "No further charge")
NEW_PRICE = Text("המחיר משתנה ל־{amount} מ־{day}", "The price becomes {amount} from {day}")
UNTIL = Text("בתוקף עד {day}", "Good until {day}")
COMMITTED_UNTIL = Text(
    "ההתחייבות מסתיימת ב־{day}, והמנוי לא ממשיך לבד",
    "Agreed until {day}; it does not go on by itself",
)
GO_ON = Text("להמשיך גם אחרי", "Go on after that")
GO_ON_TITLE = Text("להמשיך את המנוי אחרי {day}?", "Go on after {day}?")
GO_ON_WHY = Text(
    "מ־{day} המנוי מתחדש בכל פעם ב־{amount}, עד שמבטלים. אפשר לבטל בכל עת.",
    "From {day} it renews at {amount} each time, until you cancel. You can cancel at any time.",
)
GOES_ON = Text("המנוי ימשיך", "The plan goes on")
MY_CARD = Text("כרטיס לחיוב", "Card")
CARD_IS = Text("כרטיס שמסתיים ב־{last4}", "Card ending in {last4}")
CARD_UNTIL = Text("בתוקף עד {month}", "Good until {month}")
CARD_OVER = Text("תוקף הכרטיס נגמר", "This card has expired")
CARD_SOON = Text("תוקף הכרטיס נגמר בקרוב", "This card ends soon")
CARD_OF_DEAL = Text("הכרטיס של המנוי הזה", "Card of this membership")
CARD_OF_DEAL_WHY = Text(
    "הושאר בתשלום על המנוי, ומחויב רק עליו.",
    "Left by whoever paid for it, and charged for it alone.",
)
MY_CARD_INSTEAD = Text("לחייב את הכרטיס שלי", "Charge my own card")
MY_CARD_CHARGED = Text("המנוי יחויב בכרטיס שלך", "This membership is charged to your own card")
MY_CARD_FOR_ALL = Text(
    "כרטיס שמוסיפים כאן מחויב מאז על כל המנויים.",
    "A card that is added here is charged for every membership from then on.",
)
NO_CARD_KEPT = Text("אין כרטיס שמור", "No card is kept")
REPLACE = Text("החלפת כרטיס", "Change card")
ADD_CARD = Text("הוספת כרטיס", "Add a card")
MY_DEBT = Text("יש תשלום פתוח: {amount}", "A payment is open: {amount}")
MY_DEBT_WHY = Text(
    "אחרי שמשלמים אפשר להמשיך להירשם כרגיל.", "Once it is paid, booking goes on as usual."
)
TO_PAY = Text("לתשלום", "Pay")
PAYMENTS = Text("תשלומים", "Payments")
NO_PAYMENTS = Text("עוד אין תשלומים", "No payments yet")
NO_PAYMENTS_WHY = Text(
    "כל תשלום יופיע כאן, עם המסמך שלו.", "Each payment appears here, with its document."
)
NO_MEMBERSHIP = Text("אין כרגע מנוי", "You hold no plan now")
NO_MEMBERSHIP_WHY = Text(
    "אפשר לפנות לצוות כדי לבחור מנוי שמתאים.", "Talk to the team to find one that fits."
)
DOCUMENT = Text("מסמך {number}", "Document {number}")
DOCUMENT_OPEN = Text("פתיחת מסמך {number} בלשונית חדשה", "Open document {number} in a new tab")
DOCUMENT_DUE = Text("המסמך בהכנה", "The document is on its way")
PAID_STATES = {
    "paid": Text("שולם", "Paid"),
    "going_back": Text("ההחזר בדרך", "On its way back"),
    "refunded": Text("הוחזר", "Given back"),
    "refunded_partly": Text("הוחזר חלקית", "Given back in part"),
    "declined": Text("לא עבר", "Did not go through"),
    "unknown": Text("בבדיקה", "Being checked"),
}
MORE_PAYMENTS = Text("תשלומים קודמים", "Earlier payments")
TO_MEMBERSHIP = Text("המנוי והתשלומים שלי", "My plan and payments")

# --- price change --------------------------------------------------------------------------------
PRICE_CHANGE = Text("שינוי מחיר למנויים קיימים", "Change the price of running memberships")
PRICE_CHANGE_WHY = Text(
    "מי שמחזיק במנוי יקבל הודעה עכשיו, והמחיר החדש יחול מהחידוש הראשון אחרי היום שנבחר. "
    "מי שהתחייב לתקופה ממשיך במחיר שסוכם עד סופה.",
    "Whoever holds the plan is told now; the new price counts from the first renewal after the day. "
    "Who committed to a term keeps the agreed price until its end.",
)
PRICE_NEW = Text("מחיר חדש", "New price")
PRICE_SINCE = Text("מתי", "From")
PRICE_TELL = Text("שינוי והודעה", "Change and tell")
PRICE_TOLD = Plural(
    he=Forms(one="הודעה נשלחה לאדם אחד", two="הודעה נשלחה לשניים", other="הודעה נשלחה ל־{n}"),
    en=Forms(one="One person was told", other="{n} people were told"),
)

EVENTS = {
    "billing.period_due": Text(
        "תקופה {number} התחילה: {amount_agorot}", "Period {number} began: {amount_agorot}"
    ),
    "billing.period_paid": Text(
        "תקופה {number} שולמה: {amount_agorot}", "Period {number} was paid: {amount_agorot}"
    ),
    "billing.renewal_failed": Text(
        "החידוש של {member} לא עבר", "The renewal of {member} did not go through"
    ),
    "billing.pay_links_revoked": Text(
        "הקישורים לתשלום של {member} בוטלו", "The pay links of {member} were revoked"
    ),
    "billing.renewal_stuck": Text(
        "אי אפשר היה לחייב את {member}: חברת הסליקה דחתה את החשבון",
        "Could not charge {member}: the payment company refused the account",
    ),
    "billing.debt_reminded": Text("תזכורת על חוב: {member}", "Reminded of a debt: {member}"),
    "billing.debt_task_due": Text(
        "הגיע הזמן לדבר עם {member} על חוב", "Time to speak with {member} about a debt"
    ),
    "billing.booking_blocked": Text(
        "ההרשמה של {member} נחסמה בגלל חוב", "Booking was blocked for {member} over a debt"
    ),
    "billing.renewal_given_up": Text(
        "החיוב האוטומטי של {member} הסתיים בלי תשלום",
        "Automatic charging of {member} ended unpaid",
    ),
    "billing.payment_promised": Text(
        "הבטחה לתשלום עד {day}: {member}", "Promise to pay by {day}: {member}"
    ),
    "billing.debt_forgiven": Text(
        "חוב של {member} נמחק: {amount_agorot}",
        "A debt of {member} was written off: {amount_agorot}",
    ),
    "billing.price_change_told": Text(
        "מחיר חדש ל{member} מ־{since}: {after_agorot}",
        "A new price for {member} from {since}: {after_agorot}",
    ),
    "billing.commitment_ending": Text(
        "ההתחייבות של {member} מסתיימת ב־{ends_on}", "The commitment of {member} ends on {ends_on}"
    ),
    "billing.deal_goes_on": Text(
        "המנוי ממשיך אחרי ההתחייבות: {member}", "Goes on after the commitment: {member}"
    ),
    "billing.card_ending": Text(
        "הכרטיס של {member} נגמר ב־{good_until}", "The card of {member} ends on {good_until}"
    ),
}
