"""A DICOM server of other people's making, on loopback, for asking whether it takes what we write."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PLACES = ("/usr/sbin/Orthanc", "/usr/local/sbin/Orthanc")
_PATIENCE = 30.0  # seconds to wait for it to answer


def program() -> str | None:
    """Where Orthanc is, None when it is not installed."""
    return shutil.which("Orthanc") or next((place for place in _PLACES if Path(place).exists()), None)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and what it says it holds."""

    address: str

    def upload(self, path: Path) -> dict[str, Any]:
        """Send one instance; the server's answer. urllib.error.HTTPError when it refuses."""
        answer = self._ask("/instances", path.read_bytes())
        assert isinstance(answer, dict)
        return answer

    def upload_all(self, folder: Path) -> int:
        """Send every file below `folder` but DICOMDIRs; how many were sent."""
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "DICOMDIR"]
        for path in files:
            self.upload(path)
        return len(files)

    def counts(self) -> dict[str, int]:
        """How many patients, studies, series and instances it holds."""
        said = self._ask("/statistics")
        return {
            level: int(said[f"Count{level.capitalize()}"])
            for level in ("patients", "studies", "series", "instances")
        }

    def _ask(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(self.address + path, data=body)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start Orthanc with its storage in `folder`, wait until it answers, stop it in the end."""
    where = program()
    assert where is not None
    port = _free_port()
    settings = {
        "Name": "Test",
        "StorageDirectory": str(folder / "storage"),
        "IndexDirectory": str(folder / "storage"),
        "HttpPort": port,
        "DicomServerEnabled": False,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "Plugins": [],
        "OverwriteInstances": False,
    }
    (folder / "orthanc.json").write_text(json.dumps(settings))
    with (folder / "orthanc.log").open("wb") as log:
        process = subprocess.Popen([where, str(folder / "orthanc.json")], stdout=log, stderr=log)
    try:
        server = Server(f"http://127.0.0.1:{port}")
        _wait(server, process, folder / "orthanc.log")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            server.counts()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Orthanc did not start: " + log.read_text(errors="replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
