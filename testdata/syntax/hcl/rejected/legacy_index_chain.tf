# error in line 2: .0.1 reads as the number 0.1.
a = b.0.1
