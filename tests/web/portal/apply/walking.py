"""How an applicant goes through the form in a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import FilePayload, Page, expect

from linli.apps.drafts.fields import SECTIONS
from tests.support.portal import NAME, paper, portrait

HOME = "/apply/xinzhou-2024/"
PAPERS = ("id_card_front", "id_card_back", "enrollment_report")


def jpeg(content: bytes, name: str = "IMG_2024.jpg") -> FilePayload:
    """Return a file as a telephone's gallery hands it over."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def fill(page: Page, texts: Mapping[str, str], section: str) -> None:
    """Fill in the fields of the section that is open, once its scripts have laid hands on them."""
    page.wait_for_load_state()
    names = next(one.fields for one in SECTIONS if one.name == section)
    for name in names:
        if name not in texts:
            continue
        if name == "transfer":
            page.get_by_label(texts[name], exact=True).check()
        elif page.locator(f"select[name={name}]").count():
            page.locator(f"select[name={name}]").select_option(texts[name])
        else:
            page.locator(f"[name={name}]").fill(texts[name])


def fill_sections(page: Page, texts: Mapping[str, str]) -> None:
    """Go from the task list through the sections of the form, and end at the photo."""
    page.goto(HOME)
    page.get_by_role("link", name=SECTIONS[0].title, exact=True).click()
    for section in SECTIONS:
        expect(page.get_by_role("heading", name=section.title, level=1)).to_be_visible()
        fill(page, texts, section.name)
        page.get_by_role("button", name="保存，下一部分").click()
    expect(page.get_by_role("heading", name="照片", level=1)).to_be_visible()


def add_photo(page: Page) -> None:
    """Agree to sending pictures, choose a photo, accept the cut, and see it in the page."""
    page.get_by_role("button", name="我同意上传证件和照片").click()
    page.locator("#photo").wait_for(state="attached")
    page.wait_for_load_state()
    page.locator("#photo").set_input_files(jpeg(portrait()))
    page.get_by_role("button", name="使用这张").click()
    expect(page.get_by_alt_text("您上传的照片")).to_be_visible()


def add_papers(page: Page) -> None:
    """Add the papers of somebody who has no diploma yet."""
    page.get_by_role("link", name="下一部分：报名材料").click()
    for kind in PAPERS:
        add_paper(page, kind, paper(kind))


def add_paper(page: Page, kind: str, content: bytes) -> None:
    """Choose a picture of a paper, take it as it lies, and see its card in the page."""
    page.locator(f"#file_{kind}").wait_for(state="attached")
    page.wait_for_load_state()
    page.locator(f"#file_{kind}").set_input_files(jpeg(content))
    page.get_by_role("button", name="使用这张").click()
    expect(page.locator(f".material-kind:has(#file_{kind}) .file-card")).to_have_count(1)


def sign_and_submit(page: Page) -> None:
    """Pledge, sign, submit."""
    page.get_by_label(re.compile("^我承诺")).check()
    page.get_by_label("签名", exact=True).fill(NAME)
    page.get_by_role("button", name=re.compile("提交")).click()
