"""The four core areas of local democracy belong to no organisation: they are there from the start."""

from django.db import migrations

CORE_AREAS = [
    ("equity", "Equity", {"sv": "Jämlikhet", "pl": "Równość"}),
    ("participation", "Participation", {"sv": "Delaktighet", "pl": "Partycypacja"}),
    ("transparency", "Transparency", {"sv": "Transparens", "pl": "Przejrzystość"}),
    ("accountability", "Accountability", {"sv": "Ansvarsutkrävande", "pl": "Rozliczalność"}),
]


def add(apps, schema_editor):
    theme = apps.get_model("people", "Theme")
    for order, (code, name, names) in enumerate(CORE_AREAS):
        theme.objects.get_or_create(
            organisation=None, dimension="core_area", code=code, defaults={"name": name, "names": names, "order": order}
        )


def remove(apps, schema_editor):
    apps.get_model("people", "Theme").objects.filter(organisation=None, dimension="core_area").delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0001_tables")]
    operations = [migrations.RunPython(add, remove)]
