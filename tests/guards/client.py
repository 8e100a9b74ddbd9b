"""The client of every view test: a GET writes nothing but who read, no template gets a model of a person, HTML is valid."""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.db import connection, models
from django.test import Client, TestCase

from tests.guards.html import assert_valid
from tests.guards.templates import is_ours

# A GET may write who opened what (recovery codes too), the session, and what a cache keeps.
WRITABLE_IN_GET = {"records_event", "django_session", "usersessions_usersession", "mfa_authenticator", "cache"}
_WRITE = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+[\"`]?(\w+)", re.IGNORECASE)

# Apps whose rows tell of a person, a household, a dwelling or a meeting: templates get readings of them.
TOLD_BY_READINGS = {"households", "accompaniments", "leases", "coordination"}
# What Django, forms and filters put there themselves; a form keeps its own rows.
NOT_INSPECTED = {"request", "user", "perms", "csrf_token", "form", "forms", "formset", "filter", "block", "forloop"}


class WriteInGetError(AssertionError):
    """A GET tried to change something."""


class ModelInContextError(AssertionError):
    """A template was given a model where it should be given a reading."""


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let reads pass, and the few writes that a GET may do."""
    if (found := _WRITE.match(sql)) and found.group(2) not in WRITABLE_IN_GET:
        raise WriteInGetError(f"a GET wrote: {sql[:200]}")
    return execute(sql, params, many, context)


def models_in(value: Any, path: str, depth: int = 0) -> Iterable[str]:
    """Name the places under a context's value where a model of a person hides."""
    if depth > 6 or value is None or isinstance(value, str | bytes | int | float):
        return
    if isinstance(value, models.Model):
        if value._meta.app_label in TOLD_BY_READINGS:
            yield f"{path} is a {value._meta.label}"
    elif isinstance(value, models.QuerySet):
        if value.model._meta.app_label in TOLD_BY_READINGS and issubclass(value._iterable_class, _ModelIterable):
            yield f"{path} is a queryset of {value.model._meta.label}"
    elif isinstance(value, Page):
        yield from models_in(value.object_list, f"{path}.object_list", depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from models_in(getattr(value, field.name), f"{path}.{field.name}", depth + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from models_in(item, f"{path}[{key!r}]", depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for index, item in enumerate(value):
            yield from models_in(item, f"{path}[{index}]", depth + 1)


_ModelIterable = models.query.ModelIterable


class GuardedClient(Client):
    """Django's test client, with the guards, and with what waits for the commit done after each POST."""

    def request(self, **request: Any) -> Any:
        """Send one request under guard."""
        if request.get("REQUEST_METHOD", "GET") in {"GET", "HEAD"}:
            with connection.execute_wrapper(refuse_writes):
                response = super().request(**request)
        elif connection.in_atomic_block:
            with TestCase.captureOnCommitCallbacks(execute=True):
                response = super().request(**request)
        else:
            response = super().request(**request)
        self._inspect(response)
        if response.get("Content-Type", "").startswith("text/html") and self._is_ours(response):
            assert_valid(response.content.decode())
        return response

    @staticmethod
    def _is_ours(response: Any) -> bool:
        """Tell whether one of our templates made this page."""
        origins = [template.origin.name for template in response.templates if template.origin]
        return any(is_ours(name) for name in origins)

    @staticmethod
    def _inspect(response: Any) -> None:
        contexts = response.context or []
        found = sorted(
            {
                place
                for context in (contexts if isinstance(contexts, list) else [contexts])
                for layer in getattr(context, "dicts", [])
                for name, value in layer.items()
                if name not in NOT_INSPECTED
                for place in models_in(value, str(name))
            }
        )
        if found:
            raise ModelInContextError("; ".join(found))
