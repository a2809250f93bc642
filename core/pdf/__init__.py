"""Pages in PDF that people read: text of every language we speak, mirrored where it is written from the right.

Import it where a document is drawn, not at the top of a module: few processes ever draw one.
"""

from core.pdf.paged import Cell, Column, Paged
from core.pdf.sheets import GREY, INK, Align, Sheet
from core.pdf.text import Line, line_of, wrapped

__all__ = ["GREY", "INK", "Align", "Cell", "Column", "Line", "Paged", "Sheet", "line_of", "wrapped"]
