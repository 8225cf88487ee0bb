# error in line 2: Only space and tab are blanks.
a = 1
