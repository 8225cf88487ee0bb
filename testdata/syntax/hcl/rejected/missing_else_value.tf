# error in line 2: A conditional has two values.
a = b ? c
