"""The ledger's tables: entries that are only ever added, and the head kept apart from them."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models


class AppendOnly(TypeError):
    """Someone tried to change or delete an entry of the ledger in code."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries can be read and added, nothing else."""

    def update(self, **changes: Any) -> NoReturn:
        """Refuse: entries are never changed."""
        raise AppendOnly("ledger entries are never updated")

    def delete(self) -> NoReturn:
        """Refuse: entries are never deleted."""
        raise AppendOnly("ledger entries are never deleted")

    def bulk_create(self, objs: Iterable["Entry"], *args: Any, **kwargs: Any) -> list["Entry"]:
        """Add entries; refuse the form that changes or passes over those that are there."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise AppendOnly("ledger entries are never updated")
        return super().bulk_create(objs, *args, **kwargs)

    def of_subject(self, subject: str) -> "EntryQuerySet":
        """Return the entries about one subject, oldest first."""
        return self.filter(subject=subject).order_by("sequence")


class Entry(models.Model):
    """One entry: canonical JSON text and the chain's digest up to it.

    ``subject`` repeats the body's field for look-ups; verification compares the two.
    """

    sequence = models.PositiveBigIntegerField("序号", primary_key=True)
    subject = models.CharField("对象", max_length=80, db_index=True)
    body = models.TextField("内容")
    digest = models.CharField("摘要", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        verbose_name = "台账条目"

    def __str__(self) -> str:
        return f"第{self.sequence}条"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: entries are added by ``record`` alone, and never changed."""
        raise AppendOnly("ledger entries are only added, by record()")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: entries are never deleted."""
        raise AppendOnly("ledger entries are never deleted")


class Head(models.Model):
    """The last entry's number and digest: the one row that appenders lock."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField("条数", default=0)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "台账链头"

    def __str__(self) -> str:
        return f"共{self.sequence}条"
