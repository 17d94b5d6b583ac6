"""Names that trip programs: ways out of a folder, words a system keeps for itself, twins, no text at all."""

from __future__ import annotations

NFC, NFD = "\u00c4rztbrief.txt", "A\u0308rztbrief.txt"

# On a disk of a system that takes them all; each ends as a file with its own words.
ON_DISK: tuple[bytes, ...] = (
    NFC.encode(),
    NFD.encode(),
    b"Report.txt",
    b"REPORT.txt",
    b"report.txt",
    b"CON.txt",
    b"nul",
    b"LPT1.pdf.txt",
    b"trailing dot.",
    b"trailing blank ",
    b" leading blank.txt",
    b"-rf.txt",
    b"$(reboot).txt",
    b"a\nline\tbreak.txt",
    b"bell\x07.txt",
    b"quote'\".txt",
    b"back\\slash.txt",
    b"C:\\win.txt",
    b"\xff\xfe not text.txt",
    b"half \xed\xa0\x80 surrogate.txt",
    "gpj\u202etxt.exe.txt".encode(),
    "検査 🏥 تقرير.txt".encode(),
    b"x" * 251 + b".txt",
    "ä".encode() * 125 + b".txt",
    b"...txt",
    b"~",
    b"%2e%2e%2f.txt",
)

# In an archive any bytes may stand.
IN_ARCHIVE: tuple[str, ...] = (
    "../../evil.txt",
    "/etc/passwd.txt",
    "..\\..\\up.txt",
    "C:\\Windows\\win.txt",
    "\\\\server\\share\\x.txt",
    "a/../../b.txt",
    "./././c.txt",
    "CON",
    "aux.txt",
    "dir/nul.txt",
    NFC,
    NFD,
    "Report.TXT",
    "report.txt",
    "x" * 255,
    "y" * 4000 + ".txt",
    "deep/" * 300 + "z.txt",
    "line\nbreak.txt",
    "gpj\u202etxt.exe.txt",
    " ",
    ".",
    "..",
)
