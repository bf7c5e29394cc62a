"""How much one file may ask of the machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; sizes in bytes, time in seconds of wall clock.

    An honest workbook unpacks about 8-fold and up to some 60-fold, a bomb 300-fold and more:
    `ratio` counts only above `ratio_floor`. `cells` bounds the rectangle from A1 to the last cell
    with content; a rectangle above `free_cells` must not be more than `sparseness` times the cells
    in it. `memory` is the most a child process may take, `seconds` the longest it may run.
    """

    file_bytes: int = 256 * MEGABYTE
    unpacked_bytes: int = 3072 * MEGABYTE
    ratio: int = 200
    ratio_floor: int = 48 * MEGABYTE
    cells: int = 64_000_000
    free_cells: int = 2_000_000
    sparseness: int = 64
    xml_depth: int = 200
    text_length: int = 32_767
    sheets: int = 1_000
    members: int = 500
    memory: int = 4096 * MEGABYTE
    seconds: float = 90.0

    def allowance(self, unpacked: int) -> int:
        """Memory for a child that reads `unpacked` bytes of content: honest files need at most 10-fold."""
        return min(self.memory, 256 * MEGABYTE + 10 * unpacked)

    def too_sparse(self, height: int, width: int, cells: int) -> bool:
        """Whether the rectangle is huge in itself, or beside the cells that are really there."""
        box = height * width
        return box > self.cells or (box > self.free_cells and box > self.sparseness * cells)
