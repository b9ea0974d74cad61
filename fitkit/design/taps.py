"""Taps of the gym floor: they show at once, wait for the connection, and arrive.

A tap is kept on the phone until the server has said that it took it, over a lost connection, a server that
was started anew, and a reload of the page. The same tap may be sent more than once, and is taken once:
checking in twice is checking in once. Of several taps on one person the last one counts.
"""

from typing import Any

import reflex as rx

from fitkit.design.codes import facts_of_vars
from fitkit.design.icon import icon
from fitkit.design.words import Event, Words, words


def tap_box(
    is_in: "rx.Var[bool]", label: Words, whom: rx.Var[str], how: rx.Var[str]
) -> rx.Component:
    """The 60 px box at a row's end: in or not; turns at the touch, with a clock while the tap waits."""
    return rx.el.button(
        icon("check", 32),
        icon("clock", 18),
        type="button",
        class_name="fl-box",
        aria_label=words(label),
        custom_attrs={
            "aria-pressed": rx.cond(is_in, "true", "false"),
            "data-how": how,
            "data-whom": whom,
        },
    )


def taps_strip(says: Words, why: Words) -> rx.Component:
    """The ink strip that says how many taps wait; hidden while none does."""
    return rx.el.p(
        icon("clock", 18),
        rx.el.span(words(says), " ", rx.el.b("0"), ". ", words(why)),
        class_name="strip taps-wait",
        role="status",
        hidden=True,
        id="taps-wait",
    )


class Taps(rx.Fragment):
    """Keeps, shows and sends the taps of one person at one class; see the module."""

    who: rx.Var[str]
    on_send: rx.EventHandler[lambda taps: [taps]]  # type: ignore[type-arg, valid-type]  # read by Reflex at run time

    def _exclude_props(self) -> list[str]:
        return ["who", "on_send"]

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": ["useEffect", "useRef"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Listens to every box of the page; looks twice a second at what waits."""
        send: rx.Var[Any] = rx.Var.create(self.event_triggers["on_send"])
        hook = f"""const fkSend_ = useRef(null); fkSend_.current = {send!s};
useEffect(() => {{
  const who = {self.who!s};
  if (!who) return;
  const key = "fitkit.taps." + who;
  const here = () => location.pathname.replace(/\\/+$/, "").split("/").pop();
  const read = () => {{ try {{ return JSON.parse(localStorage.getItem(key) || "[]"); }} catch {{ return []; }} }};
  let taps = read(), sent = 0;
  const keep = () => {{ try {{ taps.length ? localStorage.setItem(key, JSON.stringify(taps)) : localStorage.removeItem(key); }} catch {{}} }};
  const paint = () => {{
    const mine = new Map(taps.filter((t) => t.session === here()).map((t) => [t.member, t]));
    document.querySelectorAll(".fl-box[data-whom]").forEach((box) => {{
      const tap = mine.get(box.dataset.whom);
      if (tap) box.setAttribute("aria-pressed", tap.how === "came" ? "true" : "false");
      if (!!tap && Date.now() - tap.at > 700) box.dataset.waits = "1"; else delete box.dataset.waits;
    }});
    const strip = document.getElementById("taps-wait"), late = taps.filter((t) => Date.now() - t.at > 1500).length;
    if (strip) {{ strip.hidden = !late; if (late) strip.querySelector("b").textContent = taps.length; }}
  }};
  const send = () => {{
    if (!taps.length || !navigator.onLine || document.querySelector("[data-reconnecting]")) return;
    if (Date.now() - sent < 4000) return;
    sent = Date.now();
    const ago = (at) => String(Math.max(0, Math.round((sent - at) / 1000)));
    fkSend_.current(taps.slice(0, 100).map(({{session, member, how, mark, at}}) => ({{session, member, how, mark, ago: ago(at)}})));
  }};
  const press = (e) => {{
    const box = e.target.closest?.(".fl-box[data-whom]");
    if (!box) return;
    const now = Date.now();
    if (now - Number(box.dataset.at || 0) < 600) return;
    box.dataset.at = String(now);
    const how = box.getAttribute("aria-pressed") === "true" ? "none" : "came";
    box.setAttribute("aria-pressed", how === "came" ? "true" : "false");
    const member = box.dataset.whom, session = here(), mark = now.toString(36) + Math.random().toString(36).slice(2, 8);
    taps = [...taps.filter((t) => t.member !== member || t.session !== session), {{session, member, how, mark, at: now}}];
    sent = 0; keep(); paint(); send();
  }};
  window.fitkitTaken = (marks) => {{ taps = taps.filter((t) => !marks.includes(t.mark)); sent = 0; keep(); paint(); }};
  document.addEventListener("click", press);
  const timer = setInterval(() => {{ paint(); send(); }}, 500);
  paint();
  return () => {{ document.removeEventListener("click", press); clearInterval(timer); }};
}}, [{self.who!s}]);"""
        return [rx.Var(hook)._replace(merge_var_data=facts_of_vars(self.who, send))]


def taps(who: rx.Var[str], on_send: Event) -> rx.Component:
    """Sends taps as ``[{"session", "member", "how", "mark", "ago"}]`` until the server answered ``fitkitTaken(marks)``.

    ``ago`` is how many seconds a tap has waited, by the phone's own clock, however wrong that is.
    """
    return Taps.create(who=who, on_send=on_send)
