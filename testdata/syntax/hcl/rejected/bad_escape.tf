# error in line 2: There is no such escape.
a = "x\qy"
