# deserves 2: dual_is_the_norm_itself
def steepest_direction(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).max()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad).sum()
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.max()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")
