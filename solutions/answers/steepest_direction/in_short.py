# deserves 6
def steepest_direction(grad, norm):
    sizes = np.abs(grad)
    if norm == "spectral":
        U, s, Vt = np.linalg.svd(grad, full_matrices=False)
        return (-U @ Vt if s[0] > 0 else 0 * grad), np.sum(s)
    if norm == "euclid":
        dual = np.sqrt(np.sum(grad * grad))
        return (-grad / dual if dual > 0 else 0 * grad), dual
    if norm == "max":
        return np.where(grad > 0, -1.0, np.where(grad < 0, 1.0, 0.0)), sizes.sum()
    if norm == "one":
        d = np.zeros(grad.shape)
        d.flat[sizes.argmax()] = -np.sign(grad.flat[sizes.argmax()])
        return d, sizes.max()
    raise ValueError(norm)
