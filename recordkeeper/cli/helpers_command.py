"""`helpers`: one of the lists a person keeps."""

from __future__ import annotations

from recordkeeper.cli.own_lists import list_command
from recordkeeper.records.own import OwnList

command = list_command(OwnList.HELPERS, "Who helps or acts for the patient, what lets them, and until when.")
