"""Tables: columns as wide as what stands in them."""

from collections.abc import Iterator, Sequence

from backend.cli.showing.surface import Line


def table_lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """The header and the rows; every row has as many cells as the header."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for number, row in enumerate((header, *rows)):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield Line("  ".join(cells).rstrip(), "" if number else "bold")
