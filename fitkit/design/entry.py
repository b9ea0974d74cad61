"""Getting in: the sheet over the tally, forms that post for real, letters in a frame of their own, a gym's colour."""

from typing import Any

import reflex as rx

from fitkit.design.button import icon_button
from fitkit.design.direction import NativeForm
from fitkit.design.drawings import big_tally
from fitkit.design.field import hidden_field, password_field
from fitkit.design.words import Child, Event, Words, inside, merged, words
from fitkit.texts import getting_in as texts

# Before the first paint: that an address asks for a step is known here, the State takes the mark off a moment later.
_WAIT = (
    "(function(){var s=/[?&]step=/.test(location.search),d=document.documentElement;"
    "if(s){d.dataset.wait='1';setTimeout(function(){delete d.dataset.wait},4000)}})();"
)


def entry(*children: Child, mark: Child, language: Child, wide: bool = False) -> rx.Component:
    """A screen before the app: the tally on deep ground, and a sheet to fill in.

    Args:
        children: the sheet, from the top.
        mark: whose door it is: FitKit's or a gym's mark and name.
        language: the link to the other language.
        wide: a sheet for more than a few fields; the tally stays behind the head on a phone.
    """
    return rx.el.div(
        rx.el.script(_WAIT),
        rx.el.header(
            rx.el.span(*inside(mark), class_name="row"), *inside(language), class_name="entry-head"
        ),
        rx.el.div(big_tally(), class_name="entry-art", aria_hidden="true"),
        rx.el.div(*inside(*children), class_name="entry-sheet"),
        class_name="entry wide" if wide else "entry",
    )


def entry_title(title: Words, why: Child = None) -> rx.Component:
    """The sheet's h1 with a muted line under it."""
    under = [] if why is None else [rx.el.p(*inside(why), class_name="muted")]
    head = rx.el.h1(words(title), class_name="h1", tab_index=-1)
    return rx.el.div(head, *under, class_name="entry-title")


def either(*children: Child) -> rx.Component:
    """A line with a word in its middle: what follows is another way."""
    return rx.el.div(*inside(*children), class_name="entry-or")


def entry_end(*children: Child) -> rx.Component:
    """The quiet line at the end of the sheet."""
    return rx.el.p(*inside(*children), class_name="entry-end")


def native_form(
    *children: Child, action: str, fields: dict[str, Any] | None = None, **attrs: Any
) -> rx.Component:
    """A form that posts for real, for what sets or clears the cookie.

    Args:
        children: fields and buttons; a button may go elsewhere with ``sends_to``.
        action: an endpoint below ``/auth/``.
        fields: values carried unseen.
        attrs: for the form.
    """
    extra = merged(attrs, noValidate=True, style={"--g": "16px"})
    hidden = [hidden_field(name, words(value)) for name, value in (fields or {}).items()]
    return NativeForm.create(
        *hidden,
        *inside(*children),
        action=action,
        method="post",
        class_name="stack",
        custom_attrs=extra,
        **attrs,
    )


def sends_to(action: str) -> dict[str, Any]:
    """For ``custom_attrs`` of a submit button: it sends its form to another endpoint."""
    return {"formAction": action}


def secret_field(name: str, label: Words, *, new: bool = False, **more: Any) -> rx.Component:
    """A password that can be looked at while it is typed; pasting is allowed."""
    script = (
        f"(()=>{{const i=document.getElementById('f-{name}'),b=document.getElementById('show-{name}');"
        "const on=i.type==='password';i.type=on?'text':'password';b.setAttribute('aria-pressed',on);i.focus()})()"
    )
    eye = icon_button(
        "show",
        texts.SHOW_PASSWORD,
        rx.call_script(script),
        custom_attrs={"id": f"show-{name}", "aria-pressed": "false", "aria-controls": f"f-{name}"},
    )
    return rx.el.div(password_field(name, label, new=new, **more), eye, class_name="secret")


def chooser(*children: Child, label: Words) -> rx.Component:
    """A short list of forms with one button each, such as people to enter as."""
    return rx.el.section(*inside(*children), class_name="entry-people", aria_label=words(label))


def brand_style(css: rx.Var[str]) -> rx.Component:
    """A gym's colours over the tokens while they are on this screen; see ``theme.brand_css``."""
    return rx.cond(css != "", rx.el.style(css))


def letter_frame(html: rx.Var[str], label: Words) -> rx.Component:
    """A letter as its reader sees it: no scripts, no forms, links open in another tab."""
    return rx.el.iframe(
        custom_attrs={
            "srcDoc": html,
            "sandbox": "allow-popups allow-popups-to-escape-sandbox",
            "title": words(label),
            "referrerPolicy": "no-referrer",
        },
        class_name="letter",
    )


def letter_text(given: rx.Var[str], label: Words) -> rx.Component:
    """A letter's plain text, its lines kept."""
    return rx.el.pre(given, class_name="lettertext", tab_index=0, aria_label=words(label))


def qr_code(svg: rx.Var[str], label: Words) -> rx.Component:
    """A QR code made by the server, on white in both modes."""
    return rx.el.div(
        rx.html(svg),
        class_name="qr",
        role="img",
        aria_label=words(label),
        custom_attrs={"data-private": "1"},
    )


def secret_codes(codes: rx.Var[list[str]]) -> rx.Component:
    """Codes to be kept, in two columns, the only thing on the page when printed."""
    return rx.el.ul(
        rx.foreach(codes, lambda code: rx.el.li(rx.el.bdi(code, dir="ltr"))),
        class_name="secretcodes",
    )


def matrix(head: tuple[Words, Words], *rows: Child) -> rx.Component:
    """Things by two channels: a line each, with two switches at its end under the channels' names."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(class_name="grow"),
            *[rx.el.span(words(w), class_name="ch", aria_hidden="true") for w in head],
            class_name="mxhead",
        ),
        *inside(*rows),
        class_name="matrix",
    )


def matrix_row(title: Words, why: Words, *cells: Child) -> rx.Component:
    """A line of ``matrix``: its two cells are switches or words."""
    return rx.el.div(
        rx.el.span(
            rx.el.span(words(title), class_name="nm"),
            rx.el.span(words(why), class_name="fact"),
            class_name="itemtext",
        ),
        *[rx.el.span(*inside(c), class_name="ch") for c in cells],
        class_name="item",
    )


def bare_switch(label: Words, checked: Any, on_change: Event) -> rx.Component:
    """A switch whose words stand elsewhere; the label is read out."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=checked,
            on_change=on_change,
            class_name="toggle",
            aria_label=words(label),
            custom_attrs={"role": "switch"},
        ),
        class_name="bareswitch",
    )


def unread_dot(label: Words) -> rx.Component:
    """What was not read yet."""
    return rx.el.span(rx.el.span(words(label), class_name="vh"), class_name="unread")
