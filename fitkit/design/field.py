"""Fields: label above, help below, a problem in the help's place; native controls inside, so phones help.

In a form give ``default``: what is typed stays in the browser until it is sent, by ``name``. Outside of one give
``value`` and ``on_change`` (called 300 ms after typing ends). ``problem`` is empty while all is well.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from fitkit.design.chip import tag
from fitkit.design.icon import icon
from fitkit.design.words import Child, Count, Event, Flag, Words, inside, is_said, words, yes
from fitkit.texts import common
from fitkit.texts import design as texts

Choices = Sequence[tuple[Any, ...]] | rx.Var[Any]
_DEBOUNCE_MS = 300


def text_field(
    name: str,
    label: Words,
    *,
    placeholder: Words | None = None,
    suffix: Words | None = None,
    autofill: str = "off",
    most: int | None = None,
    dir: str | None = None,
    **common_: Any,
) -> rx.Component:
    """One line of words.

    Args:
        name: of the value in the form.
        label: above the field.
        placeholder: an example, never the label.
        suffix: a unit at the end.
        autofill: what a browser may fill in: name, street-address.
        most: characters.
        dir: ltr for codes and addresses.
        common_: value default on_change on_blur help problem optional id disabled, and attributes.
    """
    own = {"placeholder": placeholder, "auto_complete": autofill, "max_length": most}
    return _line(name, label, "text", own, suffix=suffix, ltr=dir == "ltr", **common_)


def email_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """An e-mail address."""
    own = {
        "auto_complete": "email",
        "input_mode": "email",
        "auto_capitalize": "none",
        "spell_check": False,
    }
    return _line(name, label, "email", own, ltr=True, **common_)


def phone_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """A mobile number, left-to-right; 05x as people say it is fine."""
    own = {"auto_complete": "tel", "input_mode": "tel", "placeholder": "050-123-4567"}
    return _line(name, label, "tel", own, ltr=True, **common_)


def password_field(name: str, label: Words, *, new: bool = False, **common_: Any) -> rx.Component:
    """A password; ``new`` lets the browser offer one. Pasting is allowed."""
    own = {"auto_complete": "new-password" if new else "current-password"}
    return _line(name, label, "password", own, ltr=True, **common_)


def code_field(name: str, label: Words, *, length: int = 6, **common_: Any) -> rx.Component:
    """A one-time code, in one input that phones fill by themselves."""
    own = {
        "auto_complete": "one-time-code",
        "input_mode": "numeric",
        "max_length": length,
        "pattern": "[0-9 ]*",
    }
    return _line(name, label, "text", own, ltr=True, look="code", **common_)


def id_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """A national identity number, nine digits."""
    own = {"input_mode": "numeric", "max_length": 11, "auto_complete": "off"}
    return _line(name, label, "text", own, ltr=True, **common_)


def number_field(
    name: str,
    label: Words,
    *,
    least: int | None = None,
    most: int | None = None,
    step: float | None = None,
    suffix: Words | None = None,
    **common_: Any,
) -> rx.Component:
    """A number with its unit; the server checks the bounds too."""
    mode = "numeric" if step is None or float(step).is_integer() else "decimal"
    own = {"min": least, "max": most, "step": step, "input_mode": mode}
    return _line(name, label, "number", own, suffix=suffix, **common_)


def money_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """Shekels: ``390`` or ``390.50``. Say in ``help`` whether VAT is included."""
    own = {"input_mode": "decimal", "auto_complete": "off"}
    return _line(name, label, "text", own, suffix="₪", **common_)


def date_field(
    name: str, label: Words, *, least: str | None = None, most: str | None = None, **common_: Any
) -> rx.Component:
    """A day, ``2026-11-24``, typed or from the device's own calendar."""
    own = {"min": least, "max": most}
    return _line(name, label, "date", own, look="when", sign="calendar", **common_)


def time_field(name: str, label: Words, *, step_min: int = 5, **common_: Any) -> rx.Component:
    """A time of day, ``18:30``."""
    own = {"step": step_min * 60}
    return _line(name, label, "time", own, look="when", sign="clock", **common_)


def colour_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """A colour, ``#0B6E7A``; with ``value`` its code stands beside it."""
    code = common_.get("value")
    return _line(name, label, "color", {}, suffix=code, look="colour", **common_)


def textarea_field(
    name: str,
    label: Words,
    *,
    rows: int = 4,
    most: int | None = None,
    placeholder: Words | None = None,
    **common_: Any,
) -> rx.Component:
    """Several lines; it grows with what is written."""
    own = {"rows": rows, "max_length": most, "placeholder": placeholder}
    return _line(name, label, "", own, make=rx.el.textarea, **common_)


