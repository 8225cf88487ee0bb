# error in line 3: Outside of brackets a line break ends the argument.
a = b
  + c
