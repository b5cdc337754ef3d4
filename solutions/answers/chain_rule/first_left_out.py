# deserves 0: first_left_out
def chain_rule(jacobians):
    n = jacobians[0].shape[0]
    if len(jacobians) == 1:
        return np.eye(n, jacobians[0].shape[1])
    product = np.eye(n)
    for i in range(1, len(jacobians)):
        product = jacobians[i] @ product
    return product
