# error in line 2: Commas separate arguments.
a = f(1 2)
