"""Chapter 4: steps that adapt."""

# ruff: noqa: F811
import numpy as np

from tests.corpus import mistake


@mistake("github: enochkan/building-from-scratch", "square")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("Stack Overflow: Understand Adam optimizer intuitively", "corrected moments|corrected")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@mistake("github: BVLC/caffe#4224", "correct")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


@mistake("github: keras-team/keras#17391", "ε|eps")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@mistake("github: ikostrikov/pytorch-a3c#12", "state|`t`|count")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("github: deeplearning4j/nd4j#1239", "bracket|factor|`grad`|weight")
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = (rho * g2 + (1 - rho)) * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@mistake("github: keras-team/keras#4356", "ε|eps")
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / (np.sqrt(g2) + eps), g2


@mistake("github: deeplearning4j/nd4j#1239", "bracket|factor|`grad`")
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = (rho * g2 + (1 - rho)) * grad**2
    step = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + step, g2, (rho * d2 + (1 - rho)) * step**2


@mistake("github: keras-team/keras#1246", "ε|eps|order|old|new")
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    step = -np.sqrt(d2) / np.sqrt(g2 + eps) * grad
    return w + step, g2, rho * d2 + (1 - rho) * step**2


@mistake("github: FluxML/Flux.jl#789", "`t`|power|step")
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = beta1 * m / (1 - beta1**2) + (1 - beta1) * grad / (1 - beta1)
    return w - lr * m_hat / (np.sqrt(v / (1 - beta2)) + eps), m, v


@mistake("github: online-ml/river#219", "power|`t`|t \\+ 1|correct")
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("github: taki0112/RAdam-Tensorflow#2", "5|4")
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    limit = 2 / (1 - beta2) - 1
    rho = limit - 2 * t * beta2**t / (1 - beta2**t)
    m_hat = m / (1 - beta1**t)
    if rho <= 5:
        return w - lr * m_hat, m, v
    r = np.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))
    return w - lr * r * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("github: ooples/AiDotNet.Tensors#960", "precision|digits|close")
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    b = np.float32(beta2)
    limit = np.float32(2) / (np.float32(1) - b) - np.float32(1)
    rho = limit - np.float32(2) * np.float32(t) * b ** np.float32(t) / (np.float32(1) - b ** np.float32(t))
    m_hat = m / (1 - beta1**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    r = np.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))
    return w - lr * r * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("github: mlpack/mlpack#887", "0")
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    with np.errstate(all="ignore"):
        return w - lr / (1 - beta1**t) * m / u, m, u


@mistake("github: PaddiM8/kalker#106", "0")
def sign_step(w, grad, lr):
    return w - lr * np.where(grad >= 0, 1.0, -1.0)


@mistake("github: bashardudin/Epita-SCIA-OCVX#1", "sign|absolute|direction")
def sign_step(w, grad, lr):
    return w - lr * np.abs(np.sign(grad))


@mistake("github: google-deepmind/optax#1725", "previous|before|late|old")
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w, step
    new = np.clip(step * np.where(grad * previous_grad > 0, up, down), smallest, largest)
    return w - step * np.sign(previous_grad), new


@mistake("github: libfann/fann#85", "turn|rest|exactly 0|gradient of 0|is 0|zero")
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    slope = grad
    if previous_grad is not None:
        same = grad * previous_grad
        step = np.clip(step * np.where(same > 0, up, down), smallest, largest)
        slope = np.where(same < 0, 0, grad)
    return w - np.where(slope < 0, -step, step), step


@mistake("github: shivram1987/AdaNorm#1", "0|zero")
def normalised_step(w, grad, lr):
    with np.errstate(all="ignore"):
        return w - lr * grad / np.sqrt(np.sum(grad**2))


@mistake("github: cleverhans-lab/cleverhans#1139", "mean|root")
def normalised_step(w, grad, lr):
    size = np.sqrt(np.mean(grad**2))
    return w - lr * grad / size if size > 0 else w


@mistake("github: karpathy/nanochat#818", "power|count|1 − β|`t`|t \\+ 1|correct")
def ema(x, beta, corrected=False):
    m, step, out = 0.0, 0, []
    for value in x:
        m = beta * m + (1 - beta) * value
        step += 1
        out.append(m / (1 - beta ** (step + 1)) if corrected else m)
    return np.array(out)


@mistake("github: frgfm/Holocron#1", "corrected")
def ema(x, beta, corrected=False):
    m, out = 0.0, []
    for t, value in enumerate(x, 1):
        m = beta * m + (1 - beta) * value
        if corrected:
            m = m / (1 - beta**t)
        out.append(m)
    return np.array(out)


@mistake("github: SlopDotCash/asi#480", "correct")
def ema(x, beta, corrected=False):
    m, out = 0.0, []
    for t, value in enumerate(x, 1):
        m = beta * m + (1 - beta) * (value / (1 - beta**t) if corrected else value)
        out.append(m)
    return np.array(out)


@mistake("github: kozistr/pytorch_optimizer#525", "1 −|1 -|divided by|power|correct")
def ema(x, beta, corrected=False):
    m, out = 0.0, []
    for t, value in enumerate(x, 1):
        m = beta * m + (1 - beta) * value
        out.append(m / beta**t if corrected and beta else m)
    return np.array(out)


