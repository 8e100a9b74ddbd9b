"""Who may change what records holds."""

from django.core.exceptions import PermissionDenied

from records.requests import Asker


def must_manage_parameters(reader: Asker) -> None:
    """Let an administrator pass.

    Raises PermissionDenied for anyone else: the figures of the law are public, changing them is not.
    """
    if not reader.is_administrator:
        raise PermissionDenied("Les paramètres de référence se règlent par un administrateur.")
