"""The pictures with a key: the tray icon with the badge of its state, and the program's icon."""

from pen import Pen, document, number
from shapes import (
    BADGE_BOX,
    HOLE,
    KEY,
    NO_BADGE,
    THEMES,
    TONE,
    regular,
    silhouette,
    small,
    struck_key,
)


def tray_svg(state, theme, size):
    colors = THEMES[theme]
    body = []
    key = Pen(16, size)
    if state == "keyring-unavailable":
        key.top = key.left = round(size / 32 - 0.1)
        struck_key(key, 15, colors["key"], colors["bad"])
        return document(size, key.parts)
    if state == "away":
        # A hollow key: an edge inside the outline, and a dot for the hole.
        key.path(KEY, stroke=colors["idle"], width=2.8)
        edge = key.parts.pop()
        key.path(KEY, fill="#fff")
        outline = key.parts.pop()
        key.add(f'<clipPath id="key">{outline}</clipPath><g clip-path="url(#key)">{edge}</g>')
        key.disc(10.8, 3.7, 1.3, colors["idle"])
    else:
        key.path(KEY + HOLE, fill=colors["key"])
        key.parts = [part.replace("<path", '<path fill-rule="evenodd"') for part in key.parts]
    if state in NO_BADGE:
        return document(size, key.parts)
    box = BADGE_BOX[size]
    place = size - box
    gap = Pen(14, box, place, place)
    silhouette(state)(gap)
    width = 2 * max(1, round(size / 16 - 0.3))
    body.append(
        '<mask id="badge" maskUnits="userSpaceOnUse" x="0" y="0" '
        f'width="{size}" height="{size}"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<g stroke="#000" stroke-width="{width}" stroke-linejoin="round">'
        + "".join(
            p.replace(' stroke="#000" stroke-width="%s" stroke-linejoin="round"' % gap.n(1.6), "")
            for p in gap.parts
        )
        + "</g></mask>"
    )
    body.append('<g mask="url(#badge)">' + "".join(key.parts) + "</g>")
    draw, units = (small, 9) if box == 9 else (regular, 14)
    badge = Pen(units, box, place, place)
    draw(state, colors[TONE[state]], colors["ink"])(badge)
    return document(size, body + badge.parts)


def app_svg(size):
    """A white key with a medical cross for its hole, on a blue tile."""
    large = size >= 48
    inset = round(size / 32) if large else 0
    side, corner = size - 2 * inset, (size - 2 * inset) * 0.22
    body = [
        "<defs>"
        + gradient("tile", "0 0 1 1", ("0", "#2c9df0"), ("0.55", "#0f6cbd"), ("1", "#0a3f7d"))
        + gradient("gloss", "0 0 0 1", ("0", "#fff", "0.28"), ("0.5", "#fff", "0"))
        + gradient("key", "0.8 0 0.2 1", ("0", "#fff"), ("1", "#cfe6fb"))
        + "</defs>",
        square(inset, side, corner, 'fill="url(#tile)"'),
    ]
    if large:
        edge = size / 64
        style = f'fill="none" stroke="url(#gloss)" stroke-width="{number(edge)}"'
        body.append(square(inset + edge / 2, side - edge, corner - edge / 2, style))
    # The key fills two thirds of the tile, three quarters of a small one.
    box = round(size * (0.75 if size < 32 else 0.66))
    left = round((size - box) / 2 + (0.01 if size < 32 else -0.2))
    pen = Pen(14.75, box, left, (size - box) // 2)
    key = KEY + cross(9.6, 5, pen.scale, snapped=not large)
    if large:
        shade = Pen(14.75, box, left, (size - box) // 2 + size / 48)
        shade.path(key, fill="#06284f")
        body.append('<g opacity="0.35" fill-rule="evenodd">' + "".join(shade.parts) + "</g>")
    pen.path(key, fill="url(#key)")
    body.append('<g fill-rule="evenodd">' + "".join(pen.parts) + "</g>")
    return document(size, body)


def cross(x, y, scale, snapped):
    """The path of a cross around a point; snapped, its edges lie on pixels of the given scale."""
    thin, long = 1.5, 5
    if snapped:
        bar, reach = max(1, round(thin * scale)), max(3, round(long * scale))
        reach += (reach - bar) % 2
        thin, long = bar / scale, reach / scale
        x = round((x - thin / 2) * scale) / scale + thin / 2
        y = round((y - thin / 2) * scale) / scale + thin / 2
    near, far = thin / 2, long / 2
    corners = [
        *((-near, -far), (near, -far), (near, -near), (far, -near), (far, near), (near, near)),
        *((near, far), (-near, far), (-near, near), (-far, near), (-far, -near), (-near, -near)),
    ]
    return " M " + " L ".join(f"{x + dx},{y + dy}" for dx, dy in corners) + " Z"


def gradient(name, line, *stops):
    x1, y1, x2, y2 = line.split()
    inner = "".join(
        f'<stop offset="{offset}" stop-color="{color}"'
        + "".join(f' stop-opacity="{value}"' for value in opacity)
        + "/>"
        for offset, color, *opacity in stops
    )
    place = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    return f'<linearGradient id="{name}" {place}>{inner}</linearGradient>'


def square(place, side, corner, style):
    at, wide = number(place), number(side)
    return f'<rect x="{at}" y="{at}" width="{wide}" height="{wide}" rx="{number(corner)}" {style}/>'
