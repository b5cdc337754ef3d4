"""The folder of a course: where things are, and the release of its assignments."""
