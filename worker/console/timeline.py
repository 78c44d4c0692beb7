"""A payment cycle as a picture: what was recorded, what of it counts and why, and what the client claimed.

SVG drawn on the server, without inline style; the same stands beside it as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from worker.console.jinja import local
from worker.sla.decision import Cycle, Judged, Why
from worker.sla.spans import Span

WIDTH, LEAST, GUTTER = 1000, 3, 80
ROWS = (("claimed", "Claimed"), ("counted", "Counted"), ("excused", "Excused"))
_ROW = {Why.COUNTED: "counted", Why.EXCUSED_DISCLAIMER: "excused", Why.EXCUSED_MAINTENANCE: "excused"}
AROUND = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of the picture."""

    row: str
    start: datetime
    end: datetime
    name: str
    why: str


def bars(cycle: Cycle, incidents: Sequence[Judged]) -> list[Bar]:
    """All that is drawn of a cycle, in order of time."""
    told = [Bar(_ROW[s.why], s.start, s.end, s.record, s.because) for s in cycle.stretches]
    for judged in incidents:
        start, end = judged.reading.start, judged.reading.end or judged.reading.start + timedelta(minutes=1)
        if start < cycle.closes and end > cycle.opens:
            why = "too late to be claimed" if judged.late else "as the mail states it"
            told.append(Bar("claimed", start, end, judged.stated.words, why))
    return sorted(told, key=lambda b: (b.start, b.row))


def zoomed(cycle: Cycle, incidents: Sequence[Judged]) -> Span:
    """The time around the incidents that fall into a cycle; the whole cycle where none does."""
    inside = [b for b in bars(cycle, incidents) if b.row == "claimed"]
    if not inside:
        return Span(cycle.opens, cycle.closes)
    return Span(
        max(cycle.opens, min(b.start for b in inside) - AROUND), min(cycle.closes, max(b.end for b in inside) + AROUND)
    )


def drawing(cycle: Cycle, incidents: Sequence[Judged], view: Span, title: str) -> str:
    """The picture of one cycle between two moments."""
    length = (view.end - view.start).total_seconds()

    def x(moment: datetime) -> float:
        share = max(0.0, min(1.0, (moment - view.start).total_seconds() / length))
        return round(GUTTER + share * (WIDTH - GUTTER), 1)

    parts = [f'<svg class="timeline" viewBox="0 0 {WIDTH} 108" role="img" aria-label="{escape(title)}">']
    parts += [f'<line class="tick" x1="{x(t)}" x2="{x(t)}" y1="0" y2="90"/>' for t in _ticks(view)]
    for number, (row, name) in enumerate(ROWS):
        parts.append(f'<text x="0" y="{number * 30 + 20}">{name}</text>')
        parts.append(f'<rect class="lane" x="{GUTTER}" y="{number * 30 + 4}" width="{WIDTH - GUTTER}" height="24"/>')
        for bar in bars(cycle, incidents):
            if bar.row == row and bar.start < view.end and bar.end > view.start:
                width = max(LEAST, x(bar.end) - x(bar.start))
                said = f"{bar.name}: {local(bar.start)} to {local(bar.end)}, {bar.why}"
                parts.append(
                    f'<rect class="{row}" x="{min(x(bar.start), WIDTH - width)}" y="{number * 30 + 4}" '
                    f'width="{width:.1f}" height="24"><title>{escape(said)}</title></rect>'
                )
    labels = _ticks(view)
    for moment in labels[:: max(1, len(labels) // 8)]:
        text = f"{local(moment)[5:10]}" if length > 172_800 else local(moment)[11:]
        anchor = "end" if x(moment) > WIDTH - 40 else "start"
        parts.append(f'<text x="{x(moment)}" y="104" text-anchor="{anchor}">{text}</text>')
    return "".join(parts) + "</svg>"


def _ticks(view: Span) -> list[datetime]:
    length = view.end - view.start
    step = timedelta(days=1) if length > timedelta(days=2) else timedelta(hours=1)
    count = int(length / step)
    return [view.start + step * n for n in range(count + 1)]
