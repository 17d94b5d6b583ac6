"""Checks that every pin has a wheel for every system and Python we promise; prints the README's table."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
# The glibc each old name stood for (PEP 600).
OLD_MANYLINUX = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
ANY_SYSTEM = (0, 0)

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Platform:
    """A system the program is promised for: how markers call it, and how wheels do."""

    label: str
    markers: dict[str, str]
    tag: re.Pattern[str]
    system: str  # what the version in the tag counts

    def needs(self, untrusted_tag: str) -> Version | None:
        """Return the oldest system a wheel with this tag runs on, None when it is for another one."""
        if untrusted_tag == "any":
            return ANY_SYSTEM
        if not (found := self.tag.fullmatch(untrusted_tag)):
            return None
        if old := found.groupdict().get("old"):
            return OLD_MANYLINUX[old]
        numbers = found.groupdict()
        return (int(numbers["major"]), int(numbers["minor"])) if numbers.get("major") else ANY_SYSTEM


def _platform(label: str, sys_platform: str, system: str, os_name: str, machine: str, tag: str) -> Platform:
    names = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
    markers = {
        "sys_platform": sys_platform,
        "platform_system": names[sys_platform],
        "platform_machine": machine,
        "os_name": os_name,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return Platform(label, markers, re.compile(tag), system)


_LINUX = r"(?:(?P<old>manylinux1|manylinux2010|manylinux2014)|manylinux_(?P<major>\d+)_(?P<minor>\d+))_"
_MAC = r"macosx_(?P<major>\d+)_(?P<minor>\d+)_"
PLATFORMS = (
    _platform("Windows x64", "win32", "", "nt", "AMD64", "win_amd64"),
    _platform("macOS arm64", "darwin", "macOS", "posix", "arm64", _MAC + "(arm64|universal2)"),
    _platform("macOS x86_64", "darwin", "macOS", "posix", "x86_64", _MAC + "(x86_64|universal2|intel)"),
    _platform("Linux x64", "linux", "glibc", "posix", "x86_64", _LINUX + "x86_64"),
    _platform("Linux arm64", "linux", "glibc", "posix", "aarch64", _LINUX + "aarch64"),
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned release: where it is wanted, and the tags of the wheels whose hashes we hold."""

    name: str
    version: str
    marker: str
    tags: tuple[Tag, ...]

    def wanted(self, platform: Platform, python: Version) -> bool:
        """Return whether this pin is installed there at all."""
        numbers = ".".join(map(str, python))
        env = {**platform.markers, "python_version": numbers, "python_full_version": numbers + ".0"}
        return not self.marker or Marker(self.marker).evaluate(env)

    def oldest_system(self, platform: Platform, python: Version) -> Version | None:
        """Return the oldest system one of the wheels runs on, None when no wheel fits."""
        fits = _interpreters(python)
        needs = (platform.needs(tag.platform) for tag in self.tags if (tag.interpreter, tag.abi) in fits)
        return min((need for need in needs if need is not None), default=None)


def _interpreters(python: Version) -> frozenset[tuple[str, str]]:
    name = "cp{}{}".format(*python)
    own = cpython_tags(python, abis=[name], platforms=["any"])
    shared = compatible_tags(python, interpreter=name, platforms=["any"])
    return frozenset((tag.interpreter, tag.abi) for tags in (own, shared) for tag in tags)


def read_pins(listing: dict[str, Any], hashes: frozenset[str]) -> tuple[Pin, ...]:
    """Return the pins of a pylock listing with those wheels that `hashes`, from our lock, would let in."""
    return tuple(
        Pin(
            package["name"],
            package["version"],
            package.get("marker", ""),
            tuple(tag for wheel in package.get("wheels", ()) for tag in _tags(wheel, hashes)),
        )
        for package in listing["packages"]
    )


def _tags(wheel: dict[str, Any], hashes: frozenset[str]) -> Iterable[Tag]:
    if wheel["hashes"]["sha256"] not in hashes:
        return ()
    name = wheel.get("name") or wheel["url"].rsplit("/", 1)[-1]
    return parse_wheel_filename(name)[3]


def missing(pins: Sequence[Pin]) -> tuple[str, ...]:
    """Return a line for every pin that some platform and Python wants and has no wheel for."""
    return tuple(
        f"{pin.name} {pin.version}: {platform.label}, Python {python[0]}.{python[1]}"
        for pin in pins
        for platform in PLATFORMS
        for python in PYTHONS
        if pin.wanted(platform, python) and pin.oldest_system(platform, python) is None
    )


def table(pins: Sequence[Pin]) -> str:
    """Return the Markdown table: one row a pin that has wheels of its own for each system."""
    anywhere = [pin for pin in pins if {tag.platform for tag in pin.tags} == {"any"}]
    rows = [
        [f"{pin.name} {pin.version}", *(_cell(pin, platform) for platform in PLATFORMS)]
        for pin in pins
        if pin not in anywhere
    ]
    rows.append([f"{len(anywhere)} others, pure Python", *("yes" for _ in PLATFORMS)])
    rows.append(["**oldest system**", *(_oldest(pins, platform) for platform in PLATFORMS)])
    head = ["pin", *(platform.label for platform in PLATFORMS)]
    return "\n".join(_lines([head, ["---"] * len(head), *rows]))


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    return (f"| {' | '.join(row)} |" for row in rows)


def _cell(pin: Pin, platform: Platform) -> str:
    wanted = [python for python in PYTHONS if pin.wanted(platform, python)]
    lacking = [f"3.{p[1]}" for p in wanted if pin.oldest_system(platform, p) is None]
    if not wanted:
        return "not needed"
    if lacking:
        return f"**none for {', '.join(lacking)}**"
    return "yes" if len(wanted) == len(PYTHONS) else f"yes, for {_span(wanted)}"


def _span(pythons: Sequence[Version]) -> str:
    first, last = (f"{p[0]}.{p[1]}" for p in (pythons[0], pythons[-1]))
    return first if first == last else f"{first}–{last}"


def _oldest(pins: Sequence[Pin], platform: Platform) -> str:
    """Return the system version that the most demanding pin asks for, with its name."""
    needs = [
        (pin.oldest_system(platform, python) or ANY_SYSTEM, pin.name)
        for pin in pins
        for python in PYTHONS
        if pin.wanted(platform, python)
    ]
    version, name = max(needs, key=lambda need: need[0], default=(ANY_SYSTEM, ""))
    return "–" if version == ANY_SYSTEM else f"{platform.system} {version[0]}.{version[1]} ({name})"


def check(arguments: Sequence[str]) -> int:
    """Print the table and keep it beside the listing; return 1 when a wheel is missing."""
    listing, lock = map(Path, arguments)
    hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock.read_text(encoding="utf-8")))
    pins = read_pins(tomllib.loads(listing.read_text(encoding="utf-8")), hashes)
    text, lacking = table(pins), missing(pins)
    listing.with_name("wheels.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    for line in lacking:
        print(f"no wheel: {line}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(check(sys.argv[1:]))
