# deserves 0
def chain_rule(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = J @ product
    return f"the Jacobian is {product}"
