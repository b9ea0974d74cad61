"""What a person is told when something does not go: refusals in their language, faults with a number.

A refusal is expected and shown as it is, in an ink toast. A fault is ours: the person gets one calm
sentence and a short number, and the log gets the trace under the same number.
"""

import secrets
from typing import Any

import reflex as rx
import structlog
from reflex.event import EventSpec
from reflex_base.event.context import EventContext
from reflex_components_sonner.toast import ToastAction  # type: ignore[import-untyped]  # ships no types

from fitkit.core.errors import Invalid, OutsideFailure, Refusal
from fitkit.core.i18n import Lang
from fitkit.design import looks
from fitkit.texts import common, web

log = structlog.get_logger(__name__)
SHORT_MS = 5_000
UNDO_MS = 8_000


def told(words: str) -> EventSpec:
    """A quiet toast: it worked, or what to know."""
    return _toast(words, duration=SHORT_MS)


def warned(words: str) -> EventSpec:
    """A toast about something that did not go; read out at once."""
    return _toast(words, duration=UNDO_MS, important=True, class_name=looks.TOAST_PROBLEM)


def undoable(words: str, undo: Any, lang: Lang) -> EventSpec:  # Any: an EventSpec or a handler
    """A toast with one button that takes the deed back, for eight seconds.

    Args:
        words: what was done, "Cancelled, visit returned".
        undo: the handler call, ``BookingsState.undo_cancel(booking_id)``: the class's, never ``self``'s.
        lang: the reader's language, for the button.
    """
    return _toast(
        words,
        duration=UNDO_MS,
        class_name=looks.TOAST_UNDO,
        action=ToastAction(label=common.UNDO.to(lang), on_click=undo),
    )


def _toast(words: str, **props: Any) -> EventSpec:  # Any: what sonner takes
    toast: EventSpec = rx.toast(words, **props)
    return toast


def reading_lang() -> Lang:
    """The language of the page the running event came from."""
    data = EventContext.get().router_data or {}
    path = str(data.get("pathname", ""))
    return Lang.EN if path == "/en" or path.startswith("/en/") else Lang.HE


def sentence(refusal: Refusal, lang: Lang) -> str:
    """A refusal as one toast: several fields at fault are told one after another."""
    if isinstance(refusal, Invalid):
        return ". ".join(dict.fromkeys(refusal.by_field(lang).values()))
    return refusal.to(lang)


def fault(exception: BaseException, lang: Lang) -> str:
    """Log a fault under a short number and word it for the person."""
    number = secrets.token_hex(3)
    if isinstance(exception, OutsideFailure):
        log.warning("outside failure", fault_id=number, reason=str(exception))
        return web.OUTSIDE.to(lang, number=number)
    log.error("fault", fault_id=number, exc_info=exception)
    return web.FAULT.to(lang, number=number)


def on_backend_error(exception: Exception) -> EventSpec:
    """What Reflex calls with whatever a handler raised; the parameter's name is checked by it."""
    lang = reading_lang()
    if isinstance(exception, Refusal):
        return warned(sentence(exception, lang))
    return warned(fault(exception, lang))


def on_frontend_error(exception: Exception) -> None:
    """A browser's fault: logged in one line, cut short, since anybody can send one."""
    log.warning("browser fault", what=str(exception)[:500])
