"""Layers forward and backward, product by product: which shapes meet, what must be kept, and what it costs."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, slider, switch


class LayersBackward(Plot):
    """A chain of linear layers, ReLUs between them, on a batch: every product of both passes, and the memory kept."""

    caption = _(
        "A batch goes through linear layers with a ReLU behind each but the last. Step through: down the left column "
        "the signal, up the right one the gradient. Filled boxes are in memory. Backward every layer forms two "
        "products, by the weights and by the input; the first layer needs no second."
    )
    layers = slider(4, _("layers"), 1, 9, 1, symbol="s")
    batch = slider(32, _("examples in the batch"), 1, 256, 1, symbol="b")
    width = slider(100, _("units of a hidden layer"), 1, 500, 1, symbol="n")
    checkpoints = switch(False, _("keep only every ⌈√s⌉-th input, and compute the others again"))
    texts = {
        "chain": _("The layers, and what is in memory"),
        "memory": _("Numbers kept for the way back"),
        "stepAxis": _("step"),
        "numbers": _("numbers kept"),
        "thousands": _("thousand numbers"),
        "kept": _("kept"),
        "otherwise": _("without checkpoints"),
        "otherwiseCheckpoints": _("with checkpoints"),
        "start": _("Start"),
        "forward": _("Forward"),
        "recompute": _("Forward again"),
        "loss": _("Loss"),
        "weights": _("Backward, by the weights"),
        "input": _("Backward, by the input"),
        "pass": _("pass"),
        "product": _("product"),
        "shapes": _("shapes"),
        "multiplications": _("multiplications"),
        "begins": _("The batch x₀ is there, {shape}."),
        "turns": _("The loss turns x{last} into its gradient dx{last}, {shape}."),
        "multiplied": _("{pass}: {product}, {shapes}, {count} multiplications."),
        "summary": _(
            "Step {step} of {last}. {line} In all, both passes cost {ratio} times the multiplications of the forward "
            "pass, and at most {peak} numbers are kept for the way back; {otherwise} it would be {otherPeak}."
        ),
    }

    @traitlets.default("step")
    def _where_it_turns(self):
        return self.layers + 2
