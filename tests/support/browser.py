"""How the tests start Chromium: the machine's own, silent on the network."""

from __future__ import annotations

import os
import shutil
from typing import TypedDict

# A browser looks up much by itself; a test talks to the site under test and to no one else.
SILENT = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class NoBrowser(Exception):
    """Chromium is not on this machine; the message names the package."""


class LaunchArguments(TypedDict):
    """What pytest-playwright's fixture browser_type_launch_args takes."""

    executable_path: str
    args: list[str]
    headless: bool


def launch_arguments() -> LaunchArguments:
    """Return how to launch Chromium without a window.

    Raises NoBrowser.
    """
    # Chromium refuses its sandbox to root.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": chromium(), "args": [*SILENT, *sandbox], "headless": True}


def chromium() -> str:
    """Return the path of Chromium.

    Raises NoBrowser.
    """
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        raise NoBrowser("no Chromium on this machine: apt-get install chromium")
    return path
