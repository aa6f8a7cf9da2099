"""Office files for tests, put together from their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _package(main: str, kind: str, parts: Mapping[str, str | bytes], related: Mapping[str, tuple[str, str]]) -> bytes:
    folder, _, own = main.rpartition("/")
    links = "".join(
        f'<Relationship Id="{id}" Type="{RELATIONS}/{what}" Target="{target}"/>'
        for id, (what, target) in related.items()
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/{main}" '
            f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument" Target="{main}"/></Relationships>',
            f"{folder}/_rels/{own}.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            **parts,
        }
    )


def word(
    body: str,
    *,
    styles: str = "",
    footnotes: str = "",
    before: str = "",
    others: Mapping[str, tuple[str, str, str | bytes]] | None = None,
) -> bytes:
    """A Word file; `body` is what stands between `<w:body>` and its end, `before` stands before the document.

    `others`: parts that the document points to: id → (kind, name in the folder "word", content).
    """
    others = others or {}
    return _package(
        "word/document.xml",
        "wordprocessingml.document",
        {
            "word/document.xml": f'{before}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}" '
            f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}">{footnotes}</w:footnotes>',
            **{f"word/{name}": content for _, name, content in others.values()},
        },
        {
            "s": ("styles", "styles.xml"),
            "f": ("footnotes", "footnotes.xml"),
            **{id: (kind, name) for id, (kind, name, _) in others.items()},
        },
    )


def workbook(sheets: Mapping[str, str], *, styles: str = "", shared: str = "", hidden: tuple[str, ...] = ()) -> bytes:
    """An Excel file; each sheet is what stands in its `<worksheet>`."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="w{n}" state="{"hidden" if name in hidden else "visible"}"/>'
        for n, name in enumerate(names, 1)
    )
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
            "xl/styles.xml": f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{shared}</sst>',
            **{
                f"xl/worksheets/s{n}.xml": f'<worksheet xmlns="{SHEET}">{sheets[name]}</worksheet>'
                for n, name in enumerate(names, 1)
            },
        },
        {
            **{f"w{n}": ("worksheet", f"worksheets/s{n}.xml") for n in range(1, len(names) + 1)},
            "st": ("styles", "styles.xml"),
            "sh": ("sharedStrings", "sharedStrings.xml"),
        },
    )
