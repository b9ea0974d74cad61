"""The frame of a form: its fields, its summary of problems, its buttons."""

from typing import Any

import reflex as rx

from fitkit.design.icon import icon
from fitkit.design.type import anchor
from fitkit.design.words import Child, Event, Words, inside, words
from fitkit.texts import design as texts


def form(
    *children: Child, on_submit: Event, id: str | None = None, reset: bool = False, **attrs: Any
) -> rx.Component:
    """A form; Enter sends it, ``on_submit`` gets a dict by the fields' names.

    Args:
        children: fields, and a ``button(..., submit=True)``.
        on_submit: the handler.
        id: to send it from elsewhere.
        reset: empties the fields after sending.
        attrs: for the form.
    """
    extra = {
        "noValidate": True,
        **({} if id is None else {"id": id}),
        **attrs.pop("custom_attrs", {}),
    }
    return rx.el.form(
        *inside(*children),
        on_submit=on_submit,
        reset_on_submit=reset,
        class_name="stack",
        custom_attrs={**extra, "style": {"--g": "16px"}},
        **attrs,
    )


def fields(*children: Child, columns: int = 1) -> rx.Component:
    """Fields in one, two or three columns from 640 px; always one on a phone."""
    return rx.el.div(
        *inside(*children), class_name="fields", custom_attrs={"data-columns": str(columns)}
    )


def wide(child: Child) -> rx.Component:
    """A field across all columns of ``fields``."""
    return rx.el.div(*inside(child), class_name="wide")


def fieldset(title: Words, *children: Child, help: Child = None) -> rx.Component:
    """Fields that belong together, under a name."""
    return rx.el.fieldset(
        rx.el.legend(words(title), class_name="legend"),
        *([] if help is None else [rx.el.p(*inside(help), class_name="sm muted")]),
        *inside(*children),
        class_name="fieldset",
    )


def form_actions(main: Child, *others: Child, note: Child = None) -> rx.Component:
    """A form's buttons: main last on a desk, across on a phone. For a bar that stays in view: ``bar.sticky_bar``."""
    said = [] if note is None else [rx.el.span(*inside(note), class_name="note")]
    return rx.el.div(*said, *inside(main, *others), class_name="formend")


class Attention(rx.Fragment):
    """Moves focus when problems change: to the field of a single one, else to an element."""

    to: rx.Var[str]
    when: rx.Var[Any]

    def _exclude_props(self) -> list[str]:
        return ["to", "when"]

    def add_imports(self) -> dict[str, Any]:
        """React's effect."""
        return {"react": ["useEffect"]}

    def add_hooks(self) -> list[str | rx.Var[Any]]:
        """After the problems are drawn."""
        seen = f"JSON.stringify({self.when!s})"
        return [
            "useEffect(() => {"
            f" const wrong = Object.entries({self.when!s} ?? {{}}).filter(([, said]) => said);"
            " if (!wrong.length) return;"
            f" const at = wrong.length > 1 ? {self.to!s} : `f-${{wrong[0][0]}}`;"
            " const place = document.getElementById(at);"
            ' place?.closest("details")?.setAttribute("open", "");'
            f" place?.focus(); }}, [{seen}]);"
        ]


def problem_summary(
    problems: rx.Var[Any], labels: dict[str, Words], id: str = "problems"
) -> rx.Component:
    """What stands in the way, on top, when it is more than one thing; takes focus and leads to the fields.

    A single problem takes focus to its own field, which may be out of sight of the button.

    Args:
        problems: the State's ``problems``, field to sentence.
        labels: the fields in their order, name to label.
        id: when two forms are on a page.
    """
    rows = [
        rx.cond(
            problems[name],
            rx.el.li(anchor(words(label), href=f"#f-{name}", external=True), ": ", problems[name]),
        )
        for name, label in labels.items()
    ]
    several = problems.values().length() > 1
    return rx.fragment(
        Attention.create(to=id, when=problems),
        rx.cond(
            several,
            rx.el.div(
                rx.el.p(icon("problem"), words(texts.PROBLEMS_HEAD), class_name="nt"),
                rx.el.ul(*rows),
                class_name="problems",
                tab_index=-1,
                role="alert",
                custom_attrs={"id": id},
            ),
        ),
    )
