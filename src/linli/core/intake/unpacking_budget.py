"""What the archives of one mail together may take up: a bomb may come in many small ones."""

#: No single file of an application is larger, in bytes.
MOST_MEMBER_BYTES = 50 * 1024 * 1024

_MAX_MEMBERS = 300
_MAX_TOTAL_BYTES = 150 * 1024 * 1024
# Scans and Word files hardly shrink; what shrinks a hundredfold holds nothing to read.
BOMB_RATIO = 100
BOMB_FLOOR = 4 * 1024 * 1024


class UnpackingBudget:
    """Counts down the files, the bytes, and the bytes that swell, which one mail may still unpack."""

    def __init__(self) -> None:
        self.members = _MAX_MEMBERS
        self.size = _MAX_TOTAL_BYTES
        self.swollen = BOMB_FLOOR

    def may_swell(self, size: int, packed: int) -> bool:
        """Tell whether ``packed`` bytes may become ``size``; little that swells is forgiven, once a mail."""
        if size <= BOMB_RATIO * max(packed, 1):
            return True
        if size > self.swollen:
            return False
        self.swollen -= size
        return True
