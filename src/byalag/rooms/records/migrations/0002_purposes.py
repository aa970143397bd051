"""Four purposes are there from the start; the first two open places in Byalag itself (enums.PUBLIC_PAGE, ACCOUNT)."""

from django.db import migrations

PURPOSES = [
    ("public-page", "Public pages", {"sv": "Offentliga sidor", "pl": "Strony publiczne"}),
    ("account", "Accounts to funders and partners", {
        "sv": "Redovisningar till finansiärer och partner", "pl": "Sprawozdania dla grantodawców i partnerów",
    }),
    ("social-media", "Social media", {"sv": "Sociala medier", "pl": "Media społecznościowe"}),
    ("print", "Printed matter", {"sv": "Tryckt material", "pl": "Materiały drukowane"}),
]  # fmt: skip


def add(apps, schema_editor):
    purposes = apps.get_model("records", "UsePurpose").objects
    for order, (code, name, names) in enumerate(PURPOSES):
        purposes.get_or_create(organisation=None, code=code, defaults={"name": name, "names": names, "order": order})


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
