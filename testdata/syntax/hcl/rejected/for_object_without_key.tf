# error in line 2: In braces a for expression gives keys.
a = { for x in y : x }
