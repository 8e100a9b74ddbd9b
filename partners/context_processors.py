"""What every template may know of who reads."""

from typing import Any

from django.http import HttpRequest


def reader(request: HttpRequest) -> dict[str, Any]:
    """Give the Reader to the layout (navigation by role)."""
    return {"reader": getattr(request, "reader", None)}
