# error in line 2: A colon does not belong into an interpolation.
a = "${b:-c}"
