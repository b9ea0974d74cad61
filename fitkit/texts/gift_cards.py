"""Gift cards: bought, sent, used; and the owner's screen of them."""

from fitkit.core.i18n import Text

GIFT_CARD = Text("כרטיס מתנה", "Gift card")
GIFT_CARDS = Text("כרטיסי מתנה", "Gift cards")
LINE = Text("כרטיס מתנה עבור {receiver}", "Gift card for {receiver}")

# why one is refused
AMOUNT_OUT_OF_BOUNDS = Text("סכום בין {least} ל־{most}", "An amount between {least} and {most}")
BOUND_IS_WRONG = Text("סכום בין {least} ל־{most}", "An amount between {least} and {most}")
NO_SUCH_CARD = Text(
    "אין כרטיס מתנה עם הקוד הזה. כדאי לבדוק שהוא הועתק במלואו",
    "There is no gift card with this code. Check that all of it was copied",
)
CARD_IS_OVER = Text(
    "תוקף הכרטיס הסתיים ב־{day}. אפשר לפנות למכון", "The card was good until {day}. Contact the gym"
)
CARD_IS_USED = Text("הכרטיס הזה נוצל במלואו", "This card has been used up")
IS_PAYING = Text(
    "הזמנה אחרת עם כרטיס המתנה הזה נמצאת עכשיו בתשלום. אפשר לסיים אותה שם, או לנסות שוב בעוד שעה",
    "Another order with this gift card is being paid now. Finish it there, or try again in an hour",
)
BOUGHT_WITH_IT = Text(
    "הקנייה של {plan} עם כרטיס המתנה הזה כבר נעשתה, על אותו שם. למישהו אחר כותבים שם אחר, ולקנייה נוספת נכנסים לחשבון",
    "{plan} was bought with this gift card already, under the same name. For somebody else, write their name; to buy more, sign in",
)
NOT_SOLD_HERE = Text("המכון לא מוכר כרטיסי מתנה", "The gym sells no gift cards")

# buying one
BUY = Text("כרטיס מתנה", "Gift card")
BUY_WHY = Text(
    "בוחרים סכום, והקוד מגיע למקבלים בדוא״ל מיד אחרי התשלום. הכרטיס בתוקף חמש שנים, ואפשר לנצל אותו בחלקים.",
    "Choose an amount, and the code goes to the receiver by e-mail right after payment. The card is good for five years and can be used in parts.",
)
BUY_ONE = Text("לקניית כרטיס מתנה", "Buy a gift card")
BACK_TO_SHOP = Text("חזרה למסלולים", "Back to the plans")
AMOUNT = Text("סכום", "Amount")
AMOUNT_HELP = Text("בין {least} ל־{most}", "Between {least} and {most}")
RECEIVER = Text("למי המתנה", "Who it is for")
RECEIVER_EMAIL = Text("הדוא״ל של המקבלים", "The receiver's e-mail")
RECEIVER_EMAIL_HELP = Text("לכאן נשלח הקוד", "The code is sent here")
MESSAGE = Text("ברכה", "A message")
I_AGREE = Text("קראתי. תנאי הכרטיס מקובלים עליי", "I have read and agree to the terms of the card")
TERMS = (
    Text(
        "משלמים עכשיו {amount}, ומקבלים קבלה. המע״מ נזקף כשמשתמשים בכרטיס.",
        "{amount} is paid now, and a receipt is given. VAT is due when the card is used.",
    ),
    Text(
        "הכרטיס בתוקף עד {until}, לכל מה שנמכר במכון, בפעם אחת או בחלקים.",
        "The card is good until {until}, for all that the gym sells, at once or in parts.",
    ),
    Text(
        "אפשר לבטל בתוך 14 ימים, כל עוד לא השתמשו בכרטיס.",
        "It can be cancelled within 14 days, as long as it was not used.",
    ),
)

# the letter
LETTER_SUBJECT = Text("{sender} שלחו לך כרטיס מתנה ל{gym}", "A gift card for {gym}, from {sender}")
LETTER_TITLE = Text("כרטיס מתנה ל{gym}, {amount}", "A gift card for {gym}, {amount}")
LETTER_HI = Text("שלום {receiver},", "Hello {receiver},")
LETTER_BODY = Text(
    "{sender} קנו לך כרטיס מתנה ל{gym}.",
    "{sender} bought you a gift card for {gym}.",
)
LETTER_HOW = Text(
    "מקלידים את הקוד בקנייה או בחנות באפליקציה. הוא בתוקף עד {until}, ואפשר לנצל אותו בחלקים. זה הקוד:",
    "Type the code when buying, or in the shop inside the app. It is good until {until} and can be used in parts. Here it is:",
)
LETTER_BUTTON = Text("לחנות", "To the shop")

