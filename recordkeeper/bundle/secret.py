"""How a locked bundle opens: the words, the slip they stand on, and the keyring that keeps them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.place import shown, slip_place
from recordkeeper.library.passphrases import Passphrases

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Secret:
    """The words, the place of their slip, and whether the keyring keeps them too."""

    passphrase: str
    slip: str
    kept: bool


def hand_out(
    kit: Kit, undo: ExitStack, place: Path, shape: str, manifest_sha256: str, passphrase: str, keeps: Passphrases
) -> Secret:
    """Write the slip beside the bundle of this shape, and keep the words where the system can.

    `undo` takes the slip away again. PlaceProblem "folder_exists" when something is in its place.
    """
    slip, words = slip_place(place, kit.words), kit.words
    asked = {"passphrase": passphrase, "bundle": place.name, "shape": shape}
    asked |= {"out": str(slip), "language": words.language}
    undo.callback(slip.unlink, missing_ok=True)
    kit.makers.run("slip", asked, deadline=_SECONDS)
    return Secret(passphrase, shown(slip), keeps.keep(manifest_sha256, passphrase))
