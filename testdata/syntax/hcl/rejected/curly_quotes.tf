# error in line 2: Strings stand in straight quotes.
a = “b”
