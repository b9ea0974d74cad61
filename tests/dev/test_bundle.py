"""Only what pages use of Radix reaches the browser, and what would look wrong without its styles is refused."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import reflex as rx

from fitkit.dev import bundle

VITE = "export default defineConfig((config) => ({\n  output: {\n groups: [\n ],\n }\n}));"


@pytest.fixture
def themes(tmp_path: Path) -> Path:
    """A package in the shape of Radix Themes."""
    files = {
        "dist/esm/components/dialog.js": 'import{a}from"./card.js";import{s}from"../props/size.js";"rt-Dialog"',
        "dist/esm/components/card.js": 'import{m}from"../props/margin.js";"rt-Card"',
        "dist/esm/components/table.js": '"rt-Table"',
        "dist/esm/props/size.js": 'className:"rt-r-size"',
        "dist/esm/props/margin.js": 'className:"rt-r-m"',
        "tokens/base.css": ".radix-themes{--x:.05em}",
        "components.css": ".rt-Dialog{}.rt-Card:where(.rt-r-size-2){}.rt-Table{}.rt-CardInner{}",
        "utilities.css": r".rt-r-m-1{}.rt-r-size-2{}@media(min-width:9px){.sm\:rt-r-size-2{}}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def entered(*components: rx.Component) -> bundle.UsedRadix:
    plugin = bundle.UsedRadix(theme=rx.theme())
    for component in components:
        plugin.enter_component(component, page_context=None, compile_context=None)
    return plugin


def test_what_no_component_names_is_unused(themes: Path) -> None:
    unused = bundle.unused_classes(themes, {"dialog"})
    assert unused == ["rt-CardInner", "rt-Table", "rt-r-m-1", "sm:rt-r-size-2"]


def test_what_a_component_brings_along_is_kept(themes: Path) -> None:
    assert "rt-Card" not in bundle.unused_classes(themes, {"dialog"})


def test_a_class_outside_radix_is_nobodys_business(themes: Path) -> None:
    assert "radix-themes" not in bundle.unused_classes(themes, {"table"})


def test_an_unknown_component_is_a_fault_and_not_a_page_without_looks(themes: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bundle.unused_classes(themes, {"carousel"})


def test_pages_tell_which_components_they_use() -> None:
    used = entered(rx.dialog.content(), rx.dropdown_menu.item("x"), rx.el.div()).used
    assert used == {"theme", "dialog", "dropdown-menu"}


@pytest.mark.parametrize(
    "component",
    [
        rx.box("x", mx="2"),
        rx.heading("x", size={"initial": "1", "sm": "3"}),
        rx.link("x", color_scheme="tomato"),
    ],
)
def test_looks_without_styles_are_refused(component: rx.Component) -> None:
    with pytest.raises(ValueError, match="say it in CSS"):
        entered(component)


def test_the_package_is_not_named_or_it_would_be_bundled_whole() -> None:
    assert entered().get_frontend_dependencies() == ()


def test_the_bundlers_settings_are_completed_and_renewed_at_the_next_compile(
    themes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "THEMES", themes)
    tasks: dict[str, object] = {}
    plugin = bundle.UsedRadix(theme=rx.theme())
    plugin.used = {"card"}
    plugin.pre_compile(
        unevaluated_pages=[SimpleNamespace()] * 50,
        add_modify_task=lambda file, task: tasks.update({file: task}),
    )
    thin = tasks["vite.config.js"]
    once = thin(VITE)
    assert 'unusedSymbols: ["rt-CardInner", "rt-Dialog", "rt-Table"' in once
    assert 'name: "libraries", priority: 3, minShareCount: 45' in once
    plugin.used |= {"dialog"}
    again = thin(once)
    assert '"rt-Dialog"' not in again
    assert again.count("unusedSymbols") == again.count('"libraries"') == 1


def test_other_settings_than_expected_are_a_fault() -> None:
    with pytest.raises(ValueError, match="Reflex writes"):
        entered()._thin("export default {}", pages=1)
