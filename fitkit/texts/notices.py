"""What people are told: in the inbox, in letters, on the phone; and the words around it."""

from dataclasses import dataclass
from typing import Final

from fitkit.core.i18n import Forms, Plural, Text


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One kind of notice; places are filled from its facts."""

    title: Text
    body: Text
    button: Text


# What stands in a notice as a whole sentence.
CHANGE_MONEY_BACK = Text("מה ששולם חוזר.", "What was paid goes back.")
CHANGE_NOT_CHARGED = Text("לא חויב כלום.", "Nothing was charged.")
NEXT_CHARGE = Text("החיוב הבא: {amount} ב־{day}.", "The next charge: {amount} on {day}.")

_TO_SCHEDULE = Text("לשיעורים שלי", "My classes")
_TO_PLANS = Text("למנוי שלי", "My plan")
_TO_DOCUMENTS = Text("למסמכים", "Documents")
_TO_ACCOUNT = Text("להגדרות החשבון", "Account settings")
_TO_PAY = Text("לתשלום", "Pay")
_TO_CARD = Text("להחלפת הכרטיס", "Change the card")
_TO_DEBTS = Text("לרשימת החובות", "To the debts")

ENTRIES_LEFT = Plural(
    he=Forms(one="כניסה אחת", two="שתי כניסות", other="{n} כניסות"),
    en=Forms(one="one entry", other="{n} entries"),
)

CANCEL_WAY = Text("לביטול המנוי: {way}", "To cancel the membership: {way}")
CANCEL_REFUND = Text(
    "חוזרים {sum}, עד {by}, לאמצעי שבו שולם.",
    "{sum} comes back by {by}, to the means it was paid with.",
)
CANCEL_OWED = Text("נשאר לשלם {sum}.", "{sum} is left to pay.")
CANCEL_EVEN = Text("אין החזר ואין חוב.", "Nothing comes back and nothing is owed.")
CANCEL_FEE = Text("דמי הביטול בחישוב: {fee}.", "The fee in it: {fee}.")
CANCEL_TO_DECIDE = Text(
    "החוק משאיר את ההחלטה לך. ההחלטה בכרטיס.", "The law leaves it to you: decide on their page."
)
CHARGED_NEXT = Text("החיוב הבא: {price} ב־{day}.", "Next charge: {price} on {day}.")
PAID_ONCE = Text("אין חיובים נוספים.", "Nothing more is charged.")

FREE_AFTER_MOVE = Text(" בלי עלות, עד תחילת השיעור", " at no cost, until it starts")

NOTICES: Final[dict[str, NoticeText]] = {
    "booked": NoticeText(
        Text("ההרשמה נקלטה: {session}", "You're booked: {session}"),
        Text("{starts_at} · {where}", "{starts_at} · {where}"),
        _TO_SCHEDULE,
    ),
    "booking_cancelled": NoticeText(
        Text("ההרשמה בוטלה: {session}", "Booking cancelled: {session}"),
        Text(
            "הצוות ביטל את המקום בשיעור ב{starts_at}.",
            "The gym released the place in the class on {starts_at}.",
        ),
        _TO_SCHEDULE,
    ),
    "promoted": NoticeText(
        Text("התפנה מקום: {session}", "A place opened up: {session}"),
        Text(
            "המקום נשמר לך: {starts_at}. אם זה כבר לא מתאים, כדאי לבטל כדי לפנות אותו לבאים בתור.",
            "It's yours: {starts_at}. If it no longer fits, cancel so that the next in line gets it.",
        ),
        _TO_SCHEDULE,
    ),
    "passed_over": NoticeText(
        Text(
            "התפנה מקום, אבל אין מנוי מתאים: {session}",
            "A place opened up, but no plan covers it: {session}",
        ),
        Text(
            "השיעור ב{starts_at}. המקום בתור נשמר; לחידוש או להחלפת מנוי אפשר לפנות לצוות.",
            "The class on {starts_at}. Your place in line is kept; talk to the team about your plan.",
        ),
        _TO_SCHEDULE,
    ),
    "class_cancelled": NoticeText(
        Text("השיעור בוטל: {session}", "Class cancelled: {session}"),
        Text(
            "השיעור ב{starts_at} לא יתקיים. {outcome}",
            "The class on {starts_at} won't take place. {outcome}",
        ),
        _TO_SCHEDULE,
    ),
    "class_changed": NoticeText(
        Text("שינוי בשיעור: {session}", "A class has changed: {session}"),
        Text(
            "הפרטים המעודכנים: {starts_at} · {where}. אם זה לא מתאים, אפשר לבטל את ההרשמה{free}.",
            "Now: {starts_at} · {where}. If it doesn't suit, you can cancel{free}.",
        ),
        _TO_SCHEDULE,
    ),
    "class_restored": NoticeText(
        Text("השיעור מתקיים בכל זאת: {session}", "The class is on after all: {session}"),
        Text(
            "{starts_at} · {where}. {outcome}",
            "{starts_at} · {where}. {outcome}",
        ),
        _TO_SCHEDULE,
    ),
    "offered": NoticeText(
        Text("מקום שמור לך לזמן קצר: {session}", "A place is kept for you, briefly: {session}"),
        Text(
            "{starts_at}. המקום שמור עד {until}; אחרי זה הוא עובר לבאים בתור.",
            "{starts_at}. It's kept until {until}; then it goes to the next in line.",
        ),
        Text("לקחת או לוותר", "Take it or pass"),
    ),
    "offer_over": NoticeText(
        Text("המקום כבר לא שמור: {session}", "The place is no longer kept: {session}"),
        Text(
            "{starts_at}. המקום בתור נשמר; אם יתפנה עוד מקום, נשאל שוב.",
            "{starts_at}. You keep your place in line; if another place frees, we'll ask again.",
        ),
        _TO_SCHEDULE,
    ),
    "to_claim": NoticeText(
        Text(
            "התפנה מקום, מי שנרשם ראשון בפנים: {session}",
            "A place is free, first tap gets it: {session}",
        ),
        Text("{starts_at} · {where}", "{starts_at} · {where}"),
        Text("לשיעור", "To the class"),
    ),
    "standing_missed": NoticeText(
        Text(
            "המקום הקבוע לא נשמר הפעם: {session}",
            "Your fixed place wasn't booked this time: {session}",
        ),
        Text("{starts_at}. {why}", "{starts_at}. {why}"),
        _TO_SCHEDULE,
    ),
    "penalty": NoticeText(
        Text("{what}: {session}", "{what}: {session}"),
        Text(
            "{outcome} זו טעות? אפשר לערער עד {until}.",
            "{outcome} Not right? You can dispute it until {until}.",
        ),
        Text("לפרטים ולערעור", "Details and dispute"),
    ),
    "penalty_decided": NoticeText(
        Text("{what}: {session}", "{what}: {session}"),
        Text("{outcome}", "{outcome}"),
        Text("לפרטים", "Details"),
    ),
    "reminder": NoticeText(
        Text("תזכורת: {session}", "Coming up: {session}"),
        Text("{starts_at} · {where}", "{starts_at} · {where}"),
        _TO_SCHEDULE,
    ),
    "plan_given": NoticeText(
        Text("מנוי חדש: {plan}", "New plan: {plan}"),
        Text(
            "המנוי פעיל החל מ־{starts_on}. אפשר להירשם לשיעורים.",
            "It's active from {starts_on}. You can book classes.",
        ),
        _TO_PLANS,
    ),
    "plan_bought": NoticeText(
        Text("נקנה: {plan}", "Bought: {plan}"),
        Text(
            "שולם {amount}. מתחיל ב־{starts_on}. {after} הקבלה נשלחת בדוא״ל.",
            "{amount} paid. It begins on {starts_on}. {after} The receipt comes by e-mail.",
        ),
        _TO_PLANS,
    ),
    "plan_sold": NoticeText(
        Text("נמכר {plan} ב־{amount}", "{plan} sold for {amount}"),
        Text("{name}", "{name}"),
        Text("לכרטיס", "Open the card"),
    ),
    "goods_sold": NoticeText(
        Text("נמכרו מוצרים ב־{amount}: {what}", "Products sold for {amount}: {what}"),
        Text("{name} יאספו אותם במכון.", "{name} will pick them up at the gym."),
        Text("למוצרים", "To the products"),
    ),
    "referral_credit": NoticeText(
        Text("נוספו {amount} ליתרת הזכות", "{amount} were added to your credit"),
        Text(
            "זיכוי על הבאת חברים. הוא יורד מהקנייה או מהחיוב הבא.",
            "Credit for bringing a friend. It is taken off your next purchase or charge.",
        ),
        Text("לחנות", "To the shop"),
    ),
    "order_given_back": NoticeText(
        Text("התשלום מוחזר: {plan}", "The payment goes back: {plan}"),
        Text(
            "התקבל תשלום של {amount}, אבל כבר אי אפשר היה לתת את המסלול. כל הסכום חוזר לאמצעי התשלום.",
            "{amount} was paid, but the plan could no longer be given. The whole amount goes back to where it came from.",
        ),
        _TO_PLANS,
    ),
    "plan_ending": NoticeText(
        Text("המנוי עומד להסתיים: {plan}", "Your plan is ending: {plan}"),
        Text(
            "היום האחרון הוא {ends_on}. לחידוש אפשר לפנות לצוות.",
            "The last day is {ends_on}. Talk to the team to renew.",
        ),
        _TO_PLANS,
    ),
    "entries_low": NoticeText(
        Text("הכרטיסייה עומדת להסתיים: {plan}", "Your pack is running low: {plan}"),
        Text("נשארו בכרטיסייה: {entries}.", "Left in the pack: {entries}."),
        _TO_PLANS,
    ),
    "deal_cancelled": NoticeText(
        Text("הביטול התקבל: {plan}", "Cancelled: {plan}"),
        Text(
            "ההודעה מ־{noticed_on} התקבלה. אפשר להתאמן עד {last_on}, כולל, ולא יהיו עוד חיובים. {sums}",
            "Your notice of {noticed_on} was received. You train until {last_on}, that day included, and nothing will be charged any more. {sums}",
        ),
        _TO_PLANS,
    ),
    "cancel_asked": NoticeText(
        Text("בקשת הביטול הועברה למכון: {plan}", "Your request went to the gym: {plan}"),
        Text(
            "ההודעה מ־{noticed_on} התקבלה. כאן החוק משאיר את ההחלטה למכון, והתשובה תגיע גם במייל.",
            "Your notice of {noticed_on} was received. Here the law leaves it to the gym, and the answer comes by e-mail too.",
        ),
        _TO_PLANS,
    ),
    "cancel_withdrawn": NoticeText(
        Text("המנוי ממשיך: {plan}", "Your membership goes on: {plan}"),
        Text(
            "הודעת הביטול לא בתוקף, והכול ממשיך כמו לפניה. אם זה לא מה שביקשת, אפשר לבטל שוב.",
            "The notice to cancel does not stand, and all goes on as before it. If that is not what you asked for, cancel again.",
        ),
        _TO_PLANS,
    ),
    "plan_frozen": NoticeText(
        Text("המסלול בהקפאה: {plan}", "Frozen: {plan}"),
        Text(
            "ההקפאה היא מ־{first_on} עד {last_on}, כולל. {next}",
            "It is frozen from {first_on} to {last_on}, both included. {next}",
        ),
        _TO_PLANS,
    ),
    "plan_awake": NoticeText(
        Text("ההקפאה הסתיימה: {plan}", "The freeze is over: {plan}"),
        Text("אפשר להירשם לשיעורים. {next}", "You can book classes again. {next}"),
        _TO_PLANS,
    ),
    "plan_changed": NoticeText(
        Text("המסלול הוחלף: {plan}", "Your plan is now: {plan}"),
        Text("המסלול החדש בתוקף מ־{takes_on}. {next}", "It holds from {takes_on}. {next}"),
        _TO_PLANS,
    ),
    "change_ahead": NoticeText(
        Text("מעבר למסלול אחר נקבע: {plan}", "A change of plan is set: {plan}"),
        Text(
            "המסלול החדש מתחיל ב־{takes_on}, ואז יחויבו {amount}. עד אז הכול כרגיל, ואפשר לבטל את המעבר.",
            "It begins on {takes_on}, and {amount} is charged then. Until then all stays, and the change can be called off.",
        ),
        _TO_PLANS,
    ),
    "change_failed": NoticeText(
        Text("המעבר לא בוצע: {plan}", "The change was not made: {plan}"),
        Text("המסלול נשאר כמו שהיה. {money}", "Your plan stays as it was. {money}"),
        _TO_PLANS,
    ),
    "plan_handed_over": NoticeText(
        Text("מסלול הועבר: {plan}", "Handed over: {plan}"),
        Text("{plan} של {giver} עבר אל {taker}.", "{plan} went from {giver} to {taker}."),
        _TO_PLANS,
    ),
    "member_cancelled": NoticeText(
        Text("ביטול מנוי: {name}", "Membership cancelled: {name}"),
        Text("{plan}, עד {last_on}. {sums}", "{plan}, until {last_on}. {sums}"),
        Text("לכרטיס", "Open their page"),
    ),
    "invitation_accepted": NoticeText(
        Text("ההזמנה התקבלה: {name}", "Invitation accepted: {name}"),
        Text("{name} בפנים. התפקיד: {role}.", "{name} is in, as {role}."),
        Text("לרשימה", "Open the list"),
    ),
    "substitute_asked": NoticeText(
        Text("{name}: נדרש מחליף לשיעור {session}", "{name} needs a substitute: {session}"),
        Text("{starts_at} · {where}. {note}", "{starts_at} · {where}. {note}"),
        Text("לענות", "Answer"),
    ),
    "substitute_found": NoticeText(
        Text("נמצא מחליף לשיעור {session}", "A substitute was found: {session}"),
        Text("השיעור ב{starts_at} אצל {name}.", "{name} gives the class on {starts_at}."),
        Text("לשיעור", "To the class"),
    ),
    "substitute_declined": NoticeText(
        Text("{name}: אי אפשר להחליף בשיעור {session}", "{name} can't take over: {session}"),
        Text(
            "השיעור ב{starts_at} עדיין {whose}. אפשר לבטל את הבקשה ולשאול את כולם.",
            "The class on {starts_at} is still {whose}. Withdraw the request and ask everybody.",
        ),
        Text("לבקשה", "To the request"),
    ),
    "dispute_opened": NoticeText(
        Text("ערעור של {name}: {session}", "{name} disputes: {session}"),
        Text("{starts_at}. {note}", "{starts_at}. {note}"),
        Text("להחליט", "Decide"),
    ),
    "charge_unknown": NoticeText(
        Text("לא ברור אם חיוב של {name} עבר", "Unclear whether {name} was charged"),
        Text(
            "{amount}: חברת הסליקה לא אומרת אם הכסף נלקח. ממשיכים לבדוק, ועד שיתברר לא מחייבים שוב. "
            "אפשר לבדוק באתר שלה ולקבוע.",
            "{amount}: the payment company does not say whether money was taken. We keep asking, and do not "
            "charge again until it is clear. You can look on its site and decide.",
        ),
        Text("לתשלום", "The payment"),
    ),
    "paid_twice": NoticeText(
        Text("תשלום כפול של {name}", "{name} paid twice"),
        Text(
            "{amount} שולמו פעם שנייה על אותו דבר. התשלום השני מוחזר לבד.",
            "{amount} was paid a second time for the same thing. The second payment goes back by itself.",
        ),
        Text("לתשלום", "The payment"),
    ),
    "paid_twice_kept": NoticeText(
        Text("{name}: התקבל תשלום על מה שכבר שולם", "{name}: paid for what was already paid"),
        Text(
            "{amount} התקבלו אחרי שתשלום אחר כבר כיסה את אותו דבר. תשלום כזה לא חוזר לבד, ולכן הסכום נרשם "
            "כיתרת זכות ויורד מהחיובים הבאים. אפשר גם להחזיר אותו במסך התשלום.",
            "{amount} came after something else had paid for the same. Such a payment does not go back by itself, "
            "so it became credit and is taken off the next charges. You can also give it back on the payment's "
            "screen.",
        ),
        Text("לתשלום", "The payment"),
    ),
    "credit_kept": NoticeText(
        Text("{amount} נוספו ליתרת הזכות", "{amount} were added to your credit"),
        Text(
            "התשלום הגיע אחרי שתשלום אחר כבר כיסה את אותו דבר. הסכום נשמר ליתרה ויורד ממה שיחויב בהמשך. "
            "אפשר גם לבקש מהצוות להחזיר אותו.",
            "The payment came after something else had paid for the same. The amount is kept and taken off whatever "
            "is charged later. You can also ask the team to give it back.",
        ),
        Text("למנוי", "My membership"),
    ),
    "visit_credit": NoticeText(
        Text("{amount} נוספו ליתרת הזכות: {what}", "{amount} were added to your credit: {what}"),
        Text(
            "הביקור בוטל אחרי ששולם. הסכום יורד מהקנייה או מהחיוב הבא, ואפשר לבקש מהצוות להחזיר אותו.",
            "The visit was called off after it was paid. The amount is taken off your next purchase or charge, and "
            "you can ask the team to give it back.",
        ),
        Text("למנוי", "My membership"),
    ),
    "refund_refused": NoticeText(
        Text("החזר אל {name} לא יצא", "A refund to {name} did not go out"),
        Text(
            "חברת הסליקה לא החזירה {amount}. אפשר להחזיר במזומן או בהעברה.",
            "The payment company did not give {amount} back. Give it back in cash or by transfer.",
        ),
        Text("לתשלום", "The payment"),
    ),
    "refund_unknown": NoticeText(
        Text("לא ברור אם החזר אל {name} יצא", "Unclear whether a refund to {name} went out"),
        Text(
            "{amount}: חברת הסליקה לא אומרת אם ההחזר יצא. כדאי לחפש אותו באתר שלה ולקבוע.",
            "{amount}: the payment company does not say whether it went out. Look for it on its site and decide.",
        ),
        Text("לתשלום", "The payment"),
    ),
    "closures_proposed": NoticeText(
        Text("חגי {year} מחכים לאישור", "The holidays of {year} wait for you"),
        Text(
            "הצענו באילו ימים לסגור ובאילו לקצר. שום דבר לא נסגר בלי אישור.",
            "We suggested which days to close or shorten. Nothing closes until you confirm.",
        ),
        Text("לחגים", "Holidays"),
    ),
    "renewal_failed": NoticeText(
        Text("התשלום על המנוי לא עבר: {amount}", "Your payment did not go through: {amount}"),
        Text(
            "{plan}. ננסה שוב לבד בימים הקרובים; אפשר גם לשלם עכשיו או להחליף כרטיס.",
            "{plan}. We'll try again by ourselves in the coming days; you can also pay now or change the card.",
        ),
        _TO_PAY,
    ),
    "card_needed": NoticeText(
        Text("צריך כרטיס אחר לתשלום: {amount}", "Another card is needed: {amount}"),
        Text(
            "{plan}. אי אפשר לחייב את הכרטיס השמור. בקישור משלמים או מחליפים כרטיס, וזה לוקח דקה.",
            "{plan}. The kept card can't be charged. Pay or change the card by the link; it takes a minute.",
        ),
        _TO_PAY,
    ),
    "debt_reminder": NoticeText(
        Text("תזכורת: נשאר תשלום פתוח של {amount}", "A reminder: {amount} is still open"),
        Text(
            "{plan}, מ־{first_on}. אפשר לסדר את זה בקישור, בלי להתחבר.",
            "{plan}, from {first_on}. You can settle it by the link, without signing in.",
        ),
        _TO_PAY,
    ),
    "debt_part": NoticeText(
        Text("תשלום של {amount} בהסדר מחכה לך", "A part of {amount} of your plan is waiting"),
        Text(
            "זה התשלום של {due_on} בהסדר. אפשר לשלם בקישור, בלי להתחבר, עד שבוע אחרי היום הזה.",
            "It was due on {due_on}. Pay by the link, without signing in, up to a week after that day.",
        ),
        _TO_PAY,
    ),
    "debt_last": NoticeText(
        Text("תזכורת אחרונה: תשלום פתוח של {amount}", "Last reminder: {amount} is open"),
        Text(
            "{plan}. לא ננסה יותר לחייב לבד, והצוות ייצור קשר. אפשר עדיין לשלם בקישור.",
            "{plan}. We won't try to charge again by ourselves, and the team will be in touch. "
            "You can still pay by the link.",
        ),
        _TO_PAY,
    ),
    "debt_settled": NoticeText(
        Text("התשלום התקבל, תודה", "Your payment came through, thank you"),
        Text(
            "{plan}: {amount}. אין תשלום פתוח על התקופה הזאת.",
            "{plan}: {amount}. Nothing is open for that period.",
        ),
        _TO_SCHEDULE,
    ),
    "booking_blocked": NoticeText(
        Text("ההרשמה לשיעורים נעצרה עד לתשלום", "Booking is on hold until you pay"),
        Text(
            "נשאר תשלום פתוח של {amount}. מה שכבר נרשם נשמר, ואחרי התשלום ההרשמה נפתחת מיד.",
            "{amount} is still open. What is booked stays, and booking opens again as soon as it is paid.",
        ),
        _TO_PAY,
    ),
    "debt_task": NoticeText(
        Text("כדאי לדבר עם {name} על חוב של {amount}", "Speak with {name} about {amount} owed"),
        Text(
            "שישה ימים אחרי שהתשלום לא עבר. מחר ההרשמה לשיעורים תיעצר.",
            "Six days after the payment failed. Booking stops tomorrow.",
        ),
        _TO_DEBTS,
    ),
    "debt_given_up": NoticeText(
        Text(
            "החיוב האוטומטי הסתיים: {name}, {amount}", "Automatic charging ended: {name}, {amount}"
        ),
        Text(
            "לא ננסה יותר לחייב לבד. החוב נשאר רשום ומחכה לכם.",
            "We won't try again by ourselves. The debt stays on record and waits for you.",
        ),
        _TO_DEBTS,
    ),
    "renewals_stuck": NoticeText(
        Text("החידושים לא נגבים", "Renewals are not being charged"),
        Text(
            "חברת הסליקה דחתה את פרטי החשבון. החיובים ינוסו שוב בכל שעה; כדאי לבדוק את הגדרות הסליקה.",
            "The payment company refused the account. Charges are tried again every hour; "
            "check the payment settings.",
        ),
        _TO_DEBTS,
    ),
    "price_change": NoticeText(
        Text("המחיר של {plan} משתנה", "The price of {plan} is changing"),
        Text(
            "מ־{since_on} המחיר יהיה {after} במקום {before}. אפשר לשנות או לבטל את המנוי לפני כן.",
            "From {since_on} it is {after} instead of {before}. You can change or cancel before that.",
        ),
        _TO_PLANS,
    ),
    "price_instead": NoticeText(
        Text("עדכון למחיר החדש של {plan}", "The new price of {plan}, once more"),
        Text(
            "המחיר שהודענו עליו, {instead} מ־{instead_on}, לא ייכנס לתוקף. במקומו, מ־{since_on} המחיר יהיה {after},"
            " ועד אז הוא נשאר {before}. אפשר לשנות או לבטל את המנוי לפני כן.",
            "The price we told you of, {instead} from {instead_on}, will not come. Instead it is {after} from {since_on};"
            " until then it stays {before}. You can change or cancel before that.",
        ),
        _TO_PLANS,
    ),
    "commitment_ending": NoticeText(
        Text("התקופה שסוכמה מסתיימת ב־{ends_on}", "The agreed term ends on {ends_on}"),
        Text(
            "{plan}. המנוי לא ממשיך לבד: כדי להמשיך צריך לאשר בעמוד המנוי.",
            "{plan}. It does not go on by itself: to go on, say so on the plan's page.",
        ),
        _TO_PLANS,
    ),
    "card_ending": NoticeText(
        Text("תוקף הכרטיס נגמר ב־{until_on}", "Your card ends on {until_on}"),
        Text(
            "הכרטיס שמסתיים ב־{last4} לא יעבוד אחרי זה. אפשר להחליף אותו בקישור, בלי להתחבר.",
            "The card ending in {last4} won't work after that. Change it by the link, without signing in.",
        ),
        _TO_CARD,
    ),
    "document_refused": NoticeText(
        Text("מסמך לא הופק: {member}", "A document was not issued: {member}"),
        Text(
            "{kind} על {amount}. הסיבה: {why}",
            "{kind} of {amount}. The reason: {why}",
        ),
        _TO_DOCUMENTS,
    ),
    "differences_found": NoticeText(
        Text(
            "הפרשים מול חברת הסליקה: {company}", "Differences with the payment company: {company}"
        ),
        Text(
            "הרשימה של החברה לא תואמת את מה שנרשם כאן. הפרשים חדשים: {count}.",
            "The company's list does not agree with what is recorded here. New differences: {count}.",
        ),
        Text("להתאמה", "Reconciliation"),
    ),
    "documents_missing": NoticeText(
        Text("יש מסמכים שעוד לא הופקו", "Some documents are not issued yet"),
        Text(
            "מספר התשלומים וההחזרים שמחכים למסמך: {count}, הוותיק מ־{oldest_on}. {why}",
            "Payments or refunds that wait for a document: {count}, the oldest of {oldest_on}. {why}",
        ),
        _TO_DOCUMENTS,
    ),
    "new_sign_in": NoticeText(
        Text("כניסה לחשבון ממכשיר חדש", "Sign-in from a new device"),
        Text(
            "מישהו נכנס לחשבון שלך ב־{seen_at} {device}. אם זה לא היה אצלך, "
            "צריך להחליף סיסמה ולנתק את המכשיר בהגדרות החשבון.",
            "Someone signed in to your account on {seen_at} {device}. If it wasn't you, change the "
            "password and sign that device out in the account settings.",
        ),
        _TO_ACCOUNT,
    ),
    "security_changed": NoticeText(
        Text("שינוי באבטחת החשבון: {what}", "Account security changed: {what}"),
        Text(
            "השינוי נעשה ב־{seen_at}. אם זה לא היה אצלך, צריך להחליף סיסמה ולפנות אלינו.",
            "It was done on {seen_at}. If it wasn't you, change the password and contact us.",
        ),
        _TO_ACCOUNT,
    ),
}

OF_WARD = Text("{name}: {title}", "{name}: {title}")
AT = Text("{day} {at}", "{day} {at}")  # a moment inside a sentence
PLACE_RELEASED = Text(
    "המקום שוחרר ולא נספר על חשבון המנוי.",
    "Your place was released and doesn't count against your plan.",
)
ENTRY_RETURNED = Text("הכניסה חזרה לכרטיסייה.", "The entry is back in your pack.")
ENTRY_WENT_ON = Text(
    "הכניסה חזרה לכרטיסייה, אצל מי שקיבל אותה.",
    "The entry is back in the pack, with who has it now.",
)
# Whose a class is, that a colleague does not take over.
CLASS_IS_YOURS = Text("שלך", "yours")
CLASS_IS_OF = Text("של {name}", "{name}'s")
LINE_DISSOLVED = Text("רשימת ההמתנה נסגרה.", "The waitlist is closed.")
# What a class that takes place after all means to whoever was in it.
PLACE_RETAKEN = Text(
    "המקום שמור כמו קודם; אם זה כבר לא מתאים, אפשר לבטל.",
    "Your place is kept as before; cancel if it no longer fits.",
)
WAIT_RETAKEN = Text(
    "המקום בתור נשמר כמו קודם; אם זה כבר לא מתאים, אפשר לצאת מההמתנה.",
    "Your number in line is kept as before; leave the line if it no longer fits.",
)
NOT_RETAKEN = Text(
    "את המקום לא הצלחנו להחזיר: {why}. מה שחזר עם הביטול נשאר אצלך.",
    "We couldn't give your place back: {why}. What the cancellation returned stays yours.",
)
GUEST_NOT_RETAKEN = Text(
    "את המקום של {name} לא הצלחנו להחזיר: {why}. מה שחזר עם הביטול נשאר אצלך.",
    "We couldn't give {name}'s place back: {why}. What the cancellation returned stays yours.",
)
NOT_RETAKEN_WHY: Final = {
    "already_booked": Text("נעשתה הרשמה מחדש בלי מקום לאורח", "you booked again without them"),
    "clash": Text("נשמר לך שיעור אחר באותה שעה", "you are in another class at that time"),
    "week_used_up": Text("האימונים של השבוע נוצלו", "the week's classes are used up"),
    "entries_used_up": Text("לא נשארו כניסות בכרטיסייה", "the pack has no visits left"),
    "past_due": Text("יש תשלום פתוח", "a payment is open"),
    "frozen": Text("המנוי בהקפאה", "the plan is frozen"),
    "not_here": Text("המנוי לא כולל את הסניף", "the plan doesn't include this location"),
    "not_covered": Text("המנוי לא כולל את השיעור", "the plan doesn't include this class"),
    "no_plan": Text("אין מנוי פעיל", "there is no active plan"),
    "full": Text("השיעור מלא", "the class is full"),
}
NOT_RETAKEN_OTHER = Text("ההרשמה אליו סגורה", "booking of it is closed")

NO_ISSUER_YET = Text(
    "עוד לא נבחר מי מפיק את המסמכים של הסטודיו", "Nobody issues the studio's documents yet"
)
TRIED_BY_ITSELF = Text("הניסיונות נמשכים מעצמם", "They are tried again by themselves")

PASSWORD_CHANGED = Text("הסיסמה הוחלפה", "the password was changed")
TOTP_ON = Text("אימות דו־שלבי הופעל", "two-step verification was turned on")
TOTP_OFF = Text("אימות דו־שלבי כובה", "two-step verification was turned off")
RECOVERY_USED = Text("נעשה שימוש בקוד גיבוי", "a recovery code was used")
EMAIL_CHANGED = Text("כתובת הדוא״ל הוחלפה", "the e-mail address was changed")

GROUPS: Final[dict[str, Text]] = {
    "bookings": Text("אישורי הרשמה", "Booking confirmations"),
    "waitlist": Text("מקום שהתפנה מרשימת ההמתנה", "A place from the waitlist"),
    "classes": Text("שיעורים שבוטלו או השתנו", "Classes cancelled or changed"),
    "reminders": Text("תזכורות לפני שיעור", "Reminders before class"),
    "plans": Text("המנוי והכרטיסייה שלי", "My plan and entries"),
    "team": Text("צוות והזמנות", "Team and invitations"),
    "security": Text("אבטחת החשבון", "Account security"),
}
CHANNELS: Final[dict[str, Text]] = {
    "inbox": Text("באפליקציה", "In the app"),
    "email": Text("דוא״ל", "E-mail"),
    "push": Text("התראה בטלפון", "Push"),
}
STATES: Final[dict[str, Text]] = {
    "waiting": Text("בדרך", "On its way"),
    "held": Text("ממתין לסוף שעות השקט", "Held for quiet hours"),
    "sent": Text("נשלח", "Sent"),
    "failed": Text("לא הצליח", "Failed"),
    "gone": Text("הכתובת לא קיימת", "Address is dead"),
}

INBOX = Text("הודעות", "Notices")
NO_REMINDER = Text("בלי תזכורת", "No reminder")
HOURS_BEFORE = Plural(
    he=Forms(one="שעה לפני", two="שעתיים לפני", other="{n} שעות לפני"),
    en=Forms(one="1 hour before", other="{n} hours before"),
)
PUSH_BLOCKED = Text(
    "הדפדפן חוסם התראות מהאתר. אפשר לשנות בהגדרות הדפדפן",
    "The browser blocks notifications from this site. Change it in the browser's settings",
)
NOT_A_PUSH_SERVICE = Text(
    "הדפדפן הזה משתמש בשירות התראות שאינו מוכר. אפשר לנסות דפדפן אחר",
    "This browser uses an unknown push service. Try another browser",
)
TOO_MANY_BROWSERS = Text(
    "ההתראות כבר מופעלות ביותר מדי דפדפנים. כדאי לכבות באחד מהם",
    "Notifications are on in too many browsers. Turn one of them off first",
)
ALWAYS_ON = Text(
    "את ההודעות האלה אי אפשר לכבות: הן שומרות על החשבון",
    "These can't be turned off: they keep the account safe",
)
STALE_LINK = Text(
    "הקישור כבר לא בתוקף. אפשר לבחור מה לקבל בהגדרות, אחרי כניסה",
    "This link has expired. Choose what to get in the settings, after signing in",
)

WHY_MEMBER = Text(
    "ההודעה נשלחה כי יש לך רישום אצל {gym}.", "You got this because you're registered at {gym}."
)
WHY_STAFF = Text(
    "ההודעה נשלחה כי החשבון שלך הוא חלק מהצוות של {gym}.",
    "You got this because your account is on the team of {gym}.",
)

STOP_TITLE = Text("להפסיק הודעות בדוא״ל", "Stop e-mails")
STOP_QUESTION = Text(
    "להפסיק לשלוח בדוא״ל הודעות מסוג “{group}” מטעם {gym}? הן ימשיכו להופיע באפליקציה.",
    "Stop e-mails about “{group}” from {gym}? They will still show up in the app.",
)
STOP_BUTTON = Text("להפסיק", "Stop")
STOPPED = Text(
    "זהו, לא יישלחו עוד הודעות כאלה בדוא״ל. אפשר להחזיר אותן בהגדרות.",
    "Done. No more e-mails of this kind. You can turn them back on in the settings.",
)


EVENTS: Final[dict[str, Text]] = {
    "notifications.preference_changed": Text(
        "בחירת הודעות שונתה: {group}, {channel}", "Notice preference changed: {group}, {channel}"
    ),
    "notifications.unsubscribed": Text(
        "הפסקת הודעות בדוא״ל מתוך קישור: {group}", "E-mails stopped by link: {group}"
    ),
    "notifications.browser_added": Text("התראות הופעלו בדפדפן", "Push turned on in a browser"),
    "notifications.browser_removed": Text("התראות כובו בדפדפן", "Push turned off in a browser"),
    "notifications.reminder_changed": Text(
        "תזכורת לפני שיעור, שעות מראש: {hours}", "Reminder before class, hours ahead: {hours}"
    ),
    "notifications.address_died": Text(
        "כתובת שאינה מקבלת הודעות: {channel}", "An address no longer takes messages: {channel}"
    ),
}
