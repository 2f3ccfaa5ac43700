"""The index from which the funnel is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0007_reviewing")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["season", "applied_county", "county", "state"], name="by_season_applied"
            ),
        ),
    ]
