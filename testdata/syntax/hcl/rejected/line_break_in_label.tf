# error in line 2: Quoted text ends on its line.
a "b
c" {}
