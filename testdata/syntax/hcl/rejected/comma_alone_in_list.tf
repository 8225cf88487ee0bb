# error in line 2: A comma follows an item.
a = [,]
