"""Policy packs: one folder a document. A pack's id is its folder's name with hyphens."""

from functools import cache
from pathlib import Path

from linli.core.policy import Pack, UnknownName, load_pack

_HERE = Path(__file__).parent


def pack_ids() -> tuple[str, ...]:
    """Return the ids of all packs that ship with Linli, in order."""
    return tuple(
        sorted(folder.parent.name.replace("_", "-") for folder in _HERE.glob("*/pack.toml"))
    )


@cache
def get_pack(pack_id: str) -> Pack:
    """Return a pack, loaded and checked once. Raises ``UnknownName`` and ``PackError``."""
    if pack_id not in pack_ids():
        raise UnknownName(f"没有政策包“{pack_id}”", mend=f"现有：{'、'.join(pack_ids())}")
    return load_pack(_HERE / pack_id.replace("-", "_"))
