"""What may be written about staff, and who may be given members."""

from dataclasses import dataclass
from typing import Final

from fitkit.features.members.rules import Fields

NAME_MOST: Final = 60
TITLE_MOST: Final = 60
BIO_MOST: Final = 600
TINTS: Final = 8


@dataclass(frozen=True, slots=True)
class StaffDetails:
    """What is known of somebody on the staff, as typed or as checked by ``checked``."""

    name: str
    email: str = ""
    phone: str = ""
    title_he: str = ""
    title_en: str = ""
    tint: int = 0  # 0 to 7
    is_coach: bool = True
    bio: str = ""


def checked(details: StaffDetails) -> StaffDetails:
    """Bring typed details to the form in which they are kept.

    Raises:
        Invalid: every field at fault with its own sentence.
    """
    fields = Fields()
    clean = StaffDetails(
        name=fields.line("name", details.name, NAME_MOST, needed=True),
        email=fields.email("email", details.email),
        phone=fields.phone("phone", details.phone),
        title_he=fields.line("title_he", details.title_he, TITLE_MOST),
        title_en=fields.line("title_en", details.title_en, TITLE_MOST),
        tint=fields.whole("tint", details.tint, 0, TINTS - 1),
        is_coach=details.is_coach,
        bio=fields.paragraph("bio", details.bio, BIO_MOST),
    )
    fields.settle()
    return clean
