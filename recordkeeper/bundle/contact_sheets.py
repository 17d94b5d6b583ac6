"""Contact sheets for the page for browsers, where the patient has ticked them: outside the folders of the scans."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.plan import Plan
from recordkeeper.bundle.titles import title_of
from recordkeeper.catalogue import imaging

_MOST = 12  # images of a series
_SECONDS, _SECONDS_AN_IMAGE = 60.0, 10.0

Sheets = Mapping[tuple[str, str], str]  # study's record id and series UID → path in the bundle


def make(
    kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, images: Mapping[str, Mapping[str, int]]
) -> Sheets:
    """One for each series that goes and has images; none unless asked for. WorkerFailure, PlaceProblem."""
    places = occasion.places
    if not the_plan.request.contact_sheets or not places.index:
        return {}
    made: dict[tuple[str, str], str] = {}
    for study in the_plan.studies:
        for series in study.imaging.series if study.imaging else ():
            if not images.get(study.id, {}).get(series.uid):
                continue
            kit.cancel.check()
            number = len(made) + 1
            path = f"{places.contact_sheets}/{f'C{number:04}.JPG' if places.strict else f'{number:03}.jpg'}"
            what = f"{title_of(study, kit.words)} · {series.plain_name or series.description}"
            if _one(kit, folder / path, study.id, series.uid, occasion, what):
                made[study.id, series.uid] = path
    return made


def _one(kit: Kit, out: Path, record: str, series: str, occasion: Occasion, what: str) -> bool:
    """Write one; False where the series has no image."""
    files = imaging.image_files(kit.library.catalogue.reader(), record, series)
    frames = [(file.fingerprint, frame) for file in files for frame in range(file.frames)]
    if not frames:
        return False
    step = max(1.0, len(frames) / _MOST)
    chosen = [frames[int(at * step)] for at in range(min(_MOST, len(frames)))]
    words, patient = kit.words, occasion.patient
    born = words.say("bundle.born", date=patient.birth_date) if patient.birth_date else ""
    out.parent.mkdir(exist_ok=True)
    with ExitStack() as lent:
        paths = {file: str(lent.enter_context(kit.library.originals.lend(file))) for file, _ in chosen}
        asked = {
            "files": [[paths[file], frame] for file, frame in chosen],
            "out": str(out),
            "who": " · ".join(part for part in (patient.name, born) if part),
            "what": f"{what} · {words.say('bundle.some_images', shown=len(chosen), count=len(frames))}",
            "language": words.language,
        }
        kit.makers.run("contact_sheet", asked, deadline=_SECONDS + _SECONDS_AN_IMAGE * len(chosen))
    return True
