"""`session`: the same verbs, warm, one JSON line in and one out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.cli.main import COMMANDS
from tests.cli.calling import PROGRAM, ROOT, call, start


class Session:
    """A running session that is asked line by line."""

    def __init__(self, library: Path) -> None:
        self.process: subprocess.Popen[str] = start("--library", library, "session")

    def line(self, text: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert isinstance(answer, dict)
        assert answer["ms"] >= 0
        assert isinstance(answer["exit_code"], int)
        return answer

    def ask(self, command: str, *args: object, **fields: object) -> dict[str, Any]:
        return self.line(
            json.dumps({"command": command, **({"args": list(map(str, args))} if args else {}), **fields})
        )

    def end(self) -> tuple[int, str]:
        _, err = self.process.communicate(timeout=30)
        return self.process.returncode, err


@pytest.fixture(scope="module")
def session(library: Path) -> Iterator[Session]:
    running = Session(library)
    yield running
    assert running.end() == (0, "")


def test_the_answer_is_the_commands_own(session: Session, library: Path, ids: dict[str, str]) -> None:
    for command, *args in (
        ("list",),
        ("show", ids["biopsy.pdf"]),
        ("search", "quokka"),
        ("receipt",),
        ("bundles",),
    ):
        answer = session.ask(command, *args)
        assert answer.pop("exit_code") == 0
        assert answer.pop("ms") >= 0
        assert answer == call(library, command, *args).data


def test_every_verb_is_known(session: Session) -> None:
    for command in COMMANDS:
        answer = session.ask(command, "--help")
        if command in ("session", "init", "demo", "rebuild", "watch"):
            assert (answer["exit_code"], answer["error"]) == (2, f"There is no command {command} here.")
        else:
            assert answer["exit_code"] == 0, command
            assert "Usage" in answer["text"]


def test_a_commands_own_names_may_be_given(
    session: Session, ids: dict[str, str], tmp_path: Path, heap: Path
) -> None:
    assert len(session.ask("list", kind="imaging_study", limit=1)["records"]) == 1
    assert session.ask("show", id=ids["note.txt"])["id"] == ids["note.txt"]
    assert session.ask("search", words="quokka")["hits"]
    assert session.ask("search", words=["quokka", "tissue"])["hits"]
    assert session.ask("accept", ids=[ids["note.txt"]])["records"][0]["status"] == "confirmed"
    assert session.ask("undo")["records"][0]["status"] != "confirmed"
    changed = session.ask("correct", id=ids["note.txt"], field="title", value="A new title")
    assert changed["records"][0]["title"] == "A new title"
    assert session.ask("undo")["exit_code"] == 0
    assert session.ask("add", paths=[str(heap / "note.txt")])["totals"]["already_here"] == 1
    made = session.ask("export", dest=str(tmp_path / "out"), select=["imaging_study"], recipient="Dr. Second")
    assert made["path"] == str(tmp_path / "out")
    assert session.ask("verify", path=str(tmp_path / "out"))["ok"] is True


@pytest.mark.parametrize(
    "line",
    [
        '{"command": ["search", "quokka"]}', '["search", "quokka"]', '{"cmd": "search", "args": ["quokka"]}',
        '{"verb": "search", "argv": ["quokka"]}', '{"command": "search", "args": "quokka"}',
        '{"command": "search", "args": {"words": "quokka"}}', '{"command": "search", "query": "quokka"}',
    ],
)  # fmt: skip
def test_a_line_may_be_written_in_several_ways(session: Session, line: str) -> None:
    assert len(session.line(line)["hits"]) == 1


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "{", "5", "null", '"list"', "[]", "{}", '{"command": null}', '{"command": 5}',
        '{"command": []}',
        '{"command": "nonsense"}', '{"command": "show"}', '{"command": "list", "limit": "many"}',
        '{"command": "list", "args": 5}', '{"command": "list", "args": ["--nonsense"]}',
        '{"command": ["list", {}]}',
        '{"command": "show", "args": ["d2222222222222222"]}', '{"command": "init", "name": "x"}',
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), '{"command": "../main"}',
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_and_the_session_goes_on(session: Session, line: str) -> None:
    answer = session.line(line)
    assert answer["exit_code"] == 2
    assert answer["error"]
    assert "Traceback" not in json.dumps(answer)
    assert session.ask("list")["exit_code"] == 0


def test_bytes_that_are_not_text_are_a_bad_line_and_empty_lines_are_none(library: Path, tmp_path: Path) -> None:
    command = [*PROGRAM, "--library", str(library), "session"]
    done = subprocess.run(
        command, cwd=ROOT, input=b'\n   \n\xff\xfe\n{"command": "list"}\n', capture_output=True, check=False
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["exit_code"] for answer in answers] == [2, 0]


def test_it_stays_warm(session: Session) -> None:
    """The second search is answered without opening anything again; a fresh process needs some hundred ms."""
    session.ask("search", "quokka")
    assert min(session.ask("search", "quokka")["ms"] for _ in range(5)) < 50


def test_what_another_line_changed_is_seen_at_once(session: Session, ids: dict[str, str]) -> None:
    session.ask("trash", ids["letter.pdf"])
    assert ids["letter.pdf"] not in {record["id"] for record in session.ask("list")["records"]}
    session.ask("untrash", ids["letter.pdf"])
    assert ids["letter.pdf"] in {record["id"] for record in session.ask("list")["records"]}


def test_while_the_library_is_open_elsewhere_a_session_reads(
    session: Session, library: Path, ids: dict[str, str]
) -> None:
    second = Session(library)
    assert second.ask("search", "quokka")["hits"]
    refused = second.ask("accept", ids["note.txt"])
    assert refused["exit_code"] == 3
    assert "open in another window" in refused["error"]
    assert second.end() == (0, "")


def test_without_a_library_it_does_not_begin(tmp_path: Path) -> None:
    assert call(tmp_path / "gone", "session").code == 3
