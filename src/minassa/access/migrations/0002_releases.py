import django.db.models.deletion
import minassa.base.clock
import minassa.base.ids
from django.db import migrations, models

from minassa.access.migrations_support import GuardTable


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_people_and_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="is_local",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="Inbound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("parcel", models.UUIDField()),
                ("kind", models.CharField(max_length=32)),
                ("stream", models.CharField(max_length=80)),
                ("owner", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=16)),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(default=minassa.base.clock.now)),
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
            name="Arrival",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.UUIDField()),
                ("parcel", models.UUIDField()),
                ("kind", models.CharField(max_length=32)),
                ("stream", models.CharField(max_length=80)),
                ("owner", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=16)),
                ("marks", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("received_at", models.DateTimeField(default=minassa.base.clock.now)),
                ("due", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.CharField(blank=True, max_length=80)),
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
                    "inbound",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrivals", to="access.inbound"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("stream", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=16)),
                ("owner", models.UUIDField()),
                ("parcel", models.TextField()),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                ("released_by", models.CharField(max_length=80)),
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
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.UUIDField()),
                ("community", models.UUIDField(null=True)),
                ("kind", models.CharField(max_length=32)),
                ("stream", models.CharField(max_length=80)),
                ("owner", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=16)),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                ("next_try", models.DateTimeField(default=minassa.base.clock.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("due", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("is_listed", models.BooleanField(default=True)),
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="access.release"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stream",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stream", models.CharField(max_length=80)),
                ("owner", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("has_content", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("stream", "owner"), name="stream_once")],
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stream", models.CharField(max_length=80)),
                ("owner", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("agency", models.UUIDField(null=True)),
                ("at", models.DateTimeField(default=minassa.base.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["stream", "owner"], name="tombstone_stream")],
            },
        ),
        migrations.CreateModel(
            name="TombstoneMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=64)),
                (
                    "tombstone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="access.tombstone"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.UUIDField()),
                ("stream", models.CharField(max_length=80)),
                ("owner", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("follows", models.PositiveIntegerField()),
                ("sender", models.UUIDField()),
                ("parcel", models.TextField()),
                ("since", models.DateTimeField(default=minassa.base.clock.now)),
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
                "indexes": [models.Index(fields=["stream", "owner", "follows"], name="held_stream")],
                "constraints": [models.UniqueConstraint(fields=("number", "owner"), name="held_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="inbound",
            constraint=models.UniqueConstraint(fields=("parcel", "owner"), name="inbound_once"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["label", "-received_at", "-id"], name="arrival_newest"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["stream", "label"], name="arrival_stream"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(
                condition=models.Q(("acknowledged_at__isnull", True), ("due__isnull", False)),
                fields=["label", "due"],
                name="arrival_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(fields=("inbound", "agency"), name="arrival_once"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["label", "-created", "-id"], name="release_newest"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(fields=("stream", "owner", "version"), name="release_version_once"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["is_listed", "label", "-created", "-id"], name="delivery_newest"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["stream", "agency", "owner", "version"], name="delivery_stream"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "next_try"], name="delivery_on_its_way"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("acknowledged_at__isnull", True), ("due__isnull", False)),
                fields=["due"],
                name="delivery_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("release", "agency"), name="delivery_once"),
        ),
        GuardTable("access_release"),
        GuardTable("access_delivery"),
        GuardTable("access_inbound"),
        GuardTable("access_arrival"),
        GuardTable("access_held"),
    ]
