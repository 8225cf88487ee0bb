# error in line 4: Each argument is set once.
a = 1
b = 2
a = 3
