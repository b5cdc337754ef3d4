# marked by a person
# 1) By symmetry z > 0 and z < 0 carry half of E z^2 each; the second half is multiplied by c^2. So E phi(z)^2 = (1 + c^2)/2 E z^2.
#
# 2) z_j = sum x_i W_ij. Square and take the mean: mixed terms vanish since the weights are independent with mean 0. Left is n_in sigma^2 E x^2 = n_in sigma^2 (1+c^2)/2 Var z. So sigma^2 = 2/((1+c^2) n_in).
#
# 3) Backward it is the sum over n_out terms, and phi' is 1 or c: sigma^2 = 2/((1+c^2) n_out).
#
# 4) c=0: 2/n_in (He), c=1: 1/n_in (LeCun). c = sqrt 5: 1/(3 n_in), a = sqrt(3) sigma = 1/sqrt(n_in). With ReLU each layer divides the variance by 6.
