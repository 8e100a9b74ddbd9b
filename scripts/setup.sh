#!/bin/sh
# Find a Python 3.11 or later, then let scripts/setup.py do the rest. `sh scripts/setup.sh base|dev`
set -e
cd "$(dirname "$0")/.."

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if ! python=$(find_python); then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends python3 python3-venv
    fi
    if ! python=$(find_python); then
        echo "Palier demande Python 3.11 ou plus récent. Installez-le, puis relancez la commande." >&2
        exit 1
    fi
fi
exec "$python" scripts/setup.py "$@"
