"""Pictures, of which nothing is believed: read in bounded memory, and only shown as what we draw of them ourselves."""

import io
import warnings
from threading import BoundedSemaphore
from typing import IO, NamedTuple

from PIL import Image, ImageOps

from pm_suite.lib.problems import Invalid

PIXELS_MAX = 50_000_000
"""The largest pictures of telephones."""
DRAWN_MAX = 25_000_000
"""Of other formats than JPEG, which alone is read at a fraction of its size; 200 MB while one is."""
SIDE_MAX = 30_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""Raster formats that browsers know and Pillow reads in C; never one that runs a program or loads other files."""
KINDS = {f"image/{name.lower()}" for name in FORMATS}
SIZES = {"small": 480, "large": 1920}
"""The longer side of a preview, in pixels."""
PREVIEW_KIND = "image/webp"
QUALITY = 82
ORIENTATION = 0x0112
TURNED = {5, 6, 7, 8}

Image.MAX_IMAGE_PIXELS = PIXELS_MAX
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

_one_at_a_time = BoundedSemaphore(1)
"""Each picture takes up to 200 MB while it is drawn, and a process has many threads."""


class Picture(NamedTuple):
    """What a picture's head says: its kind, and its size as it is looked at."""

    content_type: str
    width: int
    height: int


def look_at(file: IO[bytes]) -> Picture | None:
    """What a file is as a picture, None when it is none; nothing is decoded. Raises Invalid for one too large."""
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            _check_size(*image.size)
            turned = image.format == "JPEG" and image.getexif().get(ORIENTATION) in TURNED
            width, height = reversed(image.size) if turned else image.size
            return Picture(f"image/{str(image.format).lower()}", width, height)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, EOFError):
        # Whatever a broken head makes Pillow say: it is no picture.
        return None


def _check_size(width: int, height: int) -> None:
    if width * height > PIXELS_MAX or max(width, height) > SIDE_MAX:
        raise _too_large(f"This picture has {width:,} × {height:,} points. ")


def _too_large(first: str = "") -> Invalid:
    return Invalid(
        f"{first}A picture has at most {PIXELS_MAX // 1_000_000} million points,"
        f" and {SIDE_MAX:,} on a side; make it smaller, or put it into an archive.",
        code="picture_too_large",
        field="file",
    )


def draw_preview(file: IO[bytes], size: str) -> bytes | None:
    """The first frame of a picture, drawn anew at a preview's size, as WebP; None when it cannot be read.

    Nothing of the file's own bytes is in it: no place where it was taken, and no second format that hides behind.
    """
    with _one_at_a_time:
        file.seek(0)
        try:
            with Image.open(file, formats=FORMATS) as image:
                _check_size(*image.size)
                if image.format != "JPEG" and image.width * image.height > DRAWN_MAX:
                    return None
                return _drawn(image, SIZES[size])
        except Exception:
            # A broken picture fails in more ways than can be named, and each means: there is no preview.
            return None


def _drawn(image: Image.Image, side: int) -> bytes:
    # A JPEG is read at a fraction of its size already.
    image.draft("RGB", (side, side))
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    turned = ImageOps.exif_transpose(image)
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    plain = turned.convert("RGBA" if has_alpha else "RGB")
    plain.info.clear()
    drawn = io.BytesIO()
    plain.save(drawn, "WEBP", quality=QUALITY, method=3)
    return drawn.getvalue()
