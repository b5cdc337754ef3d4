"""The trusted end of a process that runs a student's code, and what passes between the two."""
