"""Put the parts of a Word file into one package, byte for byte the same each time."""

from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from linli.core.documents.official_layout import SIZE_3_PT
from linli.core.documents.official_word_xml import Face, element

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}/relationships"'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Zip files cannot hold an earlier time; a fixed one keeps the bytes the same.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_STORY_PARTS = {
    "default_header": "header",
    "even_header": "header",
    "default_footer": "footer",
    "even_footer": "footer",
}
_PLAIN_PARTS = ("styles", "settings", "fontTable")


def package(
    *,
    body: str,
    header: str,
    odd_footer: str,
    even_footer: str,
    title: str,
    dated: date,
) -> bytes:
    """Return the ``.docx`` file; every text given is WordprocessingML, the title is plain."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core_properties(title, dated),
        "word/document.xml": _part("document", element("body", body)),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/default_header.xml": _part("hdr", header),
        "word/even_header.xml": _part("hdr", header),
        "word/default_footer.xml": _part("ftr", odd_footer),
        "word/even_footer.xml": _part("ftr", even_footer),
        "word/styles.xml": _part("styles", _styles()),
        "word/settings.xml": _part("settings", _settings()),
        "word/fontTable.xml": _part("fonts", _fonts()),
    }
    return _zip(parts)


def _zip(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, date_time=_ZIP_TIME)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, _HEAD + text)
    return file.getvalue()


def _part(name: str, content: str) -> str:
    return f"<w:{name} {_SPACES}>{content}</w:{name}>"


def _content_types() -> str:
    kinds = {"/word/document.xml": f"{_WORD_TYPE}.document.main+xml"}
    kinds |= {
        f"/word/{name}.xml": f"{_WORD_TYPE}.{kind}+xml" for name, kind in _STORY_PARTS.items()
    }
    kinds |= {f"/word/{name}.xml": f"{_WORD_TYPE}.{name}+xml" for name in _PLAIN_PARTS}
    kinds["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    return _relations(
        ("document", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (
            "core",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
    )


def _document_relations() -> str:
    kinds = _STORY_PARTS | {name: name for name in _PLAIN_PARTS}
    return _relations(
        *((name, f"{_OFFICE}/relationships/{kind}", f"{name}.xml") for name, kind in kinds.items())
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _core_properties(title: str, dated: date) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{dated.isoformat()}T00:00:00Z'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>Linli</dc:creator>"
        f"<dcterms:created {moment}</dcterms:created>"
        f"<dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )


def _styles() -> str:
    family = Face.FANGSONG.value[0]
    fonts = element("rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)
    size = round(SIZE_3_PT * 2)
    run = element("rPr", fonts, element("sz", val=size), element("szCs", val=size), _LANGUAGE)
    # The grid counts its characters from the size of the Normal style.
    normal = element(
        "style",
        element("name", val="Normal"),
        element("qFormat"),
        run,
        type="paragraph",
        default=1,
        styleId="Normal",
    )
    table = element(
        "style",
        element("name", val="Normal Table"),
        element("tblPr"),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    return element("docDefaults", element("rPrDefault", run)) + normal + table


_LANGUAGE = element("lang", val="zh-CN", eastAsia="zh-CN")


def _settings() -> str:
    mode = element(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return "".join(
        (
            element("mirrorMargins"),
            element("evenAndOddHeaders"),
            element("characterSpacingControl", val="compressPunctuation"),
            element("compat", element("useFELayout"), mode),
        )
    )


def _fonts() -> str:
    return "".join(
        element(
            "font",
            element("altName", val=others),
            element("charset", val="86"),
            name=family,
        )
        for family, others in (face.value for face in Face)
    )
