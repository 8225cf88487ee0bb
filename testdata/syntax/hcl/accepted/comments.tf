# A line comment ends its line, a block comment is a blank.
// the other kind
a = 1 # behind a value
b = 2 // behind another
c = /* inside */ 3
d = [
  1, # one
  2, // two
  /* three
     lines */ 3
]
e /* between */ "label" { # behind a brace
  f = { # in an object
    g = 1 # separates items
    h = 2
  }
}
/* the first star-slash ends it: /* **/
i = 4 # no line break behind this