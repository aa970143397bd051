from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0015_twinning_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="cooperation",
            name="first_countries",
            field=models.JSONField(blank=True, default=list, verbose_name="countries of the one party of each pair"),
        ),
        migrations.AddField(
            model_name="cooperation",
            name="other_countries",
            field=models.JSONField(blank=True, default=list, verbose_name="countries of the other party"),
        ),
    ]
