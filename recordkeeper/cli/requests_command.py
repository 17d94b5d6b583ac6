"""`requests`: what was asked for, and what came."""

from __future__ import annotations

from recordkeeper.cli.own_lists import list_command
from recordkeeper.records.own import OwnList

command = list_command(OwnList.REQUESTS, "What you asked hospitals for, and what came.")
