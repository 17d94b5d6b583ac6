"""Files that want to be run, or followed somewhere: added, shown and painted, with every start of a program and
every opened file written down.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import PROGRAM, ROOT, call, init
from tests.fakes import dicom_bombs
from tests.fakes.trouble_files import pdf_of, zip_of
from tests.making.libraries import write

HEAD = "Anna Sample   Born 03/05/1964\nPROGRESS NOTE\nseen on 01/02/2024\n"
_RUN = re.compile(r'execve\("([^"]+)"')
_OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]+)"')


def tempting(place: Path, canary: Path) -> Path:
    """What would touch or read the canary, or start the program beside it, if anybody let it."""
    program = f"#!/bin/sh\ntouch '{canary}.ran'\n".encode()
    uri = canary.as_uri()
    pdf = pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R /AA << /O 5 0 R >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /AA << /O 5 0 R >> /Annots [6 0 R] >>",
            b"<< /S /JavaScript /JS (app.launchURL\\('" + uri.encode() + b"'\\);) >>",
            b"<< /S /Launch /F (" + str(canary).encode() + b".sh) >>",
            b"<< /Type /Annot /Subtype /Link /Rect [0 0 300 300] /A << /S /URI /URI (" + uri.encode() + b") >> >>",
        ]
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        f'Target="{uri}" TargetMode="External"/></Relationships>'
    )
    write(place, {
        "note.txt": HEAD,
        "AUTORUN.INF": "[autorun]\nopen=viewer.exe\n",
        "viewer.exe": b"MZ" + bytes(200),
        "run.sh": program,
        "start.desktop": f"[Desktop Entry]\nType=Application\nExec=touch {canary}.ran\n",
        "wants.pdf": pdf,
        "wants.dcm": dicom_bombs.program_in_the_preamble(),
        "page.html": f"<html><body><script src='{uri}'></script><img src='{uri}'><iframe src='{uri}'></iframe>"
                     f"<meta http-equiv='refresh' content='0;url={uri}'><p>{HEAD}</p></body></html>",
        "entity.xml": f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM '{uri}'>]><a>&x;</a>",
        "letter.docx": zip_of({
            "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "word/document.xml": b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                                 b"<w:body><w:p><w:r><w:t>Dear Sir</w:t></w:r></w:p></w:body></w:document>",
            "word/_rels/document.xml.rels": relations.encode(),
            "word/vbaProject.bin": program,
        }),
        "mail.eml": f"From: a@b.c\nSubject: hello\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
                    f"<img src='{uri}'><a href='{uri}'>see</a> {HEAD}",
        "picture.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><script href='{uri}'/><image href='{uri}'/></svg>",
        "packed.zip": zip_of({"run.sh": program, "inside.txt": HEAD.encode() + b"other"}),
    })  # fmt: skip
    (place / "run.sh").chmod(0o755)
    (place / "link.txt").symlink_to(canary)
    return place


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    hidden = tmp_path / "canary"
    hidden.write_text("nobody was to read this")
    write(tmp_path, {"canary.sh": f"#!/bin/sh\ntouch '{hidden}.ran'\n"})
    (tmp_path / "canary.sh").chmod(0o755)
    return hidden


@pytest.mark.skipif(shutil.which("strace") is None, reason="watching system calls takes strace")
def test_nothing_in_a_file_is_run_or_followed(tmp_path: Path, canary: Path) -> None:
    library, source = init(tmp_path / "library"), tempting(tmp_path / "source", canary)
    started, opened = watched(tmp_path, "--library", library, "add", source)
    for number, record in enumerate(call(library, "list").data["records"]):
        for asked in (
            ("show", record["id"]),
            ("render", record["id"], "--page", 1, "--out", tmp_path / f"{number}.png"),
        ):
            more = watched(tmp_path, "--library", library, *asked)
            started, opened = started | more[0], opened | more[1]
    assert {Path(each).resolve() for each in started} == {Path(sys.executable).resolve()}
    assert not any(each.startswith(str(canary)) for each in opened)
    assert not Path(f"{canary}.ran").exists()
    assert any(each.startswith(str(source)) for each in opened), "the files themselves were read"


def watched(tmp_path: Path, *arguments: object) -> tuple[set[str], set[str]]:
    """The programs that were started and the files that were opened, by the program and its workers."""
    log = tmp_path / "calls"
    command = ["strace", "-f", "-qq", "-s", "400", "-e", "trace=execve,open,openat", "-o", str(log)]
    subprocess.run(
        [*command, *PROGRAM, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False, timeout=250
    )
    told = log.read_text(errors="replace")
    return set(_RUN.findall(told)), set(_OPENED.findall(told))


def test_what_is_kept_cannot_be_run(tmp_path: Path, canary: Path) -> None:
    library = init(tmp_path / "library")
    call(library, "add", tempting(tmp_path / "source", canary))
    kept = [path for path in (library / "originals").rglob("*") if path.is_file()]
    assert kept
    runnable = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
    assert [path.name for path in kept if path.stat().st_mode & runnable] == []


def test_nothing_is_left_outside_the_library(tmp_path: Path, canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, source = init(tmp_path / "library"), tempting(tmp_path / "source", canary)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = {path for path in tmp_path.rglob("*") if library not in path.parents}
    call(library, "add", source)
    call(library, "reread", "--all")
    after = {path for path in tmp_path.rglob("*") if library not in path.parents}
    assert after == before
    assert list((library / "staging").iterdir()) == []
    assert os.listdir(temporary) == []  # noqa: PTH208 - nothing hidden either
