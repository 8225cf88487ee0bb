# From strongest to weakest: unary, * / %, + -, comparison, equality, &&, ||.
a = 1 + 2 * 3 - 4 / 5 % 6
b = -1 - -2 - --3
c = !x && !y || !!z
d = 1 < 2 == 3 >= 4
e = a == b != c
f = (1 + 2) * 3
g = -x.y + -x[0] * -f(x)
h = a-b - c
