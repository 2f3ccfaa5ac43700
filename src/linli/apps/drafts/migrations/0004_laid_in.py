"""What was submitted last may not lie in its case yet: a draft tells."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0003_separate_consent")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="laid_in_at",
            field=models.DateTimeField(null=True, verbose_name="已并入报名的提交时间"),
        ),
    ]
