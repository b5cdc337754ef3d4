"""What the cells of a page print, without building it: they only read what is recorded."""

import contextlib
import io
import re
from functools import cache

from tests.pages.displayed import page

CELL = re.compile(r"^```\{code-cell\} python\n(?::tags:[^\n]*\n)?(.*?)^```", re.MULTILINE | re.DOTALL)


@cache
def printed(name: str) -> dict[str, str]:
    """What each cell of a page prints, by its code; cells that only show a plot are left out."""
    names, said = {}, {}
    for code in CELL.findall(page(name)):
        if "from ravine.plots" not in code:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(code, names)
            said[code] = out.getvalue()
    return said


def printed_by(name: str, piece: str) -> str:
    """What the one cell with this piece of code prints."""
    (found,) = [said for code, said in printed(name).items() if piece in code]
    return found
