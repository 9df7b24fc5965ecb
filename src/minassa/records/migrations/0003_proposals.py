import django.db.models.deletion
import minassa.base.clock
import minassa.base.ids
from django.db import migrations, models

from minassa.access.migrations_support import GuardTable


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_releases"),
        ("records", "0002_turns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record", models.UUIDField()),
                ("owner", models.UUIDField()),
                ("by", models.UUIDField()),
                ("text", models.TextField()),
                ("content", models.TextField()),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("answer", models.CharField(blank=True, max_length=2000)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                ("answered_at", models.DateTimeField(null=True)),
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
                "indexes": [
                    models.Index(fields=["label", "-created", "-id"], name="proposal_newest"),
                    models.Index(fields=["record", "label"], name="proposal_record"),
                ],
            },
        ),
        GuardTable("records_proposal"),
    ]
