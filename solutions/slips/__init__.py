"""Slips: wrong answers with a sentence and no name, a module for each chapter (see `ravine.course.slips`)."""

SMALL_NUMBERS = (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5)  # that people add where 0 might stand
