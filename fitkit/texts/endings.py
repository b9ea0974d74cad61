"""Ending a deal: what is asked, what is refused, what was done."""

from fitkit.core.i18n import Text

# refusals

OLDER_THAN_DEAL = Text(
    "הרכישה היא מ־{day}. ההודעה לא יכולה להיות לפניה",
    "The purchase is of {day}; the notice cannot be before it",
)
NOTICE_DAY = Text(
    "יום ההודעה הוא היום או עד {days} ימים אחורה",
    "The day of the notice is today, or up to {days} days back",
)
WISH_PAST = Text("היום האחרון לא יכול להיות בעבר", "The last day can't be in the past")
WISH_BETWEEN = Text(
    "היום האחרון יכול להיות מ-{first} עד {last}", "The last day may be from {first} to {last}"
)
WISH_NONE = Text(
    "במסלול הזה אי אפשר לבחור יום מאוחר יותר", "A later last day can't be chosen for this plan"
)
WISH_RESTING = Text(
    "כדי לבחור יום מאוחר יותר צריך קודם לבטל את ההקפאה",
    "To choose a later last day, the freeze has to be called off first",
)
OVER_ALREADY = Text("המנוי הזה כבר הסתיים", "This membership is over already")
CHANGED_MEANWHILE = Text(
    "משהו השתנה מאז שהחישוב הוצג. כדאי לעבור עליו שוב ולאשר",
    "Something has changed since this was shown. Look at it again and confirm",
)
WITHDRAWN_ALREADY = Text("ההודעה הזאת נמשכה", "This notice was withdrawn")
MONEY_WENT = Text(
    "ההחזר כבר יצא. כדי לחזור צריך למכור את המנוי מחדש",
    "The refund is on its way already. To come back, sell the membership anew",
)
REFUND_BETWEEN = Text(
    "ההחזר הוא בין 0 ל־{most}, מה ששולם", "The refund is between 0 and {most}, which was paid"
)
PROVE_FIRST = Text(
    "עבר זמן מאז הקוד. כדאי להתחיל מחדש", "It has been a while since the code. Start over"
)
WRONG_CODE = Text(
    "הקוד לא מתאים. אפשר לנסות שוב או לבקש קוד חדש",
    "The code does not fit. Try again, or ask for another",
)
SAY_WHO = Text("טלפון או כתובת מייל", "A phone number or an e-mail address")

NOT_BY_HAND = Text(
    "הסכום שולם דרך חברת התשלומים, וההחזר יוצא משם. אפשר לראות אותו במסך התשלומים",
    "It was paid through the payment company and goes back from there. See it under payments",
)

# words of the calculation and of papers

WRITTEN_OFF = Text("חוב שהמכון ויתר עליו", "A debt that the gym gave up")
DECIDED = Text("לפי החלטת המכון, לא מוחזר", "Kept, as the gym decided")
WHY_REFUND = Text("ביטול לפי הודעה מ־{day}", "Cancellation by notice of {day}")

# the public page, step by step

