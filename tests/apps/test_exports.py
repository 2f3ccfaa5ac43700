"""Exports: ordered with a purpose, made at once or by the worker, never stuck, taken by one's own hand, all on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.permissions import NotPermitted
from linli.apps.exports import lists, making, ordering
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.exports.making import FILES, MOST_TRIES, make_export
from linli.apps.exports.models import KEPT, Export
from linli.apps.exports.ordering import (
    MOST_UNDER_WAY,
    FileGone,
    ListTooLong,
    Order,
    PurposeMissing,
    TooManyUnderWay,
    download,
    export_log,
    may_read_log,
    order_export,
)
from linli.apps.intake.keeping import NotKept
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.tasks import sweep
from linli.apps.notifications.working import PATIENCE, SweepingWorker
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, at, official
from tests.factories import DAI, make_application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_files")]
NOW = at(7, 20)
SECOND = timedelta(seconds=1)


@pytest.fixture
def long_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every list with a row be a long one, read two rows at a time."""
    monkeypatch.setattr(ordering, "MOST_ROWS_AT_ONCE", 0)
    monkeypatch.setattr(lists, "CHUNK", 2)


@pytest.fixture
def cases(season: Season) -> Season:
    for _ in range(5):
        make_application(season)
    return season


def ordered(season: Season, actor: User, name: str = "applications", **order: Any) -> Export:
    return order_export(season, Order(CATALOGUE[name], "审查会议用", **order), actor=actor, at=NOW)


def work() -> None:
    SweepingWorker(["exports"]).run()


def stands(export: Export) -> tuple[str, int, int, str]:
    export.refresh_from_db()
    return export.status, export.rows, export.total, export.failure


def shelf() -> list[Path]:
    """Return the files of exports that are stored."""
    folder = Path(default_storage.path(FILES.folder))
    return sorted(one for one in folder.rglob("*") if one.is_file())


def break_down(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def broken(*args: Any, **named: Any) -> None:
        raise fault

    monkeypatch.setattr(making, "write_list", broken)


def test_short_list_is_there_at_once(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai)

    assert stands(export) == ("ready", 5, 5, "")
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize(("rows", "status"), [(5, "waiting"), (6, "ready")])
def test_list_longer_than_what_is_made_at_once_waits_for_the_worker(
    cases: Season,
    cast: Officials,
    monkeypatch: pytest.MonkeyPatch,
    rows: int,
    status: str,
) -> None:
    monkeypatch.setattr(ordering, "MOST_ROWS_AT_ONCE", rows - 1)

    assert stands(ordered(cases, cast.dai))[0] == status


@pytest.mark.usefixtures("long_lists")
def test_worker_makes_a_long_list_and_tells_how_far_it_is(
    cases: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int, int, str]] = []
    export = ordered(cases, cast.dai)
    counted = making._counted

    def watched(chunks: Any, note: Any) -> Any:
        def noted(rows: int) -> None:
            note(rows)
            seen.append(stands(export))

        return counted(chunks, noted)

    monkeypatch.setattr(making, "_counted", watched)

    work()

    assert seen == [("running", rows, 5, "") for rows in (2, 4, 5)]
    assert stands(export) == ("ready", 5, 5, "")


