"""The base of every builder: calling one gives the row, typed."""

from typing import Any, Generic, TypeVar

from factory.django import DjangoModelFactory

M = TypeVar("M")


class RowFactory(DjangoModelFactory, Generic[M]):
    """Build one row. `make(...)` is the same as calling the class, with the row's type."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def make(cls, **values: Any) -> M:
        """Create and save one row."""
        return cls.create(**values)
