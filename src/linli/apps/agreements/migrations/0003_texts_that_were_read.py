"""Keep the text that was read beside its digest; of earlier readings only the digest is known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_agreement_readings")]

    operations = [
        migrations.AddField(
            model_name="agreementreading",
            name="text",
            field=models.TextField(default="", verbose_name="所读文本"),
            preserve_default=False,
        ),
    ]
