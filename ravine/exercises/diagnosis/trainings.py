"""What the facts of a training tell of a network that does not answer well."""

from collections.abc import Sequence

from ravine.exercises.observe import Observation
from ravine.language import _


def relation(observed: Sequence[Observation]) -> str:
    """A sentence from the facts of the last training that came to an end; "" where they tell nothing."""
    facts = [o.returned for o in observed if not o.raised and o.returned["answers"] == "labels"]
    if not facts:
        return ""
    symptom = _SYMPTOMS.get(facts[-1].get("symptom", ""), "")
    return " ".join(filter(None, [symptom, _OTHER_LAYERS if facts[-1]["network"] == "never used" else ""]))


_OTHER_LAYERS = _(
    "Your class Linear was hardly called while train ran: the network is to be built of your own layers, which pass "
    "derivatives back."
)
_SYMPTOMS = {
    "not a number": _(
        "predict says 0 to every image. That is what argmax makes of NaN: print the loss. If it grows until it is NaN, "
        "the learning rate is too large; if it does not, look at what reaches argmax."
    ),
    "one off": _(
        "Your labels are right but for 1: every answer is one too large or one too small. Labels count from 0."
    ),
    "unprepared": _(
        "The network has learnt, but predict gives it other inputs than it learnt from. Prepare the images in predict "
        "just as in train (shifted by the same mean, divided by the same number)."
    ),
    "overfitted": _(
        "The network knows the images that it learnt from by heart, and new ones less well. Fewer epochs or units, or "
        "weight decay, leave it less room to learn by heart."
    ),
    "frozen": _(
        "The labels do not reach the weights: after learning other labels the network says the same. Do the steps "
        "write into the layers' own arrays, with `w -= …` or `w[...] = …`?"
    ),
    "moving": _(
        "The weights change, and still the network only guesses. Does each step go down, against the gradient? Do "
        "images and labels keep together when they are shuffled? Is the learning rate far too large?"
    ),
}
