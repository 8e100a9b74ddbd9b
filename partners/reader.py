"""Who reads: the argument of every `visible_to`, `can_…`, access, selector and reading. It knows no model."""

import datetime as dt
import uuid
from dataclasses import dataclass

from partners.enums import Role


@dataclass(frozen=True)
class RoleHeld:
    """A role in force today in one organisation; `unit_ids` are the correspondent's units in force today."""

    role: Role
    organisation_id: uuid.UUID
    unit_ids: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Reader:
    """A person with what she may be today, loaded once a request by `partners.requests`."""

    user_id: uuid.UUID
    today: dt.date
    roles: tuple[RoleHeld, ...] = ()
    requires_second_factor: bool = False  # one of her organisations wants TOTP for one of these roles

    def has(self, *roles: Role) -> bool:
        """Tell whether one of these roles is in force today."""
        return any(held.role in roles for held in self.roles)

    def organisations(self, *roles: Role) -> frozenset[uuid.UUID]:
        """Give the organisations where one of these roles is in force today."""
        return frozenset(held.organisation_id for held in self.roles if held.role in roles)

    @property
    def associations(self) -> frozenset[uuid.UUID]:
        """Give the associations that she works for or manages."""
        return self.organisations(Role.SOCIAL_WORKER, Role.ASSOCIATION_MANAGER)

    @property
    def managed_associations(self) -> frozenset[uuid.UUID]:
        """Give the associations that she manages."""
        return self.organisations(Role.ASSOCIATION_MANAGER)

    @property
    def reads_budgets(self) -> bool:
        """Tell whether she reads what conventions give: the managers of associations and of landlords."""
        return self.has(Role.ASSOCIATION_MANAGER, Role.LANDLORD_MANAGER)

    @property
    def landlords(self) -> frozenset[uuid.UUID]:
        """Give the landlords that she works for, in whatever role."""
        return self.organisations(*(Role(value) for value in Role.OF_LANDLORD))

    @property
    def units(self) -> frozenset[uuid.UUID]:
        """Give the management units whose correspondent she is."""
        return frozenset(unit for held in self.roles for unit in held.unit_ids)

    @property
    def is_administrator(self) -> bool:
        """Tell whether she manages people and programmes (and so opens no file by that role)."""
        return self.has(Role.ADMINISTRATOR)
