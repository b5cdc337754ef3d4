"""What the site's build asks of Node: scripts to run and the npm packages they need."""

from pathlib import Path

from ravine.plots import bundle


class NodeError(RuntimeError):
    """A tool of Node failed or is missing; the message says which and what to do."""


def package(root, name):
    """Folder of an installed npm package. Raises NodeError when `npm ci` has not been run."""
    folder = Path(root) / "node_modules" / name
    if folder.is_dir():
        return folder
    raise NodeError(f"The npm package {name} is missing: `ravine build` installs it.")


def run(root, script, *arguments, stdin=None):
    """Run a script of Node in the repository's root on the text `stdin` and return what it prints.

    Raises NodeError with the script's own words when it fails.
    """
    done = bundle.node(script, *arguments, cwd=root, input=stdin, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise NodeError(f"{Path(script).name} failed under Node: {done.stderr.strip()}")
    return done.stdout
