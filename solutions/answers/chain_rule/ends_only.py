# deserves 1: ends_only
def chain_rule(jacobians):
    if len(jacobians) == 1:
        return jacobians[0]
    return jacobians[-1] @ jacobians[0]
