# error in line 2: The quote is never closed.
a = "b