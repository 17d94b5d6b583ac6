"""Narrow the list: menus to tick, what is ticked said in words, and the views a person keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from recordkeeper.catalogue.views import View
from recordkeeper.records import asking
from recordkeeper.records.kinds import Kind
from recordkeeper.records.query import NO_FILTERS, Asked, Filters, RecordLine
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records.marks_view import LineOfItsOwn

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words

_MOST_LISTED = 40  # places or tags in a menu; the rest are found by typing from: or tag:
_STARRED, _NOTED = "starred", "noted"


def told(filters: Filters, words: Words) -> str:
    """The filters as one phrase: or within a sort, commas across; "" for none."""
    say = words.say
    kinds = [say(f"cli.kind.{kind}") for kind in sorted(filters.kinds)]
    years = _years(filters)
    parts = [
        _either(kinds, words),
        say("records.narrow.from", places=_either(filters.places, words)) if filters.places else "",
        say("records.narrow.in", years=_either(years, words)) if years else "",
        say("records.narrow.tagged", tags=_either(filters.tags, words)) if filters.tags else "",
        say("records.narrow.starred") if filters.starred else "",
        say("records.narrow.noted") if filters.noted else "",
    ]
    return ", ".join(part for part in parts if part)


def _years(filters: Filters) -> list[str]:
    ends = [filters.since or "…", filters.until or "…"]
    if ends == ["…", "…"]:
        return []
    return [ends[0] if ends[0] == ends[1] else "–".join(ends)]


def _either(values: Iterable[str], words: Words) -> str:
    *first, last = tuple(values) or ("",)
    return words.say("records.narrow.or", first=", ".join(first), last=last) if first else last


class Narrow(QWidget):
    """Gives the filters that are ticked. Menus are filled from the records there are."""

    changed = Signal()
    view_kept = Signal(str, str)  # a name, and the search in words
    view_dropped = Signal(str)
    view_wanted = Signal(str)  # the words of a view: search for them

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.filters = NO_FILTERS
        self._sought = ""
        self._views: tuple[View, ...] = ()
        say = desk.words.say
        sorts = ("kind", "place", "year", "tag", "mark")
        self.menus = {sort: self._menu(say(f"records.narrow.{sort}")) for sort in sorts}
        self.views = self._menu(say("records.narrow.views"))
        self.told = label("", "small", wraps=False)
        self.clear_all = button(desk, say("records.narrow.clear"), "close", flat=True)
        self.keep = button(desk, say("records.narrow.keep"), "star", flat=True)
        self.name = LineOfItsOwn()
        self.name.setPlaceholderText(say("records.narrow.name"))
        self.name.setAccessibleName(say("records.narrow.name"))
        self._row = Flow()
        menus = (menu.button for menu in (*self.menus.values(), self.views))
        for widget in (*menus, self.told, self.clear_all, self.keep, self.name):
            self._row.add(widget)
        self.name.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._row)
        self.clear_all.clicked.connect(self._on_clear)
        self.keep.clicked.connect(self._on_keep)
        self.name.returnPressed.connect(self._on_named)
        self._say()

    def offer(self, lines: Iterable[RecordLine]) -> None:
        """Fill the menus from these records."""
        lines = tuple(lines)
        words = self._desk.words
        kinds = {line.kind for line in lines} | self.filters.kinds
        self._fill("kind", sorted((words.say(f"cli.kind.{kind}"), kind.value) for kind in kinds))
        places = {line.facility for line in lines if line.facility} | set(self.filters.places)
        self._fill("place", [(place, place) for place in sorted(places, key=str.casefold)[:_MOST_LISTED]])
        years = sorted({str(line.service_date.year) for line in lines if line.service_date}, reverse=True)
        self._fill("year", [(year, year) for year in years])
        tags = {tag for line in lines for tag in line.tags} | set(self.filters.tags)
        self._fill("tag", [(tag, tag) for tag in sorted(tags, key=str.casefold)[:_MOST_LISTED]])
        marks = [
            mark
            for mark, on in (
                (_STARRED, any(line.starred for line in lines) or self.filters.starred),
                (_NOTED, any(line.noted for line in lines) or self.filters.noted),
            )
            if on
        ]
        self._fill("mark", [(words.say(f"records.narrow.{mark}"), mark) for mark in marks])
        self._row.arrange()

    def offer_views(self, views: tuple[View, ...]) -> None:
        """The views there are, each with a way to let it go."""
        self._views = views
        menu = self.views.menu
        menu.clear()
        for view in views:
            each = menu.addMenu(view.name)
            show = each.addAction(self._desk.words.say("records.narrow.show_view"), self._on_view)
            show.setData(view.search)
            drop = each.addAction(self._desk.words.say("records.narrow.drop_view"), self._on_drop)
            drop.setData(view.id)
        self.views.button.setVisible(bool(views))
        self._row.arrange()

    def sought(self, words: str) -> None:
        """What is typed in the search box: it is kept with a view."""
        self._sought = words
        self._say()

    def tick(self, sort: str, value: str) -> None:
        """Tick or untick one thing of a menu."""
        for action in self.menus[sort].menu.actions():
            if action.data() == value:
                action.trigger()

    def _menu(self, name: str) -> MenuButton:
        return MenuButton(self._desk, name)

    def _fill(self, sort: str, entries: list[tuple[str, str]]) -> None:
        made = self.menus[sort]
        made.button.setVisible(bool(entries))
        ticked = self._ticked(sort)
        if [(action.text(), action.data()) for action in made.menu.actions()] == entries:
            for action in made.menu.actions():
                action.setChecked(action.data() in ticked)
            return
        made.menu.clear()
        for text, value in entries:
            action = QAction(text.replace("&", "&&"), made.menu)
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value in ticked)
            action.triggered.connect(self._on_ticked)
            made.menu.addAction(action)

    def _ticked(self, sort: str) -> set[str]:
        filters = self.filters
        marks = {mark for mark, on in ((_STARRED, filters.starred), (_NOTED, filters.noted)) if on}
        years = {filters.since} if filters.since and filters.since == filters.until else self._span()
        found: dict[str, set[str]] = {
            "kind": {kind.value for kind in filters.kinds},
            "place": set(filters.places),
            "year": years,
            "tag": set(filters.tags),
            "mark": marks,
        }
        return found[sort]

    def _span(self) -> set[str]:
        since, until = self.filters.since, self.filters.until
        if not since or not until:
            return set()
        return {str(year) for year in range(int(since), int(until) + 1)}

    def _values(self, sort: str) -> list[str]:
        return [str(action.data()) for action in self.menus[sort].menu.actions() if action.isChecked()]

    def _on_ticked(self) -> None:
        """A span of years runs from the first that is ticked to the last."""
        years, marks = sorted(self._values("year")), self._values("mark")
        self.filters = replace(
            self.filters,
            kinds=frozenset(map(Kind, self._values("kind"))),
            places=tuple(self._values("place")),
            since=years[0] if years else "",
            until=years[-1] if years else "",
            tags=tuple(self._values("tag")),
            starred=_STARRED in marks,
            noted=_NOTED in marks,
        )
        self._say()
        self.changed.emit()

    def clear(self) -> None:
        """Tick nothing, and say nothing of it."""
        self.filters = NO_FILTERS
        self._say()

    def _on_clear(self) -> None:
        self.clear()
        self.changed.emit()

    def _say(self) -> None:
        said = told(self.filters, self._desk.words)
        self.told.setText(self._desk.words.say("records.narrow.told", what=said) if said else "")
        self.told.setVisible(bool(said))
        self.clear_all.setVisible(bool(said))
        worth = bool(said or self._sought)
        self.keep.setVisible(worth and self.name.isHidden())
        self.name.setVisible(worth and not self.name.isHidden())
        self._row.arrange()

    def _on_keep(self) -> None:
        self.name.show()
        self.keep.hide()
        self._row.arrange()
        self.name.setFocus()

    def _on_named(self) -> None:
        name, search = self.name.text().strip(), asking.written(Asked(self._sought, self.filters))
        if name and search:
            self.name.clear()
            self.name.hide()
            self._say()
            self.view_kept.emit(name, search)

    def _on_view(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._on_clear()
        self.view_wanted.emit(str(action.data()))

    def _on_drop(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.view_dropped.emit(str(action.data()))


class MenuButton:
    """A button that opens a menu."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.button: QPushButton = button(desk, name, flat=True)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
