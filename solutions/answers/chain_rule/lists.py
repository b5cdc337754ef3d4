# deserves 3
def chain_rule(jacobians):
    product = jacobians[0].tolist()
    for J in jacobians[1:]:
        columns = list(zip(*product))
        product = [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in J.tolist()]
    return product
