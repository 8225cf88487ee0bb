# Line breaks count nothing within brackets, calls, for expressions and interpolations.
a = (
  1
  + 2
)
b = max(
  1,
  2,
)
c = [
  1
  ,
  2
]
d = x[
  0
]
e = "${
  x
}"
f = {
  for k, v
  in x :
  k => v
  if v
}
g = {
  for k, v in x : k => v
}
h = (c
? d
: e)
