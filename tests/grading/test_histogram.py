"""The histogram of a class: every mark in its bin, every word on it."""

import re

import pytest

from ravine.grading.histogram import bin_edges, count, histogram


@pytest.mark.parametrize(
    "max_score, edges",
    [
        (3, [0, 1, 2, 3]),
        (10, [*range(11)]),
        (11, [0, 2, 4, 6, 8, 10, 11]),
        (25, [0, 3, 6, 9, 12, 15, 18, 21, 24, 25]),
        (2.5, [0, 1, 2, 2.5]),
        (0.5, [0, 0.5]),
        (0, [0, 1]),
        (-1, [0, 1]),
    ],
)
def test_at_most_ten_bins_of_whole_points(max_score, edges):
    assert bin_edges(max_score) == edges
    assert len(edges) <= 11


@pytest.mark.parametrize(
    "score, bin_",
    [(0, 0), (0.99, 0), (1, 1), (1.01, 1), (2, 2), (2.99, 2), (3, 2), (3.5, 2), (-0.5, 0)],
)
def test_a_mark_on_an_edge_falls_into_the_bin_above_and_the_best_into_the_last(score, bin_):
    assert count([score], [0, 1, 2, 3]) == [int(i == bin_) for i in range(3)]


def bars(picture):
    found = re.findall(r'<rect x="[\d.]+" y="([\d.]+)" [^>]*height="([\d.]+)"><title>(.*?)</title>', picture)
    return [(float(y), float(height), words) for y, height, words in found]


def test_the_picture():
    picture = histogram([0, 1, 1, 3, 3, 3], 3)
    drawn = bars(picture)
    assert [words for *_place, words in drawn] == ["0 to 1 points: 1", "1 to 2 points: 2", "2 to 3 points: 3"]
    low, middle, high = (height for _y, height, _words in drawn)
    assert (middle, high) == pytest.approx((2 * low, 3 * low), abs=0.2)
    assert {round(y + height) for y, height, _words in drawn} == {200}, "they stand on one line"
    assert drawn[2][:2] == (12.0, 188.0), "the highest reaches the top"
    assert 'aria-label="Students by points. 0 to 1: 1; 1 to 2: 2; 2 to 3: 3"' in picture
    assert re.findall(r'text-anchor="end">(\d+)<', picture) == ["0", "1", "2", "3"]
    assert re.findall(r'text-anchor="middle">([\w.]+)<', picture) == ["0", "1", "2", "3", "points"]
    assert picture.startswith('<svg class="histogram" viewBox="0 0 480 240" role="img"') and picture.endswith("</svg>")


def test_its_scale_has_at_most_five_lines_of_whole_numbers():
    assert re.findall(r'text-anchor="end">(\d+)<', histogram([1] * 9, 3)) == ["0", "3", "6", "9"]
    assert re.findall(r'text-anchor="end">(\d+)<', histogram([1] * 10, 3)) == ["0", "3", "6", "9", "12"]
    lines = re.findall(r'<line class="grid" x1="36" x2="472" y1="([\d.]+)" y2="([\d.]+)"/>', histogram([1] * 9, 3))
    assert [y for y, _y in lines] == ["200.0", "137.3", "74.7", "12.0"] and all(a == b for a, b in lines)


def test_bars_stand_side_by_side_across_the_picture():
    places = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', histogram([1], 4))
    assert [(float(x), float(w)) for x, w in places] == [(38, 105), (147, 105), (256, 105), (365, 105)]


def test_a_class_without_marks_has_an_empty_one():
    picture = histogram([], 3)
    assert {height for _y, height, _words in bars(picture)} == {0.0}
    assert 'aria-label="Students by points. "' in picture
    assert re.findall(r'text-anchor="end">(\d+)<', picture) == ["0", "1"]


def test_every_word_stands_where_it_belongs():
    picture = histogram([1, 1], 2)
    assert re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">([\w.]+)<', picture) == [
        ("28", "205.0", "end", "0"),
        ("28", "111.0", "end", "1"),
        ("28", "17.0", "end", "2"),
        ("36.0", "218", "middle", "0"),
        ("254.0", "218", "middle", "1"),
        ("472.0", "218", "middle", "2"),
        ("240.0", "236", "middle", "points"),
    ]
