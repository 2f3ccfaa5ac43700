"""The two commands on a bare machine: locks, third-party files, system packages, servers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page

from linli.benchmarks.throwaway_postgres import throwaway_server
from tests.support.browser import launch_arguments
from tools import assets, system_packages

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("bootstrap", "assets", "base", "dev", "engines")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall(lock_text(name)))


def normalised(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return dict(table["project"])


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_python_package_has_a_hash(name: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", lock_text(name), flags=re.MULTILINE)

    without_hash = [
        entry for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry
    ]

    assert (without_hash, len(pins(name)) > 0) == ([], True)


@pytest.mark.parametrize(
    "name", [*(f"requirements/{lock}.txt" for lock in LOCKS), ".npmrc", "Makefile"]
)
def test_no_lock_or_recipe_names_a_registry_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    addresses = re.findall(r"(?:https?|file)://\S+", text)

    assert addresses == []


def test_npm_lock_has_an_integrity_and_no_address_for_every_package() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    unfit = [
        name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry
    ]

    assert (unfit, len(packages) > 0) == ([], True)


def test_every_package_the_project_names_is_in_the_locks() -> None:
    named = {normalised(requirement) for requirement in project()["dependencies"]}

    missing = {lock: named - {normalised(name) for name in pins(lock)} for lock in ("base", "dev")}

    assert missing == {"base": set(), "dev": set()}


def test_running_and_testing_use_the_same_versions() -> None:
    base, dev = pins("base"), pins("dev")

    assert {name: dev.get(name) for name in base} == base


def test_make_help_lists_every_target_that_is_a_command() -> None:
    phony = re.search(
        r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )

    answer = subprocess.run(
        ["make", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=make_environment(),
    )

    assert phony is not None
    assert [line.split()[1] for line in answer.stdout.splitlines()] == phony.group(1).split()


def make_environment() -> dict[str, str]:
    """Return an environment without the marks of the make that may be running these tests."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }


@pytest.mark.parametrize(
    ("vendored", "served"),
    [
        (b"a{}\n/*# sourceMappingURL=a.css.map */\n", b"a{}\n"),
        (b"f()\n//# sourceMappingURL=f.js.map", b"f()\n"),
        (b"f()//# sourceMappingURL=f.js.map\n", b"f()\n"),
        (b"f('//# not the last line')\ng()\n", b"f('//# not the last line')\ng()\n"),
    ],
)
def test_vendored_file_loses_only_its_source_map_comment(vendored: bytes, served: bytes) -> None:
    assert assets.without_source_map(vendored) == served


def test_missing_third_party_files_are_refused_all_by_name(tmp_path: Path) -> None:
    packages = tmp_path / "node_modules"
    write(packages / "font" / "a.ttf", b"font")
    wanted = [("font", "a.ttf", "a.ttf"), ("font", "b.ttf", "b.ttf"), ("chart", "c.js", "c.js")]

    with pytest.raises(assets.AssetsNotReady) as refusal:
        assets.copy_files(files=wanted, packages=packages, target=tmp_path / "out")

    assert str(refusal.value).endswith("tools/assets.py: font: b.ttf; chart: c.js")
    assert not (tmp_path / "out").exists()


def test_scripts_lose_their_map_and_fonts_are_copied_byte_for_byte(tmp_path: Path) -> None:
    packages, target = tmp_path / "node_modules", tmp_path / "out"
    write(packages / "p" / "s.js", b"f()\n//# sourceMappingURL=s.js.map")
    write(packages / "p" / "f.ttf", b"f()\n//# sourceMappingURL=s.js.map")

    assets.copy_files(
        files=[("p", "s.js", "js/s.js"), ("p", "f.ttf", "f.ttf")], packages=packages, target=target
    )

    assert (target / "js" / "s.js").read_bytes() == b"f()\n"
    assert (target / "f.ttf").read_bytes() == b"f()\n//# sourceMappingURL=s.js.map"


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    write(tmp_path / "fonts" / "a.ttf", b"font")
    assets.write_manifest(assets=tmp_path, recipe="as locked")
    return tmp_path


