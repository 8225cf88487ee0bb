# error in line 2: A block on one line holds one argument, no block.
a { b {} }
