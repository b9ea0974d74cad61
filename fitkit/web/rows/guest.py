"""A guest of a member, worded."""

from dataclasses import dataclass

from fitkit.core.i18n import Lang
from fitkit.features.booking.queries import MyGuest
from fitkit.texts import session as texts


@dataclass
class GuestRow:
    """Somebody a member brings to a class."""

    id: str = ""
    name: str = ""
    costs: str = ""  # what taking them back by now loses; empty: nothing
    named: str = ""  # of the button; empty: it is too late


def guest_row(guest: MyGuest, lang: Lang) -> GuestRow:
    """A guest, with what taking them back means now."""
    return GuestRow(
        id=str(guest.guest_id),
        name=guest.name,
        costs=texts.GUEST_COSTS.to(lang) if guest.costs_entry else "",
        named="" if guest.is_kept else texts.GUEST_BACK_NAMED.to(lang, name=guest.name),
    )
