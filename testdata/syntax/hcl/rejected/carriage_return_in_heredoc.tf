# error in line 3: A carriage return alone ends no line.
a = <<EOT
xy
EOT
