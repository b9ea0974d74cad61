"""Words of visits that are sold by themselves: a trial, one visit at the door, a guest's."""

from typing import Final

from fitkit.core.i18n import Text

TRIAL = Text("שיעור ניסיון: {session}", "Trial class: {session}")
DROP_IN = Text("כניסה בודדת: {session}", "One visit: {session}")
GUEST = Text("אורח, {name}: {session}", "Guest, {name}: {session}")
TERMS: Final = (
    Text(
        "לא משלמים על שיעור שבוטל במכון, או על הרשמה שבוטלה בזמן.",
        "Nothing is paid for a class that the gym called off, or a booking that was cancelled in time.",
    ),
)
CALLED_OFF = Text("הביקור בוטל. אין עליו תשלום", "The visit was called off. Nothing is owed for it")
PAID_WHY = Text("הקבלה בדרך לדוא״ל.", "The receipt is on its way by e-mail.")

# the roster
OWED = Text("לתשלום {amount}", "To pay {amount}")
TAKE = Text("רישום תשלום", "Take payment")
TAKE_TITLE = Text("תשלום על הביקור", "Payment of the visit")
TAKEN = Text("התשלום נרשם", "The payment is written down")
NOT_OWED = Text("אין מה לשלם על הביקור הזה", "Nothing is owed for this visit")

# a member's money
OPEN_VISITS = Text("ביקורים לתשלום", "Visits to pay for")
PAY = Text("לתשלום", "Pay")
PAY_NAMED = Text("לתשלום: {what}", "Pay: {what}")
PAGE = Text("דף התשלום", "Payment page")
TAKE_NAMED = Text("רישום תשלום: {what}", "Take payment: {what}")

EVENTS: Final[dict[str, Text]] = {
    "billing.visit_paid": Text("ביקור שולם, {member}", "Visit paid, {member}"),
    "billing.visit_credited": Text(
        "ביקור ששולם בוטל ונזקף ליתרת הזכות, {member}",
        "A paid visit was called off and became credit, {member}",
    ),
}
