"""Words of the book: accounts, what happened, refusals, and the sentences of its events."""

from fitkit.core.i18n import Text

ACCOUNTS = {
    "member": Text("יתרת מתאמן", "Member's balance"),
    "revenue": Text("הכנסות", "Revenue"),
    "vat": Text("מע״מ לתשלום", "VAT to pay"),
    "clearing_demo": Text("סליקה: הדגמה", "Clearing: demo"),
    "clearing_cardcom": Text("סליקה: קארדקום", "Clearing: Cardcom"),
    "clearing_morning": Text("סליקה: מורנינג", "Clearing: Morning"),
    "clearing_icredit": Text("סליקה: איי־קרדיט", "Clearing: iCredit"),
    "clearing_masav": Text("סליקה: הוראות קבע בבנק", "Clearing: bank standing orders"),
    "bank": Text("בנק", "Bank"),
    "cash": Text("קופת מזומן", "Cash desk"),
    "cheques": Text("צ׳קים ביד", "Cheques in hand"),
    "gift_cards": Text("כרטיסי מתנה שנמכרו", "Gift cards sold"),
    "refunds_payable": Text("החזרים לתשלום", "Refunds to pay"),
    "fees": Text("עמלות סליקה", "Providers' fees"),
    "write_offs": Text("חובות שנמחקו", "Write-offs"),
    "rewards": Text("זיכויים על הבאת חברים", "Credit for bringing friends"),
    "corrections": Text("תיקונים", "Corrections"),
    "opening": Text("יתרות פתיחה", "Opening balances"),
}
KINDS = {
    "sale": Text("חיוב", "Charge"),
    "payment": Text("תשלום", "Payment"),
    "deposit": Text("הפקדה לבנק", "Deposit"),
    "payout": Text("העברה מחברת הסליקה", "Payout"),
    "refund": Text("החזר", "Refund"),
    "refund_due": Text("החזר שאושר", "Refund approved"),
    "refund_paid": Text("החזר ששולם", "Refund paid"),
    "credit_note": Text("זיכוי", "Credit note"),
    "write_off": Text("מחיקת חוב", "Write-off"),
    "gift_card_sold": Text("מכירת כרטיס מתנה", "Gift card sold"),
    "gift_card_used": Text("תשלום בכרטיס מתנה", "Paid by gift card"),
    "reward": Text("זיכוי על הבאת חברים", "Credit for bringing a friend"),
    "opening": Text("יתרת פתיחה", "Opening balance"),
    "correction": Text("תיקון", "Correction"),
    "reversal": Text("ביטול רישום", "Reversal"),
}
FAULTS = {
    "unbalanced": Text("רישום שלא מסתכם לאפס", "A posting that does not sum to zero"),
    "empty": Text("רישום בלי שורות", "A posting without entries"),
    "orphan": Text("שורה שאין לה רישום", "An entry without its posting"),
    "balance": Text(
        "יתרת מתאמן שלא שווה לסכום השורות", "A member's balance that is not the sum of entries"
    ),
    "reversal": Text("ביטול שלא זהה למה שבוטל", "A reversal that does not match what it undoes"),
}

NOTHING = Text("צריך סכום שאינו אפס", "An amount other than zero is needed")
NOT_AN_AMOUNT = Text(
    "צריך סכום גדול מאפס, עד {most}", "An amount above zero is needed, {most} at most"
)
TOO_MUCH = Text("הסכום גדול מדי: עד {most}", "Too large an amount: {most} at most")
FEE_IS_WRONG = Text(
    "העמלה צריכה להיות אפס או יותר, ונמוכה מהסכום",
    "The fee must be zero or more, and below the amount",
)
SAY_WHY = Text("צריך לכתוב למה", "Say why")
POSTED_DIFFERENTLY = Text(
    "זה כבר רשום בספר בסכום אחר. שום דבר לא השתנה, וכדאי לבדוק את הרישום הקיים",
    "This is in the book already, with another amount. Nothing changed; look at what is recorded",
)
ALREADY_REVERSED = Text("הרישום הזה כבר בוטל", "This was reversed already")
NOT_REVERSIBLE = Text(
    "את הרישום הזה אי אפשר לבטל ידנית. תשלום שעבר בסליקה מחזירים בהחזר",
    "This can't be reversed by hand. What a provider moved is given back by a refund",
)
NOT_CORRECTABLE = Text(
    "את החשבון הזה מתקנים במסמך, לא בתיקון ידני",
    "That account is changed by documents, not by hand",
)
BALANCE_MOVED = Text(
    "היתרה השתנתה בינתיים ועומדת על {balance}. כדאי לבדוק ולתקן שוב אם צריך",
    "The balance has moved meanwhile and is {balance}. Check it, and correct again if needed",
)

EVENTS = {
    "ledger.posted": Text(
        "נרשם בספר: {posting}, {total_agorot}", "Recorded: {posting}, {total_agorot}"
    ),
    "ledger.reversed": Text(
        "רישום בוטל: {posting}, {total_agorot}", "Reversed: {posting}, {total_agorot}"
    ),
    "ledger.corrected": Text(
        "תיקון ידני: {account}, {change_agorot}", "Corrected: {account}, {change_agorot}"
    ),
    "ledger.proof_failed": Text(
        "בדיקת הלילה של הספר מצאה תקלות: {faults}",
        "The nightly proof of the book found faults: {faults}",
    ),
}
