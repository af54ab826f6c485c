"""Whether what is asked for can be had, before anything is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from tourplanner.errors import FontError, GoalError
from tourplanner.publish.bundle.documents import documents
from tourplanner.publish.bundle.groups import GROUPS, PAPERS
from tourplanner.publish.bundle.source import Source
from tourplanner.publish.calendars.checks import checked_url
from tourplanner.speech import LANGUAGES, checked

PACKAGES = {"excel": "openpyxl", "word": "docx"}
"""What each extra brings that a publication needs."""
PRINTED = ("maps", "pictures", "roadbook", "runsheet", "atlas")
"""The groups that need typefaces."""


def check_asked(source: Source) -> None:
    """
    Whether languages, groups and papers are there, the address is one, and packages and typefaces are installed.

    Raises
    ------
    GoalError
        With everything that is wrong.
    """
    if faults := list(_faults(source)):
        raise GoalError("\n  ".join(["this cannot be published:", *faults]) if len(faults) > 1 else faults[0])


def _faults(source: Source) -> Iterator[str]:
    yield from _unknown("language", source.languages, LANGUAGES)
    yield from _unknown("group of documents", source.groups, GROUPS)
    yield from _unknown("paper", source.papers, PAPERS)
    if source.link is not None:
        yield from _bad_link(source.link)
    ids = Counter(route.id for route in source.portfolio.routes)
    if twice := sorted(id for id, times in ids.items() if times > 1):
        yield f"routes share an id: {', '.join(twice)}"
    if not ids:
        yield "there is no route in the portfolio"
    yield from _not_installed(source)
    if set(source.groups) & set(PRINTED):
        yield from _no_typeface(source)


def _unknown(what: str, asked: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    if strange := [each for each in asked if each not in known]:
        yield f"there is no {what} {', '.join(map(repr, strange))}: there are {', '.join(known)}"
    if twice := sorted(each for each, times in Counter(asked).items() if times > 1):
        yield f"{what} {', '.join(twice)}: name each once"
    if not asked:
        yield f"no {what} is asked for: there are {', '.join(known)}"


def _bad_link(link: str) -> Iterator[str]:
    try:
        checked_url(link)
    except GoalError as error:
        yield str(error)


def _not_installed(source: Source) -> Iterator[str]:
    wanted = [each for each in documents(source) if each.extra and not find_spec(PACKAGES[each.extra])]
    for extra in sorted({each.extra for each in wanted if each.extra}):
        files = ", ".join(each.pattern.rpartition("/")[2] for each in wanted if each.extra == extra)
        groups = ", ".join(sorted({each.group for each in wanted if each.extra == extra}))
        yield f'{files}: pip install "tourplanner[{extra}]", or leave out {groups}'


def _no_typeface(source: Source) -> Iterator[str]:
    from tourplanner.press.fonts import fonts_for

    for language in source.languages:
        try:
            fonts_for(checked(language), source.fonts)
        except FontError as error:
            yield str(error)
        except GoalError:
            continue  # an unknown language, told already