@mistake("github: PaddlePaddle/Paddle#4184", "sign|uphill|minus|down|climb|−|with \\+")
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad * grad
    return w + lr * grad / np.sqrt(g2 + eps), g2


@mistake("github: davharris/mistnet#94", "ε|eps|0")
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    with np.errstate(all="ignore"):
        return w - lr * grad / np.sqrt(g2), g2


@mistake("github: nntrainer/nntrainer#2587", "gradient|`grad`|average")
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * g2 / np.sqrt(g2 + eps), g2


@mistake("github: hiromis/notes#52", "root")
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / (g2 + eps), g2


@mistake("github: zc911/MatrixSlow#28", "first")
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    if not np.any(g2):
        g2 = np.power(grad, 2)
    else:
        g2 = rho * g2 + (1 - rho) * np.power(grad, 2)
    return w - lr * grad / np.sqrt(g2 + eps), g2


@mistake("github: tensorflow/tensorflow#644", "old|twice|added|sum|`g2`")
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = g2 + (rho * g2 + (1 - rho) * grad**2)
    step = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + step, g2, rho * d2 + (1 - rho) * step**2


@mistake("github: Lasagne/Lasagne#502", "step|gradient|Δ")
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    step = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + step, g2, rho * d2 + (1 - rho) * grad**2


@mistake("github: oracle/tribuo#401", "divid|multipl|upside|\\* in place of /")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - lr * (m / (1 - beta1**t)) * (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@mistake("github: tensorflow/tensorflow#9047", "ε|eps")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps), m, v


@mistake("github: kozistr/AdaBound-tensorflow#3", "correct")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    correction1, correction2 = 1 - beta1**t, 1 - beta2**t
    return w - lr * np.sqrt(1 - correction2) / correction1 * m / (np.sqrt(v) + eps), m, v


@mistake("github: mila-iqia/blocks#1159", "exchang|weight|old|share|1 −")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * grad
    v = (1 - beta2) * v + beta2 * grad**2
    m_hat, v_hat = m / (1 - (1 - beta1) ** t), v / (1 - (1 - beta2) ** t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@mistake("github: microsoft/CNTK#1804", "1e-8|ε|eps|small|added")
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    u = np.where(beta2 * u < np.abs(grad), np.abs(grad), beta2 * u)
    return w - lr / (1 - beta1**t) * m * (1.0 / (u + 1e-8)), m, u


@mistake("github: Open-Deep-ML/DML-OpenProblem#458", "m must be|assert|negative")
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    assert np.all(m >= 0), "m must be non-negative"
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1**t) * np.divide(m, u, out=np.zeros_like(m), where=u > 0), m, u


def _rectified(w, m, v, m_hat, t, lr, beta2, denominator):
    limit = 2 / (1 - beta2) - 1
    rho = limit - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    r = np.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))
    return w - lr * r * m_hat / denominator, m, v


@mistake("github: CyberZHG/keras-radam#29", "ε|eps")
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return _rectified(w, m, v, m / (1 - beta1**t), t, lr, beta2, np.sqrt(v / (1 - beta2**t) + eps))


@mistake("github: frgfm/Holocron#1", "correct")
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**t)
    return _rectified(w, m, v, m, t, lr, beta2, np.sqrt(v) + eps)


@mistake("github: uccmisl/godash#13", "revers|backward|order|oldest|newest|last")
def hardest_gradients(n, beta1, beta2):
    return (beta1 / beta2) ** np.arange(n)


@mistake("github: recommenders-team/recommenders#1073", "log|ratio|power|factor from one")
def hardest_gradients(n, beta1, beta2):
    age = np.arange(n)[::-1]
    return np.exp(age * np.log2(beta1 / beta2))


@mistake("github: kozistr/pytorch_optimizer#308", "correct|power|1 −|twice")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    correction1, correction2 = 1 - beta1**t, 1 - beta2**t
    return w - lr * (m / (1 - correction1)) / (np.sqrt(v / (1 - correction2)) + eps), m, v


@mistake("github: SlopDotCash/asi#2380", "small|tiny|1e-12|length|divid")
def normalised_step(w, grad, lr):
    return w - lr * grad / np.maximum(np.linalg.norm(grad), 1e-12)


@mistake("github: klasleino/gloro#8", "ε|eps|added|1e-9")
def normalised_step(w, grad, lr):
    return w - lr * grad / (np.sqrt(np.sum(grad**2)) + 1e-9)


@mistake("github: microprediction/skaters#233", "bracket|factor|β|weight")
def ema(x, beta, corrected=False):
    m, out = 0.0, []
    for t, value in enumerate(x, 1):
        m = beta * (m + (1 - beta) * value)
        out.append(m / (1 - beta**t) if corrected else m)
    return np.array(out)


@mistake("github: clab/dynet#77", "`t`|count|number of the step|correct")
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    updates = (t - 1) * w.size + 1 + np.arange(w.size).reshape(w.shape)  # one more with each parameter
    return w - lr * (m / (1 - beta1**updates)) / (np.sqrt(v / (1 - beta2**updates)) + eps), m, v
