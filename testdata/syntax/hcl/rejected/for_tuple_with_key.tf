# error in line 2: In brackets a for expression gives no keys.
a = [for x in y : x => x]
