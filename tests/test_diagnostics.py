from __future__ import annotations

import enum
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper import diagnostics

PRIVATE = "Doe^Jane"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    started = diagnostics.setup(tmp_path / "logs")
    yield tmp_path / "logs"
    started.close()


def _text(logs: Path) -> str:
    return (logs / diagnostics.LOG).read_text(encoding="utf-8")


class State(enum.Enum):
    SET_ASIDE = "set_aside"


@pytest.mark.parametrize(
    "value", [7, 1.5, None, True, State.SET_ASIDE, "disk_full", "1.2.840.10008.1.2.4.50", "0f" * 32]
)
def test_ids_counts_and_codes_are_told(value: object, logs: Path) -> None:
    logging.getLogger("recordkeeper.intake").info("kept %s", value)
    told = value.value if isinstance(value, State) else value
    assert f"kept {told}\n" in _text(logs)


@pytest.mark.parametrize(
    "value",
    [
        PRIVATE,
        "Jane Doe",
        "1958-04-12",
        "19580412",
        "biopsy_doe.pdf",
        "/home/jane/records",
        Path("/home/jane/scan.dcm"),
        ["Jane"],
        b"DOE",
    ],
)
def test_what_may_tell_of_a_person_is_withheld(value: object, logs: Path) -> None:
    logging.getLogger("recordkeeper.intake").warning("could not read %s", value)
    assert f"could not read {diagnostics.WITHHELD}\n" in _text(logs)


def test_named_arguments_are_withheld_too(logs: Path) -> None:
    logging.getLogger("recordkeeper.intake").warning("%(who)s has %(n)d", {"who": PRIVATE, "n": 3})
    assert f"{diagnostics.WITHHELD} has 3" in _text(logs)


def test_an_error_is_told_by_class_and_place_without_its_words(logs: Path) -> None:
    try:
        try:
            raise FileNotFoundError(2, "No such file", f"/media/{PRIVATE}.dcm")
        except FileNotFoundError as error:
            raise ValueError(f"bad record of {PRIVATE}") from error
    except ValueError:
        logging.getLogger("recordkeeper.intake").exception("reading failed")
    text = _text(logs)
    assert "ValueError" in text
    assert "FileNotFoundError" in text
    assert "test_an_error_is_told_by_class" in text
    assert PRIVATE not in text


def test_a_full_text_kept_by_another_handler_does_not_slip_in(logs: Path) -> None:
    ours = logging.getLogger("recordkeeper")
    other = logging.StreamHandler(open("/dev/null", "w") if sys.platform != "win32" else None)  # noqa: SIM115, PTH123
    ours.handlers.insert(0, other)
    try:
        raise ValueError(PRIVATE)
    except ValueError:
        ours.exception("reading failed")
    finally:
        ours.removeHandler(other)
        other.close()
    assert PRIVATE not in _text(logs)


def test_an_unexpected_error_in_a_thread_is_logged(
    logs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[object] = []
    diagnostics._hook(lambda *_: None, told.append)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "unexpected error in a thread" in _text(logs)
    assert "ZeroDivisionError" in _text(logs)
    assert told


def test_a_crash_of_compiled_code_leaves_its_trace(tmp_path: Path) -> None:
    code = (
        "import faulthandler, sys; from pathlib import Path; from recordkeeper import diagnostics;"
        "diagnostics.setup(Path(sys.argv[1])); faulthandler._sigabrt()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode != 0
    assert "Fatal Python error" in (tmp_path / diagnostics.CRASHES).read_text()


def test_an_unexpected_error_ends_the_process_and_is_logged(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from recordkeeper import diagnostics;"
        f"diagnostics.setup(Path(sys.argv[1])); raise KeyError({PRIVATE!r})"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode == 1
    assert "KeyError" in _text(tmp_path)
    assert PRIVATE not in _text(tmp_path)


def test_a_large_log_makes_room(tmp_path: Path) -> None:
    (tmp_path / diagnostics.LOG).write_text("x" * (diagnostics.LARGEST + 1))
    diagnostics.setup(tmp_path).close()
    assert (tmp_path / diagnostics.LOG).stat().st_size == 0
    assert (tmp_path / diagnostics.EARLIER).stat().st_size > diagnostics.LARGEST


def test_after_closing_everything_is_as_before(tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook, list(logging.getLogger("recordkeeper").handlers)
    diagnostics.setup(tmp_path).close()
    after = sys.excepthook, threading.excepthook, list(logging.getLogger("recordkeeper").handlers)
    assert after == before


def test_the_report_shows_the_log_without_whose_computer_it_is(logs: Path) -> None:
    crash = '  File "/home/jane/app/x.py", line 3 in read\n  File "D:\\\\Jane Doe\\\\lib\\\\y.py", line 4\n'
    (logs / diagnostics.CRASHES).write_text(crash)
    logging.getLogger("recordkeeper.intake").info("kept %d", 12)
    text = diagnostics.report(logs)
    assert text.startswith("Recordkeeper ")
    assert "kept 12" in text
    assert 'File "app/x.py", line 3 in read' in text
    assert "jane" not in text.lower()


def test_a_crash_is_told_once_at_the_next_start(tmp_path: Path) -> None:
    assert not diagnostics.crashed_before(tmp_path)
    code = (
        "import faulthandler, sys; from pathlib import Path; from recordkeeper import diagnostics;"
        "diagnostics.setup(Path(sys.argv[1])); faulthandler._sigsegv()"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)
        assert diagnostics.crashed_before(tmp_path)
        diagnostics.crash_told(tmp_path)
        assert not diagnostics.crashed_before(tmp_path)
    diagnostics.setup(tmp_path).close()
    assert not diagnostics.crashed_before(tmp_path), "a start and an end that are as they should be"
