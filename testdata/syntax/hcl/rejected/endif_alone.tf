# error in line 2: Nothing is open here.
a = "%{ endif }"
