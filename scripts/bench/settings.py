"""The settings of a bench: the product's, with one page more, which is empty: what any page costs before it does anything."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ.setdefault("PALIER_TOTP", "0")

from config.settings import *  # noqa: F403

ROOT_URLCONF = "scripts.bench.urls"
