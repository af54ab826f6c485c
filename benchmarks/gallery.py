"""
Pictures of what is published, for docs/gallery.md.

    tourplanner publish routes/routes.json --out print/ --lang vi --lang en --lang fr
    python -m benchmarks.gallery print/ [--images docs/images]

Needs Chromium and pdftoppm (Debian: chromium, poppler-utils).
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).parents[1]
WIDTH, COLOURS = 560, 96
"""Pixels across, and colours, of a picture: enough to see what it is of, in few bytes."""


class Shot(NamedTuple):
    """A picture ``name`` of a page of a PDF, from 1, or of a web page on a screen of so many pixels."""

    name: str
    file: str
    page: int = 1
    screen: tuple[int, int] = (0, 0)


DESK, PHONE = (1280, 860), (390, 780)
SHOTS = (
    Shot("start", "index.html", screen=DESK),
    Shot("map-a4", "routes/{route}/map.a4.vi.pdf"),
    Shot("map-a3-landscape", "routes/{route}/map.a3-landscape.fr.pdf"),
    Shot("map-bw", "routes/{route}/map.a4-bw.en.pdf"),
    Shot("roadbook-cover", "routes/{route}/roadbook.en.pdf", 1),
    Shot("roadbook-day", "routes/{route}/roadbook.en.pdf", 3),
    Shot("roadbook-village", "routes/{route}/roadbook.en.pdf", 4),
    Shot("run-sheet", "routes/{route}/runsheet.vi.pdf"),
    Shot("atlas-overview", "atlas.vi.pdf", 3),
    Shot("web-map-all", "map.vi.html", screen=DESK),
    Shot("web-map-phone", "routes/{route}/map.fr.html", screen=PHONE),
    Shot("handbook-home", "handbook/vi/index.html", screen=PHONE),
    Shot("handbook-village", "handbook/en/village/bat-trang.html", screen=PHONE),
)


def printed(path: Path, page: int) -> Image.Image:
    """A page of a PDF."""
    command = ["pdftoppm", "-png", "-r", "110", "-f", str(page), "-l", str(page), str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def small(picture: Image.Image, width: int = WIDTH) -> Image.Image:
    """So many pixels across at most, in few colours."""
    picture = picture.convert("RGB")
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


def taken(folder: Path, images: Path, route: str) -> list[Path]:
    """All pictures, those of web pages with one browser without a network."""
    sys.path.insert(0, str(ROOT / "tests" / "publish"))
    from browser import browser

    made = []
    with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as chrome:
        for shot in SHOTS:
            path = folder / shot.file.format(route=route)
            if shot.screen[0]:
                chrome.open(path, *shot.screen, phone=shot.screen == PHONE)
                picture = Image.open(io.BytesIO(chrome.screenshot()))
            else:
                picture = printed(path, shot.page)
            made.append(images / f"gallery-{shot.name}.png")
            small(picture).save(made[-1], optimize=True)
    return made


def run(words: Sequence[str] | None = None) -> list[Path]:
    options = ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    options.add_argument("folder", type=Path, help="a publication in vi, en and fr")
    options.add_argument("--images", type=Path, default=ROOT / "docs" / "images", help="where to put pictures")
    options.add_argument("--route", help="of which route (default: the first)")
    args = options.parse_args(words)
    route = args.route or min(path.name for path in (args.folder / "routes").iterdir())
    made = taken(args.folder.resolve(), args.images, route)
    print(f"{len(made)} pictures, {sum(path.stat().st_size for path in made) / 1e6:.2f} MB")
    return made


if __name__ == "__main__":
    run()
