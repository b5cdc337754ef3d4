"""The students of the benchmarks' classes: sample students whose code ends, as often as wanted, no two alike."""

from dataclasses import replace

from solutions.samples import Sample, notebook_of, samples


def ordinary(assignment: str) -> dict[str, Sample]:
    """The sample students who hand in a notebook of this assignment whose code ends, by name."""
    return {name: sample for name, sample in samples(assignment).items() if _is_ordinary(sample)}


def _is_ordinary(sample):
    return sample.content is None and not any(answer.never_ends for answer in sample.answers.values())


def own_copy(sample: Sample, student: str, released: str) -> str:
    """The notebook of a sample student as nobody else has it."""
    answers = {cell: replace(a, source=f"{a.source}\n# {student}") for cell, a in sample.answers.items()}
    return notebook_of(replace(sample, answers=answers), released)
