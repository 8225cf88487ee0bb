# error in line 2: .* takes no other splat.
a = b.*.*
