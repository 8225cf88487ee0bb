# error in line 2: Strings stand in double quotes.
a = `b`
