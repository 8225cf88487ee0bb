# error in line 2: An argument ends with its line.
a = 1 b = 2
