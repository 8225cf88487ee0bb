# error in line 2: A value is missing.
a =
b = 1
