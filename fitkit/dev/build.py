"""Build the frontend only when what it is made of has changed.

A build fits every port and host: Reflex bakes an address into it, which is replaced by the
page's own (``_free_of_address``).
"""

import fcntl
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fitkit.dev.processes import ROOT, environment, refuse_full_disk

WEB: Final = ROOT / ".web"
CLIENT: Final = WEB / "build" / "client"
STAMP: Final = WEB / "build" / "fitkit.stamp"
LOG: Final = ROOT / ".fitkit" / "build.log"
# Only what pages are compiled from: a change in actions, queries, jobs needs no build.
SOURCES: Final = (
    "rxconfig.py",
    "fitkit/fitkit.py",
    "fitkit/core/i18n.py",
    "fitkit/core/permissions.py",
    "fitkit/core/discover.py",
    "fitkit/dev/build.py",
    "fitkit/dev/bundle.py",
    "fitkit/design/**/*",
    "fitkit/web/**/*",
    "fitkit/texts/**/*",
    "assets/**/*",
)
_BAKED: Final = re.compile(r"""(["'`])(http|ws)s?://localhost:8000(/[\w/-]*)?\1""")


def fingerprint() -> str:
    """What the build is made of; not the port, and not ``reflex.lock``, which a build may write."""
    h = hashlib.sha256(f"{version('reflex')} {os.environ.get('FITKIT_PAGES', '')}".encode())
    for pattern in SOURCES:
        for f in sorted(ROOT.glob(pattern)):
            if f.is_file() and f.suffix != ".pyc":
                h.update(str(f.relative_to(ROOT)).encode() + b"\0")
                h.update(hashlib.sha256(f.read_bytes()).digest())
    return h.hexdigest()


def is_built() -> bool:
    """Whether there is a whole build, of whatever sources."""
    return STAMP.exists() and (CLIENT / "index.html").exists()


def is_fresh() -> bool:
    """Whether the build is of the present sources."""
    return is_built() and STAMP.read_text() == fingerprint()


def build(*, force: bool = False, quiet: bool = False) -> bool:
    """Build when needed; True when it was. Two at once take turns.

    Raises:
        SystemExit: it failed; with one sentence, and where the rest is.
    """
    if not force and is_fresh():
        return False
    with _alone():
        if not force and is_fresh():  # somebody else has just built it
            return False
        want = fingerprint()
        refuse_full_disk(ROOT, 400, "building the frontend")
        STAMP.unlink(missing_ok=True)
        first = not (WEB / "node_modules").exists()
        if not quiet:
            more = " (the first time with its packages, about half a minute)" if first else ""
            print(f"Building the frontend{more}…", flush=True)
        took = _export(quiet=quiet)
        if (ROOT / "assets").exists():
            shutil.copytree(ROOT / "assets", CLIENT, dirs_exist_ok=True)
        _free_of_address(CLIENT)
        STAMP.write_text(want)
        if not quiet:
            print(f"Frontend built in {took:.0f} s", flush=True)
    return True


@contextmanager
def _alone() -> Iterator[None]:
    LOG.parent.mkdir(exist_ok=True)
    with (LOG.parent / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _export(*, quiet: bool) -> float:
    started = time.monotonic()
    alive, ours = os.pipe()  # on a leash: Ctrl-C or kill -9 here ends node as well
    leash = [sys.executable, "-m", "fitkit.dev.leash", str(alive)]
    env = environment(REFLEX_ENV_MODE="prod")
    if registry := _registry(env):  # Reflex would try several, one after another
        env["NPM_CONFIG_REGISTRY"] = registry
    with LOG.open("wb") as log:
        export = subprocess.Popen(
            [*leash, sys.executable, "-m", "fitkit.dev.compile"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[alive],
            start_new_session=True,
        )
        os.close(alive)
        try:
            _await(export, started, quiet=quiet)
        finally:
            os.close(ours)
    if export.returncode:
        sys.exit(_why(LOG.read_text(errors="replace")))
    return time.monotonic() - started


def _registry(env: dict[str, str]) -> str:
    if given := env.get("NPM_CONFIG_REGISTRY"):
        return given
    npm = shutil.which("npm", path=env["PATH"])
    if npm is None:
        sys.exit("npm is missing beside this Python: start with ./run, which brings it along.")
    asked = subprocess.run(
        [npm, "config", "get", "registry"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() if asked.returncode == 0 else ""


def _await(export: "subprocess.Popen[bytes]", started: float, *, quiet: bool) -> None:
    said = 0
    while True:
        try:
            export.wait(1)
        except subprocess.TimeoutExpired:
            tens = int(time.monotonic() - started) // 10
            if tens > said and not quiet:
                said = tens
                print(f"  … {tens * 10} s", flush=True)
        else:
            return


def _why(log: str) -> str:
    if "ENOSPC" in log or "No space left" in log:
        return "The disk is full: the frontend could not be built."
    if re.search(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH", log):
        return f"JavaScript packages could not be fetched: is there a network? (details in {LOG})"
    tail = "\n".join(log.strip().splitlines()[-25:])
    return f"{tail}\nThe frontend could not be built: the reason stands above, the rest in {LOG}."


def _free_of_address(client: Path) -> None:
    """Let the page's own origin be the server's, instead of the baked one.

    Reflex replaces only the host at run time, and keeps the port it was built for.
    """
    changed = 0
    for chunk in (client / "assets").glob("*.js"):
        source = chunk.read_text()
        if not _BAKED.search(source):
            continue
        chunk.write_text(_BAKED.sub(_of_the_page, source))
        changed += 1
        packed = chunk.with_name(chunk.name + ".gz")
        if packed.exists():
            packed.write_bytes(gzip.compress(chunk.read_bytes(), 9, mtime=0))
        for other in (".br", ".zst"):
            chunk.with_name(chunk.name + other).unlink(missing_ok=True)
    if not changed:
        sys.exit("The build holds no address of the server: Reflex has changed, see dev/build.py.")


def _of_the_page(found: "re.Match[str]") -> str:
    scheme, path = found[2], found[3] or ""
    secure = f'(location.protocol==="https:"?"{scheme}s:":"{scheme}:")'
    return f'({secure}+"//"+location.host+"{path}")'


if __name__ == "__main__":
    if not build(force="--force" in sys.argv):
        print("The frontend is up to date.")
