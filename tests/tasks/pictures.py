"""Pictures that are not what they seem, made by hand."""

import io
import struct
import zlib

from PIL import Image


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def empty_png(width: int, height: int) -> bytes:
    """A picture of one colour: a few kilobytes, however large it is."""
    row = b"\0" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def huge_webp() -> bytes:
    """A hundred bytes that say of themselves to be 16,384 × 16,384 points."""
    side = struct.pack("<I", 16383)[:3]
    drawn = io.BytesIO()
    Image.new("RGB", (16, 16)).save(drawn, "WEBP")
    small = struct.pack("<I", 15)[:3]
    frame = b"\0" * 6 + small + small + b"\x64\0\0\0" + drawn.getvalue()[12:]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + side + side
    body += b"ANIM" + struct.pack("<I", 6) + b"\0" * 6
    body += b"ANMF" + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def film_gif(frames: int) -> bytes:
    drawn = io.BytesIO()
    pictures = [Image.new("L", (64, 64), n % 256) for n in range(frames)]
    pictures[0].save(drawn, "GIF", save_all=True, append_images=pictures[1:], duration=20)
    return drawn.getvalue()


def turned_jpeg(*, place: bool = False) -> bytes:
    """A picture 40 wide and 20 high that is to be looked at turned by a quarter, with where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x010E] = "taken at home"
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()
