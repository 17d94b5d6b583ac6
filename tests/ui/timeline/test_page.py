"""The timeline: marks stand where their dates are, the list says the same, both lead to the page."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog
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
from recordkeeper.ui.timeline.scale import LEAST, Scale


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
        (("2024-01-15",), "2024-01", 5),
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


def test_a_part_drawn_on_the_strip_is_all_that_is_listed(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    assert page._seen is not None
    everything = len(page._seen.events)
    assert page.part_told.text() == f"{everything} events."
    strip = page.strip
    left, width = strip._span()
    start, end = (QPoint(round(left + share * width), 20) for share in (0.6, 0.9))
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(strip, end)
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=end)
    assert 0 < page.list.count() < everything
    assert page._whole is not None
    drawn = page._whole.between(0.6, 0.9)
    listed = [event for event in page._seen.events if drawn.holds(event.date, event.end)]
    assert page.list.count() == len(listed)
    assert page.part_told.text().endswith(f": {len(listed)} of {everything}.")
    assert strip.accessibleDescription() == page.part_told.text()
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=start)
    assert page.list.count() == everything


def test_keys_on_the_strip_go_from_years_to_days_and_back(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    strip, lanes_before = page.strip, page.lanes._lanes
    assert any(not tick.day for tick in page.lanes._scale.ticks())  # type: ignore[union-attr]
    for _ in range(60):
        qtbot.keyClick(strip, Qt.Key.Key_Plus)
    scale = page.lanes._scale
    assert scale is not None
    assert scale.days == LEAST
    assert all(tick.day for tick in scale.ticks())
    assert page.lanes._lanes == lanes_before, "lanes stay where they are while a person goes closer"
    assert not page.closer.isEnabled()
    before = scale.first
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert page.lanes._scale is not None
    assert page.lanes._scale.first > before
    qtbot.keyClick(strip, Qt.Key.Key_0)
    assert page.lanes._scale == page._whole
    assert not page.all.isEnabled()


def test_ctrl_and_the_wheel_zoom_about_what_is_pointed_at_and_dragging_moves(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    chosen = 5
    event, place = page._shown[chosen], page.lanes.place_of(chosen).center()
    for _ in range(4):
        wheel = QWheelEvent(
            place, page.lanes.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(page.lanes, wheel)
    assert event in page._shown
    assert abs(page.lanes.place_of(page._shown.index(event)).center().x() - place.x()) < 12
    scale = page.lanes._scale
    assert scale is not None
    empty = QPoint(round(place.x()), 4)  # above the lanes there is no mark
    qtbot.mousePress(page.lanes, Qt.MouseButton.LeftButton, pos=empty)
    qtbot.mouseMove(page.lanes, empty + QPoint(80, 0))
    qtbot.mouseRelease(page.lanes, Qt.MouseButton.LeftButton, pos=empty + QPoint(80, 0))
    assert page.lanes._scale is not None
    assert page.lanes._scale.first < scale.first


def test_a_mark_that_is_double_clicked_opens_its_page(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    place = page.lanes.place_of(5).center()
    number = page.lanes.at(place)
    with qtbot.waitSignal(desk.news.show_record) as shown:
        qtbot.mouseDClick(page.lanes, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert shown.args[0] == page._shown[number].record


@pytest.mark.parametrize("days", [10, 40, 92])
def test_short_lines_have_ticks_at_days_and_long_steps_at_mondays(days: int) -> None:
    scale = Scale(day("2024-02-20").ordinal, day("2024-02-20").ordinal + days)
    ticks = scale.ticks()
    assert 5 <= len(ticks) <= 15
    steps = {second.ordinal - first.ordinal for first, second in itertools.pairwise(ticks)}
    assert len(steps) == 1
    assert all(scale.first <= tick.ordinal <= scale.last for tick in ticks)
    if steps == {7}:
        assert {dt.date(tick.year, tick.month, tick.day).weekday() for tick in ticks} == {0}


def test_a_part_never_leaves_the_whole() -> None:
    whole = Scale(1000, 2000)
    assert whole.zoomed(0.5, 0.0, whole) == Scale(1000, 1500)
    assert Scale(1000, 1500).zoomed(100, 0.3, whole) == whole
    assert Scale(1000, 1100).moved(-50, whole) == Scale(1000, 1100)
    assert Scale(1900, 2000).moved(50, whole) == Scale(1900, 2000)
    assert whole.between(0.9, 0.9).days == LEAST
    assert whole.between(1.0, 1.2).last == 2000
    assert sum(whole.counts([PartialDate.of(dt.date.fromordinal(n)) for n in range(1000, 2001)])) == 1001


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


def test_what_is_in_sight_goes_on_one_page(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "one.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), ""))
    page = opened(desk, qtbot)
    page._chips["scans"].click()
    with qtbot.waitSignal(desk.news.said, timeout=30_000):
        page.one_page.button.click()
    with pymupdf.open(place) as document:
        assert document.page_count == 1
        text = document[0].get_text()
    assert text.count("Scans:") == len(page._shown)
    assert "Operations" not in text


def test_a_part_of_the_line_shows_the_curve_as_it_runs_through_it(fresh_desk: Desk, qtbot: QtBot) -> None:
    with_markers(fresh_desk)
    page = opened(fresh_desk, qtbot)
    page._chips["markers"].click()
    page.look_at(Scale(day("2024-03-20").ordinal, day("2024-04-20").ordinal))
    assert [event.what for event in page._shown] == ["FEC"]  # no value is in sight, the line between two is
    (curve,) = page._seen.curves if page._seen else ()
    before, after = (page.lanes._spot(event) for event in curve.lines[0][1:3])
    left, width = page.lanes._span()
    assert before.x() < left
    assert after.x() > left + width
    shown = page.lanes.grab().toImage()
    middle = left + width / 2
    height = before.y() + (after.y() - before.y()) * (middle - before.x()) / (after.x() - before.x())
    scale = shown.devicePixelRatio()
    line = shown.pixelColor(int(middle * scale), int(height * scale))
    ground = shown.pixelColor(int(middle * scale), int((height - 12) * scale))
    assert line.name() != ground.name()
