"""Make .venv and find what the system must have. Called by `make`; done again only when something changed.

`base` is what the product needs to run, `dev` adds what its tests need. Standard library only: it runs before .venv exists.
"""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {kind: ROOT / "requirements" / f"{kind}.txt" for kind in ("base", "dev")}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LIBRARIES = {  # what WeasyPrint loads, and the Debian package that has it
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


def main() -> int:
    """Set up one kind."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if kind not in LOCKS:
        print(f"setup.py base|dev, pas {kind!r}", file=sys.stderr)
        return 2
    wanted = fingerprint(kind)
    if PYTHON.exists() and stamp(kind).exists() and stamp(kind).read_text(encoding="utf-8") == wanted:
        return 0
    install_packages(kind)
    if not PYTHON.exists():
        make_venv()
    print(f"Paquets Python ({LOCKS[kind].relative_to(ROOT)})…", flush=True)
    run(
        [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--no-deps",  # the lock is whole: nothing to resolve, so a newer release elsewhere changes nothing
            "-r",
            str(LOCKS[kind]),
        ]
    )
    stamp(kind).write_text(wanted, encoding="utf-8")
    if kind == "dev":  # what has all has the base
        stamp("base").write_text(fingerprint("base"), encoding="utf-8")
    print("Prêt.", flush=True)
    return 0


def stamp(kind: str) -> Path:
    """Give the file that says what was set up."""
    return VENV / f"palier-{kind}.stamp"


def fingerprint(kind: str) -> str:
    """Give what the set-up depends on: a change of any of it sets up again."""
    digest = hashlib.sha256()
    for path in (LOCKS[kind], Path(__file__)):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()} {VENV}"


def missing_packages(kind: str) -> list[str]:
    """Give the Debian packages of what the system lacks."""
    missing = [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not shutil.which("fc-list"):
        missing += ["fontconfig", "fonts-dejavu-core"]
    if kind == "dev" and not os.environ.get("CHROMIUM") and not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium")
    if sys.prefix == sys.base_prefix and not has_ensurepip():
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return missing


def has_ensurepip() -> bool:
    """Tell whether this Python can make an environment: Debian ships that apart."""
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def install_packages(kind: str) -> None:
    """Install what the system lacks, when we may; else say it."""
    if not (missing := missing_packages(kind)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Paquets du système : {' '.join(missing)}…", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-q"], env=quiet, quiet=True)
        run(["apt-get", "install", "-yq", "--no-install-recommends", *missing], env=quiet, quiet=True)
        return
    print(
        f"Il manque au système : {' '.join(missing)}\n"
        f"Sous Debian ou Ubuntu : sudo apt-get install {' '.join(missing)}\nPuis relancez la commande.",
        file=sys.stderr,
    )
    sys.exit(1)


def make_venv() -> None:
    """Make the environment anew."""
    print("Environnement Python (.venv)…", flush=True)
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def run(command: list[str], env: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run a command; stop with what it said when it fails."""
    done = subprocess.run(command, env=env, check=False, capture_output=quiet, text=True)
    if done.returncode:
        print(f"{done.stdout or ''}{done.stderr or ''}\nÉchec : {' '.join(command)}", file=sys.stderr)
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main())
