# error in line 5: Each argument is set once.
x {
  a = 1
  b = 2
  a = 3
}
