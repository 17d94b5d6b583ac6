"""Writes a synthetic heap such as a patient has: papers of many makes, scans, a photo, a fax, a ZIP, a disc.

All of it is about an invented person and says so on every page. The same recipes and seed give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordkeeper.paper import sample_disc, sample_papers, sample_pictures
from recordkeeper.paper.sample_person import Cast, Fields, Person, Recipe, choose, patient
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.papers import SampleDocument, SamplePatient

_FILES = ("patient", "layouts", "documents", "imaging")


def write_sample(folder: Path, recipes: Path, *, seed: int) -> SamplePatient:
    """Write the heap into `folder` (made if absent) from resources/sample and return whose it is and what is true.

    OSError when it cannot be written; KeyError or tomllib.TOMLDecodeError when a recipe is wrong.
    """
    read = {name: tomllib.loads((recipes / f"{name}.toml").read_text("utf-8")) for name in _FILES}
    cast = choose(read["patient"], read["documents"]["stranger"], seed)
    heap = _Heap(folder, read, cast, seed)
    for recipe in read["documents"]["document"]:
        heap.write_document(recipe)
    heap.write_made()
    images = sample_disc.write(folder, read["imaging"], cast, read["patient"], seed)
    return SamplePatient(patient(cast, read["patient"]), tuple(heap.truth), images)


@dataclass
class _Heap:
    folder: Path
    read: dict[str, dict[str, Any]]  # a file name each, then its tables
    cast: Cast
    seed: int
    truth: list[SampleDocument] = field(default_factory=list)
    pdfs: dict[str, bytes] = field(default_factory=dict)
    recipes: dict[str, Recipe] = field(default_factory=dict)

    def write_document(self, recipe: Recipe) -> None:
        """Write one paper in its own format; papers of format `part` wait for `write_made`."""
        leaf = self._leaf(recipe)
        layout = recipe.get("layout") or self._facility(recipe)["layout"]
        self.recipes[recipe["id"]] = recipe
        made_as = recipe.get("format", "pdf")
        if made_as in ("pdf", "part"):
            self.pdfs[recipe["id"]] = sample_papers.pdf(leaf, self.read["layouts"][layout])
        if made_as == "part":
            return
        content = {
            "pdf": lambda: self.pdfs[recipe["id"]],
            "docx": lambda: sample_papers.docx(leaf),
            "rtf": lambda: sample_papers.rtf(leaf).encode("ascii"),
            "html": lambda: sample_papers.web_page(leaf).encode("utf-8"),
            "txt": lambda: sample_papers.plain(leaf).encode("utf-8"),
        }[made_as]()
        path = self._put(recipe["file"], content)
        self._true(recipe["id"], path)

    def write_made(self) -> None:
        """Write what is made of the papers: scans, photos, faxes, copies, archives."""
        made = self.read["documents"]
        for recipe in made["scan"]:
            pdfs = [self.pdfs[name] for name in recipe["documents"]]
            path = self._put(recipe["file"], sample_pictures.scan(pdfs, self._draw(recipe["file"])))
            for name in recipe["documents"]:
                self._true(name, path, page=1 + recipe["documents"].index(name))
        for recipe in made["photo"]:
            draw = self._draw(recipe["file"])
            content = sample_pictures.photo(self.pdfs[recipe["document"]], draw, turned=recipe["turned"])
            self._true(recipe["document"], self._put(recipe["file"], content))
        for recipe in made["fax"]:
            path = self._put(recipe["file"], sample_pictures.fax(self.pdfs[recipe["document"]]))
            self._true(recipe["document"], path)
        for recipe in made["copy"]:
            self._put(recipe["file"], self.pdfs[recipe["source"]])
        for recipe in made["zip"]:
            names = {f"portal/{name}.pdf": self.pdfs[name] for name in recipe["documents"]}
            self._put(recipe["file"], sample_papers.archive(names))

    def _leaf(self, recipe: Recipe) -> sample_papers.Leaf:
        facility, person = self._facility(recipe), self._person(recipe)
        fields = Fields(self.cast, person, facility, recipe["day"], self._draw(recipe["id"]))
        labels = [
            (facility["name_label"], person.named(facility["name_style"])),
            (facility["birth_label"], str(fields["birth"])),
            (facility["number_label"], facility["number"].format(digits=person.digits)),
            *((label, value.format_map(fields)) for label, value in recipe["fields"]),
        ]
        return sample_papers.Leaf(
            facility["name"],
            facility["address"],
            facility["phone"],
            recipe["title"],
            tuple(labels),
            sample_papers.blocks(recipe["body"].format_map(fields)),
            self.read["patient"]["mark"],
        )

    def _facility(self, recipe: Recipe) -> Recipe:
        facility: Recipe = self.read["patient"]["facility"][recipe["facility"]]
        return facility

    def _person(self, recipe: Recipe) -> Person:
        return self.cast.stranger if recipe.get("person") == "stranger" else self.cast.person

    def _draw(self, name: str) -> random.Random:
        """Each paper has its own chance, so that adding one changes no other."""
        return random.Random(f"{self.seed}/{name}")  # noqa: S311 - made-up numbers, nothing secret

    def _put(self, name: str, content: bytes) -> Path:
        path = Path(name.format_map(self.cast.facts))
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return path

    def _true(self, name: str, path: Path, page: int = 1) -> None:
        recipe = self.recipes[name]
        day = self.cast.first_day + dt.timedelta(days=recipe.get("service_day", recipe["day"]))
        stranger = recipe.get("person") == "stranger"
        self.truth.append(SampleDocument(path, Kind(recipe["kind"]), PartialDate.of(day), stranger, page))
