"""Words of the money settings: who takes payments, who issues documents."""

from typing import Final

from fitkit.core.i18n import Text

TITLE = Text("כסף ומסמכים", "Money and documents")
WAY = Text("כסף ומסמכים", "Money and documents")
WAY_WHY = Text(
    "חברת הסליקה, ומי מפיק חשבוניות וקבלות", "The payment company, and who issues documents"
)

PAYMENTS = Text("חברת סליקה", "Payment company")
PAYMENTS_HELP = Text(
    "דרכה משלמים באתר ובכרטיס שמור. פרטי ההתחברות נשמרים מוצפנים ולא מוצגים שוב",
    "Members pay through it online and by a saved card. Credentials are kept sealed and never shown again",
)
PAYMENTS_EMPTY = Text("עוד אין חברת סליקה", "No payment company yet")
PAYMENTS_EMPTY_WHY = Text(
    "בלי חברת סליקה אפשר לרשום רק תשלומים בדלפק",
    "Without one, only payments at the desk are recorded",
)
CONNECT = Text("חיבור חברת סליקה", "Connect a payment company")
CONNECT_TITLE = Text("חיבור חברת סליקה", "Connect a payment company")
CHANGE_TITLE = Text("פרטי ההתחברות של {company}", "Credentials of {company}")
COMPANY = Text("חברה", "Company")
IN_USE = Text("בשימוש", "In use")
FOR_REFUNDS = Text("להחזרים בלבד", "For refunds only")
SPARE = Text("עוד לא נבחרה לגבייה", "Not chosen for payments yet")
WORKS = Text("החיבור עובד: {called}", "The connection works: {called}")
WORKS_UNNAMED = Text("החיבור עובד", "The connection works")
NOT_CHECKED = Text("החיבור עוד לא נבדק", "The connection was not tested yet")
SAID = Text("{problem}. החברה אמרה: {words}", "{problem}. The company said: {words}")
TEST = Text("בדיקת החיבור", "Test the connection")
CHANGE = Text("שינוי פרטים", "Change credentials")
CHOOSE = Text("לגבות דרכה מעכשיו", "Take payments through it")
CHOOSE_ASK = Text("לגבות מעכשיו דרך {company}?", "Take payments through {company} from now on?")
CHOOSE_BODY = Text(
    "תשלומים חדשים יעברו דרכה. החזרים על תשלומים קודמים ימשיכו בחברה הקודמת, "
    "וכרטיסים ששמורים בה לא יחויבו: המתאמנים יתבקשו להזין כרטיס שוב",
    "New payments go through it. Refunds of earlier ones stay at the company before, and cards saved "
    "there will not be charged: members will be asked for a card again",
)
CHOSEN = Text("מעכשיו גובים דרך {company}", "Payments go through {company} from now on")
CONNECTED = Text("{company} מחוברת", "{company} is connected")
KEPT = Text("שמור. אפשר להשאיר ריק כדי לא לשנות", "Kept. Leave empty to keep it")
AT_ONCE = Text("חיובים במקביל", "Charges at once")
AT_ONCE_HELP = Text(
    "כמה כרטיסים שמורים מחויבים יחד בחידושים. 4 מתאים כמעט תמיד",
    "How many saved cards are charged together at renewals. 4 suits almost always",
)

HELPS: Final = {
    "demo": Text(
        "לתרגול בלבד: עמוד תשלום שמקבל כרטיסי בדיקה. לא עובר בו כסף",
        "For practice only: a payment page that takes test cards. No money moves",
    ),
    "cardcom": Text(
        "באתר קארדקום: הגדרות, מפתחות API לממשקים. הסיסמה נחוצה להחזרים ולמסמכים",
        "At Cardcom's site: settings, API keys. The password is needed for refunds and documents",
    ),
    "morning": Text(
        "באתר מורנינג: כלים למפתחים, מפתחות API. מורנינג מפיקה מסמך על כל תשלום, ולכן צריך לבחור בה גם למסמכים. "
        "החזרים נעשים באתר שלה",
        "At Morning's site: developer tools, API keys. Morning issues a document for every payment, so choose "
        "it for documents too. Refunds are made on its own site",
    ),
    "icredit": Text(
        "מפתח הקבוצה נמצא בהגדרות עמוד התשלום. כדי שלא יופקו שני מסמכים, צריך לכבות שם את הפקת המסמכים",
        "The group token is in the payment page's settings. Turn off document issuing there, or there will be two",
    ),
}

LOGINS: Final = {
    "": Text("כמו שמורנינג מציעה היום", "As Morning offers today"),
    "oauth": Text("מפתח חדש, מאמצע 2026", "New key, from mid-2026"),
    "account": Text("מפתח ישן", "Old key"),
}

DOCUMENTS = Text("מי מפיק מסמכים", "Who issues documents")
DOCUMENTS_HELP = Text(
    "חברה אחת ממספרת את כל החשבוניות והקבלות של הסטודיו",
    "One company numbers all of the studio's invoices and receipts",
)
DOCUMENTS_EMPTY = Text("עוד לא נבחר מי מפיק מסמכים", "Nobody issues documents yet")
DOCUMENTS_EMPTY_WHY = Text(
    "על כל תשלום חייבים מסמך. מה שחסר יופק מעצמו אחרי הבחירה",
    "Every payment is owed one. What is missing is issued by itself once you choose",
)
CHOOSE_ISSUER = Text("בחירת מפיק מסמכים", "Choose who issues documents")
CHANGE_ISSUER = Text("שינוי", "Change")
ISSUER = Text("מפיק המסמכים", "Issuer")
SAME = Text("עם הפרטים של חברת הסליקה", "With the payment company's credentials")
SAME_HELP = Text(
    "אותו חשבון משמש לתשלומים ולמסמכים", "One account serves both payments and documents"
)
EXEMPT = Text("עוסק פטור", "Exempt dealer")
EXEMPT_HELP = Text("קבלות בלבד, בלי מע״מ", "Receipts only, no VAT")
IS_EXEMPT = Text("עוסק פטור: קבלות בלי מע״מ", "Exempt dealer: receipts without VAT")
IS_LIABLE = Text("עוסק מורשה: חשבונית מס קבלה", "VAT dealer: invoice-receipts")
MAILS = Text("המפיק שולח את המסמך בדוא״ל", "The issuer e-mails the document")
MAILS_HELP = Text(
    "המסמך מופיע גם באזור האישי, בכל מקרה", "Members see it in their own area in any case"
)
MAILED = Text("נשלח בדוא״ל", "E-mailed")
NOT_MAILED = Text("לא נשלח בדוא״ל", "Not e-mailed")
AS_PAYMENTS = Text("עם הפרטים של חברת הסליקה", "With the payment company's credentials")
ISSUER_CHOSEN = Text("המסמכים יופקו דרך {company}", "Documents are issued through {company}")
ISSUER_WORKS = Text("המפיק עונה", "The issuer answers")
ISSUER_SAID = Text("המפיק לא עונה כמו שצריך: {why}", "The issuer does not answer well: {why}")
TWO_PARTIES = Text("שתי חברות מפיקות מסמכים", "Two companies issue documents")
TWO_PARTIES_WHY = Text(
    "חברת הסליקה מפיקה מסמך על כל תשלום בעצמה. כדי שלא יירשמו הכנסות פעמיים, צריך לבחור בה גם כאן",
    "The payment company issues a document for every payment by itself. Choose it here too, or income is declared twice",
)
