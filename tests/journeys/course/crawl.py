"""Read everything that one person may read: every address that answers a GET, for every id of the file, and what it links to."""

import io
import itertools
import logging
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from config.matrix import MATRIX
from config.walk import Address, addresses
from tests.pdfs import text_of

# Pages that tell nothing of a household, or that sign out.
LEFT_OUT = ("account_", "mfa_", "usersessions", "gallery", "unnamed", "socialaccount")
_LINK = re.compile(r'(?:href|src|action|data-url)="(/[^"#]*)"')
FOLLOWED = 80


def urls(ids: Mapping[str, Iterable[Any]], questions: Iterable[str]) -> list[str]:
    """Give every address that is read, with every combination of the ids."""
    found = [url for address in addresses() if _is_read(address) for url in _urls(address, ids)]
    return [*found, *questions]


def _is_read(address: Address) -> bool:
    access = MATRIX.get(address.name)
    return access is not None and "GET" in access.methods and not address.name.startswith(LEFT_OUT)


def _urls(address: Address, ids: Mapping[str, Iterable[Any]]) -> list[str]:
    choices = [list(ids.get(name, ())) for name in address.carries]
    made = []
    for values in itertools.product(*choices):
        try:
            made.append(reverse(address.name, kwargs=dict(zip(address.carries, values, strict=True))))
        except NoReverseMatch:  # a combination that is no address
            continue
    return made


def read_all(client: Client, starts: Iterable[str]) -> dict[str, str]:
    """Give what each address says to this person: its page, its file's text and name; then what these lead to."""
    said: dict[str, str] = {}
    waiting = list(dict.fromkeys(starts))
    known = set(waiting)
    followed = 0
    logging.disable(logging.WARNING)  # hundreds of refusals, each with its trace
    try:
        while waiting:
            url = waiting.pop(0)
            response = client.get(url)
            assert response.status_code < 500, f"{url} fails"
            text = _text(response)
            said[url] = text
            if response.status_code != 200 or "text/html" not in response.get("Content-Type", ""):
                continue
            for found in _LINK.findall(text):
                link = found.replace("&amp;", "&")
                if link not in known and followed < FOLLOWED and not link.startswith(("/static", "/compte")):
                    known.add(link)
                    waiting.append(link)
                    followed += 1
    finally:
        logging.disable(logging.NOTSET)
    return said


def _text(response: Any) -> str:
    head = " ".join(str(value) for value in response.headers.values())
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"%PDF":
        return f"{head} {text_of(content)}"
    if content[:2] == b"PK":
        return f"{head} {_sheets(content)}"
    return f"{head} {content.decode(errors='replace')}"


def _sheets(content: bytes) -> str:
    """Give the text of a workbook: its XML, whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
