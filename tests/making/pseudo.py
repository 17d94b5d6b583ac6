"""A made-up language to look at: every sentence is longer by two fifths, accented, and in brackets.

What stands in the window without brackets is not in the wording; a bracket that is cut off had too little room.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import replace

from recordkeeper.wording.words import Form, Words

_ACCENTED = str.maketrans("aeiounycAEIOUNYC", "áéïöüñýçÁÉÏÖÜÑÝÇ")
_LONGER = 0.4
_RIGHT_TO_LEFT = "\u200f"  # the mark that makes the text after it one of those languages
_NOT_SENTENCES = ("common.thousands", "common.decimal")  # signs, not words
_FILL = "lorem ipsum dolor sit amet "


def pseudo(words: Words) -> Words:
    """The same sentences with the same fields, in the made-up language."""
    forms = {key: form if key in _NOT_SENTENCES else _form(form) for key, form in words.behind.items()}
    return replace(words, forms=forms)


def _form(form: Form) -> Form:
    if isinstance(form, str):
        return _sentence(form)
    if isinstance(form, Mapping):
        return {name: text if name == "by" else _sentence(text) for name, text in form.items()}
    return tuple(map(_sentence, form))


def _sentence(text: str) -> str:
    more = round(len(text) * _LONGER)
    fill = (_FILL * (more // len(_FILL) + 1))[:more].rstrip()
    parts = []
    for literal, name, spec, _ in string.Formatter().parse(text):
        parts.append(literal.translate(_ACCENTED).replace("{", "{{").replace("}", "}}"))
        if name is not None:
            parts.append(f"{{{name}:{spec}}}" if spec else f"{{{name}}}")
    return f"[{''.join(parts)}{' ' + fill if fill else ''}]"


def mirrored(words: Words) -> Words:
    """The same sentences, each taken for one of a language that is written from right to left."""
    forms = {key: form if key in _NOT_SENTENCES else _turned(form) for key, form in words.behind.items()}
    return replace(words, forms=forms)


def _turned(form: Form) -> Form:
    if isinstance(form, str):
        return _RIGHT_TO_LEFT + form
    if isinstance(form, Mapping):
        return {name: text if name == "by" else _RIGHT_TO_LEFT + text for name, text in form.items()}
    return tuple(_RIGHT_TO_LEFT + text for text in form)
