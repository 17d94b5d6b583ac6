"""Whatever goes wrong is one calm sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

import click
import pytest

from recordkeeper.cli.context import Context
from recordkeeper.cli.problems import told
from recordkeeper.library import folder
from recordkeeper.paths import resources
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Trouble, WorkerFailure
from recordkeeper.work.progress import Cancelled
from tests.cli.calling import ROOT, Answer, call, one_calm_sentence, process, start

WORDS = Words.load(resources() / "wording", "en")


def met(error: BaseException) -> Answer:
    """What is said when a command ends with this error."""
    context, err = Context(), io.StringIO()
    with redirect_stderr(err), told(context):
        raise error
    return Answer(context.exit_code, "", err.getvalue())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputProblem("no_such_record", record="d1"), 2),
        (PlaceProblem("disk_full"), 3),
        (click.UsageError("No such option."), 2),
        (click.FileError("x", "cannot be opened."), 2),
        (KeyboardInterrupt(), 1),
        (click.Abort(), 1),
        (Cancelled(), 1),
        *((WorkerFailure(trouble, "Error", "x.py:1 f"), 3) for trouble in Trouble),
        (OSError(errno.ENOSPC, "No space left on device", "/some/where"), 3),
        (OSError(errno.EROFS, "Read-only", "/some/where"), 3),
        (PermissionError(errno.EACCES, "denied", "/some/where"), 3),
        (FileNotFoundError(errno.ENOENT, "none", "/some/where"), 3),
        (OSError("no number at all"), 3),
        (ZeroDivisionError("Anna Sample"), 3),
        (RecursionError(), 3),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), 2),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_problem_is_a_sentence_and_a_code(error: BaseException, code: int) -> None:
    answer = met(error)
    assert answer.code == code
    assert one_calm_sentence(answer) or isinstance(error, click.FileError)
    assert "Anna" not in answer.err


def test_the_sentence_is_the_wordings() -> None:
    assert met(PlaceProblem("disk_full")).err.strip() == WORDS.say("errors.disk_full")
    assert met(OSError(errno.ENOSPC, "full")).err.strip() == WORDS.say("errors.disk_full")


def test_a_quiet_end_says_nothing() -> None:
    assert met(click.exceptions.Exit(0)).err == ""


def test_no_library_there(tmp_path: Path) -> None:
    for command in ("list", "check", "undo", "work", "rebuild"):
        answer = call(tmp_path / "gone", command)
        assert answer.code == 3
        assert one_calm_sentence(answer)
    assert not (tmp_path / "gone").exists()


def test_a_library_of_a_newer_program(own: Path) -> None:
    (own / "recordkeeper.json").write_text('{"layout": 99}')
    answer = call(own, "list")
    assert answer.code == 3
    assert one_calm_sentence(answer)


@pytest.mark.parametrize("command", ["list", "undo"])
def test_a_damaged_catalogue(own: Path, command: str) -> None:
    for ending in ("-wal", "-shm"):
        (own / f"catalogue.sqlite{ending}").unlink(missing_ok=True)
    (own / "catalogue.sqlite").write_bytes(b"no database at all" * 100)
    answer = process("--library", own, "--json", command)
    assert answer.code == 3
    assert one_calm_sentence(answer)


_WITH_A_BUG = """
import sys
from recordkeeper.catalogue import documents
def find(*_):
    raise ZeroDivisionError("Anna Sample")
documents.find = find
from recordkeeper.__main__ import main
sys.argv = ["recordkeeper", "--library", sys.argv[1], "list"]
sys.exit(main())
"""


@pytest.mark.parametrize("log", [True, False])
def test_a_bug_is_a_sentence_with_and_without_a_place_for_a_log(own: Path, tmp_path: Path, log: bool) -> None:
    home = tmp_path / "home"
    home.mkdir() if log else home.write_text("a file where the log's folder should be")
    done = subprocess.run(
        [sys.executable, "-c", _WITH_A_BUG, str(own)], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "RECORDKEEPER_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    answer = Answer(done.returncode, done.stdout, done.stderr)
    assert answer.code == 3
    assert one_calm_sentence(answer)
    assert "ZeroDivisionError" in answer.err
    if log:
        written = "".join(path.read_text() for path in home.rglob("*.log"))
        assert "ZeroDivisionError" in written
        assert "Anna" not in written


@contextmanager
def opened_elsewhere(library: Path) -> Iterator[None]:
    """Another process has the library open for writing."""
    other = start("--library", library, "session")
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        other.stdin.write('{"command": "list"}\n')
        other.stdin.flush()
        assert '"records"' in other.stdout.readline()
        yield
    finally:
        other.communicate(timeout=30)


def test_while_it_is_open_elsewhere_reads_work_and_writes_are_refused(
    own: Path, heap: Path, tmp_path: Path
) -> None:
    record = call(own, "list").data["records"][0]["id"]
    reads = (
        ("list",), ("show", record), ("search", "quokka"), ("receipt",), ("history",), ("bundles",), ("check",),
        ("render", record, "--out", tmp_path / "p.png"),
    )  # fmt: skip
    writes = (
        ("accept", record), ("correct", record, "title", "x"), ("trash", record), ("untrash", record), ("undo",),
        ("redo",), ("add", heap), ("work",), ("export", tmp_path / "out"), ("rebuild",),
    )  # fmt: skip
    with opened_elsewhere(own):
        for arguments in reads:
            assert call(own, *arguments).code == 0, arguments
        for arguments in writes:
            answer = call(own, *arguments)
            assert answer.code == 3, arguments
            assert answer.err.strip() == WORDS.say("errors.library_in_use")
            assert answer.out == ""
    assert not (tmp_path / "out").exists()
    assert call(own, "accept", record).code == 0


def test_reading_writes_nothing(own: Path) -> None:
    record = call(own, "list").data["records"][0]["id"]
    kept = own.parent / "kept"
    shutil.copytree(own, kept)
    for arguments in (("list",), ("show", record), ("search", "quokka"), ("receipt",), ("check",)):
        assert call(own, *arguments).code == 0
    for path in kept.rglob("*"):
        if path.is_file() and not path.name.startswith("catalogue.sqlite-"):
            assert (own / path.relative_to(kept)).read_bytes() == path.read_bytes()


def test_a_library_can_be_read_where_nothing_may_be_written(own: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    own.chmod(0o500)
    assert call(own, "list").code == 0


def test_the_lock_is_let_go_after_a_refusal(own: Path) -> None:
    library = folder.open_for_writing(own)
    assert call(own, "undo").code == 3
    library.close()
    assert call(own, "undo").code == 2  # there is nothing to undo


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
@pytest.mark.parametrize(
    "arguments",
    [("search", "\udcff"), ("show", "\udcff"), ("list", "--after", "\udcff"), ("accept", "\udcff"),
     ("verify", "\udcff"), ("export", "x", "--select", "\udcff"), ("receipt", "\udcff"), ("add", "\udcff"),
     ("\udcff",)],
    ids=lambda value: value[0].encode("ascii", "backslashreplace").decode(),
)  # fmt: skip
def test_bytes_that_are_not_text_in_an_argument_are_no_bug(own: Path, arguments: tuple[str, ...]) -> None:
    answer = process("--library", own, "--json", *arguments)
    assert answer.code in (0, 1, 2)
    assert "makers" not in answer.err
