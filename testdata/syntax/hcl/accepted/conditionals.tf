# They group to the right, and the middle is a whole expression.
a = b ? 1 : c ? 2 : 3
d = b ? c ? 1 : 2 : 3
e = b ? { x = 1 } : { y = 2 }
f = b == 1 ? c && d ? 4 : 5 : e || f ? 6 : 7
g = (b ? 1 : c) ? 2 : 3
h = b ? x[*].y : [for z in y : z ? 1 : 2]