# using one
HAVE_CARD = Text("יש לי כרטיס מתנה", "I have a gift card")
CODE = Text("קוד כרטיס המתנה", "Gift card code")
CODE_HELP = Text(
    "12 אותיות וספרות, מהמכתב. מה שיש בכרטיס יורד בעמוד הבא, לפני התשלום",
    "12 letters and digits, from the letter. What is on the card comes off on the next page, before you pay",
)
APPLY = Text("להפעיל את כרטיס המתנה", "Apply the gift card")
APPLIED = Text(
    "כרטיס המתנה מוריד {off}. נשאר לשלם {left}",
    "The gift card takes off {off}. {left} is left to pay",
)
APPLIED_WHOLE = Text(
    "כרטיס המתנה משלם את כל ה־{off}. לא נשאר מה לשלם עכשיו",
    "The gift card pays all of the {off}. Nothing is left to pay now",
)
NOT_NEEDED = Text(
    "אין מה לשלם עכשיו, ולכן כרטיס המתנה נשאר כמו שהוא",
    "Nothing is to be paid now, so the gift card stays as it is",
)
STAYS_ON_CARD = Text("בכרטיס יישארו {rest}", "{rest} stays on the card")
TAKE_OFF = Text("להסיר את כרטיס המתנה", "Remove the gift card")
LOOK_FIRST = Text(
    "כרטיס המתנה הופעל עכשיו. כדאי לראות כמה נשאר לשלם, ולשלוח שוב",
    "The gift card counts now. See what is left to pay, and send again",
)
REDEEM = Text("להפעיל", "Use it")
REDEEMED = Text("{amount} נוספו ליתרת הזכות שלך", "{amount} were added to your credit")
YOUR_CREDIT = Text("יתרת זכות: {amount}", "Your credit: {amount}")
CREDIT_WHY = Text(
    "היתרה יורדת מהסכום בקנייה או בחיוב הבא.", "It is taken off your next purchase or charge."
)
CREDIT_LINE = Text("יתרת זכות", "Credit")
GIFT_LINE = Text("כרטיס מתנה", "Gift card")

# the owner's screen
WHY = Text(
    "כל כרטיס שנמכר הוא התחייבות, עד שמשתמשים בו.",
    "Every card sold is owed until it is used.",
)
NONE = Text("עוד לא נמכרו כרטיסי מתנה", "No gift cards were sold yet")
NONE_WHY = Text(
    "מוכרים כרטיס מהדף של מי שקונים אותו. מבקרים ומתאמנים קונים בחנות.",
    "Sell one from the page of whoever buys it. Visitors and members buy in the shop.",
)
SELL = Text("מכירת כרטיס", "Sell a card")
SOLD_KPI = Text("נמכרו", "Sold")
OPEN_KPI = Text("עוד לא נוצלו", "Not used yet")
USED_KPI = Text("נוצלו", "Used")
BUYER = Text("מי קנו", "Bought by")
BUYER_HELP = Text("מי שכבר מוכרים במכון", "Somebody the gym knows")
ENDING = Text("קוד", "Code")
LEFT = Text("נשאר", "Left")
SOLD_ON = Text("נמכר ביום", "Sold on")
UNTIL = Text("עד {day}", "Until {day}")
LEFT_OF = Text("{left} מתוך {amount}", "{left} of {amount}")
STATE = Text("מצב", "State")
STATES = {
    "open": Text("פתוח", "Open"),
    "partly": Text("נוצל חלקית", "Partly used"),
    "used": Text("נוצל", "Used"),
    "over": Text("פג תוקף", "Ran out"),
}
SEND_AGAIN = Text("לשלוח שוב", "Send again")
SENT_AGAIN = Text("הקוד נשלח שוב", "The code was sent again")
SEE_USES = Text("שימושים", "Uses")
NO_USES = Text("עוד לא השתמשו בו", "Not used yet")
GIVEN_BACK = Text("הוחזר, {at}", "Given back, {at}")
SOLD = Text("הכרטיס נמכר, והקוד בדרך בדוא״ל", "The card is sold, and the code is on its way")
BOUNDS = Text("הגדרות", "Settings")
GIFT_LEAST = Text("לפחות", "At least")
GIFT_MOST = Text("לכל היותר", "At most")
IN_SHOP = Text("נמכרים בחנות", "Sold in the shop")
BY_KEPT_CARD = Text("לחייב את הכרטיס שלי שמסתיים ב־{last4}", "Charge my card ending in {last4}")
CHARGED_ALREADY = Text(
    "הרכישה כבר נשלחה. מה שקרה איתה מופיע בתשלומים שלך",
    "This purchase was sent already. Your payments show what became of it",
)
SAME_JUST_NOW = Text(
    "אותו כרטיס מתנה בדיוק נקנה לפני רגע. אם רוצים עוד אחד, מסמנים ושולחים שוב",
    "The very same gift card was bought a moment ago. To buy one more, tick this and send again",
)
BUY_ANOTHER = Text("לקנות עוד כרטיס כזה", "Buy another one like it")
SAVED = Text("נשמר", "Saved")

EVENTS = {
    "offers.gift_card_sold": Text("נמכר כרטיס מתנה, {member}", "Gift card sold, {member}"),
    "offers.gift_card_used": Text("נוצל כרטיס מתנה, {member}", "Gift card used, {member}"),
    "offers.gift_card_sent_again": Text("כרטיס מתנה נשלח שוב", "Gift card sent again"),
    "offers.settings_changed": Text("הגדרות החנות השתנו", "Shop settings changed"),
}
