"""`medicines`: one of the lists a person keeps, with what records say of it."""

from __future__ import annotations

from recordkeeper.cli.own_lists import list_command, with_records
from recordkeeper.prepare.treatments import medicines
from recordkeeper.records.own import OwnList

command = list_command(OwnList.MEDICINES, "Medicines you take, and the lists of them that are here.")
with_records(command, OwnList.MEDICINES, medicines)
