"""Chapter 1: where to begin."""

# ruff: noqa: F811
import numpy as np

from tests.corpus import mistake


@mistake("deeplearning.ai forum: rand for randn", "negative|uniform|side")
def he_normal(n_in, n_out, rng):
    return rng.random((n_in, n_out)) * np.sqrt(2 / n_in)


@mistake("github: ageron/handson-ml#353", "root|√")
def he_normal(n_in, n_out, rng):
    return rng.normal(0, 2 / np.sqrt(n_in), (n_in, n_out))


@mistake("github: keras-team/keras#29", "n_out|outputs|leave")
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))


@mistake("github: mlverse/torch#555", "bracket|spread")
def xavier_uniform(n_in, n_out, rng):
    bound = np.sqrt(3) * np.sqrt(2 / n_in + n_out)
    return rng.uniform(-bound, bound, (n_in, n_out))


@mistake("github: harvard-edge/cs249r_book#1161", "n_in|LeCun|both")
def xavier_uniform(n_in, n_out, rng):
    bound = np.sqrt(1 / n_in)
    return rng.uniform(-bound, bound, (n_in, n_out))


@mistake("github: keras-team/keras#372", "deviation|√3")
def lecun_uniform(n_in, n_out, rng):
    bound = np.sqrt(1 / n_in)
    return rng.uniform(-bound, bound, (n_in, n_out))


@mistake("github: idiap/fast-transformers#87", "uniform|normal")
def orthogonal(n_in, n_out, rng):
    tall = max(n_in, n_out), min(n_in, n_out)
    q, r = np.linalg.qr(rng.random(tall))
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
    return q if n_in >= n_out else q.T


@mistake("github: carnotresearch/cr-sparse#28", "sign")
def orthogonal(n_in, n_out, rng):
    tall = max(n_in, n_out), min(n_in, n_out)
    q, r = np.linalg.qr(rng.normal(size=tall))
    q = q * np.sign(r[0, 0])
    return q if n_in >= n_out else q.T


@mistake("github: pytorch/pytorch#155588", "std|bound")
def truncated_normal(shape, std, rng, bound=2.0):
    x = rng.normal(0, std, shape)
    while (out := np.abs(x) > bound).any():
        x[out] = rng.normal(0, std, out.sum())
    return x


@mistake("github: keras-team/keras#8048", "rescal|0\\.88|deviation|spread|std|beyond|bound")
def truncated_normal(shape, std, rng, bound=2.0):
    std = std / 0.87962566103423978
    x = rng.normal(0, std, shape)
    while (beyond := np.abs(x) > bound * std).any():
        x[beyond] = rng.normal(0, std, beyond.sum())
    return x


@mistake("github: zishansami102/CNN-from-Scratch#8", "spread|deviation|root|variance|narrow|small")
def lecun_uniform(n_in, n_out, rng):
    scale = 1 / n_in
    bound = np.sqrt(3) * scale * np.sqrt(1 / n_in)
    return rng.uniform(-bound, bound, (n_in, n_out))


@mistake("github: dmlc/minpy#158", "normal|uniform|beyond")
def xavier_uniform(n_in, n_out, rng):
    return rng.normal(size=(n_in, n_out)) * np.sqrt(2 / (n_in + n_out))


@mistake("github: tflearn/tflearn#870", "6|spread|wide|variance|bound|times")
def xavier_uniform(n_in, n_out, rng):
    deviation = np.sqrt(3 / (n_in + n_out))
    return rng.uniform(-np.sqrt(3) * deviation, np.sqrt(3) * deviation, (n_in, n_out))


@mistake("github: dlvu/vugrad#2", "root")
def xavier_uniform(n_in, n_out, rng):
    bound = 6 / (n_in + n_out)
    return rng.uniform(-bound, bound, (n_in, n_out))


@mistake("github: LBANN/lbann#316", "2|LeCun|ReLU|factor|half")
def he_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


@mistake("github: tensorflow/tensorflow#19081", "truncat|beyond|cut|spread|2")
def he_normal(n_in, n_out, rng):
    x = rng.normal(0, 1, (n_in, n_out))
    while (beyond := np.abs(x) > 2).any():
        x[beyond] = rng.normal(0, 1, beyond.sum())
    return np.sqrt(1 / n_in) * x


@mistake("github: microsoft/AI-For-Beginners#742", "width|square|root|n²|√n|times")
def variance_through_depth(n, weight_std, depth, activation):
    passed_on = {"linear": 1.0, "relu": 0.5}
    if activation not in passed_on:
        raise ValueError(f"unknown activation {activation}")
    gain = (n * weight_std) ** 2
    return gain * (gain * passed_on[activation]) ** np.arange(depth)


@mistake("github: cs231n/cs231n.github.io#148", "width|`n`|inputs|sum")
def variance_through_depth(n, weight_std, depth, activation):
    passed_on = {"linear": 1.0, "relu": 0.5}
    if activation not in passed_on:
        raise ValueError(f"unknown activation {activation}")
    gain = weight_std**2
    return gain * (gain * passed_on[activation]) ** np.arange(depth)


@mistake("github: soumith/net2net.torch#3", "equal|same|stay|together|twin")
def distinct_units(W, b, V):
    return W.shape[1]


@mistake("github: netket/netket#547", "entr|rows|whole unit|numbers of")
def distinct_units(W, b, V):
    return len(np.unique(np.column_stack([W.T, b, V])))
