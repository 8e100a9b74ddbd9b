"""États des lieux, room by room, with their photographs and the keys."""

from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from leases.enums import InventoryKind
from leases.models.leases import Lease
from records.models import StoredFile


class Inventory(Row):
    """An état des lieux, with the keys handed over or returned."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="inventories", verbose_name="bail")
    kind = models.CharField("nature", max_length=8, choices=InventoryKind)
    made_on = models.DateField("fait le")
    worker_was_present = models.BooleanField("référent présent", default=False)
    keys_handed = models.PositiveSmallIntegerField("clés remises", default=0)
    keys_returned = models.PositiveSmallIntegerField("clés rendues", default=0)
    note = EncryptedTextField("remarques", blank=True)
    recorded_by = models.UUIDField("enregistré par")

    privacy = declare(
        plain="lease kind made_on worker_was_present keys_handed keys_returned",
        personal="recorded_by",
        sensitive="note",
    )

    class Meta:
        verbose_name = "état des lieux"
        verbose_name_plural = "états des lieux"
        ordering = ("made_on",)


class InventoryRoom(Row):
    """What was seen in one room. The same name on the way in and on the way out sets them side by side."""

    inventory = models.ForeignKey(
        Inventory, on_delete=models.PROTECT, related_name="rooms", verbose_name="état des lieux"
    )
    position = models.PositiveSmallIntegerField("rang")
    name = models.CharField("pièce", max_length=60)
    note = EncryptedTextField("état", blank=True)

    privacy = declare(plain="inventory position name", sensitive="note")

    class Meta:
        verbose_name = "pièce d’un état des lieux"
        verbose_name_plural = "pièces d’états des lieux"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["inventory", "name"], name="inventoryroom_name_unique"),)


class InventoryPhoto(Row):
    """A photograph of an état des lieux."""

    inventory = models.ForeignKey(
        Inventory, on_delete=models.PROTECT, related_name="photos", verbose_name="état des lieux"
    )
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="fichier")
    position = models.PositiveSmallIntegerField("rang")
    room = models.CharField("pièce", max_length=60, blank=True)

    privacy = declare(plain="inventory position room", personal="stored")

    class Meta:
        verbose_name = "photographie d’état des lieux"
        verbose_name_plural = "photographies d’états des lieux"
        ordering = ("position",)
