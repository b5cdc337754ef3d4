"""Every fault that a referee met in running a class is held by a test, so that it cannot come back unseen."""

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from tests.pages.displayed import page
from tests.pages.test_instructors import BLOCK

# The referee's numbers, and the tests that would fail if the fault came back.
HELD = {
    "C1": [
        "test_a_real_class_stays_as_it_was",
        "test_the_sample_class_has_folders_and_a_gradebook_of_its_own",
        "test_make_clean_leaves_a_class_alone",
    ],
    "C2": ["test_a_second_notebook_is_noticed", "test_a_second_notebook_is_part_of_what_was_handed_in"],
    "C3": ["test_an_extended_deadline_takes_the_penalty_away", "test_another_rule_counts_too"],
    "C4": ["test_points_that_differ_are_refused"],
    "C5": ["test_a_wrong_model_solution_is_refused", "test_what_is_refused_is_not_handed_out"],
    "C6": [
        "test_a_gradebook_that_knows_less_than_the_ledger_is_refused_with_the_way_out",
        "test_a_gradebook_moves_with_hand_marks_and_names",
    ],
    "C7": ["test_what_waits_for_a_person_is_no_zero"],
    "C8": [
        "test_csv_has_each_exercise_and_empty_cells_for_no_mark",
        "test_a_derivation_that_waits_leaves_the_total_empty",
    ],
    "C9": ["test_feedback_is_released_right_after_grading_and_for_the_new_submission_too"],
    "C10": ["test_a_derivation_is_graded_in_formgrader_as_the_page_says"],
    "C11": ["test_stock_zip_collect_works_as_documented", "test_students_work_is_ignored_by_git"],
    "C12": ["test_links_of_a_notebook_lead_to_the_owners_site", "test_the_self_check_learns_the_address_at_release"],
    "C13": [
        "test_exercises_added_or_removed_in_mid_term_are_refused_in_a_sentence",
        "test_exercises_are_added_and_removed_and_hand_marks_stay",
    ],
    "C14": [
        "test_what_other_pages_say_of_it_stays_without_a_link",
        "test_its_exercises_leave_the_zip_where_all_its_pages_are_gone",
    ],
    "C15": [
        "test_answers_without_a_cell_are_named",
        "test_a_doubt_needs_an_eye_until_a_person_gives_a_mark",
        "test_two_releases_in_one_class",
    ],
    "C16": ["test_explain_shows_what_went_in_and_was_expected", "test_the_page_of_an_appeal"],
    "C17": [
        "test_an_exercise_that_is_written_as_the_page_says_passes_the_projects_own_tests",
        "test_the_recipe_from_skeleton_to_self_check",
    ],
    "C18": ["test_a_hub_from_its_recipe_to_feedback_and_a_second_who_grades"],
    "C19": ["test_moodles_worksheet", "test_canvas_gradebook", "test_feedback_reaches_moodles_participants"],
    "C20": [
        "test_an_extension_is_one_students_own",
        "test_an_exam_writes_and_does_not_check",
        "test_in_an_exam_check_says_that_answers_are_checked_after_hand_in",
        "test_what_stands_under_a_groups_name_is_nobodys",
        "test_a_class_comes_back_whole_and_newer_work_stays",
    ],
    "C21": ["test_equal_derivations_stand_side_by_side_and_answers_go_to_other_tools"],
    "C22": ["test_no_trace_is_left"],
    "C23": ["test_the_page_and_the_table", "test_formgrader_shows_the_rubric_and_no_other_page_does"],
    "C24": [
        "test_every_sentence_is_gathered_and_none_beside",
        "test_what_is_translated_is_kept_and_what_would_fail_is_left_out",
    ],
    "C25": [
        "test_late_missing_slides_and_the_page_of_the_course",
        "test_a_table_of_a_report_is_sorted_by_a_click",
        "test_last_years_numbers_stand_beside_those_of_now",
    ],
    "C26": ["test_nbgraders_quickstart_would_delete_the_course_as_the_page_says"],
    "L1": ["test_feedback_is_released_right_after_grading_and_for_the_new_submission_too"],
    "L2": ["test_an_extended_deadline_takes_the_penalty_away", "test_what_is_late_says_so"],
    "L3": ["test_points_that_differ_are_refused"],
    "L4": ["test_a_mark_by_hand_after_grading_does_not_escape_the_rule"],
    "L5": ["test_commands_for_instructors_say_so_where_only_the_wheel_is"],
    "L6": ["test_more_than_the_maximum_is_said_and_capped_when_asked"],
    "L7": ["test_what_a_hub_tells_students_leaves_feedback_out_of_what_is_handed_in"],
}


@pytest.mark.parametrize("fault", HELD)
def test_a_fault_that_was_met_is_held(fault, names_of_tests):
    assert set(HELD[fault]) <= names_of_tests


def test_what_a_hub_tells_students_leaves_feedback_out_of_what_is_handed_in():
    (text,) = (t for _kind, caption, t in BLOCK.findall(page("instructors")) if caption.startswith("/etc/jupyter/"))
    config = Config()
    exec(text, {"get_config": lambda: config})
    assert config.Exchange.root and "feedback" in CourseDirectory(config=config).ignore
