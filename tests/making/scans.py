"""Made-up papers as a scanner gives them: a grey picture at 200 dots an inch, a little askew, with grain."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pymupdf
from PIL import Image, ImageFilter

DPI = 200


def scan(page: pymupdf.Page, draw: random.Random) -> Image.Image:
    """A page as it comes out of an office scanner."""
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
    image = image.rotate(draw.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(draw.uniform(0.3, 0.7)))
    dots = np.asarray(image, np.float32)
    grain = np.random.default_rng(draw.getrandbits(32)).normal(0, draw.uniform(3, 9), dots.shape)
    paper, ink = draw.uniform(236, 252), draw.uniform(15, 60)
    return Image.fromarray(np.clip(ink + dots / 255 * (paper - ink) + grain, 0, 255).astype(np.uint8), "L")


def scanned(path: Path, draw: random.Random) -> Path:
    """The paper at `path` as a PDF of pictures beside it."""
    pages = [scan(page, draw) for page in pymupdf.open(path)]
    target = path.with_name(f"{path.stem}-scan.pdf")
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=DPI, quality=85)
    return target
