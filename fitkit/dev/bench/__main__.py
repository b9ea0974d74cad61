"""./run bench NAME: finds ``fitkit/dev/bench/NAME.py``, runs its ``main()``, prints its figures.

What follows the name goes to ``main``: ``./run bench renewals 500``.
"""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from fitkit.core.settings import BadSetting


def names() -> list[str]:
    """Benches there are."""
    return sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))


def main(words: list[str]) -> None:
    """Run one bench; its figures are the last line."""
    if not words or words[0] not in names():
        sys.exit(f"./run bench NAME, where NAME is one of: {', '.join(names()) or 'none yet'}")
    run: Callable[..., Mapping[str, object]] = importlib.import_module(
        f"fitkit.dev.bench.{words[0]}"
    ).main
    figures = run(*words[1:])
    print(json.dumps({"bench": words[0], **figures}), flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BadSetting as wrong:
        sys.exit(str(wrong))
