"""Communities that only their members are told of: the circles of meetings, those that were made before too."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def close_circles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Close the circles of meetings, which are known by the name that they were given."""
    del editor
    circles = r"^[0-9]+ · .+ [0-9]{4} · (all|members) · [0-9a-f]{6}$"
    apps.get_model("access", "Community").objects.filter(name__regex=circles).update(is_closed=True)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_forgetting"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="is_closed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(close_circles, migrations.RunPython.noop),
    ]
