"""Another plan instead of the one that is held: what it costs, when it begins, why not."""

from typing import Final

from fitkit.core.i18n import Text

# the lines of the preview and of the charge

NEW_PERIOD = Text("{plan}, {first} עד {last}", "{plan}, {first} to {last}")
UNUSED = Text("זיכוי על {days} ששולמו ולא נוצלו, {plan}", "{days} paid and not used, {plan}")
STAYS_UNTIL = Text(
    "עד אז ממשיכים עם {plan}, והמסלול החדש מתחיל ב־{day}",
    "Until then {plan} goes on; the new plan begins on {day}",
)
THEN_MONTHLY = Text("מ־{day} והלאה, בכל חודש", "From {day} on, each month")
THEN_YEARLY = Text("מ־{day} והלאה, בכל שנה", "From {day} on, each year")
COMMITS = Text("התחייבות עד {day}, כולל", "A commitment until {day}, that day included")
COUPON_LASTS = Text(
    "ההנחה של הקופון {code} עוברת למסלול החדש: {payments}",
    "The discount of coupon {code} goes over to the new plan: {payments}",
)
COUPON_STAYS = Text(
    "ההנחה של הקופון {code} עוברת למסלול החדש, בכל תשלום",
    "The discount of coupon {code} goes over to the new plan, each payment",
)
COUPON_ENDS = Text(
    "הקופון {code} לא חל על המסלול החדש, ומה שנשאר מההנחה נגמר עם המסלול הקודם",
    "Coupon {code} doesn't count for the new plan; what is left of its discount ends with the old one",
)
CHARGE_WORDS = Text("מעבר ל{plan}", "Change to {plan}")

# refusals

NOT_WHILE_ENDING = Text(
    "התקבלה הודעת ביטול והמסלול מסתיים, ולכן אי אפשר להחליף אותו",
    "This plan is ending by a notice of cancellation, so it can't be changed",
)
NOTHING_RENEWS = Text(
    "המסלול הזה לא מתחדש, ולכן אין מה להחליף. אפשר לקנות מסלול נוסף",
    "This plan doesn't renew, so there is nothing to change. Another plan can be bought",
)
SAME_PLAN = Text("זה המסלול שכבר פעיל", "This is the plan you hold already")
NOT_WHILE_OWING = Text(
    "יש תשלום פתוח. אחרי שהוא מוסדר אפשר להחליף מסלול",
    "A payment is open. Once it is settled the plan can be changed",
)
NOT_WHILE_CHARGED = Text(
    "יש חיוב שמתבצע ממש עכשיו. כדאי לנסות שוב בעוד כמה דקות",
    "A charge is under way right now. Try again in a few minutes",
)
NOT_WHILE_RESTING = Text(
    "המסלול בהקפאה, או שנקבעה לו הקפאה. אפשר לסיים אותה ואז להחליף",
    "This plan is frozen, or a freeze is planned. End it first, then change",
)
COMMITTED = Text(
    "יש התחייבות עד {day}. עד אז אפשר לעבור רק למסלול יקר יותר עם התחייבות שנגמרת לא לפני כן, או לדבר עם המכון",
    "There is a commitment until {day}. Until then only a dearer plan that binds as long can be taken, or talk to the studio",
)
CHANGED_MEANWHILE = Text(
    "משהו השתנה מאז שזה הוצג, ולכן לא חויב כלום. כדאי לעבור על זה שוב ולאשר",
    "Something has changed since this was shown, so nothing was charged. Look at it again and confirm",
)
STILL_PAYING = Text(
    "מעבר קודם עוד נבדק מול חברת התשלומים. אפשר לנסות שוב בעוד כמה דקות",
    "An earlier change is still being checked with the payment company. Try again in a few minutes",
)
NO_LONGER = Text(
    "המנוי השתנה בינתיים ולכן המעבר לא בוצע. מה ששולם חוזר",
    "The membership has changed meanwhile, so the change was not made. What was paid goes back",
)
OVER_ALREADY = Text("המעבר הזה כבר לא ממתין", "This change is not ahead any more")
NO_CARDS_HERE = Text(
    "המכון לא מקבל כרגע תשלום בכרטיס. אפשר לפנות אליו",
    "The studio takes no cards right now. Get in touch with it",
)
NO_CARD_KEPT = Text(
    "אין כרטיס שמור. אפשר לשלוח קישור לתשלום, או לרשום תשלום במזומן או בהעברה",
    "No card is kept. Send a link to pay, or record cash or a transfer",
)
LINK_DEAL_OVER = Text(
    "המנוי שהקישור הזה נשלח בשבילו הסתיים או הוחלף בינתיים, ולכן אין כאן מה לשלם. לא חויב כלום",
    "The membership this link was sent for has ended or changed meanwhile, so there is nothing to pay here. Nothing was charged",
)
LINK_PLAN_OTHER = Text(
    "המחיר או התנאים של המסלול השתנו מאז שהקישור נשלח. לא חויב כלום, ואפשר לבקש מהצוות קישור חדש",
    "The plan's price or terms have changed since this link was sent. Nothing was charged; ask the team for a new link",
)
NOT_TO_SELF = Text(
    "המסלול כבר שלהם. לבחור מישהו אחר", "The plan is theirs already. Choose someone else"
)
NOT_TO_ARCHIVED = Text(
    "הכרטיס שלהם בארכיון. להחזיר אותו קודם", "They are in the archive. Bring them back first"
)
HELD_BY_THEM = Text(
    "אותו מסלול כבר פעיל אצלם בימים האלה", "They hold the same plan on these days already"
)
NOT_A_TRIAL = Text("שיעור ניסיון לא מעבירים", "A trial isn't handed over")
NOT_THIS_PLAN = Text(
    "הסטודיו קבע שהמסלול הזה נשאר אצל מי שקיבל אותו",
    "The studio keeps this plan with whom it was given to",
)
HAND_OVER_USED_UP = Text("לא נשאר במסלול מה להעביר", "Nothing is left of it to hand over")
WHY_GIVEN_BACK = Text("המעבר למסלול אחר לא בוצע: {why}", "The change of plan was not made: {why}")

