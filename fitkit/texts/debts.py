"""Words of debts that are paid in parts."""

from fitkit.core.i18n import Forms, Plural, Text

# --- refusals ------------------------------------------------------------------------------------
HOW_MANY_PARTS = Text(
    "אפשר לפרוס ל־{least} עד {most} תשלומים", "Split it into {least} to {most} parts"
)
TOO_SMALL_TO_SPLIT = Text(
    "הסכום קטן מדי לכל כך הרבה תשלומים", "The sum is too small for that many parts"
)
FIRST_PART_WHEN = Text(
    "התשלום הראשון נקבע להיום או עד {days} ימים קדימה",
    "The first part is due today or up to {days} days ahead",
)
PLAN_ALREADY = Text("כבר יש הסדר תשלומים על החוב", "There is a payment plan for this debt already")

# --- what is charged -----------------------------------------------------------------------------
PART_LINE = Text("תשלום {n} מתוך {count} בהסדר", "Part {n} of {count} of a payment plan")

# --- the debt list -------------------------------------------------------------------------------
SPLIT = Text("הסדר תשלומים", "Payment plan")
SPLIT_TITLE = Text("הסדר תשלומים: {name}, {amount}", "Payment plan: {name}, {amount}")
SPLIT_WHY = Text(
    "כל תשלום נגבה ביום שלו מהכרטיס השמור, או בקישור. כל עוד ההסדר מתקיים ההרשמה לשיעורים פתוחה "
    "ולא נשלחות תזכורות. תשלום שלא הגיע שבוע אחרי היום שלו מבטל את ההסדר.",
    "Each part is charged to the kept card on its day, or paid by the link. While the plan is kept booking is "
    "open and no reminders go out. A part that is not paid a week after its day ends the plan.",
)
COUNT = Text("כמה תשלומים", "How many parts")
FIRST_ON = Text("התשלום הראשון", "First part on")
AGREED = Text("ההסדר נרשם", "The plan is set")
CALL_OFF = Text("ביטול ההסדר", "End the payment plan")
CALLED_OFF = Text(
    "ההסדר בוטל, הגבייה חוזרת למסלול הרגיל", "The plan is over; collecting goes on as before"
)
IN_PLAN = Text(
    "בהסדר: שולמו {paid} מתוך {count}, הבא ב־{day}",
    "In a plan: {paid} of {count} paid, next on {day}",
)

# --- the pay link --------------------------------------------------------------------------------
NEXT_PART = Text("התשלום הבא בהסדר, {day}", "The next part of the plan, {day}")
PAY_PART = Text("תשלום {amount} בהסדר", "Pay the part of {amount}")
PARTS_LEFT = Plural(
    he=Forms(one="נשאר תשלום אחד", two="נשארו שני תשלומים", other="נשארו {n} תשלומים"),
    en=Forms(one="One part is left", other="{n} parts are left"),
)

# --- the membership page -------------------------------------------------------------------------
MY_NEXT_PART = Text("התשלום הבא: {amount} ב־{day}", "Next payment: {amount} on {day}")
MY_LATE_PART = Text(
    "התשלום של {amount} מ־{day} עוד לא הגיע",
    "The payment of {amount} due on {day} has not come yet",
)

EVENTS = {
    "billing.debt_plan_agreed": Text(
        "הסדר של {parts} תשלומים ל{member}: {amount_agorot}",
        "A plan of {parts} parts for {member}: {amount_agorot}",
    ),
    "billing.debt_plan_kept": Text("ההסדר של {member} שולם במלואו", "The plan of {member} is paid"),
    "billing.debt_plan_broken": Text("ההסדר של {member} בוטל", "The plan of {member} is over"),
    "billing.debt_part_unpaid": Text(
        "תשלום בהסדר של {member} לא הגיע: {amount_agorot}",
        "A part of the plan of {member} is unpaid: {amount_agorot}",
    ),
}
