"""Read the registration form from any file that holds text, and from the body of a mail.

Source: D0 附件2.
"""

from dataclasses import replace

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.form_reading import ReadForm, read_form_content
from linli.core.documents.text_carrier import read_text_carrier
from linli.core.documents.text_lines import read_text_lines
from linli.core.documents.web_page import read_web_markup
from linli.core.places import Gazetteer


def read_form_file(content: bytes, *, gazetteer: Gazetteer, title: str) -> ReadForm:
    """Read Annex 2 from the bytes of a file, whatever its name says; ``title`` is the form's.

    Word of all times, RTF, open documents and web pages are read; a picture or a PDF, and what
    is broken, locked or hostile, is named in ``problems``. Nothing is raised for any bytes.
    Source: D0 附件2.
    """
    return read_form_carrier(read_text_carrier(content), gazetteer=gazetteer, title=title)


def read_form_markup(markup: str, *, gazetteer: Gazetteer, title: str) -> ReadForm:
    """Read Annex 2 from the HTML body of a mail.

    Source: D0 附件2.
    """
    return read_form_carrier(read_web_markup(markup), gazetteer=gazetteer, title=title)


def read_form_text(text: str, *, gazetteer: Gazetteer, title: str) -> ReadForm:
    """Read Annex 2 from the plain text of a mail, answered line by line.

    Source: D0 附件2.
    """
    return read_form_content(read_text_lines(text), gazetteer=gazetteer, title=title)


def read_form_carrier(carrier: ReadCarrier, *, gazetteer: Gazetteer, title: str) -> ReadForm:
    """Read Annex 2 from a file that was laid out already.

    Source: D0 附件2.
    """
    if carrier.content is None:
        return ReadForm(None, carrier.problems)
    read = read_form_content(carrier.content, gazetteer=gazetteer, title=title)
    problems = dict.fromkeys((*carrier.problems, *read.problems))
    return replace(read, problems=tuple(problems))
