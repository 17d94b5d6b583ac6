"""The worker pipe's language: what is sent arrives, and nothing absurd is believed."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.work.frames import BrokenPipeLanguage, Frame, read_frame, write_frame

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def _sent(*frames: Frame, clean: bool = False) -> io.BytesIO:
    pipe = io.BytesIO()
    for frame in frames:
        write_frame(pipe, frame, clean=clean)
    pipe.seek(0)
    return pipe


@given(st.dictionaries(st.text(), JSON, max_size=3), st.binary(max_size=200))
def test_a_frame_arrives_as_it_was_sent(header: dict[str, object], buffer: bytes) -> None:
    assert read_frame(_sent(Frame(header, buffer))) == Frame(header, buffer)
    assert read_frame(_sent(Frame(header, buffer), clean=True)) == Frame(header, buffer)


def test_frames_follow_each_other() -> None:
    frames = [Frame({"number": number}, b"x" * number) for number in range(5)]
    pipe = _sent(*frames)
    assert [read_frame(pipe) for _ in frames] == frames


@given(st.data())
def test_a_truncated_frame_is_noticed_wherever_it_ends(data: st.DataObject) -> None:
    whole = _sent(Frame({"some": "words"}, b"and bytes")).getvalue()
    end = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(BrokenPipeLanguage):
        read_frame(io.BytesIO(whole[:end]))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_frame_or_no_frame_and_nothing_else(noise: bytes) -> None:
    for data in (noise, struct.pack("<4sIQ", b"RKW1", len(noise), 0) + noise):
        try:
            assert isinstance(read_frame(io.BytesIO(data)).header, dict)
        except BrokenPipeLanguage:
            continue


@pytest.mark.parametrize(
    ("magic", "header", "buffer"),
    [(b"RKW1", 2**32 - 1, 0), (b"RKW1", 2, 2**64 - 1), (b"RKW1", 2, 1024**3 + 1), (b"RKW2", 2, 0)],
)
def test_absurd_lengths_are_refused_before_they_are_read(magic: bytes, header: int, buffer: int) -> None:
    with pytest.raises(BrokenPipeLanguage):
        read_frame(io.BytesIO(struct.pack("<4sIQ", magic, header, buffer) + b"{}"))


@pytest.mark.parametrize("body", [b"[1]", b"5", b"nul", b"{", b"\xff\xfe", b'{"a":' * 100_000])
def test_a_header_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(BrokenPipeLanguage):
        read_frame(io.BytesIO(struct.pack("<4sIQ", b"RKW1", len(body), 0) + body))


def test_half_a_character_is_kept_in_a_request_and_replaced_in_an_answer() -> None:
    assert read_frame(_sent(Frame({"path": "caf\udce9"}))).header == {"path": "caf\udce9"}
    assert read_frame(_sent(Frame({"text": "caf\udce9"}), clean=True)).header == {"text": "caf?"}
