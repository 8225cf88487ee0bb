# error in line 2: This reads as a number with too many dots.
a = [10.11.10.12/32]
