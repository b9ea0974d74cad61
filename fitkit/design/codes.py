"""Codes to be scanned: a member's pass kept on the phone, a door's code, and the camera that reads them.

The pass lives in the browser's storage, where it works without a connection. ``STORE`` stands in the
document's head; ``kept("code")`` is a Var of it, for any component.
"""

from typing import Any, Final

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from fitkit.design.button import icon_button
from fitkit.design.icon import icon
from fitkit.design.layout import scroll_x
from fitkit.design.words import Words, words

# What the server sent: whose it is, the server's moment and the phone's at that moment, and for each person
# eight letters a minute. Codes are picked by the time that has passed since, so a wrong clock does no harm.
STORE: Final = """
var K='fitkit.pass',subs=[],timer=0,mine=0,mem=null,shown={};
function load(){try{return JSON.parse(localStorage.getItem(K)||'null')}catch(x){return mem}}
function save(k){mem=k;try{k?localStorage.setItem(K,JSON.stringify(k)):localStorage.removeItem(K)}catch(x){}}
function pick(){var k=mem,s={code:'',name:'',gym:'',next:'',chosen:'',people:[]};if(k&&k.people.length){
var p=k.people[mine]||k.people[0],n=Math.floor((k.at+Math.max(0,Date.now()-k.got))/6e4)-p.first;
s={code:n>=0&&n*8<p.tags.length?p.head+p.tags.substr(n*8,8):'',name:p.name,gym:k.gym,next:p.next,chosen:p.id,
people:k.people.map(function(q){return {id:q.id,name:q.name}})}}
if(JSON.stringify(s)!==JSON.stringify(shown))shown=s;return shown}
function tell(){var was=shown;if(pick()!==was)subs.forEach(function(f){f()})}
mem=load();pick();addEventListener('storage',function(){mem=load();tell()});
window.fitkitPass={get:function(){return shown},
sub:function(f){subs.push(f);timer=timer||setInterval(tell,500);tell();
return function(){subs=subs.filter(function(g){return g!==f});if(!subs.length){clearInterval(timer);timer=0}}},
keep:function(k){k.got=Date.now();save(k);tell()},
name:function(k){if(mem&&mem.who===k.who){mem.gym=k.gym;mem.people.forEach(function(p){if(k.next[p.id]!==undefined)p.next=k.next[p.id]});save(mem);tell()}},
drop:function(who){if(mem&&mem.who!==who){mine=0;save(null);tell()}},
choose:function(id){mine=mem?Math.max(0,mem.people.findIndex(function(p){return p.id===id})):0;tell()},
lacks:function(){if(!mem||new Date(mem.got).toDateString()!==new Date().toDateString())return true;
var p=mem.people[0];return !p||(p.first+p.tags.length/8)*6e4-(mem.at+Date.now()-mem.got)<6e5}};
"""


def facts_of_vars(*given: rx.Var[Any]) -> VarData | None:
    """What an expression must bring along that is made of these Vars: their hooks and imports."""
    return VarData.merge(*(v._get_all_var_data() for v in given))  # noqa: SLF001  # Reflex gives no other way


_NONE: Final = "{code:'',name:'',gym:'',next:'',chosen:'',people:[]}"
_KEPT: Final = VarData(
    imports={"react": [ImportVar(tag="useMemo"), ImportVar(tag="useSyncExternalStore")]},
    hooks={
        "const fkNone_ = useMemo(() => (" + _NONE + "), []);": None,
        "const fkPass_ = useSyncExternalStore("
        "globalThis.fitkitPass?.sub ?? (() => () => {}), "
        "globalThis.fitkitPass?.get ?? (() => fkNone_), () => fkNone_);": None,
    },
)


def kept(name: str) -> rx.Var[str]:
    """Something of the pass that is kept on this device: code, name, gym, next, chosen; empty without one."""
    return rx.Var(f"(fkPass_.{name})", _var_data=_KEPT).to(str)


