"""What is to be said of an intake beside its files: what is not whole, may belong together, or is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import dating
from recordkeeper.catalogue.dating import DateQuestion
from recordkeeper.prepare.intake_gaps import gaps_of
from recordkeeper.prepare.photo_runs import PhotoRun, photo_runs
from recordkeeper.records.gaps import Gap

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Account:
    """Told with the receipt of an intake."""

    gaps: tuple[Gap, ...] = ()
    photo_runs: tuple[PhotoRun, ...] = ()
    dates: tuple[DateQuestion, ...] = ()


def account_of(db: Database, intake_id: int) -> Account:
    return Account(gaps_of(db, intake_id), photo_runs(db, intake_id), dating.questions(db, intake_id))
