# error in line 2: One comma separates items.
a = { b = 1,, c = 2 }
