"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0003_places"),
        ("people", "0004_safety"),
        ("people", "0005_posts_afterwards"),
        ("people", "0006_protected_names"),
    ]

    initial = True

    # The libraries' own tables first: their migrations are slow when the rooms' tables are there already.
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("names", models.JSONField(blank=True, default=dict, verbose_name="names in other languages")),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                        (
                            "kind",
                            models.CharField(
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
                        ("about", models.TextField(blank=True, verbose_name="about")),
                        (
                            "country",
                            models.CharField(blank=True, help_text="ISO 3166-1", max_length=2, verbose_name="country"),
                        ),
                        ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                        (
                            "time_zone",
                            models.CharField(default="Europe/Stockholm", max_length=64, verbose_name="time zone"),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "requires_mfa",
                            models.BooleanField(default=False, verbose_name="two-step sign-in is required"),
                        ),
                        ("is_example", models.BooleanField(default=False, editable=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlaceSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=40, unique=True)),
                        ("credit", models.CharField(max_length=300)),
                        ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="Circle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("organisations", models.ManyToManyField(related_name="circles", to="people.organisation")),
                    ],
                ),
                migrations.CreateModel(
                    name="Body",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("names", models.JSONField(blank=True, default=dict, verbose_name="names in other languages")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("international_council", "International council"),
                                    ("council", "Municipal council"),
                                    ("executive_board", "Executive board"),
                                    ("leadership_committee", "Leadership committee"),
                                    ("committee", "Committee"),
                                    ("steering_group", "Steering group"),
                                    ("board", "Board"),
                                    ("secretariat", "Secretariat"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("about", models.TextField(blank=True, verbose_name="way of working")),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("organisation", "Our organisation"),
                                    ("circle", "Us and our partners"),
                                    ("public", "Everyone"),
                                ],
                                default="organisation",
                                max_length=20,
                                verbose_name="who may see it",
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bodies",
                                to="people.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OrganisationIdentifier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scheme", models.CharField(max_length=20, verbose_name="register")),
                        ("value", models.CharField(max_length=60, verbose_name="number")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identifiers",
                                to="people.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        ("alias", models.CharField(blank=True, max_length=200, verbose_name="alias")),
                        ("at_risk", models.BooleanField(default=False, verbose_name="at risk: show only the alias")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                        ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="persons",
                                to="people.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="persons",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("name_on_web", "Name on the public pages"),
                                    ("photo_on_web", "Photo on the public pages"),
                                    ("contact", "Public contact"),
                                ],
                                max_length=30,
                                verbose_name="purpose",
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="given on")),
                        ("by_guardian", models.BooleanField(default=False, verbose_name="given by a guardian")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="people.person"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("names", models.JSONField(blank=True, default=dict, verbose_name="names in other languages")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("country", "Country"),
                                    ("region", "Region"),
                                    ("district", "District or county"),
                                    ("municipality", "Municipality"),
                                    ("town", "Town"),
                                    ("village", "Village or district"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(blank=True, help_text="ISO 3166-1", max_length=2, verbose_name="country"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                        ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                        ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="inhabitants")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="people.place",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="people.placesource",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="organisation",
                    name="place",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="people.place",
                    ),
                ),
                migrations.CreateModel(
                    name="PlaceIdentifier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=[
                                    ("iso3166", "ISO 3166"),
                                    ("scb", "SCB"),
                                    ("teryt", "TERYT"),
                                    ("geonames", "GeoNames"),
                                    ("wikidata", "Wikidata"),
                                ],
                                max_length=20,
                                verbose_name="register",
                            ),
                        ),
                        ("value", models.CharField(max_length=40, verbose_name="number")),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identifiers",
                                to="people.place",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlaceName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("folded", models.CharField(db_index=True, max_length=200)),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="called", to="people.place"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("chair", "Chair"),
                                    ("vice_chair", "Vice chair"),
                                    ("member", "Member"),
                                    ("substitute", "Substitute"),
                                    ("co_opted", "Co-opted for a matter"),
                                    ("coordinator", "Coordinator"),
                                    ("official", "Official"),
                                    ("project_leader", "Project leader"),
                                    ("contact", "Contact"),
                                ],
                                default="member",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                help_text="0..1",
                                max_digits=4,
                                null=True,
                                verbose_name="share of full time",
                            ),
                        ),
                        ("matter", models.CharField(blank=True, max_length=200, verbose_name="matter")),
                        (
                            "party",
                            models.CharField(
                                blank=True,
                                help_text="Shown only on the page of the mandate itself.",
                                max_length=60,
                                verbose_name="party",
                            ),
                        ),
                        (
                            "party_ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("made_public", "They stand for it in public, as elected (GDPR 9.2 e)"),
                                    (
                                        "own_member",
                                        "They are a member of ours or in regular contact with us (GDPR 9.2 d)",
                                    ),
                                    ("consent", "They have agreed to it (GDPR 9.2 a)"),
                                ],
                                max_length=20,
                                verbose_name="on which ground the party is kept",
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("afterwards", models.TextField(blank=True, verbose_name="what became of it afterwards")),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="people.body",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="people.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="people.person",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ProtectedName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    },
                ),
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("names", models.JSONField(blank=True, default=dict, verbose_name="names in other languages")),
                        (
                            "dimension",
                            models.CharField(
                                choices=[
                                    ("core_area", "Core area"),
                                    ("focus", "Focus"),
                                    ("region", "Part of the world"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("code", models.SlugField(max_length=60)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="themes",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["dimension", "order", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("reader", "Reader"),
                                    ("contributor", "Contributor"),
                                    ("coordinator", "Coordinator"),
                                    ("controller", "Controller"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "organisation", "role"), name="membership_once_per_role"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                        ("roles", models.JSONField(verbose_name="roles")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("invited_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("accepted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                                fields=("organisation", "email"),
                                name="invitation_one_open_per_address",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountrySafety",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("country", models.CharField(help_text="ISO 3166-1", max_length=2, verbose_name="country")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("low", "No particular care"),
                                    ("some", "Care is needed"),
                                    ("high", "People may come to harm"),
                                ],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "delay_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="days until it is shown to everyone"
                            ),
                        ),
                        ("withheld", models.BooleanField(default=False, verbose_name="not shown to everyone at all")),
                        ("note", models.TextField(blank=True, verbose_name="why, and who decided")),
                        (
                            "reviewed_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="looked at on"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "country safety",
                        "ordering": ["country"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "country"), name="country_safety_once")
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.UniqueConstraint(fields=("organisation", "name"), name="body_one_per_name"),
                ),
                migrations.AddConstraint(
                    model_name="body",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="body_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="organisationidentifier",
                    constraint=models.UniqueConstraint(fields=("scheme", "value"), name="identifier_one_organisation"),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("organisation", "user"),
                        name="person_one_per_user",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("at_risk", False), models.Q(("alias", ""), _negated=True), _connector="OR"),
                        name="person_at_risk_has_alias",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("person", "purpose"),
                        name="consent_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placeidentifier",
                    constraint=models.UniqueConstraint(fields=("scheme", "value"), name="place_identifier_one_place"),
                ),
                migrations.AddConstraint(
                    model_name="placename",
                    constraint=models.UniqueConstraint(fields=("place", "folded"), name="place_name_once"),
                ),
                migrations.AddConstraint(
                    model_name="place",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="place_point_on_earth",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("party", ""), models.Q(("party_ground", ""), _negated=True), _connector="OR"
                        ),
                        name="post_party_on_a_ground",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "co_opted"), _negated=True),
                            models.Q(("matter", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="post_co_opted_has_matter",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("party", ""),
                            ("kind__in", ["chair", "member", "substitute", "vice_chair"]),
                            _connector="OR",
                        ),
                        name="post_party_on_mandate",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="post_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="post",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True), models.Q(("share__gt", 0), ("share__lte", 1)), _connector="OR"
                        ),
                        name="post_share_within_one",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="protectedname",
                    constraint=models.UniqueConstraint(fields=("person", "name"), name="protected_name_once"),
                ),
                migrations.AddConstraint(
                    model_name="protectedname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("alias", ""), _negated=True)
                        ),
                        name="protected_name_has_alias",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "dimension", "code"), name="theme_one_per_code"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("dimension", "code"),
                        name="theme_one_for_all",
                    ),
                ),
            ]
        )
    ]
