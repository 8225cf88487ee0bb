# error in line 3: The comment is never closed.
a = 1
/* b = 2
