# error in line 2: ~} closes only template sequences.
a = { b = 1 ~}