def kept_people() -> rx.Var[list[dict[str, str]]]:
    """Whose passes are kept on this device, each with ``id`` and ``name``."""
    return rx.Var("(fkPass_.people)", _var_data=_KEPT).to(list[dict[str, str]])


class PassKeeper(rx.Fragment):
    """Drops a pass that is not the signed-in person's, and asks for today's codes when there are none."""

    who: rx.Var[str]
    is_known: rx.Var[bool]
    is_member: rx.Var[bool]
    page: rx.Var[str]
    on_lack: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]  # read by Reflex at run time

    def _exclude_props(self) -> list[str]:
        return ["who", "is_known", "is_member", "page", "on_lack"]

    def add_imports(self) -> dict[str, Any]:
        """React's hooks."""
        return {"react": ["useEffect", "useRef"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Once the server has said who is here; without a connection nothing is dropped."""
        ask: rx.Var[Any] = rx.Var.create(self.event_triggers["on_lack"])
        seen = facts_of_vars(self.who, self.is_known, self.is_member, ask)
        hook = f"""const fkAsk_ = useRef(null); fkAsk_.current = {ask!s};
useEffect(() => {{
  const pass = window.fitkitPass, isMember = {self.is_member!s};
  if (!{self.is_known!s} || !pass) return;
  pass.drop(isMember ? {self.who!s} : "");
  if (!isMember) return;
  navigator.serviceWorker?.ready.then((r) => r.active?.postMessage({{keep: {self.page!s}}})).catch(() => {{}});
  if (!pass.lacks()) return;
  const timer = setTimeout(() => fkAsk_.current(), 300);
  return () => clearTimeout(timer);
}}, [{self.is_known!s}, {self.who!s}, {self.is_member!s}]);"""
        return [rx.Var(hook)._replace(merge_var_data=seen)]


class Qr(rx.Component):
    """A QR of a few letters, dark on white whatever the theme."""

    library = "qrcode.react@4.2.0"
    tag = "QRCodeSVG"
    value: rx.Var[str]
    level: rx.Var[str]
    margin_size: rx.Var[int]
    size: rx.Var[int]
    title: rx.Var[str]


def pass_card(
    label: Words, how: Words, whose: Words, actions: rx.Component | None = None
) -> rx.Component:
    """The pass that is kept on this device: white in both themes, the code as large as the phone allows.

    Args:
        label: of the code, read out.
        how: what to do with it.
        whose: heads the choice when it is a guardian's phone.
        actions: under it.
    """
    people = kept_people()
    return rx.el.div(
        rx.cond(
            people.length() > 1,
            scroll_x(rx.foreach(people, _pass_choice), label=whose),
        ),
        rx.el.section(
            rx.el.span(kept("gym"), class_name="pass-gym"),
            rx.el.h2(kept("name"), class_name="pass-name"),
            pass_code(label),
            rx.el.span(kept("next"), class_name="pass-next"),
            class_name="pass",
        ),
        rx.el.p(words(how), class_name="sm muted"),
        *([] if actions is None else [actions]),
        class_name="stack",
    )


def _pass_choice(one: rx.Var[dict[str, str]]) -> rx.Component:
    """One of those whose pass is here; chosen on the phone alone, so that it works offline."""
    choose: rx.Var[Any] = rx.Var(f"(() => window.fitkitPass.choose({one['id']!s}))")
    is_on = rx.cond(one["id"] == kept("chosen"), "true", "false")
    return rx.el.button(
        rx.el.span(one["name"]),
        type="button",
        class_name="pick",
        custom_attrs={"aria-pressed": is_on, "onClick": choose},
    )


def pass_code(label: Words) -> rx.Component:
    """The code of the pass that is kept on this device."""
    return rx.el.div(
        Qr.create(value=kept("code"), level="M", margin_size=1, size=340, title=words(label)),
        class_name="qr-big",
        custom_attrs={"data-code": kept("code")},
    )


class _Door(Qr):
    """A code of a ring, by the time that has passed since the ring came."""

    head: rx.Var[str]
    tags: rx.Var[str]
    phase: rx.Var[float]

    def _exclude_props(self) -> list[str]:
        return ["head", "tags", "phase"]

    def add_imports(self) -> dict[str, Any]:
        """React's hooks."""
        return {"react": ["useEffect", "useState"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """Looks twice a second; ``phase`` is how much of the first minute had gone."""
        hook = f"""const [fkDoor_, fkSetDoor_] = useState("");
useEffect(() => {{
  const began = Date.now() - {self.phase!s} * 1000, tags = {self.tags!s}, head = {self.head!s};
  const look = () => {{ const n = Math.max(0, Math.floor((Date.now() - began) / 60000));
    fkSetDoor_(n * 8 < tags.length ? head + tags.substr(n * 8, 8) + "/" : ""); }};
  look(); const timer = setInterval(look, 500); return () => clearInterval(timer);
}}, [{self.head!s}, {self.tags!s}]);"""
        return [
            rx.Var(hook)._replace(merge_var_data=facts_of_vars(self.head, self.tags, self.phase))
        ]


def door_code(
    head: rx.Var[str], tags: rx.Var[str], phase: rx.Var[float], label: Words
) -> rx.Component:
    """A door's code, another one each minute.

    Args:
        head: what every code begins with, an address.
        tags: eight letters a minute, from the minute in which they came.
        phase: seconds of that minute that had gone by the server's clock.
        label: read out.
    """
    return rx.el.div(
        _Door.create(
            value=rx.Var("(fkDoor_ || ' ')").to(str),
            custom_attrs={"data-door": rx.Var("fkDoor_")},
            head=head,
            tags=tags,
            phase=phase,
            level="L",
            margin_size=2,
            size=240,
            title=words(label),
        ),
        class_name="qr-big",
    )


def _in_js(given: rx.Var[Any], path: str) -> rx.Var[str]:
    return rx.Var(f"({given!s}{path})").to(str)


class Scanner(rx.NoSSRComponent):
    """The camera; gives each code it reads, or the name of what went wrong.

    Library and decoder are fetched when it is drawn. The decoder comes from our own build: by itself
    the library would fetch it from a foreign host.
    """

    library = "@yudiel/react-qr-scanner@2.6.0"
    tag = "Scanner"
    lib_dependencies: list[str] = ["zxing-wasm@3.1.3"]  # Reflex reads it from the class
    formats: rx.Var[list[str]]
    scan_delay: rx.Var[int]
    allow_multiple: rx.Var[bool]
    sound: rx.Var[bool]
    constraints: rx.Var[dict[str, Any]]
    components: rx.Var[dict[str, Any]]
    on_scan: rx.EventHandler[lambda codes: [_in_js(codes, "[0]?.rawValue ?? ''")]]  # type: ignore[type-arg, valid-type]  # read by Reflex at run time
    on_error: rx.EventHandler[lambda e: [_in_js(e, "?.kind ?? 'unknown'")]]  # type: ignore[type-arg, valid-type]  # read by Reflex at run time

    def _get_dynamic_imports(self) -> str:
        return (
            "const Scanner = ClientSide(() => Promise.all(["
            "import('@yudiel/react-qr-scanner'), import('zxing-wasm/reader/zxing_reader.wasm?url')"
            "]).then(([mod, wasm]) => {"
            " mod.prepareZXingModule({overrides: {locateFile: () => wasm.default}});"
            ' return mod.Scanner; }), "Scanner")'
        )


def scanner(on_scan: Any, on_error: Any, *, label: Words, faces_user: bool = False) -> rx.Component:
    """The camera in its frame with citron corners.

    Args:
        on_scan: with the text of a code.
        on_error: with the kind of what went wrong (permission-denied, no-camera, in-use, …).
        label: read out.
        faces_user: a tablet's front camera instead of a phone's back one.
    """
    # As wishes: with demands a camera of 640 by 480 would never start, and say nothing.
    wanted = {
        "facingMode": "user" if faces_user else "environment",
        "width": {"ideal": 1280},
        "height": {"ideal": 720},
    }
    return rx.el.div(
        Scanner.create(
            formats=["qr_code"],
            scan_delay=400,
            allow_multiple=False,
            sound=False,
            constraints=wanted,
            components={"finder": False, "torch": False, "onOff": False, "zoom": False},
            on_scan=on_scan,
            on_error=on_error,
        ),
        rx.el.span(class_name="scan-corners", aria_hidden="true"),
        class_name="scan-view",
        role="group",
        aria_label=words(label),
    )


def on_top(*children: rx.Component) -> rx.Component:
    """What stays in view above a long list."""
    return rx.el.div(*children, class_name="on-top")


def scan_strip(
    on_scan: Any,
    on_error: Any,
    on_close: Any,
    *,
    label: Words,
    aim: Words,
    close: Words,
    hit: rx.Component,
) -> rx.Component:
    """The camera on top of a roster, with what it has just read over it."""
    return rx.el.section(
        scanner(on_scan, on_error, label=label),
        rx.el.div(hit, role="status"),
        rx.el.div(
            rx.el.span(words(aim), class_name="grow"),
            icon_button("close", close, on_click=on_close),
            class_name="scan-foot",
        ),
        class_name="scan",
    )


def scan_hit(
    said: rx.Var[str],
    why: rx.Var[str],
    look: rx.Var[str],
    *,
    key: rx.Var[str],
    action: rx.Component,
) -> rx.Component:
    """Who it is with a large sign; ``look``: in ask no. It goes by itself, unless it asks."""
    sign = rx.match(look, ("in", icon("check", 36)), ("ask", icon("add", 36)), icon("failed", 36))
    return rx.el.div(
        rx.el.span(sign, class_name="scan-tick", custom_attrs={"data-kind": look}),
        rx.el.div(rx.el.b(said), rx.el.span(why, class_name="why"), action, class_name="grow"),
        class_name="scan-hit",
        key=key,
        custom_attrs={"data-fades": rx.cond(look == "ask", "false", "true")},
    )


class ByItself(rx.Fragment):
    """Presses a button after a while, counted anew whenever ``when`` changes; never while it is empty."""

    when: rx.Var[str]
    button: str = ""
    after_s: int = 8
    again: bool = False

    def _exclude_props(self) -> list[str]:
        return ["when", "button", "after_s", "again"]

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": ["useEffect"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """A timer; a touch, a key or a camera's hit starts it anew by changing ``when``."""
        kind = ("setInterval", "clearInterval") if self.again else ("setTimeout", "clearTimeout")
        return [
            f"""useEffect(() => {{
  if (!{self.when!s}) return;
  const timer = {kind[0]}(() => document.getElementById("{self.button}")?.click(), {self.after_s * 1000});
  return () => {kind[1]}(timer);
}}, [{self.when!s}]);"""
        ]


def big_tick(said: Words, below: Words, *children: rx.Component) -> rx.Component:
    """It is done: the largest tick there is, who or what, read out at once."""
    return rx.el.div(
        rx.el.span(icon("check", 96), class_name="kiosk-tick", aria_hidden="true"),
        rx.el.div(
            rx.el.p(words(said), class_name="pass-name"),
            rx.el.p(words(below), class_name="sub"),
            role="status",
        ),
        *children,
        class_name="done",
    )


def pick_list(rows: rx.Var[list[Any]], on_pick: Any) -> rx.Component:
    """Large choices one under another; rows have ``id`` and ``words``."""
    return rx.el.ul(
        rx.foreach(
            rows,
            lambda row: rx.el.li(
                rx.el.button(
                    rx.el.bdi(row.words),
                    type="button",
                    class_name="kiosk-pick",
                    on_click=on_pick(row.id),
                ),
                key=row.id,
            ),
        ),
        class_name="kiosk-list",
    )
