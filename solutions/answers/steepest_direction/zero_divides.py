# deserves 5: zero_divides
def steepest_direction(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / dual, dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")
