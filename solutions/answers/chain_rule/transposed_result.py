# deserves 0: transposed_result
def chain_rule(jacobians):
    product = jacobians[0].T
    for J in jacobians[1:]:
        product = product @ J.T
    return product
