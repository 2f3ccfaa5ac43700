"""Forms that look like Annex 2 and are not: of another programme, another year, another purpose."""

from dataclasses import replace

from linli.core.documents.registration_form import RegistrationForm
from linli.rehearsal.carriers import some_other_form
from linli.rehearsal.intake_world_desk import WorldDesk
from linli.rehearsal.intake_world_files import WorldFile
from linli.rehearsal.papers.form_word import word_dialect, word_form

OTHER_TITLES = (
    "2023年高校毕业生就业见习登记表",
    "机关事业单位公益性岗位申请表",
    "应聘人员登记表",
)
OTHER_PROGRAMMES = (
    ("2024年山西省高校毕业生“三支一扶”计划", "招募报名登记表"),
    ("忻州市2024年公开招聘社区工作者", "报名登记表"),
    ("山西省2024年大学生志愿服务西部计划", "报名登记表"),
)
ANOTHER_YEAR = ("山西省2023年招募高校毕业生", "担任社区助理报名登记表")
# In Annex 2 the wishes for a place stand in these rows; other programmes do not ask for them.
ROWS_OF_PLACES = (7, 8)


def wrong_form(desk: WorldDesk, form: RegistrationForm) -> WorldFile:
    """Return a Word file with a form that is not Annex 2 of this notice."""
    dice = desk.dice
    if dice.chance(0.35):
        other = some_other_form(dice.pick(OTHER_TITLES))
        return WorldFile(other.name, other.content)
    style = desk.style(by_pen=False)
    table = desk.table(form, style)
    if dice.chance(0.4):
        table = replace(table, title=ANOTHER_YEAR)
    else:
        rows = [row for number, row in enumerate(table.rows) if number not in ROWS_OF_PLACES]
        table = replace(table, title=dice.pick(OTHER_PROGRAMMES), rows=tuple(rows), heading=())
    content = word_form(table, word_dialect(dice), desk.form_pictures(form, style))
    return WorldFile(f"{form.name}报名登记表.docx", content)
