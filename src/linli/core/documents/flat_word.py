"""Read a Word document in one XML file: Word 2003's own XML, and the flat package of later ones."""

from collections.abc import Iterator

from lxml import etree

from linli.core.documents.carrier import ReadCarrier, kept_pictures
from linli.core.documents.flat_xml import FlatXml, read_flat_xml
from linli.core.documents.problems import suspicious, unsupported
from linli.core.documents.word_grid import read_content
from linli.core.documents.word_pictures import picture_names, relation_targets
from linli.core.documents.word_text import attribute, local_name

_NOTES = "{http://schemas.microsoft.com/office/word/2003/auxHint}*"


def read_flat_word(content: bytes) -> ReadCarrier:
    """Read the document; every failure comes back as a problem, none is raised."""
    flat = read_flat_xml(content)
    problems = list(flat.problems)
    if flat.root is None:
        return ReadCarrier(None, tuple(problems))
    if attribute(flat.root, "macrosPresent") == "yes" or _has_macro_part(flat.root):
        problems.append(suspicious("文件内含宏，未运行"))
    name = local_name(flat.root)
    if name == "wordDocument":
        _bring_up_to_date(flat.root)
        pictures = kept_pictures(flat.part(item) for item in flat.root.iter("{*}binData"))
        return ReadCarrier(read_content(flat.root), tuple(problems), pictures)
    document = next(flat.root.iter("{*}document"), None) if name == "package" else None
    if document is None:
        return ReadCarrier(None, (*problems, unsupported("文件不是Word文档，须由人工阅读")))
    pictures = kept_pictures(_packed_pictures(flat, document))
    return ReadCarrier(read_content(document), tuple(problems), pictures)


def _bring_up_to_date(root: etree._Element) -> None:
    """Give elements the names and places that they have in later versions."""
    for merge in root.iter("{*}vmerge"):
        merge.tag = str(merge.tag).replace("}vmerge", "}vMerge")
    # Notes for other programs stand around paragraphs and tables.
    for note in list(root.iter(_NOTES)):
        above = note.getparent()
        if above is not None and len(note):
            for inner in list(note):
                note.addprevious(inner)
            above.remove(note)


def _has_macro_part(root: etree._Element) -> bool:
    return any(
        (attribute(part, "name") or "").lower().endswith("vbaproject.bin")
        for part in root
        if local_name(part) == "part"
    )


def _packed_pictures(flat: FlatXml, document: etree._Element) -> Iterator[bytes]:
    assert flat.root is not None
    parts = {
        attribute(part, "name") or "": part for part in flat.root if local_name(part) == "part"
    }
    relations = parts.get("/word/_rels/document.xml.rels")
    targets = relation_targets(relations) if relations is not None else {}
    for name in picture_names(document, targets):
        part = parts.get("/" + name)
        data = next(part.iter("{*}binaryData"), None) if part is not None else None
        yield flat.part(data) if data is not None else b""
