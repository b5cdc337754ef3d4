"""The grader: a trusted process that judges, and sandboxed workers that run what students wrote."""
