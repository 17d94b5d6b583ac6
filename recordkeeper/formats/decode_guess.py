"""Which one-byte or East Asian encoding some text is in, when nothing says so.

Texts in Latin letters are told by what each encoding would make of their accented letters: letters that languages
use, inside words, speak for it; signs inside words and capitals after small letters speak against it.
"""

from __future__ import annotations

import re

WESTERN = "cp1252"
_SAMPLE = 64 * 1024
_COMMON = {
    WESTERN: "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÛÜÑŒ",
    "mac_roman": "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÛÜÑŒ",
    "cp850": "àáâãäåæçèéêëìíîïñòóôõöøùúûüßÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÛÜÑ",
    "cp1254": "çğıöşüâîûÇĞİÖŞÜ",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäôľĺŕöüőűÖÜŐŰăâîşţșțđßÄ",
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäôľĺŕöüőűÖÜŐŰăâîşţđßÄ",
    "cp852": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäôöüőűÖÜŐŰ",
}
_SIGNS = frozenset("°µ±–—‘’“”„‚…•·§©®™€£«»¿¡²³¼½¾×\xa0\xad")
_OTHER_SCRIPTS = [
    "cp1251", "koi8_r", "cp866", "iso8859_5", "cp1253", "iso8859_7",
    "cp1255", "cp1256", "shift_jis", "euc_jp", "gb18030",
    "big5", "euc_kr",
]  # fmt: skip
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_MOSTLY_LATIN = 0.3  # of the letters that may lie above ASCII in a Latin text (Vietnamese and Czech come nearest)


def guess(untrusted: bytes) -> str:
    """Return the name of the likeliest encoding of bytes that are not UTF-8; Western European when all fail."""
    sample = _around_first_high(untrusted)
    high = len(_HIGH.findall(sample))
    letters = len(_LETTER.findall(sample))
    if high <= _MOSTLY_LATIN * letters:
        return max(_COMMON, key=lambda encoding: _score(sample, encoding))
    return _japanese(sample) or _other_script(sample)


def _around_first_high(data: bytes) -> bytes:
    first = _HIGH.search(data)
    start = max(0, (first.start() if first else 0) - _SAMPLE // 4)
    return data[start : start + _SAMPLE]


def _score(sample: bytes, encoding: str) -> int:
    """How much speaks for `encoding`; the first of equals in _COMMON wins."""
    text = sample.decode(encoding, "replace")
    common = _COMMON[encoding]
    score = 0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        letter, at = found.group(), found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        inside = before.isalpha() and after.isalpha()
        if letter in common:
            score += -2 if letter.isupper() and before.islower() else 1
        elif letter in _SIGNS:
            score += -2 if inside and letter not in "’‘·\xad" else 1
        else:
            score -= 3 if letter == "\ufffd" else 2
    return score


def _japanese(sample: bytes) -> str | None:
    """Japanese is known by its kana; what decodes as Chinese too has none in Chinese texts."""
    for encoding in ("euc_jp", "shift_jis"):
        text = sample.decode(encoding, "replace")
        if text.count("\ufffd") * 50 < len(text) and len(_KANA.findall(text)) > 0.15 * len(text):
            return encoding
    return None


def _other_script(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_OTHER_SCRIPTS, threshold=0.4).best()
    return best.encoding if best else WESTERN
