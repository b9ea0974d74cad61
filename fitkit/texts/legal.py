"""Terms of use, privacy, the processing agreement of gyms, and the accessibility statement.

A change of meaning gets a new date here, and a new version in ``orgs.rules.VERSIONS``, which is what an
acceptance stores.
"""

from dataclasses import dataclass
from typing import Final

from fitkit.core.i18n import Text

UPDATED = Text("בתוקף מיום 27.11.2026", "In force from 27 November 2026")

TERMS_TITLE = Text("תנאי שימוש", "Terms of use")
PRIVACY_TITLE = Text("מדיניות פרטיות", "Privacy policy")
PROCESSING_TITLE = Text("הסכם עיבוד מידע", "Data processing agreement")
ACCESSIBILITY_TITLE = Text("הצהרת נגישות", "Accessibility statement")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it."""

    heading: Text
    lines: tuple[Text, ...]
    is_list: bool = False


TERMS: Final = (
    Part(
        Text("מה זה FitKit", "What FitKit is"),
        (
            Text(
                "FitKit היא תוכנה לניהול מכון כושר: לו״ז, הרשמה לשיעורים, רשימות המתנה, מנויים וצוות. "
                "המכון הוא לקוח של FitKit, והמתאמנים הם לקוחות של המכון. התנאים האלה הם בין FitKit לבין מי שמשתמש בתוכנה.",
                "FitKit is software that runs a fitness studio: timetable, class bookings, waitlists, plans and staff. "
                "The gym is a customer of FitKit, and members are customers of the gym. These terms are between FitKit and whoever uses the software.",
            ),
            Text(
                "מנוי, מחיר, ביטול והחזר נקבעים מול המכון ולפי החוק. FitKit מציגה את מה שהמכון קבע ושומרת את מה שנעשה.",
                "Plans, prices, cancellations and refunds are agreed with the gym and set by law. FitKit shows what the gym decided and keeps a record of what was done.",
            ),
        ),
    ),
    Part(
        Text("החשבון", "The account"),
        (
            Text(
                "חשבון הוא אישי. הסיסמה והקוד החד־פעמי לא נמסרים לאחרים, גם לא לצוות המכון.",
                "An account is personal. Its password and one-time codes are not given to others, the gym's staff included.",
            ),
            Text(
                "הפרטים בחשבון צריכים להיות נכונים. אפשר לתקן אותם בכל עת במסך החשבון או דרך המכון.",
                "What the account says should be true. It can be corrected at any time on the account screen or through the gym.",
            ),
            Text(
                "חשבון לקטינים נפתח בידי הורה או אפוטרופוס, והאחריות על השימוש בו היא שלהם.",
                "An account for a minor is opened by a parent or guardian, who answers for its use.",
            ),
            Text(
                "כניסה שנראית זרה מופיעה ברשימת הכניסות, ואפשר לסגור אותה משם מיד.",
                "A sign-in that looks unfamiliar is shown in the list of sign-ins and can be ended there at once.",
            ),
        ),
        is_list=True,
    ),
    Part(
        Text("שימוש הוגן", "Fair use"),
        (
            Text("לא נכנסים לחשבון או למידע של אחרים.", "Nobody enters another's account or data."),
            Text(
                "לא מעמיסים על המערכת בכוונה ולא עוקפים מגבלות.",
                "Nobody overloads the system on purpose or works around its limits.",
            ),
            Text(
                "לא מעלים תוכן פוגעני, מטעה או כזה ששייך לאחרים.",
                "Nobody uploads what is abusive, misleading or belongs to others.",
            ),
            Text(
                "מי שמוצא פרצה מוזמן לדווח לנו לפני פרסום, ולא ייפגע בגלל דיווח בתום לב.",
                "Whoever finds a hole is asked to tell us before publishing, and will not be harmed for a report in good faith.",
            ),
        ),
        is_list=True,
    ),
    Part(
        Text("אימונים ובריאות", "Training and health"),
        (
            Text(
                "FitKit איננה שירות רפואי ואיננה מייעצת בענייני בריאות. ההחלטה להתאמן היא של מי שמתאמן, לפי הצהרת הבריאות שנמסרה למכון ולפי הנחיות רופא.",
                "FitKit is no medical service and gives no health advice. The decision to train is the member's own, following the health declaration given to the gym and a doctor's guidance.",
            ),
        ),
    ),
    Part(
        Text("זמינות ואחריות", "Availability and liability"),
        (
            Text(
                "אנחנו עושים הכול כדי שהשירות יעבוד תמיד ושומרים גיבוי. תקלות ותחזוקה קורות; עבודה יזומה נעשית בשעות שקטות ככל האפשר.",
                "We do all we can to keep the service working at all times and we keep backups. Faults and maintenance happen; planned work is done in quiet hours where possible.",
            ),
            Text(
                "האחריות של FitKit מוגבלת לנזק ישיר, ועד לסכום ששולם לה בשנה שקדמה לאירוע. אין בכך כדי לגרוע מזכות שהחוק אינו מאפשר לוותר עליה.",
                "FitKit's liability is limited to direct damage, up to what it was paid in the year before the event. No right that the law does not let one waive is affected.",
            ),
        ),
    ),
    Part(
        Text("סיום ושינויים", "Ending and changes"),
        (
            Text(
                "אפשר לסגור חשבון בכל עת. מכון שסוגר חשבון מקבל את הנתונים שלו בקובץ, ולאחר מכן הם נמחקים, מלבד מה שהחוק מחייב לשמור.",
                "An account can be closed at any time. A gym that closes gets its data as a file, after which it is deleted, except for what the law requires to be kept.",
            ),
            Text(
                "שינוי מהותי בתנאים יוצג לפני שייכנס לתוקף, ויידרש אישור מחדש. על התנאים חל הדין הישראלי, ומקום השיפוט הוא בתי המשפט בתל אביב.",
                "A material change of these terms is shown before it takes effect and asks for acceptance again. Israeli law applies, and the courts of Tel Aviv have jurisdiction.",
            ),
        ),
    ),
)

PRIVACY: Final = (
    Part(
        Text("מי אחראי למידע", "Who is responsible"),
        (
            Text(
                "המכון הוא בעל המאגר של המתאמנים שלו ומחליט מה נאסף ולשם מה. FitKit מחזיקה במידע ומעבדת אותו עבור המכון ולפי הוראותיו. "
                "לפרטי החשבון עצמו (שם, דוא״ל, כניסות) FitKit היא האחראית.",
                "The gym owns the database of its members and decides what is collected and why. FitKit holds and processes that data for the gym and as it instructs. "
                "For the account itself (name, e-mail, sign-ins) FitKit is responsible.",
            ),
        ),
    ),
    Part(
        Text("מה נשמר", "What is kept"),
        (
            Text("פרטי קשר: שם, דוא״ל, טלפון.", "Contact details: name, e-mail, phone."),
            Text(
                "מה שנמסר למכון: תאריך לידה, כתובת, איש קשר לחירום, הערות צוות.",
                "What the gym was given: birth date, address, emergency contact, staff notes.",
            ),
            Text(
                "שימוש במכון: הרשמות, נוכחות, מנויים ושינויים בהם.",
                "Use of the gym: bookings, attendance, plans and changes to them.",
            ),
            Text(
                "אבטחה: זמני כניסה, סוג הדפדפן וכתובת הרשת, ויומן פעולות.",
                "Security: times of sign-in, kind of browser, network address, and a log of actions.",
            ),
            Text(
                "מספר זהות נשמר חתום ומוצפן, ורק אם המכון ביקש אותו.",
                "An identity number is kept sealed and encrypted, and only where the gym asked for it.",
            ),
        ),
        is_list=True,
    ),
    Part(
        Text("לשם מה", "What for"),
        (
            Text(
                "כדי להפעיל את השירות: לשמור מקום בשיעור, לספור כניסות, להודיע על שינוי, לאבטח את החשבון ולענות לפניות. "
                "אין פרסומות, אין מכירה של מידע, ואין מעקב בין אתרים.",
                "To run the service: to keep a place in a class, count entries, tell about changes, secure the account and answer questions. "
                "There is no advertising, no sale of data, and no tracking across sites.",
            ),
            Text(
                "מסירת המידע אינה חובה לפי חוק, אך בלעדיו אי אפשר לתת חלק מהשירות. דיוור שיווקי נשלח רק בהסכמה נפרדת, ואפשר לבטל אותה בכל הודעה.",
                "No law obliges anyone to give these details, but without them part of the service cannot be given. Marketing is sent only with separate consent, which every message lets one withdraw.",
            ),
        ),
    ),
    Part(
        Text("מי רואה", "Who sees it"),
        (
            Text(
                "צוות המכון, כל אחד לפי התפקיד שניתן לו.",
                "The gym's staff, each by the role they were given.",
            ),
            Text(
                "ספקים שבלעדיהם אין שירות: אחסון, משלוח דוא״ל והתראות. הם פועלים לפי חוזה ורק לצורך הזה.",
                "Suppliers without whom there is no service: hosting, delivery of e-mail and notifications. They act under contract and for that alone.",
            ),
            Text(
                "צוות התמיכה של FitKit, רק לבקשת המכון או לטיפול בתקלה, וכל כניסה נרשמת ביומן שהמכון רואה.",
                "FitKit's support, only when the gym asks or to mend a fault; each entry is in a log that the gym sees.",
            ),
            Text("רשויות, כשהחוק מחייב.", "Authorities, where the law requires."),
        ),
        is_list=True,
    ),
    Part(
        Text("כמה זמן", "How long"),
        (
            Text(
                "כל עוד יש קשר עם המכון. אחרי שהקשר מסתיים המכון מוחק לפי המדיניות שלו; מסמכים שדיני המס מחייבים נשמרים שבע שנים. כניסות ישנות נמחקות אחרי שנה.",
                "As long as there is a relation with the gym. After it ends the gym deletes by its own policy; documents that tax law requires are kept seven years. Old sign-ins are deleted after a year.",
            ),
        ),
    ),
    Part(
        Text("הזכויות", "Rights"),
        (
            Text(
                "אפשר לעיין במידע, לתקן אותו, לבקש מחיקה ולקבל אותו בקובץ. פונים למכון, או אלינו לגבי פרטי החשבון, ותשובה תגיע בתוך 30 יום. אפשר גם לפנות לרשות להגנת הפרטיות.",
                "One may see the data, correct it, ask for its deletion and get it as a file. Ask the gym, or us about the account itself; the answer comes within 30 days. One may also turn to the Privacy Protection Authority.",
            ),
        ),
    ),
    Part(
        Text("עוגיות ואחסון בדפדפן", "Cookies and browser storage"),
        (
            Text(
                "עוגיות הכרחיות בלבד: אחת ששומרת את הכניסה, אחת שקושרת קוד שנשלח בדוא״ל לדפדפן שביקש אותו, לעשר דקות, ואחת שזוכרת ל־180 יום שכבר נכנסו לחשבון מהדפדפן הזה, בלי שם או כתובת, כדי שזרים לא יוכלו לחסום בקשה של קוד; שלושתן אינן נגישות לסקריפטים. ועוד אחת שמחזירה לטופס את מה שהוקלד בו, לשתי דקות. בדפדפן נשמרים גם ערכת הצבעים, רוחב התפריט, קבצי האתר, כרטיס הכניסה לאחר שנפתח, וסימוני נוכחות שמחכים לחיבור. אין עוגיות של צד שלישי.",
                "Necessary cookies only: one keeps the sign-in, one ties a code sent by e-mail to the browser that asked for it, for ten minutes, and one remembers for 180 days that somebody came in with this browser, without a name or an address, so that strangers cannot keep them from asking for a code; no script can read these three. One more gives a form back what was typed into it, for two minutes. The browser also keeps the colour theme, the menu's width, files of the site, the entry pass once it was opened, and marks of attendance that wait for the connection. There are no third-party cookies.",
            ),
        ),
    ),
    Part(
        Text("אבטחה", "Security"),
        (
            Text(
                "התעבורה מוצפנת, סיסמאות נשמרות כגיבוב, שדות רגישים מוצפנים במסד, כל מכון מופרד מהאחרים גם במסד עצמו, וכל פעולה נרשמת. על אירוע אבטחה חמור נודיע למכון ולרשות כפי שהחוק דורש.",
                "Traffic is encrypted, passwords are kept as hashes, sensitive fields are encrypted in the database, each gym is kept apart from the others inside the database too, and every deed is logged. Of a serious incident we tell the gym and the Authority as the law demands.",
            ),
        ),
    ),
)

PROCESSING: Final = (
    Part(
        Text("הצדדים והנושא", "Parties and subject"),
        (
            Text(
                "ההסכם הוא בין המכון, בעל המאגר, לבין FitKit, המחזיקה. הוא חל על מידע אישי של מתאמנים, צוות ומתעניינים שהמכון מזין או שנוצר בשימוש, כל עוד המכון משתמש בשירות.",
                "Between the gym, controller of the database, and FitKit, its processor. It covers personal data of members, staff and leads that the gym enters or that use creates, for as long as the gym uses the service.",
            ),
        ),
    ),
    Part(
        Text("מה FitKit מתחייבת", "What FitKit undertakes"),
        (
            Text(
                "לעבד מידע רק כדי לתת את השירות ולפי הוראות המכון.",
                "To process data only to give the service and as the gym instructs.",
            ),
            Text(
                "לתת גישה רק למי שצריך, בהתחייבות לסודיות, ולתעד כל גישה.",
                "To give access only to those who need it, bound to secrecy, and to log each access.",
            ),
            Text(
                "להצפין תעבורה ושדות רגישים, להפריד בין מכונים, לגבות ולבדוק שחזור.",
                "To encrypt traffic and sensitive fields, keep gyms apart, back up and test restores.",
            ),
            Text(
                "להודיע למכון על אירוע אבטחה בלי שיהוי, ולא יאוחר מ־48 שעות מרגע שנודע.",
                "To tell the gym of a security incident without delay, 48 hours after learning of it at the latest.",
            ),
            Text(
                "לעזור למכון לענות לבקשות עיון, תיקון ומחיקה.",
                "To help the gym answer requests to see, correct and delete.",
            ),
            Text(
                "להתקשר עם ספקי משנה רק בחוזה שמבטיח הגנה זהה, ולהודיע לפני צירוף ספק חדש.",
                "To engage sub-processors only under a contract with the same protection, and to tell before adding one.",
            ),
        ),
        is_list=True,
    ),
    Part(
        Text("מה המכון מתחייב", "What the gym undertakes"),
        (
            Text(
                "לאסוף מידע כדין, ליידע את המתאמנים, לתת הרשאות רק לפי צורך, ולבטל אותן כשעובד עוזב.",
                "To collect data lawfully, to inform its members, to grant permissions by need only, and to withdraw them when somebody leaves.",
            ),
        ),
    ),
    Part(
        Text("סיום", "At the end"),
        (
            Text(
                "עם הסיום המכון מקבל את הנתונים בקובץ. בתוך 30 יום הם נמחקים, ומהגיבויים בתוך 90 יום, מלבד מה שהחוק מחייב לשמור.",
                "At the end the gym gets its data as a file. It is deleted within 30 days, and from backups within 90, except for what the law requires to be kept.",
            ),
        ),
    ),
)

ACCESSIBILITY: Final = (
    Part(
        Text("מה עשינו", "What we did"),
        (
            Text(
                "FitKit נבנית לפי ת״י 5568 ברמה AA, שמבוסס על WCAG, ונבדקת מול WCAG 2.2 ברמה AA בכל גרסה.",
                "FitKit is built to Israeli Standard 5568 at level AA, which follows WCAG, and each release is checked against WCAG 2.2 level AA.",
            ),
            Text(
                "אפשר להגיע לכל פעולה במקלדת, והמיקוד נראה תמיד.",
                "Every action can be reached by keyboard, and focus is always visible.",
            ),
            Text(
                "כל מידע שנאמר בצבע נאמר גם במילים, בצורה או בסמל.",
                "Whatever colour says is also said by words, shape or a sign.",
            ),
            Text(
                "הניגודיות נבדקת גם בצבע שמכון בוחר לעצמו, בהיר וכהה.",
                "Contrast is checked in the colour a gym chooses too, light and dark.",
            ),
            Text(
                "אפשר להגדיל טקסט עד 200% ולעבוד ברוחב 320 פיקסלים בלי גלילה לצדדים.",
                "Text can grow to 200% and the width shrink to 320 pixels without sideways scrolling.",
            ),
            Text(
                "הודעות נקראות בקוראי מסך, ואפשר להפחית תנועה דרך המכשיר.",
                "Messages are read by screen readers, and motion follows the device's setting.",
            ),
            Text(
                "כניסה בלי לזכור סיסמה: קוד חד־פעמי בדוא״ל, ומותר להדביק אותו.",
                "Sign-in without remembering a password: a one-time code by e-mail, and pasting it is allowed.",
            ),
        ),
        is_list=True,
    ),
    Part(
        Text("מה עוד לא מושלם", "What is not perfect yet"),
        (
            Text(
                "תוכן שמכונים מעלים בעצמם, כמו תמונות ותיאורים, נמצא באחריותם ולא תמיד כולל חלופה טקסטואלית. אנחנו מזכירים להם להוסיף.",
                "What gyms add themselves, such as pictures and descriptions, is theirs and does not always have a text alternative. We remind them to add one.",
            ),
            Text(
                "הבדיקות נעשו ב־Chromium במחשב ובגודל של טלפון. אם משהו לא עובד בדפדפן או בקורא מסך אחר, נשמח לדעת ונתקן.",
                "Checks were made in Chromium on a desktop and at a phone's size. Should something fail in another browser or screen reader, tell us and we will mend it.",
            ),
        ),
        is_list=True,
    ),
    Part(
        Text("פנייה בנושא נגישות", "Asking about accessibility"),
        (
            Text(
                "אם משהו מקשה על השימוש, אפשר לפנות למכון או למפעילי השירות. כדאי לכתוב מה הדף, מה קרה ובאיזה דפדפן או קורא מסך. תשובה תגיע בתוך חמישה ימי עבודה.",
                "If something gets in the way, ask the gym, or the operator of this service. It helps to say which page, what happened, and in which browser or screen reader. The answer comes within five working days.",
            ),
            Text(
                "הסדרי נגישות במכון עצמו (כניסה, חניה, מלתחות) מפורסמים על ידי כל מכון.",
                "Access to the gym itself (entrance, parking, changing rooms) is published by each gym.",
            ),
        ),
    ),
)
