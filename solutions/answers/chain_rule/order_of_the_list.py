# deserves 1: order_of_the_list
def chain_rule(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = product @ J
    return product
