"""Give every message a delivery per channel, an account beside the case, and what the site shows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("applications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="application",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="applications.application",
                verbose_name="报名",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="short",
            field=models.CharField(blank=True, default="", max_length=70, verbose_name="短信正文"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="attachment",
            field=models.CharField(
                blank=True,
                choices=[("filled_form", "填好的报名登记表")],
                default="",
                max_length=20,
                verbose_name="附件",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="stored_at",
            field=models.DateTimeField(null=True, verbose_name="通知时间"),
        ),
        migrations.AddField(
            model_name="message",
            name="read_at",
            field=models.DateTimeField(null=True, verbose_name="阅读时间"),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "电子邮件"), ("sms", "短信")],
                        max_length=5,
                        verbose_name="渠道",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sending", "发送中"),
                            ("sent", "已发送"),
                            ("failed", "发送失败"),
                            ("unaddressed", "没有可用的地址"),
                            ("rehearsed", "演练，不发送"),
                        ],
                        default="waiting",
                        max_length=11,
                        verbose_name="状态",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数"),
                ),
                ("due_at", models.DateTimeField(verbose_name="下次发送时间")),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=100, verbose_name="最近的错误"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.message",
                        verbose_name="通知",
                    ),
                ),
            ],
            options={
                "verbose_name": "通知的发送",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["due_at"],
                        name="deliveries_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "channel"), name="one_delivery_per_channel"
                    )
                ],
            },
        ),
    ]
