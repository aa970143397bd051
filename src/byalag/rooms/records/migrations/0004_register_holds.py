from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from 0003: PostgreSQL adds no constraint to a table whose rows were changed in the same transaction."""

    dependencies = [("records", "0003_register")]

    operations = [
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("serial__isnull", True), ("case__isnull", False), _connector="OR"),
                name="document_number_is_in_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("case", "serial"), name="document_one_per_number_in_a_case"),
        ),
    ]
