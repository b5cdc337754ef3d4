# marked by a person
# $\tfrac12(1+c^2)$ because ReLU keeps one half and the other half gets $c^2$.
#
# $\sigma^2 = 2/((1+c^2) n_{in})$, backward with $n_{out}$. For c = 0 it is He's.
