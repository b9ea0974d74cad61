"""Phone numbers: what people type to E.164, and back to how they write it."""

import phonenumbers

from fitkit.core.errors import Refusal
from fitkit.core.i18n import Text

NOT_A_PHONE = Text(
    "המספר לא נראה כמו מספר טלפון. לדוגמה: 054-812-3390",
    "That doesn't look like a phone number. For example: 054-812-3390",
)


def parse(words: str, *, field: str = "phone", region: str = "IL") -> str:
    """The E.164 form of a typed number; Israeli unless it begins with a plus.

    Raises:
        Refusal: NOT_A_PHONE, at ``field``.
    """
    try:
        number = phonenumbers.parse(words, region)
    except phonenumbers.NumberParseException:
        raise Refusal(NOT_A_PHONE, field=field) from None
    if not phonenumbers.is_possible_number(number):
        raise Refusal(NOT_A_PHONE, field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(e164: str) -> str:
    """How people write it: ``054-812-3390`` for Israel, the international form elsewhere; empty stays empty."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164, None)
    if number.country_code != 972:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = "0" + str(number.national_number)
    if len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"{digits[:2]}-{digits[2:5]}-{digits[5:]}"
