"""The grader: a trusted process that judges, and sandboxed workers that run what students wrote."""

import sys

# nbformat brings jsonschema, and that, where it finds rfc3987_syntax, compiles a grammar of internet addresses for a
# second whenever a process starts. Notebooks have no field that it would check; without it jsonschema goes on as well.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
