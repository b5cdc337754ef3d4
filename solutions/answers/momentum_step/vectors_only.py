# deserves 2
def momentum_step(w, v, grad, lr, beta):
    n = len(w)
    v_new = np.array([beta * v[i] - lr * grad[i] for i in range(n)])
    w_new = np.array([float(w[i] + v_new[i]) for i in range(n)])
    return w_new, v_new
