"""Names of persons at risk, in whose place the alias is shown wherever somebody typed them; those who are marked already."""

import django.db.models.deletion
from django.db import migrations, models


def protect(apps, schema_editor):
    person, protected = apps.get_model("people", "Person"), apps.get_model("people", "ProtectedName")
    marked = person.objects.filter(at_risk=True).exclude(name="").exclude(alias="")
    protected.objects.bulk_create(
        protected(organisation_id=row.organisation_id, person=row, name=row.name, alias=row.alias) for row in marked
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_posts_afterwards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtectedName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("alias", models.CharField(max_length=200, verbose_name="alias")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protected_names",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name"), name="protected_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True) & models.Q(("alias", ""), _negated=True),
                        name="protected_name_has_alias",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
