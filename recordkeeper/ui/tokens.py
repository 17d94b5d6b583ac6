"""The few numbers and colours everything seen is made from (look.md, "Style")."""

from __future__ import annotations

from dataclasses import dataclass, fields

SPACE = (4, 8, 12, 16, 24)
RADIUS = 8
TYPE = {"small": 13, "body": 15, "lead": 17, "title": 22, "display": 28}  # pixels at 100 %
TARGET = 32  # the least side of anything to click
TARGET_LARGE = 44
FOCUS = 2  # width of the focus ring
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)  # per cent


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for. Text pairs keep 4.5:1, lines that carry meaning 3:1 (WCAG 2.2 AA)."""

    ground: str  # behind everything
    surface: str  # cards, lists, fields
    raised: str  # rail, hover
    text: str
    quiet: str  # second lines, hints
    line: str  # separates
    edge: str  # borders of controls
    accent: str
    on_accent: str
    soft: str  # selection, accent at rest
    good: str
    look: str  # "please look"
    lost: str  # only where something can be lost
    paper: str  # a page of a record
    mark: str  # words found


LIGHT = Palette(
    ground="#FAF9F6",
    surface="#FFFFFF",
    raised="#F1EFEA",
    text="#1F2933",
    quiet="#52606D",
    line="#E1DED6",
    edge="#828B95",
    accent="#0F766E",
    on_accent="#FFFFFF",
    soft="#DDEFEC",
    good="#2F6B3A",
    look="#8A5A00",
    lost="#9B2C2C",
    paper="#FFFFFF",
    mark="#FFE38A",
)
DARK = Palette(
    ground="#14181C",
    surface="#1C2127",
    raised="#232A31",
    text="#E7EAED",
    quiet="#A9B3BD",
    line="#323A43",
    edge="#7C8894",
    accent="#5EEAD4",
    on_accent="#08302B",
    soft="#17423C",
    good="#8FD19E",
    look="#F2C14E",
    lost="#FCA5A5",
    paper="#F4F2EC",
    mark="#FFE38A",
)

# For people who need more contrast than AA asks: text keeps 7:1 (AAA), every line that parts or frames 4.5:1.
STRONG_LIGHT = Palette(
    ground="#FFFFFF",
    surface="#FFFFFF",
    raised="#F2F2F2",
    text="#000000",
    quiet="#1F1F1F",
    line="#595959",
    edge="#3D3D3D",
    accent="#00433D",
    on_accent="#FFFFFF",
    soft="#C4E8E2",
    good="#0B4A1B",
    look="#5C3A00",
    lost="#7A0012",
    paper="#FFFFFF",
    mark="#FFE38A",
)
STRONG_DARK = Palette(
    ground="#000000",
    surface="#000000",
    raised="#141414",
    text="#FFFFFF",
    quiet="#EDEDED",
    line="#A6A6A6",
    edge="#C8C8C8",
    accent="#7CFFE9",
    on_accent="#000000",
    soft="#003B36",
    good="#A6F5B5",
    look="#FFD75E",
    lost="#FFB3B3",
    paper="#FFFFFF",
    mark="#FFE38A",
)


def colours(palette: Palette) -> dict[str, str]:
    """Name → colour, for the style sheet."""
    return {field.name: getattr(palette, field.name) for field in fields(palette)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