TITLE = Text("ביטול מנוי", "Cancel a membership")
WHY = Text(
    "אפשר לבטל כאן בכל שעה, בלי חשבון ובלי לדבר עם אף אחד. לפני האישור יוצג בדיוק מה קורה: עד מתי מתאמנים, כמה חוזר, ולמה.",
    "Cancel here at any hour, without an account and without talking to anybody. Before you confirm you see exactly what happens: until when you train, what comes back, and why.",
)
FOR_GYM = Text("ביטול מנוי ב{gym}", "Cancel a membership at {gym}")
WHICH_GYM = Text("איפה המנוי", "Where the membership is")
WHICH_GYM_HELP = Text(
    "המילה שבכתובת של המכון, כמו שהיא מופיעה בקישורים ובמיילים ממנו",
    "The word in the gym's address, as it stands in its links and letters",
)
NO_SUCH_GYM = Text(
    "אין מכון בכתובת הזאת. כדאי לבדוק את המילה",
    "There is no gym at this address. Check the word",
)
GO_ON = Text("המשך", "Continue")
NAME = Text("שם מלא", "Full name")
NAME_HELP = Text("כמו שהוא רשום במכון", "As it is written at the gym")
CONTACT = Text("טלפון או מייל", "Phone or e-mail")
SEND_CODE = Text("שליחת קוד", "Send a code")
CODE_SENT = Text(
    "אם הפרטים רשומים במכון, נשלח קוד למייל ששמור שם. הוא טוב לעשר דקות.",
    "If these details are on record at the gym, a code has been sent to the e-mail kept there. It is good for ten minutes.",
)
CODE = Text("הקוד מהמייל", "The code from the e-mail")
CHECK_CODE = Text("אישור הקוד", "Confirm the code")
START_OVER = Text("להתחיל מחדש", "Start over")
OTHER_WAYS = Text(
    "לא הגיע קוד? הודעת ביטול תקפה גם בטלפון, במייל או במכתב רשום למכון. מספיקים שם ומספר זהות.",
    "No code? Notice by phone, e-mail or registered post to the gym counts just as well. Name and ID number are enough.",
)
NOTHING_TO_END = Text("אין כאן מה לבטל", "There is nothing to cancel here")
NOTHING_TO_END_WHY = Text(
    "לא נמצאה רכישה פעילה. אם יש מנוי ששולם במכון, אפשר להודיע למכון ישירות.",
    "No running purchase was found. If a membership was paid at the gym, tell the gym directly.",
)
CHOOSE = Text("מה לבטל", "What to cancel")
END_THIS = Text("לחישוב הביטול", "See what cancelling means")
ENDS_BY_NOTICE = Text("הודעת ביטול התקבלה", "Notice received")
NEXT_CHARGE = Text("החיוב הבא {day}", "Next charge {day}")
UNTIL = Text("עד {day}", "Until {day}")
PRICE_MONTH = Text("{price} לחודש", "{price} a month")
PRICE_YEAR = Text("{price} לשנה", "{price} a year")

# the calculation

ASK_TITLE = Text("זה מה שיקרה", "This is what happens")
WISH = Text("יום אחרון מאוחר יותר", "A later last day")
WISH_HELP = Text(
    "לא חובה. בלי זה המנוי נגמר ביום המוקדם ביותר לפי החוק",
    "Optional. Without it the membership ends on the earliest day the law has",
)
LAST_DAY = Text("אפשר להתאמן עד", "Training goes on until")
COMES_BACK = Text("סכום שחוזר", "Comes back")
TO_PAY = Text("נשאר לשלם", "Left to pay")
REFUND_BY = Text(
    "ההחזר מגיע תוך 14 ימים מההודעה, עד", "It arrives within 14 days of the notice, by"
)
FEE = Text("דמי ביטול", "Fee")
HOW = Text("איך זה מחושב", "How it is calculated")
NO_MORE_CHARGES = Text("לא יהיו עוד חיובים.", "Nothing will be charged any more.")
TO_THE_CARD = Text(
    "ההחזר חוזר לאמצעי שבו שולם. מה ששולם במזומן או בהעברה, המכון מחזיר.",
    "It goes back to the means it was paid with. What was paid in cash or by transfer, the gym gives back.",
)
GYM_DECIDES = Text(
    "כאן החוק משאיר את ההחלטה למכון. הבקשה תועבר אליו ותגיע תשובה במייל.",
    "Here the law leaves it to the gym. Your request goes to them, and the answer comes by e-mail.",
)
PROTECTED = Text(
    "גיל 65 ומעלה, אדם עם מוגבלות, או עלייה לארץ בחמש השנים האחרונות",
    "Aged 65 or over, disabled, or immigrated to Israel within the last five years",
)
PROTECTED_HELP = Text(
    "לפי החוק יש אז עד ארבעה חודשים לביטול. ההצהרה נשמרת עם ההודעה.",
    "By law there are then up to four months to cancel. What you state is kept with the notice.",
)
SPOKE = Text(
    "לפני הרכישה הייתה שיחה או התכתבות עם המכון",
    "Before buying there was a conversation with the gym, spoken or written",
)
REASON = Text("למה (לא חובה)", "Why (if you like)")
CONFIRM = Text("לבטל את המנוי", "Cancel the membership")
ASK_GYM = Text("לשלוח את הבקשה", "Send the request")
KEEP = Text("להשאיר את המנוי", "Keep the membership")
DONE = Text("הודעת הביטול התקבלה", "Your notice was received")
DONE_WHY = Text(
    "אישור נשלח למייל. מספר ההודעה: {number}",
    "A confirmation was sent by e-mail. Notice number: {number}",
)
WAITS = Text("הבקשה הועברה למכון", "Your request went to the gym")

# the app and the gym

