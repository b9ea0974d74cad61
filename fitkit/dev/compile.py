"""Reflex's export, faster in three ways.

The collector looks for cycles in a forest of components that stays: everything made while compiling lives
until the process ends, so each search is in vain. At the end that forest is left to the system, and not
felled tree by tree. And where there are no JavaScript packages yet, they are fetched while the pages are
compiled: Reflex would begin with them afterwards.
"""

import gc
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from reflex.utils import js_runtimes

from fitkit.dev.processes import ROOT

WEB: Final = ROOT / ".web"
LOCK: Final = ROOT / "reflex.lock"
AHEAD: Final = ROOT / ".fitkit" / "packages"


class Packages:
    """The packages of the lock, fetched beside whatever else goes on."""

    def __init__(self, lock: Path = LOCK, ahead: Path = AHEAD) -> None:
        """Begin to fetch them into a folder of their own."""
        self.folder = ahead
        shutil.rmtree(ahead, ignore_errors=True)
        ahead.mkdir(parents=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(lock / file, ahead / file)
        self.npm = subprocess.Popen(
            [shutil.which("npm") or "npm", "install", "--legacy-peer-deps"],
            cwd=ahead,
            stdin=subprocess.DEVNULL,
        )

    def move_to(self, web: Path) -> bool:
        """Wait for them and put them where they are looked for; False: they could not be had, or were there."""
        came = self.npm.wait() == 0 and not (web / "node_modules").exists()
        if came:
            (self.folder / "node_modules").rename(web / "node_modules")
        shutil.rmtree(self.folder, ignore_errors=True)
        return came


def _after(packages: Packages, install: Callable[..., Any]) -> Callable[..., Any]:
    """Reflex's own installing, which finds them there; what could not be fetched it tries again, and says why."""

    def installed(*args: Any, **kw: Any) -> Any:  # Any: Reflex's
        packages.move_to(WEB)
        return install(*args, **kw)

    return installed


if __name__ == "__main__":
    gc.disable()
    if LOCK.exists() and not (WEB / "node_modules").exists():
        js_runtimes.install_frontend_packages = _after(
            Packages(), js_runtimes.install_frontend_packages
        )
    sys.argv = ["reflex", "export", "--no-zip", "--frontend-only"]
    try:
        runpy.run_module("reflex", run_name="__main__")
    except SystemExit as done:
        if isinstance(done.code, str):
            raise
        code = done.code or 0
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
