"""What every reader keeps to, whatever it is fed: an answer, the same again, and words where it says they are."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from recordkeeper.formats.handler import Handler, RefusedArchive, Unpacks
from recordkeeper.formats.registry import HANDLERS, Registry
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import ARCHIVES, Condition, Format, PageText, Reading
from tests.fakes.trouble_files import TROUBLE
from tests.fakes.trouble_office import OFFICE_TROUBLE
from tests.formats.good_files import WORDS, good_files

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = 60  # of each good file, by seed


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry(ROOT / "resources")


def check_reading(reading: Reading) -> None:
    """The promises of records/reading.py and formats/handler.py."""
    assert reading.condition is Condition.READ or reading.condition is Condition.CONTAINER or reading.reason_code
    if reading.condition is Condition.READ:
        assert reading.page_count or reading.inside
        assert len(reading.pages) <= (reading.page_count or 0)
    for number, page in enumerate(reading.pages, 1):
        assert page.page == number
        words_are_where_they_say(page)
    assert from_plain(Reading, to_plain(reading)) == reading


def words_are_where_they_say(page: PageText) -> None:
    """The words of a page follow each other in its text."""
    assert "\0" not in page.text
    page.text.encode("utf-8")
    end = 0
    for word in page.words:
        assert end <= word.start < word.end <= len(page.text)
        assert not re.search(r"[ \t\n]", page.text[word.start : word.end]), "a word has no spaces in it"
        end = word.end


def answers(registry: Registry, path: Path) -> Reading:
    """Read, paint and unpack a file in every way the program does; only documented exceptions may come."""
    reading = registry.read(path, path.name)
    check_reading(reading)
    for page in {1, reading.page_count or 1, (reading.page_count or 1) + 1}:
        try:
            picture = registry.render(path, reading.format, page, 40.0, ((1, 1, 30, 30),))  # type: ignore[arg-type]
        except (IndexError, ValueError):
            continue
        assert 0 < picture.width * picture.height <= 16_000_000
        assert len(picture.pixels) == picture.width * picture.height * {"L": 1, "RGB": 3}[picture.mode]
    if isinstance(registry.handler(reading.format), Unpacks):
        known = ("archive_", "member_", "special_file")
        reasons = refusals(registry, path, reading.format)
        assert all(reason.startswith(known) for reason in reasons)
        if reading.inside and not reasons:
            assert sum(1 for _ in registry.unpack(path, reading.format)) == reading.inside
    return reading


def refusals(registry: Registry, path: Path, form: Format) -> list[str]:
    """Unpack everything; the reasons why some of it could not be had."""
    reasons = []
    try:
        for _, chunks in registry.with_passwords(("p",)).unpack(path, form):
            try:
                largest = max(map(len, chunks), default=0)
            except RefusedArchive as problem:
                reasons.append(problem.reason_code)
            else:
                assert largest <= 1 << 20
    except RefusedArchive as problem:
        reasons.append(problem.reason_code)
    return reasons


@pytest.mark.parametrize("name", sorted(good_files()))
def test_a_good_file_is_read_and_its_words_are_found(name: str, registry: Registry, tmp_path: Path) -> None:
    expected, data = good_files()[name]
    path = tmp_path / name
    path.write_bytes(data)
    reading = answers(registry, path)
    assert reading.format is expected
    if expected is Format.IWORK:
        assert (reading.condition, reading.reason_code) == (Condition.KEPT, "preview_inside")
        return
    assert reading.condition is (Condition.CONTAINER if expected in ARCHIVES else Condition.READ)
    assert reading.reason_code == ""
    if not reading.pages[0].picture_only if reading.pages else False:
        assert all(word in reading.pages[0].text for word in WORDS)


@pytest.mark.parametrize("name", sorted(set(good_files()) - {"values.csv"}))  # a table in a text looks like a text
def test_the_name_does_not_matter_when_the_content_tells(name: str, registry: Registry, tmp_path: Path) -> None:
    expected, data = good_files()[name]
    path = tmp_path / "0001"
    path.write_bytes(data)
    assert registry.sniff(path, "IM0001") is expected


@pytest.mark.parametrize("name", sorted(good_files()))
def test_a_file_cut_anywhere_gets_an_answer(name: str, registry: Registry, tmp_path: Path) -> None:
    _, data = good_files()[name]
    path = tmp_path / name
    for cut in sorted({0, 1, 2, 8, 20, len(data) - 1, *(len(data) * part // 16 for part in range(16))}):
        path.write_bytes(data[:cut])
        answers(registry, path)


@pytest.mark.parametrize("name", sorted(good_files()))
def test_a_file_with_changed_bytes_gets_an_answer(name: str, registry: Registry, tmp_path: Path) -> None:
    _, data = good_files()[name]
    path = tmp_path / name
    for seed in range(MUTANTS):
        path.write_bytes(mutated(data, random.Random(seed)))
        answers(registry, path)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a piece doubled, or a piece missing."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.choice((0, 255, chance.randrange(256)))
    if chance.random() < 0.3:
        start = chance.randrange(len(changed))
        piece = changed[start : start + chance.randint(1, 200)]
        changed[start:start] = piece
    elif chance.random() < 0.3:
        start = chance.randrange(len(changed))
        del changed[start : start + chance.randint(1, 200)]
    return bytes(changed)


@pytest.mark.parametrize("name", sorted(TROUBLE | OFFICE_TROUBLE))
def test_a_file_that_makes_trouble_gets_an_answer(name: str, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((TROUBLE | OFFICE_TROUBLE)[name]())
    answers(registry, path)


@pytest.mark.parametrize("name", sorted(good_files()))
def test_reading_twice_says_the_same_and_leaves_no_trace(name: str, registry: Registry, tmp_path: Path) -> None:
    _, data = good_files()[name]
    path = tmp_path / name
    path.write_bytes(data)
    path.chmod(0o400)
    assert registry.read(path, name) == registry.read(path, name)
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_every_format_has_a_handler_that_knows_it(registry: Registry) -> None:
    for each in Format:
        handler = registry.handler(each)
        assert isinstance(handler, Handler)
        assert each in handler.formats or each not in HANDLERS
        assert handler.version >= 1
    assert all(isinstance(registry.handler(each), Unpacks) for each in ARCHIVES)