@pytest.mark.usefixtures("long_lists")
def test_killed_worker_leaves_a_list_that_is_made_again(
    cases: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ordered(cases, cast.dai)
    with monkeypatch.context() as patch:
        break_down(patch, SystemExit())
        with pytest.raises(SystemExit):
            make_export(export.pk, at=NOW)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    assert stands(export)[0] == "running"

    sweep(now=timezone.now() + PATIENCE + SECOND, patience=PATIENCE)
    work()

    assert stands(export) == ("ready", 5, 5, "")


@pytest.mark.usefixtures("long_lists")
def test_list_that_never_gets_made_fails_with_a_sentence(
    cases: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ordered(cases, cast.dai)
    break_down(monkeypatch, OSError("disk full"))
    stations = []
    for _ in range(MOST_TRIES):
        with pytest.raises(OSError, match="disk full"):
            make_export(export.pk, at=NOW)
        stations.append(stands(export)[0])

    make_export(export.pk, at=NOW)

    assert stations == ["waiting", "waiting", "failed"]
    assert stands(export)[3] == "生成时出错，没有文件。请重新导出；仍不行的，告知系统管理员"


@pytest.mark.usefixtures("long_lists")
def test_list_whose_worker_is_killed_each_time_is_given_up(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai)
    Export.objects.update(status="running", tries=MOST_TRIES)

    make_export(export.pk, at=NOW)

    assert stands(export)[0] == "failed"
    assert stands(export)[3].startswith(f"后台办理了{MOST_TRIES}次都没有完成")


def test_short_list_that_cannot_be_made_does_not_wait(
    cases: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_down(monkeypatch, OSError("disk full"))

    with pytest.raises(OSError, match="disk full"):
        ordered(cases, cast.dai)

    assert Export.objects.get().status == "failed"


@pytest.mark.usefixtures("long_lists")
@pytest.mark.parametrize(("late", "status"), [(0, "waiting"), (1, "failed")])
def test_list_whose_task_is_lost_is_given_up_after_the_patience(
    cases: Season, cast: Officials, late: int, status: str
) -> None:
    export = ordered(cases, cast.dai)
    DBTaskResult.objects.all().delete()

    sweep(now=NOW + PATIENCE + late * SECOND, patience=PATIENCE)

    assert stands(export)[0] == status


@pytest.mark.usefixtures("long_lists")
def test_list_that_waits_behind_others_is_not_given_up(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai)

    sweep(now=NOW + 9 * PATIENCE, patience=PATIENCE)

    assert stands(export)[0] == "waiting"


@pytest.mark.usefixtures("long_lists")
def test_earlier_try_that_ends_late_does_not_count(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai)
    first = making._begun(export.pk)
    assert first is not None
    making._begun(export.pk)

    making._finish(first, b"PK", 5, NOW)
    making._stop(first, "出错")

    assert (stands(export)[0], shelf()) == ("running", [])


def test_list_that_was_given_up_meanwhile_leaves_no_file(
    cases: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = making.write_list

    def slow(*args: Any) -> int:
        rows = written(*args)
        Export.objects.update(status="failed", failure="等得太久")
        return rows

    monkeypatch.setattr(making, "write_list", slow)

    export = ordered(cases, cast.dai, is_full=True)

    assert stands(export)[0::3] == ("failed", "等得太久")
    assert (export.digest, shelf()) == ("", [])


@pytest.mark.usefixtures("long_lists")
def test_list_whose_file_cannot_be_kept_is_made_again(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai)
    # Where the folder should be stands a file: nothing can be stored.
    in_the_way = Path(default_storage.path(FILES.folder))
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.touch()
    with pytest.raises(OSError, match="exports"):
        make_export(export.pk, at=NOW)
    in_the_way.unlink()
    assert stands(export)[0] == "waiting"

    make_export(export.pk, at=NOW)

    assert (stands(export)[0], len(shelf())) == ("ready", 1)


@pytest.mark.parametrize("late", [-SECOND, SECOND])
def test_file_that_no_entry_names_is_removed_when_the_days_of_any_are_over(
    kept_files: Path, late: timedelta
) -> None:
    FILES.keep(b"PK of a worker that died")
    (file,) = shelf()
    stored_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)

    sweep(now=stored_at + KEPT + late, patience=PATIENCE)

    assert shelf() == ([file] if late < timedelta(0) else [])


@pytest.mark.usefixtures("long_lists")
def test_official_who_left_the_office_gets_no_list(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai, "review")
    User.objects.filter(pk=cast.dai.pk).update(office=Office.COMMUNITY)

    work()

    status, *_, failure = stands(export)
    assert (status, export.digest) == ("failed", "")
    assert failure.startswith("“审查通过”由")


@pytest.mark.parametrize(
    ("kept", "status"), [(KEPT - SECOND, "ready"), (KEPT, "expired"), (KEPT + SECOND, "expired")]
)
def test_file_is_removed_when_its_days_are_over(
    cases: Season, cast: Officials, kept: timedelta, status: str
) -> None:
    export = ordered(cases, cast.dai)

    sweep(now=NOW + kept, patience=PATIENCE)

    assert stands(export)[:2] == (status, 5)
    if status == "expired":
        with pytest.raises(NotKept):
            FILES.kept(export.digest)


def test_file_goes_to_the_one_who_ordered_it_and_every_time_is_entered(
    cases: Season, cast: Officials
) -> None:
    export = ordered(cases, cast.dai)

    first = download(export, actor=cast.dai, at=NOW + SECOND)
    download(export, actor=cast.dai, at=NOW + 2 * SECOND)

    export.refresh_from_db()
    assert first.startswith(b"PK")
    assert export.downloaded_at == ["2024-07-20T10:00:01+08:00", "2024-07-20T10:00:02+08:00"]


def test_nobody_else_takes_the_file_not_even_the_city(cases: Season, cast: Officials) -> None:
    export = ordered(cases, cast.dai)
    colleague = official("dai-2", Office.COUNTY, DAI)

    for other in (colleague, cast.city, cast.yuanping):
        with pytest.raises(NotPermitted, match="只能由导出人本人下载"):
            download(export, actor=other, at=NOW)


@pytest.mark.parametrize("kept", [KEPT - SECOND, KEPT])
def test_file_cannot_be_taken_from_the_moment_its_days_are_over(
    cases: Season, cast: Officials, kept: timedelta
) -> None:
    export = ordered(cases, cast.dai)

    if kept < KEPT:
        assert download(export, actor=cast.dai, at=NOW + kept).startswith(b"PK")
    else:
        with pytest.raises(FileGone, match="没有可以下载的文件"):
            download(export, actor=cast.dai, at=NOW + kept)


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_list_without_a_purpose(cases: Season, cast: Officials, reason: str) -> None:
    with pytest.raises(PurposeMissing, match="没有写明用途"):
        order_export(cases, Order(CATALOGUE["applications"], reason), actor=cast.dai, at=NOW)


def test_full_numbers_are_for_the_offices_that_have_the_forms(
    cases: Season, cast: Officials
) -> None:
    with pytest.raises(NotPermitted, match="完整的个人信息由市委社会工作部、县"):
        ordered(cases, cast.auditor, is_full=True)


def test_list_without_personal_data_is_not_taken_in_full(cases: Season, cast: Officials) -> None:
    with pytest.raises(NotPermitted, match="“台账”没有可以完整导出的个人信息"):
        ordered(cases, cast.city, "ledger", is_full=True)


def test_list_of_another_city_is_refused(cases: Season, cast: Officials) -> None:
    with pytest.raises(NotPermitted, match="不在您的管辖范围内"):
        ordered(cases, cast.datong)


@pytest.mark.usefixtures("long_lists")
def test_an_official_has_no_more_than_three_under_way(cases: Season, cast: Officials) -> None:
    for _ in range(MOST_UNDER_WAY):
        ordered(cases, cast.dai)

    with pytest.raises(TooManyUnderWay, match="您已有3份导出还没有生成"):
        ordered(cases, cast.dai)
    ordered(cases, cast.city)


def test_list_longer_than_a_sheet_is_refused(
    cases: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "MOST_ROWS", 4)

    with pytest.raises(ListTooLong, match="名单有5行，一个工作簿最多4行"):
        ordered(cases, cast.dai)


def test_ledger_says_what_went_out_why_and_when_it_was_taken_and_names_nobody(
    cases: Season, cast: Officials
) -> None:
    export = ordered(cases, cast.dai, filters={"state": "routed", "secret": "x"}, is_full=True)
    download(export, actor=cast.dai, at=NOW + SECOND)

    made, downloaded = entries_of(cases.code)[-2:]

    inputs = {
        "export": export.pk,
        "list": "applications",
        "filters": {"state": "routed"},
        "is_full": True,
        "rows": 5,
        "digest": export.digest,
    }
    told = [
        (one["action"], one["actor"], one["reason"], one["inputs"]) for one in (made, downloaded)
    ]
    assert told == [
        ("export_list", "dai", "审查会议用", inputs),
        ("download_export", "dai", "审查会议用", inputs),
    ]
    assert export.file_name == f"{cases.code}-applications-{export.pk}.xlsx"


def test_log_is_read_by_the_city_and_auditors_in_their_own_subtree(
    cases: Season, cast: Officials
) -> None:
    county_auditor = official("dai-auditor", Office.AUDITOR, DAI)
    by = {cast.city: ordered(cases, cast.city), cast.dai: ordered(cases, cast.dai)}
    ordered(cases, cast.yuanping)

    allowed = {
        one.username: may_read_log(one, cases).allowed
        for one in (cast.city, cast.auditor, county_auditor, cast.dai, cast.finance, cast.datong)
    }

    assert allowed == {
        "city": True,
        "auditor": True,
        "dai-auditor": True,
        "dai": False,
        "finance": False,
        "datong": False,
    }
    assert list(export_log(cases, county_auditor)) == [by[cast.dai]]
    assert export_log(cases, cast.auditor).count() == 3
