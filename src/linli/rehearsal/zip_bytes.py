"""Zip archives whose bytes depend on nothing but what goes in."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_TIME = (2024, 6, 1, 0, 0, 0)
MADE_ON_WINDOWS = 0


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack named members in their order, with one fixed time for all."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members:
            info = ZipInfo(name, FIXED_TIME)
            info.create_system = MADE_ON_WINDOWS
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def zip_bytes_with_gbk_names(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack members under GBK names without the UTF-8 flag, as Windows in Chinese does.

    The names go in as plain letters of the same length and are put in place afterwards,
    because zipfile writes any other name as UTF-8.
    """
    members = list(members)
    names = [name.encode("gbk") for name, _ in members]
    # A tab cannot stand in a real member name, so the placeholder hits nothing else.
    placeholders = [
        b"\t%02d" % number + b"_" * (len(name) - 3) for number, name in enumerate(names)
    ]
    packed = zip_bytes(
        (placeholder.decode("ascii"), content)
        for placeholder, (_, content) in zip(placeholders, members, strict=True)
    )
    for placeholder, name in zip(placeholders, names, strict=True):
        packed = packed.replace(placeholder, name)
    return packed
