"""Which pictures stand in a Word document, in the order of the text, and where they are stored."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from linli.core.documents.word_package import parse_part, read_member
from linli.core.documents.word_text import attribute, local_name

_LARGEST_PICTURE = 50 * 1024 * 1024
_RELATIONS = "word/_rels/document.xml.rels"
_REFERENCES = {"blip": "embed", "imagedata": "id"}
_MOST_REFERENCES = 2_000


def relation_targets(root: etree._Element) -> Mapping[str, str]:
    """Return the members that the relations of the main part lead to, by their ids."""
    return {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/word", relation.get("Target", ""))
        ).lstrip("/")
        for relation in root.iter("{*}Relationship")
        if relation.get("TargetMode") != "External"
    }


def picture_names(body: etree._Element, targets: Mapping[str, str]) -> list[str]:
    """Return the members that hold the pictures, in the order of the text, each as often as it is shown.

    Of a picture that is there twice, for new and for old programs, the first counts.
    """
    names: list[str] = []
    for item in islice(body.iter("{*}blip", "{*}imagedata"), _MOST_REFERENCES):
        wanted = _REFERENCES[local_name(item)]
        target = targets.get(attribute(item, wanted) or "")
        is_repeated = next(item.iterancestors("{*}Fallback"), None) is not None
        if target is not None and not is_repeated:
            names.append(target)
    return names


def stored_pictures(archive: zipfile.ZipFile, body: etree._Element) -> Iterator[bytes]:
    """Yield the pictures of a package, in the order of its text."""
    root, _ = parse_part(archive, _RELATIONS) if _RELATIONS in archive.NameToInfo else (None, ())
    targets = relation_targets(root) if root is not None else {}
    for name in picture_names(body, targets):
        if name in archive.NameToInfo:
            yield read_member(archive, name, limit=_LARGEST_PICTURE) or b""
