"""Every sentence that a student or reader is shown passes through `_`, so that it can be translated."""

import gettext
from pathlib import Path

_ = gettext.translation("ravine", localedir=Path(__file__).parent / "locale", fallback=True).gettext
