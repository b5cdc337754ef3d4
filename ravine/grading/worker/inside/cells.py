"""Runs a notebook's cells in IPython, inside the worker, and collects what they show.

What is collected here is capped here, so that the worker stays usable, and cleaned again on the trusted side.
"""

import base64
import io
import linecache
import re
import sys
import traceback

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from ravine.grading.worker.limits import Limits

CELL = "<ipython-input"  # how IPython names a cell's file
WIDGET = "application/vnd.jupyter.widget-view+json"
SHORTENED = "\n… (the rest of the output is left out)\n"
WARM_UP = """
import numpy as np, matplotlib.pyplot as plt
plt.figure(); plt.plot([1, 2], label="$x^2$"); plt.legend(); plt.show()
np.linalg.qr(np.eye(2)); np.random.default_rng(0).normal()
import ipywidgets
from ravine import explore
from ravine.check import tables
explore.SHOWN = False
tables()
"""


class Outputs:
    """What the cell now running has shown, as nbformat's dicts; pictures as bytes."""

    def __init__(self):
        self.limits = Limits()
        self.clear()

    def clear(self):
        self.items, self.text_left, self.images_left = [], self.limits.output_size, self.limits.images_size

    def add_text(self, name: str, text: str):
        text = self._shortened(text)
        if text and self.items and self.items[-1].get("name") == name:
            self.items[-1]["parts"].append(text)
        elif text:
            self._add({"output_type": "stream", "name": name, "parts": [text]})

    def add_display(self, data: dict, kind: str = "display_data"):
        pictures = {mime: self._picture(data[mime]) for mime in ("image/png", "image/jpeg") if mime in data}
        text = {"text/plain": self._shortened(data.get("text/plain"))}
        widget = {WIDGET: None} if WIDGET in data else {}
        self._add({"output_type": kind, "data": {**pictures, **text, **widget}})

    def add_error(self, error: dict):
        self._add(
            {
                "output_type": "error",
                "ename": error["type"],
                "evalue": error["message"],
                "traceback": [error["traceback"]],
            }
        )

    def taken(self) -> list[dict]:
        """The outputs so far, with each stream's text in one piece."""
        items = [{**item, "text": "".join(item.pop("parts"))} if "parts" in item else item for item in self.items]
        self.clear()
        return items

    def _add(self, item: dict):
        if len(self.items) < self.limits.outputs:
            self.items.append(item)

    def _shortened(self, text) -> str:
        text = str(text or "")
        shown = text[: self.text_left] + (SHORTENED if len(text) > self.text_left > 0 else "")
        self.text_left = max(0, self.text_left - len(text))
        return shown

    def _picture(self, content) -> bytes | None:
        raw = base64.b64decode(content) if isinstance(content, str) else content
        if not isinstance(raw, bytes) or len(raw) > min(self.limits.image_size, self.images_left):
            return None
        self.images_left -= len(raw)
        return raw


OUTPUTS = Outputs()


class Stream(io.TextIOBase):
    """Standard output or error of the cell."""

    def __init__(self, name: str):
        self.stream_name = name

    def writable(self):
        return True

    def write(self, text):
        OUTPUTS.add_text(self.stream_name, str(text))
        return len(text)


class Publisher(DisplayPublisher):
    """Where `display` and figures go."""

    def publish(self, data, metadata=None, **_):
        OUTPUTS.add_display(data)

    def clear_output(self, wait=False):
        OUTPUTS.clear()


class Hook(DisplayHook):
    """Where the value of a cell's last expression goes."""

    def start_displayhook(self):
        pass

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        OUTPUTS.add_display(format_dict, "execute_result")

    def finish_displayhook(self):
        pass


class Shell(InteractiveShell):
    """IPython without a terminal, a history, a kernel or a system shell."""

    display_pub_class = Publisher
    displayhook_class = Hook

    def showtraceback(self, *_, **__):
        OUTPUTS.add_error(describe(sys.exc_info()[1]))

    showsyntaxerror = showindentationerror = showtraceback

    def system(self, command):
        print(f"Shell commands are not run when a notebook is graded: {command}")

    system_raw = system_piped = system

    def getoutput(self, command, **_):
        self.system(command)
        return []

    def enable_gui(self, gui=None):
        pass


def make_shell() -> Shell:
    """A shell ready to be forked: everything that a first cell or figure would load is loaded."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config)
    shell.enable_matplotlib("inline")
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    result = shell.run_cell(WARM_UP)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    result.raise_error()
    shell.reset(new_session=True)
    OUTPUTS.clear()
    return shell


def run(shell: Shell, source: str, shown: bool = True) -> dict:
    """Run one cell: whether it succeeded, what it showed if that is wanted, the error as `describe` gives it."""
    OUTPUTS.clear()  # what calls before this cell have printed
    if formatter := shell.display_formatter:
        formatter.active_types = formatter.format_types if shown else []
    result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    outputs = OUTPUTS.taken()
    return {"ok": error is None, "outputs": outputs if shown else [], "error": error and describe(error)}


def describe(error: BaseException) -> dict:
    """An exception as plain text, with the frames of the student's own cells only."""
    try:
        frames = [f for f in traceback.extract_tb(error.__traceback__, limit=-200) if f.filename.startswith(CELL)]
        line, source = _place(error, frames)
        lines = traceback.format_list(frames[-10:]) + traceback.format_exception_only(error)
        return {
            "type": type(error).__name__[:100],
            "message": _message(error),
            "line": line,
            "source": source[:200],
            "traceback": _renamed("".join(lines))[-4000:],
        }
    except BaseException as second:  # an exception whose own methods raise
        return {
            "type": type(error).__name__[:100],
            "message": f"(its text raised {type(second).__name__[:100]})",
            "line": None,
            "source": "",
            "traceback": "",
        }


def _place(error, frames) -> tuple[int | None, str]:
    if isinstance(error, SyntaxError):
        return error.lineno, str(error.text or "").strip()
    if not frames:
        return None, ""
    return frames[-1].lineno, linecache.getline(frames[-1].filename, frames[-1].lineno).strip()


def _message(error) -> str:
    return str(error.msg if isinstance(error, SyntaxError) else error)[:1000]


def _renamed(text: str) -> str:
    """Without IPython's made-up file names."""
    return re.sub(r'File "<ipython-input-(\d+)-[0-9a-f]+>"', r"Cell \1", text)
