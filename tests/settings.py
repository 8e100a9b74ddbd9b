"""The settings of a test run: those of the product, away from any real data and with nothing undefined in a template."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="palier-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.mkdir(os.path.join(_folder, "staticfiles"))  # noqa: PTH102, PTH118 -- whitenoise warns when it is missing

# What the machine's environment says of databases and secrets never reaches a test.
for _name in [name for name in os.environ if name.startswith("PALIER_")] + ["DATABASE_URL", "REDIS_URL", "EMAIL_HOST"]:
    os.environ.pop(_name, None)
os.environ["PALIER_MODE"] = "test"
os.environ["PALIER_VAR"] = _folder
os.environ["PALIER_TOTP"] = "0"  # tests of sign-in turn it on
if _database := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = _database

from config.settings import *  # noqa: E402, F403
from tests.guards.templates import UndefinedVariable  # noqa: E402

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in use: threads and worker processes open the same database.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "palier.sqlite3"}  # noqa: F405
CELERY_BROKER_URL = "memory://"  # a message only wakes a worker: `tests/worker` runs real ones
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
