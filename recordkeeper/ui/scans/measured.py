"""What a measurement says, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.preview.facts import DETECTOR
from recordkeeper.preview.measuring import ANGLE, LENGTH, Shape, angle, inside, length
from recordkeeper.preview.slices import MODALITY

if TYPE_CHECKING:
    from recordkeeper.preview.measuring import Inside, Point
    from recordkeeper.preview.slices import Slice
    from recordkeeper.wording.words import Words

_CENTIMETRE = 10.0


def told(words: Words, image: Slice, shape: Shape) -> str:
    """The size of a shape and, of an area, the mean of its values; a sentence where nothing can be said."""
    if not shape.whole:
        return ""
    if shape.kind == LENGTH:
        long = length(image.facts, *shape.points)
        return words.say("scans.measured.no_scale") if long is None else millimetres(words, long)
    if shape.kind == ANGLE:
        degrees = angle(image.facts, *shape.points)
        if degrees is None:
            return words.say("scans.measured.no_scale")
        return words.say("scans.measured.degrees", number=decimal(words, degrees, 0))
    found = inside(image, *shape.points)
    return words.say("scans.measured.no_scale") if found is None else _area(words, image, found)


def value(words: Words, image: Slice, at: Point) -> str:
    """The value under a place with its unit; "" beyond the image."""
    column, row = int(at[0]), int(at[1])
    columns, rows = image.size
    if not (0 <= at[0] < columns and 0 <= at[1] < rows):
        return ""
    numbers = " · ".join(decimal(words, part, 0 if image.step >= 1 else 2) for part in image.value(column, row))
    return words.say("scans.measured.value", number=_with_unit(numbers, image))


def whose(words: Words, image: Slice) -> str:
    """That a measurement is a person's own; on a projection, what it is measured on."""
    own = words.say("scans.measured.own")
    return f"{own} {words.say('scans.measured.on_detector')}" if image.facts.scale_of == DETECTOR else own


def has_values(image: Slice | None) -> bool:
    """Whether the image holds values of their own and not only shades."""
    return image is not None and image.stage == MODALITY and image.levels[0].ndim == 2


def millimetres(words: Words, long: float) -> str:
    """A length as "8.4 mm" or, from a centimetre on, "2.3 cm (23 mm)"."""
    if long < _CENTIMETRE:
        return words.say("scans.measured.mm", number=decimal(words, long, 1))
    return words.say("scans.measured.cm", cm=decimal(words, long / 10, 1), mm=decimal(words, long, 0))


def decimal(words: Words, number: float, digits: int) -> str:
    """A number with the language's decimal sign and no zeros at its end."""
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", words.say("common.decimal")).replace("-", "−")


def _area(words: Words, image: Slice, found: Inside) -> str:
    square = words.say("scans.measured.square_cm", number=decimal(words, found.square_mm / 100, 2))
    if found.mean is None or not has_values(image):
        return square
    mean = decimal(words, found.mean, 0 if image.step >= 1 else 2)
    return words.say("scans.measured.area", square=square, mean=_with_unit(mean, image))


def _with_unit(number: str, image: Slice) -> str:
    return f"{number} {image.facts.units}" if image.facts.units else number
