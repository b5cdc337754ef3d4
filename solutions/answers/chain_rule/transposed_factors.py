# deserves 0: transposed_factors
def chain_rule(jacobians):
    result = jacobians[-1].T
    for J in jacobians[-2::-1]:
        result = result @ J.T
    return result
