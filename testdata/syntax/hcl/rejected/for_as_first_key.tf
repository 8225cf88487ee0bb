# error in line 2: A for at the beginning is a for expression.
a = { for = 1 }