# screens

CHANGE = Text("החלפת מסלול", "Change plan")
CHOOSE = Text("לאיזה מסלול", "Which plan")
NO_CHOICE = Text("אין כרגע מסלול אחר לעבור אליו", "There is no other plan to change to")
AT_ONCE = Text("מתחיל היום", "Begins today")
FROM_DAY = Text("מתחיל ב־{day}", "Begins on {day}")
TO_PAY_NOW = Text("לתשלום עכשיו", "To pay now")
TO_PAY_LATER = Text("לתשלום ב־{day}", "To pay on {day}")
TERMS = Text("תנאי המסלול החדש", "Terms of the new plan")
THEN = Text("ואחר כך", "And then")
BY_CARD = Text("החיוב יהיה בכרטיס שמסתיים ב־{last4}", "The card ending in {last4} is charged")
BY_PAGE = Text("ממשיכים לדף התשלום המאובטח", "You go on to the secure payment page")
BY_HAND = Text("התשלום נרשם במכון", "The payment is taken at the studio")
PAID_BY = Text("איך משולם", "How it is paid")
WAY_CARD = Text("בכרטיס השמור", "By the kept card")
WAY_LINK = Text("בקישור", "By a link")
MAKE_LINK = Text("יצירת קישור לתשלום", "Make a link to pay")
LINK_HELP = Text(
    "בקישור רואים את המעבר, מאשרים ומשלמים, בלי להתחבר. הוא עובד 30 ימים, והסכום הוא לפי היום שבו משלמים.",
    "The link shows the change, to agree and pay without signing in. It works for 30 days; the sum is that of the day it is paid on.",
)
LINK_MESSAGE = Text(
    "היי {name}, הנה הקישור למעבר ל{plan} ב{gym}: {link}",
    "Hi {name}, here is the link to change to {plan} at {gym}: {link}",
)
PAGE_TITLE = Text("מעבר למסלול אחר", "Change to another plan")
PAGE_WHY = Text(
    "הצוות הציע לעבור ל{plan}. הנה מה שישולם ומה שיקרה אחר כך. המסלול מתחלף רק אחרי התשלום.",
    "The team offered to change to {plan}. Here is what is paid and what follows. The plan changes only once it is paid.",
)
PAGE_AGREE = Text(
    "בתשלום מאשרים את תנאי המסלול החדש", "By paying you agree to the terms of the new plan"
)
PAGE_DONE = Text("המעבר ל{plan} בוצע", "You are on {plan} now")
PAGE_DONE_WHY = Text("אין מה לשלם כאן יותר.", "Nothing more is to be paid here.")
PAGE_PLANNED = Text("המעבר ל{plan} נקבע ל־{day}", "The change to {plan} is set for {day}")
PAGE_OVER = Text("אי אפשר לשלם בקישור הזה", "Nothing can be paid by this link")
WAY_CASH = Text("במזומן", "In cash")
WAY_TRANSFER = Text("בהעברה", "By transfer")
DO_NOW = Text("לעבור ולשלם {amount}", "Change and pay {amount}")
DO_FREE = Text("לעבור עכשיו", "Change now")
DO_LATER = Text("לעבור ב־{day}", "Change on {day}")
DONE = Text("המסלול הוחלף", "The plan is changed")
PLANNED = Text("המעבר נקבע ל־{day}", "The change is set for {day}")
DECLINED = Text(
    "הכרטיס לא אושר, והמסלול נשאר כמו שהיה. אפשר להחליף כרטיס ולנסות שוב",
    "The card was declined and the plan stays as it was. Replace the card and try again",
)
CHECKING = Text(
    "התשלום נבדק. המסלול יתחלף כשיאושר",
    "The payment is being checked. The plan changes once it is in",
)
AHEAD = Text("מ־{day}: {plan}, {amount}", "From {day}: {plan}, {amount}")
CALL_OFF = Text("ביטול המעבר", "Call the change off")
CALL_OFF_TITLE = Text("לבטל את המעבר", "Call the change off")
CALL_OFF_WHY = Text(
    "ממשיכים עם המסלול שיש, כמו לפני שנקבע המעבר.", "The present plan goes on as before."
)
CALLED_OFF = Text("המעבר בוטל", "The change is called off")
SECTION = Text("שינויים במסלול", "Changes of plan")
PAY_NOTE = Text("הערה לתשלום", "A note on the payment")
FIND = Text("שם או טלפון של מי שמקבל", "Name or phone of who gets it")
CHOOSE_WHOM = Text("לבחור למי המסלול עובר", "Choose who gets the plan")
DO_HAND_OVER = Text("להעביר", "Hand over")
HAND_OVER = Text("העברה למישהו אחר", "Hand over to someone else")
HAND_OVER_WHY = Text(
    "מה שנשאר במסלול עובר, והחיובים הבאים עוברים למי שקיבל. כסף לא חוזר ולא נוסף.",
    "What is left of the plan goes over, and the charges to come are theirs. No money comes back or is added.",
)
TO_WHOM = Text("למי", "To whom")
NOTE = Text("מה סוכם", "What was agreed")
HANDED_OVER = Text("המסלול הועבר אל {name}", "The plan was handed over to {name}")
KEPT_OVER = Text("{plan} עובר אל {name}", "{plan} goes to {name}")
ENTRIES_GO = Text("{entries} עוברות", "{entries} go over")
UNTIL = Text("בתוקף עד {day}", "Good until {day}")
CHARGES_GO = Text("החיוב הבא, {day}, יהיה של {name}", "The next charge, {day}, is {name}'s")
COMMITMENT_GOES = Text("ההתחייבות עד {day} עוברת", "The commitment until {day} goes over")

EVENTS: Final[dict[str, Text]] = {
    "billing.deal_changed": Text("מעבר ל{plan}: {member}", "Changed to {plan}: {member}"),
    "billing.change_planned": Text(
        "מעבר ל{plan} נקבע ל־{takes_on}: {member}", "Change to {plan} set for {takes_on}: {member}"
    ),
    "billing.change_called_off": Text(
        "מעבר ל{plan} בוטל: {member}", "Change to {plan} called off: {member}"
    ),
    "billing.change_failed": Text(
        "מעבר ל{plan} לא בוצע: {member}", "Change to {plan} was not made: {member}"
    ),
    "billing.deal_handed_over": Text("העברת {plan}: {member}", "Handed over {plan}: {member}"),
}
