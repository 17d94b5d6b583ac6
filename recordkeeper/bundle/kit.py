"""What making a bundle takes, the same for every part of one run."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.bundle.fhir import Coding
from recordkeeper.bundle.plan import Sections
from recordkeeper.library.folder import Library
from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything but the plan and the place."""

    library: Library
    makers: Workers
    sections: Sections
    coding: Coding
    prepare: PrepareRules
    words: Words
    progress: Progress
    cancel: CancelToken
