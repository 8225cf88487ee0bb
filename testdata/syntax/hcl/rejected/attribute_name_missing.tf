# error in line 2: A name follows the dot.
a = b.
