# error in line 2: Only the last argument expands.
a = f(b..., c)
