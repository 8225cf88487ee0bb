# error in line 2: The brace is never closed.
a "b" {
  c = 1
