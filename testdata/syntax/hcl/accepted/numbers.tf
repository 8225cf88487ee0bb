# Leading zeros are dropped, exponents need no fraction; there is neither sign nor leading dot.
account  = 012345678901
small    = 0.25
large    = 1e5
signed   = 1E+5
tiny     = 15e-3
dotted   = 1.e5
negative = -1
range    = [for i in [1, 2] : i]
