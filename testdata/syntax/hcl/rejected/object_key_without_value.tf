# error in line 3: Each key has a value.
a = {
  b
}
