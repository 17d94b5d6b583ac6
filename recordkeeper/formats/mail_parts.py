"""A mail message whatever program wrote it: its heading, its words, and which of its parts are documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from recordkeeper.formats.enclosed import ICON_SIDE, MOST_ENCLOSED, PAGE_SIDE, Enclosure, dimensions

MOST_DEPTH = 20  # messages and parts inside each other
MOST_PARTS = 5000
# Parts that are no documents: seals, visiting cards, notices of servers, parts of web pages. Appointments are told
# in the text.
_FOR_MACHINES = frozenset((
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-keys", "application/applefile", "text/vcard", "text/x-vcard", "text/directory",
    "text/calendar", "application/ics", "text/css", "text/javascript", "application/javascript",
    "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
))  # fmt: skip
_ENDINGS_FOR_MACHINES = (".p7s", ".asc", ".sig", ".vcf", ".ics")
SEALED = frozenset((
    "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted", "multipart/encrypted",
    "application/x-microsoft-rpmsg-message",
))  # fmt: skip
_SEALED_ENDINGS = (".p7m", ".rpmsg")
_PGP = "-----BEGIN PGP MESSAGE-----"
_MUCH_LONGER = 2  # times as many words in the page as in the plain text: then that only says "see the page"


@dataclass(frozen=True, slots=True)
class Attached:
    """A part with a content of its own. `within` is true when it is shown in the text and not beside it."""

    name: str
    content_type: str
    within: bool
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Mail:
    """A message. `heading` has the fields as they are shown, `sealed` says that only its owner can open it."""

    heading: tuple[tuple[str, str], ...]
    body: str
    attached: tuple[Attached, ...]
    sealed: bool = False
    cut: bool = False

    @property
    def subject(self) -> str:
        return next((value for name, value in self.heading if name == "Subject"), "")

    def text(self) -> str:
        """The message as it is read: heading, words, names of what is attached."""
        heading = "\n".join(f"{name}: {value}" for name, value in self.heading if value)
        attached = "\n".join(f"Attachment: {each.name}" for each in self.attached if each.name)
        return "\n\n".join(text for text in (heading, self.body.strip("\n"), attached) if text)


def documents(mail: Mail) -> list[Enclosure]:
    """The parts of a message that are documents of their own."""
    return [Enclosure(each.name, each.content) for each in mail.attached if is_document(each)][:MOST_ENCLOSED]


def is_document(part: Attached) -> bool:
    """Whether a part is more than a seal, a logo, a smiley or a picture that counts readers."""
    if part.content_type in _FOR_MACHINES or part.name.lower().endswith(_ENDINGS_FOR_MACHINES):
        return False
    if not part.content_type.startswith("image/") and not part.within:
        return True
    size = dimensions(part.content())
    if size is None:  # no picture, or one that cannot be measured: never left out for that
        return not part.content_type.startswith("image/svg")
    return min(size) >= (PAGE_SIDE if part.within else ICON_SIDE)


def is_sealed(part: Attached) -> bool:
    """Whether a part is a message in a cover that only its owner's keys open."""
    return part.content_type in SEALED or part.name.lower().endswith(_SEALED_ENDINGS)


def is_sealed_text(body: str) -> bool:
    """Whether the words of a message are themselves such a cover."""
    return body.lstrip().startswith(_PGP)


def best(plain: str, page: str) -> str:
    """Of the same words as plain text and as a web page, those to read: plain, unless it leaves most of it out."""
    if not plain.strip():
        return page
    return page if len(page.split()) > _MUCH_LONGER * len(plain.split()) + 20 else plain
