# error in line 2: An operand is missing.
a = b &&
