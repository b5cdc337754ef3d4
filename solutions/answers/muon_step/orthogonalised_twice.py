# deserves 5: orthogonalised_twice
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(orthogonalise(grad + beta * B))
    return W - lr * (step + decay * W), B