MY_TITLE = Text("ביטול המנוי שלי", "Cancel my membership")
TO_CANCEL = Text("ביטול מנוי", "Cancel a membership")
STAFF_TITLE = Text("ביטול לפי הודעה", "Cancel by notice")
SOLD_ENDS_BY_NOTICE = Text(
    "המסלול הזה נמכר. הוא מסתיים רק בביטול לפי הודעה, שמחשב מה חוזר; בעלי המכון רושמים אותו",
    "This plan was sold. It ends by a notice only, which counts what goes back; the owner records it",
)
STAFF_SECTION = Text("הודעות ביטול", "Cancellations")
NO_NOTICES = Text("לא נמסרה הודעת ביטול", "No notice was given")
NOTICED_ON = Text("יום ההודעה", "Day of the notice")
BY_POST = Text("בדואר רשום", "By registered post")
DEAL = Text("העסקה", "The deal")
RECORD = Text("לרשום את הביטול", "Record the cancellation")
RECORDED = Text("הביטול נרשם", "The cancellation is recorded")
WITHDRAW = Text("החבר או החברה נשארים", "They stay")
WITHDRAW_WHY = Text(
    "הכול חוזר להיות כמו לפני ההודעה. שיעורים שהתפנו לא חוזרים מעצמם.",
    "Everything stands as before the notice. Places that were given back do not come back by themselves.",
)
WITHDRAW_WORD = Text("מה נאמר, ומתי", "What they said, and when")
WITHDRAWN = Text("ההודעה נמשכה, המנוי ממשיך", "The notice is withdrawn; the membership goes on")
DECIDE = Text("להחליט", "Decide")
DECIDE_WHY = Text(
    "החוק לא מחייב כאן החזר. המנוי יסתיים היום, ומה שנרשם כאן יוחזר.",
    "The law asks for no refund here. The membership ends today, and what you enter goes back.",
)
DECIDE_SUM = Text("סכום להחזר", "To give back")
DECIDED_NOW = Text("ההחלטה נשמרה והחבר או החברה יקבלו הודעה", "Decided; they will be told")
STATES = {
    "review": Text("מחכה להחלטת המכון", "Waits for the gym"),
    "settled": Text("בוטל", "Cancelled"),
    "withdrawn": Text("ההודעה נמשכה", "Withdrawn"),
}
ENDS_ON = Text("עד {day}, כולל", "Until {day}, that day included")
REFUNDED = Text("הוחזרו {sum}", "{sum} given back")
ON_ITS_WAY = Text("{sum} בדרך חזרה", "{sum} on its way back")
BY_HAND = Text("{sum} להחזרה על ידי הצוות", "{sum} for staff to give back")
HANDED = Text("הוחזר", "Given back")
HANDED_WHY = Text(
    "לסמן רק אחרי שהסכום נמסר או הועבר: {sum}.", "Mark it only once the sum was handed over: {sum}."
)
HANDED_HOW = Text("איך", "How")
IN_CASH = Text("במזומן", "In cash")
BY_TRANSFER = Text("בהעברה", "By transfer")
NOTICE_OF = Text("הודעה מ־{day}", "Notice of {day}")
NO_DEALS = Text("אין עסקאות פעילות", "No deals are running")

# the letter with the code

LETTER_SUBJECT = Text("{code} הוא הקוד לביטול", "{code} is your code to cancel")
LETTER_TITLE = Text("קוד לביטול מנוי ב{gym}", "A code to cancel at {gym}")
LETTER_BODY = Text(
    "הקוד נכון לעשר דקות, בדף שבו הוא התבקש. אם זה לא ביוזמתך, אין צורך לעשות דבר: בלי הקוד שום דבר לא מתבטל.",
    "It is good for ten minutes, on the page that asked for it. If that was not you, there is nothing to do: without the code nothing is cancelled.",
)

EVENTS = {
    "billing.deal_cancelled": Text(
        "הודעת ביטול, סיום ב־{last_day}: {member}", "Notice to cancel, ends on {last_day}: {member}"
    ),
    "billing.later_end_wished": Text(
        "בקשה לסיים ב־{last_day} ולא ב־{earliest}: {member}",
        "Wished to end on {last_day} instead of {earliest}: {member}",
    ),
    "billing.cancel_code_asked": Text("בקשת קוד לביטול מנוי", "A code to cancel was asked for"),
    "billing.cancellation_withdrawn": Text(
        "הודעת ביטול נמשכה: {member}", "Notice to cancel withdrawn: {member}"
    ),
}
