"""The timeline: marks stand where their dates are, the list says the same, both lead to the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.library import acts, preparing
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.own import OwnList
from recordkeeper.records.story import Event
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.timeline.lanes import Lanes
from recordkeeper.ui.timeline.page import ALL, Seen, TimelinePage
from recordkeeper.ui.timeline.scale import Scale


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def opened(desk: Desk, qtbot: QtBot, width: int = 900) -> TimelinePage:
    page = TimelinePage(desk)
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: page._seen is not None)
    return page


def test_the_list_holds_every_event_in_order_and_opens_its_record(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    assert page._seen is not None
    assert page.list.count() == len(page._seen.events) > 10
    wanted: list[str] = []
    desk.news.show_record.connect(lambda record, _words: wanted.append(record))
    page.list.setCurrentRow(3)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert wanted == [page._seen.events[3].record]


def test_a_chip_shows_one_lane(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    page._chips["scans"].click()
    assert {event.lane for event in page._shown} == {"scans"}
    assert page.list.count() == len(page._shown)
    page._chips[ALL].click()
    assert len({event.lane for event in page._shown}) > 1


def test_a_mark_that_is_clicked_is_found_in_the_list(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    place = page.lanes.place_of(5).center()
    number = page.lanes.at(place)
    qtbot.mouseClick(page.lanes, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert page.list.currentRow() == number
    assert page.lanes.chosen == number
    assert page._shown[number].date == page._shown[5].date


def test_what_a_person_typed_stands_among_them_and_leads_to_its_list(fresh_desk: Desk, qtbot: QtBot) -> None:
    preparing.add_entry(
        fresh_desk.library,
        OwnList.TREATMENTS,
        {"name": "FOLFOX", "kind": "drug", "start": "2024-03", "end": "2024-06"},
    )
    page = opened(fresh_desk, qtbot)
    assert page.list.item(0).text() == "Mar 2024 to Jun 2024  ·  Drug treatment  ·  FOLFOX (you wrote this)"
    with qtbot.waitSignal(fresh_desk.news.list_wanted):
        page.list.itemActivated.emit(page.list.item(0))
    acts.undo(fresh_desk.library)
    page.opened()
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)


def test_thousands_of_events_are_listed_as_the_list_is_rolled(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    many = tuple(
        Event(PartialDate(2000 + n // 300, n % 12 + 1, n % 28 + 1), "scans", f"CT {n}", "x", 1) for n in range(3000)
    )
    page._on_read(Seen(tuple(sorted(many, key=lambda event: event.date)), ("scans",)))
    assert page.list.count() == 400
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert page.list.count() == 800
    page.choose(2500)
    assert page.list.currentRow() == 2500


def lanes(desk: Desk, qtbot: QtBot, events: Sequence[Event]) -> Lanes:
    made = Lanes(desk)
    qtbot.addWidget(made)
    made.resize(800, 200)
    made.show_events(events, ("operations", "scans"))
    return made


def test_marks_stand_in_the_order_of_their_dates_and_bands_last(desk: Desk, qtbot: QtBot) -> None:
    events = [
        Event(day("2023-01-05"), "scans", "one", "a", 1),
        Event(day("2023-06"), "operations", "band", end=day("2023-12")),
        Event(day("2024-02-01"), "scans", "two", "b", 1),
    ]
    made = lanes(desk, qtbot, events)
    one, band, two = (made.place_of(number) for number in range(3))
    assert one.center().x() < band.left() < band.right() < two.center().x() <= made.width()
    assert band.width() > 3 * one.width()
    assert band.center().y() < one.center().y() == two.center().y()
    assert made.at(QPointF(two.center())) == 2
    assert made.at(QPointF(one.center().x(), band.center().y())) == -1
    assert not made.grab().isNull()


def test_without_events_there_is_no_lane(desk: Desk, qtbot: QtBot) -> None:
    made = lanes(desk, qtbot, [])
    assert made.sizeHint().height() == 0
    assert made.at(QPointF(1, 1)) == -1


@pytest.mark.parametrize(
    ("dates", "first", "most"),
    [
        (("2024-01-05", "2024-03-01"), "2024-01", 5),
        (("2024-01-15",), "2024-01", 3),
        (("1990-01-05", "2024-03-01"), "1990", 14),
        (("2019-01-05", "2024-03-01"), "2019", 14),
    ],
)
def test_ticks_are_few_and_even(dates: tuple[str, ...], first: str, most: int) -> None:
    scale = Scale.of([day(date) for date in dates])
    ticks = scale.ticks()
    assert 0 < len(ticks) <= most + 1
    assert str(ticks[0])[:3] == first[:3]
    assert all(0 <= scale.begin(tick) <= 1 for tick in ticks)
    assert [str(tick) for tick in ticks] == sorted(str(tick) for tick in ticks)


def test_a_vague_date_stands_in_the_middle_of_what_is_known() -> None:
    scale = Scale.of([day("2023-01-01"), day("2024-12-31")])
    assert scale.share(day("2023-01-01")) < scale.share(day("2023")) < scale.share(day("2023-12-31"))
    assert scale.share(day("1900")) == 0.0


@pytest.mark.parametrize("keys", [False, True])
def test_the_timeline_goes_on_paper_by_button_and_by_keyboard(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: bool
) -> None:
    place = tmp_path / "timeline.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), ""))
    page = opened(desk, qtbot)
    with qtbot.waitSignal(desk.news.said, timeout=30_000):
        if keys:
            page.list.setFocus()
            qtbot.waitUntil(page.list.hasFocus)
            qtbot.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        else:
            page.print.click()
    assert place.read_bytes().startswith(b"%PDF")


def with_markers(desk: Desk) -> None:
    """A marker told four times by one lab, and the drug given meanwhile."""
    rules = Rules.load(desk.resources / "rules").labs
    for date, value in (("2024-01-10", "120"), ("2024-03-01", "80"), ("2024-05-01", "30"), ("2024-06-20", "<15")):
        type_result(desk.library, rules, Typed("CA 15-3", value, date, "U/mL", "", "", "Northfield"))
    fields = {"name": "FEC", "kind": "drug", "start": "2024-02-01", "end": "2024-05-15"}
    preparing.add_entry(desk.library, OwnList.TREATMENTS, fields)


def test_marker_curves_stand_over_the_treatments_and_their_values_are_in_the_list(
    fresh_desk: Desk, qtbot: QtBot
) -> None:
    with_markers(fresh_desk)
    page = opened(fresh_desk, qtbot)
    qtbot.waitUntil(lambda: page.list.count() == 5)
    page._chips["markers"].click()
    texts = [page.list.item(row).text() for row in range(page.list.count())]
    assert texts[0] == "10 Jan 2024  ·  Tumor markers  ·  CA 15-3: 120 U/mL (you wrote this)"
    assert texts[1].endswith("FEC (you wrote this)")
    values = [number for number, event in enumerate(page._shown) if event.value is not None]
    places = [page.lanes.place_of(number).center() for number in values]
    assert [place.x() for place in places] == sorted(place.x() for place in places)
    assert [place.y() for place in places] == sorted(place.y() for place in places)  # it falls
    assert all(place.y() > page.lanes.place_of(1).bottom() for place in places)  # below the treatment's lane
    qtbot.mouseClick(page.lanes, Qt.MouseButton.LeftButton, pos=places[2].toPoint())
    assert page.list.currentRow() == values[2]
    with qtbot.waitSignal(fresh_desk.news.page_wanted, check_params_cb=lambda name: name == "labs"):
        page.list.itemActivated.emit(page.list.item(values[2]))
    assert "CA 15-3" in page.lanes.accessibleName()
    page._chips["medicines"].click()
    assert page.list.count() == 1
    assert not page.lanes.grab().isNull()


def test_a_treatment_is_shaded_behind_the_curve(fresh_desk: Desk, qtbot: QtBot) -> None:
    with_markers(fresh_desk)
    page = opened(fresh_desk, qtbot)
    page._chips["markers"].click()
    shown = page.lanes.grab().toImage()
    band, curve = page.lanes.place_of(1), page.lanes.place_of(4)
    y = int(curve.bottom()) + 5  # at the foot of the curve's lane
    scale = shown.devicePixelRatio()

    def colour(x: float) -> str:
        return shown.pixelColor(int(x * scale), int(y * scale)).name()

    assert colour(band.center().x()) != colour(curve.right() + 3)
