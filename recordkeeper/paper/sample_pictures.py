"""Turns papers of a synthetic heap into what scanners, phones and fax machines make of them: mere pictures."""

from __future__ import annotations

import io
import random

import numpy as np
import pymupdf
from PIL import Image, ImageFilter

_EXIF_ORIENTATION = 0x0112  # EXIF 2.3, table 4
_TURNED_RIGHT = 6  # shown upright after a quarter turn clockwise
_DESK = (96, 88, 78)


def paint(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Paint each page in grey."""
    with pymupdf.open("pdf", pdf) as document:
        pictures = []
        for number in range(document.page_count):
            pixmap = document[number].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
            pictures.append(Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples))
        return pictures


def scan(pdfs: list[bytes], draw: random.Random) -> bytes:
    """One PDF of pictures: slightly turned, a little noise, grey paper, as a hospital's scanner leaves them."""
    document = pymupdf.open()
    for picture in (picture for pdf in pdfs for picture in paint(pdf, 150)):
        worn = _worn(picture, draw)
        stream = io.BytesIO()
        worn.save(stream, "JPEG", quality=60, dpi=(150, 150))
        page = document.new_page(width=worn.width * 72 / 150, height=worn.height * 72 / 150)
        page.insert_image(page.rect, stream=stream.getvalue())
    return bytes(document.tobytes(garbage=1, deflate=True, no_new_id=True))


def photo(pdf: bytes, draw: random.Random, *, turned: bool) -> bytes:
    """A phone photo of the first page on a desk: colour, shade, and the EXIF turn phones write."""
    page = _worn(paint(pdf, 140)[0], draw).convert("RGB")
    picture = Image.new("RGB", (page.width + 160, page.height + 160), _DESK)
    picture.paste(page, (80, 80))
    picture = picture.rotate(draw.uniform(-1.5, 1.5), resample=Image.Resampling.BICUBIC, fillcolor=_DESK)
    shade = np.linspace(1.0, 0.78, picture.width)[None, :, None]
    picture = Image.fromarray((np.asarray(picture) * shade).astype(np.uint8))
    exif = Image.Exif()
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[_EXIF_ORIENTATION] = _TURNED_RIGHT
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=82, exif=exif)
    return stream.getvalue()


def fax(pdf: bytes) -> bytes:
    """A black-and-white TIFF, all pages, CCITT group 4 at 200 dpi (ITU-T T.6)."""
    pages = [picture.point(lambda value: 255 if value > 150 else 0).convert("1") for picture in paint(pdf, 200)]
    stream = io.BytesIO()
    first, *rest = pages
    first.save(stream, "TIFF", compression="group4", dpi=(200, 200), save_all=True, append_images=rest)
    return stream.getvalue()


def _worn(picture: Image.Image, draw: random.Random) -> Image.Image:
    turned = picture.rotate(draw.uniform(-0.7, 0.7), resample=Image.Resampling.BICUBIC, fillcolor=250)
    soft = turned.filter(ImageFilter.GaussianBlur(0.4))
    noise = np.random.default_rng(draw.randrange(2**32)).normal(0, 5, (soft.height, soft.width))
    return Image.fromarray(np.clip(np.asarray(soft) * 0.97 + noise, 0, 255).astype(np.uint8))
