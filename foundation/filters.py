"""What the filters of lists share."""

import datetime as dt
from typing import Any

import django_filters


class CountedFilterSet(django_filters.FilterSet):
    """A FilterSet that knows the day, and how many of its filters are set."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Keep the day."""
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def active(self) -> int:
        """Count the filters that are set."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for value in data.values() if value)
