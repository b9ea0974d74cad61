"""Moving things between days and hours: by mouse, by keyboard, said aloud. Listeners of one box, nothing a thing.

Below a ``planner`` each day carries ``data-drop`` (its date), each thing that moves ``data-move`` (its id) and
``data-at`` (``18:30``). While one is carried every day shows its ``hours``: a grid of the day with what is there
already; the thing takes the quarter hour that it is held over. Where there is no room for the grid (days under one
another) it takes the hour of the thing it is dropped upon, and keeps its own upon the day.
"""

from typing import Any, Final

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from fitkit.design.say import say
from fitkit.design.words import inline
from fitkit.texts import board as texts

HOURS: Final = (5, 23)  # of the grid: its first line and its last
_MINUTES: Final = (HOURS[1] - HOURS[0]) * 60
# Shared by the listeners; ``z`` is the box, ``z.held`` what is carried: {id, day, at, own, from}.
_TOOLS: Final = """
const z = e.currentTarget, days = [...z.querySelectorAll('[data-drop]')];
const FIRST = @first, ALL = @all, LAST = FIRST + ALL - 15;
const hot = (d) => days.forEach((one) => one.toggleAttribute('data-over', one === d));
const say = (words) => { z.querySelector('[data-said]').textContent = words; };
const put = (b, on) => [b, ...z.querySelectorAll(`[data-of="${b?.dataset.move}"]`)]
  .forEach((one) => one?.toggleAttribute('data-lifted', on));
const end = () => { put(z.held?.from, false); hot(null); z.removeAttribute('data-carrying'); z.held = null; };
const clock = (m) => String(Math.floor(m / 60)).padStart(2, '0') + ':' + String(m % 60).padStart(2, '0');
const minutes = (at) => { const [h, m] = at.split(':').map(Number); return h * 60 + m; };
const grid = (d) => { const g = d?.querySelector('.hours > *'); return g?.offsetParent ? g : null; };
const mark = (d, m) => {
  const b = grid(d)?.querySelector('b');
  if (!b) return;
  b.style.insetBlockStart = Math.min(100, Math.max(0, (m - FIRST) / ALL * 100)) + '%';
  b.textContent = clock(m);
};
const over = (d, y) => {
  const box = grid(d)?.getBoundingClientRect();
  if (!box) return null;
  const raw = FIRST + (y - box.top) / box.height * ALL;
  if (Math.abs(raw - z.held.own) < 8) return z.held.own;
  return Math.min(LAST, Math.max(FIRST, Math.round(raw / 15) * 15));
};
""".replace("@first", str(HOURS[0] * 60)).replace("@all", str(_MINUTES))
# The grid comes a moment later: a browser that sees the page change under a lift lets go at once.
_DRAG: Final = (
    "((e) => {"
    + _TOOLS
    + """
const b = e.target.closest?.('[data-move]');
if (!b?.dataset.move) return;
e.dataTransfer.setData('text/plain', b.dataset.move);
e.dataTransfer.effectAllowed = 'move';
z.held = {id: b.dataset.move, at: b.dataset.at, own: minutes(b.dataset.at), from: b};
put(b, true);
setTimeout(() => { if (z.held) z.setAttribute('data-carrying', ''); }, 0);
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
const m = over(d, e.clientY);
if (m !== null) { z.held.at = clock(m); mark(d, m); }
})"""
)
_END: Final = "((e) => {" + _TOOLS + "end(); })"
_KEY: Final = (
    "((e) => {"
    + _TOOLS
    + """
const b = e.target.closest?.('[data-move]'), held = z.held;
const told = () => {
  held.at = clock(held.m);
  mark(days[held.n], held.m);
  return days[held.n].querySelector('h2').textContent.trim() + ' ' + held.at;
};
if (!held) {
  if (e.key !== ' ' || !b?.dataset.move) return;
  e.preventDefault();
  const at = minutes(b.dataset.at);
  z.held = {id: b.dataset.move, at: b.dataset.at, own: at, from: b, n: days.indexOf(b.closest('[data-drop]')), m: at};
  z.setAttribute('data-carrying', '');
  put(b, true); hot(days[z.held.n]); mark(days[z.held.n], at); say(z.dataset.lifted);
  return;
}
const rtl = getComputedStyle(z).direction === 'rtl' ? -1 : 1;
const by = {ArrowLeft: -rtl, ArrowRight: rtl}[e.key], min = {ArrowUp: -15, ArrowDown: 15}[e.key];
if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); end(); say(z.dataset.back); }
else if (by) { e.preventDefault(); held.n = Math.min(days.length - 1, Math.max(0, held.n + by)); hot(days[held.n]); say(told()); }
else if (min) { e.preventDefault(); held.m = Math.min(1425, Math.max(0, held.m + min)); say(told()); }
else if (e.key === 'Enter') { e.preventDefault(); e.stopPropagation(); held.day = days[held.n].dataset.drop; told(); say(z.dataset.dropped); window.fitkitMoved = held.id; (%s)(e); end(); }
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
if (z.held && d && (grid(d) || on !== z.held.from)) {
  const m = over(d, e.clientY);
  z.held.day = d.dataset.drop;
  if (m !== null) z.held.at = clock(m);
  else if (on?.dataset.at) z.held.at = on.dataset.at;
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
            return rx.Var(expression.replace("%s", str(chain)))._replace(merge_var_data=data)

        return made.add_props(
            on_drag_start=rx.Var(_DRAG),
            on_drag_over=rx.Var(_OVER),
            on_drag_end=rx.Var(_END),
            on_drop=with_chain(_DROP),
            on_key_down_capture=with_chain(_KEY),
            on_key_up_capture=rx.Var(_KEY_UP),
        )


def hours(things: "rx.Var[Any]") -> rx.Component:
    """A day's grid of hours, shown while something is carried: what is there already, and where it would go.

    Args:
        things: of the day, ``.moves .begins .lasts .time .name``; ``begins`` and ``lasts`` in minutes.
    """
    lines = [rx.el.i(f"{hour:02d}") for hour in range(*HOURS)]
    return rx.el.div(
        rx.el.div(*lines, rx.foreach(things, _there), rx.el.b()),
        class_name="hours",
        aria_hidden="true",
    )


def _there(thing: Any) -> rx.Component:
    place = inline(
        at=(thing.begins.to(int) - HOURS[0] * 60) / _MINUTES, long=thing.lasts.to(int) / _MINUTES
    )
    own = {**place, "data-of": thing.moves}
    return rx.el.span(rx.el.bdi(thing.time, dir="ltr"), " ", thing.name, custom_attrs=own)


class _Follow(rx.Fragment):
    """Gives the focus to what was carried by keyboard, wherever it stands once the board is drawn anew."""

    when: rx.Var[Any]

    def _exclude_props(self) -> list[str]:
        return ["when"]

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": ["useEffect"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """More than once: a dialog that asked first gives the focus back when it has gone."""
        return [
            f"""useEffect(() => {{
  const id = window.fitkitMoved;
  if (!id) return;
  const go = () => {{
    const there = document.querySelector(`[data-move="${{id}}"]`), now = document.activeElement;
    if (there && now !== there && !now?.closest("[role=dialog]")) there.focus();
  }};
  go();
  let left = 6;
  const timer = setInterval(() => {{
    go();
    if (--left <= 0) {{ clearInterval(timer); window.fitkitMoved = null; }}
  }}, 150);
  return () => clearInterval(timer);
}}, [{self.when!s}]);"""
        ]


def planner(*children: rx.Component, on_moved: Any, when: "rx.Var[Any]") -> rx.Component:
    """A board whose things are moved by mouse or keyboard: Space lifts, arrows carry, Enter drops, Esc returns.

    Args:
        children: the board; each day has its ``hours``.
        on_moved: called with an id, a day and an hour.
        when: what is drawn; another value gives the focus to what was carried.
    """
    return Planner.create(
        *children,
        _Follow.create(when=when),
        rx.el.span(class_name="vh", role="status", custom_attrs={"data-said": ""}),
        on_moved=on_moved,
        class_name="planner",
        custom_attrs={
            "data-lifted": say(texts.LIFTED),
            "data-back": say(texts.PUT_BACK),
            "data-dropped": say(texts.DROPPED),
        },
    )
