# error in line 2: A name follows the colons.
a = b::(1)
