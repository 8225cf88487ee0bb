# error in line 2: Outside of brackets a line break ends the argument.
a = b ? c
  : d
