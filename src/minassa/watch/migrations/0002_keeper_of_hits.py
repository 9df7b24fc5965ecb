import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("watch", "0001_watch")]

    operations = [
        migrations.AddField(
            model_name="watchhit",
            name="keeper",
            field=models.UUIDField(default=uuid.UUID(int=0)),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="watchhit", name="watch_hit_newest"),
        migrations.AddIndex(
            model_name="watchhit",
            index=models.Index(fields=["keeper", "state", "-modified", "-id"], name="watch_hit_of_keeper"),
        ),
    ]
