# error in line 2: A colon follows the collection.
a = [for x in y x]
