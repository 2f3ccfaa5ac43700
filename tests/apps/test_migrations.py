"""The migrations bring the tables to where the models are."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing_for_the_models_as_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("makemigrations", check=True, dry_run=True)

    assert capsys.readouterr().out == "No changes detected\n"
