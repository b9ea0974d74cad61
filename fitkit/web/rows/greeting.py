"""How somebody is greeted on their first screen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fitkit.core.i18n import Lang
from fitkit.texts import common


def greeting(name: str, *, lang: Lang, zone: ZoneInfo, now: datetime) -> str:
    """By the hour in the gym: morning from 5, afternoon from 12, evening from 17, plainly from midnight.

    Without a name the greeting stands alone.
    """
    hour = now.astimezone(zone).hour
    words = [text for since, text in common.GREETINGS if hour >= since]
    return words[-1].to(lang, name=name).rstrip(", ")
