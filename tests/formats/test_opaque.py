"""Files that are kept but not opened say why."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "resources")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("name", "data", "condition", "reason"),
    [
        ("a.txt", b"", Condition.UNREADABLE, "empty_file"),
        ("Thumbs.db", b"", Condition.NOT_A_RECORD, "system_litter"),
        ("viewer.exe", b"MZ" + bytes(99), Condition.NOT_A_RECORD, "viewer_program"),
        ("0001", b"MZ" + bytes(99), Condition.NOT_A_RECORD, "viewer_program"),
        ("CD/AUTORUN.INF", b"[autorun]", Condition.NOT_A_RECORD, "viewer_program"),
        ("._x.pdf", b"\0\5\x16\7" + bytes(99), Condition.NOT_A_RECORD, "system_litter"),
        ("old.ppt", OLE + bytes(999), Condition.KEPT, "old_office"),
        ("old.doc", OLE + bytes(999), Condition.UNREADABLE, "damaged"),
        (
            "new.docx",
            OLE + bytes(999) + "EncryptedPackage".encode("utf-16-le"),
            Condition.LOCKED,
            "document_locked",
        ),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), Condition.KEPT, "archive_kind"),
        ("a.tar.zst", bytes.fromhex("28b52ffd") + bytes(50), Condition.KEPT, "archive_kind"),
        ("udf.iso", bytes(32769) + b"BEA01" + bytes(99), Condition.UNREADABLE, "archive_damaged"),
        ("film.mp4", b"\0\0\0\x18ftypisom" + bytes(50), Condition.KEPT, "sound_or_film"),
        ("x.bin", bytes(range(256)), Condition.KEPT, "no_reader"),
    ],
)
def test_each_says_why(tmp_path: Path, name: str, data: bytes, condition: Condition, reason: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(data)
    reading = REGISTRY.read(path, name)
    assert (reading.condition, reading.reason_code) == (condition, reason)
    assert not reading.pages


def test_every_reason_has_a_sentence_in_every_language() -> None:
    used = set()
    for module in (ROOT / "recordkeeper" / "formats").glob("*.py"):
        source = module.read_text("utf-8")
        used |= set(re.findall(r'(?:RefusedArchive|Condition\.\w+,)\s*\(?"([a-z_]+)"', source))
        used |= set(re.findall(r'reason_code="([a-z_]+)"', source))
    magic = tomllib.loads((ROOT / "resources" / "formats" / "magic.toml").read_text("utf-8"))
    used |= {kind["reason"] for kind in magic["kind"]} | {"system_litter", "viewer_program"}
    assert {"locked", "document_locked", "damaged", "archive_bomb", "disc_index"} <= used
    for language in ("en", "es"):
        said = tomllib.loads((ROOT / "resources" / "wording" / language / "reasons.toml").read_text("utf-8"))
        assert used <= set(said)
        assert not [sentence for sentence in said.values() if "!" in sentence or len(sentence) > 160]
