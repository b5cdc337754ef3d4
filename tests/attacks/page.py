"""What a feedback page may not hold: anything that a browser would run, load, or send."""

from html.parser import HTMLParser

RUN = set(
    """
    script iframe object embed form input button svg link base audio video source applet frame frameset template
    foreignobject animate textarea select portal
""".split()
)
HARMLESS = ("http://", "https://", "mailto:", "#")


class Page(HTMLParser):
    """Collects what is dangerous in a page."""

    def __init__(self, html: str):
        super().__init__()
        self.dangers, self.styles = [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.styles += tag == "style"
        if tag in RUN or tag == "style" and self.styles > 1:
            self.dangers.append(f"<{tag}>")
        for name, value in attributes:
            value = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcset", "srcdoc", "formaction", "ping"):
                self.dangers.append(f"<{tag} {name}={value!r}>")
            elif name == "src" and not value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
                self.dangers.append(f"<{tag} {name}={value!r}>")
            elif "href" in name and not value.startswith(HARMLESS):
                self.dangers.append(f"<{tag} {name}={value!r}>")

    handle_startendtag = handle_starttag
