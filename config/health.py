"""Is it alive: the database, the cache, where files go, where messages go. For monitors, not for people: JSON, no sign-in."""

import asyncio
import dataclasses
import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from health_check.base import HealthCheck
from health_check.checks import Cache, Database
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView
from kombu.exceptions import OperationalError

from config.celery import app


@dataclasses.dataclass
class Files(HealthCheck):
    """A file can be written, read again and removed where the households' files are kept."""

    def run(self) -> None:
        """Try with a file that nothing else names."""
        folder = settings.PALIER_FILES_DIR
        probe = folder / f".sante-{uuid.uuid4().hex}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"palier")
            is_kept = probe.read_bytes() == b"palier"
            probe.unlink()
        except OSError as error:
            raise ServiceUnavailable("files cannot be written") from error
        if not is_kept:
            raise ServiceUnavailable("files are not kept")


@dataclasses.dataclass
class Broker(HealthCheck):
    """A message for the workers can be left: Redis answers, or the folder of messages is there."""

    def run(self) -> None:
        """Open a connection and close it."""
        try:
            with app.connection_for_write(connect_timeout=2) as connection:
                connection.ensure_connection(max_retries=1, timeout=3)
        except (OSError, OperationalError) as error:
            raise ServiceUnavailable("the broker does not answer") from error


@method_decorator(login_not_required, name="dispatch")
class HealthView(HealthCheckView):
    """`/sante/`: 200 when everything is alive, else 503; never why, which is in the logs."""

    checks = (Database, Cache, Files, Broker)

    async def get(self, request: HttpRequest, *args: object, **kwargs: object) -> JsonResponse:
        """Check everything at once."""
        del request, args, kwargs
        results = await asyncio.gather(*(check.get_result() for check in self.get_checks()))
        alive = {type(result.check).__name__.lower(): result.error is None for result in results}
        return JsonResponse(
            {name: "ok" if is_alive else "ko" for name, is_alive in alive.items()},
            status=200 if all(alive.values()) else 503,
        )
