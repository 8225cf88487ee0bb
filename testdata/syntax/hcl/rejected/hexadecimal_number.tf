# error in line 2: Numbers are decimal.
a = 0x1F
