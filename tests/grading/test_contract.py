"""Answers that the contract allows, through the whole grader: no visible check asks for what nobody promised."""

import pytest

from tests.grading.courses import CourseFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("contract")]

FIRST_AND_REST = '''
class Sequential:
    """Keeps its first layer apart: a network of no layers is nowhere asked for."""

    def __init__(self, layers):
        self.first, self.rest = layers[0], list(layers[1:])

    def forward(self, x):
        x = self.first.forward(x)
        for layer in self.rest:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in self.rest[::-1]:
            dy = layer.backward(dy)
        return self.first.backward(dy)

    def parameters(self):
        found = []
        for layer in [self.first, *self.rest]:
            if hasattr(layer, "parameters"):
                found += layer.parameters()
            elif hasattr(layer, "W"):
                found += [(layer.W, layer.dW), (layer.b, layer.db)]
        return found
'''


def test_a_network_that_keeps_its_first_layer_apart(tmp_path):
    course = CourseFolder.make(tmp_path / "course", "backpropagation")
    course.hand_in_sample("alva", "backpropagation", "alva")
    course.hand_in("bo", "backpropagation", course.answers("backpropagation", Sequential=FIRST_AND_REST))
    course.run("ravine", "grade", "backpropagation", check=None)
    marks = course.marks("backpropagation")
    assert marks["alva"]["test_Sequential"][0] == marks["bo"]["test_Sequential"][0] == 4.0
