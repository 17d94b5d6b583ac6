"""A file that crashes, hangs or blows up its reader costs that file only, and is kept byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.catalogue import documents, sources
from recordkeeper.intake.river import River, intake_for
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.query import Listing
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.limits import Limits
from recordkeeper.work.pool import WorkerPool, environment_for_workers
from recordkeeper.work.progress import CancelToken, Progress
from tests.fakes.troubled_readers import COMMAND, ROOT
from tests.making.libraries import a_library, write

TROUBLES = {
    "CRASH": "reader_crashed",
    "HANG": "reader_too_slow",
    "BLOW-UP": "reader_too_much_memory",
    "STUMBLE": "reader_failed",
}


@pytest.mark.parametrize("slots", [1, 2])
def test_each_trouble_costs_its_own_file_only(tmp_path: Path, slots: int) -> None:
    good = {f"good-{n}.txt": f"Anna Sample\nProgress note {n}" for n in range(6)}
    bad = {f"good-{n}-{name}.txt": f"{name} of a reader" for n, name in enumerate(TROUBLES)}
    heap = write(tmp_path / "heap", good | bad)
    pool = WorkerPool(COMMAND, slots=slots, limits=Limits(), environment=environment_for_workers(str(ROOT)))
    with a_library(tmp_path / "library") as app:
        lanes = Lanes(pool)
        try:
            intake = intake_for(app.library, [str(heap)], "2024-01-01T00:00:00+00:00")
            db = app.library.catalogue.writer
            with db.atomic():
                sources.begin_intake(db, intake)
            river = River(app.library, lanes, app.rules(), progress=Progress(), cancel=CancelToken(), seconds=10.0)
            river.run(intake)
        finally:
            lanes.close()
        receipt = sources.receipt(app.library.catalogue.reader(), intake.id)
        found = {Path(row.path).name: (row.outcome, row.reason_code) for row in receipt.files}
        for n, (name, code) in enumerate(TROUBLES.items()):
            assert found[f"good-{n}-{name}.txt"] == (Outcome.UNREADABLE, code)
        assert all(found[name][0] is Outcome.ADDED for name in good)
        kept = {path.read_bytes().decode() for _, path in app.library.originals.everything()}
        assert kept == {*good.values(), *bad.values()}
        assert len(documents.find(app.library.catalogue.reader(), Listing())) == len(good) + len(bad)
