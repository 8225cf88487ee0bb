# error in line 3: Nothing is open here.
a {}
}
