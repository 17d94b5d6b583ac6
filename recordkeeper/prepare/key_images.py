"""The sheet of marked images: which of them, in which order, and what stands under each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, imaging, key_images
from recordkeeper.records.key_images import KeyImage, Marked
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def marked(db: Database, words: Words, record: str | None = None) -> tuple[Marked, ...]:
    """The marked images of one study or, with None, of all; in the order of their series and places."""
    images = key_images.of_study(db, record) if record else key_images.all_images(db)
    found: list[Marked] = []
    for of in dict.fromkeys(image.record for image in images):
        ours = [image for image in images if image.record == of]
        found += sorted(_of_study(db, words, of, ours), key=lambda each: (each.image.series_uid, each.number))
    return tuple(found)


def _of_study(db: Database, words: Words, record: str, images: list[KeyImage]) -> Iterator[Marked]:
    study = documents.get(db, record)
    when = words.date(study.service_date) if study.service_date else words.say("scans.no_date")
    for series in study.imaging.series if study.imaging else ():
        files = imaging.image_files(db, record, series.uid)
        before = 0
        for file in files:
            for image in images:
                if image.instance_uid == file.uid and image.series_uid == series.uid and image.frame < file.frames:
                    number = before + image.frame + 1
                    name = series.plain_name or series.description
                    yield Marked(
                        image,
                        file.fingerprint,
                        number,
                        tuple(_lines(words, f"{study.title} · {when}", name, series.number, number, image)),
                    )
            before += file.frames


def _lines(
    words: Words, study: str, series: str, series_number: int | None, number: int, image: KeyImage
) -> Iterator[str]:
    yield study
    yield series
    if series_number is None:
        yield words.say("scans.key.image", number=str(number))
    else:
        yield words.say("scans.key.series_and_image", series=str(series_number), number=str(number))
    if image.by_hospital:
        yield words.say("scans.key.by_hospital")
