"""What a page was sent."""

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent, nothing when its page is only opened."""
    return request.POST if request.method == "POST" else None
