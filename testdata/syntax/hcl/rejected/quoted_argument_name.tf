# error in line 2: Names of arguments have no quotes.
"a" = 1
