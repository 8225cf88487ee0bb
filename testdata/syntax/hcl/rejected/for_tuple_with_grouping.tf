# error in line 2: Grouping needs keys.
a = [for x in y : x...]
