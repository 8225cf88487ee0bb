# error in line 2: Templates stand in quotes.
a = ${b}
