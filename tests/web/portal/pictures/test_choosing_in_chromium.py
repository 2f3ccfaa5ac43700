"""What is sent of the files that somebody chooses, and what happens where the browser cannot help."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, expect

from tests.support.barriers import barriers_on
from tests.web.portal.pictures.page import (
    WIDTHS,
    Open,
    Sent,
    chosen,
    four,
    paper,
    payload,
    quarters,
    ready,
    result,
    sent,
    use,
)


def test_pdf_is_sent_as_it_is_but_for_its_name(open_page: Open) -> None:
    page = open_page()
    content = b"%PDF-1.7\n% \xe5\xbc\xa0"

    # A phone gives a scan the name of a picture.
    chosen(page, "#papers", {"name": "张样本.jpg", "mimeType": "image/jpeg", "buffer": content})

    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_timeout(200)
    assert sent(page, "#papers") == [Sent("paper-1.pdf", "application/pdf", content)]
    assert ready(page) == [["papers", ""]]


def test_several_files_come_one_after_another_and_one_may_be_left_out(open_page: Open) -> None:
    page = open_page()
    first, second = payload(quarters(1600, 1200)), payload(quarters(600, 900))
    pdf: FilePayload = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    chosen(page, "#papers", first, second, pdf, second)
    dialog = paper(page)

    expect(dialog).to_contain_text("第1个，共4个")
    use(dialog)
    expect(dialog).to_contain_text("第2个，共4个")
    use(dialog, "跳过这个")
    expect(dialog).to_contain_text("第4个，共4个")
    use(dialog)

    expect(page.locator("dialog[open]")).to_have_count(0)
    files = sent(page, "#papers")
    assert [file.name for file in files] == ["paper-1.jpg", "paper-2.pdf", "paper-3.jpg"]
    assert [files[0].picture.size, files[2].picture.size] == [(1600, 1200), (600, 900)]
    assert ready(page) == [["papers", ""]]


@pytest.mark.parametrize("key", ["", "Escape"])
def test_file_given_up_is_not_sent_and_may_be_chosen_again(open_page: Open, key: str) -> None:
    page = open_page()
    file = payload(quarters(1600, 1200))
    page.locator("#papers").focus()
    chosen(page, "#papers", file)
    dialog = paper(page)

    page.keyboard.press(key) if key else use(dialog, "取消")

    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#papers")).to_be_focused()
    assert (sent(page, "#papers"), ready(page)) == ([], [])
    chosen(page, "#papers", file)
    use(paper(page))
    assert result(page, "#papers").name == "paper-1.jpg"


@pytest.mark.parametrize(("where", "name"), [("#photo", "photo.heic"), ("#papers", "paper-1.heic")])
def test_heic_that_cannot_be_opened_is_sent_as_it_is_with_a_note(
    open_page: Open, where: str, name: str
) -> None:
    page = open_page()
    content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"

    chosen(page, where, {"name": "张样本.jpg", "mimeType": "image/jpeg", "buffer": content})

    note = "这台设备打不开HEIC格式的图片，已原样上传。"
    expect(page.locator(f"{where} + .picture-note")).to_have_text(note)
    assert sent(page, where) == [Sent(name, "image/heic", content)]
    assert ready(page) == [[where[1:], note]]


@pytest.mark.parametrize("where", ["#photo", "#papers"])
def test_broken_file_is_refused_beside_its_field_with_what_to_do(
    open_page: Open, where: str
) -> None:
    page = open_page()

    chosen(page, where, {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8broken"})

    note = page.locator(f"{where} + .picture-note")
    expect(note).to_contain_text("这个文件打不开")
    expect(note).to_have_class("picture-note field-error")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert (sent(page, where), ready(page)) == ([], [])


def test_broken_file_among_several_does_not_hold_up_the_others(open_page: Open) -> None:
    page = open_page()
    broken: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8broken"}

    chosen(page, "#papers", broken, payload(quarters(1600, 1200)))
    use(paper(page))

    assert result(page, "#papers").name == "paper-1.jpg"
    expect(page.locator("#papers + .picture-note")).to_contain_text("这个文件打不开")


def test_picture_that_cannot_be_straightened_may_be_sent_as_it_is(open_page: Open) -> None:
    page = open_page()
    page.route("**/warp.js", lambda route: route.abort())
    chosen(page, "#papers", payload(quarters(1600, 1200)))
    dialog = paper(page)

    use(dialog)
    expect(dialog.get_by_role("alert")).to_contain_text("没有处理成功")
    use(dialog, "不用拉直，直接上传")

    assert four(result(page, "#papers").picture) == ["red", "lime", "yellow", "blue"]


def test_browser_without_dialogs_sends_the_file_as_chosen(open_page: Open) -> None:
    page = open_page(script="delete window.HTMLDialogElement;")

    chosen(page, "#photo", payload(quarters(1600, 1200), "a.jpg"))

    page.wait_for_timeout(200)
    assert ([file.name for file in sent(page, "#photo")], ready(page)) == (["a.jpg"], [])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("where", ["#photo", "#papers"])
def test_dialog_has_no_barrier_and_targets_for_a_finger_and_keeps_the_focus(
    open_page: Open, width: int, where: str
) -> None:
    page = open_page(width)
    picture = payload(quarters(1600, 1200))
    chosen(page, where, *([picture] if where == "#photo" else [picture, picture]))
    expect(page.locator("dialog[open]")).to_have_attribute("data-state", "ready")
    targets = page.locator("dialog[open] button, dialog[open] input")

    sizes = [target.bounding_box() for target in targets.all()]
    focused = []
    for _ in range(2 * len(sizes)):
        page.keyboard.press("Tab")
        focused.append(
            page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        )

    assert barriers_on(page) == []
    assert [size for size in sizes if not size or min(size["width"], size["height"]) < 44] == []
    assert all(focused)
    # Everything is in sight without scrolling.
    fits = page.eval_on_selector("dialog[open]", "(it) => it.scrollHeight <= it.clientHeight")
    assert fits
