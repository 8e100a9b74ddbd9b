"""The words of queries on organisations, people and programmes."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager


class UserManager(BaseUserManager[Any]):
    """People are made by an invitation (`partners.services.people`), never by a sign-up."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """Find someone by e-mail, whatever its case."""
        return self.get(email__iexact=username)
