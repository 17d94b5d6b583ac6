"""What a screen reader is told: a window on a virtual screen, walked through AT-SPI by a client of its own.

`dbus-run-session -- xvfb-run -a python3 -m tests.making.at_spi OUT PAGE…` writes {page: [[role, name]…]} as JSON:
every node that is shown, in the order of the tree.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from recordkeeper.ui.shell.window import MainWindow
from tests.making.documents import pdf_with_text
from tests.making.libraries import a_library, bring_in
from tests.pictures import settle
from tests.ui.conftest import desk_of

_SECONDS = 20
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_SHOWING = 1 << 25  # ATSPI_STATE_SHOWING (at-spi2-core, atspi-constants.h)


class Client:
    """Speaks with the accessibility bus as a screen reader does."""

    def __init__(self) -> None:
        session = open_dbus_connection(bus="SESSION")
        asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
        (address,) = session.send_and_get_reply(asked, timeout=_SECONDS).body
        self._bus: DBusConnection = open_dbus_connection(bus=address)

    def walk(self) -> list[tuple[str, str]]:
        """(role, name) of every node that is shown."""
        return list(self._below(*_ROOT, top=True))

    def _below(self, owner: str, path: str, *, top: bool = False) -> Iterator[tuple[str, str]]:
        if not top and not self._call(owner, path, _ACCESSIBLE, "GetState")[0][0] & _SHOWING:
            return
        role = self._call(owner, path, _ACCESSIBLE, "GetRoleName")[0]
        asked = ("org.freedesktop.DBus.Properties", "Get", "ss", (_ACCESSIBLE, "Name"))
        yield role, self._call(owner, path, *asked)[0][1]
        if role not in ("list", "table", "tree", "list box"):  # rows are tested where they are made
            for child in self._call(owner, path, _ACCESSIBLE, "GetChildren")[0]:
                yield from self._below(*child, top=role in ("desktop frame", "application"))

    def _call(self, owner: str, path: str, interface: str, name: str, form: str = "", body: Any = ()) -> Any:
        asked = new_method_call(DBusAddress(path, owner, interface), name, form or None, body)
        return self._bus.send_and_get_reply(asked, timeout=_SECONDS).body


def main(out: Path, names: list[str]) -> None:
    application = QApplication(sys.argv[:1])
    found: dict[str, list[tuple[str, str]]] = {}
    with TemporaryDirectory() as place, a_library(Path(place) / "library") as app:
        text = "Anna Sample  Born 03/05/1964\nPROGRESS NOTE\nseen on 01/02/2024"
        bring_in(app, pdf_with_text(Path(place) / "note.pdf", [text]), pictures=False)
        desk = desk_of(app)
        window = MainWindow(desk, app.library.patient, "#0F766E")
        window.show()
        client, thread = Client(), ThreadPoolExecutor(1)
        for name in names:
            window.open_page(name)
            settle(desk)
            walk, loop = thread.submit(client.walk), QEventLoop()
            looking = QTimer()
            looking.timeout.connect(lambda walk=walk, loop=loop: loop.quit() if walk.done() else None)
            looking.start(20)
            loop.exec()
            found[name] = walk.result()
        thread.shutdown()
        window.close()
        desk.errands.close()
    out.write_text(json.dumps(found), "utf-8")
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
