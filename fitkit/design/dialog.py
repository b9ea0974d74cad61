"""What opens over a screen: dialogs, sheets, menus. Focus is trapped by Radix; where it begins and returns is said here."""

from typing import Any, Final

import reflex as rx

from fitkit.design.button import button, icon_button
from fitkit.design.icon import drawn
from fitkit.design.icon import icon as sign
from fitkit.design.type import anchor
from fitkit.design.words import Child, Event, Flag, Words, inside, words
from fitkit.texts import common

# Dialogs open by the State, not by a trigger, so Radix would lose the focus: the element before is kept here,
# with what is around it, for it may be gone when the dialog has done its work (``frames.head.NEAR``).
# Then the focus goes to the first field, or to the title where there is none: Radix would give it to the first thing
# that takes it, which is the cross.
_BEGIN: Final[rx.Var[Any]] = rx.Var(
    "((e) => { (window.fitkitFocus ??= []).push(window.fitkitChain()); e.preventDefault();"
    " const all = [...e.target.querySelectorAll('.dbody :is(input,select,textarea)')]"
    ".filter((i) => i.type !== 'hidden' && !i.disabled && i.tabIndex >= 0 && i.offsetParent);"
    " const first = all[0], own = first?.type === 'radio' &&"
    " all.find((i) => i.name === first.name && i.checked);"
    " (own || first || e.target.querySelector('.dt'))?.focus(); })"
)
_RETURN: Final[rx.Var[Any]] = rx.Var(
    "((e) => { e.preventDefault(); window.fitkitNear((window.fitkitFocus ?? []).pop() ?? []); })"
)
# A toast lies over the dialog and is no place outside of it: its undo is pressed without leaving.
_STAY: Final[rx.Var[Any]] = rx.Var(
    "((e) => { if (e.target?.closest?.('[data-sonner-toaster]')) e.preventDefault(); })"
)
# Until a page has loaded, the State is as it was left: what was open at a reload would flash. Once is enough:
# a connection that comes back finds a dialog, and what was typed in it, as it is.
_LOADED: Final[rx.Var[bool]] = rx.Var(
    f"(globalThis.fitkitLoaded ||= {rx.State.is_hydrated!s})",
    _var_data=rx.State.is_hydrated._get_all_var_data(),  # noqa: SLF001  # Reflex gives no other way
).to(bool)


def dialog(
    *children: Child,
    open: "rx.Var[Any] | bool",
    on_close: Event,
    title: Words,
    help: Child = None,
    actions: "list[rx.Component] | None" = None,
    note: Child = None,
    wide: bool = False,
) -> rx.Component:
    """A question or a form: centred on a desk, a sheet from below on a phone.

    What is taller than the screen scrolls inside; title and content move, the actions stay in view.

    Args:
        children: its content; it is built anew each time it opens.
        open: whether it is.
        on_close: for Esc, the cross, and a press outside: sets the flag false.
        title: the question.
        help: a line under it.
        actions: the main button first.
        note: over the actions and in view with them, such as why the main one cannot be pressed.
        wide: 720 instead of 480 px; 1040 with a ``split`` in it, whose side stays in view.
    """
    return _over(
        "dlg wide" if wide else "dlg",
        children,
        is_open=open,
        on_close=on_close,
        title=title,
        help=help,
        actions=actions,
        note=note,
    )


def side_sheet(
    *children: Child,
    open: "rx.Var[Any] | bool",
    on_close: Event,
    title: Words,
    help: Child = None,
    actions: "list[rx.Component] | None" = None,
    note: Child = None,
) -> rx.Component:
    """Details beside the screen, at inline-end on a desk; a sheet from below on a phone; arguments as for ``dialog``."""
    return _over(
        "dlg side",
        children,
        is_open=open,
        on_close=on_close,
        title=title,
        help=help,
        actions=actions,
        note=note,
    )


def confirm(
    *,
    open: "rx.Var[Any] | bool",
    on_close: Event,
    title: Words,
    body: Child,
    action: Words,
    on_confirm: Event,
    kind: str = "danger",
    busy: Flag = False,
    icon: "str | None" = None,
) -> rx.Component:
    """Asks before money, messages to many, and deletion; everything else is done at once with an undo.

    Args:
        open: whether it is.
        on_close: when it is left.
        title: the question.
        body: what it will cost or change.
        action: the verb of the title, on the main button.
        on_confirm: does it.
        kind: of the main button.
        busy: while it is being done.
        icon: on the main button; a danger has the bin by itself.
    """
    mark = icon if icon is not None else "delete" if kind == "danger" else ""
    return dialog(
        rx.el.p(*inside(body)),
        open=open,
        on_close=on_close,
        title=title,
        actions=[
            button(action, kind=kind, icon=mark, on_click=on_confirm, busy=busy),
            button(common.NOT_NOW, on_click=on_close),
        ],
    )


