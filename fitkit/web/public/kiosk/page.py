"""The tablet at the door: digits and the door's code; then who, which class, and a large tick."""

import reflex as rx

from fitkit.design.button import button
from fitkit.design.codes import ByItself, big_tick, door_code, pick_list, scanner
from fitkit.design.feedback import notice, skeleton_text
from fitkit.design.kiosk import (
    digits_form,
    hidden_button,
    kiosk_door,
    kiosk_frame,
    kiosk_part,
    kiosk_way,
)
from fitkit.texts import checkin as texts
from fitkit.web.frames import BARE, page
from fitkit.web.public.kiosk.state import KioskState

BACK = "kiosk-back"
TICK = "kiosk-tick"


@page("/kiosk/[token]", title=texts.KIOSK_TITLE, state=KioskState, frame=BARE, heads=False)
def kiosk() -> rx.Component:
    step = KioskState.step
    is_away = (step != "start") & (step != "gone") & (step != "")
    away = rx.cond(is_away, KioskState.turn.to_string(), "")
    at_rest = rx.cond((step == "start") | (step == "gone"), "on", "")
    return kiosk_frame(
        rx.match(
            step,
            ("start", _start()),
            ("scan", _scan()),
            ("people", _people()),
            ("classes", _classes()),
            ("done", _done()),
            ("sorry", _sorry()),
            ("gone", kiosk_part(texts.KIOSK_GONE, texts.KIOSK_GONE_WHY)),
            skeleton_text(),
        ),
        rx.cond(step == "done", ByItself.create(when=away, button=BACK, after_s=5)),
        rx.cond(step != "done", ByItself.create(when=away, button=BACK, after_s=20)),
        ByItself.create(when=at_rest, button=TICK, after_s=60, again=True),
        hidden_button(TICK, KioskState.tick),
    )


def _start() -> rx.Component:
    name = rx.cond(KioskState.place, KioskState.gym + ", " + KioskState.place, KioskState.gym)
    typed = digits_form(
        texts.KIOSK_PHONE,
        texts.KIOSK_KEYS,
        texts.KIOSK_DELETE,
        texts.KIOSK_FIND,
        on_submit=KioskState.find,
        more=kiosk_way(texts.KIOSK_SCAN, "camera", KioskState.open_camera),
    )
    return kiosk_part(
        texts.KIOSK_TITLE,
        name,
        typed,
        kiosk_door(
            door_code(KioskState.head, KioskState.tags, KioskState.phase, texts.KIOSK_DOOR_QR),
            texts.KIOSK_DOOR,
        ),
        two=True,
    )


def _scan() -> rx.Component:
    camera = scanner(KioskState.scanned, KioskState.failed, label=texts.SCAN_LABEL, faces_user=True)
    return kiosk_part(texts.KIOSK_SCAN, texts.SCAN_AIM, camera, _back())


def _people() -> rx.Component:
    listed = pick_list(KioskState.people, KioskState.pick_person)
    return kiosk_part(texts.KIOSK_WHO, None, listed, _back())


def _classes() -> rx.Component:
    listed = pick_list(KioskState.classes, KioskState.pick_class)
    return kiosk_part(texts.KIOSK_CHOOSE, KioskState.said, listed, _back())


def _done() -> rx.Component:
    return kiosk_part(None, None, big_tick(KioskState.said, KioskState.below, _back()))


def _sorry() -> rx.Component:
    said = notice("warning", None, KioskState.said, urgent=True)
    return kiosk_part(texts.KIOSK_TITLE, None, said, _back())


def _back() -> rx.Component:
    return button(texts.KIOSK_BACK, icon="back", big=True, on_click=KioskState.back, id=BACK)