def select_field(
    name: str,
    label: Words,
    choices: Choices,
    *,
    empty: Words | None = None,
    value: Any = None,
    default: Any = None,
    on_change: Event = None,
    id: Any = None,
    help: Child = None,
    problem: Words | None = None,
    optional: bool = False,
    disabled: Flag = False,
    **attrs: Any,
) -> rx.Component:
    """One of a list, by the device's own picker.

    Args:
        name: of the value in the form.
        label: above the field.
        choices: pairs of value and words, or a Var of a list of objects with ``.value`` and ``.label``.
        empty: the words of having chosen nothing; its value is empty.
        value: with ``on_change``.
        default: in a form.
        on_change: gives the value.
        id: when two on a page have one name.
        help: below.
        problem: in its place.
        optional: said beside the label.
        disabled: cannot be changed.
        attrs: for the select.
    """
    own_id = _id(name, id)
    none = [] if empty is None else [rx.el.option(words(empty), value="")]
    held: dict[str, Any] = {}
    if value is not None:
        held = {"value": value}
    elif default is not None:
        # React forgets a default that arrives after the first paint: a new key makes it look again.
        held = {"default_value": default, "key": default}
    control = rx.el.select(
        *none,
        *_options(choices),
        name=name,
        disabled=disabled,
        custom_attrs=_aria(own_id, problem, help),
        **held,
        **({} if on_change is None else {"on_change": on_change}),
        **attrs,
    )
    box = rx.el.div(control, icon("open", 18), class_name="inp select")
    return _field(own_id, label, box, help=help, problem=problem, optional=optional)


def switch_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """A setting that is on or off; takes effect at once when it has ``on_change`` (a bool)."""
    return _tick(name, label, "toggle", end=True, **common_)


def check_field(name: str, label: Words, **common_: Any) -> rx.Component:
    """A box to tick, with its words."""
    return _tick(name, label, "box", end=False, **common_)


def check(
    label: Words,
    *,
    checked: Flag | None = None,
    on_change: Event = None,
    mixed: Flag = False,
    name: str = "",
    **attrs: Any,
) -> rx.Component:
    """A bare box in a list or table; the label is read out."""
    held: dict[str, Any] = {} if checked is None else {"checked": checked}
    if on_change is not None:
        held["on_change"] = on_change
    elif checked is not None:
        held["read_only"] = True
    box = rx.el.input(
        type="checkbox",
        class_name="box",
        aria_label=words(label),
        custom_attrs={
            **attrs.pop("custom_attrs", {}),
            **({} if mixed is False else {"data-mixed": yes(mixed)}),
        },
        **({"name": name} if name else {}),
        **held,
        **attrs,
    )
    return rx.el.label(box)


def segmented_field(
    name: str,
    label: Words,
    choices: Choices,
    *,
    value: Any = None,
    default: Any = None,
    on_change: Event = None,
    help: Child = None,
    problem: Words | None = None,
    id: Any = None,
) -> rx.Component:
    """Up to five choices beside one another; one is always on."""
    own_id = _id(name, id)

    def one(key: Any, said: Any, _help: Any = None) -> rx.Component:
        return rx.el.label(_radio(name, key, value, default, on_change, ""), rx.el.span(said))

    group = rx.el.div(
        *_each(choices, one),
        class_name="seg",
        role="radiogroup",
        custom_attrs={
            "id": own_id,
            "aria-labelledby": f"{own_id}-label",
            **_note_of(own_id, problem, help),
        },
    )
    return _field(own_id, label, group, help=help, problem=problem, grouped=True)


def radio_field(
    name: str,
    label: Words,
    choices: Choices,
    *,
    value: Any = None,
    default: Any = None,
    on_change: Event = None,
    help: Child = None,
    problem: Words | None = None,
    id: Any = None,
) -> rx.Component:
    """Choices under one another; a third part of a choice is its own help."""
    own_id = _id(name, id)

    def one(key: Any, said: Any, more: Any = None) -> rx.Component:
        under = [] if more is None else [rx.el.span(more, class_name="help")]
        return rx.el.label(
            _radio(name, key, value, default, on_change, "box round"),
            rx.el.span(rx.el.span(said), *under, class_name="words"),
            class_name="choice",
        )

    group = rx.el.div(
        *_each(choices, one),
        class_name="radios",
        role="radiogroup",
        custom_attrs={
            "id": own_id,
            "aria-labelledby": f"{own_id}-label",
            **_note_of(own_id, problem, help),
        },
    )
    return _field(own_id, label, group, help=help, problem=problem, grouped=True)


