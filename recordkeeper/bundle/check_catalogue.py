"""Whether a bundle that was just filled holds what the catalogue says it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.bundle import imaging
from recordkeeper.bundle.checks import Check, check_of
from recordkeeper.bundle.fill import Filled
from recordkeeper.bundle.occasion import Occasion

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def agrees_with_catalogue(db: Database, filled: Filled, occasion: Occasion) -> Check:
    """Each document of the plan is there, and of each study every image the catalogue has, on this part.

    Images that have no place in a file-set lie elsewhere; they are told as problems and counted so.
    """
    only = occasion.part.images if occasion.part is not None else None
    images = imaging.count(db, filled.plan.studies, only, filled.plan.images_sent)
    images -= sum(problem.code == "not_in_file_set" for problem in filled.problems)
    there = filled.counts["instances"]
    wrong = []
    if there != images:
        wrong.append(f"{there} of {images} images")
    documents = {item.record.id for item in filled.plan.documents}
    if len(documents) != filled.counts["documents"]:
        wrong.append(f"{filled.counts['documents']} of {len(documents)} documents")
    missing = documents - {file.record for file in filled.files} - set(filled.placed)
    wrong += sorted(missing - {problem.record for problem in filled.problems})
    return check_of("catalogue", wrong, f"{len(documents)} documents, {images} images")
