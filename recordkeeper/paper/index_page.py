"""index.html: the start sheet as one page for a web browser. No scripts, nothing fetched, well-formed as XML too.

It opens by double-click from a folder or a disc, can be read aloud and printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from recordkeeper.paper.lettering import clean
from recordkeeper.paper.start_first import supplement
from recordkeeper.paper.start_second import modality
from recordkeeper.records.papers import ItemLine, Section, SectionLine, StartSheet, StudyLine
from recordkeeper.wording.words import Words

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1f2933;background:#fff;max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.2rem;color:#0f766e;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}a{color:#0f5f59}
.question{background:#eef5f3;border-left:4px solid #0f766e;padding:.75rem 1rem;white-space:pre-wrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#52606d}dd{margin:0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0}
th{color:#52606d;font-weight:normal}tbody tr{border-top:1px solid #d5dade}
td:first-child{white-space:nowrap}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));gap:1rem;padding:0;list-style:none}
.cards li{border:1px solid #d5dade;border-radius:6px;padding:.75rem 1rem}.cards ul{padding-left:1.1rem}
.cards ul li{border:0;padding:0}footer{color:#52606d;margin-top:2rem;border-top:1px solid #d5dade;padding-top:1rem}
figure{margin:.5rem 0}img{max-width:100%;height:auto}figcaption{color:#0f5f59;font-size:.9rem}
@media print{body{max-width:none;padding:0;font-size:11pt}.cards li,tr{break-inside:avoid}}
"""


def write(sheet: StartSheet, out: Path, words: Words) -> None:
    """Write the page as UTF-8. OSError when `out` cannot be written."""
    out.write_bytes(text(sheet, words).encode("utf-8"))


def text(sheet: StartSheet, words: Words) -> str:
    """Return the page. Everything that comes from records is escaped."""
    words = words.placing(**sheet.places.fields())
    title = words.say("bundle.document_title")
    body = (*_head(sheet, words), *_documents(sheet, words), *_studies(sheet, words), *_left_out(sheet, words))
    return "\n".join((
        '<?xml version="1.0" encoding="UTF-8"?>' if sheet.places.strict else "<!DOCTYPE html>",
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{words.language}" xml:lang="{words.language}">',
        f'<head><meta charset="utf-8"/><title>{_said(sheet.patient.name)} · {escape(title)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f"<style>{_STYLE}</style></head>",
        f"<body><header><h1>{escape(title)}</h1></header><main>",
        *body,
        f"</main><footer>{''.join(_foot(sheet, words))}</footer></body></html>",
        "",
    ))  # fmt: skip


def _head(sheet: StartSheet, words: Words) -> Iterator[str]:
    say, patient = words.say, sheet.patient
    rows = [
        (say("bundle.patient_heading"), patient.name),
        (say("bundle.birth_date"), words.date(patient.birth_date, long=True) if patient.birth_date else ""),
        (say("bundle.former_names"), "; ".join(patient.also_known_as)),
        (say("bundle.for_heading"), sheet.recipient),
        *((number.issuer, number.value) for number in patient.identifiers),
    ]
    yield "<dl>"
    yield from (f"<dt>{_said(name)}</dt><dd>{_said(value)}</dd>" for name, value in rows if value)
    yield "</dl>"
    yield f"<h2>{escape(say('bundle.question_heading'))}</h2>"
    asked = "\n".join(map(_said, sheet.question.splitlines()))
    yield f'<p class="question">{asked or escape(say("bundle.no_question"))}</p>'
    yield from (f"<p>{escape(line)}</p>" for line in supplement(sheet, words))
    papers = [sheet.places.start, *([sheet.places.packet] if sheet.pages else [])]
    yield f"<p>{' · '.join(_link(place, Path(place).name) for place in papers)}</p>"


def _documents(sheet: StartSheet, words: Words) -> Iterator[str]:
    if not sheet.sections:
        return
    yield f"<h2>{escape(words.say('bundle.contents_heading'))}</h2>"
    yield from _sheets(sheet, words)
    for section in sheet.sections:
        if section.section is Section.SHEETS:
            continue
        yield from _section(
            section, [item for item in sheet.items if item.section is section.section], sheet, words
        )


def _sheets(sheet: StartSheet, words: Words) -> Iterator[str]:
    """The sheets made for the bundle, each with its page of the packet and its own file."""
    if not sheet.sheets:
        return
    heads = [words.say(f"bundle.column_{key}") for key in ("document", "page", "file")]
    yield f"<h3>{escape(words.say('bundle.section.sheets'))}</h3><table><thead><tr>"
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for made in sheet.sheets:
        page = _link(sheet.places.packet, str(sheet.printed(made.page)), f"#page={made.page}") if made.page else ""
        file = _link(made.file, Path(made.file).name if sheet.places.strict else _kind(made.file))
        yield f"<tr><td>{_said(made.title)}</td><td>{page}</td><td>{file}</td></tr>"
    yield "</tbody></table>"


