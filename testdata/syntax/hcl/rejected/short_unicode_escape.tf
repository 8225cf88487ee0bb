# error in line 2: \u takes four digits.
a = "\u12"
