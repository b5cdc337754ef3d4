"""Every fault that a referee found in the grader is held by a test, so that it cannot come back unseen."""

import pytest

# The referee's numbers, and the tests that would fail if the fault came back.
HELD = {
    "G1": [
        "test_odd_names_of_files_and_folders",
        "test_folders_and_files_that_may_not_be_opened_cost_nobody_else_a_mark",
        "test_a_notebook_of_any_name_is_read_and_told",
        "test_files_beside_it_have_names_that_every_file_system_takes",
        "test_the_ledger_takes_students_of_any_name",
        "test_the_class_goes_on",
    ],
    "G2": [
        "test_structure_is_counted_in_one_pass",
        "test_what_takes_more_than_its_budget_is_ended_and_the_next_thing_is_done",
        "test_no_process_stays_behind_a_grader_that_is_stopped",
    ],
    "G3": ["test_a_set_or_dict_has_so_many_keys_that_collisions_cost_nothing"],
    "G4": ["test_other_files_beside_the_notebook_mean_other_hidden_inputs", "test_over_wrong_answers_it_gains_nothing"],
    "G5": ["test_what_all_cells_show_is_limited", "test_the_honest_keep_their_marks_and_no_process_has_a_gibibyte"],
    "G6": [
        "test_a_gradebook_that_knows_less_than_the_ledger_is_refused_with_the_way_out",
        "test_each_change_of_the_gradebook_has_a_copy_from_before_and_a_few_are_kept",
    ],
    "G7": ["test_sleepers_come_last_and_not_for_ever", "test_all_cells_together_are_limited"],
    "G8": ["test_many_files_are_looked_at_once_each"],
    "G9": [
        "test_what_becomes_a_link_at_any_moment_while_it_is_read_is_not_followed",
        "test_a_link_above_the_folder_is_told",
        "test_odd_names_of_files_and_folders",
    ],
    "G10": ["test_answers_are_limited", "test_our_own_computing_for_an_answer_counts_like_the_students"],
    "G11": [
        "test_folders_and_files_that_may_not_be_opened_cost_nobody_else_a_mark",
        "test_a_damaged_gradebook_is_told_and_the_copy_brings_the_class_back",
    ],
    "G12": [
        "test_names_are_plain_letter_by_letter",
        "test_what_lies_too_deep_to_be_looked_at_does_not_cost_the_notebook",
        "test_no_cell_is_a_formula",
        "test_formgrader_shows_files_beside_a_notebook_and_none_of_them_runs",
        "test_only_what_decides_a_grade_makes_it_stale_and_the_message_names_it",
        "test_a_grader_that_is_asked_to_end_says_that_nothing_is_lost_and_no_more",
        "test_a_notebook_without_a_reference_is_told",
    ],
}


@pytest.mark.parametrize("fault", HELD)
def test_a_fault_that_was_found_is_held(fault, names_of_tests):
    assert set(HELD[fault]) <= names_of_tests
