"""What files are told to be, and what becomes of those that were made to do harm."""

import io
import resource
import time
import zipfile

import pytest
from PIL import Image

from pm_suite.lib.problems import Invalid
from tasks.files.kinds import Kind, kind_of
from tasks.files.pictures import SIZES, draw_preview, look_at
from tests.make import png
from tests.tasks.pictures import empty_png, film_gif, huge_webp, turned_jpeg

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def told(content: bytes, name: str = "a.bin") -> str:
    return kind_of(io.BytesIO(content), name).content_type


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"\0" * 10_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "wanted"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a.exe", "application/pdf"),
        (b"Hello, world", "a.png", "text/plain"),
        ("Здравствуй, мир".encode(), "a.txt", "text/plain"),
        (("ж" * 3000).encode(), "a.txt", "text/plain"),
        (SVG, "a.svg", "text/plain"),
        (PAGE, "a.html", "text/plain"),
        (b"GIF89a" + PAGE, "a.gif", "text/plain"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.png", "application/octet-stream"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 100, "a.txt", "video/mp4"),
        (b"RIFF\0\0\0\0WAVEfmt " + b"\0" * 40, "a.wav", "audio/wave"),
        (b"MZ" + b"\0" * 200, "a.pdf", "application/octet-stream"),
        (bytes(range(200, 256)) * 9, "a", "application/octet-stream"),
        (b"", "a.png", "application/octet-stream"),
    ],
)
def test_what_a_file_is_is_told_by_what_is_in_it(content: bytes, name: str, wanted: str) -> None:
    assert told(content, name) == wanted


def test_archives_are_told_apart_by_their_names_and_not_opened() -> None:
    bomb = archive("word/document.xml", "xl/workbook.xml")
    assert told(bomb, "Plan.DOCX").endswith("wordprocessingml.document")
    assert told(bomb, "plan.xlsx").endswith("spreadsheetml.sheet")
    assert told(bomb, "plan.html") == "application/zip"


def test_pictures_tell_their_size_as_they_are_looked_at() -> None:
    assert kind_of(io.BytesIO(png(7, 5)), "a.txt") == Kind("image/png", 7, 5)
    assert look_at(io.BytesIO(turned_jpeg())) == ("image/jpeg", 20, 40)


@pytest.mark.parametrize("bomb", [empty_png(20_000, 20_000), empty_png(31_000, 4), huge_webp()])
def test_picture_of_too_many_points_is_refused_before_it_is_read(bomb: bytes) -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Invalid, match="at most 50 million points"):
        look_at(io.BytesIO(bomb))
    assert draw_preview(io.BytesIO(bomb), "small") is None
    assert time.monotonic() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def test_of_a_film_only_the_first_picture_is_drawn() -> None:
    film = io.BytesIO(film_gif(2000))
    began = time.monotonic()
    drawn = draw_preview(film, "small")
    assert drawn is not None
    assert time.monotonic() - began < 0.5
    with Image.open(io.BytesIO(drawn)) as preview:
        assert getattr(preview, "n_frames", 1) == 1


@pytest.mark.parametrize("size", SIZES)
def test_preview_is_no_larger_than_its_size(size: str) -> None:
    drawn = draw_preview(io.BytesIO(png(3000, 1500)), size)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as preview:
        assert (preview.format, preview.size) == ("WEBP", (SIZES[size], SIZES[size] // 2))


def test_preview_is_turned_and_tells_no_place() -> None:
    drawn = draw_preview(io.BytesIO(turned_jpeg(place=True)), "small")
    assert drawn is not None
    assert b"taken at home" not in drawn
    assert b"Exif" not in drawn
    with Image.open(io.BytesIO(drawn)) as preview:
        assert preview.size == (20, 40)


def test_preview_holds_nothing_of_what_hides_behind_a_picture() -> None:
    drawn = draw_preview(io.BytesIO(png() + PAGE + archive("a")), "large")
    assert drawn is not None
    assert b"script" not in drawn


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_have_a_preview(mode: str) -> None:
    drawn = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (30, 20)).save(drawn, kind)
    assert draw_preview(drawn, "small") is not None


def test_broken_picture_has_no_preview_and_does_no_harm() -> None:
    whole = turned_jpeg()
    for end in range(0, len(whole) - 2, 23):
        assert draw_preview(io.BytesIO(whole[:end]), "small") is None, end
    assert draw_preview(io.BytesIO(b"no picture"), "small") is None
    assert draw_preview(io.BytesIO(SVG), "small") is None
