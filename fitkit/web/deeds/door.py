"""What the browser is asked at the door: a tone for a hit, and to forget taps that were taken."""

from collections.abc import Sequence
from typing import Final

import reflex as rx
from reflex.event import EventSpec

# A short tone and a short buzz, where the device allows them; nothing else depends on either.
_SIGNAL: Final = """(() => { try { navigator.vibrate?.(80); } catch {}
try { const c = window.fkTone_ ??= new AudioContext(), o = c.createOscillator(), g = c.createGain();
o.frequency.value = 880; g.gain.value = 0.08; o.connect(g).connect(c.destination);
o.start(); o.stop(c.currentTime + 0.09); } catch {} })()"""


def signal() -> EventSpec:
    """Somebody is in: to be heard and felt, without looking."""
    said: EventSpec = rx.call_script(_SIGNAL)
    return said


def taken(marks: Sequence[str]) -> EventSpec:
    """These taps need not be kept on the phone any more."""
    safe = ",".join(f'"{mark}"' for mark in marks if mark.isalnum())
    said: EventSpec = rx.call_script(f"window.fitkitTaken?.([{safe}])")
    return said
