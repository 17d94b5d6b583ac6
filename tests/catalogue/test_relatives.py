"""What belongs together, as it is read of the catalogue."""

from __future__ import annotations

from recordkeeper.catalogue import relatives
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.belonging import Relatives


def test_a_record_that_has_gone_since_its_list_was_read_has_nobody(catalogue: Catalogue) -> None:
    """A list is read in steps, and a document may be parted between two of them."""
    assert relatives.relatives(catalogue.writer, "gone") == Relatives()
