"""Compile requirements/*.txt from pyproject.toml, with hashes and without the address of any index."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
OPTIONS = [
    "--quiet", "--allow-unsafe", "--strip-extras", "--generate-hashes", "--no-emit-options",
    "--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links",
]  # fmt: skip


def main() -> int:
    """Compile the base, then what the tests add on the very same versions."""
    compile_ = [str(BIN / "pip-compile"), *OPTIONS, *sys.argv[1:]]
    for more in (
        ["--output-file", "requirements/base.txt"],
        ["--extra", "dev", "--constraint", "requirements/base.txt", "--output-file", "requirements/dev.txt"],
    ):
        if code := subprocess.run([*compile_, *more, "pyproject.toml"], check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
