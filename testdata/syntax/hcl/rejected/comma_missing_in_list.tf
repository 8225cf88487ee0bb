# error in line 4: Commas separate the items of a list.
a = [
  1
  2
]
