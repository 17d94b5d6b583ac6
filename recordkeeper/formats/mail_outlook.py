"""Messages that Outlook saved (MSG, [MS-OXMSG]), read from the streams of their compound file."""

from __future__ import annotations

import struct
from pathlib import Path

from recordkeeper.formats import mapi, ole
from recordkeeper.formats.cms import signed_content
from recordkeeper.formats.mail_mime import mime_mail
from recordkeeper.formats.mail_parts import MOST_DEPTH, MOST_PARTS, Attached, Mail
from recordkeeper.formats.mapi import Value, mapi_attached, mapi_mail
from recordkeeper.formats.ole import Streams

_STREAM = "__substg1.0_"
_FIXED = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_"
_MESSAGE = "__substg1.0_3701000d"
_HEADS = {0: 32, 1: 24}  # bytes before the properties of fixed size: of a message, of one inside it
_HEAD_OF_ATTACHMENT = 8
_TEXT, _WIDE_TEXT, _BYTES = "001e", "001f", "0102"
_KEPT = frozenset((
    mapi.SUBJECT, mapi.BODY, mapi.HTML, mapi.RTF, mapi.SENDER, mapi.SENDER_ADDRESS, mapi.SENDER_SMTP, mapi.TO,
    mapi.CC, mapi.HEADERS, mapi.CLASS, mapi.LONG_NAME, mapi.NAME, mapi.SHOWN_NAME, mapi.TYPE, mapi.CONTENT_ID,
    mapi.ATTACHMENT,
))  # fmt: skip


def outlook_mail(path: Path) -> Mail:
    """Read the message. NotRead when it is damaged or too large."""
    with ole.opened(path) as streams:
        return _message(streams, _tree(streams), "", 0)


Tree = dict[str, list[str]]


def _tree(streams: Streams) -> Tree:
    """The names in each folder of the file: streams by name, folders with "/" at the end."""
    tree: Tree = {}
    for name in streams.names:
        folder, _, last = name.rpartition("/")
        tree.setdefault(f"{folder}/" if folder else "", []).append(last)
        while folder:
            outer, _, inner = folder.rpartition("/")
            known = tree.setdefault(f"{outer}/" if outer else "", [])
            if f"{inner}/" in known:
                break
            known.append(f"{inner}/")
            folder = outer
    return tree


def _message(streams: Streams, tree: Tree, folder: str, depth: int) -> Mail:
    attached: list[Attached] = []
    inner: list[Mail] = []
    names = [name for name in tree.get(folder, ()) if name.startswith(_ATTACHMENT) and name.endswith("/")]
    for name in sorted(names)[:MOST_PARTS]:
        place = folder + name
        if f"{_MESSAGE}/" in tree.get(place, ()):
            message = f"{place}{_MESSAGE}/"
            if f"{message}{_FIXED}" in streams and depth < MOST_DEPTH:
                inner.append(_message(streams, tree, message, depth + 1))
            continue
        properties = _properties(streams, tree, place, _HEAD_OF_ATTACHMENT)
        content = properties.get(mapi.ATTACHMENT, b"")
        attached.append(mapi_attached(properties, content if isinstance(content, bytes) else b""))
    properties = _properties(streams, tree, folder, _HEADS[min(depth, 1)])
    if ".smime" in mapi.words(properties, mapi.CLASS).lower() and len(attached) == 1:
        content = attached[0].content()
        signed = content if content[:20].lower().startswith(b"content-type:") else signed_content(content)
        if signed:  # the message as it travelled is all there is
            inner, attached = [mime_mail(signed)], []
    return mapi_mail(properties, tuple(attached), tuple(inner))


def _properties(streams: Streams, tree: Tree, folder: str, head: int) -> dict[int, Value]:
    found: dict[int, Value] = {}
    fixed = streams.content(folder + _FIXED)
    for at in range(head, len(fixed) - 15, 16):
        kind, number = struct.unpack_from("<HH", fixed, at)
        if kind in (3, 11, 64):  # a number, a truth, a moment
            found[number] = int.from_bytes(fixed[at + 8 : at + (16 if kind == 64 else 12)], "little")
    for name in tree.get(folder, ()):
        if not name.startswith(_STREAM) or len(name) != len(_STREAM) + 8:
            continue
        number, kind = int(name[-8:-4], 16), name[-4:]
        if number in _KEPT and kind in (_TEXT, _WIDE_TEXT, _BYTES):
            data = streams.content(folder + name)
            found[number] = data.decode("utf-16-le", "replace") if kind == _WIDE_TEXT else data
    return found
