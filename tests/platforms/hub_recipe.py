"""The recipe for a JupyterHub, as the page *For instructors* prints it.

`python -m tests.platforms.hub_recipe`, on a machine of its own, installs the hub's environment, where it is not yet.
"""

import re
import subprocess
import sys

from ravine import student_part
from tests.pages.displayed import page
from tests.platforms.hub_machine import OPT, ROOT, furnish, own_machine, typed

BLOCK = re.compile(r"^```\{code-block\} (\w+)\n(?::caption: (\S+)\n)?\n?(.*?)\n```$", re.M | re.S)
HUB, GROUP = (
    page("instructors").split("### A JupyterHub for the course")[1].split("(instructors-end)=")[0].split("\n### ")
)
ACCOUNT, INSTALL, START = [text for kind, _caption, text in BLOCK.findall(HUB) if kind == "sh"]
FILES = {caption: text for _kind, caption, text in BLOCK.findall(HUB) if caption}
((_sh, _caption, SHARE),) = BLOCK.findall(GROUP)
STAMP = OPT / "ravine" / "typed"


def install():
    """Type the lines that install; pip's by uv, which takes the same words and needs seconds for its minutes."""
    pip, uv = "/opt/ravine/bin/pip install", f"{sys.executable} -m uv pip install --python /opt/ravine/bin/python"
    typed("rm -rf /opt/ravine\n" + INSTALL.replace(pip, uv))
    typed("/opt/ravine/bin/python -m compileall -q -j 0 /opt/ravine/lib || true")
    STAMP.write_text(asked())


def asked() -> str:
    """What decides what is installed."""
    files = [ROOT / "requirements.txt", *(path for path in student_part.files() if path.suffix == ".py")]
    return INSTALL + "".join(path.read_text() for path in files)


def is_installed() -> bool:
    return STAMP.exists() and STAMP.read_text() == asked()


if __name__ == "__main__":
    if sys.argv[1:] == ["install"]:
        furnish()
        install()
    elif not is_installed():
        sys.exit(subprocess.run(own_machine("tests.platforms.hub_recipe", "install", online=True)).returncode)
