from django.db import migrations, models


def elected_stand_for_it_in_public(apps, schema_editor):
    """Only elected posts carry a party, so what is there was made public by those who stood for it."""
    apps.get_model("people", "Post").objects.exclude(party="").update(party_ground="made_public")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_safety"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="afterwards",
            field=models.TextField(blank=True, verbose_name="what became of it afterwards"),
        ),
        migrations.AddField(
            model_name="post",
            name="party_ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("made_public", "They stand for it in public, as elected (GDPR 9.2 e)"),
                    ("own_member", "They are a member of ours or in regular contact with us (GDPR 9.2 d)"),
                    ("consent", "They have agreed to it (GDPR 9.2 a)"),
                ],
                max_length=20,
                verbose_name="on which ground the party is kept",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("municipality", "Municipality"),
                    ("region", "Region"),
                    ("association", "Association"),
                    ("fund", "Fund or funder"),
                    ("foundation", "Foundation"),
                    ("party", "Political party"),
                    ("movement", "Movement"),
                    ("womens_league", "Women’s league"),
                    ("youth_league", "Youth league"),
                    ("party_affiliated", "Party-affiliated organisation"),
                    ("university", "University"),
                    ("authority", "Authority"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(elected_stand_for_it_in_public, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("party", ""), models.Q(("party_ground", ""), _negated=True), _connector="OR"),
                name="post_party_on_a_ground",
            ),
        ),
    ]
