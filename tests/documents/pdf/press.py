"""Prints small PDFs from test text: positioned runs, rules, boxes; no producer program is needed."""

from __future__ import annotations

from dataclasses import dataclass, field

# Advance widths of the standard fonts for the characters 32 to 126, in thousandths of the size (Adobe Core metrics).
_PLAIN = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 "
    "278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 "
    "556 333 500 278 556 500 722 500 500 500 334 260 334 584 "
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 "
    "333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 "
    "611 389 556 333 611 556 778 556 556 500 389 280 389 584 "
)
_EXTRA = {
    "†": 556,
    "‡": 556,
    "–": 556,
    "—": 1000,
    "−": 584,
    "±": 584,
    "•": 350,
    "∗": 500,
    "ﬁ": 500,
    "Δ": 612,
    "×": 584,
    "§": 556,
}
_OWN_CODES = {"−": 1, "∗": 2, "ﬁ": 3, "Δ": 4}
_FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier", "italic": "Helvetica-Oblique"}
Colour = tuple[float, float, float]


def _widths(font: str) -> dict[str, int]:
    if font == "mono":
        return dict.fromkeys([chr(code) for code in range(32, 127)] + list(_EXTRA), 600)
    table = _BOLD if font == "bold" else _PLAIN
    return {chr(32 + place): int(width) for place, width in enumerate(table.split())} | _EXTRA


def width(text: str, size: float, font: str = "plain") -> float:
    """How wide a run prints, in points."""
    known = _widths(font)
    return sum(known[char] for char in text) * size / 1000


@dataclass
class Sheet:
    """One page; y counts down from the top as a reader sees the page."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    """The crop box in PDF coordinates."""
    operators: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10,
        font: str = "plain",
        colour: Colour = (0, 0, 0),
        align: str = "left",
        angle: int = 0,
    ) -> Sheet:
        """A run with its baseline at y; `align` left, right or centre about x; `angle` 0 or 90 (reading upwards)."""
        if align != "left":
            x -= width(text, size, font) * (1.0 if align == "right" else 0.5)
        codes = bytes(_OWN_CODES[char] if char in _OWN_CODES else char.encode("cp1252")[0] for char in text)
        matrix = "0 1 -1 0" if angle == 90 else "1 0 0 1"
        self.operators.append(
            f"{colour[0]} {colour[1]} {colour[2]} rg BT /{font} {size} Tf "
            f"{matrix} {x:.2f} {self.height - y:.2f} Tm <{codes.hex()}> Tj ET"
        )
        return self

    def rule(self, x0: float, x1: float, y: float, *, weight: float = 0.6) -> Sheet:
        """A horizontal stroked line."""
        self.operators.append(
            f"{weight} w 0 0 0 RG {x0:.2f} {self.height - y:.2f} m {x1:.2f} {self.height - y:.2f} l S"
        )
        return self

    def bar(self, x: float, y0: float, y1: float, *, weight: float = 0.6) -> Sheet:
        """A vertical stroked line."""
        self.operators.append(
            f"{weight} w 0 0 0 RG {x:.2f} {self.height - y0:.2f} m {x:.2f} {self.height - y1:.2f} l S"
        )
        return self

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> Sheet:
        """A filled rectangle."""
        self.operators.append(
            f"{colour[0]} {colour[1]} {colour[2]} rg {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f"
        )
        return self


def pdf(*sheets: Sheet) -> bytes:
    """The finished file."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return len(objects)

    add("<< /Type /Catalog /Pages 2 0 R >>")
    add("")
    fonts = []
    for name, base in _FONTS.items():
        known = _widths(name)
        first = " ".join(str(known[char]) for char in _OWN_CODES)
        rest = []
        for code in range(5, 256):
            char = bytes([code]).decode("cp1252", errors="replace")
            rest.append(str(known.get(char, 0)))
        number = add(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /FirstChar 1 /LastChar 255 "
            f"/Widths [{first} {' '.join(rest)}] "
            "/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding "
            "/Differences [1 /minus /asteriskmath /fi /Delta] >> >>"
        )
        fonts.append(f"/{name} {number} 0 R")
    kids = []
    for sheet in sheets:
        stream = "\n".join(sheet.operators).encode("latin-1")
        content = add(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        crop = f"/CropBox [{' '.join(str(edge) for edge in sheet.crop)}] " if sheet.crop else ""
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] {crop}"
                f"/Rotate {sheet.rotate} "
                f"/Resources << /Font << {' '.join(fonts)} >> >> /Contents {content} 0 R >>"
            )
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
