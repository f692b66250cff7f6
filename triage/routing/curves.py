"""Two curves as SVG: does a probability mean what it says, and what does it cost to be surer?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from triage.routing.evaluate import Report
from triage.routing.tally import Guess

_SIDE, _LEFT, _TOP, _BELOW, _RIGHT = 400, 64, 56, 60, 24
_WIDTH, _HEIGHT = _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BELOW
_MOST_POINTS = 400
_STYLE = """
svg { background: #ffffff; color: #1c2430; font: 13px system-ui, sans-serif; }
text { fill: currentColor; } .title { font-size: 16px; font-weight: 600; } .small { font-size: 11px; }
.grid { stroke: #d9dee6; } .ideal { stroke: #8a94a3; stroke-dasharray: 5 4; }
.line { fill: none; stroke: #1f5fbf; stroke-width: 2; } .dot { fill: #1f5fbf; } .bar { fill: #1f5fbf33; }
.mark { fill: none; stroke: #b4460f; stroke-width: 2; } .note { fill: #b4460f; }
@media (prefers-color-scheme: dark) {
  svg { background: #14181f; color: #e6eaf0; } .grid { stroke: #333b47; } .ideal { stroke: #8a94a3; }
  .line { stroke: #79b0ff; } .dot { fill: #79b0ff; } .bar { fill: #79b0ff33; }
  .mark { stroke: #ffa06b; } .note { fill: #ffa06b; }
}
"""


def reliability_svg(found: Report) -> str:
    """Said against came true, a dot for each tenth; the bars are the share of the tickets in it."""
    steps = [step for step in found.reliability if step.said is not None and step.came_true is not None]
    points = [(step.said or 0.0, step.came_true or 0.0) for step in steps]
    parts = [_line((0.0, 0.0), (1.0, 1.0), "ideal")]
    for step in steps:
        share = step.tickets / found.tickets
        x, y = _place(step.low, share)
        width, height = _SIDE / 10 - 4, share * _SIDE
        parts.append(_words_above(step.low + 0.05, share, str(step.tickets)))
        parts.append(
            f'<rect class="bar" x="{x + 2:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        )
    parts += [_path(points), *(_dot(point) for point in points)]
    error = "-" if found.calibration_error is None else f"{found.calibration_error:.3f}"
    note = f"{found.tickets} tickets, calibration error {error}; the dashed line is best"
    return _picture("How often it was right", note, "it said", "it was right", parts, (0.0, 1.0))


def coverage_svg(guesses: Sequence[Guess], found: Report) -> str:
    """The share of tickets that are decided, against how many of those are right, at every threshold."""
    points = coverage_curve(guesses)
    lowest = min((right for _, right in points), default=0.0)
    floor = 0.9 if lowest >= 0.9 else 0.5 if lowest >= 0.5 else 0.0
    parts = [_path([(x, _within(y, floor)) for x, y in points])]
    if found.coverage is not None and found.right_when_confident is not None:
        x, y = found.coverage, found.right_when_confident
        parts.append(_dot((x, _within(y, floor)), "mark", 6))
        parts.append(_words((x, _within(y, floor)), f"at the thresholds: {y:.1%} of {x:.1%}", "note"))
    note = f"{found.tickets} tickets, from the surest to the least sure"
    return _picture("What it costs to be surer", note, "decided", "right, of these", parts, (floor, 1.0))


def coverage_curve(guesses: Sequence[Guess]) -> list[tuple[float, float]]:
    """(Share decided, share of these that is right), the surest first; equally sure ones come together."""
    ordered = sorted(guesses, key=lambda guess: -guess.confidence)
    found: list[tuple[float, float]] = []
    right = 0
    for number, guess in enumerate(ordered, 1):
        right += guess.route is guess.example.route
        if number == len(ordered) or ordered[number].confidence != guess.confidence:
            found.append((number / len(ordered), right / number))
    step = max(1, len(found) // _MOST_POINTS)
    return [point for place, point in enumerate(found) if place % step == 0 or place == len(found) - 1]


def _within(value: float, floor: float) -> float:
    return max(0.0, (value - floor) / (1 - floor))


def _picture(
    title: str, note: str, across: str, upwards: str, parts: Iterable[str], ends: tuple[float, float]
) -> str:
    low, high = ends
    grid = []
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _place(share, share)
        grid += [_line((share, 0.0), (share, 1.0), "grid"), _line((0.0, share), (1.0, share), "grid")]
        grid.append(
            f'<text class="small" x="{x:.1f}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{share:.0%}</text>'
        )
        said = f"{low + share * (high - low):.0%}"
        grid.append(f'<text class="small" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{said}</text>')
    middle = _TOP + _SIDE / 2
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}"'
            f' height="{_HEIGHT}" role="img" aria-label="{escape(title)}: {escape(note)}">',
            f"<style>{_STYLE}</style>",
            f'<text class="title" x="{_LEFT}" y="24">{escape(title)}</text>',
            f'<text class="small" x="{_LEFT}" y="42">{escape(note)}</text>',
            *grid,
            *parts,
            f'<text x="{_LEFT + _SIDE / 2}" y="{_HEIGHT - 16}" text-anchor="middle">{escape(across)}</text>',
            f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
            f"{escape(upwards)}</text>",
            "</svg>\n",
        )
    )


def _place(x: float, y: float) -> tuple[float, float]:
    return _LEFT + x * _SIDE, _TOP + (1 - y) * _SIDE


def _line(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    (x1, y1), (x2, y2) = _place(*start), _place(*end)
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    placed = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_place(*point) for point in points))
    return f'<polyline class="line" points="{placed}"/>'


def _dot(point: tuple[float, float], kind: str = "dot", size: int = 4) -> str:
    x, y = _place(*point)
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>'


def _words_above(across: float, top: float, said: str) -> str:
    x, y = _place(across, top)
    return f'<text class="small" x="{x:.1f}" y="{y - 4:.1f}" text-anchor="middle">{said}</text>'


def _words(point: tuple[float, float], said: str, kind: str) -> str:
    """To the side of a point where there is room."""
    x, y = _place(*point)
    left = point[0] > 0.5
    side = f'x="{x - 12 if left else x + 12:.1f}" text-anchor="{"end" if left else "start"}"'
    return f'<text class="{kind}" {side} y="{min(y + 22, _TOP + _SIDE - 6):.1f}">{escape(said)}</text>'
