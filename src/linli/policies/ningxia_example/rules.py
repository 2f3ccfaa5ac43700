"""No rules of its own: those of ``ningxia-2024`` hold, with this locality's figures."""
