"""Install the Debian packages that the tests need, or ask for them by name.

The site and `make demo` need none of them: they are a browser, a database server, a
mail server and an office suite to test against. What is already there, from whatever source, is left alone.

Example: python3 tools/system_packages.py [--check]
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """Debian packages, what the tests want them for, and the paths that show they are there.

    Every group of patterns must match something; any pattern of a group will do. A pattern
    without a slash is a program on the PATH.
    """

    packages: tuple[str, ...]
    purpose: str
    signs: tuple[tuple[str, ...], ...]


NEEDS = (
    Need(
        ("libatomic1",),
        "lets Playwright's driver start",
        (("/usr/lib/*/libatomic.so.1", "/usr/lib*/libatomic.so.1"),),
    ),
    Need(("chromium",), "opens the pages", (("/usr/bin/chromium", "chromium"),)),
    Need(
        ("postgresql",),
        "runs a throwaway PostgreSQL (not the one that Debian starts)",
        (("/usr/lib/postgresql/*/bin/initdb", "initdb"),),
    ),
    Need(
        ("dovecot-imapd",),
        "runs a throwaway IMAP server (not the one that Debian starts)",
        (("/usr/sbin/dovecot", "dovecot"), ("/usr/lib/dovecot/imap", "/usr/libexec/dovecot/imap")),
    ),
    Need(
        ("libreoffice-writer-nogui", "libreoffice-calc-nogui"),
        "opens the papers and workbooks",
        (
            ("soffice",),
            ("/usr/lib/libreoffice/program/libswlo.so", "/opt/libreoffice*/program/libswlo.so"),
            ("/usr/lib/libreoffice/program/libsclo.so", "/opt/libreoffice*/program/libsclo.so"),
        ),
    ),
    Need(
        ("openjdk-17-jre-headless",),
        "runs Spark",
        (("/usr/lib/jvm/java-17*/bin/java", "/usr/lib/jvm/java-21*/bin/java", "java"),),
    ),
    Need(("poppler-utils",), "turns the papers into pictures", (("pdftoppm",),)),
    Need(
        ("fonts-wqy-microhei",),
        "shows Chinese in the browser",
        (
            (
                "/usr/share/fonts/*/wqy/wqy-*.ttc",
                "/usr/share/fonts/*/noto/Noto*CJK*",
                "/usr/share/fonts/*/*/Noto*SC*",
            ),
        ),
    ),
)


def main(arguments: list[str]) -> int:
    """Install what is missing and return the exit status: 0 all there, 1 missing, 2 could not."""
    missing = missing_needs()
    if not missing:
        return 0
    if arguments == ["--check"]:
        print(request(missing), file=sys.stderr)
        return 1
    prefix = privilege()
    if prefix is None or not shutil.which("apt-get"):
        print(request(missing), file=sys.stderr)
        return 2
    print(announcement(missing), flush=True)
    return install(prefix=prefix, packages=names(missing))


def missing_needs() -> list[Need]:
    """Return the needs of which this machine shows no sign."""
    return [need for need in NEEDS if not all(any(map(is_there, group)) for group in need.signs)]


def is_there(sign: str) -> bool:
    """Say whether a path pattern matches a file, or a bare name is a program on the PATH."""
    if "/" not in sign:
        return shutil.which(sign) is not None
    return any(Path("/").glob(sign.removeprefix("/")))


def names(needs: list[Need]) -> list[str]:
    """Return the packages of some needs, in order."""
    return [package for need in needs for package in need.packages]


def privilege() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return [sudo, "-n"]
    return None


def request(needs: list[Need]) -> str:
    """Return the words that ask a person to install packages, with the exact command."""
    command = shlex.join(["sudo", "apt-get", "install", "--no-install-recommends", *names(needs)])
    purposes = "\n".join(f"  {' '.join(need.packages)}: {need.purpose}" for need in needs)
    return (
        f"The tests need system packages that may not be installed from here:\n{purposes}\n"
        f"Please have an administrator run\n  sudo apt-get update\n  {command}\n"
        "and then run 'make test' again."
    )


def announcement(needs: list[Need]) -> str:
    """Return the words that say what will be installed and how long that takes."""
    purposes = "\n".join(f"  {' '.join(need.packages)}: {need.purpose}" for need in needs)
    return (
        f"Installing system packages for the tests with apt-get (up to five minutes):\n{purposes}"
    )


def install(*, prefix: list[str], packages: list[str]) -> int:
    """Install packages without asking anything, and return the exit status."""
    apt = [
        *prefix,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "Dpkg::Use-Pty=0",
    ]
    # One unreachable source among many fails the update; the install shows whether it mattered.
    update = run_silently([*apt, "update"])
    outcome = run_silently([*apt, "install", "-y", "--no-install-recommends", *packages])
    if outcome.returncode:
        print(update.stdout, outcome.stdout, sep="", file=sys.stderr)
        print(
            f"apt-get could not install {' '.join(packages)}; its own words are above.",
            file=sys.stderr,
        )
        return 2
    still_missing = missing_needs()
    if still_missing:
        print(
            f"Installed, but not found where expected: {' '.join(names(still_missing))}.",
            file=sys.stderr,
        )
        return 2
    return 0


def run_silently(call: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command that must not ask anything, and keep all it says for the case that it fails."""
    return subprocess.run(
        call,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
