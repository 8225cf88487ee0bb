# error in line 2: The parenthesis is never closed.
a = (1 + 2
b = 3
