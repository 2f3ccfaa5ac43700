"""Leave how far a message has come to its deliveries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_former_mails")]

    operations = [
        migrations.RemoveField(model_name="message", name="status"),
        migrations.RemoveField(model_name="message", name="attempts"),
        migrations.AlterField(
            model_name="message",
            name="stored_at",
            field=models.DateTimeField(verbose_name="通知时间"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(application__isnull=True, account__isnull=False)
                | models.Q(application__isnull=False, account__isnull=True),
                name="message_to_a_case_or_an_account",
            ),
        ),
    ]
