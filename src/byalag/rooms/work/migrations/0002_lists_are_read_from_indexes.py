from django.db import migrations, models
from django.db.models import F, Q

KEPT = Q(trashed_at__isnull=True)
NEWEST = (F("starts").desc(), F("id").desc())


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="activity", name="activity_by_status"),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index("organisation", *NEWEST, condition=KEPT, name="activity_newest"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index("organisation", "status", *NEWEST, condition=KEPT, name="activity_by_status"),
        ),
    ]
