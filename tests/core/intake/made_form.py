"""Registration forms of made-up people as Word files, in every shape a test asks for.

Written from Annex 2 as printed, independently of the reader.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from linli.core.places import Division, Gazetteer, Level

TITLE = "山西省2024年招募高校毕业生担任社区助理报名登记表"
HINT = "【全省11个市、117个县(市、区)均可填写】"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'

#: A made-up person: area code 990101 is not assigned, sequence 901.
PERSON: Mapping[str, str] = {
    "姓名": "演练甲",
    "性别": "女",
    "民族": "汉族",
    "出生年月": "2002年3月",
    "籍贯": "山西省忻州市",
    "政治面貌": "共青团员",
    "毕业院校": "样本大学",
    "毕业时间": "2024年7月",
    "所学专业": "社会工作",
    "学历": "本科",
    "学位": "法学学士",
    "身份证号": "990101200203159026",
    "家庭详细住址": "样本省样本市样本路1号",
    "联系电话": "13800000001",
    "工作意向地区": f"忻州市代县县(市、区)\n{HINT}",
    "如工作意向地区招募已满,是否接受调剂到其他地区": (
        f"□不接受调剂\n☑可接受以下地区的调剂：\n1. 忻州市五台县县(市、区)\n2. ____市____县(市、区)\n{HINT}"
    ),
    "个人简历": "2020.09—2024.07 样本大学 学生",
    "高校读书期间奖惩情况": "无",
    "有何特长、爱好": "阅读",
    "本人承诺": (
        "本人承诺：本表填报内容和提供的材料完全真实，如有不符，本人愿意承担由此产生的一切后果和相关责任。\n"
        "报名人（签名）：演练甲\n2024 年 6 月 8 日"
    ),
}
TRANSFER = "如工作意向地区招募已满,是否接受调剂到其他地区"
#: The rows of Annex 2: labels, each followed by the columns its value covers.
ROWS: Sequence[Sequence[tuple[str, int]]] = (
    (("姓名", 1), ("性别", 1), ("民族", 1)),
    (("出生年月", 1), ("籍贯", 1), ("政治面貌", 1)),
    (("毕业院校", 2), ("毕业时间", 2)),
    (("所学专业", 2), ("学历", 1), ("学位", 1)),
    (("身份证号", 6),),
    (("家庭详细住址", 6),),
    (("联系电话", 6),),
    (("工作意向地区", 6),),
    ((TRANSFER, 6),),
    (("个人简历", 6),),
    (("高校读书期间奖惩情况", 6),),
    (("有何特长、爱好", 6),),
    (("本人承诺", 6),),
)
#: Rows that leave the last column to the photo.
PHOTO_ROWS = 3

Paint = Callable[[str], str]


def gazetteer() -> Gazetteer:
    """A few real names of one province."""
    cities = {
        "1409": "忻州市",
        "1402": "大同市",
        "1405": "晋城市",
        "1403": "阳泉市",
        "1406": "朔州市",
    }
    counties = {
        "140902": "忻府区", "140922": "五台县", "140923": "代县", "140981": "原平市", "140927": "神池县",
        "140502": "城区", "140302": "城区", "140681": "怀仁市",
    }  # fmt: skip
    return Gazetteer(
        [
            *(Division(code, name, Level.CITY, "14") for code, name in cities.items()),
            *(Division(code, name, Level.COUNTY, code[:4]) for code, name in counties.items()),
        ]
    )


def run(text: str) -> str:
    """One run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def split_runs(text: str) -> str:
    """The text with a run, and a proofing mark, for every character."""
    return '<w:proofErr w:type="spellStart"/>'.join(run(mark) for mark in text)


def control(text: str) -> str:
    """The text inside a content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def prompt(text: str) -> str:
    """An empty content control that shows its prompt."""
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def w14_box(*, checked: bool) -> str:
    """A checkbox content control."""
    state = f'<w14:checkbox {W14}><w14:checked w14:val="{int(checked)}"/></w14:checkbox>'
    return f"<w:sdt><w:sdtPr>{state}</w:sdtPr><w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>"


def legacy_box(*, checked: bool) -> str:
    """A checkbox form field of old Word."""
    state = f'<w:checkBox><w:default w:val="0"/><w:checked w:val="{int(checked)}"/></w:checkBox>'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{state}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def symbol(code: str, *, font: str = "Wingdings 2") -> str:
    """A character of a symbol font."""
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def text_box(text: str) -> str:
    """A text box in today's form with the fallback that old programs show."""
    boxed = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{boxed}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict {V}><v:shape><v:textbox>{boxed}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def picture() -> str:
    """A picture as old Word writes it; nothing follows where it points."""
    return f"<w:r><w:pict {V}><v:shape><v:imagedata/></v:shape></w:pict></w:r>"


def paragraphs(text: str, *, paint: Paint = run) -> str:
    """One paragraph a line."""
    return "".join(f"<w:p>{paint(line)}</w:p>" for line in text.split("\n"))


def cell(content: str, *, span: int = 1, merge: str = "") -> str:
    """A table cell that holds paragraphs given as XML."""
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{vertical}</w:tcPr>{content}</w:tc>'


def table(rows: Sequence[str]) -> str:
    """A table of rows given as the XML of their cells."""
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def form_rows(
    values: Mapping[str, str],
    *,
    rows: Sequence[Sequence[tuple[str, int]]] = ROWS,
    paint: Paint = run,
    label_paint: Callable[[str], str] = lambda label: label,
    raw: Mapping[str, str] | None = None,
    photo: bool = True,
) -> list[str]:
    """The rows of the form; ``raw`` gives a value as XML of paragraphs in place of its text."""
    made = []
    for number, row in enumerate(rows):
        cells = []
        for label, span in row:
            content = (raw or {}).get(label) or paragraphs(values.get(label, ""), paint=paint)
            cells += [cell(paragraphs(label_paint(label))), cell(content, span=span)]
        if photo and rows is ROWS and number < PHOTO_ROWS:
            caption = "近期1寸免冠正面彩色照片" if number == 0 else ""
            cells.append(cell(paragraphs(caption), merge="continue" if number else "restart"))
        made.append("".join(cells))
    return made


def document(*blocks: str, title: str | None = TITLE) -> bytes:
    """A Word file of a title and blocks given as XML."""
    made = docx.Document()
    body = made.element.body
    if title is not None:
        made.add_paragraph(title)
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def form(
    values: Mapping[str, str] | None = None, *, title: str | None = TITLE, **how: object
) -> bytes:
    """The form of the made-up person, with some values exchanged, as a Word file."""
    filled = {**PERSON, **(values or {})}
    return document(table(form_rows(filled, **how)), title=title)  # type: ignore[arg-type]


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The Word file with one part of the package exchanged or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, part)
    return stream.getvalue()


def part_of(content: bytes, name: str = "word/document.xml") -> bytes:
    """One part of the package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
