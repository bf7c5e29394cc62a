"""Pure: the bars by domain as an SVG picture to take away; the browser makes a PNG of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from dashboard import format as fmt
from dashboard.charts import FONT, LIGHT
from dashboard.markup import wrap
from dashboard.markup_overview import ROOM, Bar

h = fmt.html
WIDTH, LEFT, RIGHT, LINE, TALL = 1000, 170, 110, 32, 24


def picture(title: str, plans: Mapping[str, Sequence[Bar]]) -> str:
    """All plans' bars below one title and a legend, one scale for all; a text of SVG."""
    most = max((bar.whole for bars in plans.values() for bar in bars), default=1)
    parts, at = [_text(0, 26, title, size=18, weight=600), _legend(54)], 96
    for name, bars in plans.items():
        parts.append(_text(0, at, name, weight=600))
        for line, bar in enumerate(bars):
            parts.append(_bar(bar, most, at + 16 + line * LINE))
        at += len(bars) * LINE + 48
    style = f"font-family:{FONT};font-size:14px".replace('"', "'")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{at - 20}" '
        f'viewBox="-20 -10 {WIDTH + 40} {at}" style="{style}">'
        f'<rect x="-20" y="-10" width="100%" height="100%" fill="{LIGHT.page}"/>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, *, size: int = 14, weight: int = 400, **more: str) -> str:
    known = {"fill": LIGHT.ink, "text-anchor": "start"} | {
        key.replace("_", "-"): v for key, v in more.items()
    }
    told = " ".join(f'{key}="{value}"' for key, value in known.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}" {told}>{h(words)}</text>'


def _legend(y: int) -> str:
    parts = []
    for at, status in enumerate(fmt.STATUSES):
        x = at * 110
        parts.append(_box(x, y - 13, 16, 16, status))
        parts.append(_text(x + 22, y, f"{status.icon} {status.word}", fill=LIGHT.quiet))
    return "".join(parts)


def _box(x: float, y: float, width: float, height: float, status: fmt.Status) -> str:
    dashed = f' stroke="{LIGHT.quiet}" stroke-dasharray="3 2"' if status is fmt.NO_DATA else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{status.fill}"{dashed}/>'


def _bar(bar: Bar, most: int, y: float) -> str:
    parts = [_text(LEFT - 10, y + 17, bar.domain, text_anchor="end")]
    step, x = (WIDTH - LEFT - RIGHT) / most, float(LEFT)
    for status in fmt.STATUSES:
        count = bar.tally[status.key]
        if not count:
            continue
        wide = count * step - 2
        words = f"{status.icon} {count}" if count / most >= ROOM else str(count)
        parts.append(_box(round(x, 1), y, round(wide, 1), TALL, status))
        parts.append(_text(round(x + wide / 2, 1), y + 17, words, fill=status.ink, text_anchor="middle"))
        x += count * step
    parts.append(_text(round(x + 8, 1), y + 17, bar.said, fill=LIGHT.quiet))
    return "".join(parts)


def buttons(name: str, svg: str) -> str:
    """Two small buttons that save the picture as PNG and as SVG; `bridge.js` listens to them."""
    made = "".join(
        f'<button type="button" class="tp-shot" data-format="{kind}" '
        f'aria-label="下载图片 {kind.upper()}：{h(name)}">{kind.upper()}</button>'
        for kind in ("png", "svg")
    )
    held = f'<div class="tp-shots" data-name="{h(name)}" data-svg="{quote(svg)}">'
    return wrap(f'{held}<span class="tp-quiet">下载图片</span>{made}</div>')
