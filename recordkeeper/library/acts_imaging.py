"""What a person does to the images of scans."""

from __future__ import annotations

from recordkeeper.catalogue import engine, key_images
from recordkeeper.library.acts import act
from recordkeeper.library.folder import Library

_LONGEST = 200


def star(library: Library, record: str, instance_uid: str, frame: int, caption: str = "") -> tuple[str, ...]:
    """Mark an image, or say something else of one that is marked. InputProblem "no_such_image"."""
    key_images.check(library.catalogue.writer, record, instance_uid, frame)
    said = engine.storable(" ".join(caption.split())[:_LONGEST])
    return act(library, "star", {record: {key_images.field(instance_uid, frame): {"caption": said}}})


def unstar(library: Library, record: str, instance_uid: str, frame: int) -> tuple[str, ...]:
    """Take the mark from an image. InputProblem "no_such_image"."""
    key_images.check(library.catalogue.writer, record, instance_uid, frame)
    return act(library, "unstar", {record: {key_images.field(instance_uid, frame): None}})
