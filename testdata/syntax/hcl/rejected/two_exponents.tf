# error in line 2: One exponent is enough.
a = 1e5e5
