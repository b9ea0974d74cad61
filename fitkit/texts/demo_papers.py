"""Words on the demo issuer's documents."""

from typing import Final

from fitkit.core.i18n import Text

KINDS: Final = {
    "invoice_receipt": Text("חשבונית מס קבלה", "Tax invoice receipt"),
    "invoice": Text("חשבונית מס", "Tax invoice"),
    "receipt": Text("קבלה", "Receipt"),
    "credit_note": Text("חשבונית מס זיכוי", "Credit note"),
    "refund_receipt": Text("קבלה על החזר", "Refund receipt"),
}
TITLE = Text("{kind} מס׳ {number}", "{kind} no. {number}")
SAMPLE = Text(
    "מסמך לדוגמה. אין לו תוקף במס",
    "A sample. It has no standing in tax",
)
DATE = Text("תאריך", "Date")
TO = Text("לכבוד", "To")
TAX_ID = Text("ע.מ / ח.פ / ת.ז", "Tax ID")
CREDITS = Text("זיכוי של מסמך מס׳ {number}", "Takes back document no. {number}")
ALLOCATION = Text("מספר הקצאה", "Allocation number")
WHAT = Text("פירוט", "Details")
HOW_MANY = Text("כמות", "Quantity")
SUM = Text("סכום", "Amount")
BEFORE_VAT = Text("לפני מע״מ", "Before VAT")
VAT = Text("מע״מ {percent}", "VAT {percent}")
TOTAL = Text("סה״כ", "Total")
PAID = Text("שולם", "Paid")
CARD_ENDING = Text("כרטיס שמסתיים ב־{last4}", "Card ending {last4}")
WAYS: Final = {
    "card": Text("כרטיס אשראי", "Card"),
    "bit": Text("ביט", "bit"),
    "apple_pay": Text("אפל פיי", "Apple Pay"),
    "google_pay": Text("גוגל פיי", "Google Pay"),
    "cash": Text("מזומן", "Cash"),
    "transfer": Text("העברה בנקאית", "Bank transfer"),
    "cheque": Text("צ׳ק", "Cheque"),
    "bank_debit": Text("הוראת קבע", "Standing order"),
    "other": Text("אחר", "Other"),
}
