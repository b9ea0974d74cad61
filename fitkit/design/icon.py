"""Icons by meaning (Lucide, 2 px). The stylesheet mirrors those that point, in Hebrew.

Point and are mirrored: back forward next previous send undo redo sign_in sign_out external reply list_indent
collapse trending_up trending_down. Never mirrored: everything else (check, clock, play, search, phone, charts).
"""

from typing import Any, Final

import reflex as rx

from fitkit.design.words import Words, words

# fmt: off
NAMES: Final = {
    # ways
    "home": "house", "overview": "layout-dashboard", "schedule": "calendar-days", "members": "users",
    "plan": "tag", "plans": "tag", "catalogue": "dumbbell", "workout": "dumbbell", "staff": "id-card", "audit": "scroll-text",
    "settings": "settings", "progress": "trending-up", "more": "ellipsis", "menu": "menu", "today": "sun",
    "billing": "wallet", "forms": "file-pen-line", "reports": "chart-column", "site": "store", "gym": "store",
    "gallery": "palette", "dispute": "scale", "inbox": "inbox", "help": "circle-help",
    # pointing
    "back": "arrow-left", "forward": "chevron-right", "next": "chevron-right", "previous": "chevron-left",
    "go": "arrow-right", "send": "send", "undo": "undo-2", "redo": "redo-2", "sign_in": "log-in", "sign_out": "log-out",
    "external": "external-link", "reply": "reply", "collapse": "panel-left-close", "trending_up": "trending-up",
    "trending_down": "trending-down", "more_than_before": "arrow-up-right", "less_than_before": "arrow-down-right",
    # deeds
    "add": "plus", "less": "minus", "edit": "pencil", "delete": "trash-2", "close": "x", "backspace": "delete", "search": "search",
    "filter": "list-filter", "sort": "arrow-up-down", "up": "arrow-up", "down": "arrow-down", "open": "chevron-down", "shut": "chevron-up",
    "switch": "chevrons-up-down", "copy": "copy", "duplicate": "copy-plus", "link": "link", "download": "download", "upload": "upload",
    "print": "printer", "refresh": "refresh-cw", "repeat": "repeat", "archive": "archive", "restore": "archive-restore",
    "move": "grip-vertical", "columns": "columns-3", "invite": "user-round-plus", "scan": "qr-code", "camera": "camera",
    "remind": "bell", "show": "eye", "hide": "eye-off", "share": "share-2", "merge": "merge", "swap": "arrow-left-right", "assign": "user-round-cog",
    # things
    "person": "user-round", "people": "users", "coach": "user-star", "phone": "phone", "mobile": "smartphone", "mail": "mail",
    "message": "message-circle", "announcement": "megaphone", "bell": "bell", "bell_off": "bell-off",
    "place": "map-pin", "room": "door-open", "building": "building-2", "card": "credit-card", "cash": "banknote", "money": "wallet",
    "receipt": "receipt", "pack": "ticket", "entry": "ticket", "gift": "gift", "calendar": "calendar", "calendar_add": "calendar-plus",
    "calendar_off": "calendar-x", "calendar_done": "calendar-check", "clock": "clock", "timer": "timer", "history": "history",
    "file": "file-text", "note": "sticky-note", "picture": "image", "colour": "palette", "key": "key-round", "fingerprint": "fingerprint",
    "shield": "shield", "device": "monitor", "world": "globe", "language": "languages", "code": "hash", "tag": "tag",
    "trophy": "trophy", "star": "star", "fire": "flame", "heart": "heart-pulse", "birthday": "cake", "first_time": "sparkles", "pain": "bandage",
    "chart": "chart-column", "list": "list", "grid": "layout-grid", "play": "play", "pause": "pause", "sun": "sun", "moon": "moon",
    # how it stands
    "check": "check", "done": "circle-check", "todo": "circle", "problem": "circle-alert", "warning": "triangle-alert",
    "failed": "circle-x", "blocked": "ban", "locked": "lock", "open_lock": "lock-open", "waiting": "hourglass", "frozen": "snowflake",
    "info": "info", "offline": "wifi-off", "online": "wifi", "missing": "user-x", "arrived": "user-check", "dot": "dot",
}
# fmt: on
MIRRORED: Final = frozenset(
    [
        "back",
        "forward",
        "next",
        "previous",
        "go",
        "send",
        "undo",
        "redo",
        "sign_in",
        "sign_out",
        "external",
        "reply",
        "collapse",
        "trending_up",
        "trending_down",
        "more_than_before",
        "less_than_before",
    ]
)
BY_KIND: Final = {
    "neutral": "",
    "accent": "check",
    "positive": "check",
    "warning": "warning",
    "danger": "problem",
    "info": "waiting",
    "signal": "trophy",
    "solid": "check",
}


def icon(meaning: str, size: int = 20, label: Words | None = None) -> rx.Component:
    """An icon by its meaning, a key of NAMES.

    Args:
        meaning: a literal; for a Var there is ``icon_of``.
        size: in px; inside buttons, chips and rows the stylesheet decides.
        label: only when no words stand beside it; otherwise it is hidden from screen readers.

    Raises:
        KeyError: there is no such meaning.
    """
    said: dict[str, Any] = {} if label is None else {"aria_label": words(label), "role": "img"}
    return rx.icon(
        NAMES[meaning],
        size=size,
        class_name="mirror" if meaning in MIRRORED else "",
        **said,
    )


def icon_of(meaning: rx.Var[str], *among: str, size: int = 20) -> rx.Component:
    """One of a few icons, by a Var that holds its meaning; nothing for any other value."""
    return rx.match(meaning, *((name, icon(name, size)) for name in among), rx.fragment())


def kind_icon(kind: "str | rx.Var[str]", size: int = 15) -> rx.Component:
    """The icon that goes with a kind, so that no status is colour alone."""
    if isinstance(kind, rx.Var):
        cases = ((k, icon(name, size)) for k, name in BY_KIND.items() if name)
        return rx.match(kind, *cases, rx.fragment())
    name = BY_KIND[kind]
    return icon(name, size) if name else rx.fragment()


def drawn(given: "str | rx.Component | None", size: int = 20) -> rx.Component:
    """An icon given by meaning or as a component; nothing for None or an empty string."""
    if given is None or given == "":
        return rx.fragment()
    return icon(given, size) if isinstance(given, str) else given
