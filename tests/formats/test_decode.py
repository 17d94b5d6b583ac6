"""Text in the encodings hospitals and home computers have written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.decode import decode

TEXTS = {
    "de": "Befundbericht für Frau Müller-Groß, Größe 3,5 cm, pT2. Prüfung übermäßig.",
    "fr": "Compte rendu opératoire. Le patient présentait une lésion à l'ombilic, reçu à l'hôpital.",
    "es": "Informe de anatomía patológica. Diagnóstico del niño: sin hallazgos. Señora Núñez.",
    "pl": "Rozpoznanie: rak przewodowy naciekający. Pacjentka zgłosiła się z powodu bólu. Łódź, żółć.",
    "cs": "Závěr: bez známek malignity. Pacientka přišla k vyšetření, žádné příznaky.",
    "tr": "Hastanın şikayeti: göğüs ağrısı. Tanı: meme kanseri. İğne biyopsisi yapıldı.",
    "ru": "Заключение: инвазивный рак молочной железы. Пациентка направлена на дообследование.",
    "el": "Διάγνωση: καρκίνωμα του μαστού. Η ασθενής παραπέμφθηκε για περαιτέρω έλεγχο.",
    "ja": "診断：乳癌。患者は追加の検査のために紹介された。リンパ節転移なし。よろしくお願いします。",
    "zh": "诊断：浸润性导管癌。患者转诊至肿瘤中心进一步检查。淋巴结未见转移。",
    "en": "He said “no” – it’s fine. Temp 98.6°F. " + "The lungs are clear. " * 20,
}
ENCODINGS = {
    "de": ["cp1252", "cp850", "mac_roman", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
    "fr": ["cp1252", "latin-1"],
    "es": ["cp1252", "latin-1"],
    "pl": ["cp1250", "iso8859_2"],
    "cs": ["cp1250"],
    "tr": ["cp1254"],
    "ru": ["cp1251", "koi8_r", "cp866", "utf-16"],
    "el": ["cp1253"],
    "ja": ["shift_jis", "euc_jp", "iso2022_jp", "utf-16", "utf-8"],
    "zh": ["gb18030"],
    "en": ["cp1252", "mac_roman"],
}


@pytest.mark.parametrize(
    ("language", "encoding"), [(lang, each) for lang, all_ in ENCODINGS.items() for each in all_]
)
@pytest.mark.parametrize("times", [1, 20])
def test_text_comes_out_as_it_was_written(language: str, encoding: str, times: int) -> None:
    text = f"{TEXTS[language]}\n" * times
    assert decode(text.encode(encoding)) == text


def test_one_name_in_a_long_english_text_keeps_its_letters() -> None:
    text = "Patient: José García. " + "The heart is of normal size. " * 500
    assert decode(text.encode("cp1252")) == text


def test_a_few_bad_bytes_do_not_turn_utf8_into_something_else() -> None:
    text = "Größe, Prüfung, Übermaß, Fuß, Äpfel, Öl. " * 10
    assert decode(text.encode() + b"\xc3").rstrip("\ufffd") == text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_without_control_characters(data: bytes) -> None:
    text = decode(data)
    assert not any(ord(letter) < 32 and letter not in "\t\n\f" for letter in text)
    text.encode("utf-8")
