from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0008_alert_recipients"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="kind",
            field=models.CharField(default="information", max_length=12),
        ),
        migrations.AddField(
            model_name="request",
            name="rated",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["kind", "label", "-modified", "-id"], name="request_newest_of_kind"),
        ),
    ]
