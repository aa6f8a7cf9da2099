"""Prints how well random tables of each layout come back: `python press_score.py [TABLES A LAYOUT] [LAYOUT …]`."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from auditor.documents.pdf.glyphs import open_pages
from auditor.documents.pdf.tables import find_tables


def _load(name: str) -> ModuleType:
    spec = spec_from_file_location(f"pdf_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def one(press: Any, printing: Any, layouts: Any, layout: str, seed: int) -> tuple[int, int, int, bool]:
    """Found, known and read values of one table, and whether any of the grids carries a doubt."""
    table = layouts.make(layout, seed)
    with open_pages(press.pdf(printing.print_table(press, table, seed))) as pages:
        grids = [found.grid for found in find_tables(pages.page(1))]
    right, known, read = layouts.score(table.truth(), layouts.found(grids))
    return right, known, read, any(grid.doubts for grid in grids) or not grids


def main() -> None:
    press, printing, layouts = _load("press"), _load("layout_printing"), _load("layouts")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for layout in sys.argv[2:] or layouts.LAYOUTS:
        right = known = read = told = 0
        wrong: list[int] = []
        doubted = 0
        for seed in range(count):
            a, b, c, doubt = one(press, printing, layouts, layout, seed)
            right, known, read = right + a, known + b, read + c
            if a < b or a < c:
                wrong.append(seed)
                told += doubt
            else:
                doubted += doubt
        print(
            f"{layout:20} recall {right / max(1, known):.4f} precision {right / max(1, read):.4f} "
            f"tables wrong {len(wrong)} (told {told}), right but doubted {doubted}; first wrong seeds {wrong[:12]}"
        )


if __name__ == "__main__":
    main()
