from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_objections_of_the_public"),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="is_crowded",
            field=models.BooleanField(default=False, verbose_name="短时间内大量收到"),
        ),
    ]
