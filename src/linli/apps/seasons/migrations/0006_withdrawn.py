from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seasons", "0005_appointments"),
    ]

    operations = [
        migrations.AddField(
            model_name="season",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="撤销时间"),
        ),
    ]
