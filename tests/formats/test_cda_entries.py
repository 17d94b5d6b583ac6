"""Entries of CDA documents in words, for those without a narrative."""

from __future__ import annotations

from recordkeeper.formats.cda_entries import counts, entry_lines
from recordkeeper.formats.xml_tree import parse_xml

HEART = (
    "<entry><observation><code displayName='Heart rate'/><effectiveTime><low value='{when}'/></effectiveTime>"
    "<value value='82' unit='/min'/></observation></entry>"
)
DRUG = (
    "<entry><substanceAdministration><effectiveTime value='20240301'/><consumable><manufacturedProduct>"
    "<manufacturedMaterial><code><originalText>Aspirin 81 mg</originalText></code></manufacturedMaterial>"
    "</manufacturedProduct></consumable></substanceAdministration></entry>"
)
PROBLEM = "<entry><act><entryRelationship><observation><code displayName='Problem'/><value displayName='Asthma'/>"


def test_each_entry_is_a_line_with_date_name_and_value() -> None:
    root = parse_xml(f"<section>{HEART.format(when='20240301')}{DRUG}{PROBLEM}".encode())
    assert root is not None
    assert list(entry_lines(root)) == [
        "2024-03-01   Heart rate      82 /min",
        "2024-03-01   Aspirin 81 mg",
        "             Problem         Asthma",
    ]


def test_entries_are_counted_by_name_with_first_and_last_date() -> None:
    several = "".join(HEART.format(when=when) for when in ("20240303", "20240301", "20240302"))
    root = parse_xml(f"<d>{several}{DRUG}</d>".encode())
    assert root is not None
    assert list(counts(root)) == [
        ("Heart rate", 3, "2024-03-01", "2024-03-03"),
        ("Aspirin 81 mg", 1, "2024-03-01", "2024-03-01"),
    ]
