"""pdf.js, the reader inside Firefox and many portals, run in Chromium: Debian's libjs-pdf."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.making.browser import browser_command

_BUILD = Path("/usr/share/javascript/pdf/build")
_SECONDS = 180
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>pdf.js</title>
<script src="/pdf.js"></script>
<script>
async function look() {{
  pdfjsLib.GlobalWorkerOptions.workerSrc = "/pdf.worker.js";
  const asked = {{url: "/paper.pdf", password: {password}, isEvalSupported: false}};
  const pdf = await pdfjsLib.getDocument(asked).promise;
  const found = {{
    pages: [], bookmarks: [], labels: await pdf.getPageLabels(), title: (await pdf.getMetadata()).info.Title
  }};
  const goal = async dest => await pdf.getPageIndex((typeof dest === "string"
    ? await pdf.getDestination(dest) : dest)[0]) + 1;
  const climb = async (items, level) => {{
    for (const item of items ?? []) {{
      found.bookmarks.push([level, item.title, await goal(item.dest)]);
      await climb(item.items, level + 1);
    }}
  }};
  await climb(await pdf.getOutline(), 1);
  for (let number = 1; number <= pdf.numPages; number++) {{
    const page = await pdf.getPage(number), viewport = page.getViewport({{scale: 1}});
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(viewport.width); canvas.height = Math.round(viewport.height);
    const context = canvas.getContext("2d");
    await page.render({{canvasContext: context, viewport}}).promise;
    const samples = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const step = {block}, across = Math.ceil(canvas.width / step), down = Math.ceil(canvas.height / step);
    const sums = new Float64Array(across * down), counts = new Float64Array(across * down);
    for (let y = 0; y < canvas.height; y++) for (let x = 0; x < canvas.width; x++) {{
      const at = 4 * (y * canvas.width + x), block = Math.floor(y / step) * across + Math.floor(x / step);
      sums[block] += 0.299 * samples[at] + 0.587 * samples[at + 1] + 0.114 * samples[at + 2]; counts[block] += 1;
    }}
    const links = [];
    for (const note of await page.getAnnotations()) if (note.dest) links.push(await goal(note.dest));
    found.pages.push({{
      across, bright: Array.from(sums, (sum, at) => Math.round(sum / counts[at])), links,
      text: (await page.getTextContent()).items.map(item => item.str).join(" ")
    }});
  }}
  return found;
}}
look().then(found => found, problem => ({{problem: problem.name + ": " + problem.message}}))
  .then(found => fetch("/told", {{method: "POST", body: JSON.stringify(found)}}));
</script>"""
BLOCK = 6  # points a side of the squares whose brightness is told


@dataclass(frozen=True, slots=True)
class Page:
    """A page as pdf.js paints and reads it: `bright` row by row, 0 to 255, and the pages its links lead to."""

    text: str
    links: tuple[int, ...]
    across: int
    bright: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A PDF as pdf.js sees it; `problem` names what it refuses."""

    problem: str = ""
    title: str = ""
    labels: tuple[str, ...] = ()
    bookmarks: tuple[tuple[int, str, int], ...] = ()
    pages: tuple[Page, ...] = ()


def look(paper: Path, scratch: Path, password: str | None = None) -> Seen:
    """Open a PDF with pdf.js and paint every page. Skips the test where it or Chromium is not installed.

    A server of this machine hands the browser what it needs and is told what was seen: so nothing is waited for but
    the end. `scratch` is for the browser's own files.
    """
    command = browser_command()
    if not (_BUILD / "pdf.js").is_file():
        pytest.skip("pdf.js (libjs-pdf) is not installed")
    page = _PAGE.format(password=json.dumps(password), block=BLOCK).encode("utf-8")
    files = {
        "/": ("text/html", page),
        "/paper.pdf": ("application/pdf", paper.read_bytes()),
        **{f"/{name}": ("text/javascript", (_BUILD / name).read_bytes()) for name in ("pdf.js", "pdf.worker.js")},
    }
    server = _Server(files)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    place = f"http://127.0.0.1:{server.server_port}/"
    own = f"--user-data-dir={scratch / 'browser'}"
    browser = subprocess.Popen(
        [*command, own, "--remote-debugging-port=0", place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        return _seen(json.loads(server.told.get(timeout=_SECONDS)))
    finally:
        browser.terminate()
        browser.wait()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Gives out `files` and keeps what is told."""

    def __init__(self, files: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = files
        self.told: queue.Queue[bytes] = queue.Queue()


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        kind, data = self.server.files.get(self.path, ("text/plain", b""))
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self) -> None:
        self.server.told.put(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
        """Nothing: a test tells what it saw."""


def _seen(found: dict[str, Any]) -> Seen:
    if "problem" in found:
        return Seen(problem=found["problem"])
    return Seen(
        title=found["title"],
        labels=tuple(found["labels"] or ()),
        bookmarks=tuple((level, title, page) for level, title, page in found["bookmarks"]),
        pages=tuple(
            Page(each["text"], tuple(each["links"]), each["across"], tuple(each["bright"]))
            for each in found["pages"]
        ),
    )
