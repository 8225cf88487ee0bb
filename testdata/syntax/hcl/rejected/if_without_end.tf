# error in line 2: The directive is never closed.
a = "%{ if b }c"
