# error in line 2: An interpolation holds an expression.
a = "${}"
