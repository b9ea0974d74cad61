"""Moving things between days: by mouse, by keyboard, said aloud. Listeners of one box, nothing a thing.

Below a ``planner`` each day carries ``data-drop`` (its date), each thing that moves ``data-move`` (its id) and
``data-at`` (``18:30``). Dropped upon another thing, it takes that one's hour; upon the day, it keeps its own.
"""

from typing import Any, Final

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from fitkit.design.say import say
from fitkit.texts import board as texts

# Shared by the four listeners; ``z`` is the box, ``z.held`` what is carried: {id, day, at, from}.
_TOOLS: Final = """
const z = e.currentTarget, days = [...z.querySelectorAll('[data-drop]')];
const hot = (d) => days.forEach((one) => one.toggleAttribute('data-over', one === d));
const say = (words) => { z.querySelector('[data-said]').textContent = words; };
const put = (b, on) => b?.toggleAttribute('data-lifted', on);
const end = () => { put(z.held?.from, false); hot(null); z.held = null; };
"""
_DRAG: Final = (
    "((e) => {"
    + _TOOLS
    + """
const b = e.target.closest?.('[data-move]');
if (!b?.dataset.move) return;
e.dataTransfer.setData('text/plain', b.dataset.move);
e.dataTransfer.effectAllowed = 'move';
z.held = {id: b.dataset.move, at: b.dataset.at, from: b};
put(b, true);
})"""
)
_OVER: Final = (
    "((e) => {"
    + _TOOLS
    + """
const d = e.target.closest?.('[data-drop]');
if (!z.held || !d) return;
e.preventDefault();
hot(d);
})"""
)
_END: Final = "((e) => {" + _TOOLS + "end(); })"
_KEY: Final = (
    "((e) => {"
    + _TOOLS
    + """
const b = e.target.closest?.('[data-move]'), held = z.held;
const told = () => {
  const at = String(Math.floor(held.m / 60)).padStart(2, '0') + ':' + String(held.m %% 60).padStart(2, '0');
  held.at = at;
  return days[held.n].querySelector('h2').textContent.trim() + ' ' + at;
};
if (!held) {
  if (e.key !== ' ' || !b?.dataset.move) return;
  e.preventDefault();
  const [h, m] = b.dataset.at.split(':').map(Number);
  z.held = {id: b.dataset.move, at: b.dataset.at, from: b, n: days.indexOf(b.closest('[data-drop]')), m: h * 60 + m};
  put(b, true); hot(days[z.held.n]); say(z.dataset.lifted);
  return;
}
const rtl = getComputedStyle(z).direction === 'rtl' ? -1 : 1;
const by = {ArrowLeft: -rtl, ArrowRight: rtl}[e.key], min = {ArrowUp: -15, ArrowDown: 15}[e.key];
if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); end(); say(z.dataset.back); }
else if (by) { e.preventDefault(); held.n = Math.min(days.length - 1, Math.max(0, held.n + by)); hot(days[held.n]); say(told()); }
else if (min) { e.preventDefault(); held.m = Math.min(1425, Math.max(0, held.m + min)); say(told()); }
else if (e.key === 'Enter') { e.preventDefault(); e.stopPropagation(); held.day = days[held.n].dataset.drop; told(); say(z.dataset.dropped); (%s)(e); end(); }
else if (e.key === ' ') e.preventDefault();
else if (e.key === 'Tab') { end(); say(z.dataset.back); }
})"""
)
# A button presses itself when Space is let go.
_KEY_UP: Final = "((e) => { if (e.key === ' ' && e.target.closest?.('[data-move]')?.dataset.move) e.preventDefault(); })"
_DROP: Final = (
    "((e) => {"
    + _TOOLS
    + """
const d = e.target.closest?.('[data-drop]'), on = e.target.closest?.('[data-at]');
e.preventDefault();
if (z.held && d && on !== z.held.from) {
  z.held.day = d.dataset.drop;
  if (on?.dataset.at) z.held.at = on.dataset.at;
  (%s)(e);
}
end();
})"""
)


def _moved(e: rx.Var[Any]) -> list[rx.Var[str]]:
    """What is held. The event is named by its own Var: the framework puts a ``_`` before the parameter's name."""
    return [
        rx.Var(f"(({e!s}).currentTarget.held ?? {{}}).{part} ?? ''").to(str)
        for part in ("id", "day", "at")
    ]


class Planner(BaseHTML):
    """The box; ``on_moved`` is called with an id, a day ``2026-12-01`` and an hour ``18:30``."""

    tag = "div"
    on_moved: rx.EventHandler[_moved]  # type: ignore[type-arg,valid-type]  # Reflex's way of a spec

    def _render(self) -> Any:
        made = super()._render()
        chain = rx.Var.create(made.props.pop("onMoved"))
        data = chain._get_all_var_data()  # noqa: SLF001  # Reflex's own way to keep imports

        def with_chain(expression: str) -> rx.Var[Any]:
            return rx.Var(expression % chain)._replace(merge_var_data=data)

        return made.add_props(
            on_drag_start=rx.Var(_DRAG),
            on_drag_over=rx.Var(_OVER),
            on_drag_end=rx.Var(_END),
            on_drop=with_chain(_DROP),
            on_key_down_capture=with_chain(_KEY),
            on_key_up_capture=rx.Var(_KEY_UP),
        )


def planner(*children: rx.Component, on_moved: Any) -> rx.Component:
    """A board whose things are moved by mouse or keyboard: Space lifts, arrows carry, Enter drops, Esc returns.

    Args:
        children: the board.
        on_moved: called with an id, a day and an hour.
    """
    return Planner.create(
        *children,
        rx.el.span(class_name="vh", role="status", custom_attrs={"data-said": ""}),
        on_moved=on_moved,
        class_name="planner",
        custom_attrs={
            "data-lifted": say(texts.LIFTED),
            "data-back": say(texts.PUT_BACK),
            "data-dropped": say(texts.DROPPED),
        },
    )
