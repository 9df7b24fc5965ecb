import django.db.models.deletion
import minassa.base.clock
import minassa.base.ids
from django.db import migrations, models

from minassa.access.migrations_support import GuardTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_people_and_labels"),
    ]

    operations = [
        migrations.CreateModel(
            name="Signpost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Garden",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.labelrow",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Plant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(default="Person", max_length=20)),
                ("modified", models.DateTimeField(default=minassa.base.clock.now)),
                ("height", models.IntegerField(default=0)),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.labelrow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("colour", models.CharField(max_length=20)),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.labelrow",
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leaves", to="plants.plant"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Grafting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.labelrow",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plants.plant"),
                ),
                (
                    "scion",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plants.plant"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GardenPlant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("garden", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plants.garden")),
                (
                    "label",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.labelrow",
                    ),
                ),
                ("plant", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="plants.plant")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="garden",
            name="plants",
            field=models.ManyToManyField(through="plants.GardenPlant", to="plants.plant"),
        ),
        migrations.AddIndex(
            model_name="plant",
            index=models.Index(
                models.F("label"),
                models.OrderBy(models.F("modified"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="plant_label_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="plant",
            index=models.Index(
                models.F("kind"),
                models.F("label"),
                models.OrderBy(models.F("modified"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="plant_kind_newest",
            ),
        ),
        GuardTable("plants_plant"),
        GuardTable("plants_leaf"),
        GuardTable("plants_grafting"),
        GuardTable("plants_garden"),
        GuardTable("plants_gardenplant"),
    ]
