# error in line 2: A block on one line closes there.
a { b = 1
}
