"""Set the last case number of seasons that have cases: until now the cases were counted."""

from typing import Any

from django.db import migrations
from django.db.models import Count


def count_cases(apps: Any, schema_editor: Any) -> None:
    Season = apps.get_model("seasons", "Season")
    for season in Season.objects.annotate(cases=Count("applications")):
        Season.objects.filter(pk=season.pk).update(last_number=season.cases)


class Migration(migrations.Migration):
    dependencies = [("seasons", "0002_last_number"), ("applications", "0005_sent_on_the_site")]
    operations = [migrations.RunPython(count_cases, migrations.RunPython.noop)]
