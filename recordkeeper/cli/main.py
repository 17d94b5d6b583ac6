"""The group of commands, each loaded when it is called, and the edge where problems become sentences."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

from recordkeeper import __version__
from recordkeeper.cli.context import Context, common_options
from recordkeeper.cli.problems import told

# Name → what it does; the command is in the module of that name with "_command" appended.
COMMANDS = {
    "init": "Make a library for one patient.",
    "add": "Bring in files, folders, discs and archives.",
    "open-locked": "Open locked files with a password.",
    "watch": "Look at a folder again and again, and add what is new.",
    "work": "Finish what an interrupted add left.",
    "receipt": "What became of every file of an add.",
    "list": "List records, newest first.",
    "show": "One record, with reasons and text.",
    "search": "Find words in all records.",
    "views": "Searches kept under a name.",
    "facts": "What the records say about the illness, as printed.",
    "labs": "Blood tests: every number as printed, in its own line.",
    "jobs": "What needs doing next, in jobs of five minutes.",
    "readiness": "What a second opinion needs, what of it is here, and what is not whole.",
    "timeline": "Dated events, each with its record and page.",
    "story": "What the records say, as printed and confirmed by you, on one page.",
    "checklist": "What a recipient asks for; the board goes by it.",
    "goals": "What you hope to learn from a second opinion.",
    "questions": "Questions for the doctor, and for yourself.",
    "visit": "The visit: who, where, when, what they need first.",
    "insurance": "What the insurer says, and who said it.",
    "requests": "What you asked hospitals for, and what came.",
    "specimens": "Slides, blocks and discs: where each of them is.",
    "opinions": "Opinions side by side.",
    "treatments": "Treatments in one line: what records say, and what you wrote down.",
    "medicines": "Medicines you take, and the lists of them that are here.",
    "helpers": "Who helps or acts for the patient, what lets them, and until when.",
    "print": "A sheet for paper: the board, questions, the story, a loan slip, handing over, and more.",
    "accept": "Say that what was read is right.",
    "correct": "Put a value right.",
    "merge": "Make one document of several records, in this order.",
    "arrange": "Put the files of a merged document in another order.",
    "split": "Part a document into several, before each of these pages.",
    "pair": "Say that a record belongs to another one.",
    "unpair": "Say that two records do not belong together.",
    "strangers": "People named on records who are not the patient; say who they are.",
    "whose": "Say of single records that they are the patient's, or somebody else's.",
    "move": "Take records to another library of this computer.",
    "facilities": "The places records come from.",
    "undo": "Take back the last act.",
    "redo": "Do again what was taken back.",
    "history": "All acts, newest first.",
    "trash": "Move records to the trash.",
    "untrash": "Take records out of the trash.",
    "delete": "Delete records in the trash for good. There is no undo.",
    "export": "Make a bundle and check it.",
    "verify": "Check a bundle as a stranger would.",
    "bundles": "The bundles made so far.",
    "check": "Is everything still there and unchanged?",
    "backup": "Copy the whole library to a stick, a folder or NAME.zip, and check the copy.",
    "restore": "Make a library from a backup, in the new folder --library names.",
    "protect": "Lock the library with a key; first its recovery sheet is made.",
    "unprotect": "Turn protection off.",
    "lock": "Have this computer forget its copy of the key.",
    "unlock": "Open a protected library with its passphrase or 24 words.",
    "rekey": "New keys and a new recovery sheet.",
    "where": "What kind of place the library lies in, and what that means.",
    "move-library": "Move the whole library to a new folder, compared before it goes here.",
    "reread": "Read files again with today's readers; corrections stay.",
    "rebuild": "Build the catalogue again from originals and journal.",
    "render": "A page as a picture (PNG).",
    "frame": "One image of a scan as numbers (NPY).",
    "findings": "Words you marked on pages as key findings, each with your note.",
    "star": "Put a star on records, or mark an image of a scan, with a caption.",
    "tag": "Put tags on records, or take them away.",
    "tags": "The tags there are.",
    "note": "Write a note on a record.",
    "key-images": "The marked images of scans, and the sheet of them.",
    "report": "What can be told of troubles: no names, no dates, no words of records.",
    "session": "Answer JSON commands, one a line.",
    "demo": "A library of made-up records, and a bundle from it.",
}


class LazyGroup(click.Group):
    """Knows its commands by name and imports one when it is used, so that --help starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command: click.Command = importlib.import_module(f"recordkeeper.cli.{module}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from data, not by importing two dozen modules."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="recordkeeper")
@common_options
def cli() -> None:
    """Gather a patient's records and hand on a marked, checked bundle. Works offline."""


def run(arguments: Sequence[str], obj: Context | None = None) -> int:
    """Run one command; returns the exit code. Problems become one sentence on stderr, never a traceback."""
    context = obj or Context()
    with told(context):
        outcome = cli.main(args=list(arguments), prog_name="recordkeeper", standalone_mode=False, obj=context)
        if isinstance(outcome, int) and outcome:  # click's own exits, such as --version
            context.exit_code = outcome
    return context.exit_code
