"""Of what rules warn."""

from typing import Final, Literal

WarningKind = Literal["rise", "new_cell", "new_tactic", "new_country"]
WARNING_KINDS: Final[tuple[WarningKind, ...]] = ("rise", "new_cell", "new_tactic", "new_country")
