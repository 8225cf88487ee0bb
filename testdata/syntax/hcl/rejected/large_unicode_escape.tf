# error in line 2: Unicode ends at U+10FFFF.
a = "\U00110000"
