"""Are the checks themselves right? Each exercise is tried with right answers, named wrong ones and mutants.

`measure` tries the answers of one exercise on many draws of its inputs, `mutants` makes the mutants of its reference,
`table` keeps what was found, for the page of the site.
"""
