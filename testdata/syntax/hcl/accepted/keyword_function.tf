# A keyword before a parenthesis is the name of a function.
a = true(1)
