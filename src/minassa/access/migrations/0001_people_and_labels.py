import django.core.validators
import django.db.models.deletion
import minassa.base.clock
import minassa.base.ids
from django.conf import settings
from django.db import migrations, models

from minassa.access.migrations_support import WallFunction


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("member", "member"), ("partner", "partner"), ("secretariat", "secretariat")],
                        max_length=16,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("is_active", models.BooleanField(default=True)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Community",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="LabelRow",
            fields=[
                ("id", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("owner", models.UUIDField()),
                ("body", models.JSONField()),
            ],
            options={
                "db_table": "access_label",
            },
        ),
        migrations.CreateModel(
            name="WallKey",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("key", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        max_length=64,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("\\A[a-z0-9][a-z0-9._-]{2,63}\\Z")],
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("name", models.CharField(max_length=200)),
                ("roles", models.JSONField(default=list)),
                ("is_active", models.BooleanField(default=True)),
                ("rights_version", models.PositiveIntegerField(default=1)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("theme", models.CharField(blank=True, max_length=8)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="access.agency"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("act", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=120)),
                ("content", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField(default=minassa.base.clock.now)),
                ("expires", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("invited_by", models.CharField(max_length=80)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                ("expires", models.DateTimeField()),
                ("used", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LoginSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_digest", models.CharField(max_length=64, unique=True)),
                ("device", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=64)),
                ("began", models.DateTimeField(default=minassa.base.clock.now)),
                ("seen", models.DateTimeField(default=minassa.base.clock.now)),
                ("stepped_up_at", models.DateTimeField(null=True)),
                ("ended", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=minassa.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.JSONField(default=list)),
                ("created", models.DateTimeField(default=minassa.base.clock.now)),
                ("expires", models.DateTimeField()),
                ("used", models.DateTimeField(null=True)),
                ("revoked", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommunityMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.agency"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="access.community"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency__isnull", True), ("user__isnull", True), _connector="XOR"),
                        name="member_is_agency_or_person",
                    ),
                    models.UniqueConstraint(fields=("community", "agency"), name="agency_once"),
                    models.UniqueConstraint(fields=("community", "user"), name="person_once"),
                ],
            },
        ),
        WallFunction(),
    ]
