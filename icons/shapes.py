"""What the icons look like: every drawing as SVG text, made for one exact pixel size.

Each shape is drawn on a grid of 14 units, and once more on a grid of 9 units for the badge of the
smallest tray icon, where every edge has to lie on a pixel. Bars are snapped to the pixels of the size
asked for. Colors are the tokens of the pages; the shapes differ without them.
"""

from pen import Pen, document

STATES = (
    "proven",
    "refused",
    "change-demanded",
    "locked",
    "expiring",
    "unreachable",
    "unclear",
    "certificate-changed",
    "unverifiable",
    "task-open",
    "disagreement",
    "keyring-unavailable",
    "watched-elsewhere",
    "not-set-up",
    "checking",
    "paused",
    "away",
)
# A shape of its own for knowledge that has grown old; the tray has no such state.
SHAPES = STATES + ("stale",)

# `light` stands on a light ground, `dark` on a dark one, `any` on both.
THEMES = {
    "light": dict(
        key="#1b1b1b",
        ink="#ffffff",
        good="#0f7b0f",
        warning="#9d5d00",
        bad="#c42b1c",
        idle="#707070",
        accent="#005fb8",
    ),
    "dark": dict(
        key="#ffffff",
        ink="#1b1b1b",
        good="#6ccb5f",
        warning="#fce100",
        bad="#ff99a4",
        idle="#9a9a9a",
        accent="#60cdff",
    ),
    "any": dict(
        key="#1a7fd4",
        ink="#ffffff",
        good="#2a8f2a",
        warning="#b87100",
        bad="#e2483c",
        idle="#808080",
        accent="#1a7fd4",
    ),
}
# What the icons stand on: page and card, the taskbar and the panels of the common desktops.
GROUNDS = {
    "light": ("#f3f3f3", "#ffffff", "#eeeeee"),
    "dark": ("#202020", "#2b2b2b", "#1c1c1c"),
    "any": ("#f3f3f3", "#ffffff", "#eeeeee", "#202020", "#2b2b2b", "#1c1c1c"),
}

TONE = {
    "proven": "good",
    "refused": "warning",
    "change-demanded": "warning",
    "locked": "bad",
    "expiring": "warning",
    "unreachable": "idle",
    "unclear": "idle",
    "certificate-changed": "bad",
    "unverifiable": "idle",
    "task-open": "accent",
    "disagreement": "warning",
    "keyring-unavailable": "bad",
    "watched-elsewhere": "idle",
    "not-set-up": "accent",
    "checking": "accent",
    "paused": "idle",
    "away": "idle",
    "stale": "idle",
}

TRAY_SIZES = (16, 20, 24, 32, 48)
SHAPE_SIZES = (16, 20, 24, 32)
APP_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)

# Size of the picture: size of the shape in it. Even margins keep the shape's edges on pixels.
SHAPE_BOX = {16: 14, 20: 18, 24: 22, 32: 28}
BADGE_BOX = {16: 9, 20: 12, 24: 14, 32: 18, 48: 28}
NO_BADGE = ("proven", "away")

# The key on 16 units: head at the upper right, teeth in steps along the pixels at the lower left,
# so that the badge at the lower right leaves bow, hole and bit visible.
KEY = (
    "M 9.5,0 A =5 =5 0 1 1 8.1,9.8 L 7,10.9 L 7,11 L 5,11 L 5,13 L 3,13 L 3,15 L 0,15 L 0,12.6"
    " L 4.9,7 A =5 =5 0 0 1 9.5,0 Z"
)
HOLE = " M 10.8,1.9 A =1.8 =1.8 0 1 0 10.8,5.5 A =1.8 =1.8 0 1 0 10.8,1.9 Z"

# ---- the shapes on 14 units -------------------------------------------------------------------

TRIANGLE = ((7, 1), (13.2, 13.2), (0.8, 13.2))
SHIELD = "M 7,0 L 13,2 L 13,6.6 C 13,10.2 10.6,12.8 7,14 C 3.4,12.8 1,10.2 1,6.6 L 1,2 Z"


def question(pen, color):
    pen.path("M 4.9,5.2 C 4.9,2.4 9.1,2.4 9.1,5.2 C 9.1,7 7,6.9 7,9", stroke=color, width=1.7)
    pen.bar(6, 10.4, 2, 2, color)


def slender_question(pen, color):
    """The mark that fits into a ring."""
    pen.path("M 5.2,5.6 C 5.2,3.4 8.8,3.4 8.8,5.6 C 8.8,7.1 7,7 7,8.6", stroke=color, width=1.5)
    pen.bar(6.1, 9.2, 1.8, 1.6, color)


