"""`treatments`: one of the lists a person keeps, with what records say of it."""

from __future__ import annotations

from recordkeeper.cli.own_lists import list_command, with_records
from recordkeeper.prepare.treatments import treatment_line
from recordkeeper.records.own import OwnList

command = list_command(OwnList.TREATMENTS, "Treatments in one line: what records say, and what you wrote down.")
with_records(command, OwnList.TREATMENTS, treatment_line)
