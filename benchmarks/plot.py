"""A line chart as SVG, written by hand: the same bytes for the same figures, no package for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Line = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 360, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 28, 44
COLOURS = ("#1b6ca8", "#c4501b", "#2b8a3e", "#7048a8")
"""Told apart by colour-blind readers as well; each line has its own mark besides."""
MARKS = ("circle", "square", "diamond", "ring")


def chart(title: str, across: str, up: str, lines: Mapping[str, Line], *, logarithmic: bool = False) -> str:
    """
    One chart of named lines, points joined in the order given.

    Parameters
    ----------
    across, up
        What the axes measure, with units.
    logarithmic
        Powers of ten upwards; values below 0.01 stand on the lowest line.
    """
    xs = [x for line in lines.values() for x, _ in line]
    ys = [y for line in lines.values() for _, y in line]
    low, high = (max(0.01, min(ys)), max(0.1, *ys)) if logarithmic else (0.0, max(ys) or 1.0)
    if logarithmic:
        ticks = [10.0**power for power in range(floor(log10(low)), ceil(log10(high)) + 1)]
    else:
        ticks = _round_steps(high)
    first, last = min(xs), max(max(xs), min(xs) + 1)

    def x_of(value: float) -> float:
        return LEFT + (value - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y_of(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        if logarithmic:
            share = (log10(max(value, ticks[0])) - log10(ticks[0])) / (log10(ticks[-1]) - log10(ticks[0]))
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [_text(WIDTH / 2, 14, title, "middle", 'font-weight="bold"')]
    for tick in ticks:
        parts.append(f'<path d="M{LEFT} {y_of(tick):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(_text(LEFT - 5, y_of(tick) + 4, f"{tick:g}", "end"))
    parts += [_text(x_of(x), HEIGHT - BOTTOM + 14, f"{x:g}", "middle") for x in sorted(set(xs))]
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 29, across, "middle"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(_text(13, middle, up, "middle", f'transform="rotate(-90 13 {middle:g})"'))
    for number, (name, line) in enumerate(lines.items()):
        parts += _line(number, [(x_of(x), y_of(y)) for x, y in line])
        parts += [_mark(number, LEFT + 10 + 84 * number, HEIGHT - 7), _text(LEFT + 17 + 84 * number, HEIGHT - 3, name)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
    body = "\n".join(parts)
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head}font-size="11" role="img">\n<title>{escape(title)}</title>\n{ground}\n{body}\n</svg>\n'


def _round_steps(high: float) -> list[float]:
    """Four to eight ticks from 0 to ``high`` or beyond, in steps of 1, 2 or 5 times a power of ten."""
    unit = 10.0 ** floor(log10(high / 4))
    step = next(unit * times for times in (1, 2, 5, 10) if high / (unit * times) <= 6)
    return [step * number for number in range(ceil(high / step - 1e-9) + 1)]


def _line(number: int, points: Sequence[tuple[float, float]]) -> list[str]:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    colour = COLOURS[number % len(COLOURS)]
    drawn = f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    return [drawn, *(_mark(number, x, y) for x, y in points)]


def _mark(number: int, x: float, y: float) -> str:
    colour, kind = COLOURS[number % len(COLOURS)], MARKS[number % len(MARKS)]
    if kind == "square":
        return f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6" fill="{colour}"/>'
    if kind == "diamond":
        return f'<path d="M{x:.1f} {y - 4:.1f}l4 4l-4 4l-4 -4z" fill="{colour}"/>'
    fill = "#fff" if kind == "ring" else colour
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{fill}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(words)}</text>'.replace(" >", ">")
