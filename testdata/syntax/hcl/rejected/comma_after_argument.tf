# error in line 2: Commas do not separate arguments.
a = 1,
b = 2
