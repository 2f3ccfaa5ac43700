import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0007_reviewing"),
        ("selection", "0004_told_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="MedicalRecheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="初检日期")),
                ("hospital", models.CharField(max_length=80, verbose_name="初检医院")),
                ("again_on", models.DateField(null=True, verbose_name="复检日期")),
                (
                    "again_at",
                    models.CharField(blank=True, max_length=80, verbose_name="复检医院"),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="medical_recheck",
                        to="applications.application",
                        verbose_name="报名",
                    ),
                ),
            ],
            options={
                "verbose_name": "待复检",
                "ordering": ("application_id",),
            },
        ),
        migrations.AddConstraint(
            model_name="medicalrecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("again_on", None))
                | models.Q(("again_on__gte", models.F("checked_on"))),
                name="recheck_not_before_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="medicalcheck",
            constraint=models.CheckConstraint(
                condition=~models.Q(("conclusion", "recheck")),
                name="recheck_is_no_conclusion",
            ),
        ),
    ]
