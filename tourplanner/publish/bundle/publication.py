"""Writing a publication: everything asked for, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tourplanner.errors import PublishError, Unmade
from tourplanner.publish.bundle.asked import check_asked
from tourplanner.publish.bundle.crew import cores, outcomes
from tourplanner.publish.bundle.documents import orders
from tourplanner.publish.bundle.front import front_html
from tourplanner.publish.bundle.manifest import MANIFEST, Made, check_publication, manifest_json
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.bundle.worker import Outcome
from tourplanner.publish.folder import Progress
from tourplanner.publish.whole import written_whole


def publish(
    source: Source,
    folder: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    overwrite: bool = True,
) -> Path:
    """
    Write every document asked for, ``index.html`` that leads to them, and ``published.json`` that lists them.

    Everything is made in a folder beside and moved into place at the end. The same source gives the same bytes,
    whatever the number of jobs.

    Parameters
    ----------
    folder
        Made if absent; replaced if an earlier publication made it and nobody changed anything in it.
    jobs
        How many processes make files at the same time, by default one for each core; 1 uses no other process.
    progress
        Called with the file made last, the number of files done and of all.
    overwrite
        False refuses any folder that is not empty.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    GoalError
        If what is asked for is not there, or needs what is not installed: all of it.
    PublishError
        If files cannot be made, say for want of a glyph: all of them, by name.
    FolderError
        If the folder holds what no publication wrote, or what was changed since. Nothing was touched.
    """
    check_asked(source)
    folder = Path(folder).resolve()
    check_publication(folder, overwrite=overwrite)
    with written_whole(folder) as fresh:
        made = _made(source, fresh, cores() if jobs is None else jobs, progress)
        front = front_html(source, made)
        (fresh / "index.html").write_bytes(front)
        (fresh / MANIFEST).write_bytes(manifest_json(source, [*made, Made.of("index.html", front)]))
    return folder


def _made(source: Source, folder: Path, jobs: int, progress: Progress | None) -> list[Made]:
    found: list[Outcome] = []
    wanted = orders(source)
    if progress:
        progress("", 0, len(wanted))
    for outcome in outcomes(wanted, source, folder, jobs):
        if outcome.fault:
            raise RuntimeError(f"{outcome.name} could not be made: {outcome.fault}")
        found.append(outcome)
        if progress:
            progress(outcome.name, len(found), len(wanted))
    _check(found)
    return [each for outcome in found for each in outcome.made]


def _check(found: Sequence[Outcome]) -> None:
    if failures := sorted((Unmade(each.name, each.why) for each in found if each.why), key=lambda each: each.file):
        raise PublishError(failures)
