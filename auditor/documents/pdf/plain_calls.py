"""PDFium's functions on the objects of a page, called with plain addresses.

pypdfium2 checks and wraps each argument and result, which takes longer than what PDFium does for one object; pages have
thousands of them.
"""

from __future__ import annotations

import ctypes
from typing import Any

from pypdfium2 import raw

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)


count_on_page = _plain(raw.FPDFPage_CountObjects, _INT, _ADDRESS)
get_on_page = _plain(raw.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
count_in_form = _plain(raw.FPDFFormObj_CountObjects, _INT, _ADDRESS)
get_in_form = _plain(raw.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
type_of = _plain(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
matrix_of = _plain(raw.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
draw_mode = _plain(raw.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
_bounds = _plain(raw.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_fill = _plain(raw.FPDFPageObj_GetFillColor, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)


def address(handle: Any) -> int | None:
    """The address that a pointer of pypdfium2 holds."""
    return ctypes.cast(handle, _ADDRESS).value


class Bounds:
    """Asks for the bounds of objects, one after another."""

    def __init__(self) -> None:
        self._edges = (ctypes.c_float * 4)()
        start = ctypes.addressof(self._edges)
        self._places = tuple(start + 4 * edge for edge in range(4))

    def of(self, item: int) -> list[float] | None:
        """Left, bottom, right and top of an object in the coordinates of its owner; None where it has none."""
        return self._edges[:] if _bounds(item, *self._places) else None


class Fills:
    """Asks for the fill colours of objects, one after another."""

    def __init__(self) -> None:
        self._shades = (ctypes.c_uint * 4)()
        start = ctypes.addressof(self._shades)
        self._places = tuple(start + 4 * shade for shade in range(4))

    def of(self, item: int) -> list[int] | None:
        """Red, green, blue and opacity from 0 to 255; None where an object has no fill."""
        return self._shades[:] if _fill(item, *self._places) else None
