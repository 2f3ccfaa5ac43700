"""Read the registration form from a Word file.

Source: D0 附件2.
"""

from dataclasses import replace

from linli.core.documents.form_reading import ReadForm, read_form_content
from linli.core.documents.word_grid import read_content
from linli.core.documents.word_package import open_word
from linli.core.places import Gazetteer


def read_registration_form(content: bytes, *, gazetteer: Gazetteer, title: str) -> ReadForm:
    """Read Annex 2 from the bytes of a Word file, whoever sent it and whatever is in it.

    Nothing is raised for any bytes: what cannot be read is named in ``problems``.
    Source: D0 附件2.
    """
    opened = open_word(content)
    if opened.body is None:
        return ReadForm(None, opened.problems)
    read = read_form_content(read_content(opened.body), gazetteer=gazetteer, title=title)
    return replace(read, problems=(*opened.problems, *read.problems))
