"""The demonstration, played in a transaction that is taken back."""

import contextlib
from collections.abc import Iterator
from io import StringIO
from typing import Any

import time_machine
from django.core.management import call_command
from django.db import transaction

from tests.days import NOW, TODAY

OPTIONS = {"households": 6, "months": 12, "today": TODAY}


def seed(**options: Any) -> str:
    """Play it, and give what the command says."""
    out = StringIO()
    call_command("seed_demo", stdout=out, **(OPTIONS | options))
    return out.getvalue()


@contextlib.contextmanager
def played_once(blocker: Any, **options: Any) -> Iterator[str]:
    """Play it in a transaction that is taken back at the end."""
    with blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        with time_machine.travel(NOW, tick=True):
            told = seed(**options)
    yield told
    with blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
