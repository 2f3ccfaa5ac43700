"""People: one row a person, whatever they become."""

from django.db import models


class Person(models.Model):
    """A person by ID number. Fields beyond the name are those of the official form.

    A number that is not well formed names nobody: ``id_number`` is then empty, and the
    number as written stays on the form. A rehearsal has its own people, so that it never
    touches a real person's row. Ethnicity and political status are printed on the form
    only; nothing else reads them. ``account`` is whose sign-in acts for the person; one account
    is one person, and one more in rehearsals.
    Source: D0 附件2; requirements X10.
    """

    id_number = models.CharField("身份证号", max_length=18, null=True)
    is_rehearsal = models.BooleanField("演练人员", default=False)
    account = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="people", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("家庭详细住址", max_length=200, blank=True)

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.UniqueConstraint(
                fields=("id_number", "is_rehearsal"), name="one_person_per_id_number"
            ),
            models.UniqueConstraint(
                fields=("account", "is_rehearsal"), name="one_person_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"人员{self.pk}"