def tags_field(
    name: str,
    label: Words,
    chosen: rx.Var[Any],
    choices: rx.Var[Any],
    *,
    on_add: Any,
    on_remove: Any,
    help: Child = None,
    problem: Words | None = None,
    placeholder: Words | None = None,
    id: Any = None,
) -> rx.Component:
    """Several of a list, as tags inside the field.

    Args:
        name: of the list to add from; the chosen ones live in the State.
        label: above the field.
        chosen: objects with ``.value`` and ``.label``.
        choices: the ones that can still be added, alike.
        on_add: called with a value.
        on_remove: called with a value.
        help: below.
        problem: in its place.
        placeholder: words of the empty choice.
        id: when two on a page have one name.
    """
    own_id = _id(name, id)
    adder = rx.el.select(
        rx.el.option(words(texts.ADD_FROM_LIST if placeholder is None else placeholder), value=""),
        rx.foreach(choices, lambda c: rx.el.option(c.label, value=c.value)),
        name=name,
        value="",
        on_change=on_add,
        custom_attrs=_aria(own_id, problem, help),
    )
    box = rx.el.div(
        rx.foreach(chosen, lambda c: tag(c.label, on_remove=on_remove(c.value))),
        adder,
        icon("open", 18),
        class_name="inp tags",
    )
    return _field(own_id, label, box, help=help, problem=problem)


def days_field(
    name: str,
    label: Words,
    chosen: rx.Var[Any],
    on_toggle: Any,
    days: Sequence[tuple[str, Words]],
    *,
    help: Child = None,
    problem: Words | None = None,
) -> rx.Component:
    """Days of the week as toggles; ``chosen`` holds the keys of ``days`` that are on."""
    own_id = _id(name, None)
    group = rx.el.div(
        *[
            rx.el.button(
                words(said),
                type="button",
                on_click=on_toggle(key),
                custom_attrs={"aria-pressed": yes(chosen.contains(key))},
            )
            for key, said in days
        ],
        class_name="weekdays",
        role="group",
        custom_attrs={
            "id": own_id,
            "aria-labelledby": f"{own_id}-label",
            **_note_of(own_id, problem, help),
        },
    )
    return _field(own_id, label, group, help=help, problem=problem, grouped=True)


def stepper_field(
    label: Words, value: Count | Words, on_less: Event, on_more: Event, unit: Words | None = None
) -> rx.Component:
    """A figure between two large buttons, for tired hands."""
    said = words(label)
    tail = [] if unit is None else [" ", rx.el.small(words(unit))]
    return rx.el.div(
        rx.el.span(said, class_name="lab"),
        rx.el.div(
            rx.el.button(
                icon("less", 22),
                type="button",
                on_click=on_less,
                aria_label=_with(texts.LESS, said),
            ),
            rx.el.output(value, *tail, aria_live="polite"),
            rx.el.button(
                icon("add", 22),
                type="button",
                on_click=on_more,
                aria_label=_with(texts.MORE_OF_IT, said),
            ),
            class_name="stepper",
            role="group",
            aria_label=said,
        ),
        class_name="field",
    )


def hidden_field(name: str, value: Any) -> rx.Component:
    """A value the form carries unseen; the server trusts it as little as any other."""
    return rx.el.input(type="hidden", name=name, value=value)


# how they are made


def _line(
    name: str,
    label: Words,
    type_: str,
    own: dict[str, Any],
    *,
    value: Any = None,
    default: Any = None,
    on_change: Event = None,
    on_blur: Event = None,
    help: Child = None,
    problem: Words | None = None,
    optional: bool = False,
    id: Any = None,
    disabled: Flag = False,
    suffix: Words | None = None,
    ltr: bool = False,
    look: str = "",
    sign: str = "",
    make: Any = rx.el.input,
    **attrs: Any,
) -> rx.Component:
    own_id = _id(name, id)
    props: dict[str, Any] = {k: words(v) for k, v in own.items() if v is not None}
    props |= {"type": type_} if type_ else {}
    props |= {} if disabled is False else {"disabled": disabled}
    props |= {} if on_blur is None else {"on_blur": on_blur}
    if value is not None:
        props["value"] = value
    elif default is not None:
        props["default_value"] = default
    if on_change is not None:
        props["on_change"] = on_change
    extra = {**_aria(own_id, problem, help), **attrs.pop("custom_attrs", {})}
    if attrs.pop("auto_focus", False):
        extra["data-autofocus"] = "true"  # heard by a script of the head
    control = make(name=name, custom_attrs=extra, **props, **attrs)
    if value is not None and on_change is not None and type_ not in ("date", "time"):
        control = rx.debounce_input(control, debounce_timeout=_DEBOUNCE_MS)
    tail = (
        [] if suffix is None else [rx.el.span(words(suffix), class_name="aff", aria_hidden="true")]
    )
    tail += [icon(sign, 18)] if sign else []
    names = " ".join(["inp", *(["ltr"] if ltr else []), *([look] if look else [])])
    return _field(
        own_id,
        label,
        rx.el.div(control, *tail, class_name=names),
        help=help,
        problem=problem,
        optional=optional,
    )


