from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest

from linli.rehearsal import hostile
from linli.rehearsal.word_xml import paragraph, run, word_file

WORD_FILE = word_file(paragraph(run("正文")), header="", application="WPS Office")


def test_a_zip_bomb_is_small_and_unpacks_to_a_gibibyte() -> None:
    bomb = hostile.zip_bomb()

    with ZipFile(BytesIO(bomb)) as outer:
        inner = outer.read(outer.namelist()[0])
        copies = len(outer.namelist())
    with ZipFile(BytesIO(inner)) as archive:
        unpacked = archive.infolist()[0].file_size

    assert len(bomb) < 100_000
    assert copies * unpacked == 1 << 30


def test_path_traversal_stands_in_the_member_names() -> None:
    with ZipFile(BytesIO(hostile.zip_with_path_traversal())) as archive:
        assert archive.namelist() == ["../../样本.txt", "/样本.txt"]


def test_a_macro_file_declares_macros_and_holds_only_text() -> None:
    with ZipFile(BytesIO(hostile.with_macro_part(WORD_FILE))) as archive:
        types = archive.read("[Content_Types].xml")
        macro = archive.read("word/vbaProject.bin")

    assert b"ms-word.document.macroEnabled.main+xml" in types
    assert macro.decode() == "样本：没有可以运行的内容。"


def test_an_external_entity_points_to_a_name_that_cannot_exist() -> None:
    with ZipFile(BytesIO(hostile.with_external_entity(WORD_FILE))) as archive:
        document = archive.read("word/document.xml")

    assert b'<!ENTITY sample SYSTEM "http://nowhere.example/sample">' in document


def test_a_file_cut_off_is_no_archive_any_more() -> None:
    cut = hostile.cut_off(WORD_FILE)

    assert len(cut) == len(WORD_FILE) * 3 // 5
    with pytest.raises(BadZipFile):
        ZipFile(BytesIO(cut))


def test_a_protected_office_file_names_its_two_streams() -> None:
    content = hostile.password_protected_office_file()
    directory = content[1024:1536]

    names = [
        directory[start : start + 64].decode("utf-16-le").rstrip("\0")
        for start in range(0, 512, 128)
    ]

    assert content.startswith(bytes.fromhex("D0CF11E0A1B11AE1"))
    assert names == ["Root Entry", "EncryptionInfo", "EncryptedPackage", ""]
    assert len(content) % 512 == 0
