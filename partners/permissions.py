"""What a reader may do with organisations, people and programmes: administrators alone write them."""

from partners.reader import Reader

REFUSED_ADMINISTRATION = (
    "Cette page est réservée aux administrateurs\u00a0: ils gèrent les organismes, les personnes et les programmes, "
    "et n’ouvrent aucun dossier."
)


def can_administrate(reader: Reader) -> bool:
    """Tell whether she manages organisations, people and programmes."""
    return reader.is_administrator


REFUSED_DIRECTORY = "L’annuaire des services est celui des associations qui accompagnent les ménages."


def can_read_directory(reader: Reader) -> bool:
    """Tell whether she reads and completes the directory of services: who works for an association."""
    return bool(reader.associations)
