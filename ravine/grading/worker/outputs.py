"""A cell's outputs as data: re-typed, capped, and without anything that a page could execute.

Text and pictures survive, the latter rebuilt from what is needed to draw them; HTML, JavaScript, SVG, LaTeX and
widgets do not.
"""

import base64
import re
import unicodedata
import zlib

from ravine.grading.worker.limits import Limits, MiB
from ravine.language import _

PNG = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"pHYs", b"gAMA", b"sRGB", b"IEND"}  # no text, no profiles
LARGEST_PICTURE = 50_000_000  # pixels
ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
WIDGET = "application/vnd.jupyter.widget-view+json"


def plain_text(text, longest: int) -> str:
    """Any value as text without colours, control characters and reversals of direction."""
    text = ANSI.sub("", str(text)[:longest]) if isinstance(text, str) else ""
    text = text.encode("utf-8", "replace").decode()
    return text if text.isprintable() else "".join(c for c in text if c in "\n\t" or is_harmless(c))


def is_harmless(character: str) -> bool:
    """Whether it only shows something: no control, no reversal of direction."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def clean_outputs(items, limits: Limits) -> list[dict]:
    """nbformat's output dicts, made from what the worker sent."""
    if not isinstance(items, list):
        return []
    cleaning = _Cleaning(limits)
    outputs = (cleaning.output(item) for item in items[: limits.outputs] if isinstance(item, dict))
    return [output for output in outputs if output]


class _Cleaning:
    def __init__(self, limits: Limits):
        self.limits, self.text_left, self.images_left = limits, limits.output_size, limits.images_size

    def output(self, item: dict) -> dict | None:
        kind = item.get("output_type")
        if kind == "stream":
            name = "stderr" if item.get("name") == "stderr" else "stdout"
            text = self._text(item.get("text"))
            return {"output_type": "stream", "name": name, "text": text} if text else None
        if kind in ("display_data", "execute_result"):
            return self._display(item.get("data"))
        if kind == "error":
            return self._error(item)
        return None

    def _text(self, text) -> str:
        text = plain_text(text, self.text_left)
        self.text_left -= len(text)
        return text

    def _display(self, data) -> dict | None:
        """As display_data always: nbgrader reads an execute_result as a mark."""
        if not isinstance(data, dict) or WIDGET in data:
            return None
        bundle = {mime: image for mime in ("image/png", "image/jpeg") if (image := self._image(mime, data.get(mime)))}
        if text := self._text(data.get("text/plain")):
            bundle["text/plain"] = text
        return {"output_type": "display_data", "data": bundle, "metadata": {}} if bundle else None

    def _image(self, mime: str, content) -> str | None:
        if not isinstance(content, bytes) or len(content) > self.limits.image_size:
            return None
        picture = plain_png(content) if mime == "image/png" else plain_jpeg(content)
        if not picture or len(picture) > self.images_left:
            return None
        self.images_left -= len(picture)
        return base64.b64encode(picture).decode()

    def _error(self, item: dict) -> dict:
        lines = item.get("traceback")
        lines = lines if isinstance(lines, list) else []
        return {
            "output_type": "error",
            "ename": plain_text(item.get("ename"), 100),
            "evalue": plain_text(item.get("evalue"), 1000),
            "traceback": [self._text(line) for line in lines[:50]],
        }


class Total:
    """Counts what all cells of a notebook show, and leaves out what is too much, with a sentence in its place."""

    def __init__(self, limits: Limits):
        self._text_left, self._images_left = limits.output_size_in_total, limits.images_size_in_total
        self._full = _(
            "The rest is left out: this notebook shows more than {text:g} MiB of text or {images:g} MiB of pictures."
        )
        self._full = self._full.format(text=self._text_left / MiB, images=self._images_left / MiB)

    def fitting(self, outputs: list[dict]) -> list[dict]:
        """Those of a cell's outputs that there is room for."""
        for n, output in enumerate(outputs):
            text, images = _sizes(output)
            if text > self._text_left or images > self._images_left:
                return [*outputs[:n], {"output_type": "stream", "name": "stdout", "text": self._full + "\n"}]
            self._text_left -= text
            self._images_left -= images
        return outputs


def _sizes(output: dict) -> tuple[int, int]:
    """Characters of text and bytes of pictures in an output."""
    data = output.get("data", {})
    images = sum(3 * len(picture) // 4 for mime, picture in data.items() if mime != "text/plain")
    texts = [output.get("text", ""), data.get("text/plain", ""), *output.get("traceback", ())]
    return sum(map(len, texts)), images


def plain_png(raw: bytes) -> bytes | None:
    """The same picture with nothing but its pixels and their meaning; None if it is no PNG."""
    if not raw.startswith(PNG):
        return None
    kept, position = [PNG], len(PNG)
    while position + 12 <= len(raw):
        length = int.from_bytes(raw[position : position + 4], "big")
        chunk = raw[position : position + 12 + length]
        kind, content = chunk[4:8], chunk[8:-4]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            return None
        if (position == len(PNG)) != (kind == b"IHDR") or kind == b"IHDR" and not _is_sensible(content):
            return None
        kept += [chunk] if kind in PNG_CHUNKS else []
        position += len(chunk)
        if kind == b"IEND":
            return b"".join(kept)
    return None


def _is_sensible(header: bytes) -> bool:
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    return len(header) == 13 and 0 < width * height <= LARGEST_PICTURE


def plain_jpeg(raw: bytes) -> bytes | None:
    """The bytes up to the end of the picture, if they look like a JPEG."""
    end = raw.rfind(b"\xff\xd9")
    return raw[: end + 2] if raw.startswith(b"\xff\xd8\xff") and end > 0 else None
