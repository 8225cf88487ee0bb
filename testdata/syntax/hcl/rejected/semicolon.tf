# error in line 2: Neither do semicolons.
a = 1;
