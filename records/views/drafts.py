"""Drafts over HTTP, for `static/js/drafts.js`: JSON in, JSON out, always and only of the person signed in."""

import json
import uuid
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from foundation.words import clock, week_date
from records.requests import AskingRequest
from records.selectors import drafts as selectors
from records.selectors.drafts import DraftView
from records.services import drafts as services

MAX_VERSION = 2_000_000_000


@never_cache
@require_GET
def draft_list(request: AskingRequest, kind: str, subject_id: uuid.UUID) -> HttpResponse:
    """Give her drafts of one form, without their words: which tab, which version, when."""
    found = selectors.drafts_of(request.reader.user_id, kind, subject_id)
    return JsonResponse({"drafts": [_said(view) for view in found]})


@never_cache
@require_http_methods(["GET", "PUT", "POST", "DELETE"])
def draft(request: AskingRequest, kind: str, subject_id: uuid.UUID, tab: str) -> HttpResponse:
    """Read, save or drop the draft of one tab."""
    if request.method == "GET":
        return _read(request, kind, subject_id, tab)
    if request.method == "DELETE":
        return _drop(request, kind, subject_id, tab)
    return _save(request, kind, subject_id, tab)


@require_GET
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Say that the session is open again: what one types waits in the other tab."""
    return render(request, "records/signed_in_again.html")


def _read(request: AskingRequest, kind: str, subject_id: uuid.UUID, tab: str) -> HttpResponse:
    found = selectors.draft_of(request.reader.user_id, kind, subject_id, tab)
    if found is None:
        raise Http404
    return JsonResponse({**_said(found), "fields": found.fields})


def _drop(request: AskingRequest, kind: str, subject_id: uuid.UUID, tab: str) -> HttpResponse:
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdigit() and int(asked) <= MAX_VERSION else None
    services.drop_draft(user_id=request.reader.user_id, kind=kind, subject_id=subject_id, tab=tab, version=version)
    return HttpResponse(status=204)


def _save(request: AskingRequest, kind: str, subject_id: uuid.UUID, tab: str) -> HttpResponse:
    try:
        version, text = _sent(request.body)
        saved = services.save_draft(
            user_id=request.reader.user_id, kind=kind, subject_id=subject_id, tab=tab, version=version, text=text
        )
    except (services.DraftTooLong, RequestDataTooBig):
        return _refused(413, str(services.DraftTooLong()))
    except services.TooManyDrafts as error:
        return _refused(429, str(error))
    except services.InvalidDraftPlaceError as error:
        raise Http404 from error
    except (ValueError, RecursionError):
        return _refused(400, "Ce brouillon est illisible.")
    except services.StaleDraft as error:
        stored = {**_said(error.stored), "fields": error.stored.fields}
        return JsonResponse({"error": str(error), "stored": stored}, status=409)
    if saved is None:
        return JsonResponse({"version": 0, "saved_at": None, "saved_in_words": ""})
    return JsonResponse(_said(DraftView.of(saved)))


def _sent(body: bytes) -> tuple[int, str]:
    """Read what the page sends, `{"version": 3, "fields": {"note": ["…"]}}`.

    Raises DraftTooLong, and ValueError for anything else.
    """
    if len(body) > services.MAX_BYTES:
        raise services.DraftTooLong
    sent = json.loads(body.decode("utf-8"))
    if not isinstance(sent, dict):
        raise ValueError("not an object")  # noqa: TRY004 -- one error for all that is unreadable
    version, fields = sent.get("version"), sent.get("fields")
    if type(version) is not int or not 0 <= version <= MAX_VERSION or not isinstance(fields, dict):
        raise ValueError("no version or no fields")
    text = json.dumps({name: _values(values) for name, values in fields.items()}, ensure_ascii=False) if fields else ""
    return version, text.encode("utf-8", "replace").decode("utf-8")


def _values(values: object) -> list[str]:
    listed = values if isinstance(values, list) else [values]
    texts = [value for value in listed if isinstance(value, str)]
    if len(texts) != len(listed):
        raise ValueError("a value is no text")
    return texts


def _said(view: DraftView) -> dict[str, Any]:
    return {
        "tab": view.tab,
        "version": view.version,
        "saved_at": view.saved_at.isoformat(),
        "saved_in_words": f"Brouillon enregistré à {clock(view.saved_at)}",
        "from_in_words": f"Brouillon du {week_date(view.saved_at)}, {clock(view.saved_at)}",
    }


def _refused(status: int, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
