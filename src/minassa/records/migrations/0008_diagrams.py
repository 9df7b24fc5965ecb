import django.db.models.deletion
import minassa.base.clock
import minassa.base.ids
from django.db import migrations, models

from minassa.access.migrations_support import GuardTable


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_closed_communities"),
        ("records", "0007_flows_and_twins"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommunitiesAsked",
            fields=[
                ("sort", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("labels", models.TextField()),
                ("asked", models.DateTimeField(default=minassa.base.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Diagram",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                ("content", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                ("modified", models.DateTimeField(default=minassa.base.clock.now)),
                ("changed_by", models.CharField(max_length=64)),
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
                "indexes": [models.Index(fields=["label", "-modified", "-id"], name="diagram_newest")],
            },
        ),
        migrations.CreateModel(
            name="DiagramComment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("diagram", models.UUIDField()),
                ("text", models.TextField()),
                ("by", models.CharField(max_length=120)),
                ("at", models.DateTimeField(default=minassa.base.clock.now)),
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
                "indexes": [models.Index(fields=["diagram", "label", "at"], name="diagram_comment")],
            },
        ),
        GuardTable("records_diagram"),
        GuardTable("records_diagramcomment"),
    ]
