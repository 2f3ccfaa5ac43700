import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
        ("seasons", "0004_publications"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registration", "宣传报名"),
                            ("eligibility_review", "资格审查"),
                            ("interview", "面见复审"),
                            ("medical_check", "组织体检"),
                            ("selection", "确定人选"),
                            ("agreement", "签订协议"),
                            ("reporting", "人员报到"),
                            ("closed", "已结束"),
                        ],
                        max_length=20,
                        verbose_name="阶段",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="时间")),
                ("place", models.CharField(max_length=100, verbose_name="地点")),
                (
                    "notes",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="携带物品和其他事项"
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.division",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="seasons.season",
                        verbose_name="招募季",
                    ),
                ),
            ],
            options={
                "verbose_name": "时间和地点",
                "ordering": ("season", "county_id", "stage"),
            },
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                fields=("season", "county", "stage"), name="one_appointment_per_county_and_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ("interview", "medical_check"))),
                name="appointment_of_a_stage_people_come_to",
            ),
        ),
    ]
