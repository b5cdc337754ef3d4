# deserves 6
def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    B = B.copy()
    B *= beta
    B += grad
    step = lr * orthogonalise(grad + beta * B)
    if W.shape[1] > W.shape[0]:
        step = step * np.sqrt(W.shape[1] / W.shape[0])
    return W - step - lr * decay * W, B
