"""What a first official proposes where a pack asks for a second one, and the decision that follows it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0009_indexes_of_the_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("pass", "通过"), ("fail", "不通过"), ("supplement", "要求补正")],
                        max_length=12,
                        verbose_name="意见",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="理由")),
                ("codes", models.JSONField(default=list, verbose_name="原因代码")),
                ("seen", models.CharField(max_length=64, verbose_name="所见情况的标记")),
                ("given_at", models.DateTimeField(verbose_name="初审时间")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "待第二人复核"),
                            ("confirmed", "已复核同意"),
                            ("returned", "已退回"),
                            ("lapsed", "因报名变动已失效"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="办理情况",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=400, verbose_name="退回理由")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="first_opinions",
                        to="applications.application",
                        verbose_name="报名",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="初审人",
                    ),
                ),
            ],
            options={
                "verbose_name": "初审意见",
                "ordering": ("given_at", "pk"),
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="first_opinion",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="applications.firstopinion",
                verbose_name="初审意见",
            ),
        ),
        migrations.AddConstraint(
            model_name="firstopinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("application",),
                name="one_waiting_opinion_per_case",
            ),
        ),
    ]