def _tick(
    name: str,
    label: Words,
    look: str,
    *,
    end: bool,
    checked: Flag | None = None,
    default: Flag | None = None,
    on_change: Event = None,
    help: Child = None,
    problem: Words | None = None,
    disabled: Flag = False,
    id: Any = None,
) -> rx.Component:
    own_id = _id(name, id)
    props: dict[str, Any] = {} if disabled is False else {"disabled": disabled}
    if checked is not None:
        props["checked"] = checked
    elif default is not None:
        props["default_checked"] = default
    if on_change is not None:
        props["on_change"] = on_change
    elif checked is not None:
        props["read_only"] = True
    extra = _aria(own_id, problem, None)
    if look == "toggle":
        extra["role"] = "switch"
    control = rx.el.input(type="checkbox", name=name, class_name=look, custom_attrs=extra, **props)
    said = rx.el.span(
        rx.el.span(words(label)),
        *([] if help is None else [rx.el.span(*inside(help), class_name="help")]),
        class_name="words",
    )
    line = rx.el.label(
        *((said, control) if end else (control, said)),
        class_name="choice switch" if end else "choice",
        html_for=own_id,
    )
    return rx.el.div(line, _note(own_id, None, problem), class_name="field")


def _radio(
    name: str, key: Any, value: Any, default: Any, on_change: Event, look: str
) -> rx.Component:
    props: dict[str, Any] = {}
    if value is not None:
        props["checked"] = value == key
    elif default is not None:
        props["default_checked"] = default == key
    if on_change is not None:
        props["on_change"] = on_change
    elif value is not None:
        props["read_only"] = True
    return rx.el.input(type="radio", name=name, value=key, class_name=look, **props)


def _each(choices: Choices, one: Any) -> list[Any]:
    if isinstance(choices, rx.Var):
        return [rx.foreach(choices, lambda c: one(c.value, c.label))]
    return [one(key, *(None if w is None else words(w) for w in said)) for key, *said in choices]


def _options(choices: Choices) -> list[Any]:
    return _each(choices, lambda key, said, _=None: rx.el.option(said, value=key))


def _field(
    own_id: Any,
    label: Words,
    control: rx.Component,
    *,
    help: Child = None,
    problem: Words | None = None,
    optional: bool = False,
    grouped: bool = False,
) -> rx.Component:
    more = [rx.el.span(words(common.OPTIONAL), class_name="opt")] if optional else []
    inner = [rx.el.span(words(label)), *more]
    if grouped:
        head = rx.el.span(*inner, class_name="lab", custom_attrs={"id": f"{own_id}-label"})
    else:
        head = rx.el.label(*inner, class_name="lab", html_for=own_id)
    return rx.el.div(head, control, _note(own_id, help, problem), class_name="field")


def _note(own_id: Any, help: Child, problem: Words | None) -> rx.Component:
    """The help, or the problem while there is one; the field points here."""
    note = {"id": f"{own_id}-note"}
    helped = (
        rx.fragment()
        if help is None
        else rx.el.span(*inside(help), class_name="help", custom_attrs=note)
    )
    if not is_said(problem):
        return helped
    bad = rx.el.span(
        icon("problem", 16),
        rx.el.span(words(problem)),
        class_name="err",
        role="alert",
        custom_attrs=note,
    )
    return rx.cond(problem, bad, helped) if isinstance(problem, rx.Var) else bad


def _aria(own_id: Any, problem: Words | None, help: Child) -> dict[str, Any]:
    said: dict[str, Any] = {"id": own_id, **_note_of(own_id, problem, help)}
    if is_said(problem):
        said["aria-invalid"] = yes(problem if isinstance(problem, rx.Var) else True)
    return said


def _note_of(own_id: Any, problem: Words | None, help: Child) -> dict[str, Any]:
    if help is None and not is_said(problem):
        return {}
    return {"aria-describedby": f"{own_id}-note"}


def _id(name: str, given: Any) -> Any:
    """In an attribute, not in Reflex's ``id``: that would make a ref, and a second key in the form's dict."""
    return f"f-{name}" if given is None else given


def _with(text: Words, said: Any) -> Any:
    first = words(text)
    return rx.Var.create(first) + ", " + said if isinstance(said, rx.Var) else f"{first}, {said}"
