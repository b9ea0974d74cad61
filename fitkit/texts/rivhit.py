"""Names in the lists that a business has at Rivhit: compared with what it answers, never shown."""

from fitkit.core.i18n import Text

TAX_INVOICE = Text("חשבונית מס", "Tax invoice")
CREDIT = Text("זיכוי", "Credit")
BIT = Text("ביט", "Bit")
OTHER = Text("אחר", "Other")
