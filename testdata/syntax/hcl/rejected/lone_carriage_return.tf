# error in line 2: A carriage return alone ends no line.
a = 1b = 2
