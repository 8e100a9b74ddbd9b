"""Is the web of this container alive: asks /sante/ as a monitor would, by the first name that it answers to."""

import os
import sys
import urllib.error
import urllib.request

HOST = os.environ.get("PALIER_HOSTS", "localhost").split(",")[0].strip().lstrip(".") or "localhost"
PORT = os.environ.get("PORT", "8000")


def main() -> int:
    """Give 0 when it is, 1 when it is not, with what it said."""
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/sante/", headers={"Host": HOST})
    try:
        with urllib.request.urlopen(request, timeout=8) as response:  # noqa: S310 -- our own address
            print(response.read().decode())
            return 0
    except urllib.error.HTTPError as refused:
        print(refused.read().decode(errors="replace")[:500])
    except OSError as error:
        print(error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
