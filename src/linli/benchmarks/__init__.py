"""Peers of Linli's engines, for ``linli bench``: each a module that runs in a process of its own."""