def _section(section: SectionLine, items: list[ItemLine], sheet: StartSheet, words: Words) -> Iterator[str]:
    name = words.say(f"bundle.section.{section.section}")
    heads = [words.say(f"bundle.column_{key}") for key in ("date", "document", "page")]
    yield f"<h3>{escape(name)}</h3><table><thead><tr>"
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in (*heads, words.say("bundle.column_file")))
    yield "</tr></thead><tbody>"
    for item in items:
        date = words.date(item.date) if item.date else ""
        what = " · ".join(part for part in (_said(item.title), _said(item.facility)) if part)
        if item.replaces:
            what += f" · {escape(words.say('bundle.supplement.replaces_mark'))}"
        page = _link(sheet.places.packet, str(sheet.printed(item.page)), f"#page={item.page}") if item.page else ""
        files = " · ".join(
            _link(file, Path(file).name if sheet.places.strict else _kind(file)) for file in item.files
        )
        yield f"<tr><td>{escape(date)}</td><td>{what}</td><td>{page}</td><td>{files}</td></tr>"
    yield "</tbody></table>"


def _studies(sheet: StartSheet, words: Words) -> Iterator[str]:
    if not sheet.studies:
        return
    yield f"<h2>{escape(words.say('bundle.imaging_heading'))}</h2>"
    yield f"<p>{escape(words.say('bundle.open_images'))}</p>"
    yield '<ul class="cards">'
    for study in sheet.studies:
        yield from _card(study, sheet, words)
    yield "</ul>"


def _card(study: StudyLine, sheet: StartSheet, words: Words) -> Iterator[str]:
    date = words.date(study.date) if study.date else words.say("common.no_date")
    yield f"<li><strong>{escape(modality(study.modalities, words))}</strong> · {escape(date)}"
    yield f"<br/>{_said(study.what)}"
    facts = [words.say("common.images", count=study.images), clean(study.facility), clean(study.accession)]
    if study.more:
        facts.append(words.say("bundle.supplement.more_mark"))
    yield f"<br/>{escape(' · '.join(fact for fact in facts if fact))}"
    if study.report_page:
        report = words.say("bundle.report_on", page=sheet.printed(study.report_page))
        yield f"<br/>{_link(sheet.places.packet, report, f'#page={study.report_page}')}"
    if study.series:
        yield "<ul>"
        for series in study.series:
            count = words.say("common.images", count=series.images)
            name = " · ".join(part for part in (series.modality, series.what) if part)
            yield f"<li>{_said(name)} · {count}{_picture(series.picture, name, words)}</li>"
        yield "</ul>"
    yield "</li>"


def _picture(place: str, name: str, words: Words) -> str:
    """A contact sheet with its words for those who cannot see it, and the mark under it."""
    if not place:
        return ""
    spoken = escape(words.say("bundle.contact_sheet", name=clean(name)), quote=True)
    mark = escape(words.say("scans.on_image.not_for_diagnosis"))
    return f'<figure><img src="{quote(place)}" alt="{spoken}"/><figcaption>{mark}</figcaption></figure>'


def _left_out(sheet: StartSheet, words: Words) -> Iterator[str]:
    lines = [line for line in sheet.left_out if line.count]
    yield f"<h2>{escape(words.say('bundle.left_out_heading'))}</h2>"
    if not lines:
        yield f"<p>{escape(words.say('bundle.left_out_none'))}</p>"
        return
    yield "<ul>"
    for line in lines:
        titles = "".join(f"<li>{_said(title)}</li>" for title in line.titles)
        told = f"<ul>{titles}</ul>" if titles else ""
        yield f"<li>{line.count} · {escape(words.say(f'bundle.left_out.{line.reason}'))}{told}</li>"
    yield "</ul>"


def _foot(sheet: StartSheet, words: Words) -> Iterator[str]:
    made = words.say("bundle.readme.made", date=sheet.made_on, program=sheet.made_with, bundle=sheet.bundle_id)
    yield f"<p>{escape(made)} {escape(words.say('bundle.readme.note'))}</p>"


def _said(text_of_a_record: str) -> str:
    return escape(clean(text_of_a_record))


def _kind(file: str) -> str:
    return Path(file).suffix.removeprefix(".").upper() or Path(file).name


def _link(place: str, shown: str, fragment: str = "") -> str:
    return f'<a href="{quote(place)}{fragment}">{escape(shown)}</a>'
