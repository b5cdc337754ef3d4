# deserves 2: scale_forgotten
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    B = beta * B + grad
    step = orthogonalise(grad + beta * B)
    return W - lr * (step + decay * W), B
