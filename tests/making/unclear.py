"""Records as the recogniser gives them, from a place whose 03/04/2024 can be read in two ways."""

from __future__ import annotations

from recordkeeper.catalogue import documents
from recordkeeper.intake import judge
from recordkeeper.library.folder import Library
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.kinds import DateOrder, DateRole, Kind
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.reading import Condition
from tests.making.libraries import ANNA

MARCH, APRIL = PartialDate(2024, 3, 4), PartialDate(2024, 4, 3)


def put(library: Library, record: str, facility: str = "St. Mary's Hospital", **more: object) -> None:
    """A record from St. Mary's, its date unclear."""
    read = Recognition(
        kind=Kind.LETTER,
        kind_confidence=0.95,
        title="Imaging Report",
        service_date=MARCH,
        date_role=DateRole.VISIT,
        date_confidence=0.48,
        other_dates=(DateRead(APRIL, DateRole.VISIT),),
        facility=facility,
        person=PersonRead(ANNA.name, ANNA.birth_date),
        facility_key="saint mary hospital",
        date_order=DateOrder.MONTH_FIRST,
    )
    plain = {field: getattr(read, field) for field in read.__dataclass_fields__} | more
    judged = judge.judge(ANNA, Recognition(**plain), Condition.READ)  # type: ignore[arg-type]
    documents.put(library.catalogue.writer, record, judged, 1)