def test_copied_files_are_current_until_the_lock_changes(copied: Path) -> None:
    answers = [
        assets.is_current(assets=copied, recipe=recipe) for recipe in ("as locked", "locked anew")
    ]

    assert answers == [True, False]


def test_copied_files_are_not_current_after_one_changed_byte(copied: Path) -> None:
    write(copied / "fonts" / "a.ttf", b"fond")

    assert assets.is_current(assets=copied, recipe="as locked") is False


def test_copied_files_are_not_current_when_one_is_gone(copied: Path) -> None:
    (copied / "fonts" / "a.ttf").unlink()

    assert assets.is_current(assets=copied, recipe="as locked") is False


def test_every_listed_file_comes_from_a_declared_package_to_a_place_of_its_own() -> None:
    declared = set(json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"])
    places = [place for _, _, place in assets.FILES]

    assert {package for package, _, _ in assets.FILES} == declared
    assert len(set(places)) == len(places)


def test_set_up_left_every_listed_file_as_its_manifest_says() -> None:
    assert assets.is_current(assets=assets.ASSETS, recipe=assets.recipe_digest()) is True


def test_wheel_carries_the_files_that_git_ignores(tmp_path: Path) -> None:
    for name in ("pyproject.toml", ".gitignore", *named_in_pyproject()):
        write(tmp_path / name, (ROOT / name).read_bytes())
    write(tmp_path / "src" / "linli" / "__init__.py", b"")
    write(tmp_path / "src" / "linli" / "assets" / "fonts" / "a.ttf", b"font")

    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", "dist"]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)

    (wheel,) = (tmp_path / "dist").glob("linli-*.whl")
    code = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("linli/")]
    assert sorted(code) == ["linli/__init__.py", "linli/assets/fonts/a.ttf"]


def named_in_pyproject() -> list[str]:
    """Return the files that building needs besides the code."""
    readme = project().get("readme")
    return [readme] if isinstance(readme, str) else []


def test_missing_system_packages_are_asked_for_with_the_exact_command() -> None:
    needs = [
        system_packages.Need(("a-browser",), "opens the pages", (("no-such-browser",),)),
        system_packages.Need(("b-writer", "b-calc"), "opens the papers", (("/no/such/*/office",),)),
    ]

    assert system_packages.request(needs) == (
        "The tests need system packages that may not be installed from here:\n"
        "  a-browser: opens the pages\n"
        "  b-writer b-calc: opens the papers\n"
        "Please have an administrator run\n"
        "  sudo apt-get update\n"
        "  sudo apt-get install --no-install-recommends a-browser b-writer b-calc\n"
        "and then run 'make test' again."
    )


@pytest.mark.parametrize(
    ("sign", "there"),
    [
        ("make", True),
        ("no-such-program", False),
        ("/etc/pass*", True),
        ("/etc/no-such-file-*", False),
    ],
)
def test_sign_of_a_package_is_a_program_or_a_file(sign: str, there: bool) -> None:
    assert system_packages.is_there(sign) is there


def test_this_machine_shows_every_system_package_of_the_tests() -> None:
    assert system_packages.missing_needs() == []


def test_throwaway_server_answers_in_utf8_and_is_gone_afterwards() -> None:
    settings = "current_setting('server_encoding'), current_setting('lc_collate')"

    with throwaway_server() as server, psycopg.connect(server.url) as connection:
        answer = connection.execute(f"SELECT current_database(), {settings}").fetchone()

    assert (answer, answers(server.url)) == (("linli", "UTF8", "C"), False)


def test_throwaway_server_is_gone_also_after_a_failed_test() -> None:
    with pytest.raises(NotImplementedError) as failure, throwaway_server() as server:
        raise NotImplementedError(server.url)

    assert answers(str(failure.value)) is False


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_browser_keeps_its_sandbox_except_for_root() -> None:
    arguments = launch_arguments()

    assert ("--no-sandbox" in arguments["args"]) is (os.geteuid() == 0)


def test_browser_opens_a_page_and_reads_its_chinese_title(page: Page) -> None:
    page.set_content("<title>忻州市城镇社区工作者</title>")

    title = page.title()

    assert title == "忻州市城镇社区工作者"
