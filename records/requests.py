"""The request as records knows it: this part lies below the people, so it names only what it needs of a reader."""

import datetime as dt
import uuid
from typing import Protocol

from django.http import HttpRequest


class Asker(Protocol):
    """What records needs of `partners.reader.Reader`."""

    @property
    def user_id(self) -> uuid.UUID:
        """Who asks."""

    @property
    def today(self) -> dt.date:
        """The day it is for her."""

    @property
    def is_administrator(self) -> bool:
        """Whether she manages people and programmes."""


class AskingRequest(HttpRequest):
    """A request of a signed-in person."""

    reader: Asker
