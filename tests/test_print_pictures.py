"""Printed sheets as pictures: they look as they did, keep off the edges and leave no part of the paper bare."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from print_samples import STATION, sample

from tourplanner.model import Text
from tourplanner.publish import Paper, map_png
from tourplanner.publish.paper import EVERY_PAPER

REFERENCES = Path(__file__).parent / "references"
PPI, TILE = 48, 12
every_paper = pytest.mark.parametrize(
    "paper", EVERY_PAPER, ids=lambda paper: f"{paper.size}-{'landscape' if paper.landscape else 'portrait'}-{paper.ink}"
)


@pytest.fixture(scope="module")
def sheets() -> dict[Paper, Image.Image]:
    route = sample("dense", end=STATION)
    about: dict[str, Any] = {"region_name": Text(vi="Hà Nội"), "link": "https://example.vn/x", "ppi": PPI}
    made = {paper: map_png(route, paper=paper, **about) for paper in EVERY_PAPER}
    return {paper: Image.open(io.BytesIO(page)).convert("RGB") for paper, (page,) in made.items()}


@every_paper
def test_sheets_look_as_they_did(
    paper: Paper, sheets: dict[Paper, Image.Image], request: pytest.FixtureRequest
) -> None:
    """
    Coarse on purpose, so that another version of a library may draw an edge otherwise: the mean of tiles of 6 mm.

    To renew a picture on purpose, delete it and run this test once: it stores what it sees, and fails.
    """
    stored = REFERENCES / f"sheet-{request.node.callspec.id}.png"
    picture = sheets[paper]
    now = picture.resize((picture.width // TILE, picture.height // TILE), Image.Resampling.BOX)
    if not stored.is_file():
        stored.parent.mkdir(exist_ok=True)
        now.save(stored, optimize=True)
        pytest.fail(f"{stored} was missing and has been stored: look at the sheet, then run again")
    known = Image.open(stored).convert("RGB")
    assert known.size == now.size
    difference = np.abs(np.asarray(now, dtype=float) - np.asarray(known, dtype=float))
    assert difference.mean() < 3, "the sheet looks different from its stored picture"
    assert (difference.max(axis=2) > 50).mean() < 0.03, "parts of the sheet look different from the stored picture"


@every_paper
def test_nothing_runs_off_the_paper_and_no_part_of_it_is_bare(paper: Paper, sheets: dict[Paper, Image.Image]) -> None:
    inked = np.asarray(sheets[paper].convert("L")) < 200
    edge = round(5 / 25.4 * PPI)
    for strip in (inked[:edge], inked[-edge:], inked[:, :edge], inked[:, -edge:]):
        assert not strip.any()
    for empty in (~inked.any(axis=1), ~inked.any(axis=0)):
        runs = np.diff(np.flatnonzero(np.concatenate([[True], ~empty, [True]])))
        assert runs.max() / PPI * 25.4 < 22


@every_paper
def test_the_map_has_most_of_the_paper(paper: Paper, sheets: dict[Paper, Image.Image]) -> None:
    """Its frame is the longest dark line there is; a sheet is about its map."""
    assert paper.map_width * paper.map_height > 0.3 * paper.width * paper.height
    dark = np.asarray(sheets[paper].convert("L")) < 190
    wide = dark.sum(axis=1).max() / PPI * 25.4
    assert wide > 0.9 * paper.map_width
