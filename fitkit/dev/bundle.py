"""What of the libraries reaches the browser: the parts that our pages use, and no more.

Left to itself Reflex hands every page all of Radix Themes, script and styles, in case a State should
hold a component. Ours hold none: what is used is known once the pages are compiled.
"""

import dataclasses
import json
import re
from functools import partial
from pathlib import Path
from typing import Any, Final

from reflex_base.components.component import BaseComponent
from reflex_base.plugins.compiler import PageContext
from reflex_components_radix.plugin import RadixThemesPlugin
from reflex_components_radix.themes.base import RadixThemesComponent

from fitkit.dev.processes import ROOT

PACKAGE: Final = "@radix-ui/themes"
THEMES: Final = ROOT / ".web" / "node_modules" / PACKAGE
# Without the colour scales: tokens.css sets every one that is used.
SHEETS: Final = ("tokens/base.css", "components.css", "utilities.css")
MARGINS: Final = ("m", "mx", "my", "mt", "mr", "mb", "ml")
# Each file costs a slow phone more than its bytes: what nearly every page loads is one piece, icons another.
# state.js evals, so names in its chunk stay long: nothing large may share it.
_CHUNKS: Final = r"""
            {{ test: /node_modules/, name: "libraries", priority: 3, minShareCount: {nearly_all} }},
            {{ test: /utils\/state\.js/, name: "reflex-state", priority: 2 }},
            {{ test: /lucide-react/, name: "icons", priority: 1, minShareCount: 4 }},"""
_GROUPS: Final = "groups: ["
_SETTINGS: Final = "export default defineConfig((config) => ({\n"
_OURS: Final = re.compile(r"/\*fitkit\*/.*?/\*end\*/", re.DOTALL)
_IMPORTED: Final = re.compile(r'from"(\.[^"]+)"')
_NAMED: Final = re.compile(r"\brt-[\w-]+")
_CLASS: Final = re.compile(r"\.((?:[\w-]|\\.)+)")


@dataclasses.dataclass
class UsedRadix(RadixThemesPlugin):  # type: ignore[misc]  # Reflex's components are untyped
    """Radix Themes without the components that no page has."""

    used: set[str] = dataclasses.field(default_factory=lambda: {"theme"}, init=False)

    def get_frontend_dependencies(self, **_context: Any) -> tuple[str, ...]:  # Any: Reflex's
        """Name nothing: the components bring the package, and what is named here is bundled whole."""
        return ()

    def get_stylesheet_paths(self, **_context: Any) -> tuple[str, ...]:  # Any: Reflex's
        """Give the stylesheets that the build thins out."""
        return tuple(f"{PACKAGE}/{sheet}" for sheet in SHEETS)

    def enter_component(
        self,
        comp: BaseComponent,
        /,
        *,
        page_context: PageContext,  # noqa: ARG002  # Reflex's signature
        compile_context: Any,  # noqa: ARG002
        in_prop_tree: bool = False,  # noqa: ARG002
    ) -> None:
        """Note which part of Radix a page uses.

        Raises:
            ValueError: it asks for looks whose styles are not kept.
        """
        if isinstance(comp, RadixThemesComponent) and comp.tag:
            _refuse_what_is_not_kept(comp)
            self.used.add(_file_of(comp.tag))

    def pre_compile(self, **context: Any) -> None:  # Any: Reflex's
        """Have the bundler's settings completed once the pages are known."""
        pages = len(context["unevaluated_pages"])
        context["add_modify_task"]("vite.config.js", partial(self._thin, pages=pages))

    def _thin(self, vite: str, *, pages: int) -> str:
        if _GROUPS not in vite or _SETTINGS not in vite:
            raise ValueError("Reflex writes vite.config.js differently: see fitkit/dev/bundle.py.")
        chunks = _CHUNKS.format(nearly_all=max(1, pages * 9 // 10))
        unused = json.dumps(unused_classes(THEMES, self.used))
        styles = f"css: {{ lightningcss: {{ unusedSymbols: {unused} }} }},"
        plain = _OURS.sub("", vite)  # `./run dev` compiles again and again
        for place, ours in ((_GROUPS, chunks), (_SETTINGS, styles)):
            plain = plain.replace(place, f"{place}/*fitkit*/{ours}/*end*/")
        return plain


def unused_classes(themes: Path, components: set[str]) -> list[str]:
    """Radix's classes that none of the components puts on an element.

    Args:
        themes: the package's folder.
        components: names of files in its ``components``, without the ending.

    Returns:
        Class names as the browser knows them, in order.

    Raises:
        FileNotFoundError: there is no such component.
    """
    named = {n for file in _reached(themes, components) for n in _NAMED.findall(file.read_text())}
    named -= {f"rt-r-{margin}" for margin in MARGINS}
    classes = {
        found.replace("\\", "")
        for sheet in SHEETS
        for found in _CLASS.findall((themes / sheet).read_text())
    }
    return sorted(c for c in classes if "rt-" in c and not _is_named(c, named))


def _refuse_what_is_not_kept(comp: Any) -> None:  # Any: a component of Radix
    """Margins, colours, and sizes by the screen's width: ours are said in CSS, and Radix has 3,000 classes for them."""
    for name in (*comp.get_props(), *MARGINS):
        value = getattr(comp, name, None)
        by_width = isinstance(getattr(value, "_var_value", None), dict)
        if by_width or (name in {*MARGINS, "color_scheme"} and value is not None):
            raise ValueError(f"{comp.tag}({name}=…) would have no styles: say it in CSS.")


def _reached(themes: Path, components: set[str]) -> set[Path]:
    waiting = [themes / "dist" / "esm" / "components" / f"{name}.js" for name in components]
    reached: set[Path] = set()
    while waiting:
        file = waiting.pop().resolve()
        if file not in reached:
            reached.add(file)
            waiting += [file.parent / at for at in _IMPORTED.findall(file.read_text())]
    return reached


def _is_named(css: str, named: set[str]) -> bool:
    """Whether a class is one of the names, or one of them with a value behind it."""
    parts = css.split("-")
    return any("-".join(parts[:n]) in named for n in range(2, len(parts) + 1))


def _file_of(tag: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", tag.partition(".")[0]).lower()
