# deserves 4: spectral_only_scaled
def steepest_direction(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        sigma = np.linalg.svd(grad, compute_uv=False)
        return -grad / max(sigma[0], 1e-300), sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")
