# error in line 2: Brackets close in pairs.
a = [1, 2}
