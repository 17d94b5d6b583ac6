"""The shapes a bundle can have: how each is laid out, and what it ends with where it is one file."""

from __future__ import annotations

from recordkeeper.bundle.layout import DISC, FOLDER, LOCKED_PAPERS, UPLOAD

UPLOAD_SHAPE = "upload"
LOCKED_ZIP = "locked"
LOCKED_PDFS = "locked-pdfs"
WITH_PASSPHRASE = (LOCKED_ZIP, LOCKED_PDFS)  # their short names say nothing of what is in them
PAPERS_ONLY_SHAPES = (LOCKED_PDFS, UPLOAD_SHAPE)  # of documents nothing goes but their pages
LAYOUTS = {
    "folder": FOLDER,
    "zip": FOLDER,
    LOCKED_ZIP: DISC,
    LOCKED_PDFS: LOCKED_PAPERS,
    "disc": DISC,
    "iso": DISC,
    UPLOAD_SHAPE: UPLOAD,
}
ENDINGS = {"zip": ".zip", LOCKED_ZIP: ".zip", "iso": ".iso"}  # of the shapes that are one file
NOT_IN_PARTS = {
    LOCKED_ZIP: "parts_not_locked",
    LOCKED_PDFS: "parts_not_locked_pdfs",
    UPLOAD_SHAPE: "parts_not_upload",
}
