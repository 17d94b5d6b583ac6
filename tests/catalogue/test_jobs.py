"""Work still to be done is remembered until it is done."""

from __future__ import annotations

from recordkeeper.catalogue import jobs
from recordkeeper.catalogue.store import Catalogue


def test_a_job_waits_until_it_is_done(catalogue: Catalogue) -> None:
    db = catalogue.writer
    for name in ("b", "a", "a"):
        jobs.want(db, name, "ocr")
    jobs.want(db, "a", "group", version=2)
    assert jobs.waiting(db, "ocr") == ("a", "b")
    jobs.done(db, "a", "ocr")
    assert jobs.waiting(db, "ocr") == ("b",)
    assert jobs.waiting(db, "group") == ("a",)
    jobs.done(db, "never", "ocr")
    assert jobs.waiting(db, "nothing") == ()
