# error in line 2: A block ends with its line.
a {} b {}
