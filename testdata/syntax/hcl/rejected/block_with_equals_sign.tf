# error in line 2: A labelled block has no equals sign.
a "b" = {
}
