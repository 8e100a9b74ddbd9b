"""The landlord's field staff near the demonstration's dwellings."""

from journeys.demo.play import Stage
from leases.enums import FieldRole
from leases.services.field_staff import SectorFacts, StaffFacts, add_sector, add_staff, end_staff

STAFF = (  # name, role, telephone, how, unit, residence; a second unit
    ("Ginette Marchetti", FieldRole.CARETAKER, "04 65 71 40 31", "Loge ouverte de 8 h à 11 h.", "Orange", "Les Amandiers", ""),
    ("Karim Benali", FieldRole.SECTOR, "04 65 71 40 32", "", "Orange", "", "Bollène"),
    ("Odile Castan", FieldRole.CARETAKER, "04 65 71 40 33", "", "Apt", "", ""),
    ("Rémi Vidal", FieldRole.PROXIMITY, "04 65 71 40 34", "Passe le mardi et le vendredi.", "Avignon", "", "Vedène"),
    ("Josiane Petit", FieldRole.ADVISER, "04 65 71 40 35", "", "Carpentras", "", "Cavaillon"),
)  # fmt: skip
LEFT = ("Alain Dumas", FieldRole.CARETAKER, "04 65 71 40 36", "", "Orange", "", "")


def name_field_staff(stage: Stage) -> None:
    """Name them on the first day; one has left since."""
    first = stage.clock.today
    stage.at(first, 8, 3, lambda: _name(stage))


def _name(stage: Stage) -> None:
    by, today = stage.cast.people["responsable"].pk, stage.clock.today
    for name, role, telephone, how, unit, residence, other in (*STAFF, LEFT):
        staff = add_staff(
            by=by,
            facts=StaffFacts(name, role, telephone=telephone, how=how),
            sector=SectorFacts(stage.cast.units[unit], residence),
            today=today,
        )
        if other:
            add_sector(by=by, staff=staff, sector=SectorFacts(stage.cast.units[other]), today=today)
        if name == LEFT[0]:
            end_staff(by=by, staff=staff, ended_on=max(today, stage.ago(30)))
