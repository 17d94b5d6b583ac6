"""How long a warm `search` in a session takes on 10,000 pages, beside the bare FTS5 query on the same file."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

from recordkeeper.catalogue import engine
from tests.bench import heap, program
from tests.bench.harness import Figure, Options

PAGES, FILES = 10_000, 2_000
ROUNDS = 5  # each question is asked so often in turn; there are several questions of each kind
HITS = 100  # what `search` gives when nothing is said

# What is typed, and the same for FTS5 (the last word of what is typed may be unfinished, hence the stars).
Question = tuple[str, str]
BARE = f"""
    SELECT rowid, snippet(page_text, 0, '', '', '…', 20) FROM page_text WHERE page_text MATCH ?
    ORDER BY rank LIMIT {HITS}
"""


def main(options: Options) -> Iterator[Figure]:
    pages = options.sized(PAGES)
    files = heap.write_reports(options.work / "papers", pages, files=options.sized(FILES))
    library = program.new_library(options.work / "library")
    program.call(library, "add", options.work / "papers")
    db = engine.connect(library / "catalogue.sqlite", read_only=True)
    with program.session(library) as session:
        for kind, questions in questions_by_kind(len(files)).items():
            yield _figure(kind, questions, session, db, rounds=max(options.runs, ROUNDS))


def questions_by_kind(reports: int) -> dict[str, tuple[Question, ...]]:
    """Return questions a person asks of the heap, by kind."""
    words = heap.words_of(1)
    made = words[len(words) - heap.RARE :]
    rare = [made[place] for place in (2000, 3000, 4000, 5000)]
    pairs = [("carcinoma", "margin"), ("nodule", "stable"), ("hepatic", "lesion"), ("platelet", "low")]
    return {
        "a rare word": tuple((word, f'"{word}"*') for word in rare),
        "two words": tuple((f"{a} {b}", f'"{a}" "{b}"*') for a, b in pairs),
        "a phrase": tuple((f'"{phrase}"', f'"{phrase}"') for phrase in heap.PHRASES[:4]),
        "a beginning": tuple((start, f'"{start}"*') for start in ("metast", "carc", "st", "hepa")),
        "a common word": tuple((word, f'"{word}"*') for word in ("the", "patient", "normal", "lesion")),
        "an identifier": tuple(
            (heap.identifier(n), f'"{heap.identifier(n)}"*') for n in range(0, reports, max(1, reports // 4))
        ),
    }


def _figure(kind: str, questions: Sequence[Question], session: program.Session, db: Any, *, rounds: int) -> Figure:
    ours: list[float] = []
    bare: list[float] = []
    hits = 0
    for counted in [False] + [True] * rounds:
        for typed, match in questions:
            answer = session.ask("search", typed)
            taken = _bare(db, match)
            hits = max(hits, len(answer["hits"]))
            if not answer["hits"]:
                raise RuntimeError(f"nothing found for {typed}")
            if counted:
                ours.append(answer["ms"] / 1000)
                bare.append(taken)
    facts = {"hits": hits, "p95": _p95(ours), "p95 of the floor": _p95(bare)}
    return Figure(f"search, {kind}", tuple(ours), "FTS5 with snippet", tuple(bare), facts)


def _bare(db: Any, match: str) -> float:
    start = time.perf_counter()
    db.execute(BARE, [match]).fetchall()
    return time.perf_counter() - start


def _p95(seconds: Sequence[float]) -> str:
    return f"{statistics.quantiles(seconds, n=20)[-1] * 1000:.1f} ms"
