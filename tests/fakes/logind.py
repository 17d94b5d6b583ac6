"""A system bus of a test's own with somebody on it who says when the computer sleeps, as logind does."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={place}</listen>
  <policy context="default">
    <allow send_destination="*"/><allow own="*"/><allow user="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""
_MANAGER = DBusAddress(
    "/org/freedesktop/login1", bus_name="org.freedesktop.login1", interface="org.freedesktop.login1.Manager"
)


class Logind:
    """Answers those who ask it to wait, and tells of sleep."""

    def __init__(self, bus: DBusConnection, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, ...]] = []
        self._bus = bus
        self._waits: list[int] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def tell(self, before: bool) -> None:
        """Say that the computer is about to sleep, or that it has woken."""
        self._bus.send(new_signal(_MANAGER, "PrepareForSleep", "b", (before,)))

    def may_sleep(self, within: float = 0) -> bool:
        """Whether nobody who asked it to wait holds on any more."""
        return all(select.select([wait], [], [], within)[0] for wait in self._waits)

    def end(self) -> None:
        self._ended.set()
        self._thread.join()
        for wait in self._waits:
            os.close(wait)

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                asked = self._bus.receive(timeout=0.05)
            except TimeoutError:
                continue
            header = asked.header
            if header.message_type is MessageType.method_call and header.fields[HeaderFields.member] == "Inhibit":
                wait, held = os.pipe()
                self._waits.append(wait)
                self._bus.send(new_method_return(asked, "h", (held,)))
                os.close(held)
                self.asked.append(asked.body)


@contextmanager
def logind(folder: Path) -> Iterator[Logind]:
    """One that runs while the context lasts, on a bus in `folder`."""
    program = shutil.which("dbus-daemon")
    assert program is not None
    address, config = f"unix:path={folder / 'bus'}", folder / "bus.conf"
    config.write_text(_CONFIG.format(place=folder / "bus"), encoding="ascii")
    daemon = subprocess.Popen(
        [program, f"--config-file={config}", "--nofork", "--print-address"], stdout=subprocess.PIPE
    )
    try:
        assert daemon.stdout is not None
        daemon.stdout.readline()
        with open_dbus_connection(address, enable_fds=True) as bus:
            bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.login1"))
            made = Logind(bus, address)
            try:
                yield made
            finally:
                made.end()
    finally:
        daemon.terminate()
        daemon.wait()
        if daemon.stdout is not None:
            daemon.stdout.close()
