"""The demo's files, drawn when the demo is made: a sketch of a screen, and a page to print."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

INK, PALE, ACCENT, PAPER = "#1f2937", "#e5e7eb", "#0d9488", "#ffffff"


def sketch() -> bytes:
    """A telephone's screen with a basket in it, as PNG."""
    image = Image.new("RGB", (720, 1280), PALE)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 40, 680, 1240), radius=56, fill=PAPER, outline=INK, width=6)
    draw.text((96, 110), "Your basket", fill=INK, font_size=52)
    for row, (name, price) in enumerate((("Bread", "3.20"), ("Olives", "4.90"), ("Tea", "7.50"))):
        top = 220 + row * 190
        draw.rounded_rectangle((96, top, 246, top + 150), radius=20, fill=PALE)
        draw.text((280, top + 20), name, fill=INK, font_size=38)
        draw.text((280, top + 80), price, fill=ACCENT, font_size=34)
    draw.rounded_rectangle((96, 1080, 624, 1180), radius=30, fill=ACCENT)
    draw.text((360, 1130), "Pay 15.60", fill=PAPER, font_size=40, anchor="mm")
    drawn = io.BytesIO()
    image.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def page() -> bytes:
    """A list to go through before a release, as PDF."""
    image = Image.new("L", (620, 877), 255)
    draw = ImageDraw.Draw(image)
    draw.text((70, 80), "Before the release", fill=0, font_size=34)
    for row, line in enumerate(
        ("Texts are final", "Prices are checked", "The store knows the day")
    ):
        top = 170 + row * 60
        draw.rectangle((70, top, 96, top + 26), outline=0, width=2)
        draw.text((120, top - 2), line, fill=0, font_size=22)
    drawn = io.BytesIO()
    image.save(drawn, "PDF", resolution=75)
    return drawn.getvalue()


DRAWINGS: dict[str, Callable[[], bytes]] = {
    "Basket, second sketch.png": sketch,
    "Before the release.pdf": page,
}
