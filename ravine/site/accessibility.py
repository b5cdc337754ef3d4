"""Repairs for readers without a mouse, with a screen reader or with a narrow screen."""


def setup(app):
    """Register the repairs."""
