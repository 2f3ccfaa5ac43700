from io import BytesIO
from zipfile import ZipFile

from linli.rehearsal.zip_bytes import zip_bytes, zip_bytes_with_gbk_names

MEMBERS = (("报名登记表.docx", b"form"), ("学位证.jpg", b"degree" * 50), ("a.txt", b""))


def test_the_same_members_give_the_same_archive() -> None:
    assert zip_bytes(MEMBERS) == zip_bytes(MEMBERS)


def test_members_carry_one_fixed_time() -> None:
    with ZipFile(BytesIO(zip_bytes(MEMBERS))) as archive:
        times = {info.date_time for info in archive.infolist()}

    assert times == {(2024, 6, 1, 0, 0, 0)}


def test_members_come_out_as_they_went_in() -> None:
    with ZipFile(BytesIO(zip_bytes(MEMBERS))) as archive:
        out = tuple((info.filename, archive.read(info)) for info in archive.infolist())

    assert out == MEMBERS


def test_gbk_names_are_written_without_the_utf_8_flag() -> None:
    with ZipFile(BytesIO(zip_bytes_with_gbk_names(MEMBERS))) as archive:
        names = [info.filename.encode("cp437").decode("gbk") for info in archive.infolist()]
        flags = {info.flag_bits & 0x800 for info in archive.infolist()}
        broken = archive.testzip()

    assert names == [name for name, _ in MEMBERS]
    assert flags == {0}
    assert broken is None


def test_gbk_names_of_many_members_do_not_mix() -> None:
    members = tuple((f"材料{number}.jpg", bytes([number])) for number in range(60))

    with ZipFile(BytesIO(zip_bytes_with_gbk_names(members))) as archive:
        out = tuple(
            (info.filename.encode("cp437").decode("gbk"), archive.read(info))
            for info in archive.infolist()
        )

    assert out == members
