# Attributes, indexes, legacy indexes and splats.
a = b.c.d
e = b[0]["k"][c][-1]
f = b.0.c
g = b.*
h = b.*.c.d
i = b.*.c[0]
j = b[*].c[0].d
k = b[*].c[*].d
l = b . c
m = "text".length
n = f(x).y[0].*.z
o = [1, 2][0]
p = { q = 1 }.q
r = b.*.0.c
