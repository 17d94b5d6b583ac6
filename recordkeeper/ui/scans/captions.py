"""The words that stand on an image and over it, put together from what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.records.kinds import Identity
from recordkeeper.ui.scans import brightness as light
from recordkeeper.ui.scans import measured
from recordkeeper.ui.scans.canvas import Canvas
from recordkeeper.ui.scans.overlay import Lines
from recordkeeper.ui.scans.reading import Named, SeriesShown, StudyCard, StudyShown

if TYPE_CHECKING:
    from recordkeeper.preview.presentation import Presented
    from recordkeeper.preview.slices import Slice
    from recordkeeper.records.key_images import KeyImage
    from recordkeeper.ui.desk import Desk

NOTHING = Lines()
_SIDES = {"L": "left", "R": "right", "B": "both"}


def when_and_where(desk: Desk, study: StudyShown | StudyCard) -> str:
    """The date and the hospital."""
    when = desk.words.date(study.date, long=True) if study.date else desk.words.say("scans.no_date")
    return desk.words.say("scans.when_where", when=when, facility=study.facility) if study.facility else when


def lines(
    desk: Desk,
    study: StudyShown,
    series: SeriesShown,
    index: int,
    canvas: Canvas,
    mark: KeyImage | None = None,
    state: Presented | None = None,
) -> Lines:
    """What stands on image `index` of a series. How it lies and how bright it is are the canvas's."""
    say, image = desk.words.say, canvas.image
    named = series.named[index]
    number = say("scans.on_image.series", number=str(series.number)) if series.number is not None else ""
    absent = say("scans.on_image.not_here", count=series.missing) if series.missing else gaps(desk, series)
    return Lines(
        top_left=(
            *_person(desk, named),
            _side(desk, image.laterality if image else ""),
            _view(desk, image),
            marked(desk, mark),
        ),
        top_right=(_date(desk, study), series_name(desk, series), number),
        above_foot=(
            *_own(desk, canvas),
            absent,
            say("scans.on_image.cut", count=series.cut_of) if series.cut else "",
            *_told(desk, image),
            say("scans.on_image.as_marked", label=state.label) if state is not None else "",
            _covered(desk, canvas),
            say("scans.on_image.inverted") if canvas.brightness.inverted else "",
            _light(desk, canvas),
        ),
        foot=(say("scans.on_image.image", number=index + 1, count=len(series.places)),),
        beside=_sizes(desk, canvas),
        always=say("scans.on_image.not_for_diagnosis"),
        edges=canvas.pose.letters(image) if image else {},
    )


def _own(desk: Desk, canvas: Canvas) -> tuple[str, ...]:
    """Whose measurements are drawn, as long as there are any."""
    drawn = canvas.image is not None and canvas.sketch.shapes
    return (measured.whose(desk.words, canvas.image),) if canvas.image is not None and drawn else ()


def _sizes(desk: Desk, canvas: Canvas) -> tuple[str, ...]:
    """What each measurement says beside itself."""
    image = canvas.image
    return tuple(measured.told(desk.words, image, shape) for shape in canvas.sketch.shapes) if image else ()


def _told(desk: Desk, image: Slice | None) -> tuple[str, ...]:
    """What a person should know of the picture itself: damage, loss, and that nothing can be measured."""
    if image is None:
        return ()
    say, facts = desk.words.say, image.facts
    lossy = say("scans.on_image.lossy") if facts.lossy else ""
    damaged = say("scans.on_image.damaged") if facts.doubtful else ""
    return damaged, lossy, say("scans.on_image.no_scale") if not facts.regions else ""


def marked(desk: Desk, mark: KeyImage | None) -> str:
    """That an image is marked, by whom, and with which words."""
    if mark is None:
        return ""
    if mark.by_hospital:
        return desk.words.say("scans.on_image.chosen", caption=mark.caption)
    return desk.words.say(
        "scans.on_image.marked", caption=mark.caption or desk.words.say("scans.on_image.no_caption")
    )


def series_name(desk: Desk, series: SeriesShown) -> str:
    """What a series is called; of one that holds several stacks, which of them."""
    if series.cut:
        return desk.words.say("scans.cut_name", name=series.name, plane=desk.words.say(f"scans.plane.{series.cut}"))
    if series.parts == 1:
        return series.name
    return desk.words.say("scans.part_of", name=series.name, part=series.part, parts=series.parts)


def gaps(desk: Desk, series: SeriesShown) -> str:
    """What the distances between the images show: some seem not to be here, or they change; "" mostly."""
    if series.absent:
        return desk.words.say("scans.gaps", count=series.absent)
    return desk.words.say("scans.uneven") if series.uneven else ""


def how(desk: Desk, name: str) -> str:
    """What a brightness is called: a preset's name, as stored, automatic or by hand."""
    if name in (light.STORED, light.AUTO, light.OWN):
        return desk.words.say(f"scans.how.{name}")
    return desk.words.say(f"scans.preset.{name}")


def doubt(desk: Desk, study: StudyShown, named: Named) -> str:
    """A sentence where an image seems to be of another person than the library's; "" otherwise."""
    patient, say = study.patient, desk.words.say
    born, given = patient.birth_date, named.birth_date
    if study.identity is Identity.UNKNOWN:
        return say("scans.no_identity")
    if study.identity is Identity.AGREES:
        return ""
    if named.name and named.name.casefold() != patient.name.casefold():
        return say("scans.on_image.other_person", other=named.name, name=patient.name)
    if born and given and not born.agrees_with(given):
        return say("scans.on_image.other_birth_date", date=given, name=patient.name)
    return say("scans.on_image.other_patient", name=patient.name)


def _person(desk: Desk, named: Named) -> tuple[str, str]:
    name = named.name or desk.words.say("scans.on_image.no_name")
    return name, desk.words.say("scans.on_image.born", date=named.birth_date) if named.birth_date else ""


def _side(desk: Desk, side: str) -> str:
    """U is an unpaired part of the body (PS3.3 C.7.6.1.1.3): nothing to tell apart."""
    return desk.words.say(f"scans.on_image.{_SIDES[side]}") if side in _SIDES else ""


def _view(desk: Desk, image: Slice | None) -> str:
    """Which picture of a mammogram or an X-ray this is, by the name that doctors use."""
    return desk.words.say("scans.on_image.view", view=image.view) if image is not None and image.view else ""


def _date(desk: Desk, study: StudyShown) -> str:
    return desk.words.say("scans.on_image.study_date", date=study.date) if study.date else ""


def _covered(desk: Desk, canvas: Canvas) -> str:
    """That not all of the image is to be seen."""
    covered = canvas.covered and canvas.image is not None and canvas.image.facts.shutter is not None
    return desk.words.say("scans.on_image.covered") if covered else ""


def _light(desk: Desk, canvas: Canvas) -> str:
    if canvas.image is None:
        return ""
    center, width = (f"{value:.4g}".replace("-", "−") for value in canvas.brightness.window(canvas.image))
    name = how(desk, canvas.brightness.name_on(canvas.image))
    return desk.words.say("scans.on_image.light", how=name, center=center, width=width)
