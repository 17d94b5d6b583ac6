"""`checklist`: what a recipient asks for, as a person copied it; the readiness board goes by it."""

from __future__ import annotations

from recordkeeper.cli.own_lists import list_command
from recordkeeper.records.own import OwnList

command = list_command(OwnList.CHECKLIST, "What a recipient asks for; the board goes by it.")
