# deserves 0: last_left_out
def chain_rule(jacobians):
    if len(jacobians) == 1:
        return np.eye(jacobians[0].shape[0])
    product = jacobians[0]
    for i in range(1, len(jacobians) - 1):
        product = jacobians[i] @ product
    return product
