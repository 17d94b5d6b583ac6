"""pdf.js, the reader inside Firefox and many portals, run in Chromium: Debian's libjs-pdf."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.making.browser import browser_command

_BUILD = Path("/usr/share/javascript/pdf/build")
_SECONDS = 180
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>busy</title><pre id="told"></pre>
<script src="{library}"></script>
<script>
const told = document.getElementById("told");
async function look() {{
  pdfjsLib.GlobalWorkerOptions.workerSrc = "{worker}";
  const bytes = Uint8Array.from(atob("{data}"), sign => sign.charCodeAt(0));
  const pdf = await pdfjsLib.getDocument({{data: bytes, password: {password}, isEvalSupported: false}}).promise;
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
  .then(found => {{ told.textContent = JSON.stringify(found); document.title = "done"; }});
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
    """Open a PDF with pdf.js and paint every page. Skips the test where it or Chromium is not installed."""
    start = [*browser_command(), "--virtual-time-budget=600000", "--dump-dom"]
    if not (_BUILD / "pdf.js").is_file():
        pytest.skip("pdf.js (libjs-pdf) is not installed")
    page = scratch / f"{paper.stem}.html"
    page.write_text(
        _PAGE.format(
            library=(_BUILD / "pdf.js").as_uri(),
            worker=(_BUILD / "pdf.worker.js").as_uri(),
            data=base64.b64encode(paper.read_bytes()).decode("ascii"),
            password=json.dumps(password),
            block=BLOCK,
        ),
        "utf-8",
    )
    shown = subprocess.run(
        [*start, page.as_uri()], capture_output=True, text=True, check=True, timeout=_SECONDS
    ).stdout
    told = re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    assert told is not None, shown[-2000:]
    return _seen(json.loads(unescape(told[1])))


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