def form_buttons(form_id: str, send: Words, on_cancel: Event) -> list[rx.Component]:
    """A dialog's ``actions`` where it holds a form: send it, or leave it."""
    return [
        button(send, kind="main", submit=True, custom_attrs={"form": form_id}),
        button(common.CANCEL, on_click=on_cancel),
    ]


def menu(trigger: rx.Component, *entries: rx.Component) -> rx.Component:
    """A list of deeds behind a button; arrows move in it."""
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(trigger),
        rx.dropdown_menu.content(*entries, variant="soft", size="2"),
        modal=False,
    )


def more_menu(label: Words, *entries: rx.Component) -> rx.Component:
    """A menu behind "…"; the label says of what: "More for Maya Levi"."""
    return menu(icon_button("more", label), *entries)


def menu_item(
    given: Words,
    icon: "str | rx.Component | None" = None,
    on_click: Event = None,
    href: Words | None = None,
    kind: str = "",
    disabled: Flag = False,
    external: bool = False,
) -> rx.Component:
    """One deed, or a way; ``kind="danger"`` for deleting."""
    inner = [drawn(icon, 19), rx.el.span(words(given))]
    if href is not None:
        way = anchor(*inner, href=href, external=external)
        return rx.dropdown_menu.item(way, as_child=True, class_name=kind)
    pressed = {} if on_click is None else {"on_select": on_click}
    return rx.dropdown_menu.item(*inner, disabled=disabled, class_name=kind, **pressed)


def menu_title(given: Words) -> rx.Component:
    """Words over a group of entries."""
    from reflex_components_radix.themes.base import RadixThemesComponent

    class Label(RadixThemesComponent):
        tag = "DropdownMenu.Label"

    return Label.create(words(given))


def menu_rule() -> rx.Component:
    """A line between entries."""
    return rx.dropdown_menu.separator()


def popover(trigger: rx.Component, *children: Child, label: Words) -> rx.Component:
    """Something small beside its button; the label names it to who does not see where it opened."""
    return rx.popover.root(
        rx.popover.trigger(trigger),
        rx.popover.content(*inside(*children), class_name="pop", aria_label=words(label)),
    )


def tip(child: rx.Component, given: Words) -> rx.Component:
    """Words on hover and focus; never the only place they stand."""
    return rx.tooltip(child, content=words(given))


def _over(
    look: str,
    children: Any,
    *,
    is_open: Any,
    on_close: Event,
    title: Words,
    help: Child,
    actions: "list[rx.Component] | None",
    note: Child = None,
) -> rx.Component:
    # Has the focus where no field takes it. The framework's own ``as_`` does not reach Radix, which makes it an h1.
    named: dict[str, Any] = {"tabIndex": -1, "as": "h2"}
    said = rx.dialog.title(words(title), class_name="dt", custom_attrs=named)
    below = [] if help is None else [rx.dialog.description(*inside(help), class_name="dh")]
    # Without a description Radix asks for one in the console, unless it is told that there is none.
    over = [] if note is None else [rx.el.div(*inside(note), class_name="why", aria_live="polite")]
    none: dict[str, Any] = {"aria-describedby": rx.Var("undefined")} if help is None else {}
    back = {"onOpenAutoFocus": _BEGIN, "onCloseAutoFocus": _RETURN, "onInteractOutside": _STAY}
    return rx.dialog.root(
        rx.dialog.content(
            rx.el.span(class_name="grip", aria_hidden="true"),
            rx.el.div(
                rx.el.div(said, *below, class_name="words"),
                rx.dialog.close(_close()),
                class_name="dtop",
            ),
            *([rx.el.div(*inside(*children), class_name="dbody")] if children else []),
            *([rx.el.div(*over, *actions, class_name="dacts")] if actions else []),
            class_name=look,
            custom_attrs={**none, **back},
        ),
        open=_LOADED & is_open,
        on_open_change=lambda _open: on_close,
    )


def _close() -> rx.Component:
    return rx.el.button(
        sign("close", 22), type="button", class_name="ib", aria_label=words(common.CLOSE)
    )
