from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_corrections")]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="position",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="提出时的名单序号"),
        ),
    ]
