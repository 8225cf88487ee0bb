# error in line 2: Items are separated.
a = { b = 1 c = 2 }
