# error in line 3: The parenthesis is never closed: the next line does not continue the sum.
a = (1 + 2
b = 3
