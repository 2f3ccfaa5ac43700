"""Carriers other than our Word form: a PDF or photo of it, and Word files that are no Annex 2."""

from linli.rehearsal.mail_variety import Attachment
from linli.rehearsal.planned_mail import FORM_PAGE_SIZE, Desk
from linli.rehearsal.word_form_maker import MARK
from linli.rehearsal.word_xml import cell, paragraph, row, run, table, word_file

OTHER_FORM_FIELDS = ("单位名称", "见习岗位", "联系人")
OTHER_FORM_WIDTHS = (2400, 7200)


def form_as_photo(desk: Desk) -> Attachment:
    """Return the form as a photo of a printed page."""
    return Attachment("报名表照片.jpg", desk.form_page())


def form_as_pdf(desk: Desk) -> Attachment:
    """Return the form as a PDF that holds one scanned page and no text."""
    return Attachment("报名登记表.pdf", _pdf_of_jpeg(desk.form_page()))


def some_other_form(title: str) -> Attachment:
    """Return a Word file with a table that is not Annex 2, marked 样本."""
    rows = [
        row(
            cell(paragraph(run(label)), width=OTHER_FORM_WIDTHS[0]),
            cell(width=OTHER_FORM_WIDTHS[1]),
            height=600,
        )
        for label in OTHER_FORM_FIELDS
    ]
    body = [paragraph(run(title), align="center"), table(rows, OTHER_FORM_WIDTHS), paragraph()]
    content = word_file("".join(body), header=paragraph(run(MARK)), application="WPS Office")
    return Attachment(f"{title}.docx", content)


def _pdf_of_jpeg(jpeg: bytes) -> bytes:
    """Return a PDF of one A4 page that is filled by a picture. Source: ISO 32000-1, 7.5."""
    width, height = FORM_PAGE_SIZE
    drawing = b"q 595 0 0 842 0 0 cm /Page Do Q"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /Page 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
        % (width, height, len(jpeg), jpeg),
    )
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count = len(objects) + 1
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, entries)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\n" % count
        + b"startxref\n%d\n%%%%EOF\n" % len(written)
    )
