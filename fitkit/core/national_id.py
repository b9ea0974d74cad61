"""The Israeli identity number: nine digits, the last one a check digit."""

from stdnum.exceptions import ValidationError
from stdnum.il import idnr

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text

WRONG_DIGIT = Text(
    "ספרת הביקורת לא מתאימה. כדאי לבדוק את הספרה האחרונה",
    "The check digit doesn't match. Check the last digit",
)
NOT_AN_ID = Text("מספר זהות הוא תשע ספרות", "An ID number has nine digits")


def parse(words: str, *, field: str = "national_id") -> str:
    """Nine digits, padded with zeros in front.

    Raises:
        Refusal: NOT_AN_ID or WRONG_DIGIT, at ``field``.
    """
    digits = words.replace("-", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 9):
        raise Refusal(NOT_AN_ID, field=field)
    try:
        return idnr.validate(digits.zfill(9))
    except ValidationError:
        raise Refusal(WRONG_DIGIT, field=field) from None
