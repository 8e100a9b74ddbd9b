"""Run Palier on this machine: the web, a Celery worker and the clock, as one command that stops everything with it.

`make run` (PORT chooses the port), `make reset` (`--reset`: the demonstration starts over). Data are under `var/`, or where
PALIER_VAR says; DATABASE_URL and REDIS_URL are followed when they are given.
"""

import argparse
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
VAR = Path(os.environ.get("PALIER_VAR", ROOT / "var")).resolve()
PORT = int(os.environ.get("PORT", "8000"))
HOST = os.environ.get("PALIER_BIND", "127.0.0.1")
PID_FILE = VAR / "run.pid"
WAIT = 60  # seconds until the first page answers
GRACE = 15  # seconds to end what is being done

SERVICES: dict[str, list[str]] = {
    "web": [PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{PORT}", "--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"],
    "worker": [PYTHON, "-m", "celery", "-q", "-A", "config", "worker", "-Q", "interactive,reports", "--concurrency", "2", "--loglevel", "warning"],
    "beat": [PYTHON, "-m", "celery", "-q", "-A", "config", "beat", "--loglevel", "warning", "--pidfile="],
}  # fmt: skip


class StoppedError(Exception):
    """Ctrl-C or TERM came."""


def main() -> int:
    """Prepare, then run until told to stop."""
    parser = argparse.ArgumentParser(description="Palier sur cette machine")
    parser.add_argument("--reset", action="store_true", help="recommence la démonstration, puis s’arrête")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    if running := running_already():
        print(f"Palier tourne déjà (processus {running}, données dans {VAR}). Arrêtez-le d’abord.", file=sys.stderr)
        return 1
    if arguments.reset:
        forget()
        prepare()
        print("La démonstration recommence : lancez « make run ».")
        return 0
    if not is_free(PORT):
        print(f"Le port {PORT} est déjà pris. Choisissez-en un autre : make run PORT=8010", file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        prepare()
        PID_FILE.write_text(str(os.getpid()), encoding="utf-8")
        for name, command in SERVICES.items():
            children[name] = subprocess.Popen(
                command,
                env=os.environ | {"PYTHONWARNINGS": "ignore:You:Warning"},  # Celery as root, in a container
                preexec_fn=bound_to_us(),  # noqa: PLW1509 -- we have no thread
                start_new_session=True,
            )
        return watch(children)
    except StoppedError:
        print("\nArrêt…", flush=True)
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end(children)
        PID_FILE.unlink(missing_ok=True)


def stop(number: int, frame: FrameType | None) -> None:
    """Leave whatever we are doing."""
    del number, frame
    raise StoppedError


def manage(*arguments: str, quiet: bool = True) -> str:
    """Run one management command; stop with what it said when it fails."""
    done = subprocess.run([PYTHON, "manage.py", *arguments], capture_output=quiet, text=True, check=False)
    if done.returncode:
        print(f"{done.stdout or ''}{done.stderr or ''}", file=sys.stderr)
        sys.exit(f"Échec : manage.py {' '.join(arguments)}")
    return done.stdout or ""


def prepare() -> None:
    """Bring the database up to date; fill it with the demonstration when nobody is in it."""
    (VAR / "staticfiles").mkdir(parents=True, exist_ok=True)
    print("Base de données…", flush=True)
    manage("migrate", "--no-input", "-v", "0")
    manage("createcachetable")
    manage("load_reference")
    manage("load_templates")
    if os.environ.get("PALIER_MODE", "demo") == "demo" and "seed_demo" in manage("help", "--commands").split():
        print("Données de démonstration, si la base est vide…", flush=True)
        manage("seed_demo", "--if-empty", quiet=False)


def forget() -> None:
    """Forget the demonstration: its files, and its rows when they are in another database than ours."""
    if os.environ.get("PALIER_MODE", "demo") != "demo":
        sys.exit("« reset » n’efface que la démonstration.")
    if os.environ.get("DATABASE_URL"):
        manage("migrate", "--no-input", "-v", "0")
        manage("flush", "--no-input", "-v", "0")
    for path in ("palier.sqlite3", "palier.sqlite3-wal", "palier.sqlite3-shm", "celerybeat-schedule"):
        (VAR / path).unlink(missing_ok=True)
    for folder in ("broker", "files", "mail"):
        shutil.rmtree(VAR / folder, ignore_errors=True)


def running_already() -> int | None:
    """Give the process that runs on the same data."""
    try:
        pid = int(PID_FILE.read_text(encoding="utf-8"))
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


def is_free(port: int) -> bool:
    """Tell whether nobody listens on this port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def bound_to_us() -> Callable[[], None] | None:
    """Give what makes a child end with us, even if we are killed (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGTERM)


def answers() -> bool:
    """Tell whether the web answers."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{PORT}/sante/", timeout=5) as response:
            return bool(response.status == HTTPStatus.OK)
    except urllib.error.HTTPError as refused:
        return refused.code < HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False


def watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Say where it is once it answers, then wait; a service that ends by itself ends everything."""
    limit, told = time.monotonic() + WAIT, False
    while True:
        for name, child in children.items():
            if (code := child.poll()) is not None:
                print(f"Le service « {name} » s’est arrêté (code {code}).", file=sys.stderr)
                return 1
        if not told and answers():
            told = True
            welcome()
        if not told and time.monotonic() > limit:
            print(f"Palier ne répond pas sur http://{HOST}:{PORT}/ : voir les messages ci-dessus.", file=sys.stderr)
            return 1
        time.sleep(0.3)


def welcome() -> None:
    """Print the address, and the accounts of the demonstration."""
    print(f"\nPalier : http://{HOST}:{PORT}/   (Ctrl-C pour arrêter)\n", flush=True)
    if os.environ.get("PALIER_MODE", "demo") == "demo" and "seed_demo" in manage("help", "--commands").split():
        print(manage("seed_demo", "--accounts"), flush=True)


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every service to end, then insist."""
    for child in children.values():
        tell(child, signal.SIGTERM)
    limit = time.monotonic() + GRACE
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            tell(child, signal.SIGKILL)
            child.wait()


def tell(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a service: SIGTERM to its chief, SIGKILL to all of it."""
    try:
        if number == signal.SIGKILL:
            os.killpg(child.pid, number)
        else:
            os.kill(child.pid, number)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    sys.exit(main())
