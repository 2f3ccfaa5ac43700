"""A file may be uploaded before its owner says what it is."""

from django.db import migrations, models

_KINDS = [
    "photo",
    "signature",
    "unknown",
    "id_card_front",
    "id_card_back",
    "hukou",
    "diploma",
    "degree_certificate",
    "enrollment_report",
    "education_record",
    "honor_national",
    "honor_provincial",
    "honor_municipal",
    "honor_department",
    "low_income_proof",
    "enlistment_proof",
    "discharge_proof",
]


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="upload", name="kind_is_known"),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", _KINDS)), name="kind_is_known"
            ),
        ),
    ]