def struck_key(pen, units, color, slash):
    """The key of the tray icon, struck out from the upper left to the lower right."""
    inner = Pen(16 / 15 * units, pen.scale * units * 16 / 15, pen.left, pen.top)
    inner.scale = pen.scale * units / 15
    inner.path(KEY + HOLE, fill=color)
    inner.parts = [part.replace("<path", '<path fill-rule="evenodd"') for part in inner.parts]
    inner.cut(((0, 0), (15, 15)), 4.2)
    inner.line(((1.6, 1.6), (13.8, 13.8)), 1.9, slash)
    pen.parts += inner.parts


def tick(pen, color, width=1.9):
    pen.line(((3.8, 7.2), (6.1, 9.5), (10.3, 4.8)), width, color)


def regular(state, c, ink):
    def draw(pen):
        if state == "proven":
            pen.disc(7, 7, 7, c)
            tick(pen, ink)
        elif state == "stale":
            pen.ring(7, 7, 6.25, 1.5, c)
            tick(pen, c, 1.6)
        elif state == "refused":
            pen.polygon(TRIANGLE, c, 1.6)
            pen.bar(6, 4, 2, 4.6, ink)
            pen.bar(6, 10.4, 2, 2, ink)
        elif state == "change-demanded":
            pen.polygon(TRIANGLE, c, 1.6)
            pen.bar(3.4, 9, 4.6, 2, ink)
            pen.polygon(((7.4, 6.9), (10.9, 10), (7.4, 13.1)), ink)
        elif state == "locked":
            pen.path("M 3.9,7 L 3.9,4.2 C 3.9,-0.2 10.1,-0.2 10.1,4.2 L 10.1,7", stroke=c, width=2)
            pen.bar(1, 6, 12, 8, c, r=1.6)
            pen.bar(6, 8, 2, 4, ink)
        elif state == "expiring":
            pen.disc(7, 7, 7, c)
            pen.bar(6, 3, 2, 6, ink)
            pen.bar(6, 7, 5, 2, ink)
        elif state == "unreachable":
            pen.ring(7, 7, 6, 2, c, dashes=8, turn=-14)
            pen.line(((2.6, 11.4), (11.4, 2.6)), 2, c)
        elif state == "unclear":
            pen.ring(7, 7, 6, 2, c, dashes=8, turn=-14)
            slender_question(pen, c)
        elif state == "certificate-changed":
            pen.path(SHIELD, fill=c)
            pen.cut(((8.8, -1), (5.2, 5.6), (9, 7.8), (5.6, 15)), 1.7)
        elif state == "unverifiable":
            pen.disc(7, 7, 7, c)
            question(pen, ink)
        elif state == "task-open":
            pen.disc(7, 7, 7, c)
            pen.polygon(((2.7, 11.3), (3.5, 8.2), (5.8, 10.5)), ink)
            pen.polygon(((4.1, 7.5), (8.8, 2.8), (11.2, 5.2), (6.5, 9.9)), ink)
        elif state == "disagreement":
            r = round(6 * pen.scale) / pen.scale
            pen.path(f"M {r},0 L {r},{2 * r} A ={r} ={r} 0 0 1 {r},0 Z", fill=c)
            pen.path(
                f"M {14 - r},{14 - 2 * r} L {14 - r},14 A ={r} ={r} 0 0 0 {14 - r},{14 - 2 * r} Z",
                fill=c,
            )
        elif state == "keyring-unavailable":
            struck_key(pen, 14, c, c)
        elif state == "watched-elsewhere":
            pen.ring(7, 7, 6, 2, c)
            pen.disc(7, 7, 2.4, c)
        elif state == "not-set-up":
            pen.ring(7, 7, 6.25, 1.5, c)
            pen.bar(6, 3.5, 2, 7, c)
            pen.bar(3.5, 6, 7, 2, c)
        elif state == "checking":
            pen.path("M 7,1 A =6 =6 0 1 1 1,7", stroke=c, width=2, cap="round")
        elif state == "paused":
            pen.bar(1, 1, 4, 12, c, r=0.8)
            pen.bar(9, 1, 4, 12, c, r=0.8)
        elif state == "away":
            pen.ring(7, 7, 6, 2, c)
        else:
            raise KeyError(state)

    return draw


# ---- the same on 9 units, for badges of 9 pixels -------------------------------------------------


