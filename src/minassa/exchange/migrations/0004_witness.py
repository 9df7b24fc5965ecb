from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_misp_feeds")]

    operations = [
        migrations.AddField("peerstate", "head", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("peerstate", "shown", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("peerstate", "cut", models.DateTimeField(null=True)),
        migrations.AddField("peerstate", "cut_head", models.CharField(blank=True, default="", max_length=200)),
    ]
