"""Every fault that two referees found in the pages is held by a test, so that it cannot come back unseen."""

import pytest

# Their numbers, and the tests that would fail if the fault came back.
HELD = {
    "P01": ["test_first_steps_are_not_long_but_sure_of_themselves", "test_variance_of_the_divisor"],
    "P02": ["test_why_adam_is_thrown_out"],
    "P03": ["test_how_many_seeds", "test_the_displayed_interval_is_that_of_the_referee"],
    "P04": ["test_no_image_is_learnt_from_or_chosen_by_and_judged_by", "test_claim_about_the_schedules"],
    "P05": ["test_digits_of_the_example_come_one_by_one"],
    "P06": ["test_the_signs_do_not_speak_of_the_range"],
    "P07": ["test_xavier_through_a_pair_of_layers"],
    "P08": ["test_compromise_numbers"],
    "P09": ["test_tanh_numbers"],
    "P10": ["test_rprop_of_optax_is_late_and_drops_the_move_that_is_due_at_a_turn"],
    "P11": ["test_race_of_the_rprops"],
    "P12": ["test_who_moves_on_the_plateau"],
    "P13": ["test_minus_of_the_lecture_costs_stability"],
    "P14": ["test_best_pair_buys_speed_with_noise"],
    "P15": ["test_nesterov_at_its_best"],
    "P16": ["test_what_an_outlier_does_to_the_divisors"],
    "P17": ["test_exchanged_betas_are_nearly_the_sign"],
    "P18": ["test_cost", "test_numbers_of_the_directions", "test_medians_of_the_table_do_not_hang_on_the_seed"],
    "P19": ["test_derivative_by_a_matrix"],
    "P20": ["test_cost_with_weights"],
    "P21": ["test_square_of_the_sum_is_as_displayed"],
    "P22": ["test_orthogonal_keeps_lengths_where_no_dimension_is_lost"],
    "P23": ["test_dropout_separates_equal_units", "test_zeros_are_harmless_without_a_hidden_layer"],
    "P24": ["test_a_prime_marks_what_is_new_in_the_notebooks_and_nothing_in_the_race"],
    "P25": ["test_every_symbol_is_in_the_notation"],
    "P26": ["test_lookahead_survives_every_rate_of_its_slider_in_the_bent_valley"],
    "P27": ["test_nesterov_overshoots_less_than_momentum_and_the_summary_says_by_how_much"],
    "P28": ["test_energy_that_grows_stays_in_the_picture"],
    "P29": [
        "test_the_first_draw_of_the_networks_stays_in_the_band_and_ends_near_the_prediction",
        "test_each_surface_of_gradient_descent_has_a_rate_that_does_not_diverge",
        "test_nesterov_opens_where_its_rings_lie_apart",
    ],
    "P30": ["test_captions_and_summaries_are_true_in_every_theme"],
    "P31": ["test_every_place_the_self_check_names_is_in_sight"],
    "P32": ["test_every_racer_comes_down_with_its_first_numbers"],
    "P33": ["test_it_opens_where_the_foot_goes_down_and_the_tip_goes_up"],
    "P34": ["test_each_schedule_at_its_best_highest_rate_ends_as_the_page_says"],
    "P35": ["test_measured_runs_are_drawn_as_they_are"],
    "P36": ["test_units_that_start_equal_have_equal_signals_and_gradients_below_the_top"],
    "P37": ["test_counted_in_gradients_of_examples_all_batches_have_the_same_budget"],
    "P38": [
        "test_the_first_state_shows_what_the_page_says",
        "test_the_tables_of_the_calibration_fit_their_box",
        "test_no_command_runs_out_of_its_box",
        "test_every_assignment_of_a_convention_has_a_line",
        "test_labels_have_one_line_where_there_is_room",
    ],
    "P39": ["test_chapter_has_its_parts_in_order", "test_no_stretch_of_a_chapter_is_without_a_picture"],
}
# And of the site.
HELD |= {
    "S01": ["test_a_plot_opened_from_a_file_lives", "test_a_figure_that_cannot_start_stays_a_picture_and_says_so"],
    "S02": ["test_the_picture_is_in_sight_of_every_control"],
    "S03": ["test_it_is_in_legend_summary_and_table", "test_no_two_figures_give_one_series_two_looks"],
    "S04": ["test_captions_and_summaries_are_true_in_every_theme"],
    "S05": ["test_a_reload_keeps_the_place", "test_the_scrollbar_tells_the_truth_once_the_page_is_laid_out"],
    "S06": ["test_hiding_and_colours_stay_with_the_method"],
    "S07": ["test_a_link_with_slips_never_takes_the_picture", "test_a_link_with_nonsense_is_harmless"],
    "S08": ["test_paper_is_light_from_a_dark_screen_and_its_answers_are_open"],
    "S09": ["test_every_formula_is_valid_mathml"],
    "S10": ["test_a_link_opened_in_the_same_tab_tells_the_whole_state_and_reset_the_first"],
    "S11": ["test_each_chapters_subject_stands_in_its_title_the_side_bar_and_the_way_on"],
    "S12": ["test_search_answers_as_one_types_by_section_with_chapters_first"],
    "S13": ["test_in_a_notebook_the_colours_suit_the_ground_on_which_the_plot_lies"],
    "S14": [
        "test_words_and_lines_stand_out_from_every_shade",
        "test_where_the_system_chooses_the_colours_a_slider_keeps_its_track",
    ],
    "S15": ["test_no_page_scrolls_sideways"],
    "S16": ["test_a_path_that_begins_with_what_is_no_number_is_drawn_as_far_as_it_is_one"],
    "S17": ["test_the_printed_page_holds_the_answers_and_begins_with_its_text"],
    "S18": [
        "test_a_copied_formula_is_its_tex",
        "test_where_no_pointer_hovers_headings_and_formulas_show_their_links",
        "test_numbers_are_typed_with_a_point_or_a_comma_and_limits_are_said",
        "test_every_chapter_links_the_words_that_it_uses_each_once_and_none_in_a_title",
    ],
    "S19": ["test_in_the_first_races_of_a_reader_the_methods_part_and_one_arrives"],
    "S20": ["test_every_map_of_a_surface_shows_its_minimum"],
    "S21": ["test_a_mark_at_the_end_of_a_curve_is_whole"],
    "S22": [
        "test_each_curve_is_named_at_its_end_as_in_the_legend",
        "test_names_beside_noise_stand_in_the_corner_where_no_curve_goes",
    ],
    "S23": ["test_labels_have_one_line_where_there_is_room"],
    "S24": ["test_no_words_of_a_picture_stand_on_others"],
    "S25": ["test_it_opens_with_what_is_to_come_seen_pale"],
    "S26": ["test_no_stretch_of_a_chapter_is_without_a_picture"],
    "S27": ["test_no_two_figures_give_one_series_two_looks"],
    "S28": ["test_the_first_screen_says_what_this_is_for_whom_that_it_is_free_and_what_to_do"],
}


@pytest.mark.parametrize("fault", HELD)
def test_a_fault_that_was_found_is_held(fault, names_of_tests):
    assert set(HELD[fault]) <= names_of_tests
