"""Guarded tables whose rows are planted so that they could leak."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Plant(Guarded):
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default="Person")
    modified = models.DateTimeField(default=now)
    height = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index("label", models.F("modified").desc(), models.F("id").desc(), name="plant_label_newest"),
            models.Index("kind", "label", models.F("modified").desc(), models.F("id").desc(), name="plant_kind_newest"),
        ]


class Leaf(Guarded):
    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="leaves")
    colour = models.CharField(max_length=20)


class Grafting(Guarded):
    root = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="+")
    scion = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="+")


class Garden(Guarded):
    plants: "models.ManyToManyField[Plant, GardenPlant]" = models.ManyToManyField(Plant, through="GardenPlant")


class GardenPlant(Guarded):
    garden = models.ForeignKey(Garden, on_delete=models.CASCADE)
    plant = models.ForeignKey(Plant, on_delete=models.CASCADE)


class Signpost(models.Model):
    """Public, unguarded, and without any key to what is guarded."""

    text = models.CharField(max_length=100)
