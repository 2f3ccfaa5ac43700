import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_channels_and_ways"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicnotice",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="notices.publicnotice",
                verbose_name="更正的公示",
            ),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="reason",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="更正理由"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="changes",
            field=models.JSONField(default=list, verbose_name="更正内容"),
        ),
        migrations.AddField(
            model_name="listing",
            name="own_posted_on",
            field=models.DateField(null=True, verbose_name="本人公示开始"),
        ),
        migrations.AddField(
            model_name="listing",
            name="own_last_day",
            field=models.DateField(null=True, verbose_name="本人公示截止（当日24时）"),
        ),
        migrations.AddConstraint(
            model_name="publicnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects", None))
                | models.Q(models.Q(("reason", ""), _negated=True)),
                name="correction_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_last_day", None), ("own_posted_on", None))
                | models.Q(("own_last_day__isnull", False), ("own_posted_on__isnull", False)),
                name="own_period_is_whole",
            ),
        ),
    ]
