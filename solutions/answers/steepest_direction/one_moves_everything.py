# deserves 5: one_moves_everything
def steepest_direction(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        return -grad / max(np.abs(grad).sum(), 1e-300), np.abs(grad).max()
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")
