# error in line 2: There is no such operator.
a = b & c
