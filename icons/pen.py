"""Draws on a grid and lets the edges of bars lie on pixels of the size asked for."""


def number(value):
    return f"{value:.3f}".rstrip("0").rstrip(".")


class Pen:
    """Turns units of a grid into pixels at a place, and collects SVG elements."""

    def __init__(self, units, box, left=0, top=0):
        self.scale = box / units
        self.left, self.top = left, top
        self.parts = []

    def n(self, value):
        return number(value * self.scale)

    def at(self, x, y):
        return f"{number(self.left + x * self.scale)} {number(self.top + y * self.scale)}"

    def add(self, element):
        self.parts.append(element)

    def cut(self, points, width):
        """Takes a line out of everything drawn so far: what lies behind shows through."""
        d = "M" + "L".join(self.at(x, y) for x, y in points)
        self.parts = [
            '<mask id="cut" maskUnits="userSpaceOnUse" x="0" y="0" width="100%" height="100%">'
            f'<rect width="100%" height="100%" fill="#fff"/><path d="{d}" fill="none" stroke="#000"'
            f' stroke-width="{self.n(width)}" stroke-linejoin="round"/></mask>',
            '<g mask="url(#cut)">' + "".join(self.parts) + "</g>",
        ]

    def disc(self, x, y, r, fill):
        cx, cy = self.at(x, y).split()
        self.add(f'<circle cx="{cx}" cy="{cy}" r="{self.n(r)}" fill="{fill}"/>')

    def ring(self, x, y, r, width, color, dashes=0, filled=0.62, turn=0):
        cx, cy = self.at(x, y).split()
        dash = ""
        if dashes:
            step = 2 * 3.14159265 * r * self.scale / dashes
            dash = (
                f' stroke-dasharray="{number(step * filled)} {number(step * (1 - filled))}"'
                f' transform="rotate({turn} {cx} {cy})"'
            )
        self.add(
            f'<circle cx="{cx}" cy="{cy}" r="{self.n(r)}" fill="none" stroke="{color}"'
            f' stroke-width="{self.n(width)}"{dash}/>'
        )

    def bar(self, x, y, w, h, fill, snapped=True, r=0):
        """A rectangle whose edges lie on pixels."""
        x0, y0, x1, y1 = x * self.scale, y * self.scale, (x + w) * self.scale, (y + h) * self.scale
        if snapped:
            wide, high = max(1, round(x1 - x0)), max(1, round(y1 - y0))
            x0, y0 = round((x0 + x1 - wide) / 2 + 0.01), round((y0 + y1 - high) / 2 + 0.01)
            x1, y1 = x0 + wide, y0 + high
        corner = f' rx="{self.n(r)}"' if r else ""
        self.add(
            f'<rect x="{number(self.left + x0)}" y="{number(self.top + y0)}"'
            f' width="{number(x1 - x0)}"'
            f' height="{number(y1 - y0)}"{corner} fill="{fill}"/>'
        )

    def line(self, points, width, color, cap="round"):
        d = "M" + "L".join(self.at(x, y) for x, y in points)
        self.add(
            f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{self.n(width)}"'
            f' stroke-linecap="{cap}" stroke-linejoin="round"/>'
        )

    def polygon(self, points, fill, rounding=0):
        d = "M" + "L".join(self.at(x, y) for x, y in points) + "Z"
        edge = (
            f' stroke="{fill}" stroke-width="{self.n(rounding)}" stroke-linejoin="round"'
            if rounding
            else ""
        )
        self.add(f'<path d="{d}" fill="{fill}"{edge}/>')

    def path(self, template, fill="none", stroke=None, width=0, cap="butt"):
        """A path written as words: letters stay, pairs `x,y` are placed, `=v` is scaled only."""
        out = []
        for word in template.split():
            if "," in word:
                x, y = word.split(",")
                out.append(self.at(float(x), float(y)))
            elif word.startswith("="):
                out.append(self.n(float(word[1:])))
            else:
                out.append(word)
        edge = (
            f' stroke="{stroke}" stroke-width="{self.n(width)}" stroke-linecap="{cap}"'
            f' stroke-linejoin="round"'
            if stroke
            else ""
        )
        self.add(f'<path d="{" ".join(out)}" fill="{fill}"{edge}/>')


def document(size, body):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 {size} {size}">\n' + "\n".join(body) + "\n</svg>\n"
    )
