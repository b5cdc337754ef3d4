"""The built site, for what only the build can know: what a page's experiments printed."""

from tests.site.conftest import site  # noqa: F401
