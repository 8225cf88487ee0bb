# error in line 4: An argument ends with its line, also before the closing brace.
a {
  c = 2
  b = 1 }
