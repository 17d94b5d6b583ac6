"""The shapes a bundle can have: how each is laid out, and what it ends with where it is one file."""

from __future__ import annotations

from recordkeeper.bundle.layout import DISC, FOLDER, UPLOAD

UPLOAD_SHAPE = "upload"
LOCKED_ZIP = "locked"
WITH_PASSPHRASE = (LOCKED_ZIP,)  # their short names say nothing of what is in them
LAYOUTS = {
    "folder": FOLDER,
    "zip": FOLDER,
    LOCKED_ZIP: DISC,
    "disc": DISC,
    "iso": DISC,
    UPLOAD_SHAPE: UPLOAD,
}
ENDINGS = {"zip": ".zip", LOCKED_ZIP: ".zip", "iso": ".iso"}  # of the shapes that are one file
NOT_IN_PARTS = {
    LOCKED_ZIP: "parts_not_locked",
    UPLOAD_SHAPE: "parts_not_upload",
}
