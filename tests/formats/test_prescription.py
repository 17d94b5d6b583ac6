"""A pharmacy's prescription: for whom, what, by whom."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.formats import prescription
from recordkeeper.formats.health_data import HealthData

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")
MESSAGE = """<Message xmlns="http://www.ncpdp.org/schema/SCRIPT"><Body><NewRx>
<Pharmacy><BusinessName>Corner Pharmacy</BusinessName></Pharmacy>
<Prescriber><ClinicName>North Clinic</ClinicName>
<Name><LastName>Field</LastName><FirstName>Ruth</FirstName></Name></Prescriber>
<Patient><Name><LastName>Sample</LastName><FirstName>Anna</FirstName></Name><Gender>F</Gender>
<DateOfBirth><Date>1964-03-05</Date></DateOfBirth></Patient>
<MedicationPrescribed><DrugDescription>Capecitabine 500 mg tablet</DrugDescription>
<Directions>Two tablets twice a day</Directions><WrittenDate>20240305</WrittenDate></MedicationPrescribed>
</NewRx></Body></Message>"""


def test_it_says_and_states_the_patient_not_the_pharmacist(tmp_path: Path) -> None:
    path = tmp_path / "rx.xml"
    path.write_text(MESSAGE)
    assert prescription.is_prescription(MESSAGE)
    found = prescription.read(path, DATA)
    assert found is not None
    assert "Directions: Two tablets twice a day" in found.text
    assert "Pharmacy: Corner Pharmacy" in found.text
    assert found.stated is not None
    assert (found.stated.person.name, str(found.stated.person.birth_date)) == ("Anna Sample", "1964-03-05")
    assert (found.stated.author.words, found.stated.facility.words) == ("Ruth Field", "North Clinic")
    assert str(found.stated.dates[0].date) == "2024-03-05"


def test_other_xml_is_none_of_these() -> None:
    assert not prescription.is_prescription("<Message><Body/></Message>")