def pixels(pen, rows, left, top, color):
    """Bars for a picture made of characters; `#` is filled."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = len(row[x:]) - len(row[x:].lstrip("#"))
            if run:
                pen.bar(left + x, top + y, run, 1, color, snapped=False)
            x += max(run, 1)


QUESTION = ("###", "..#", ".#.", "...", ".#.")
DASHES = (
    "...###...",
    ".#.....#.",
    ".........",
    "#.......#",
    "#.......#",
    "#.......#",
    ".........",
    ".#.....#.",
    "...###...",
)
SLASH = ("......#", "....###", "...###.", "..###..", ".###...", "###....", "#......")


def small(state, c, ink):
    def draw(pen):
        if state == "refused":
            pen.polygon(((4.5, 0.4), (8.6, 8.6), (0.4, 8.6)), c, 0.8)
            pen.bar(4, 3, 1, 3, ink)
            pen.bar(4, 7, 1, 1, ink)
        elif state == "change-demanded":
            pen.polygon(((4.5, 0.4), (8.6, 8.6), (0.4, 8.6)), c, 0.8)
            pixels(pen, ("..#.", "####", "..#."), 3, 5, ink)
        elif state == "locked":
            pen.path(
                "M 2.5,4.5 L 2.5,2.6 C 2.5,-0.2 6.5,-0.2 6.5,2.6 L 6.5,4.5", stroke=c, width=1.1
            )
            pen.bar(1, 4, 7, 5, c, r=0.5)
            pen.bar(4, 5.5, 1, 2, ink, snapped=False)
        elif state == "expiring":
            pen.disc(4.5, 4.5, 4.5, c)
            pixels(pen, ("#...", "#...", "#...", "####"), 4, 1, ink)
        elif state == "unreachable":
            pixels(pen, DASHES, 0, 0, c)
            pixels(pen, SLASH, 1, 1, c)
        elif state == "unclear":
            pixels(pen, DASHES, 0, 0, c)
            pixels(pen, QUESTION, 3, 2, c)
        elif state == "certificate-changed":
            pen.path(
                "M 4.5,0 L 8.5,1.2 L 8.5,4.2 C 8.5,6.6 7,8.2 4.5,9"
                " C 2,8.2 0.5,6.6 0.5,4.2 L 0.5,1.2 Z",
                fill=c,
            )
            pen.cut(((5.8, -0.6), (3.4, 3.7), (5.8, 5), (3.7, 9.6)), 1.1)
        elif state == "unverifiable":
            pen.disc(4.5, 4.5, 4.5, c)
            pixels(pen, QUESTION, 3, 2, ink)
        elif state == "task-open":
            pen.disc(4.5, 4.5, 4.5, c)
            pixels(pen, ("...##", "..###", ".###.", ".##..", "#...."), 2, 2, ink)
        elif state == "disagreement":
            pen.path("M 4,0 L 4,8 A =4 =4 0 0 1 4,0 Z", fill=c)
            pen.path("M 5,1 L 5,9 A =4 =4 0 0 0 5,1 Z", fill=c)
        elif state == "watched-elsewhere":
            pen.ring(4.5, 4.5, 3.8, 1.4, c)
            pen.disc(4.5, 4.5, 1.8, c)
        elif state == "not-set-up":
            pen.ring(4.5, 4.5, 4, 1, c)
            pixels(pen, ("..#..", "..#..", "#####", "..#..", "..#.."), 2, 2, c)
        elif state == "checking":
            pen.path("M 4.5,0.7 A =3.8 =3.8 0 1 1 0.7,4.5", stroke=c, width=1.4)
        elif state == "paused":
            pen.bar(0, 1, 3, 8, c)
            pen.bar(6, 1, 3, 8, c)
        else:
            raise KeyError(state)

    return draw


def silhouette(state):
    """The outline that a badge clears from the key behind it, on 14 units."""
    if state in ("refused", "change-demanded"):
        return lambda pen: pen.polygon(TRIANGLE, "#000", 1.6)
    if state == "locked":
        return lambda pen: (
            pen.bar(1, 6, 12, 8, "#000", snapped=False),
            pen.bar(2.9, 0.4, 8.2, 8, "#000", snapped=False, r=4),
        )
    if state == "certificate-changed":
        return lambda pen: pen.path(SHIELD, fill="#000")
    if state == "paused":
        return lambda pen: pen.bar(0, 1, 14, 13, "#000", snapped=False)
    return lambda pen: pen.disc(7, 7, 7, "#000")


def shape_svg(state, theme, size):
    colors, box = THEMES[theme], SHAPE_BOX[size]
    pen = Pen(14, box, (size - box) // 2, (size - box) // 2)
    regular(state, colors[TONE[state]], colors["ink"])(pen)
    return document(size, pen.parts)
