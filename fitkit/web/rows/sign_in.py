"""Sign-ins of one's own account, as the settings show them."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from fitkit.core import clock
from fitkit.core.i18n import Lang, clock_time, relative_day
from fitkit.features.identity.queries import SignInView
from fitkit.texts import account as texts

_PHONES: Final = ("Android", "iPhone", "iPad")


@dataclass
class SignInRow:
    """One browser."""

    id: str
    device: str
    seen: str
    entered: str
    revoke: str  # the button's words for a screen reader
    is_this: bool
    is_phone: bool


def sign_in_row(view: SignInView, *, lang: Lang, zone: ZoneInfo, today: date) -> SignInRow:
    """A browser in words."""
    device = view.device or texts.UNKNOWN_DEVICE.to(lang)
    seen = relative_day(clock.day_of(view.last_seen_at, zone), today=today, lang=lang)
    entered = relative_day(clock.day_of(view.entered_at, zone), today=today, lang=lang)
    return SignInRow(
        id=str(view.id),
        device=device,
        seen=texts.LAST_SEEN.to(lang, day=seen, time=clock_time(view.last_seen_at, zone)),
        entered=texts.ENTERED_BY.to(lang, way=texts.WAYS[view.way], day=entered),
        revoke=texts.REVOKE_THIS.to(lang, device=device),
        is_this=view.is_this,
        is_phone=any(word in view.device for word in _PHONES),
    )
