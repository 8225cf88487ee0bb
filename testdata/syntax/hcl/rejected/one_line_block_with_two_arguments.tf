# error in line 2: A block on one line holds one argument.
a { b = 1, c = 2 }
