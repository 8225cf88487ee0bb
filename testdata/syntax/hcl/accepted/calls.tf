# Trailing commas, expansion of the last argument, and functions in name spaces.
a = f()
b = f(1)
c = f(1, 2,)
d = f(1, [2]...)
e = provider::aws::arn_parse("x")
