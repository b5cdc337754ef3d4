# deserves 0; never ends
def chain_rule(jacobians):
    product = jacobians[0]
    i = 1
    while i < len(jacobians):
        product = jacobians[i] @ product
    return product
