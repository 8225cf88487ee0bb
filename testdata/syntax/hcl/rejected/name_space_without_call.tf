# error in line 2: A name in a name space is a function.
a = b::c
