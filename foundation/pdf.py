"""PDF documents: tagged (pdf/ua-1), in French, with our fonts. WeasyPrint stands behind this module alone.

Nothing is fetched but our own static files: a document that names another address is refused.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string

BASE = "https://static.invalid/"  # a name that never resolves: what is under it are our static files
GIVEN = f"{BASE}given/"
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}


def render_pdf(template: str, context: Mapping[str, Any], images: Mapping[str, bytes] | None = None) -> bytes:
    """Render a template that extends `base_print.html` as PDF bytes; about 10 ms a table row, so never in a transaction.

    `images` are PNG pictures that the template names as `<img src="given/NAME">`: a drawn signature.
    Raises django.template.TemplateDoesNotExist; ValueError for an address that is not of our static files.
    """
    from weasyprint import HTML  # noqa: PLC0415 -- slow import
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- slow import

    class StaticFetcher(URLFetcher):
        """Reads static files, refuses the rest."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 -- WeasyPrint's signature
            """Give a static file, or stop the rendering: a document without its style is no document."""
            if (picture := given.get(url.removeprefix(GIVEN))) and url.startswith(GIVEN):
                return URLFetcherResponse(url, picture, {"Content-Type": TYPES[".png"]})
            try:
                path = static_path(url)
            except ValueError as error:
                raise FatalURLFetchingError(str(error)) from error
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES.get(path.suffix, "")})

    given = images or {}
    html = render_to_string(template, dict(context))
    document: bytes = HTML(string=html, base_url=BASE, url_fetcher=StaticFetcher()).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return document


def static_path(url: str) -> Path:
    """Give the file behind an address of `BASE`.

    Raises ValueError for every other address: a document never reaches the network nor the rest of the disk.
    """
    parts = urlsplit(url)
    try:
        found = finders.find(parts.path.lstrip("/")) if f"{parts.scheme}://{parts.netloc}/" == BASE else None
    except SuspiciousFileOperation:
        found = None
    if not isinstance(found, str):
        msg = f"A document reads our static files and nothing else: {url}"
        raise ValueError(msg)  # noqa: TRY004 -- the address is wrong, not a type
    return Path(found)
